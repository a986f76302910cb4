"""The money line by line, each with its working."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.money import Line
from h4a_core.programme.money import Money
from h4a_ui.components import show_working, small
from h4a_ui.session import View


def show_lines(view: View, money: Money, found: Sequence[Line]) -> None:
    """Each line: from whom to whom, how much, and the years left out because few families stand behind them."""
    say = view.say
    st.subheader(say("Le voci, una per una"))
    for number, one in enumerate(found):
        taker = say.text(money.bodies[one.taker].label)
        between = f"{say.text(money.bodies[one.giver].label)} → {taker}" if one.giver else taker
        with st.container(gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{say.text(one.label)}** {say.euro(one.amount())}", width="content")
                show_working(say, view.programme, one.working, key=f"line_{number}")
            small(between if not one.note else f"{between}. {say.text(one.note)}")
            if one.figure.withheld:
                hidden = ", ".join(map(str, sorted(one.figure.withheld)))
                small(say("{years}: meno di 3 famiglie, importo non mostrato e fuori dai totali", years=hidden))
