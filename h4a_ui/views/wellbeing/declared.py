"""What families declare, dimension by dimension and wave by wave."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.scores import ENTRY
from h4a_core.engine.treatments import SurveyWave
from h4a_core.facts import Answers
from h4a_ui.charts.waves import DeclaredRow, declared_dots
from h4a_ui.components import picture
from h4a_ui.language import Language
from h4a_ui.views.cohorts.answers import dimension_labels


def show_declared(say: Language, own: Sequence[SurveyWave], answers: Sequence[Answers]) -> None:
    """Improved, not improved and silent in every wave."""
    st.subheader(say("Che cosa dichiarano"))
    labels = dimension_labels(say)
    rows = [
        DeclaredRow(label, say("anno {year}", year=one.wave), one.improved, one.same + one.worse, one.no_answer)
        for dimension, label in labels.items()
        for one in answers
        if one.dimension == dimension
    ]
    for one in own:
        if one.wave > ENTRY and one.due:
            year, tally = say("anno {year}", year=one.wave), one.tally
            rows.append(DeclaredRow(say("Tutte e tre"), year, tally.achieved, tally.failed, tally.unanswered))
    picture(say, declared_dots(say, rows), key="declared")
