"""How every page begins: its heading, and what stands there while no family is in the programme."""

from typing import NoReturn

import streamlit as st

from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.menu import menu
from h4a_ui.session import View


def show_title(say: Language, name: str) -> None:
    """Write a page's heading: its title in the menu."""
    st.title(next(one.title for one in menu(say) if one.name == name))


def opened(name: str) -> View:
    """Give what a page shows; while there are no families, say so and stop the page."""
    view = session.view()
    if view.empty:
        show_nothing_yet(view.say, name)
    return view


def show_nothing_yet(say: Language, name: str) -> NoReturn:
    """Say that there are no families yet, and where to bring them. The page stops here."""
    show_title(say, name)
    st.markdown(say("Non ci sono ancora famiglie nel programma a questo giorno."))
    st.markdown(
        say(
            "Porta i file dell'ufficio (nuclei, contratti, albergamenti, questionari), "
            "oppure prova con i dati inventati."
        )
    )
    st.page_link(session.page("dati"), label=say("Vai a Dati"), icon=":material/upload_file:")
    st.stop()


def show_staff_only(say: Language, words: str) -> None:
    """Say that a page is for staff, since it shows families one by one, by their codes."""
    small(f":material/lock: {say('Solo personale autorizzato:')} {words}")
