"""The support that families receive: hours by activity and month."""

from collections.abc import Sequence
from decimal import Decimal

from h4a_core.engine.support_hours import hours_in_all, hours_per_family, kinds, share_of_hours
from h4a_core.measuring.services import measured_kinds, measured_support
from h4a_ui import session
from h4a_ui.charts.counted_bars import CountRow, counted_bars
from h4a_ui.charts.support_hours import HoursMonth, support_hours
from h4a_ui.components import missing_records, picture
from h4a_ui.language import Language
from h4a_ui.session import View


def show_support(view: View) -> None:
    """Hours by kind of activity, then per family month by month."""
    say = view.say
    found = list(kinds(session.measured(measured_kinds, view.as_of)))
    if not found:
        missing_records(say, say("Manca il file dell'accompagnamento: incontri e ore non si possono contare."))
        return
    rows = [
        CountRow(
            _kind(say, names),
            one.hours,
            say("{hours} ore in {n} incontri", hours=_hours(say, one.hours), n=say.number(one.meetings)),
        )
        for names, one in found
    ]
    each = [one for _, one in found]
    words = say(
        "{hours} ore di accompagnamento; la parte più grande: {kind}, {share}",
        hours=_hours(say, hours_in_all(each)),
        kind=rows[0].label.lower(),
        share=say.percent(share_of_hours(each[0], each)),
    )
    picture(say, counted_bars(say, rows, words, (say("Attività"), say("Ore"))), key="kinds")
    months = session.measured(measured_support, view.as_of)
    mean = hours_per_family(months)
    if mean:
        shown = [
            HoursMonth(one.month, one.hours, one.families, one.per_family)
            for one in months
            if one.per_family is not None
        ]
        picture(say, support_hours(say, shown, mean.amount), key="hours")


def _kind(say: Language, names: Sequence[str]) -> str:
    first = names[0].capitalize()
    return first if len(names) == 1 else say("{first} e altre attività", first=first)


def _hours(say: Language, hours: Decimal) -> str:
    return say.number(hours, 0 if hours == hours.to_integral_value() else 1)
