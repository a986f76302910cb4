"""Difference in differences: what changed for the families of the programme, less what changed for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from h4a_core.facts import Compared

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Group:
    """One of the two groups: families, and the mean nights of one of them before and after."""

    families: int
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """How many nights more (negative: fewer) after than before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """Nights avoided per family by the programme in one window, with its 95 % interval, and the two groups."""

    programme: Group
    others: Group
    low: float
    high: float

    @property
    def avoided(self) -> Fraction:
        """Nights fewer per family than if the families of the programme had changed as the others did."""
        return self.others.change - self.programme.change


def difference_in_differences(compared: Sequence[Compared], least_families: int) -> Difference | None:
    """Compare the change of the two groups; None when one of them has too few families.

    It rests on one assumption that no record proves: without the programme both groups would have changed alike.
    Interval: Welch's t on the changes of single families (Welch, Biometrika 34 (1947) 28), by `scipy.stats.ttest_ind`.

    Args:
        compared: as measured, families alike together.
        least_families: fewest families in each group.

    """
    from scipy.stats import ttest_ind  # noqa: PLC0415 - scipy is slow to import, and few pages need it

    inside = [one for one in compared if one.in_programme]
    outside = [one for one in compared if not one.in_programme]
    if min(_families(inside), _families(outside)) < max(least_families, 2):
        return None
    interval = ttest_ind(_changes(outside), _changes(inside), equal_var=False).confidence_interval(CONFIDENCE)
    return Difference(_group(inside), _group(outside), float(interval.low), float(interval.high))


def families_compared(compared: Sequence[Compared]) -> tuple[int, int]:
    """How many families are compared: in the programme, and outside it."""
    inside = _families([one for one in compared if one.in_programme])
    return inside, _families(compared) - inside


def cost_avoided(found: Difference, families: int, cost_per_night: Decimal) -> Fraction:
    """What the nights avoided would have cost (EUR) for so many families of the programme."""
    return found.avoided * families * Fraction(cost_per_night)


def _families(group: Sequence[Compared]) -> int:
    return sum(one.families for one in group)


def _changes(group: Sequence[Compared]) -> list[int]:
    return [one.nights_after - one.nights_before for one in group for _ in range(one.families)]


def _group(found: Sequence[Compared]) -> Group:
    families = _families(found)
    before = sum(one.families * one.nights_before for one in found)
    after = sum(one.families * one.nights_after for one in found)
    return Group(families, Fraction(before, families), Fraction(after, families))
