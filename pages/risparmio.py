"""Risparmio: what hotels would have cost, what they did cost, what is left, and how far that rests on assumptions."""

from functools import partial

import streamlit as st

from h4a_ui.views.looks import Look, show_one_of
from h4a_ui.views.opening import opened, show_title
from h4a_ui.views.saving.balance import show_balance, show_break_even
from h4a_ui.views.saving.basis import choose_basis
from h4a_ui.views.saving.comparison import show_comparison
from h4a_ui.views.saving.figures import show_saving
from h4a_ui.views.saving.months import known_months, show_cumulative, show_monthly
from h4a_ui.views.saving.other_stays import show_other_stays
from h4a_ui.views.saving.sizes import show_by_size
from h4a_ui.views.saving.uncertainty import show_uncertainty

view = opened("risparmio")
say = view.say
show_title(say, "risparmio")
st.markdown(say("Quanto sarebbe costato l'albergo, quanto è costato davvero, e che cosa resta."))
choose_basis(view)
show_saving(view)
months = known_months(view)
show_cumulative(view, months)
left, right = st.columns(2, gap="large")
with left:
    show_balance(say, view.statement)
    show_break_even(view)
with right:
    show_by_size(view)
    show_monthly(say, months)
st.subheader(say("Senza il programma"))
looks = {
    "other_stays": Look(say("Lo storico degli albergamenti"), partial(show_other_stays, view)),
    "uncertainty": Look(say("Quanto è incerto"), partial(show_uncertainty, view)),
    "comparison": Look(say("Gruppo di confronto"), partial(show_comparison, view)),
}
show_one_of(say, looks, key="without", wrap=True)
