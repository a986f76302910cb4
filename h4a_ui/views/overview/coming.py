"""What is still to be decided, and when."""

import datetime as dt
from functools import partial

import streamlit as st

from h4a_core.engine.forecast import forecast
from h4a_core.engine.years import years_ahead
from h4a_ui.components import cohort_label, joined, small
from h4a_ui.session import View


def show_coming(view: View) -> None:
    """The dates between which the pending outcomes are decided, of all cohorts."""
    say, coming = view.say, view.statement.coming
    st.subheader(say("Prossime date"))
    if not coming:
        st.markdown(say("Nulla in corso: tutto ciò che il contratto paga è già deciso."))
        return
    spans: dict[tuple[dt.date, dt.date, int], list[str]] = {}
    for one in coming:
        label = say.text(view.programme.metric(one.metric).label).lower()
        words = say.plural("{metric} ({n} famiglia)", "{metric} ({n} famiglie)", one.pending, metric=label)
        spans.setdefault((one.first, one.last, one.cohort), []).append(words)
    for (first, last, cohort), metrics in spans.items():
        when = (
            say("**{first}**", first=say.long_date(first))
            if first == last
            else say("**{first} – {last}**", first=say.long_date(first), last=say.long_date(last))
        )
        what = say("si decide su {what}", what=joined(say, metrics))
        st.markdown(f"- {when} · {cohort_label(say, cohort)}: {what}")


def show_coming_of(view: View, cohort: int) -> None:
    """What is still pending in one cohort, and between which dates it is decided."""
    say = view.say
    coming = [one for one in view.statement.coming if one.cohort == cohort]
    if not coming:
        small(say("Tutto è deciso per questa coorte."))
    for one in coming:
        small(
            say.plural(
                "{metric}: in corso per {n} famiglia, si decide tra il {first} e il {last}.",
                "{metric}: in corso per {n} famiglie, si decide tra il {first} e il {last}.",
                one.pending,
                metric=say.text(view.programme.metric(one.metric).label),
                first=say.date(one.first),
                last=say.date(one.last),
            )
        )


def offer_calendar(view: View, *, key: str) -> None:
    """A file of the dates ahead for one's own calendar: made when it is asked for."""
    say = view.say
    if view.statement.coming:
        st.download_button(
            say("Date nel calendario (ICS)"),
            partial(_calendar, view),
            file_name=f"{view.programme.id}-{view.as_of}.ics",
            mime="text/calendar",
            icon=":material/calendar_add_on:",
            key=key,
            on_click="ignore",
        )


def _calendar(view: View) -> bytes:
    from h4a_core.reports.calendar import calendar_file  # noqa: PLC0415 - only who asks for it waits for its library

    made = view.statement
    ahead = years_ahead(forecast(made.programme, made.facts, made.terms), made.facts, made.terms)
    return calendar_file(made, [one for one in ahead if one.year >= made.as_of.year], view.say.code)
