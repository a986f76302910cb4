"""Workbooks to fill in."""

from functools import partial

import streamlit as st

from h4a_core.records.intake.templates import template_workbook
from h4a_core.tables.registry import TABLES
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.views.archive.words import XLSX


def show_templates(say: Language) -> None:
    """A workbook to fill in for each table."""
    st.subheader(say("Modelli da compilare"))
    small(say("Un file Excel per tabella, con le istruzioni colonna per colonna."))
    with st.container(horizontal=True):
        for name, table in TABLES.items():
            st.download_button(
                say.text(table.label),
                partial(template_workbook, table, say.code),
                file_name=f"{say('modello')}-{say.text(table.label).lower().replace(' ', '-')}.xlsx",
                mime=XLSX,
                icon=":material/download:",
                key=f"template_{name}",
                on_click="ignore",
            )
