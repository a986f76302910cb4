"""The assumptions that link the boxes of the chain."""

import streamlit as st

from h4a_core.programme import Source
from h4a_core.programme.impact_chain import ImpactChain
from h4a_ui.components import badge, missing_records, small, source_words
from h4a_ui.language import Language
from h4a_ui.session import View


def _cited(say: Language, source: Source | None) -> str:
    return f"  \n:small[{source_words(say, source)}]" if source else ""


def show_assumptions(say: Language, chain: ImpactChain) -> None:
    """For each arrow the sentence on which it rests, with its source."""
    small(
        say(
            "Ogni freccia vale se vale la sua frase: è qui che il programma può sbagliare. {badge}",
            badge=badge(say, "assumption"),
        )
    )
    for box in chain.boxes.values():
        for link in box.leads_to:
            ends, words = st.columns([4, 7])
            ends.markdown(f"{say.text(box.label)} → **{say.text(chain.boxes[link.to].label)}**")
            words.markdown(say.text(link.assumption) + _cited(say, link.source))


def show_no_families_yet(view: View) -> None:
    """Say, where it is so, that no family is in the programme: the chain is drawn with what its sources state."""
    say = view.say
    if view.empty:
        missing_records(say, say("Non ci sono ancora famiglie nel programma a questo giorno."))
