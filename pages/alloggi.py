"""Alloggi: homes found and let, days and cost of each step, rents against the market, homes that are lacking."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from h4a_core.engine.homes import (
    STATES,
    Home,
    RentGroup,
    by_district,
    by_origin,
    counted,
    days_to_let,
    mobilised,
    needs,
    renovation,
    rents,
    step_days,
    vacancy,
)
from h4a_core.measuring.homes import measured_homes, measured_waiting
from h4a_core.tables.codes import ORIGINS
from h4a_ui import session
from h4a_ui.charts import step_days as days_chart
from h4a_ui.charts.counted_bars import CountRow, counted_bars
from h4a_ui.charts.home_rents import RentRow, home_rents
from h4a_ui.charts.homes_by_origin import HomesRow, homes_by_origin
from h4a_ui.charts.homes_needed import NeedPoint, homes_needed
from h4a_ui.components import Figure, empty_page, figures, joined, missing_records, picture, small
from h4a_ui.language import Language
from h4a_ui.session import View

_TABLE = 300  # height of the list of homes, in pixels
_ORIGIN_NAMES = {code.name: code.label for code in ORIGINS}


def _origin(say: Language, origin: str | None) -> str:
    return say.text(_ORIGIN_NAMES[origin]) if origin in _ORIGIN_NAMES else say("Provenienza non registrata")


def _homes_of(say: Language, number: int) -> str:
    return say.plural("{n} alloggio", "{n} alloggi", number)


def _sentence(say: Language, homes: Sequence[Home]) -> None:
    found = len(mobilised(homes))
    kept = len(homes) - found
    words = say.plural("Il programma ha trovato {n} alloggio.", "Il programma ha trovato {n} alloggi.", found)
    if kept:
        words += " " + say.plural(
            "Un'altra casa era già della famiglia, che vi è rimasta: conta per lei, non per l'offerta.",
            "Altre {n} case erano già delle famiglie, che vi sono rimaste: contano per loro, non per l'offerta.",
            kept,
        )
    st.markdown(words)


def _figures(view: View, homes: Sequence[Home]) -> None:
    say = view.say
    total = counted(homes)
    let = total.inputs[0]
    cards = [
        Figure(
            say("Alloggi mobilitati"),
            say.number(total.value),
            say.plural("{n} affittato oggi", "{n} affittati oggi", int(let.value)),
            total,
        )
    ]
    to_let, cost, empty = days_to_let(homes), renovation(homes), vacancy(homes, view.as_of)
    if to_let:
        cards.append(
            Figure(
                say("Dal ritrovamento al contratto"),
                say("{days} giorni", days=say.number(to_let.value)),
                say("mediana su {homes}", homes=_homes_of(say, int(to_let.inputs[0].value))),
                to_let,
            )
        )
    if cost:
        cards.append(
            Figure(
                say("Lavori per alloggio"),
                say.euro(cost.per_home.value),
                say(
                    "{eur} al metro quadrato, su {homes}",
                    eur=say.euro(cost.per_m2.value),
                    homes=_homes_of(say, cost.homes),
                ),
                replace(cost.per_home, inputs=[*cost.per_home.inputs, cost.per_m2]),
            )
        )
    if empty:
        cards.append(
            Figure(
                say("Giorni vuoti per alloggio"),
                say("{days} giorni", days=say.number(empty.value)),
                say("in media, da quando è pronto, su {homes}", homes=_homes_of(say, int(empty.inputs[1].value))),
                empty,
            )
        )
    figures(say, view.programme, cards, key="homes")


def _by_origin(say: Language, homes: Sequence[Home]) -> None:
    rows = []
    for one in by_origin(homes):
        let = say.plural("{n} affittato", "{n} affittati", one.states["let"])
        rows.append(HomesRow(_origin(say, one.origin), dict(one.states), f"{say.number(one.homes)} · {let}"))
    kept = [home.state for home in homes if home.kept]
    states: dict[str, int] = {"let": kept.count("let"), "free_again": kept.count("free_again")}
    still = say.plural("{n} ancora abitata", "{n} ancora abitate", states["let"])
    kept_row = HomesRow(say("Case mantenute"), dict(states), f"{say.number(len(kept))} · {still}")
    names = {state: say.text(label) for state, label in STATES.items()}
    picture(say, homes_by_origin(say, rows, names, kept_row if kept else None), key="origins")
    small(
        say(
            "«In ristrutturazione» è un alloggio con un costo dei lavori e senza data di disponibilità; «trovato» "
            "uno senza né l'uno né l'altra."
        )
    )


def _steps(say: Language, homes: Sequence[Home]) -> None:
    labels = {
        "works": say("Trovato → pronto"),
        "letting": say("Pronto → contratto"),
        "moving": say("Contratto → ingresso in casa"),
    }
    found = step_days(homes)
    rows = [
        days_chart.DaysRow(labels[one.key], one.days, one.median, _homes_of(say, len(one.days)))
        for one in found
        if one.median is not None
    ]
    picture(say, days_chart.step_days(say, rows), key="steps")
    lacking = sum(one.lacking for one in found)
    if lacking:
        small(
            say.plural(
                "{n} passaggio senza una delle due date, o con le date al contrario, non è contato.",
                "{n} passaggi senza una delle due date, o con le date al contrario, non sono contati.",
                lacking,
            )
        )
    small(say("Il costo registrato è quello dei lavori; acquisto, mesi vuoti e ricerca delle case non sono nei dati."))


def _need(view: View, homes: Sequence[Home]) -> None:
    say = view.say
    waiting = session.measured(measured_waiting, view.as_of)
    points = [NeedPoint(one.day, one.waiting, one.free) for one in needs(homes, waiting.months)]
    picture(say, homes_needed(say, points), key="need")
    if waiting.with_candidates:
        who = say(
            "Aspetta chi ha fatto domanda e non ha casa né è uscito: anche chi l'Elenco escluderebbe, "
            "quindi è un massimo."
        )
    else:
        who = say("Senza l'elenco delle candidature si contano solo le famiglie poi entrate nel programma.")
    rest = say(
        "Chi resta nella propria casa aspetta fino al nuovo contratto; chi ha perso la casa non torna nel conto."
    )
    small(f"{who} {rest}")
    if any(point.waiting is None for point in points):
        small(say("Dove la linea grigia si interrompe aspettano una o due famiglie."))


def _districts(say: Language, homes: Sequence[Home]) -> None:
    found = by_district(homes)
    rows = [CountRow(joined(say, group), number, say.number(number)) for group, number in found]
    total = say.number(sum(number for _, number in found))
    most = max((number for _, number in found), default=0)
    where = [row.label for row in rows if row.value == most]
    words = (
        say("Il maggior numero in {where}: {n} alloggi su {total}", where=where[0], n=say.number(most), total=total)
        if len(where) == 1
        else say("{total} alloggi, al massimo {n} per circoscrizione", total=total, n=say.number(most))
    )
    picture(say, counted_bars(say, rows, words, (say("Circoscrizione"), say("Alloggi"))), key="districts")
    small(say("Alloggi mobilitati; le circoscrizioni con meno di 3 alloggi sono unite alle vicine."))


def _rent_label(say: Language, group: RentGroup) -> str:
    if not group.origins:
        return say("Case mantenute")
    return joined(say, [_origin(say, origin) for origin in group.origins])


def _rents(say: Language, homes: Sequence[Home]) -> None:
    rows = [RentRow(_rent_label(say, one), one.contracts, one.rent, one.market) for one in rents(homes)]
    picture(say, home_rents(say, rows), key="rents")
    small(say("Tra parentesi i contratti in corso con un canone di mercato; nessun gruppo ha meno di 3 famiglie."))


def _one_by_one(say: Language, homes: Sequence[Home], as_of: date) -> None:
    table = pd.DataFrame(
        [
            {
                say("Codice"): home.dwelling_id,
                say("Stato"): say.text(STATES[home.state]) if not home.kept else say("Mantenuta"),
                say("Provenienza"): _origin(say, home.origin),
                say("Stanze"): home.rooms,
                say("Trovato il"): home.acquired_date,
                say("Pronto dal"): home.available_date,
                say("Giorni vuoti"): home.vacant_days(as_of) if not home.kept else None,
            }
            for home in sorted(homes, key=lambda home: home.kept)
        ]
    )
    days = {name: st.column_config.DateColumn(format="DD/MM/YYYY") for name in table.columns[4:6]}
    words = say("Gli alloggi con il loro stato")
    st.dataframe(table, hide_index=True, height=_TABLE, column_config=days, placeholder="–", alt=words)


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Alloggi"))
    homes = session.measured(measured_homes, view.as_of)
    st.title(say("Alloggi"))
    _sentence(say, homes)
    if not any(home.origin for home in homes):
        missing_records(
            say,
            say(
                "Manca il file degli alloggi (provenienza, circoscrizione, date, lavori): si sa solo quel che dicono "
                "i contratti."
            ),
        )
    _figures(view, homes)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("Da dove vengono, a che punto sono"))
        _by_origin(say, homes)
        st.subheader(say("Quanto dura ogni passo"))
        _steps(say, homes)
    with right:
        st.subheader(say("Quante case mancano"))
        _need(view, homes)
        st.subheader(say("Quanto costano alle famiglie"))
        _rents(say, homes)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("In quale parte della città"))
        _districts(say, homes)
    with right:
        st.subheader(say("Gli alloggi, uno per uno"))
        _one_by_one(say, homes, view.as_of)


_page()
