"""Who pays, receives and saves, in all years or in one."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.money import Account, Line, accounts
from h4a_core.programme.money import Money
from h4a_ui.charts.bodies import BodyRow, body_bars
from h4a_ui.components import picture, small
from h4a_ui.language import Language

_ALL_YEARS = 0


def _row(say: Language, money: Money, found: Sequence[Line], account: Account, year: int | None) -> BodyRow:
    own = [one for one in found if one.amount(year) and account.body in (one.giver, one.taker)]
    taken = [one for one in own if one.taker == account.body]
    return BodyRow(
        say.text(money.bodies[account.body].label),
        account,
        [say.text(one.label) for one in own if one.giver == account.body],
        [say.text(one.label) for one in taken if one.kind == "cash"],
        [say.text(one.label) for one in taken if one.kind == "avoided"],
    )


def show_bodies(say: Language, money: Money, found: Sequence[Line], known: Sequence[int]) -> None:
    """The main picture: who pays, receives and saves, in all years or in one."""
    chosen = st.segmented_control(
        say("Anno"),
        [_ALL_YEARS, *known],
        default=_ALL_YEARS,
        required=True,
        format_func=lambda year: str(year) if year else say("Tutti gli anni"),
        key="money_year",
        persist_state="session",
        label_visibility="collapsed",
    )
    year = chosen if chosen in known else None
    rows = [_row(say, money, found, one, year) for one in accounts(money, found, year)]
    if year:
        period = say("Nel {year}", year=year)
    elif len(known) == 1:
        period = say("Nel {year}", year=known[0])
    else:
        period = say("Dal {first} al {last}", first=known[0], last=known[-1])
    picture(say, body_bars(say, rows, period), key="bodies")
    small(
        say(
            "Barra piena: soldi passati di mano, o dovuti per contratto (i canoni). Riquadro tratteggiato: soldi non "
            "spesi, rispetto a che cosa sarebbe successo senza il programma. Le due cose non si sommano."
        )
    )
