"""Planned, earned and paid side by side."""

from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.headroom import planned
from h4a_core.engine.premium import Payment
from h4a_ui import session
from h4a_ui.components import cohort_label, download, small
from h4a_ui.session import View


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
