"""The same way, service by service."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.homes import StepDays
from h4a_core.engine.services import Clock, ServiceGroup, by_service
from h4a_core.programme.services import Services
from h4a_ui.components import joined, small
from h4a_ui.language import Language
from h4a_ui.views.services.known import KnownWays, service_words


def _table(say: Language, services: Services, groups: Sequence[ServiceGroup]) -> None:
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
                say("Servizio"): service_words(say, one.services),
                say("Nel programma"): one.families,
                **{say.text(services.steps[step].label): one.passed[step] for step in told},
                say("Giorni alla casa"): _median(one.days_to_home),
            }
            for one in groups
        ]
    )
    st.dataframe(table, hide_index=True, alt=say("I passi delle famiglie per servizio che le ha segnalate"))
    small(say("Giorni alla casa: mediana, dalla domanda all'ingresso (casa mantenuta: al nuovo contratto)."))
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


def show_by_service(say: Language, known: KnownWays, clock: Clock) -> None:
    """The steps of the families that each service sent, as far as no family could be recognised."""
    _table(say, known.services, by_service(known.inside, list(known.services.steps), clock))
