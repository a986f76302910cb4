"""What the parts of the project share: their sources, shown on demand."""

from collections.abc import Iterable

import streamlit as st

from h4a_core.programme import Source
from h4a_ui.components import source_words
from h4a_ui.language import Language


def show_sources(say: Language, sources: Iterable[tuple[str, Source]], *, key: str) -> None:
    """A button that opens the sources, each after the name of what it says."""
    shown = st.popover(say("Fonti"), type="tertiary", icon=":material/menu_book:", key=key, on_change="rerun")
    if not shown.open:
        return
    said: dict[str, list[str]] = {}
    for name, source in sources:
        words = source_words(say, source)
        if words not in said.setdefault(name, []):
            said[name].append(words)
    with shown:
        for name, lines in said.items():
            st.markdown("  \n".join([f"**{name}**", *(f":small[{line}]" for line in lines)]))
