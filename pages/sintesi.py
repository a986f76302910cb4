"""Sintesi: what was achieved, saved and owed, and what happens next."""

from h4a_ui.views.opening import opened
from h4a_ui.views.overview.coming import offer_calendar, show_coming
from h4a_ui.views.overview.headline import show_headline
from h4a_ui.views.overview.outcomes import show_outcomes

view = opened("sintesi")
show_headline(view)
show_outcomes(view)
show_coming(view)
offer_calendar(view, key="calendar")
