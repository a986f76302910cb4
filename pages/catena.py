"""Catena dell'impatto: what goes in, what is done, what comes of it, with live figures; and the project behind it."""

from functools import partial

from h4a_ui import session
from h4a_ui.views.chain.assumptions import show_assumptions, show_no_families_yet
from h4a_ui.views.chain.drawing import show_chain
from h4a_ui.views.chain.indicators import show_faults, show_indicators
from h4a_ui.views.chain.known import known_chain
from h4a_ui.views.looks import Look, show_one_of
from h4a_ui.views.opening import show_title
from h4a_ui.views.project.known import KnownProject, known_project
from h4a_ui.views.project.long_run import show_long_run
from h4a_ui.views.project.money import show_money
from h4a_ui.views.project.partners import show_participation, show_partners
from h4a_ui.views.project.phases import show_phases
from h4a_ui.views.project.titled import show_city

view = session.view()
say = view.say


def _chain() -> None:
    known = known_chain(view)
    show_chain(say, known)
    show_faults(say, known.found)
    looks = {
        "indicators": Look(say("Indicatori"), partial(show_indicators, view, known.chain, known.found)),
        "assumptions": Look(say("Ipotesi che legano le caselle"), partial(show_assumptions, say, known.chain)),
    }
    show_one_of(say, looks, key="chain_look")


def _project() -> None:
    known = known_project(view)
    show_phases(view, known.project)
    looks = {
        "who": Look(say("Chi fa che cosa"), lambda: _who(known)),
        "money": Look(say("Chi mette i soldi"), partial(show_money, view, known)),
        "city": Look(say("La parte della Città"), partial(show_city, say, known.project)),
        "later": Look(say("Dopo il terzo anno"), partial(show_long_run, view, known)),
    }
    show_one_of(say, looks, key="project_look")


def _who(known: KnownProject) -> None:
    show_partners(say, known.project)
    show_participation(say, known.project)


show_title(say, "catena")
show_no_families_yet(view)
looks = {"chain": Look(say("La catena"), _chain), "project": Look(say("Il progetto"), _project)}
show_one_of(say, looks, key="impact_look")
