"""Benessere: what families declare, what their scores say, and what those who did not answer could change."""

import streamlit as st

from h4a_ui.views.opening import opened, show_staff_only, show_title
from h4a_ui.views.wellbeing.declared import show_declared
from h4a_ui.views.wellbeing.figures import show_none_due, show_wellbeing
from h4a_ui.views.wellbeing.instruments import show_instruments
from h4a_ui.views.wellbeing.missing import show_treatments, show_unanswered
from h4a_ui.views.wellbeing.scores import show_agreement, show_beside, show_changes
from h4a_ui.views.wellbeing.wave import choose_wave

view = opened("benessere")
say = view.say
show_title(say, "benessere")
show_staff_only(say, say("si vedono risposte di poche famiglie, indicate con il codice."))
found = choose_wave(view)
wave = found.wave
if wave is None:
    show_none_due(say)
else:
    show_wellbeing(view, found, wave)
    if wave.returned:
        left, right = st.columns([3, 2], gap="large")
        with left:
            show_treatments(view, wave)
        with right:
            show_unanswered(view, found.cohort, wave.wave)
    else:
        show_unanswered(view, found.cohort, wave.wave)
    left, right = st.columns(2, gap="large")
    with left:
        show_declared(say, found.own, found.answers)
    with right:
        show_changes(say, found.own, found.forms, found.instruments)
    if found.forms:
        st.subheader(say("Parole e punteggi"))
        left, right = st.columns(2, gap="large")
        with left:
            show_beside(say, wave.wave, found.answers, found.forms, found.instruments)
        with right:
            show_agreement(say, found.forms, found.instruments)
show_instruments(say, found.instruments, found.forms)
