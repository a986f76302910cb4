"""Acts of a visitor that change what is stored: each carries what it was asked for, and a refused one says why.

A click arrives later than the page was drawn, and others are at work meanwhile. So a button hands over what it showed
(`args`), never what happens to be chosen when the click arrives; the act compares it with what is there now.
"""

import threading
from collections.abc import Callable

import streamlit as st

from h4a_core.progress import NotDoneError
from h4a_ui import session
from h4a_ui.foreign import in_markdown

_one_at_a_time = threading.Lock()
"""Between the comparison and the act no other visitor acts."""


def carry_out(place: str, act: Callable[..., str | None], *seen: object) -> None:
    """Do `act(*seen)`, as the `on_click` of a button: it gives None when it is done, else in Markdown why it is not.

    `place` is where on the page the refusal is to be shown (`show_refusal`).
    """
    with _one_at_a_time:
        try:
            refusal = act(*seen)
        except NotDoneError as error:
            refusal = in_markdown(session.language().text(error.text))
    st.session_state[_key(place)] = refusal


def show_refusal(place: str) -> bool:
    """Say once why the last act of this place was refused; True if it was carried out instead."""
    if _key(place) not in st.session_state:
        return False
    refusal = st.session_state.pop(_key(place))
    if refusal:
        st.warning(refusal, icon=":material/block:")
    return refusal is None


def _key(place: str) -> str:
    return f"_act_{place}"
