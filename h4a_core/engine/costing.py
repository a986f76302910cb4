"""What people cost over a window of time, over a year, and what preventing it saves; published tables done again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.value import present_value
from h4a_core.programme.model import Source
from h4a_core.programme.social_value import Computed, Published, PublishedCosting
from h4a_core.text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """One published figure beside the same worked out here, in units of `unit`; `currency` where the table names one.

    `exact` is what was worked out before rounding (or cutting, where the source cut) to the digits printed.
    """

    table: Text
    what: Text
    currency: str | None
    unit: Decimal
    printed: Decimal
    exact: Fraction
    cut: bool
    source: Source

    @property
    def computed(self) -> Decimal:
        """What was worked out, to the digits printed."""
        return as_printed(self.exact / Fraction(self.unit), self.printed, cut=self.cut)

    @property
    def agrees(self) -> bool:
        """Whether every printed digit is the same."""
        return self.printed == self.computed


def cost_each(total: Decimal, people: int) -> Fraction:
    """Cost of one person over the window observed, in the currency of `total`."""
    return Fraction(total) / people


def a_year(amount: Fraction | Decimal, windows_a_year: int) -> Fraction:
    """A window's cost as a year's, by whole windows: 90 days are taken four times, not 365 / 90 times."""
    return Fraction(amount) * windows_a_year


def saved_in_all(each: Decimal, people: int) -> Fraction:
    """What a year saves when every one of `people` is prevented from it, at `each` a person and year."""
    return Fraction(each) * people


def as_printed(exact: Fraction, printed: Decimal, *, cut: bool) -> Decimal:
    """An amount from zero up, to as many decimals as were printed: half up, or cut off where the source did so."""
    digits = -int(printed.as_tuple().exponent)
    return Decimal(math.floor(exact * 10**digits + (0 if cut else Fraction(1, 2)))).scaleb(-digits)


def checks(published: Published) -> list[Check]:
    """Every published figure of the file, worked out again by the formulas in use."""
    found = []
    for one in published.discounting:
        exact = present_value([one.first, *[one.each_year] * one.years], one.rate)
        found.append(Check(one.label, _PRESENT, None, Decimal(1), one.printed, exact, cut=False, source=one.source))
    for table in published.costing:
        found += [
            Check(
                table.label, _LABELS[one.what], table.currency, one.unit, one.amount, _computed(table, one.what),
                one.cut, table.source,
            )
            for one in table.printed
        ]  # fmt: skip
    return found


def _computed(table: PublishedCosting, what: Computed) -> Fraction:
    return {
        "each": cost_each(table.total, table.people),
        "each_a_year": a_year(cost_each(table.total, table.people), table.windows_a_year),
        "all_a_year": a_year(table.total, table.windows_a_year),
        "saving": saved_in_all(table.saving_each, table.people),
    }[what]


_PRESENT = Text(it="valore attuale", en="present value")
_LABELS: dict[Computed, Text] = {
    "each": Text(it="costo di una persona nel periodo", en="cost of a person in the period"),
    "each_a_year": Text(it="costo di una persona in un anno", en="cost of a person in a year"),
    "all_a_year": Text(it="costo di tutte in un anno", en="cost of all in a year"),
    "saving": Text(it="risparmio di un anno, se per tutte si previene", en="a year's saving, if all are prevented"),
}
