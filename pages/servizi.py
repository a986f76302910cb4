"""Servizi: the way of families through the services to a home and beyond, its times, the support given."""

import streamlit as st

from h4a_ui.views.opening import opened, show_staff_only, show_title
from h4a_ui.views.services.by_service import show_by_service
from h4a_ui.views.services.figures import show_services
from h4a_ui.views.services.flow import show_flow, show_meaning
from h4a_ui.views.services.known import known_ways
from h4a_ui.views.services.silence import choose_clock, show_silent
from h4a_ui.views.services.support import show_support
from h4a_ui.views.services.times import show_times

view = opened("servizi")
say = view.say
known = known_ways(view)
show_title(say, "servizi")
show_staff_only(say, say("si vedono passi di poche famiglie, alcune indicate con il codice."))
st.markdown(
    say("Da chi le segnala alla casa, e oltre: quante famiglie fanno ogni passo, in quanto tempo, chi si ferma.")
)
show_services(view, known.paths)
left, right = st.columns([3, 2], gap="large")
with right:
    st.subheader(say("Quanto tempo"))
    show_times(say, known.services, known.inside)
    st.subheader(say("Quanto accompagnamento"))
    show_support(view)
above, below = left.container(), left.container()  # the picture above follows the slider below it
with below:
    st.subheader(say("Chi non si incontra"))
    clock = choose_clock(view, known.services)
    show_silent(say, known.inside, clock)
with above:
    st.subheader(say("Il percorso"))
    show_flow(view, known.services, known.paths, clock)
    show_meaning(say, known.services)
show_by_service(say, known, clock)
