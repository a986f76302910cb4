"""Replica: phase III - years and cities ahead, what binds, and the money, at the success rates measured so far."""

import streamlit as st

from h4a_ui.views.opening import opened, show_title
from h4a_ui.views.plan.ahead import (
    planned_ahead,
    planned_board,
    show_families_ahead,
    show_money_ahead,
    show_plan,
)
from h4a_ui.views.plan.figures import show_figures
from h4a_ui.views.plan.inputs import show_controls
from h4a_ui.views.plan.unlocks import show_rates, show_unlocks

view = opened("replica")
say = view.say
show_title(say, "replica")
inputs, sliders = planned_board(view)
ahead = planned_ahead(view, inputs, sliders)
show_plan(say, ahead)
left, right = st.columns([2, 3], gap="large")
with right:
    show_figures(view, ahead)
    show_families_ahead(say, ahead)
    show_money_ahead(view, ahead)
with left:
    show_controls(say, sliders)
    show_unlocks(say, ahead.plan)
if ahead.cases:
    show_rates(view, ahead.years[0].entered)
