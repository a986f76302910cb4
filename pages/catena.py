"""Catena dell'impatto: what goes in, what is done, what comes of it, with live figures and the assumptions between."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from h4a_core.indicators import Result
from h4a_core.programme import Source
from h4a_core.programme.impact_chain import STAGES, Box, ImpactChain, Phase, load_chain
from h4a_core.programme.indicators import load_indicators
from h4a_ui import session
from h4a_ui.charts.impact_chain import ChainBox, ChainStage, impact_chain
from h4a_ui.components import badge, missing_records, small, source_words
from h4a_ui.language import Language
from h4a_ui.parts.indicators import in_words, results, show_drawing, show_faults, show_rows
from h4a_ui.session import View


def _stage_words(say: Language) -> dict[str, tuple[str, str]]:
    return {
        "inputs": (say("Input"), say("che cosa si mette")),
        "activities": (say("Attività"), say("che cosa si fa")),
        "outputs": (say("Output"), say("che cosa ne esce")),
        "outcomes": (say("Outcome"), say("che cosa cambia per le famiglie e per la Città")),
        "impact": (say("Impatto"), say("che cosa resta")),
    }


def _tag(say: Language, box: Box) -> str:
    if box.cashable is None:
        return ""
    return say("monetizzabile") if box.cashable else say("valorizzato, non monetizzabile")


def _stages(say: Language, chain: ImpactChain, found: Mapping[str, Result]) -> list[ChainStage]:
    words = _stage_words(say)
    return [
        ChainStage(
            *words[stage],
            tuple(
                ChainBox(
                    box.id,
                    say.text(box.label),
                    tuple(in_words(say, found[name]) for name in box.indicators),
                    tuple(link.to for link in box.leads_to),
                    _tag(say, box),
                    cashable=bool(box.cashable),
                )
                for box in chain.stages.of(stage)
            ),
        )
        for stage in STAGES
    ]


def _indicators(view: View, chain: ImpactChain, found: Mapping[str, Result]) -> None:
    say = view.say
    words = _stage_words(say)
    for stage in STAGES:
        for box in chain.stages.of(stage):
            head = " · ".join(filter(None, [words[stage][0], say.text(box.label), _tag(say, box)]))
            st.markdown(f"##### {head} :small[:gray[{source_words(say, box.source)}]]")
            show_rows(view, [(name, found[name]) for name in box.indicators])
    others = [name for name in found if not any(name in box.indicators for box in chain.boxes.values())]
    if others:
        st.markdown(f"##### {say('Fuori dalla catena')}")
        show_rows(view, [(name, found[name]) for name in others])


def _cited(say: Language, source: Source | None) -> str:
    return f"  \n:small[{source_words(say, source)}]" if source else ""


def _assumptions(say: Language, chain: ImpactChain) -> None:
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


def _phase(say: Language, phase: Phase) -> None:
    st.markdown(f"**{say.text(phase.label)}**  \n:small[{say.text(phase.period)}]")
    st.markdown(say.text(phase.purpose) + "." + _cited(say, phase.source))
    for one in phase.delivered:
        st.markdown(f"- {say.text(one.what)}{_cited(say, one.source)}")
    if not phase.delivered:
        small(say("Nessun risultato pubblicato finora."))


def _phases(say: Language, chain: ImpactChain) -> None:
    for column, phase in zip(st.columns(len(chain.phases)), chain.phases, strict=True):
        with column, st.container(border=True, height="stretch"):
            _phase(say, phase)


def _page() -> None:
    view = session.view()
    say = view.say
    st.title(say("Catena dell'impatto"))
    if view.empty:
        missing_records(say, say("Non ci sono ancora famiglie nel programma a questo giorno."))
    indicators = session.evaluation("indicators", partial(load_indicators, programme=view.programme))
    chain = session.evaluation("impact-chain", partial(load_chain, indicators=indicators))
    found = results(view, indicators)
    note = say(
        "In blu l'outcome monetizzabile: una spesa che la Città non sostiene. Gli altri hanno un valore sociale, "
        "che non si somma agli euro risparmiati."
    )
    show_drawing(say, impact_chain(say, _stages(say, chain, found)), note, key="impact_chain")
    show_faults(say, found)
    looks: dict[str, Callable[[], None]] = {
        say("Indicatori"): lambda: _indicators(view, chain, found),
        say("Ipotesi che legano le caselle"): lambda: _assumptions(say, chain),
        say("Fasi"): lambda: _phases(say, chain),
    }
    chosen = st.segmented_control(
        say("Sguardo"), list(looks), default=next(iter(looks)), required=True, key="chain_look",
        persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    looks[chosen]()


_page()
