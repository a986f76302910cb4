"""How far chance alone can carry a rate of so few families: shown beside rates, never part of a payment."""

from __future__ import annotations


def wilson(achieved: int, counted: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson score interval of a rate, both ends between 0 and 1; (0, 1) when nobody is counted.

    Wilson, JASA 22 (1927) 209; computed by scipy.stats.binomtest. The contract pays on counts, whatever this says.

    Args:
        achieved: families that reached it.
        counted: families counted.
        confidence: how sure, 0 to 1.

    """
    from scipy.stats import binomtest  # noqa: PLC0415 - scipy is slow to import

    if not counted:
        return 0.0, 1.0
    interval = binomtest(achieved, counted).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)
