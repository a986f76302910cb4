"""The home kept: which share of families is still in its home, by months since move-in."""

from h4a_core.engine.retention import retention
from h4a_core.facts import HouseholdFacts
from h4a_ui.charts.survival import SurvivalPoint, retention_curve
from h4a_ui.components import picture
from h4a_ui.session import View


def show_retention(view: View, families: list[HouseholdFacts]) -> None:
    """The Kaplan-Meier curve of homes kept; a family still at home counts up to today."""
    days, lost = [], []
    for one in families:
        if one.move_in_date:
            end = one.break_date or one.exit_date or view.as_of
            days.append(max((end - one.move_in_date).days, 0))
            lost.append(one.break_date is not None)
    points = [SurvivalPoint(one.month, one.share, one.low, one.high, one.observed) for one in retention(days, lost)]
    picture(view.say, retention_curve(view.say, points), key="retention")
