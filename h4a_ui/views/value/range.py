"""How far the ratio depends on each assumption, and when the resources come back."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from h4a_core.engine.ratio import Ratio, payback_year, proxy_needed, unvalued
from h4a_core.engine.value import Valuation
from h4a_core.engine.working import Working
from h4a_ui.charts.ratio_range import RatioBar, per_euro, ratio_range
from h4a_ui.components import picture, quantity, small
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.value.outcomes import years
from h4a_ui.views.value.reckoning import Reckoning


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
    """In which year the resources come back."""
    say = view.say
    year = payback_year(found, put_in.amount)
    if year:
        st.markdown(say("Il valore sociale pareggia le risorse entro {years}.", years=years(say, Decimal(year))))
        return
    st.markdown(say("Il solo valore sociale non pareggia le risorse entro la durata degli effetti."))


def _show_missing(say: Language, found: Sequence[Valuation], put_in: Working) -> None:
    """Which values are missing for a ratio, and what each alone would have to be to break even."""
    st.markdown(say("**Manca un rapporto fra valore e risorse: non tutti gli outcome hanno un valore**"))
    for one in unvalued(found):
        st.markdown(f"- «{say.text(one.outcome.proxy.label)}»: {_needed_words(say, found, one, put_in)}")
    small(
        say(
            "È il valore che ciascuno dovrebbe avere se gli altri mancanti valessero zero. Prova un valore nella sua "
            "scheda: quando nessuno manca compare il rapporto, con il suo intervallo."
        )
    )


def _needed_words(say: Language, found: Sequence[Valuation], one: Valuation, put_in: Working) -> str:
    if one.outcome.proxy.measured:
        return say("viene dai dati: servono i canoni di mercato di almeno 3 famiglie in casa")
    if not one.households:
        return say("nessuna famiglia ha ancora raggiunto questo outcome")
    needed = proxy_needed(found, one, put_in.amount)
    if needed is None:
        return say("gli altri valori bastano già a pareggiare le risorse")
    return say("da solo pareggerebbe le risorse con **{amount}** per famiglia e anno", amount=say.euro(needed))


def show_range(view: View, made: Reckoning) -> None:
    """The ratio with one assumption at a time at its ends, and when it breaks even; or what is missing for that."""
    if unvalued(made.found):
        _show_missing(view.say, made.found, made.put_in)
    elif made.spread:
        _range(view, made.spread, made.found)
        _to_break_even(view, made.found, made.put_in)
