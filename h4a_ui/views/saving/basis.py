"""What stands for the hotels without the programme: the stays of other families, or the published evidence."""

import streamlit as st

from h4a_core.programme import Evidence
from h4a_core.scenario import EVIDENCE, STAYS
from h4a_ui import session
from h4a_ui.components import badge, quantity, small
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.saving.cards import basis_words

_KEY = "counterfactual_choice"


def choose_basis(view: View) -> None:
    """Buttons for what is in force on every page, where there is a choice; under them what it rests on."""
    say, made = view.say, view.statement
    if view.known:
        words = {STAYS: say("Storico degli albergamenti"), EVIDENCE: say("Prove pubblicate")}
        in_force = STAYS if made.reference else EVIDENCE
        if st.session_state.get(_KEY) != in_force:
            st.session_state[_KEY] = in_force
        st.segmented_control(
            say("Senza il programma, vale"), list(words), required=True, format_func=words.__getitem__, key=_KEY,
            on_change=_choose,
        )  # fmt: skip
    small(f"{basis_words(view)} {badge(say, made.savings.gross.badge)}")
    shown = st.popover(say("Le prove pubblicate"), type="tertiary", key="evidence", on_change="rerun")
    if shown.open:
        with shown:
            for value in view.programme.assumptions.values():
                if value.evidence:
                    st.markdown(f"**{say.text(value.label)}: {quantity(say, value.value, value.unit)}**")
                    st.markdown("\n".join(f"- {_words(say, one, value.unit)}" for one in value.evidence))


def _choose() -> None:
    session.choose_counterfactual(st.session_state[_KEY])


def _words(say: Language, one: Evidence, unit: str) -> str:
    kind = {"mean": say("media"), "cap": say("limite"), "claim": say("dichiarazione")}[one.of]
    counts = say("pesa {weight}", weight=say.number(one.weight, 2)) if one.weight else say("estremo dell'intervallo")
    return (
        f"{say.text(one.label)}: {quantity(say, one.value, unit)} ({kind}, {counts}). {say.text(one.note)} · "
        f"[{say('fonte')}]({one.address}), {say('letta il {day}', day=say.date(one.date))}"
    )
