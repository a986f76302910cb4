"""Premio: the statement. Every euro with its clause, its count, its working and the families behind it."""

from functools import partial

import streamlit as st

from h4a_ui.views.looks import Look, show_one_of
from h4a_ui.views.opening import opened
from h4a_ui.views.overview.coming import offer_calendar
from h4a_ui.views.premium.grading import show_grading
from h4a_ui.views.premium.issuing import show_issuing
from h4a_ui.views.premium.odds import show_odds
from h4a_ui.views.premium.payments import show_payments
from h4a_ui.views.premium.readings import show_readings
from h4a_ui.views.premium.statement import show_statement
from h4a_ui.views.premium.totals import show_parties, show_totals

view = opened("premio")
say = view.say
st.title(say("Rendiconto del premio"))
show_parties(view)
show_totals(view)


def show_chances() -> None:
    """The odds, and how good earlier ones were."""
    show_odds(say, view.statement, key="premium")
    offer_calendar(view, key="premium_calendar")
    show_grading(view)


looks = {
    "statement": Look(say("Rendiconto"), partial(show_statement, view)),
    "readings": Look(say("Letture del contratto"), partial(show_readings, view)),
    "odds": Look(say("Probabilità"), show_chances),
    "payments": Look(say("Pagamenti"), partial(show_payments, view)),
    "issuing": Look(say("Emissione"), partial(show_issuing, view)),
}
show_one_of(say, looks, key="premium_look")
