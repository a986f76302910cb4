"""The answers that are missing: what they could change, and whose they are."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.premium import tier_share
from h4a_core.engine.treatments import TREATMENTS, SurveyWave, pooled, treatments
from h4a_core.measuring.surveys import WAVES, measured_silent, measured_waves
from h4a_ui import session
from h4a_ui.charts.treatments import TreatmentRow, treatment_rows
from h4a_ui.components import picture, small
from h4a_ui.foreign import in_markdown
from h4a_ui.session import View


def _evaluated(view: View, waves: Sequence[SurveyWave], own: SurveyWave) -> SurveyWave:
    """What the contract evaluates together under the reading in force: this cohort, or all of them as one."""
    part = view.programme.final_part
    if part is None or "cohort" in part.clause.grouped_by(view.statement.terms):
        return own
    return pooled([one for one in waves if one.wave == own.wave])


def _treatments(view: View, own: SurveyWave) -> None:
    say, terms = view.say, view.statement.terms
    found = treatments(own, terms)
    part = view.programme.final_part
    pays = [tier_share(one.rate, view.programme, part, terms) if part else None for one in found]
    rows = [
        TreatmentRow(
            say.text(TREATMENTS[one.name]),
            one.improved,
            one.counted,
            "" if paid is None else say("paga {share}", share=say.percent(paid)),
            paid != pays[0],
        )
        for one, paid in zip(found, pays, strict=True)
    ]
    thresholds = [
        (float(terms[name]), ("> " if terms.readings[f"{name}_side"] == "strict" else "") + say.percent(terms[name]))
        for name in ("floor_threshold", "full_threshold")
    ]
    picture(say, treatment_rows(say, rows, own.tally.unanswered, thresholds), key="treatments")
    if own.wave != WAVES[-1]:
        small(say("Il contratto guarda l'anno {year}: qui è una prova in anticipo.", year=WAVES[-1]))
    if own.tally.pending:
        small(
            say.plural(
                "A {n} famiglia il questionario non è ancora dovuto: qui non si conta.",
                "A {n} famiglie il questionario non è ancora dovuto: qui non si contano.",
                own.tally.pending,
            )
        )


def show_unanswered(view: View, cohort: int, wave: int) -> None:
    """The families that did not answer, by code: when it was due, and whether they are in their home."""
    say = view.say
    asked = session.measured(measured_silent, view.as_of)
    found = [one for one in asked if (one.cohort, one.wave) == (cohort, wave)]
    if not found:
        st.markdown(say("**Nessuna risposta manca**"))
        return
    st.markdown(say.plural("**{n} famiglia non ha risposto**", "**{n} famiglie non hanno risposto**", len(found)))
    housed = {one.household_id for one in session.households(view, cohort) if one.housed_now}
    lines = []
    for one in found:
        parts = [in_markdown(one.household_id), say("dovuto il {day}", day=say.date(one.due_date))]
        parts.append(say("in casa oggi") if one.household_id in housed else say("non più in casa"))
        if one.returned:
            parts.append(say("risposta solo in parte"))
        lines.append("- " + " · ".join(parts))
    st.markdown("\n".join(lines))
    small(say("Solo codici. Chi non risponde può stare peggio degli altri: per questo il conto si fa in più modi."))


def show_treatments(view: View, wave: SurveyWave) -> None:
    """The share that improved under each way to treat a missing answer, and what it pays.

    Where the contract evaluates all cohorts as one, the same wave of all of them is counted together.
    """
    _treatments(view, _evaluated(view, session.measured(measured_waves, view.as_of), wave))
