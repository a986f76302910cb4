"""Dati: bring in files, see what was understood, confirm; the history of imports and records, copies, starting over."""

import streamlit as st

from h4a_core.store.batches import counts
from h4a_ui import session
from h4a_ui.parts.history import show_history, show_versions
from h4a_ui.parts.importing import show_import, table_name
from h4a_ui.parts.keeping import show_backup, show_start_over, show_templates
from h4a_ui.views.archive.one_record import show_one_record


def _page() -> None:
    say = session.language()
    st.title(say("Dati"))
    rows = session.measured(counts)
    held = [f"{table_name(say, name).lower()} {say.number(n)}" for name, n in rows.items() if n]
    st.markdown(
        say("In archivio: {tables}.", tables=", ".join(held))
        if held
        else say("L'archivio è vuoto: porta i primi file.")
    )
    st.text_input(
        say("Chi sei (facoltativo)"),
        key=session.ACTING_KEY,
        width=300,
        persist_state="session",
        help=say("Resta scritto accanto a ciò che importi, annulli, ripristini o togli in questa visita."),
    )
    show_import(say)
    show_one_record(say)
    show_history(say)
    show_versions(say)
    show_templates(say)
    show_backup(say)
    show_start_over(say)


_page()
