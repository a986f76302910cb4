"""What the documents name by a title: what stands under it, or that nothing does and where it is filled in."""

from collections.abc import Mapping

import streamlit as st

from h4a_core.programme.project import Project, Titled
from h4a_ui import session
from h4a_ui.components import small, source_words
from h4a_ui.language import Language

_PAGES = {"services_in_the_flow": "servizi", "list_indicators": "elenco"}
"""Where the product has a reading of its own of what a title names."""
_EXAMPLE = """items:
  - what: {it: "...", en: "..."}
    source: {document: "...", date: 2026-01-31}"""


def show_city(say: Language, project: Project) -> None:
    """The City's objectives and maps, of which the documents hold the titles."""
    empty = sum(not one.items for one in project.city.values())
    if empty:
        small(
            say.plural(
                "Di {n} tavola le fonti danno solo il titolo.", "Di {n} tavole le fonti danno solo il titolo.", empty
            )
        )
    show_titled(say, project.city)


def show_titled(say: Language, found: Mapping[str, Titled]) -> None:
    """Each title with what stands under it; those with nothing have a button that says how to fill them in."""
    for name, one in found.items():
        _titled(say, name, one)


def _titled(say: Language, name: str, one: Titled) -> None:
    if one.items:
        st.markdown(f"**{say.text(one.title)}**")
        for item in one.items:
            st.markdown(f"- {say.text(item.what)}  \n:small[{source_words(say, item.source)}]")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{say.text(one.title)}** :orange-badge[{say('da completare')}]", width="content")
        shown = st.popover(say("Come si completa"), type="tertiary", key=f"titled_{name}", on_change="rerun")
        if name in _PAGES:
            st.page_link(session.page(_PAGES[name]), label=say("La nostra lettura"), width="content")
    if shown.open:
        with shown:
            _how_to_complete(say, name, one)


def _how_to_complete(say: Language, name: str, one: Titled) -> None:
    if one.about:
        st.markdown(say.text(one.about))
    small(source_words(say, one.source))
    small(say("Nel file `project.yaml` del programma, alla voce `{name}`, ogni riga con la fonte:", name=name))
    st.code(_EXAMPLE, language="yaml")
