"""Coorti: the path of each cohort, its waits, its homes kept, its answers, and the families one by one."""

from datetime import date

import pandas as pd
import streamlit as st

from h4a_core.engine.retention import DAYS_PER_MONTH, retention
from h4a_core.facts import Answers, CohortFacts, HouseholdFacts
from h4a_ui import session
from h4a_ui.charts.path import Step, path_steps
from h4a_ui.charts.surveys import SurveyRow, survey_bars
from h4a_ui.charts.survival import SurvivalPoint, retention_curve
from h4a_ui.charts.waiting import Wait, waiting_dots
from h4a_ui.components import empty_page, picture, small
from h4a_ui.language import Language
from h4a_ui.session import View

_STATES = ("achieved", "pending", "unanswered", "failed")


def _path(say: Language, cohort: CohortFacts) -> None:
    total, steps = cohort.households, cohort.steps
    rows = [
        Step(say("Nel programma"), total, total, 0),
        Step(say("Contratto firmato"), steps.signed, total, 0),
        Step(say("Ingresso in casa"), steps.moved_in, total, 0),
        Step(say("Accompagnata"), steps.accompanied, total, 0),
        *(
            Step(say.plural("In casa dopo {n} anno", "In casa dopo {n} anni", year), housed, total, pending)
            for year, (housed, pending) in enumerate(steps.housed_after, 1)
        ),
    ]
    picture(say, path_steps(say, rows), key="path")


def _waiting(view: View, families: list[HouseholdFacts]) -> None:
    waits = [
        Wait(one.household_id, _months_waited(one, view.as_of), one.waiting_settled)
        for one in families
        if one.waited_months is not None
    ]
    limit = float(view.statement.terms["waiting_limit_months"])
    picture(view.say, waiting_dots(view.say, waits, limit), key="waiting")


def _months_waited(one: HouseholdFacts, as_of: date) -> float:
    """Months for the drawing; which side of the limit a family is on was settled by whole calendar months."""
    until = one.housed_from or as_of
    months = (until - one.application_date).days / DAYS_PER_MONTH
    whole = one.waited_months or 0
    return min(max(months, whole - 1), whole - 0.02)


def _retention(view: View, families: list[HouseholdFacts]) -> None:
    days, lost = [], []
    for one in families:
        if one.move_in_date:
            end = one.break_date or one.exit_date or view.as_of
            days.append(max((end - one.move_in_date).days, 0))
            lost.append(one.break_date is not None)
    points = [SurvivalPoint(one.month, one.share, one.low, one.high, one.observed) for one in retention(days, lost)]
    picture(view.say, retention_curve(view.say, points), key="retention")


def _surveys(view: View, found: list[Answers]) -> None:
    say = view.say
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
    labels = {
        "wellbeing": say("Benessere"),
        "empowerment": say("Empowerment"),
        "economic": say("Benessere economico"),
    }
    rows = [
        SurveyRow(labels[one.dimension], one.improved, one.same, one.worse, one.no_answer)
        for dimension in labels
        for one in found
        if one.wave == wave and one.dimension == dimension
    ]
    picture(say, survey_bars(say, rows), key="surveys")


def _state_word(say: Language, state: str) -> str:
    return {
        "achieved": say("● sì"),
        "pending": say("◐ in corso"),
        "unanswered": say("○ non risponde"),
        "failed": say("○ no"),
    }[state]


def _families(view: View, families: list[HouseholdFacts]) -> None:
    say = view.say
    st.subheader(say("Le famiglie, una per una"))
    small(say("Solo codici: nessun nome entra nel cruscotto. Scegli una riga per vedere il suo percorso."))
    metrics = [*view.programme.milestones, *view.programme.outcomes]
    limit = int(view.statement.terms["waiting_limit_months"])
    table = pd.DataFrame(
        [
            {
                say("Codice"): one.household_id,
                say("Componenti"): one.members,
                say("Domanda"): one.application_date,
                say("Ingresso nel programma"): one.enrolled_date,
                say("In casa dal"): one.move_in_date,
                **{
                    say.text(view.programme.metric(metric).label): _state_word(say, one.state(metric, limit))
                    for metric in metrics
                },
            }
            for one in families
        ]
    )
    days = {name: st.column_config.DateColumn(format="DD/MM/YYYY") for name in table.columns[2:5]}
    chosen = st.dataframe(
        table,
        hide_index=True,
        column_config=days,
        on_select="rerun",
        selection_mode="single-row",
        key="families",
        alt=say("Le famiglie della coorte con i loro stati"),
    )
    for row in chosen.selection.rows:
        _timeline(view, families[row])


def _timeline(view: View, one: HouseholdFacts) -> None:
    say = view.say
    events = [
        (one.application_date, say("Domanda")),
        (one.enrolled_date, say("Ingresso nel programma")),
        (one.signed_date, say("Contratto firmato")),
        (one.move_in_date, say("Ingresso in casa")),
        (one.first_support, say("Primo incontro di accompagnamento")),
        (one.break_date, say("Casa persa o ritorno in struttura")),
        (one.exit_date, say("Uscita dal programma")),
    ]
    st.markdown(f"**{one.household_id}**")
    for day, what in sorted((day, what) for day, what in events if day):
        st.markdown(f"- {say.date(day)} · {what}")


def _pending(view: View, cohort: int) -> None:
    say = view.say
    coming = [one for one in view.statement.coming if one.cohort == cohort]
    if not coming:
        small(say("Tutto è deciso per questa coorte."))
    for one in coming:
        small(
            say.plural(
                "{metric}: in corso per {n} famiglia, si decide tra il {first} e il {last}.",
                "{metric}: in corso per {n} famiglie, si decide tra il {first} e il {last}.",
                one.pending,
                metric=say.text(view.programme.metric(one.metric).label),
                first=say.date(one.first),
                last=say.date(one.last),
            )
        )


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Coorti"))
    st.title(say("Coorti"))
    years = [cohort.cohort for cohort in view.facts.cohorts]
    year = st.segmented_control(
        say("Coorte"),
        years,
        default=years[0],
        required=True,
        key="cohort",
        bind="query-params",
    )
    cohort = next(one for one in view.facts.cohorts if one.cohort == year)
    families = session.households(view, year)
    st.markdown(
        say(
            "{families} famiglie, {people} persone, {minors} minori; {housed} famiglie in casa al {day}.",
            families=say.number(cohort.households),
            people=say.number(cohort.people),
            minors=say.number(cohort.minors),
            housed=say.number(cohort.housed_now),
            day=say.date(view.as_of),
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("Il percorso"))
        _path(say, cohort)
        _pending(view, year)
        st.subheader(say("I questionari"))
        _surveys(view, [one for one in session.answers(view) if one.cohort == year])
    with right:
        st.subheader(say("L'attesa"))
        _waiting(view, families)
        st.subheader(say("La casa mantenuta"))
        _retention(view, families)
    _families(view, families)


_page()
