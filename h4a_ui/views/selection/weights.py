"""The places and the weights, each beside its usual value, and the list that they make."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from h4a_core.engine.robustness import steadiness
from h4a_core.engine.selection import Judged, select
from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_ui.components import badge, small, source_words
from h4a_ui.session import View
from h4a_ui.sliders import from_slider, to_slider
from h4a_ui.views.selection.made import Made

_PLACES = "elenco_places"


def _weight_key(indicator: str) -> str:
    return f"elenco_weight_{indicator}"


def _reset(rules: BeneficiaryList) -> None:
    for one in rules.indicators:
        st.session_state[_weight_key(one.id)] = to_slider(one.weight.value, "share")


def _controls(view: View, rules: BeneficiaryList, families: int) -> tuple[int, list[Decimal]]:
    """The places and the weights, each beside its value by default, and the way back to it."""
    say = view.say
    target = int(view.statement.terms["target_households"])
    most = max(target, families, 2)
    if st.session_state.get(_PLACES, 0) > most:  # fewer families than when it was moved
        st.session_state[_PLACES] = most
    places = st.slider(
        say("Posti · il contratto ne paga {n} per coorte", n=say.number(target)),
        1,
        most,
        value=target,
        key=_PLACES,
        persist_state="session",
    )
    st.markdown(f"**{say('Quanto pesa ogni indicatore')}** {badge(say, 'assumption')}")
    small(source_words(say, rules.indicators[0].weight.source))
    weights = []
    for one in rules.indicators:
        usual = to_slider(one.weight.value, "share")
        label = say("{label} · di norma {n}", label=say.text(one.label), n=say.number(usual))
        chosen = st.slider(label, 0, 100, value=usual, key=_weight_key(one.id), persist_state="session")
        weights.append(from_slider(chosen, "share"))
    if weights != [one.weight.value for one in rules.indicators]:
        words = say("Torna ai pesi di norma")
        icon = ":material/undo:"
        st.button(words, icon=icon, type="tertiary", key="elenco_reset", on_click=_reset, args=(rules,))
    return places, weights


def choose_list(view: View, rules: BeneficiaryList, candidates: Sequence[Judged]) -> Made:
    """The sliders of places and weights; the list in the order that they give."""
    places, weights = _controls(view, rules, len(candidates))
    selection = select(rules, candidates, weights)
    return Made(rules, candidates, weights, places, selection, steadiness(rules, selection, weights, places))
