"""The social value over what was put in: as a range, and what it would take to make them equal.

The cashable saving is no social value: it comes in only as `beside`, when someone asks for the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, zip_longest

from h4a_core.engine.value import NOTHING, Bounds, Valuation
from h4a_core.text import Text


@dataclass(frozen=True, slots=True)
class Swing:
    """The ratio at the low and at the high of one number, the others as they are; `of`: its outcome, if it has one."""

    of: Text | None
    bounds: Bounds
    at_low: Fraction
    at_high: Fraction

    @property
    def width(self) -> Fraction:
        """How far the ratio moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Value over what was put in; `low` and `high` with all numbers at their least and most favourable together."""

    low: Fraction
    value: Fraction
    high: Fraction
    swings: Sequence[Swing]


def ratio(found: Sequence[Valuation], resources: Bounds, beside: Bounds | None = None) -> Ratio | None:
    """Value over what was put in, as a range; None when nothing was put in or the value of an outcome is missing.

    A part of the value over all the resources would be no ratio of the programme.

    The value rises with proxy, attribution and duration, and falls with the others; so the extremes lie at the ends of
    the ranges, taken all together. Each outcome takes its own worst and best.

    Args:
        found: the outcomes.
        resources: what was put in, EUR, in year 0.
        beside: the cashable saving, EUR, to be added because someone asked for the sum.

    """
    if resources.low <= 0 or unvalued(found):
        return None
    extra = beside or Bounds.fixed(resources.label, "EUR", 0)
    ends = [one.ends() for one in found]
    least = sum((low for low, _ in ends), extra.low)
    most = sum((high for _, high in ends), extra.high)
    swings = [one for one in _swings(found, resources, extra) if one.width]
    return Ratio(
        min(least / end for end in _both(resources)),
        sum((one.present() for one in found), extra.value) / resources.value,
        max(most / end for end in _both(resources)),
        sorted(swings, key=lambda one: -one.width),
    )


def _swings(valued: Sequence[Valuation], resources: Bounds, extra: Bounds) -> Iterator[Swing]:
    """The ratio at both ends of one number, all others kept: those of each outcome, the discount rate, both sums."""
    now = sum((one.present() for one in valued), extra.value)
    for one in valued:
        for name, bounds in one.numbers.items():
            if name != "discount_rate":
                at = (_with(now, [one], name, end) / resources.value for end in _both(bounds))
                yield Swing(one.outcome.label, bounds, *at)
    if valued:
        bounds = valued[0].numbers["discount_rate"]
        yield Swing(
            None, bounds, *(_with(now, valued, "discount_rate", end) / resources.value for end in _both(bounds))
        )
    yield Swing(None, resources, *(now / end for end in _both(resources)))
    yield Swing(None, extra, *((now - extra.value + end) / resources.value for end in _both(extra)))


def unvalued(found: Sequence[Valuation]) -> list[Valuation]:
    """The outcomes of which nobody has said what a year is worth: while there are any, there is no ratio."""
    return [one for one in found if one.proxy is None]


def payback_year(found: Sequence[Valuation], resources: Fraction | Decimal) -> int | None:
    """The first year by whose end the discounted value reaches what was put in; None when it never does.

    None too while the value of an outcome is missing.

    Args:
        found: the outcomes.
        resources: what was put in, EUR, in year 0.

    """
    if unvalued(found):
        return None
    each = []
    for one in found:
        step = 1 / (1 + one.numbers["discount_rate"].value)
        each.append([flow * step**year for year, flow in enumerate(one.flows(), 1)])
    gained = accumulate(sum(year, NOTHING) for year in zip_longest(*each, fillvalue=NOTHING))
    return next((year for year, value in enumerate(gained, 1) if value >= resources), None)


def proxy_needed(found: Sequence[Valuation], one: Valuation, resources: Fraction | Decimal) -> Fraction | None:
    """What a year of an outcome would have to be worth to a family for the value to equal what was put in.

    EUR a year and family, all else as it is and other missing values nothing: the most that this one would have to be.
    None when no family reached the outcome, or no value is needed.
    """
    each_euro = one.present({"proxy": Fraction(1)})
    missing = Fraction(resources) - sum((other.present() for other in found if other is not one), NOTHING)
    return missing / each_euro if each_euro and missing > 0 else None


def _both(bounds: Bounds) -> tuple[Fraction, Fraction]:
    return bounds.low, bounds.high


def _with(total: Fraction, among: Sequence[Valuation], name: str, value: Fraction) -> Fraction:
    """The total with one number of some outcomes changed."""
    return total + sum((one.present({name: value}) - one.present() for one in among), NOTHING)
