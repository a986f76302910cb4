"""Benessere: what families declare, what their scores say, and what those who did not answer could change."""

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from h4a_core.engine.premium import tier_share
from h4a_core.engine.scores import ENTRY, Form, change_working, changes, mean_change
from h4a_core.engine.treatments import TREATMENTS, SurveyWave, pooled, treatments, treatments_working
from h4a_core.engine.working import Working
from h4a_core.facts import Answers
from h4a_core.measuring.surveys import WAVES, measured_forms, measured_silent, measured_waves
from h4a_core.programme.instruments import Instrument, load_instruments
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.charts.treatments import TreatmentRow, treatment_rows
from h4a_ui.charts.waves import DeclaredRow, declared_dots
from h4a_ui.components import Figure, empty_page, figures, missing_records, picture, small, staff_only
from h4a_ui.language import Language
from h4a_ui.parts.scores import dimension_labels, show_agreement, show_beside, show_changes, show_instruments
from h4a_ui.session import View


def _chosen(view: View, waves: Sequence[SurveyWave]) -> tuple[int, int | None]:
    """The cohort looked at and, of the waves that were due there, the one; None where none was due yet."""
    say = view.say
    cohorts = [one.cohort for one in view.facts.cohorts]
    with st.container(horizontal=True, gap="medium"):
        cohort = st.segmented_control(
            say("Coorte"), cohorts, default=cohorts[0], required=True, key="cohort", bind="query-params"
        )
        due = [one.wave for one in waves if one.cohort == cohort and one.wave > ENTRY and one.due]
        if not due:
            return cohort, None
        wave = st.segmented_control(
            say("Questionario"),
            due,
            default=due[-1],
            required=True,
            format_func=lambda year: say("anno {year}", year=year),
            key=f"wellbeing_wave_{cohort}",
            persist_state="session",
        )
    return cohort, wave


def _summary(say: Language, own: SurveyWave) -> str:
    words = say.plural(
        "Anno {year}: {n} famiglia su {total} dichiara di stare meglio in tutte e tre le dimensioni",
        "Anno {year}: {n} famiglie su {total} dichiarano di stare meglio in tutte e tre le dimensioni",
        own.tally.achieved,
        year=own.wave,
        total=say.number(own.due),
    )
    silent = say.plural("{n} non ha risposto.", "{n} non hanno risposto.", own.tally.unanswered)
    return f"{words}; {silent}" if own.tally.unanswered else f"{words}."


def _declared_figure(view: View, own: SurveyWave) -> Figure:
    say = view.say
    first = treatments(own, view.statement.terms)[0]
    outcome = view.programme.outcomes["wellbeing"]
    leaves = (
        Working(Text(it="Migliorate in tutte e tre", en="Improved in all three"), first.improved, "households", "data"),
        Working(Text(it="Famiglie contate", en="Families counted"), first.counted, "households", "data"),
    )
    return Figure(
        say("Dichiarano di stare meglio"),
        say("{count} di {total}", count=say.number(first.improved), total=say.number(first.counted)),
        say("in tutte e tre le dimensioni: {share}", share=say.percent(first.rate, 1)),
        Working(outcome.label, first.rate, "share", "contract", outcome.meaning, leaves, "wellbeing"),
    )


def _answered_figure(say: Language, own: SurveyWave) -> Figure:
    due = Working(Text(it="Questionari dovuti", en="Surveys due"), own.due, "households", "data")
    formula = Text(it="almeno una risposta data", en="at least one answer given")
    label = Text(it="Questionari ricevuti", en="Surveys received")
    return Figure(
        say("Hanno risposto"),
        say("{count} di {total}", count=say.number(own.returned), total=say.number(own.due)),
        say("{share} dei questionari dovuti", share=say.percent(Fraction(own.returned, own.due))),
        Working(label, own.returned, "households", "data", formula, (due,)),
    )


def _range_figure(view: View, own: SurveyWave) -> Figure:
    say = view.say
    found = treatments(own, view.statement.terms)
    low, high = min(one.rate for one in found), max(one.rate for one in found)
    return Figure(
        say("A seconda di chi manca"),
        say.percent(low) if low == high else f"{say.number(low * 100)}–{say.percent(high)}",
        say("quota migliorata, secondo come si trattano le risposte mancanti"),
        treatments_working(found),
    )


def _score_figures(say: Language, wave: int, forms: Sequence[Form], instruments: Sequence[Instrument]) -> list[Figure]:
    """The first instrument that enough families answered at entry and then, or nothing."""
    for instrument in instruments:
        found = [one for one in changes(instrument, forms) if one.wave == wave]
        mean = mean_change(found)
        if mean:
            share = say.percent(mean.mean / instrument.score_width)
            points = say.number(mean.mean, 1)
            words = say("della scala, in media: {points} punti", points=points)
            if mean.interval:
                low, high = (say.number(end, 1) for end in mean.interval)
                words = say(
                    "della scala, in media: {points} punti, tra {low} e {high}", points=points, low=low, high=high
                )
            value = f"+{share}" if mean.mean > 0 else share
            return [Figure(say.text(instrument.label), value, words, change_working(instrument, found))]
    return []


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


def _silent(view: View, cohort: int, wave: int) -> None:
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
        parts = [one.household_id, say("dovuto il {day}", day=say.date(one.due_date))]
        parts.append(say("in casa oggi") if one.household_id in housed else say("non più in casa"))
        if one.returned:
            parts.append(say("risposta solo in parte"))
        lines.append("- " + " · ".join(parts))
    st.markdown("\n".join(lines))
    small(say("Solo codici. Chi non risponde può stare peggio degli altri: per questo il conto si fa in più modi."))


def _declared(say: Language, own: Sequence[SurveyWave], answers: Sequence[Answers]) -> None:
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


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Benessere"))
    instruments = session.evaluation("instruments", load_instruments).instruments
    waves = session.measured(measured_waves, view.as_of)
    st.title(say("Benessere"))
    staff_only(say, say("si vedono risposte di poche famiglie, indicate con il codice."))
    cohort, wave = _chosen(view, waves)
    own = [one for one in waves if one.cohort == cohort]
    forms = [one for one in session.measured(measured_forms, view.as_of) if one.cohort == cohort]
    if wave is None:
        missing_records(say, say("Per questa coorte nessun questionario è ancora dovuto."))
    else:
        chosen = next(one for one in own if one.wave == wave)
        answers = [one for one in session.answers(view) if one.cohort == cohort]
        scores = _score_figures(say, wave, forms, instruments)
        if chosen.returned:
            st.markdown(_summary(say, chosen))
            cards = [_declared_figure(view, chosen), _answered_figure(say, chosen), _range_figure(view, chosen)]
            figures(say, view.programme, [*cards, *scores], key="wellbeing")
            left, right = st.columns([3, 2], gap="large")
            with left:
                _treatments(view, _evaluated(view, waves, chosen))
            with right:
                _silent(view, cohort, wave)
        else:
            missing_records(
                say, say("Anno {year}: nessun questionario ricevuto, quindi nessuna quota da mostrare.", year=wave)
            )
            if scores:
                figures(say, view.programme, scores, key="scores")
            _silent(view, cohort, wave)
        left, right = st.columns(2, gap="large")
        with left:
            _declared(say, own, answers)
        with right:
            show_changes(say, own, forms, instruments)
        if forms:
            st.subheader(say("Parole e punteggi"))
            left, right = st.columns(2, gap="large")
            with left:
                show_beside(say, wave, answers, forms, instruments)
            with right:
                show_agreement(say, forms, instruments)
    show_instruments(say, instruments, forms)


_page()
