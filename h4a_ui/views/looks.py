"""One of several views, chosen by name: the others are not computed."""

from collections.abc import Callable, Mapping

import streamlit as st

from h4a_ui.language import Language


def show_one_of(say: Language, looks: Mapping[str, Callable[[], None]], *, key: str, wrap: bool | None = None) -> None:
    """Show a button for each look, and the one that is chosen; at first the first."""
    chosen = st.segmented_control(
        say("Sguardo"), list(looks), default=next(iter(looks)), required=True, key=key, persist_state="session",
        label_visibility="collapsed", wrap=wrap,
    )  # fmt: skip
    looks[chosen]()
