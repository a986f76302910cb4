"""How long a stay lasts when some have not ended yet: the Kaplan-Meier curve and the mean up to a horizon.

Leaving out the stays still open, or taking them as ended, would both make hotels look shorter than they are. The curve
and its band are scipy's (`scipy.stats.ecdf`); the mean up to a horizon is the area under it, which also stands when the
longest stays are open, and is computed for many resamples at once.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """After so many days (whole or not): the share still there, its 95 % interval, and how many were still observed."""

    days: float
    share: float
    low: float
    high: float
    observed: int


def survival_curve(days: Sequence[int], ended: Sequence[bool], at: Sequence[float]) -> list[CurvePoint]:
    """Kaplan-Meier estimate at the given days, with its log-log 95 % interval.

    Kaplan and Meier, JASA 53 (1958) 457; interval after Kalbfleisch and Prentice. It says how far chance alone can
    carry so few observations; those not ended are observed until then and censored.

    Args:
        days: days from the beginning to the end, or to the last day observed; one for each.
        ended: whether it ended then.
        at: days at which the curve is wanted.

    """
    from scipy.stats import CensoredData, ecdf  # noqa: PLC0415 - scipy is slow to import, and few pages need it

    lengths, over = np.asarray(days), np.asarray(ended, dtype=bool)
    observed = [int((lengths >= day).sum()) for day in at]
    if not over.any():
        return [CurvePoint(day, 1.0, 1.0, 1.0, seen) for day, seen in zip(at, observed, strict=True)]
    curve = ecdf(CensoredData(uncensored=lengths[over], right=lengths[~over])).sf
    with warnings.catch_warnings():  # at 1 and at 0 the interval is not defined: the share itself stands there
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.confidence_interval(0.95, method="log-log")
    found = []
    for day, seen in zip(at, observed, strict=True):
        share, low, high = (float(line.evaluate(day)) for line in (curve, band.low, band.high))
        found.append(
            CurvePoint(day, share, share if math.isnan(low) else low, share if math.isnan(high) else high, seen)
        )
    return found


def restricted_means(days: Sequence[int], ended: Sequence[bool], weights: Floats, horizon: int) -> Floats:
    """Mean length up to a horizon: the area under the Kaplan-Meier curve, for many weightings at once.

    A stay longer than `horizon` counts as `horizon`. Beyond the longest observed the curve stays as it is, so the mean
    is not too low where the longest have not ended. Irwin, J. Hyg. 47 (1949) 188; Klein and Moeschberger, Survival
    Analysis (2003), section 4.5.

    Args:
        days: lengths, one for each kind of observation.
        ended: whether it ended then.
        weights: how many of each kind, shape (resamples, kinds).
        horizon: days.

    Returns:
        One mean for each row of `weights`, in days; 0 where a row is empty.

    """
    lengths, over = np.asarray(days, dtype=np.float64), np.asarray(ended, dtype=bool)
    times, place = np.unique(lengths, return_inverse=True)
    at_time = np.zeros((len(lengths), len(times)))
    at_time[np.arange(len(lengths)), place] = 1.0
    endings = weights @ (at_time * over[:, None])
    all_leaving = weights @ at_time
    at_risk = np.cumsum(all_leaving[:, ::-1], axis=1)[:, ::-1]
    staying = 1.0 - np.divide(endings, at_risk, out=np.zeros_like(endings), where=at_risk > 0)
    share = np.concatenate([np.ones((len(weights), 1)), np.cumprod(staying, axis=1)], axis=1)
    edges = np.minimum(np.concatenate([[0.0], times, [max(float(horizon), times[-1])]]), horizon)
    means: Floats = share @ np.diff(edges)
    return np.where(weights.sum(axis=1) > 0, means, 0.0)
