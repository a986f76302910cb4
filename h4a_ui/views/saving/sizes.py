"""The cost of hotels by the size of the family."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.savings import SizeCost, costs_by_size, shown_sizes
from h4a_ui.charts.sizes import by_size_bars
from h4a_ui.components import picture, small
from h4a_ui.language import Language
from h4a_ui.session import View


def _sizes(say: Language, sizes: Sequence[SizeCost]) -> None:
    rows = shown_sizes(sizes)
    if not rows:
        st.markdown(say("**Le famiglie sono troppo poche per mostrarle per numero di componenti.**"))
        return
    picture(say, by_size_bars(say, rows), key="by_size")
    if len(rows) < len(sizes):
        small(say("I gruppi con meno di 3 famiglie sono uniti ai vicini, perché nessuna famiglia sia riconoscibile."))


def show_by_size(view: View) -> None:
    """Expected and observed cost by number of members; groups too small to be shown are joined with the next."""
    _sizes(view.say, costs_by_size(view.facts, view.statement.terms))
