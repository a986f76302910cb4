"""Which cohort and which wave of the survey is looked at, and all that was answered there."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from h4a_core.engine.scores import ENTRY, Form
from h4a_core.engine.treatments import SurveyWave
from h4a_core.facts import Answers
from h4a_core.measuring.surveys import measured_forms, measured_waves
from h4a_core.programme.instruments import Instrument, load_instruments
from h4a_ui import session
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.cohorts.cohort import choose_cohort


@dataclass(frozen=True, slots=True)
class CohortSurveys:
    """The surveys of one cohort: its waves, answers and forms, and the wave looked at (None: none was due yet)."""

    cohort: int
    own: Sequence[SurveyWave]
    wave: SurveyWave | None
    answers: Sequence[Answers]
    forms: Sequence[Form]
    instruments: Sequence[Instrument]


def choose_wave(view: View) -> CohortSurveys:
    """Buttons for the cohorts and for the waves that were due there; the last wave until another is chosen."""
    waves = session.measured(measured_waves, view.as_of)
    with st.container(horizontal=True, gap="medium"):
        cohort = choose_cohort(view).cohort
        own = [one for one in waves if one.cohort == cohort]
        year = _year(view.say, cohort, [one.wave for one in own if one.wave > ENTRY and one.due])
    return CohortSurveys(
        cohort,
        own,
        next((one for one in own if one.wave == year), None),
        session.answers(view, cohort),
        [one for one in session.measured(measured_forms, view.as_of) if one.cohort == cohort],
        session.evaluation("instruments", load_instruments).instruments,
    )


def _year(say: Language, cohort: int, due: Sequence[int]) -> int | None:
    if not due:
        return None
    chosen: int = st.segmented_control(
        say("Questionario"),
        due,
        default=due[-1],
        required=True,
        format_func=lambda year: say("anno {year}", year=year),
        key=f"wellbeing_wave_{cohort}",
        persist_state="session",
    )
    return chosen
