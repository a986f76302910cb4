"""What to set aside: for each fiscal year of the City (the calendar year) the premium due, and the saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from h4a_core.engine.amounts import HIGH, LOW, expected, quantile
from h4a_core.engine.forecast import Forecast
from h4a_core.engine.savings import costs_by_month
from h4a_core.engine.working import cents
from h4a_core.facts import Facts
from h4a_core.programme.model import Terms


@dataclass(frozen=True, slots=True)
class YearAhead:
    """One fiscal year: the premium to expect, between `low` and `high` 8 times of 10, and the cost avoided in it.

    `high` is what suffices 9 times of 10. All None where an outcome due in the year has no odds. `saving` is what the
    counterfactual gives for the nights of that year; of years to come it supposes no further stay in hotel.
    """

    year: int
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None
    saving: Decimal


def years_ahead(found: Forecast, facts: Facts, terms: Terms) -> Sequence[YearAhead]:
    """Every year from the first family's entry to the last payment due.

    Args:
        found: the forecast of these facts.
        facts: as measured, or a scenario's.
        terms: values and readings in force.

    """
    if not found.by_year:
        return ()
    saved = _saving_by_year(facts, terms, max(found.by_year))
    return [
        _year(year, found.by_year.get(year, {Decimal(0): 1.0}), saved.get(year, Decimal(0)))
        for year in range(min([*saved, *found.by_year]), max(found.by_year) + 1)
    ]


def _year(year: int, premium: Mapping[Decimal, float] | None, saving: Decimal) -> YearAhead:
    if premium is None:
        return YearAhead(year, None, None, None, cents(saving))
    return YearAhead(year, expected(premium), quantile(premium, LOW), quantile(premium, HIGH), cents(saving))


def _saving_by_year(facts: Facts, terms: Terms, last: int) -> dict[int, Decimal]:
    """Cost avoided in each calendar year up to the last one, by the formula of the saving, on nights to come too."""
    until = max(facts.as_of, date(last + 1, 1, 1))
    found: dict[int, Decimal] = {}
    for month in costs_by_month(replace(facts, as_of=until), terms):
        found[month.month.year] = found.get(month.month.year, Decimal(0)) + month.expected - month.observed
    return found
