"""The way of families through the services to a home and beyond."""

from collections.abc import Mapping, Sequence

import streamlit as st

from h4a_core.engine.services import Clock, FamilyPath, State, by_service, flow, step_days, today
from h4a_core.measuring.services import Paths
from h4a_core.programme.services import Services
from h4a_core.text import Text
from h4a_ui.charts.service_flow import Branch, Destination, FlowRow, Kind, service_flow
from h4a_ui.components import badge, picture, small, source_words
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.services.known import service_words

_KINDS: Mapping[State, Kind] = {"waiting": "pending", "stable": "stable", "lost": "stopped"}
"""How a state of today is drawn; those at home as those who go on."""


def _median_words(say: Language, families: Sequence[FamilyPath], step: str) -> str:
    """How long a step came after the application, for the families of the programme."""
    found = step_days(families, ["applied", step], from_start=True)
    median = found[0].median if found and step != "applied" else None
    return say("{days} giorni dalla domanda", days=say.number(median)) if median is not None else ""


def show_flow(view: View, services: Services, paths: Paths, clock: Clock) -> None:
    """Who made each step, who is on the way and who stopped; whence they came and where they are today."""
    say = view.say
    inside = [one for one in paths.families if one.enrolled_date]
    steps = [step for step in services.steps if step != "applied" or paths.with_applications]
    start = paths.families if "applied" in steps else inside
    rows = [
        FlowRow(
            say.text(services.steps[one.key].label),
            one.passed,
            one.pending,
            one.stable,
            one.stopped,
            pending_words=say.text(services.steps[one.key].pending),
            stopped_words=say.text(services.steps[one.key].stopped),
            note=_median_words(say, inside, one.key),
            before=one.key == "applied",
            entry=one.key == "enrolled",
        )
        for one in flow(start, steps, clock)
    ]
    branches = [Branch(service_words(say, one.services), one.families) for one in by_service(inside, steps, clock)]
    if branches and len(start) > len(inside):
        branches.append(Branch(say("In elenco, servizio non registrato"), len(start) - len(inside), inside=False))
    destinations = [
        Destination(_state_words(say, services, group, clock), number, _KINDS.get(group[0], "passed"))
        for group, number in today(inside, clock)
    ]
    picture(say, service_flow(say, branches, rows, destinations), key="flow")
    if not paths.with_applications:
        small(say("Senza l'elenco delle candidature il percorso comincia dall'ingresso nel programma."))
    small(say("I giorni sono la mediana delle famiglie entrate nel programma; un quadratino è una famiglia."))


def _state_words(say: Language, services: Services, group: Sequence[State], clock: Clock) -> str:
    words: Text = getattr(services.states, group[0] if len(group) == 1 else "housed")
    return say.text(words).format(days=clock.silence_days)


def show_meaning(say: Language, services: Services) -> None:
    """What the steps are, and that they are our reading of two charts that the sources only name."""
    small(f"{badge(say, 'assumption')} {say.text(services.note)}")
    shown = st.popover(say("Che cosa vuol dire ogni passo"), type="tertiary", key="reading", on_change="rerun")
    if shown.open:
        with shown:
            for step in services.steps.values():
                st.markdown(f"- **{say.text(step.label)}**: {say.text(step.meaning)}")
            for source in services.sources:
                small(source_words(say, source))
