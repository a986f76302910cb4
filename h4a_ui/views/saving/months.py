"""The cost of hotels month by month: as expected without the programme, and as it was."""

from collections.abc import Sequence
from dataclasses import replace

from h4a_core.engine.savings import MonthCost, costs_by_month, running_costs
from h4a_ui.charts.cumulative import cumulative_costs
from h4a_ui.charts.monthly import monthly_bars
from h4a_ui.components import picture
from h4a_ui.language import Language
from h4a_ui.session import View


def show_cumulative(view: View, months: Sequence[MonthCost]) -> None:
    """The costs added up since the start, with a band between the least and the most nights assumed."""
    terms = view.statement.terms
    nights = terms.estimates.get("expected_nights", view.programme.assumptions["expected_nights"])
    bands = [
        running_costs(costs_by_month(view.facts, replace(terms, values={**terms.values, "expected_nights": bound})))
        for bound in (nights.value if nights.low is None else nights.low, nights.high or nights.value)
    ]
    picture(view.say, cumulative_costs(view.say, running_costs(months), *bands), key="cumulative")


def known_months(view: View) -> Sequence[MonthCost]:
    """The cost of each month, expected and observed (EUR)."""
    return costs_by_month(view.facts, view.statement.terms)


def show_monthly(say: Language, months: Sequence[MonthCost]) -> None:
    """Expected and observed cost, each month for itself."""
    shown = monthly_bars(
        say,
        [one.month for one in months],
        [one.expected for one in months],
        [one.observed for one in months],
    )
    picture(say, shown, key="monthly")
