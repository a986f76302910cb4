"""Home retention: the share of families still in their home, month by month since they moved in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
    """Kaplan-Meier estimate of keeping the home, by whole months, with its log-log 95 % interval.

    Families still housed, or that left for a stable home, are observed until then and censored. The interval says how
    far chance alone can carry so few families; it never changes a payment. Computed by scipy.stats.ecdf (Kaplan and
    Meier, JASA 1958).

    Args:
        days_housed: days from move-in to the loss of the home, or to the last day observed; one per family.
        lost: whether the home was lost then.

    """
    from scipy.stats import CensoredData, ecdf  # noqa: PLC0415 - scipy is slow to import, and only this page needs it

    if not days_housed:
        return []
    events = [days for days, gone in zip(days_housed, lost, strict=True) if gone]
    censored = [days for days, gone in zip(days_housed, lost, strict=True) if not gone]
    months = range(int(max(days_housed) / DAYS_PER_MONTH) + 1)
    observed = [sum(days >= month * DAYS_PER_MONTH for days in days_housed) for month in months]
    if not events:
        return [Retained(month, 1.0, 1.0, 1.0, seen) for month, seen in zip(months, observed, strict=True)]
    survival = ecdf(CensoredData(uncensored=events, right=censored)).sf
    interval = survival.confidence_interval(0.95, method="log-log")
    found = []
    for month, seen in zip(months, observed, strict=True):
        day = month * DAYS_PER_MONTH
        share = float(survival.evaluate(day))
        low, high = (float(bound.evaluate(day)) for bound in (interval.low, interval.high))
        found.append(Retained(month, share, _or(low, share), _or(high, share), seen))
    return found


def _or(bound: float, share: float) -> float:
    return share if math.isnan(bound) else bound
