"""Servizi: the way of families through the services to a home and beyond, its times, the support given."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.homes import StepDays
from h4a_core.engine.services import (
    Clock,
    FamilyPath,
    ServiceGroup,
    State,
    by_service,
    days_to_home,
    entered,
    flow,
    housed_today,
    step_days,
    today,
)
from h4a_core.engine.support_hours import hours_per_family
from h4a_core.measuring.households import FactTerms
from h4a_core.measuring.services import Paths, measured_paths, measured_support
from h4a_core.programme.services import Services, load_services
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.charts import step_days as days_chart
from h4a_ui.charts.service_flow import Branch, Destination, FlowRow, Kind, service_flow
from h4a_ui.components import (
    Figure,
    badge,
    empty_page,
    figures,
    joined,
    picture,
    small,
    source_words,
    staff_only,
)
from h4a_ui.language import Language
from h4a_ui.parts.support import show_silent, show_support, silence_limit
from h4a_ui.session import View

_KINDS: Mapping[State, Kind] = {"waiting": "pending", "stable": "stable", "lost": "stopped"}
"""How a state of today is drawn; those at home as those who go on."""


def _families_of(say: Language, number: int) -> str:
    return say.plural("{n} famiglia", "{n} famiglie", number)


def _service(say: Language, names: Sequence[str | None]) -> str:
    words = [name or say("servizio non registrato") for name in names]
    return words[0] if len(words) == 1 else say("{first} e altri servizi", first=words[0])


def _reading(say: Language, services: Services) -> None:
    """What the steps are, and that they are our reading of two charts that the sources only name."""
    small(f"{badge(say, 'assumption')} {say.text(services.note)}")
    shown = st.popover(say("Che cosa vuol dire ogni passo"), type="tertiary", key="reading", on_change="rerun")
    if shown.open:
        with shown:
            for step in services.steps.values():
                st.markdown(f"- **{say.text(step.label)}**: {say.text(step.meaning)}")
            for source in services.sources:
                small(source_words(say, source))


def _figures(view: View, paths: Paths) -> None:
    say, families = view.say, paths.families
    inside, there = entered(families), housed_today(families)
    number = int(inside.value)
    cards = [
        Figure(
            say("Entrate nel programma"),
            say("{count} di {total}", count=say.number(number), total=say.number(len(families)))
            if paths.with_applications
            else say.number(number),
            say("di chi ha fatto domanda") if paths.with_applications else say("le candidature non sono nei dati"),
            inside,
        ),
        Figure(
            say("In casa oggi"),
            say("{count} di {total}", count=say.number(there.value), total=say.number(number)),
            say("al {day}", day=say.date(view.as_of)),
            there,
        ),
    ]
    home = days_to_home(families)
    if home:
        cards.append(
            Figure(
                say("Dalla domanda alla casa"),
                say("{days} giorni", days=say.number(home.value)),
                say(
                    "mediana su {families}, fino al giorno di ingresso",
                    families=_families_of(say, int(home.inputs[0].value)),
                ),
                home,
            )
        )
    hours = hours_per_family(session.measured(measured_support, view.as_of))
    if hours:
        cards.append(
            Figure(
                say("Accompagnamento al mese"),
                say("{hours} ore", hours=say.number(hours.value, 1)),
                say("per famiglia, negli ultimi 12 mesi"),
                hours,
            )
        )
    figures(say, view.programme, cards, key="services")


def _median_words(say: Language, families: Sequence[FamilyPath], step: str) -> str:
    """How long a step came after the application, for the families of the programme."""
    found = step_days(families, ["applied", step], from_start=True)
    median = found[0].median if found and step != "applied" else None
    return say("{days} giorni dalla domanda", days=say.number(median)) if median is not None else ""


def _flow(view: View, services: Services, paths: Paths, clock: Clock) -> None:
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
            say.text(services.steps[one.key].pending),
            say.text(services.steps[one.key].stopped),
            _median_words(say, inside, one.key),
            before=one.key == "applied",
            entry=one.key == "enrolled",
        )
        for one in flow(start, steps, clock)
    ]
    branches = [Branch(_service(say, one.services), one.families) for one in by_service(inside, steps, clock)]
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


def _times(say: Language, services: Services, families: Sequence[FamilyPath]) -> None:
    options = {"start": say("dalla domanda"), "step": say("da un passo al successivo")}
    chosen = st.segmented_control(
        say("Giorni contati"),
        list(options),
        default="start",
        required=True,
        format_func=options.__getitem__,
        key="days_from",
        persist_state="session",
        label_visibility="collapsed",
    )
    dated = ["applied", *(step for step in services.steps if step != "applied")]
    found = step_days(families, dated, from_start=chosen == "start")
    rows = [
        days_chart.DaysRow(
            say.text(services.steps[one.key].label), one.days, one.median, _families_of(say, len(one.days))
        )
        for one in found
        if one.median is not None
    ]
    home = next((one.median for one in found if one.key == "moved_in"), None)
    words = ""
    if chosen == "start" and home is not None:
        words = say("Metà delle famiglie è in casa entro {days} giorni dalla domanda", days=say.number(home))
    picture(say, days_chart.step_days(say, rows, words), key="times")
    if any(row.days[0] < 0 for row in rows):
        small(
            say(
                "A sinistra dello zero il passo è venuto prima di quello che lo precede qui: per esempio un contratto "
                "firmato prima dell'ingresso."
            )
        )


def _groups(say: Language, services: Services, groups: Sequence[ServiceGroup]) -> None:
    """The same way by service, as far as no family could be recognised."""
    st.subheader(say("Servizio per servizio"))
    if not groups:
        st.markdown(say("**Le famiglie sono troppo poche per mostrarle per servizio.**"))
        return
    told = [step for step, count in groups[0].passed.items() if count is not None]
    hidden = [say.text(services.steps[step].label) for step in groups[0].passed if step not in told]
    table = pd.DataFrame(
        [
            {
                say("Servizio"): _service(say, one.services),
                say("Nel programma"): one.families,
                **{say.text(services.steps[step].label): one.passed[step] for step in told},
                say("Giorni alla casa"): _median(one.days_to_home),
            }
            for one in groups
        ]
    )
    st.dataframe(table, hide_index=True, alt=say("I passi delle famiglie per servizio che le ha segnalate"))
    small(say("Giorni alla casa: mediana, dalla domanda all'ingresso."))
    if hidden:
        small(
            say(
                "Non mostrati, perché in qualche servizio si vedrebbero meno di 3 famiglie: {steps}.",
                steps=joined(say, hidden),
            )
        )


def _median(found: StepDays) -> int | None:
    """Whole days, for as many families as may be shown."""
    return round(found.median) if found.median is not None and len(found.days) >= SMALLEST_CELL else None


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Servizi"))
    services = session.evaluation("services", load_services)
    terms = FactTerms(int(view.statement.terms["gap_limit_days"]), view.programme.stable_exit_reasons)
    paths = session.measured(measured_paths, terms, view.as_of)
    inside = [one for one in paths.families if one.enrolled_date]
    st.title(say("Servizi"))
    staff_only(say, say("si vedono passi di poche famiglie, alcune indicate con il codice."))
    st.markdown(
        say("Da chi le segnala alla casa, e oltre: quante famiglie fanno ogni passo, in quanto tempo, chi si ferma.")
    )
    _figures(view, paths)
    left, right = st.columns([3, 2], gap="large")
    with right:
        st.subheader(say("Quanto tempo"))
        _times(say, services, inside)
        st.subheader(say("Quanto accompagnamento"))
        show_support(view)
    above, below = left.container(), left.container()
    with below:
        st.subheader(say("Chi non si incontra"))
        clock = Clock(view.as_of, silence_limit(say, services.silence_limit))
        show_silent(say, inside, clock)
    with above:
        st.subheader(say("Il percorso"))
        _flow(view, services, paths, clock)
        _reading(say, services)
    _groups(say, services, by_service(inside, list(services.steps), clock))


_page()
