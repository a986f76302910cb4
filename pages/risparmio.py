"""Risparmio: what hotels would have cost, what they did cost, what is left, and how far that rests on assumptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

import streamlit as st

from h4a_core.disclosure import merge_small
from h4a_core.engine.savings import MonthCost, SizeCost, break_even, costs_by_month, costs_by_size
from h4a_core.scenario import Scenario
from h4a_core.statement import Statement
from h4a_ui import session
from h4a_ui.charts.cumulative import cumulative_costs
from h4a_ui.charts.monthly import monthly_bars
from h4a_ui.charts.sizes import SizeRow, by_size_bars
from h4a_ui.charts.waterfall import WaterfallItem, waterfall
from h4a_ui.components import Figure, badge, empty_page, figures, joined, picture, quantity, small, source_words
from h4a_ui.language import Language
from h4a_ui.parts.without_programme import estimates, show_without_programme
from h4a_ui.session import View

_PRESETS = ("expected_nights", "cost_per_night")


@dataclass(frozen=True)
class _Basis:
    """One figure to base an assumption on: the words of its button, the value, and where it comes from."""

    words: str
    value: Decimal
    note: str


def _bases(view: View, name: str) -> dict[str, _Basis]:
    """What an assumption may be based on: each published figure, and what the records of other families say."""
    say, value = view.say, view.programme.assumptions[name]
    found = {
        f"{at}": _Basis(
            f"{say.text(one.label)} · {say.number(one.value)}",
            one.value,
            f"{badge(say, 'assumption')} {say.text(one.note)} · [{say('fonte')}]({one.address}), "
            + say("letta il {day}", day=say.date(one.date)),
        )
        for at, one in enumerate(value.evidence)
    }
    own = estimates(view.as_of)
    if own:
        whole = own[0].found
        known = whole.nights if name == "expected_nights" else whole.cost
        note = say("stima da {n} permanenze di altre famiglie, più sotto", n=say.number(whole.stays))
        words = f"{say('Storico')} · {say.number(known)}"
        found["records"] = _Basis(words, known, f"{badge(say, 'estimate')} {note}")
    return found


def _preset(view: View, name: str) -> Decimal:
    """A row of buttons with what one assumption may be based on; the chosen one with its source under it."""
    say, value = view.say, view.programme.assumptions[name]
    bases = _bases(view, name)
    usual = next((key for key, basis in bases.items() if basis.value == value.value), None)
    chosen = st.pills(
        say.text(value.label),
        list(bases),
        default=usual,
        required=usual is not None,
        format_func=lambda key: bases[key].words,
        key=f"preset_{name}",
        persist_state="session",
    )
    if chosen is None:
        small(f"{quantity(say, value.value, value.unit)} {badge(say, 'assumption')} {source_words(say, value.source)}")
        return value.value
    small(bases[chosen].note)
    return bases[chosen].value


def _figures(view: View) -> None:
    say, made = view.say, view.statement
    net, gross = made.savings.working, made.savings.working.inputs[0]
    expected, observed = gross.inputs
    nights = made.savings.observed_nights
    cards = [
        Figure(
            say("Costo atteso in albergo"),
            say.euro(made.savings.expected_cost),
            say("{nights} notti in tutto", nights=say.number(made.savings.expected_nights)),
            expected,
        ),
        Figure(
            say("Costo avvenuto in albergo"),
            say.euro(made.savings.observed_cost),
            say("{nights} notti dall'ingresso nel programma", nights=say.number(nights)),
            observed,
        ),
        Figure(
            say("Spesa evitata"),
            say.euro(made.savings.gross_saving),
            say("stimata, senza gruppo di controllo"),
            gross,
        ),
        Figure(
            say("Saldo per la Città"),
            say.signed_euro(made.savings.net_saving),
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
        list(accumulate(one.observed for one in months)),
        *bands,
    )
    picture(view.say, shown, key="cumulative")


def _running(months: Sequence[MonthCost]) -> list[Decimal]:
    return list(accumulate(one.expected for one in months))


def _waterfall(say: Language, made: Statement) -> None:
    savings = made.savings
    items = [
        WaterfallItem(say("Costo atteso senza il programma"), savings.expected_cost, "gain"),
        WaterfallItem(say("Albergamenti avvenuti"), savings.observed_cost, "cost"),
        WaterfallItem(say("Premio maturato"), savings.premium, "cost"),
        *([WaterfallItem(say("Altri costi"), savings.other_costs, "cost")] if savings.other_costs else []),
        WaterfallItem(say("Saldo per la Città"), savings.net_saving, "total"),
    ]
    picture(say, waterfall(say, items), key="waterfall")


def _by_size(say: Language, sizes: Sequence[SizeCost]) -> None:
    rows = [
        SizeRow(
            group[0].members,
            group[-1].members,
            sum(one.households for one in group),
            sum((one.expected for one in group), Decimal(0)),
            sum((one.observed for one in group), Decimal(0)),
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
    plain = session.view()
    if plain.empty:
        empty_page(say, say("Risparmio"))
    st.title(say("Risparmio"))
    st.markdown(
        say(
            "Quanto sarebbe costato l'albergo, quanto è costato davvero, e che cosa resta. "
            "Scegli su quali prove basarti:"
        )
    )
    view = session.view(Scenario(values={name: _preset(plain, name) for name in _PRESETS}))
    if any(view.statement.terms[name] != plain.statement.terms[name] for name in _PRESETS):
        small(say("La scelta vale solo su questa pagina: sulle altre restano le ipotesi di partenza."))
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
            [one.expected for one in months],
            [one.observed for one in months],
        )
        picture(say, shown, key="monthly")
    show_without_programme(view)


_page()
