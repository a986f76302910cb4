"""Planned, earned and paid side by side."""

import pandas as pd
import streamlit as st

from h4a_core.engine.settlement import Settlement
from h4a_ui import session
from h4a_ui.components import cohort_label, download, small
from h4a_ui.language import Language
from h4a_ui.session import View


def show_payments(view: View) -> None:
    """A line per clause and cohort: planned, earned, paid, and what is still open."""
    say, paid = view.say, session.paid(view)
    names = [say("Clausola"), say("Coorte"), say("Previsto"), say("Maturato"), say("Pagato"), say("Ancora da pagare")]
    rows = []
    for line in view.statement.lines:
        clause = view.programme.clause(line.clause)
        amounts = _amounts(say, view.statement.settlement(line, paid))
        rows.append([say.text(clause.label), cohort_label(say, line.cohort), *amounts])
    rows.append([say("Totale"), "", *_amounts(say, view.statement.settlement_in_all(paid))])
    table = pd.DataFrame(rows, columns=names)
    small(
        say("Importi in EUR. Previsto: se tutte le famiglie previste riuscissero. Pagato: dalla tabella dei pagamenti.")
    )
    st.table(table, hide_index=True, border="horizontal")
    download(say, table, name="pagamenti")


def _amounts(say: Language, one: Settlement) -> list[str]:
    return [say.money(amount) for amount in (one.planned, one.earned, one.paid, one.owed)]
