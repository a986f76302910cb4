"""What the archive holds, and who is at work on it."""

import streamlit as st

from h4a_core.store.batches import counts
from h4a_ui import session
from h4a_ui.language import Language
from h4a_ui.views.archive.words import table_name


def show_held(say: Language) -> None:
    """How many records of each table there are."""
    rows = session.measured(counts)
    held = [f"{table_name(say, name).lower()} {say.number(n)}" for name, n in rows.items() if n]
    st.markdown(
        say("In archivio: {tables}.", tables=", ".join(held))
        if held
        else say("L'archivio è vuoto: porta i primi file.")
    )


def ask_who(say: Language) -> None:
    """A field for the visitor's name, which is kept beside what they do in this visit."""
    st.text_input(
        say("Chi sei (facoltativo)"),
        key=session.ACTING_KEY,
        width=300,
        persist_state="session",
        help=say("Resta scritto accanto a ciò che importi, annulli, ripristini o togli in questa visita."),
    )
