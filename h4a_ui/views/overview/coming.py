"""What is still to be decided, and when."""

import datetime as dt

import streamlit as st

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
