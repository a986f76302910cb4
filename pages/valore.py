"""Valore sociale: what the outcomes that cannot be cashed are worth, over what was put in; the saving stands apart."""

import streamlit as st

from h4a_ui.views.opening import opened, show_title
from h4a_ui.views.value.figures import show_value
from h4a_ui.views.value.ladder import show_ladder, show_unvalued
from h4a_ui.views.value.outcomes import show_valued_outcomes, social_value
from h4a_ui.views.value.published import show_published
from h4a_ui.views.value.range import show_range
from h4a_ui.views.value.reckoning import choose_saving, reckoned
from h4a_ui.views.value.resources import choose_resources

view = opened("valore")
say = view.say
model = social_value()
show_title(say, "valore")
st.markdown(
    say(
        "Quanto vale ciò che non si incassa: benessere ritrovato e una casa più accessibile. "
        "Si conta solo il merito del programma, e solo ciò che ha un valore scritto; le quote sono quasi tutte "
        "ipotesi."
    )
)
top, middle = st.container(), st.container()  # drawn first, filled once the values below are known
found = show_valued_outcomes(view, model)
with top:
    shown = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        resources = choose_resources(view, model)
        saving = choose_saving(view)
    made = reckoned(view, model, found, resources, saving)
    with shown:
        show_value(view, made)
with middle:
    if made.valued:
        left, right = st.columns(2, gap="large")
        with left:
            show_ladder(say, made)
        with right:
            show_range(view, made)
    else:
        show_unvalued(say)
        show_range(view, made)
show_published(say, model)
