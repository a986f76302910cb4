"""How uncertain the saving is, given all that is not known at once."""

import streamlit as st

from h4a_core.engine.distribution import DRAWS, beliefs
from h4a_core.engine.distribution import saving_spread as spread_of
from h4a_ui.charts.saving_spread import DOTS, SpreadRow, saving_spread
from h4a_ui.components import badge, picture, show_working, small
from h4a_ui.session import View
from h4a_ui.views.saving.other_stays import estimates


def show_uncertainty(view: View) -> None:
    """The spread of avoided cost and balance, on published evidence or on the history of stays."""
    say, made = view.say, view.statement
    found = estimates(view.as_of)
    options = {"published": say("Prove pubblicate")} | ({"records": say("Storico albergamenti")} if found else {})
    basis = st.segmented_control(
        say("Su che cosa ci si basa"), list(options), default=list(options)[-1], required=True,
        format_func=options.__getitem__, key="spread_basis", persist_state="session",
    )  # fmt: skip
    believed = beliefs(view.programme, found[0].found if basis == "records" else None)
    spreads = spread_of(made.facts, made.savings, believed)
    savings_ = made.savings
    now = (savings_.gross_saving, savings_.net_saving)
    workings = (savings_.gross, savings_.net)
    labels = (say("Spesa evitata"), say("Saldo per la Città"))
    for column, label, spread, figure, working in zip(
        st.columns(2, gap="large"), labels, spreads, now, workings, strict=True
    ):
        with column:
            row = SpreadRow(label, spread.median, spread.range_80, spread.range_95, spread.quantiles(DOTS))
            picture(say, saving_spread(say, row, float(figure)), key=f"spread_{label}")
            show_working(say, view.programme, working, key=f"spread_working_{label}")
    if basis == "records":
        words = say(
            "Durata e costo insieme, da {n} estrazioni tra i ricampionamenti dello storico; probabilità ovunque tra il "
            "suo minimo e il suo massimo.",
            n=say.number(DRAWS),
        )
    else:
        words = say(
            "{n} estrazioni: per durata e costo ogni prova pubblicata vale quanto le altre; la probabilità sta ovunque "
            "tra il suo minimo e il suo massimo.",
            n=say.number(DRAWS),
        )
    small(f"{words} **{say('Stimato, senza gruppo di controllo.')}** {badge(say, 'estimate')}")
