"""The chain as a drawing: from what goes in to what stays."""

from collections.abc import Mapping

import streamlit as st

from h4a_core.indicators import Result
from h4a_core.programme.impact_chain import STAGES, ImpactChain
from h4a_ui.charts.impact_chain import ChainBox, ChainStage, Drawing, impact_chain
from h4a_ui.components import download, small
from h4a_ui.language import Language
from h4a_ui.views.chain.known import KnownChain
from h4a_ui.views.chain.words import in_words, stage_words, tag


def _stages(say: Language, chain: ImpactChain, found: Mapping[str, Result]) -> list[ChainStage]:
    words = stage_words(say)
    return [
        ChainStage(
            *words[stage],
            tuple(
                ChainBox(
                    box.id,
                    say.text(box.label),
                    tuple(in_words(say, found[name]) for name in box.indicators),
                    tuple(link.to for link in box.leads_to),
                    tag(say, box),
                    cashable=bool(box.cashable),
                )
                for box in chain.stages.of(stage)
            ),
        )
        for stage in STAGES
    ]


def _drawing(say: Language, drawing: Drawing, note: str, *, key: str) -> None:
    """A drawing under the sentence that says what it shows; a note on its colours; its data as a table to take away."""
    st.markdown(f"**{drawing.takeaway}**")
    st.html(drawing.markup)
    small(note)
    shown = st.popover(say("Tabella"), type="tertiary", icon=":material/table:", key=f"{key}_table", on_change="rerun")
    if shown.open:
        with shown:
            st.dataframe(drawing.table, hide_index=True, alt=drawing.takeaway)
            download(say, drawing.table, name=key)


def show_chain(say: Language, known: KnownChain) -> None:
    """The drawing of all stages, each box with its indicators."""
    note = say(
        "In blu l'outcome monetizzabile: una spesa che la Città non sostiene. Gli altri hanno un valore sociale, "
        "che non si somma agli euro risparmiati."
    )
    _drawing(say, impact_chain(say, _stages(say, known.chain, known.found)), note, key="impact_chain")
