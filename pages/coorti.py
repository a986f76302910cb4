"""Coorti: the path of each cohort, its waits, its homes kept, its answers, and the families one by one."""

import streamlit as st

from h4a_ui import session
from h4a_ui.views.cohorts.answers import show_answers
from h4a_ui.views.cohorts.cohort import choose_cohort, show_cohort
from h4a_ui.views.cohorts.families import show_families
from h4a_ui.views.cohorts.path import show_path
from h4a_ui.views.cohorts.retention import show_retention
from h4a_ui.views.cohorts.waiting import show_waiting
from h4a_ui.views.opening import opened, show_title
from h4a_ui.views.overview.coming import show_coming_of

view = opened("coorti")
say = view.say
show_title(say, "coorti")
cohort = choose_cohort(view)
families = session.households(view, cohort.cohort)
show_cohort(say, cohort, view.as_of)
left, right = st.columns(2, gap="large")
with left:
    st.subheader(say("Il percorso"))
    show_path(say, cohort)
    show_coming_of(view, cohort.cohort)
    st.subheader(say("I questionari"))
    show_answers(say, session.answers(view, cohort.cohort))
with right:
    st.subheader(say("L'attesa"))
    show_waiting(view, families)
    st.subheader(say("La casa mantenuta"))
    show_retention(view, families)
show_families(view, families)
