"""The money year by year, body by body."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.money import Line, accounts
from h4a_core.programme.money import Money
from h4a_ui.components import download, small
from h4a_ui.language import Language
from h4a_ui.session import View


def show_years(view: View, money: Money, found: Sequence[Line], known: Sequence[int]) -> None:
    """Body by year: what it pays and receives, its balance, what it saves; lines of nothing are left out."""
    say = view.say
    st.subheader(say("Anno per anno"))
    small(
        say(
            "Importi in EUR, fino al {day}. I saldi di cassa di tutti fanno zero: quel che uno paga, un altro riceve. "
            "Mancano, perché nessun file li dice per anno, i lavori sugli alloggi e i fondi privati.",
            day=say.date(view.as_of),
        )
    )
    periods = [*known, None]
    columns = [say("Chi"), say("Che cosa"), *map(str, known), say("Totale")]
    rows = _year_rows(say, money, found, periods)
    shown = pd.DataFrame([[*names, *map(say.money, amounts)] for names, amounts in rows], columns=columns)
    amounts_right = {name: st.column_config.TextColumn(alignment="right") for name in columns[2:]}
    st.dataframe(
        shown, hide_index=True, column_config=amounts_right, alt=say("Chi paga, riceve e risparmia, anno per anno")
    )
    numbers = pd.DataFrame([[*names, *map(float, amounts)] for names, amounts in rows], columns=columns)
    download(say, numbers, name="conti")


def _year_rows(
    say: Language, money: Money, found: Sequence[Line], periods: Sequence[int | None]
) -> list[tuple[tuple[str, str], list[Decimal]]]:
    """A body and what is meant, with the amount of each period; what is nothing throughout is left out."""
    per_period = [accounts(money, found, period) for period in periods]
    rows = []
    for own in zip(*per_period, strict=True):
        parts = [(say("saldo di cassa"), [one.balance for one in own])]
        if any(one.pays for one in own) and any(one.receives for one in own):
            out, into = [one.outflow for one in own], [one.receives for one in own]
            parts = [(say("uscite"), out), (say("entrate"), into), *parts]
        parts.append((say("risparmio (non è cassa)"), [one.saves for one in own]))
        name = say.text(money.bodies[own[0].body].label)
        rows += [((name, what), amounts) for what, amounts in parts if any(amounts)]
    return rows
