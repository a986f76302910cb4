"""Alloggi: homes found and let, days and cost of each step, rents against the market, homes that are lacking."""

import streamlit as st

from h4a_ui.views.homes.districts import show_districts
from h4a_ui.views.homes.figures import show_homes
from h4a_ui.views.homes.known import known_homes
from h4a_ui.views.homes.needed import show_needed
from h4a_ui.views.homes.one_by_one import show_one_by_one
from h4a_ui.views.homes.origins import show_origins
from h4a_ui.views.homes.rents import show_rents
from h4a_ui.views.homes.steps import show_steps
from h4a_ui.views.opening import opened, show_title

view = opened("alloggi")
say = view.say
homes = known_homes(view)
show_title(say, "alloggi")
show_homes(view, homes)
left, right = st.columns(2, gap="large")
with left:
    st.subheader(say("Da dove vengono, a che punto sono"))
    show_origins(say, homes)
    st.subheader(say("Quanto dura ogni passo"))
    show_steps(say, homes)
with right:
    st.subheader(say("Quante case mancano"))
    show_needed(view, homes)
    st.subheader(say("Quanto costano alle famiglie"))
    show_rents(say, homes)
left, right = st.columns(2, gap="large")
with left:
    st.subheader(say("In quale parte della città"))
    show_districts(say, homes)
with right:
    st.subheader(say("Gli alloggi, uno per uno"))
    show_one_by_one(say, homes, view.as_of)
