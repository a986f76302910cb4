"""The balance: from the cost expected to what is left for the City, and when that would be nothing."""

import streamlit as st

from h4a_core.engine.savings import break_even
from h4a_core.statement import Statement
from h4a_ui.charts.waterfall import WaterfallItem, waterfall
from h4a_ui.components import badge, joined, picture, quantity, small
from h4a_ui.language import Language
from h4a_ui.session import View


def show_balance(say: Language, made: Statement) -> None:
    """What is taken from the expected cost, step by step, down to the balance."""
    savings = made.savings
    items = [
        WaterfallItem(say("Costo atteso senza il programma"), savings.expected_cost, "gain"),
        WaterfallItem(say("Albergamenti avvenuti"), savings.observed_cost, "cost"),
        WaterfallItem(say("Premio maturato"), savings.premium, "cost"),
        *([WaterfallItem(say("Altri costi"), savings.other_costs, "cost")] if savings.other_costs else []),
        WaterfallItem(say("Saldo per la Città"), savings.net_saving, "total"),
    ]
    picture(say, waterfall(say, items), key="waterfall")


def show_break_even(view: View) -> None:
    """The value of each single input at which the balance is zero."""
    say, made = view.say, view.statement
    st.subheader(say("Quando il saldo è zero"))
    small(say("Un valore alla volta, tutti gli altri fermi."))
    impossible = []
    for one in break_even(made.facts, made.terms, made.savings):
        value = view.programme.values[one.name]
        label = say.text(value.label)
        if one.value is None or (value.unit == "share" and one.value > 1):
            impossible.append(label.lower())
            continue
        now = quantity(say, made.terms[one.name], value.unit)
        st.markdown(
            f"- {label}: **{quantity(say, one.value, value.unit)}** "
            + say("(oggi {now})", now=now)
            + f" {badge(say, view.programme.value_badge(one.name))}"
        )
    if impossible:
        st.markdown(
            "- " + say("Per queste voci nessun valore porta il saldo a zero: {names}.", names=joined(say, impossible))
        )
