"""The wait: how long each family waited for its home, against the limit of the contract."""

from datetime import date

from h4a_core.engine.retention import DAYS_PER_MONTH
from h4a_core.facts import HouseholdFacts
from h4a_ui.charts.waiting import Wait, waiting_dots
from h4a_ui.components import picture
from h4a_ui.session import View


def show_waiting(view: View, families: list[HouseholdFacts]) -> None:
    """A mark for each family at the months it waited, or has waited so far."""
    waits = [
        Wait(one.household_id, _months_waited(one, view.as_of), one.waiting_settled)
        for one in families
        if one.waited_months is not None
    ]
    limit = float(view.statement.terms["waiting_limit_months"])
    picture(view.say, waiting_dots(view.say, waits, limit), key="waiting")


def _months_waited(one: HouseholdFacts, as_of: date) -> float:
    """Months for the drawing; which side of the limit a family is on was settled by whole calendar months."""
    until = one.housed_from or as_of
    months = (until - one.application_date).days / DAYS_PER_MONTH
    whole = one.waited_months or 0
    return min(max(months, whole - 1), whole - 0.02)
