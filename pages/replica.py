"""Replica: phase III - years and cities ahead, what binds, and the money, at the success rates measured so far."""

from decimal import Decimal

import streamlit as st

from h4a_core.engine.replication import CASES, case_years, plan_years
from h4a_core.engine.working import Working
from h4a_core.measuring.replication import measured_plan_records
from h4a_core.programme.replication import load_replication
from h4a_ui import session
from h4a_ui.charts.replication import AheadYear, MoneyYear, families_ahead, money_ahead
from h4a_ui.components import empty_page, picture, small
from h4a_ui.parts.replication import limit_words, plan_inputs, show_controls, show_figures, show_rates, show_unlocks
from h4a_ui.sliders import follow


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Replica"))
    st.title(say("Replica"))
    inputs = plan_inputs(
        session.evaluation("replication", load_replication), session.measured(measured_plan_records, view.as_of)
    )
    sliders = {name: one.slider(say) for name, one in inputs.items()}
    plan = {name: Decimal(slider.chosen) / inputs[name].factor for name, slider in sliders.items()}
    follow({one.key: str(one.chosen) for one in sliders.values() if one.chosen != one.now}, sliders.values())
    first = view.as_of.year + 1
    years = plan_years(plan, first)
    terms = view.statement.terms
    cases = {case: case_years(view.programme, view.measured, terms, plan, first, case) for case in CASES}
    st.markdown(
        say(
            "La terza fase: dal {first} al {last}, in {cities} città, con le riuscite misurate fin qui. "
            "Sposta i cursori per provare.",
            first=first, last=years[-1].year, cities=say.number(years[-1].cities),
        )
    )  # fmt: skip
    left, right = st.columns([2, 3], gap="large")
    with right:
        workings = tuple(
            one.working if sliders[name].chosen == sliders[name].now
            else Working(one.value.label, plan[name], one.value.unit, "assumption")
            for name, one in inputs.items()
        )  # fmt: skip
        show_figures(view, years, cases, workings)
        words = limit_words(say)
        ahead = [
            AheadYear(one.year, one.wanted, one.entered, words[one.bottleneck] if one.bottleneck else None)
            for one in years
        ]
        picture(say, families_ahead(say, ahead), key="families_ahead")
        money = [
            MoneyYear(
                middle.year, float(middle.saving), float(middle.premium),
                *(float(cases[case][at].balance) for case in CASES),
            )
            for at, middle in enumerate(cases["middle"])
        ]  # fmt: skip
        picture(say, money_ahead(say, money), key="money_ahead")
        small(
            say(
                "Ogni coorte è seguita fino alla fine del suo contratto, anche dopo l'ultimo ingresso. Più famiglie "
                "riescono, più premio è dovuto: per questo il saldo è più alto dove riescono in poche. Il risparmio è "
                "stimato, senza gruppo di controllo, ed è lo stesso nei tre casi. Capitale e accompagnamento non sono "
                "nel saldo: li porta chi investe, il premio li ripaga."
            )
        )
    with left:
        show_controls(say, sliders)
        show_unlocks(say, plan)
    show_rates(view, years[0].entered)


_page()
