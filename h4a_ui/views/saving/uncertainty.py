"""How uncertain the saving is, given all that is not known at once."""

import streamlit as st

from h4a_core.engine.distribution import DRAWS
from h4a_ui.charts.saving_spread import DOTS, SpreadRow, saving_spread
from h4a_ui.components import badge, picture, show_working, small
from h4a_ui.session import View


def show_uncertainty(view: View) -> None:
    """The spread of avoided cost and balance, on what is in force without the programme."""
    say, made = view.say, view.statement
    ranges, balance = made.ranges, made.savings
    shown = (
        (say("Spesa evitata"), ranges.gross, balance.gross),
        (say("Saldo per la Città, oggi"), ranges.net, balance.net),
    )
    for column, (label, spread, working) in zip(st.columns(2, gap="large"), shown, strict=True):
        with column:
            row = SpreadRow(label, spread.median, spread.range_80, spread.range_95, spread.quantiles(DOTS))
            picture(say, saving_spread(say, row, float(working.amount)), key=f"spread_{label}")
            show_working(say, view.programme, working, key=f"spread_working_{label}")
    words = (
        say(
            "{n} estrazioni: durata e costo insieme, dai ricampionamenti dello storico; probabilità ovunque tra il suo "
            "minimo e il suo massimo.",
            n=say.number(DRAWS),
        )
        if made.terms.estimates
        else say(
            "{n} estrazioni: durata e costo secondo il peso di ogni prova pubblicata; probabilità ovunque tra il suo "
            "minimo e il suo massimo.",
            n=say.number(DRAWS),
        )
    )
    small(f"{words} **{say('Stimato, senza gruppo di controllo.')}** {badge(say, balance.gross.badge)}")
