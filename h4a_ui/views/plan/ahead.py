"""The years ahead under the plan: how many families, what binds, premium and saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from h4a_core.engine.replication import PlanYear, plan_years
from h4a_core.engine.replication_cases import (
    CASES,
    FEWEST_RESOLVED,
    CaseYear,
    PlanTotal,
    plan_cases,
    plan_total,
    too_few_resolved,
)
from h4a_core.engine.working import Working
from h4a_core.measuring.replication import measured_plan_records
from h4a_core.programme.replication import load_replication
from h4a_ui import session
from h4a_ui.charts.replication import AheadYear, MoneyYear, families_ahead, money_ahead
from h4a_ui.components import picture, small
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.sliders import Slider, follow, from_slider
from h4a_ui.views.plan.inputs import PlanInput, plan_inputs


def limit_words(say: Language) -> dict[str, str]:
    """What can keep families out, by name."""
    return {
        "families": say("domanda delle città"),
        "homes": say("case"),
        "capital": say("capitale per ristrutturare"),
        "accompaniment": say("accompagnamento"),
    }


@dataclass(frozen=True, slots=True)
class Ahead:
    """The plan as its sliders stand: their values, the years, the money in each case, the inputs with their working.

    Without cases too few families have come to an outcome to say what a plan would cost and save.
    """

    plan: Mapping[str, Decimal | Fraction]
    years: list[PlanYear]
    cases: Mapping[str, list[CaseYear]]
    inputs: tuple[Working, ...]

    @property
    def total(self) -> PlanTotal:
        """All its years together."""
        return plan_total(self.years, self.cases)


def planned_board(view: View) -> tuple[dict[str, PlanInput], dict[str, Slider]]:
    """The inputs of the plan and their sliders, by name."""
    inputs = plan_inputs(
        session.evaluation("replication", load_replication), session.measured(measured_plan_records, view.as_of)
    )
    return inputs, {name: one.slider(view.say) for name, one in inputs.items()}


def planned_ahead(view: View, inputs: Mapping[str, PlanInput], sliders: Mapping[str, Slider]) -> Ahead:
    """The years that the sliders give; what was moved is written into the address bar."""
    plan = {
        name: inputs[name].now if slider.chosen == slider.now else from_slider(slider.chosen, inputs[name].value.unit)
        for name, slider in sliders.items()
    }
    follow({one.key: str(one.chosen) for one in sliders.values() if one.chosen != one.now}, sliders.values())
    first = view.as_of.year + 1
    terms = view.statement.terms
    cases = plan_cases(view.programme, view.measured, terms, plan, first)
    workings = tuple(
        one.working if sliders[name].chosen == sliders[name].now
        else Working(one.value.label, plan[name], one.value.unit, "assumption")
        for name, one in inputs.items()
    )  # fmt: skip
    return Ahead(plan, plan_years(plan, first), cases, workings)


def show_plan(say: Language, ahead: Ahead) -> None:
    """Which years and how many cities the plan is about."""
    years = ahead.years
    st.markdown(
        say(
            "La terza fase: dal {first} al {last}, in {cities} città, con le riuscite misurate fin qui. "
            "Sposta i cursori per provare.",
            first=years[0].year, last=years[-1].year, cities=say.number(years[-1].cities),
        )
    )  # fmt: skip


def show_families_ahead(say: Language, ahead: Ahead) -> None:
    """Families wanted and taken in, year by year, and what keeps the others out."""
    words = limit_words(say)
    shown = [
        AheadYear(one.year, one.wanted, one.entered, words[one.bottleneck] if one.bottleneck else None)
        for one in ahead.years
    ]
    picture(say, families_ahead(say, shown), key="families_ahead")


def show_money_ahead(view: View, ahead: Ahead) -> None:
    """Saving, premium and balance year by year, in the three cases of success."""
    say, cases = view.say, ahead.cases
    if not cases:
        _show_too_few(view)
        return
    money = [
        MoneyYear(
            middle.year, float(middle.saving), float(middle.premium),
            *(float(cases[case][at].balance) for case in CASES),
        )
        for at, middle in enumerate(cases["middle"])
    ]  # fmt: skip
    picture(say, money_ahead(say, money), key="money_ahead")
    small(
        say("Chi perde la casa torna in albergo come senza programma: più famiglie riescono, più albergo si evita.")
        + " "
        + (
            say("Qui pesa più del premio: il saldo è più alto dove riescono in molte.")
            if ahead.total.more_success_leaves_more
            else say("Qui però il premio cresce di più: il saldo è più alto dove riescono in poche.")
        )
        + " "
        + say(
            "Ogni coorte è seguita fino alla fine del suo contratto, anche dopo l'ultimo ingresso. Il risparmio è "
            "stimato, senza gruppo di controllo. Capitale e accompagnamento non sono nel saldo: li porta chi investe, "
            "il premio li ripaga."
        )
    )


def _show_too_few(view: View) -> None:
    """Say which outcomes too few families have come to for premium, saving and balance to be told."""
    say = view.say
    st.markdown(say("**Premio, risparmio e saldo: le famiglie arrivate agli esiti sono troppo poche per dirli**"))
    for name, number in too_few_resolved(view.programme, view.measured, view.statement.terms).items():
        label = say.text(view.programme.metric(name).label)
        words = say.plural(
            "{n} famiglia su almeno {least}", "{n} famiglie su almeno {least}", number, least=FEWEST_RESOLVED
        )
        st.markdown(f"- {label}: {words}")
