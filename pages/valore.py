"""Valore sociale: what the outcomes that cannot be cashed are worth, over what was put in; the saving stands apart."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import streamlit as st

from h4a_core.engine.access import NO_RENTS
from h4a_core.engine.costing import Check, checks
from h4a_core.engine.money import grants
from h4a_core.engine.ratio import Ratio, payback_year, proxy_needed, ratio
from h4a_core.engine.value import Bounds, Valuation, explained, together, valuations
from h4a_core.engine.working import Working, cents
from h4a_core.measuring.access import measured_rents
from h4a_core.programme.money import load_money
from h4a_core.programme.social_value import SocialValue, load_social_value
from h4a_core.scenario import Scenario
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.charts.ratio_range import RatioBar, per_euro, ratio_range
from h4a_ui.charts.waterfall import WaterfallItem, waterfall
from h4a_ui.components import (
    Figure,
    empty_page,
    figures,
    missing_records,
    picture,
    quantity,
    small,
    source_words,
)
from h4a_ui.language import Language
from h4a_ui.parts.proxies import fill_cards, show_fields, years
from h4a_ui.session import View

_PUT_IN = Text(it="Risorse impiegate", en="Resources put in")
_SAVED = Text(it="Risparmio monetizzabile", en="Cashable saving")
_OF_PREMIUM = ("premium_per_household", "other_costs_per_household")
_OF_SAVING = ("expected_nights", "cost_per_night", "hotel_probability")


def _ends(view: View, names: Sequence[str]) -> tuple[View, View]:
    """The view with some assumptions at their low, and at their high."""
    values = {name: view.programme.assumptions[name] for name in names}
    low = {name: value.value if value.low is None else value.low for name, value in values.items()}
    high = {name: value.value if value.high is None else value.high for name, value in values.items()}
    return session.view(Scenario(values=low)), session.view(Scenario(values=high))


def _resources(view: View, model: SocialValue) -> dict[str, tuple[Working, Decimal, Decimal]]:
    """Each resource that the evaluation names: its figure, its low and its high (EUR)."""
    low, high = (one.statement for one in _ends(view, _OF_PREMIUM))
    made = view.statement
    premium = Working(
        Text(it="Premio maturato", en="Premium earned"), made.earned, "EUR", "contract",
        made.working.formula, made.working.inputs,
    )  # fmt: skip
    others = made.savings.working.inputs[2]
    given = grants(session.evaluation("money", load_money), view.as_of)
    total = sum((one.amount for one in given), Decimal(0))
    named = Working(
        Text(it="Contributi pubblici", en="Public grants"), total, "EUR", "data",
        Text(it="somma dei contributi", en="sum of the grants"), given,
    )  # fmt: skip
    known = {
        "premium_earned": (premium, low.earned, high.earned),
        "other_costs": (others, low.savings.other_costs, high.savings.other_costs),
        "grants": (named, total, total),
    }
    return {name: known[name] for name in model.inputs}


def _cashable(view: View) -> Bounds:
    """The avoided cost, at its value and with the assumptions on hotels all low and all high."""
    low, high = (one.statement.savings.gross_saving for one in _ends(view, _OF_SAVING))
    return Bounds(_SAVED, "EUR", *map(Fraction, (low, view.statement.savings.gross_saving, high)))


def _chosen(view: View, model: SocialValue) -> tuple[Bounds, Working]:
    """What counts as put in: all that the evaluation names, unless some of it is left out here."""
    say, known = view.say, _resources(view, model)
    names = st.pills(
        say("Risorse contate"),
        list(known),
        selection_mode="multi",
        default=list(known),
        format_func=lambda name: f"{say.text(known[name][0].label)} · {say.euro(known[name][0].amount)}",
        key="resources",
        persist_state="session",
        wrap=True,
    )
    kept = [known[name] for name in names]
    low, value, high = (
        sum((Fraction(one) for one in column), Fraction(0))
        for column in ([low for _, low, _ in kept], [one.value for one, _, _ in kept], [high for _, _, high in kept])
    )
    working = Working(
        _PUT_IN, cents(value), "EUR", "data", Text(it="somma delle risorse contate", en="sum of the resources counted"),
        tuple(one for one, _, _ in kept),
    )  # fmt: skip
    return Bounds(_PUT_IN, "EUR", low, value, high), working


def _worth(model: SocialValue, found: Sequence[Valuation], saving: Working | None) -> Working:
    """The value of all outcomes that have one; with the cashable saving only when the sum was asked for."""
    parts = [explained(model, one, one.proxy) for one in found if one.proxy]
    label = Text(it="Valore sociale", en="Social value")
    formula = Text(it="somma degli outcome che hanno un valore", en="sum of the outcomes that have a value")
    if saving:
        parts.append(saving)
        label = Text(it="Valore sociale + risparmio", en="Social value + saving")
        formula = Text(it="somma di due cose diverse, chiesta da te", en="sum of two different things, asked by you")
    return Working(label, sum((one.amount for one in parts), Decimal(0)), "EUR", "estimate", formula, parts)


def _figures(view: View, worth: Working, put_in: Working, found: Sequence[Valuation], spread: Ratio | None) -> None:
    say = view.say
    valued, summed = sum(one.proxy is not None for one in found), worth.label.it != "Valore sociale"
    counted = say("valore attuale di {n} delle {all} voci: le altre sono vuote", n=say.number(valued), all=len(found))
    if valued == len(found):
        counted = say("valore attuale di tutte le voci")
    cards = [
        Figure(say.text(worth.label), say.euro(worth.amount), counted, worth),
        Figure(say.text(_PUT_IN), say.euro(put_in.amount), say("contate tutte al primo giorno"), put_in),
    ]
    if spread:
        share = Working(
            Text(it="Valore su risorse", en="Value over resources"), spread.value, "share", "estimate",
            Text(it="valore ÷ risorse impiegate", en="value ÷ resources put in"), (worth, put_in),
        )  # fmt: skip
        ends = {"low": per_euro(say, spread.low), "high": per_euro(say, spread.high)}
        words = say("risparmio compreso, ") if summed else ""
        cards.append(
            Figure(
                say("Per ogni euro messo"),
                f"{per_euro(say, spread.value)} EUR",
                words + say("da {low} a {high} secondo le ipotesi", **ends),
                share,
            )
        )
    gross = view.statement.savings.working.inputs[0]
    apart = say("Sommato, perché l'hai chiesto.") if summed else say("Non è sommato.")
    apart += " " + say("Soldi che la Città non spende, stimati senza gruppo di controllo.")
    saving = say("Di cui risparmio") if summed else say("A parte: risparmio monetizzabile")
    cards.append(Figure(saving, say.euro(gross.amount), apart, gross))
    figures(say, view.programme, cards, key="value")


def _ladder(say: Language, found: Sequence[Valuation], worth: Working, saving: Working | None) -> None:
    steps = together(one.ladder for one in found if one.proxy)
    items = [
        WaterfallItem(say("Valore lordo di un anno"), cents(steps.gross), "gain"),
        WaterfallItem(say("Sarebbe successo comunque"), cents(steps.deadweight), "cost"),
        WaterfallItem(say("Tolto ad altri"), cents(steps.displacement), "cost"),
        WaterfallItem(say("Merito di altri"), cents(steps.elsewhere), "cost"),
        WaterfallItem(say("Valore del primo anno"), cents(steps.first_year), "total"),
        WaterfallItem(say("Anni successivi, con il calo"), cents(steps.later_years), "gain"),
        WaterfallItem(say("Sconto: un euro domani vale meno"), cents(steps.discount), "cost"),
        WaterfallItem(say("Valore sociale, oggi"), cents(steps.present), "total"),
    ]
    takeaway = say(
        "Di {gross} l'anno al lordo, il programma ne vale {first}; su tutta la durata, oggi, {present}",
        gross=say.euro(steps.gross),
        first=say.euro(steps.first_year),
        present=say.euro(steps.present),
    )
    if saving:
        takeaway = say("{takeaway}; con il risparmio, {sum}", takeaway=takeaway, sum=say.euro(worth.amount))
        items += [
            WaterfallItem(say("Risparmio monetizzabile, sommato"), saving.amount, "gain"),
            WaterfallItem(say.text(worth.label), worth.amount, "total"),
        ]
    picture(say, replace(waterfall(say, items), takeaway=takeaway), key="value_ladder")


def _range(view: View, spread: Ratio, found: Sequence[Valuation]) -> None:
    say = view.say
    several = sum(one.proxy is not None for one in found) > 1
    bars = []
    for one in spread.swings:
        label = say.text(one.bounds.label)
        if one.of and several:
            label = f"{say.text(one.of)} · {label.lower()}"
        low, high = (_in_words(say, bound, one.bounds.unit) for bound in (one.bounds.low, one.bounds.high))
        bars.append(RatioBar(label, one.at_low, one.at_high, low, high))
    picture(say, ratio_range(say, spread.low, spread.value, spread.high, bars), key="value_range")
    if bars:
        widest = bars[0]
        least, most = (per_euro(say, end) for end in sorted((widest.at_low, widest.at_high)))
        words = say(
            "Conta di più «{label}»: porta il rapporto da {low} a {high}.", label=widest.label, low=least, high=most
        )
        st.markdown(words + " " + say("Nella tabella, un'ipotesi alla volta."))


def _in_words(say: Language, value: Fraction, unit: str) -> str:
    return years(say, Decimal(int(value))) if unit == "years" else quantity(say, value, unit)


def _to_break_even(view: View, found: Sequence[Valuation], put_in: Working) -> None:
    """In which year the resources come back, and what an outcome would have to be worth for that."""
    say = view.say
    year = payback_year(found, put_in.amount)
    if year:
        st.markdown(say("Il valore sociale pareggia le risorse entro {years}.", years=years(say, Decimal(year))))
        return
    st.markdown(say("Il solo valore sociale non pareggia le risorse entro la durata degli effetti."))
    for one in found:
        needed = proxy_needed(found, one, put_in.amount) if one.proxy is None else None
        if needed:
            st.markdown(
                "- "
                + say(
                    "Pareggerebbe se «{label}» valesse **{amount}** per famiglia, tutto il resto uguale",
                    label=say.text(one.outcome.proxy.label),
                    amount=say.euro(needed),
                )
            )


def _published(say: Language, found: Sequence[Check]) -> None:
    with st.expander(say("Perché fidarsi del calcolo: rifà {n} cifre pubblicate", n=say.number(len(found)))):
        names = [say("Tabella"), say("Che cosa"), say("Pubblicato"), say("Ricalcolato"), say("Uguale")]
        rows = [
            [
                say.text(one.table),
                say.text(one.what),
                _printed(say, one, one.printed),
                _printed(say, one, one.computed),
                say("sì") if one.agrees else say("no"),
            ]
            for one in found
        ]
        st.table(pd.DataFrame(rows, columns=names), hide_index=True, border="horizontal")
        small(say("Le cifre in mila e in milioni sono troncate, come nella fonte."))
        for source in dict.fromkeys(one.source for one in found):
            small(source_words(say, source))


def _printed(say: Language, one: Check, value: Decimal) -> str:
    digits = -int(one.printed.as_tuple().exponent)
    scale = {1_000: say("mila"), 1_000_000: say("milioni")}.get(int(one.unit), "")
    number = say.money(value) if digits == 2 and not scale else say.number(value, digits)  # noqa: PLR2004 - cents
    return " ".join(part for part in (number, scale, one.currency) if part)


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Valore sociale"))
    model = session.evaluation("social-value", load_social_value)
    rents = sum((one.market for one in session.measured(measured_rents, view.as_of)), NO_RENTS)
    st.title(say("Valore sociale"))
    st.markdown(
        say(
            "Quanto vale ciò che non si incassa: benessere ritrovato e una casa più accessibile. "
            "Si conta solo il merito del programma, e solo ciò che ha un valore scritto; le quote sono quasi tutte "
            "ipotesi."
        )
    )
    top, middle = st.container(), st.container()
    st.subheader(say("Gli outcome, uno per uno"))
    cards, tried = show_fields(say, model)
    found = valuations(model, view.facts, view.statement.terms, rents, tried)
    fill_cards(view, model, cards, found, f"data/programmes/{view.programme.id}/social-value.yaml")
    valued = [one for one in found if one.proxy]
    with top:
        shown = st.container()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            resources, put_in = _chosen(view, model)
            summed = st.toggle(
                say("Somma anche il risparmio monetizzabile"), key="with_cashable", persist_state="session"
            )
        saving = view.statement.savings.working.inputs[0] if summed else None
        worth = _worth(model, found, saving)
        spread = ratio(found, resources, _cashable(view) if summed else None)
        with shown:
            _figures(view, worth, put_in, found, spread)
    with middle:
        if not valued:
            missing_records(
                say,
                say("Nessun outcome ha ancora un valore in euro: servono i canoni di mercato, o un valore da provare."),
            )
        else:
            one, other = st.columns(2, gap="large")
            with one:
                _ladder(say, found, worth, saving)
            with other:
                if spread:
                    _range(view, spread, found)
                    _to_break_even(view, found, put_in)
    _published(say, checks(model.published))


_page()
