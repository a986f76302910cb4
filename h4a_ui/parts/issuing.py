"""Planned, earned and paid side by side, and statements as issued."""

import json
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.headroom import planned
from h4a_core.engine.premium import Payment
from h4a_core.issued import Issued, difference, issue
from h4a_core.statement import Statement
from h4a_ui import session
from h4a_ui.components import cohort_label, download, small
from h4a_ui.language import Language
from h4a_ui.session import View

_SHORT = 12  # characters of a fingerprint that tell statements apart at a glance


def show_payments(view: View) -> None:
    """A line per clause and cohort: planned, earned, paid, and what is still open."""
    say, paid = view.say, session.paid(view)
    names = [say("Clausola"), say("Coorte"), say("Previsto"), say("Maturato"), say("Pagato"), say("Ancora da pagare")]
    rows = []
    totals = [Decimal(0)] * 4
    for line in view.statement.lines:
        clause = view.programme.clause(line.clause)
        amounts = [_planned(view, line), line.earned, paid.get((line.clause, line.cohort), Decimal(0))]
        amounts.append(line.earned - amounts[2])
        totals = [total + amount for total, amount in zip(totals, amounts, strict=True)]
        rows.append([say.text(clause.label), cohort_label(say, line.cohort), *map(say.money, amounts)])
    rows.append([say("Totale"), "", *map(say.money, totals)])
    table = pd.DataFrame(rows, columns=names)
    small(
        say("Importi in EUR. Previsto: se tutte le famiglie previste riuscissero. Pagato: dalla tabella dei pagamenti.")
    )
    st.table(table, hide_index=True, border="horizontal")
    download(say, table, name="pagamenti")


def _planned(view: View, line: Payment) -> Decimal:
    cohorts = 1 if line.cohort is not None else len(view.facts.cohorts)
    return planned(view.programme, view.programme.clause(line.clause), cohorts, view.statement.terms)


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
    st.button(
        say("Emetti il rendiconto"),
        type="primary",
        icon=":material/verified:",
        on_click=_issue,
        args=(made,),
    )
    for one in session.issued_statements(view):
        _issued(say, view, one)


def _issue(made: Statement) -> None:
    issue(session.open_store(), made)


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
        if one.fingerprint == view.statement.fingerprint:
            small(say("Uguale al rendiconto sullo schermo: stessa impronta."))
        changes = difference(one, view.statement)
        for change in changes:
            clause = say.text(view.programme.clause(change.clause).label)
            st.markdown(
                f"- {clause}, {cohort_label(say, change.cohort).lower()}: {say.money(change.before)} → "
                f"**{say.money(change.after)}** EUR: {say.text(change.why)}"
            )
        if not changes and one.fingerprint != view.statement.fingerprint:
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
