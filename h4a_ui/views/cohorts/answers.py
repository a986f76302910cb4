"""The answers: what the families of a cohort declare, wave by wave."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.facts import Answers
from h4a_ui.charts.surveys import SurveyRow, survey_bars
from h4a_ui.components import picture
from h4a_ui.language import Language


def show_answers(say: Language, found: Sequence[Answers]) -> None:
    """The answers of one wave, which a button chooses, by dimension."""
    waves = sorted({one.wave for one in found})
    if not waves:
        st.markdown(say("**Nessun questionario ancora dovuto o ricevuto.**"))
        return
    wave = st.segmented_control(
        say("Questionario"),
        waves,
        default=waves[-1],
        required=True,
        format_func=lambda year: say("anno {year}", year=year),
        key="wave",
        persist_state="session",
    )
    labels = dimension_labels(say)
    rows = [
        SurveyRow(labels[one.dimension], one.improved, one.same, one.worse, one.no_answer)
        for dimension in labels
        for one in found
        if one.wave == wave and one.dimension == dimension
    ]
    picture(say, survey_bars(say, rows), key="surveys")


def dimension_labels(say: Language) -> dict[str, str]:
    """The dimensions of the contract's survey, in its order."""
    return {
        "wellbeing": say("Benessere"),
        "empowerment": say("Empowerment"),
        "economic": say("Benessere economico"),
    }
