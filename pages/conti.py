"""Chi paga, chi risparmia: the money of each body, year by year; what was not spent stands beside it, never added."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.money import Account, Line, accounts, lines, years
from h4a_core.engine.savings import costs_by_month
from h4a_core.engine.working import Working
from h4a_core.measuring.money import measured_money
from h4a_core.programme.money import Money, load_money
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.charts.bodies import BodyRow, body_bars
from h4a_ui.components import Figure, download, empty_page, figures, missing_records, picture, show_working, small
from h4a_ui.language import Language
from h4a_ui.session import View

_ALL_YEARS = 0


def _total(label: Text, found: Sequence[Line]) -> Working:
    """The sum of some lines, as a figure with its working."""
    return Working(
        label,
        sum((one.amount() for one in found), Decimal(0)),
        "EUR",
        "estimate" if any(one.figure.badge == "estimate" for one in found) else "data",
        Text(it="somma delle voci", en="sum of the items"),
        tuple(one.working for one in found),
    )


def _owed(view: View, paid: Decimal) -> Working:
    earned = view.statement.earned
    return Working(
        Text(it="Premio ancora da pagare", en="Premium still to be paid"),
        earned - paid,
        "EUR",
        "contract",
        Text(it="premio maturato − premio pagato", en="premium earned − premium paid"),
        (
            Working(Text(it="Premio maturato", en="Premium earned"), earned, "EUR", "contract"),
            Working(Text(it="Premio pagato", en="Premium paid"), paid, "EUR", "data"),
        ),
    )


def _names(say: Language, found: Sequence[Line]) -> str:
    return ", ".join(say.text(one.label) for one in found) or "—"


def _figures(view: View, money: Money, found: Sequence[Line]) -> None:
    say = view.say
    payer, families = money.bodies[money.payer].label, money.bodies[money.beneficiaries].label
    out = [one for one in found if one.giver == money.payer]
    spared = [one for one in found if one.kind == "avoided" and one.taker == money.payer]
    rents = [one for one in found if one.giver == money.beneficiaries]
    paid = sum(session.paid(view).values(), Decimal(0))
    earned = say.euro(view.statement.earned)
    cards = [
        (say("{body}: ha pagato", body=say.text(payer)), _total(payer, out), _names(say, out)),
        (
            say("{body}: non ha speso", body=say.text(payer)),
            _total(payer, spared),
            say("{names}: non è cassa, è stimato senza gruppo di controllo", names=_names(say, spared)),
        ),
        (
            say("Premio ancora da pagare"),
            _owed(view, paid),
            say("maturato {earned}, pagato {paid}", earned=earned, paid=say.euro(paid)),
        ),
        (say("{body}: a loro carico", body=say.text(families)), _total(families, rents), _names(say, rents)),
    ]
    figures(
        say, view.programme, [Figure(name, say.euro(one.amount), note, one) for name, one, note in cards], key="money"
    )


def _row(say: Language, money: Money, found: Sequence[Line], account: Account, year: int | None) -> BodyRow:
    own = [one for one in found if one.amount(year) and account.body in (one.giver, one.taker)]
    taken = [one for one in own if one.taker == account.body]
    return BodyRow(
        say.text(money.bodies[account.body].label),
        account.pays,
        account.receives,
        account.saves,
        [say.text(one.label) for one in own if one.giver == account.body],
        [say.text(one.label) for one in taken if one.kind == "cash"],
        [say.text(one.label) for one in taken if one.kind == "avoided"],
    )


def _bodies(say: Language, money: Money, found: Sequence[Line], known: Sequence[int]) -> None:
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


def _lines(view: View, money: Money, found: Sequence[Line]) -> None:
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


def _by_year(view: View, money: Money, found: Sequence[Line], known: Sequence[int]) -> None:
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
        parts = {say("saldo di cassa"): [one.balance for one in own]}
        if any(one.pays for one in own) and any(one.receives for one in own):
            parts = {say("uscite"): [-one.pays for one in own], say("entrate"): [one.receives for one in own], **parts}
        parts[say("risparmio (non è cassa)")] = [one.saves for one in own]
        name = say.text(money.bodies[own[0].body].label)
        rows += [((name, what), amounts) for what, amounts in parts.items() if any(amounts)]
    return rows


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Chi paga, chi risparmia"))
    money = session.evaluation("money", load_money)
    records = session.measured(measured_money, view.programme.id, view.as_of)
    found = lines(money, records, costs_by_month(view.facts, view.statement.terms), view.as_of)
    known = years(found)
    if not known:
        empty_page(say, say("Chi paga, chi risparmia"))
    st.title(say("Chi paga, chi risparmia"))
    st.markdown(
        say(
            "I soldi passati di mano attorno al programma fino al {day}, e quelli non spesi. "
            "Chi paga non è sempre chi risparmia.",
            day=say.long_date(view.as_of),
        )
    )
    _figures(view, money, found)
    if not records.paid:
        missing_records(say, say("Nessun pagamento registrato: porta la tabella dei pagamenti del premio."))
    left, right = st.columns(2, gap="large")
    with left:
        _bodies(say, money, found, known)
    with right:
        _lines(view, money, found)
    _by_year(view, money, found, known)


_page()
