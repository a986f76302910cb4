"""Catena dell'impatto: what goes in, what is done, what comes of it, with live figures and the assumptions between."""

from functools import partial

from h4a_ui import session
from h4a_ui.views.chain.assumptions import show_assumptions, show_no_families_yet, show_phases
from h4a_ui.views.chain.drawing import show_chain
from h4a_ui.views.chain.indicators import show_faults, show_indicators
from h4a_ui.views.chain.known import known_chain
from h4a_ui.views.looks import Look, show_one_of
from h4a_ui.views.opening import show_title

view = session.view()
say = view.say
show_title(say, "catena")
show_no_families_yet(view)
known = known_chain(view)
show_chain(say, known)
show_faults(say, known.found)
looks = {
    "indicators": Look(say("Indicatori"), partial(show_indicators, view, known.chain, known.found)),
    "assumptions": Look(say("Ipotesi che legano le caselle"), partial(show_assumptions, say, known.chain)),
    "phases": Look(say("Fasi"), partial(show_phases, say, known.chain)),
}
show_one_of(say, looks, key="chain_look")
