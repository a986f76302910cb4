"""Home retention: the share of families still in their home, month by month since they moved in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_core.engine.survival import survival_curve

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Retained:
    """At so many months since moving in: share still housed, its 95 % interval, families still observed."""

    month: int
    share: float
    low: float
    high: float
    observed: int


def retention(days_housed: Sequence[int], lost: Sequence[bool]) -> list[Retained]:
    """Kaplan-Meier estimate of keeping the home, by whole months, with its 95 % interval (`survival_curve`).

    Families still housed, or that left for a stable home, are observed until then and censored. It never changes a
    payment.

    Args:
        days_housed: days from move-in to the loss of the home, or to the last day observed; one per family.
        lost: whether the home was lost then.

    """
    if not days_housed:
        return []
    months = range(int(max(days_housed) / DAYS_PER_MONTH) + 1)
    curve = survival_curve(days_housed, lost, [month * DAYS_PER_MONTH for month in months])
    return [Retained(month, at.share, at.low, at.high, at.observed) for month, at in zip(months, curve, strict=True)]
