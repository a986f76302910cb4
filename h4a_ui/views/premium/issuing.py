"""Statements as they were issued, and what has changed since."""

import json
from decimal import Decimal

import streamlit as st

from h4a_core.issued import Issued, difference, issue, issued
from h4a_core.statement import ENGINE_VERSION, Statement
from h4a_ui import session
from h4a_ui.acts import carry_out, show_refusal
from h4a_ui.components import cohort_label, small
from h4a_ui.language import Language
from h4a_ui.session import View

_SHORT = 12  # characters of a fingerprint that tell statements apart at a glance


def show_issuing(view: View) -> None:
    """Issue the statement on the screen; look at those issued, and at what has changed since."""
    say, made = view.say, view.statement
    st.markdown(say("Impronta di questo rendiconto: `{print}`", print=made.fingerprint))
    small(
        say(
            "L'impronta dipende solo da contratto, fatti, valori e letture: chi ha gli stessi dati ottiene la stessa, "
            "su qualsiasi macchina. Un rendiconto emesso resta com'è, anche se poi arrivano altri dati."
        )
    )
    before = session.issued_statements(view)
    last = max((one.number for one in before), default=0)
    st.button(
        say("Emetti il rendiconto"),
        key=f"issue_after_{last}",  # a second click is on a button that is no longer there
        type="primary",
        icon=":material/verified:",
        on_click=carry_out,
        args=("issuing", _issue, made, last),
    )
    show_refusal("issuing")
    for one in before:
        _issued(say, view, one)


def _issue(made: Statement, last_seen: int) -> str | None:
    """Issue the statement that was on the screen; if another was issued since, say so: it may be the same."""
    store = session.open_store()
    with store.reading() as cursor:
        last = max((one.number for one in issued(cursor, made.programme.id)), default=0)
    if last != last_seen:
        say = session.language()
        return say(
            "Non ho emesso nulla: intanto è stato emesso il rendiconto n. {n}. Guardalo, e se serve emetti di nuovo.",
            n=last,
        )
    issue(store, made)
    return None


def _issued(say: Language, view: View, one: Issued) -> None:
    with st.container(border=True):
        st.markdown(
            say(
                "**Rendiconto n. {number}** del {day}, situazione al {as_of} · maturato {earned} EUR · `{print}`",
                number=one.number,
                day=say.date(one.issued_at),
                as_of=say.date(one.as_of),
                earned=say.money(Decimal(one.body["totals"]["earned"])),
                print=one.fingerprint[:_SHORT],
            )
        )
        if one.is_of_earlier_engine:
            small(
                say(
                    "Fatto con una versione precedente del calcolo ({then}, oggi {now}): resta com'era.",
                    then=one.engine, now=ENGINE_VERSION,
                )
            )  # fmt: skip
        if one.fingerprint == view.statement.fingerprint:
            small(say("Uguale al rendiconto sullo schermo: stessa impronta."))
        changes = difference(one, view.statement)
        for change in changes:
            clause = say.text(view.programme.clause(change.clause).label)
            st.markdown(
                f"- {clause}, {cohort_label(say, change.cohort).lower()}: {say.money(change.before)} → "
                f"**{say.money(change.after)}** EUR: {say.text(change.why)}"
            )
        if not changes and one.fingerprint != view.statement.fingerprint and not one.is_of_earlier_engine:
            small(say("Gli importi sono gli stessi; altri fatti o valori sono cambiati."))
        st.download_button(
            say("Scarica com'era (JSON)"),
            json.dumps(one.body, ensure_ascii=False, indent=2),
            file_name=f"{one.programme}-{one.number}.json",
            mime="application/json",
            icon=":material/download:",
            key=f"issued_{one.number}",
            on_click="ignore",
        )
