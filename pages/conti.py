"""Chi paga, chi risparmia: the money of each body, year by year; what was not spent stands beside it, never added."""

import streamlit as st

from h4a_ui.views.accounts.bodies import show_bodies
from h4a_ui.views.accounts.figures import show_accounts
from h4a_ui.views.accounts.known import known_money
from h4a_ui.views.accounts.lines import show_lines
from h4a_ui.views.accounts.years import show_years
from h4a_ui.views.opening import opened, show_nothing_yet, show_title

view = opened("conti")
say = view.say
known = known_money(view)
if not known.years:
    show_nothing_yet(say, "conti")
show_title(say, "conti")
st.markdown(
    say(
        "I soldi passati di mano attorno al programma fino al {day}, e quelli non spesi. "
        "Chi paga non è sempre chi risparmia.",
        day=say.long_date(view.as_of),
    )
)
show_accounts(view, known)
left, right = st.columns(2, gap="large")
with left:
    show_bodies(say, known.money, known.lines, known.years)
with right:
    show_lines(view, known.money, known.lines)
show_years(view, known.money, known.lines, known.years)
