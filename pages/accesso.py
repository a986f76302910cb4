"""Accesso alla casa: how long families waited and what the home costs them, beside what others published."""

import streamlit as st

from h4a_ui.views.access.burden import show_burden
from h4a_ui.views.access.figures import show_access
from h4a_ui.views.access.known import known_access
from h4a_ui.views.access.rents import show_rents
from h4a_ui.views.access.sources import show_sources
from h4a_ui.views.access.waits import show_waits
from h4a_ui.views.opening import opened, show_title

view = opened("accesso")
say = view.say
known = known_access(view)
show_title(say, "accesso")
show_access(view, known)
left, right = st.columns(2, gap="large")
with left:
    show_waits(view, known.published, known.waits)
with right:
    show_rents(say, known.published, known.rents)
show_burden(say, known.rents)
show_sources(say, known.published)
