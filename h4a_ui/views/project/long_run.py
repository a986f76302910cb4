"""What is followed after the contract's last year, from the records as they come."""

import streamlit as st

from h4a_ui.components import small
from h4a_ui.session import View
from h4a_ui.views.chain.indicators import show_how
from h4a_ui.views.chain.words import in_words
from h4a_ui.views.project.known import KnownProject


def show_long_run(view: View, known: KnownProject) -> None:
    """Each indicator of the long run with its value, or that nothing was recorded yet."""
    say, followed = view.say, known.project.long_run
    small(say.text(followed.why))
    for column, result in zip(st.columns(len(known.long_run)), known.long_run.values(), strict=True):
        words = in_words(say, result)
        value = words.value if result.working is None else f"**{words.value}**"
        column.markdown(f"{words.label}  \n{' · '.join(filter(None, [value, words.detail]))}")
    shown = st.popover(say("Che cosa si guarda"), type="tertiary", key="long_run_how", on_change="rerun")
    if shown.open:
        with shown:
            for result in known.long_run.values():
                st.markdown(f"**{say.text(result.indicator.label)}**")
                show_how(view, result, in_words(say, result))
