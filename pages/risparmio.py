"""Risparmio: what hotels would have cost, what they did cost, what is left, and how far that rests on assumptions."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

import streamlit as st

from h4a_core.disclosure import merge_small
from h4a_core.engine.savings import MonthCost, SizeCost, break_even, costs_by_month, costs_by_size
from h4a_core.programme import Programme
from h4a_core.scenario import Scenario
from h4a_core.statement import Statement
from h4a_ui import session
from h4a_ui.charts.cumulative import cumulative_costs
from h4a_ui.charts.monthly import monthly_bars
from h4a_ui.charts.sizes import SizeRow, by_size_bars
from h4a_ui.charts.waterfall import WaterfallItem, waterfall
from h4a_ui.components import Figure, badge, empty_page, figures, joined, picture, quantity, small, source_words
from h4a_ui.language import Language
from h4a_ui.session import View

_PRESETS = ("expected_nights", "cost_per_night")


def _preset(say: Language, programme: Programme, name: str) -> Decimal:
    """A row of buttons with the published figures of one assumption; the chosen one with its source under it."""
    value = programme.assumptions[name]
    options = [one.value for one in value.evidence]
    words = {one.value: f"{say.text(one.label)} · {say.number(one.value)}" for one in value.evidence}
    chosen = st.pills(
        say.text(value.label),
        options,
        default=value.value if value.value in options else None,
        required=value.value in options,
        format_func=words.__getitem__,
        key=f"preset_{name}",
        persist_state="session",
    )
    found = next((one for one in value.evidence if one.value == chosen), None)
    if found is None:
        small(f"{quantity(say, value.value, value.unit)} {badge(say, 'assumption')} {source_words(say, value.source)}")
        return value.value
    note = say.text(found.note)
    small(
        f"{badge(say, 'assumption')} {note} · [{say('fonte')}]({found.address}), "
        + say("letta il {day}", day=say.date(found.date))
    )
    return found.value


def _figures(view: View) -> None:
    say, made = view.say, view.statement
    net, gross = made.savings.working, made.savings.working.inputs[0]
    expected, observed = gross.inputs
    nights = made.savings.observed_nights
    cards = [
        Figure(
            say("Costo atteso in albergo"),
            say.euro(made.savings.expected_cost_eur),
            say("{nights} notti in tutto", nights=say.number(made.savings.expected_nights)),
            expected,
        ),
        Figure(
            say("Costo avvenuto in albergo"),
            say.euro(made.savings.observed_cost_eur),
            say("{nights} notti dall'ingresso nel programma", nights=say.number(nights)),
            observed,
        ),
        Figure(
            say("Spesa evitata"),
            say.euro(made.savings.gross_saving_eur),
            say("stimata, senza gruppo di controllo"),
            gross,
        ),
        Figure(
            say("Saldo per la Città"),
            say.signed_euro(made.savings.net_saving_eur),
            say("dopo il premio e gli altri costi"),
            net,
        ),
    ]
    figures(say, view.programme, cards, key="saving")


def _cumulative(view: View, months: Sequence[MonthCost]) -> None:
    nights = view.programme.assumptions["expected_nights"]
    terms = view.statement.terms
    bands = [
        _running(costs_by_month(view.facts, view.programme.in_force({**terms.values, "expected_nights": bound})))
        for bound in (nights.low or nights.value, nights.high or nights.value)
    ]
    shown = cumulative_costs(
        view.say,
        [one.month for one in months],
        _running(months),
        list(accumulate(one.observed_eur for one in months)),
        *bands,
    )
    picture(view.say, shown, key="cumulative")


def _running(months: Sequence[MonthCost]) -> list[Decimal]:
    return list(accumulate(one.expected_eur for one in months))


def _waterfall(say: Language, made: Statement) -> None:
    savings = made.savings
    items = [
        WaterfallItem(say("Costo atteso senza il programma"), savings.expected_cost_eur, "gain"),
        WaterfallItem(say("Albergamenti avvenuti"), savings.observed_cost_eur, "cost"),
        WaterfallItem(say("Premio maturato"), savings.premium_eur, "cost"),
        *([WaterfallItem(say("Altri costi"), savings.other_costs_eur, "cost")] if savings.other_costs_eur else []),
        WaterfallItem(say("Saldo per la Città"), savings.net_saving_eur, "total"),
    ]
    picture(say, waterfall(say, items), key="waterfall")


def _by_size(say: Language, sizes: Sequence[SizeCost]) -> None:
    rows = [
        SizeRow(
            group[0].members,
            group[-1].members,
            sum(one.households for one in group),
            sum((one.expected_eur for one in group), Decimal(0)),
            sum((one.observed_eur for one in group), Decimal(0)),
        )
        for group in merge_small(sizes, lambda one: one.households)
    ]
    if not rows:
        st.markdown(say("**Le famiglie sono troppo poche per mostrarle per numero di componenti.**"))
        return
    picture(say, by_size_bars(say, rows), key="by_size")
    if len(rows) < len(sizes):
        small(say("I gruppi con meno di 3 famiglie sono uniti ai vicini, perché nessuna famiglia sia riconoscibile."))


def _break_even(view: View) -> None:
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


def _page() -> None:
    say = session.language()
    programme = session.programme()
    if session.view().empty:
        empty_page(say, say("Risparmio"))
    st.title(say("Risparmio"))
    st.markdown(
        say(
            "Quanto sarebbe costato l'albergo, quanto è costato davvero, e che cosa resta. "
            "Scegli su quali prove pubblicate basarti:"
        )
    )
    view = session.view(Scenario(values={name: _preset(say, programme, name) for name in _PRESETS}))
    _figures(view)
    months = costs_by_month(view.facts, view.statement.terms)
    _cumulative(view, months)
    left, right = st.columns(2, gap="large")
    with left:
        _waterfall(say, view.statement)
        _break_even(view)
    with right:
        _by_size(say, costs_by_size(view.facts, view.statement.terms))
        shown = monthly_bars(
            say,
            [one.month for one in months],
            [one.expected_eur for one in months],
            [one.observed_eur for one in months],
        )
        picture(say, shown, key="monthly")


_page()
