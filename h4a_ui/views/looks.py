"""One of several views, chosen by its button: the others are not computed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from h4a_ui.language import Language


@dataclass(frozen=True, slots=True)
class Look:
    """One of the views: the words of its button, and what shows it."""

    words: str
    show: Callable[[], None]


def show_one_of(say: Language, looks: Mapping[str, Look], *, key: str, wrap: bool | None = None) -> None:
    """Show a button for each look, by its key, and the one that is chosen; at first the first."""
    chosen = st.segmented_control(
        say("Sguardo"), list(looks), default=next(iter(looks)), required=True, key=key, persist_state="session",
        format_func=lambda name: looks[name].words, label_visibility="collapsed", wrap=wrap,
    )  # fmt: skip
    looks[chosen].show()
