"""How long each step took."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.services import FamilyPath, step_days
from h4a_core.programme.services import Services
from h4a_ui.charts import step_days as days_chart
from h4a_ui.components import picture, small
from h4a_ui.language import Language
from h4a_ui.views.services.known import count_of_families


def show_times(say: Language, services: Services, families: Sequence[FamilyPath]) -> None:
    """Days from the application, or from one step to the next."""
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
            say.text(services.steps[one.key].label), one.days, one.median, count_of_families(say, len(one.days))
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
