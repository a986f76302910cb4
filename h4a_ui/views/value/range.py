"""How far the ratio depends on each assumption, and when the resources come back."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from h4a_core.engine.ratio import Ratio, payback_year, proxy_needed
from h4a_core.engine.value import Valuation
from h4a_core.engine.working import Working
from h4a_ui.charts.ratio_range import RatioBar, per_euro, ratio_range
from h4a_ui.components import picture, quantity
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


def show_range(view: View, made: Reckoning) -> None:
    """The ratio with one assumption at a time at its ends, and the way to break even; nothing without a ratio."""
    if made.spread:
        _range(view, made.spread, made.found)
        _to_break_even(view, made.found, made.put_in)
