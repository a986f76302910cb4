"""The readings of the contract: which is in force, what each other would change in euro."""

from functools import partial

import streamlit as st

from h4a_core.programme import Reading
from h4a_core.sensitivity import ReadingPrice, price_of_ambiguity
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.session import View


def show_readings(view: View) -> None:
    """A switch for each reading, the most expensive ambiguity first, with the price of every alternative."""
    say, made = view.say, view.statement
    small(
        say(
            "Dove le parole del contratto ammettono più significati, qui si sceglie quale vale, per tutte le pagine. "
            "Accanto, quanto cambierebbe il premio: già maturato, e atteso alla fine."
        )
    )
    prices = price_of_ambiguity(view.programme, view.measured, view.scenario, made)
    dearest: dict[str, list[ReadingPrice]] = {}
    for price in prices:
        dearest.setdefault(price.reading, []).append(price)
    for name, others in dearest.items():
        reading = view.programme.readings[name]
        words, choice, effect = st.columns([3, 3, 4], vertical_alignment="center")
        words.markdown(f"«{reading.quote}»")
        choice.selectbox(
            say.text(reading.label),
            list(reading.alternatives),
            index=list(reading.alternatives).index(made.terms.readings[name]),
            format_func=partial(_alternative, say, reading),
            key=f"reading_{name}",
            on_change=_choose,
            args=(name, reading.default),
            label_visibility="collapsed",
        )
        effect.markdown("  \n".join(_effect(say, view, price) for price in others))


def _alternative(say: Language, reading: Reading, code: str) -> str:
    return say.text(reading.alternatives[code])


def _effect(say: Language, view: View, price: ReadingPrice) -> str:
    words = say.text(view.programme.readings[price.reading].alternatives[price.alternative])
    if not price.now and not price.expected:
        return f"{words}: {say('non cambia nulla')}"
    if price.expected is None:
        return say(
            "{words}: **{now}** oggi; alla fine non c'è ancora da che stimare",
            words=words,
            now=say.signed_euro(price.now),
        )
    return say(
        "{words}: **{now}** oggi, **{then}** atteso alla fine",
        words=words,
        now=say.signed_euro(price.now),
        then=say.signed_euro(price.expected),
    )


def _choose(name: str, default: str) -> None:
    session.choose_reading(name, st.session_state[f"reading_{name}"], default)
