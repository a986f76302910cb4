"""Where a central value stands among its published evidence, and how far it can be off. The rule: docs/method.md.

Figures that somebody published are neither a sample nor equally good: each counts with a weight, and what lies between
two of them is as plausible as they are.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from h4a_core.engine.survival import Floats
from h4a_core.programme.evidence import Evidence
from h4a_core.programme.model import Value

_TENFOLD = 10
"""Figures that run over more than this ratio are compared by their ratios, not by their differences."""


def plausible(value: Value, shares: Floats) -> Floats:
    """The values under which lie so many shares (0 to 1) of what is plausible, in the value's own unit.

    With weighted evidence: its weighted quantiles, each figure at the middle of its own weight and a straight line
    between neighbours (Hyndman and Fan, Am. Stat. 50 (1996) 361, definition 5), on the scale of logarithms where the
    figures run over more than tenfold. A cap only says that the mean lies below it: it stands in the middle between the
    lowest mean observed and itself. Without weighted evidence: evenly from low to high.
    """
    weighted = [one for one in value.evidence if one.weight is not None]
    if not weighted:
        low, high = (float(value.value if bound is None else bound) for bound in (value.low, value.high))
        spread: Floats = low + (high - low) * shares
        return spread
    figures = np.array([float(one.value) for one in weighted])
    by_ratio = figures.min() > 0 and figures.max() > _TENFOLD * figures.min()
    scaled = np.log(figures) if by_ratio else figures
    scaled, weights = _below_caps(weighted, scaled), np.array([float(one.weight or 0) for one in weighted])
    order = np.argsort(scaled, kind="stable")
    middles = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    found = np.interp(shares, middles, scaled[order])
    return np.exp(found) if by_ratio else found


def _below_caps(weighted: list[Evidence], scaled: Floats) -> Floats:
    observed = [place for place, one in zip(scaled, weighted, strict=True) if one.of == "mean"]
    lowest = min(observed, default=scaled.min())
    return np.array(
        [(lowest + place) / 2 if one.of == "cap" else place for place, one in zip(scaled, weighted, strict=True)]
    )


def central_value(value: Value) -> Decimal:
    """The middle of what is plausible, rounded half up to the step of its slider: evidence has no more digits."""
    (middle,) = plausible(value, np.array([0.5]))
    step = value.slider.step if value.slider else Decimal(1)
    return (Decimal(f"{middle:.9f}") / step).quantize(Decimal(1), ROUND_HALF_UP) * step
