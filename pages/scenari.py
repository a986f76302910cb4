"""Scenari: what would happen if. Sliders on the left, what they change on the right, at once and without a query."""

import streamlit as st

from h4a_ui.session import View
from h4a_ui.views.opening import opened, show_title
from h4a_ui.views.scenarios.board import board_of, keep_address, show_cohorts, show_controls, tried
from h4a_ui.views.scenarios.changes import show_effects, show_premium_by_year, show_staircase
from h4a_ui.views.scenarios.saved import show_keeping, show_saved
from h4a_ui.views.scenarios.sensitivity import show_sensitivity


@st.fragment
def _explore(view: View) -> None:
    """What a slider draws anew; the rest of the page stays."""
    left, right = st.columns([2, 3], gap="large")
    board = board_of(view)
    now = tried(view, board)
    with right:
        show_effects(view, view.statement, now.made, now.cohort)
        show_staircase(view, view.statement, now.made, now.cohort)
        show_premium_by_year(view, view.statement, now.made)
    with left:
        show_cohorts(view)
        show_controls(view, board, now.scenario)
    keep_address(view, board, now.scenario)
    show_saved(view, view.statement, now.made)
    show_sensitivity(view, now.scenario, now.made)


view = opened("scenari")
say = view.say
show_title(say, "scenari")
st.markdown(say("Che cosa succederebbe se: sposta un cursore e guarda premio e saldo cambiare. I fatti non cambiano."))
show_keeping(view)
_explore(view)
