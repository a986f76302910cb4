"""Who does what in the project, who endorses it, and the setting in which it stands."""

import streamlit as st

from h4a_core.programme.project import Project
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.views.project.titled import show_titled
from h4a_ui.views.project.words import show_sources

_A_ROW = 3
"""Partners side by side."""


def show_partners(say: Language, project: Project) -> None:
    """A line for each partner, and who endorses the project."""
    for start in range(0, len(project.partners), _A_ROW):
        for column, one in zip(st.columns(_A_ROW), project.partners[start : start + _A_ROW], strict=False):
            column.markdown(f"**{say.text(one.name)}** · {say.text(one.part)}  \n:small[{say.text(one.does)}]")
    sources = [(say.text(one.name), source) for one in project.partners for source in one.sources]
    show_sources(say, sources, key="partners_sources")
    show_titled(say, {"endorsement": project.endorsement})


def show_participation(say: Language, project: Project) -> None:
    """How others take part, in which setting, and what is not said about it."""
    st.markdown(f"**{say('Partecipazione')}**")
    found = project.participation
    small(f"{say.text(found.says)} {say.text(found.ecosystem)} {say.text(found.lacking)}")
    show_sources(say, [(say("Partecipazione"), found.source)], key="participation_sources")
