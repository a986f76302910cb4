"""The support that families receive: hours by activity and month, and who has not been met for long."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.services import Clock, FamilyPath, silent
from h4a_core.engine.support_hours import hours_per_family, kinds
from h4a_core.measuring.services import measured_kinds, measured_support
from h4a_core.programme.model import Value
from h4a_ui import session
from h4a_ui.charts.counted_bars import CountRow, counted_bars
from h4a_ui.charts.support_hours import HoursMonth, support_hours
from h4a_ui.components import badge, missing_records, picture, small, source_words
from h4a_ui.language import Language
from h4a_ui.session import View


def silence_limit(say: Language, limit: Value) -> int:
    """The days without a meeting after which a family counts as not met: the assumption, or what was chosen here."""
    chosen: int = st.slider(
        say.text(limit.label),
        int(limit.low or limit.value),
        int(limit.high or limit.value),
        int(limit.value),
        key="silence_days",
        persist_state="session",
    )
    small(f"{badge(say, 'assumption')} {source_words(say, limit.source)}")
    return chosen


def show_silent(say: Language, families: Sequence[FamilyPath], clock: Clock) -> None:
    """The families in their home that nobody has met within the limit, by code: a list for those who support them."""
    found = silent(families, clock)
    if not found:
        st.markdown(
            say(
                "**Tutte le famiglie in casa sono state incontrate negli ultimi {days} giorni.**",
                days=clock.silence_days,
            )
        )
        return
    st.markdown(
        "**"
        + say.plural(
            "{n} famiglia in casa non si incontra da più di {days} giorni",
            "{n} famiglie in casa non si incontrano da più di {days} giorni",
            len(found),
            days=clock.silence_days,
        )
        + "**"
    )
    table = pd.DataFrame(
        {
            say("Codice"): [one.household_id for one in found],
            say("Ultimo incontro"): [one.last_meeting for one in found],
            say("Giorni"): [(clock.as_of - one.last_meeting).days if one.last_meeting else None for one in found],
        }
    )
    days = {table.columns[1]: st.column_config.DateColumn(format="DD/MM/YYYY")}
    st.dataframe(table, hide_index=True, column_config=days, alt=say("Famiglie da ricontattare"))
    small(say("Per chi accompagna le famiglie: solo codici."))


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
    total = sum((one.hours for _, one in found), Decimal(0))
    words = say(
        "{hours} ore di accompagnamento; la parte più grande: {kind}, {share}",
        hours=_hours(say, total),
        kind=rows[0].label.lower(),
        share=say.percent(found[0][1].hours / total if total else Decimal(0)),
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
