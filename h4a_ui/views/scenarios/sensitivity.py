"""What the balance depends on, under the scenario on the screen: one input at a time, two at a time, the odds."""

from decimal import Decimal
from functools import partial

import streamlit as st

from h4a_core.engine.break_even import break_even
from h4a_core.scenario import Scenario
from h4a_core.sensitivity import MEASURED_IN, even_steps, families_for, heat_map, tornado
from h4a_core.statement import Statement
from h4a_ui.charts.heat_map import heat_map as heat_map_picture
from h4a_ui.charts.tornado import TornadoBar
from h4a_ui.charts.tornado import tornado as tornado_picture
from h4a_ui.components import badge, picture, quantity, small
from h4a_ui.session import View
from h4a_ui.views.looks import Look
from h4a_ui.views.premium.odds import show_odds
from h4a_ui.views.saving.balance import input_badge, input_label, reached

_STEPS = 7


def show_sensitivity(view: View, scenario: Scenario, made: Statement) -> None:
    """One of four looks, chosen by name: the others are not computed."""
    say = view.say
    looks = {
        "one": Look(say("Una ipotesi alla volta"), partial(_one_at_a_time, view, scenario, made)),
        "two": Look(say("Due alla volta"), partial(_two_at_a_time, view, scenario, made)),
        "takes": Look(say("Che cosa servirebbe"), partial(_what_it_takes, view, scenario, made)),
        "odds": Look(say("Probabilità"), partial(show_odds, say, made, key="scenario")),
    }
    st.subheader(say("Da che cosa dipende"))
    chosen = st.segmented_control(
        say("Sguardo"), list(looks), format_func=lambda name: looks[name].words, key="look", persist_state="session",
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen in looks:
        looks[chosen].show()
    else:
        small(say("Scegli uno sguardo: vale per lo scenario sullo schermo."))


def _one_at_a_time(view: View, scenario: Scenario, made: Statement) -> None:
    say = view.say
    bars = []
    for swing in tornado(view.programme, view.measured, scenario, view.known):
        value = view.programme.assumptions[swing.name]
        low, high = (quantity(say, bound, value.unit) for bound in (swing.low, swing.high))
        bars.append(TornadoBar(say.text(value.label), swing.net_at_low, swing.net_at_high, low, high))
    picture(say, tornado_picture(say, bars, made.savings.net_saving), key="tornado")


def _two_at_a_time(view: View, scenario: Scenario, made: Statement) -> None:
    say = view.say
    ranged = {
        name: value for name, value in view.programme.assumptions.items() if value.high and name not in MEASURED_IN
    }
    names = list(ranged)
    left, right = st.columns(2)
    across = left.selectbox(
        say("In orizzontale"), names, index=1, format_func=lambda n: say.text(ranged[n].label), key="heat_across",
        persist_state="session",
    )  # fmt: skip
    others = [name for name in names if name != across]
    down = right.selectbox(
        say("In verticale"), others, index=1, format_func=lambda n: say.text(ranged[n].label), key="heat_down",
        persist_state="session",
    )  # fmt: skip
    first, second = even_steps(ranged[across], _STEPS), even_steps(ranged[down], _STEPS)
    nets = heat_map(view.programme, view.measured, scenario, (across, first), (down, second), view.known)
    here = (float(made.terms[across]), float(made.terms[down]))
    labels = (say.text(ranged[across].label), say.text(ranged[down].label))
    picture(say, heat_map_picture(say, labels[0], first, labels[1], second, nets, here), key="heat_map")


def _what_it_takes(view: View, scenario: Scenario, made: Statement) -> None:
    say = view.say
    target = Decimal(
        st.slider(
            say("Saldo da raggiungere"), -100_000, 500_000, 0, 10_000, format="%d EUR", key="target",
            persist_state="session",
        )
    )  # fmt: skip
    small(say("Un valore alla volta, tutti gli altri come sullo schermo."))
    for one in break_even(made.facts, made.terms, made.savings, target):
        label = say.text(input_label(view.programme, one.name))
        found = say("nessun valore basta") if one.value is None else f"**{reached(view, made, one)}**"
        st.markdown(f"- {label}: {found} {badge(say, input_badge(view.programme, one.name))}")
    families = families_for(view.programme, view.measured, scenario, target, view.known)
    words = (
        say("nessun numero fino a 60 basta")
        if families is None
        else say.plural("**{n} famiglia**", "**{n} famiglie**", families)
    )
    st.markdown(f"- {say('Famiglie per coorte, alle percentuali di oggi')}: {words}")
