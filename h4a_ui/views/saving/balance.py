"""The balance: from the cost expected to what is left for the City, and when that would be nothing."""

import streamlit as st

from h4a_core.engine.break_even import PROBABILITY_FACTOR, BreakEven, break_even
from h4a_core.engine.savings import PROBABILITIES
from h4a_core.programme import Badge, Programme
from h4a_core.statement import Statement
from h4a_core.text import Text
from h4a_ui.charts.waterfall import WaterfallItem, waterfall
from h4a_ui.components import badge, joined, picture, premium_basis, quantity, small
from h4a_ui.language import Language
from h4a_ui.session import View


def show_balance(say: Language, made: Statement) -> None:
    """What is taken from the expected cost, step by step, down to the balance."""
    savings = made.savings
    items = [
        WaterfallItem(say("Costo atteso senza il programma"), savings.expected_cost, "gain"),
        WaterfallItem(say("Albergamenti avvenuti"), savings.observed_cost, "cost"),
        WaterfallItem(premium_basis(say, made, say("Premio maturato")), savings.premium, "cost"),
        *([WaterfallItem(say("Altri costi"), savings.other_costs, "cost")] if savings.other_costs else []),
        WaterfallItem(say("Saldo per la Città, oggi"), savings.net_saving, "total"),
    ]
    then = savings.net_saving_if_all_succeed if savings.possible else None
    picture(say, waterfall(say, items, then), key="waterfall")


def show_break_even(view: View) -> None:
    """The value of each single input at which the balance is zero."""
    say, made = view.say, view.statement
    st.subheader(say("Quando il saldo di oggi è zero"))
    small(say("Un valore alla volta, tutti gli altri fermi."))
    impossible = []
    for one in break_even(made.facts, made.terms, made.savings):
        label, kind = say.text(input_label(view.programme, one.name)), input_badge(view.programme, one.name)
        if one.value is None:
            impossible.append(label.lower())
            continue
        st.markdown(f"- {label}: **{reached(view, made, one)}** {badge(say, kind)}")
    if impossible:
        st.markdown(
            "- " + say("Per queste voci nessun valore porta il saldo a zero: {names}.", names=joined(say, impossible))
        )


_PROBABILITIES = Text(
    it="Probabilità di finire in albergo, casa nuova e casa mantenuta insieme",
    en="Probability of a hotel stay, new home and home kept together",
)


def input_label(programme: Programme, name: str) -> Text:
    """The name of an input that can break even."""
    return _PROBABILITIES if name == PROBABILITY_FACTOR else programme.values[name].label


def input_badge(programme: Programme, name: str) -> Badge:
    """Where an input that can break even comes from."""
    return "assumption" if name == PROBABILITY_FACTOR else programme.value_badge(name)


def reached(view: View, made: Statement, one: BreakEven) -> str:
    """The value at which an input breaks even, and its present one."""
    say, value = view.say, one.value or 0
    if one.name == PROBABILITY_FACTOR:
        now = [made.terms[name] for name in PROBABILITIES.values()]
        return say(
            "{then} (oggi {now})",
            then=joined(say, [say.percent(value * probability) for probability in now]),
            now=joined(say, [say.percent(probability) for probability in now]),
        )
    unit = view.programme.values[one.name].unit
    return say("{then} (oggi {now})", then=quantity(say, value, unit), now=quantity(say, made.terms[one.name], unit))
