"""What is owed: who pays whom, what is earned, what is still possible."""

import streamlit as st

from h4a_ui.components import PREMIUM_PER_HOUSEHOLD, badge, premium_basis, small, source_words
from h4a_ui.session import View


def show_totals(view: View) -> None:
    """The premium earned and what is still possible, and the premium per family that both rest on."""
    say, made = view.say, view.statement
    one, two = st.columns(2)
    shown = (
        (one, say("Premio maturato"), made.working, say("certo, con le letture in vigore")),
        (two, say("Premio ancora possibile"), made.possible_working, say("se tutto ciò che è in corso riesce")),
    )
    for column, label, working, words in shown:
        with column, st.container(border=True):
            st.metric(label, f"{say.money(working.amount)} EUR")
            small(f"{premium_basis(say, made, words)} {badge(say, working.badge)}")
    if PREMIUM_PER_HOUSEHOLD in view.programme.values:
        premium = view.programme.values[PREMIUM_PER_HOUSEHOLD]
        small(f"{say.text(premium.label)}: {source_words(say, premium.source)}")


def show_parties(view: View) -> None:
    """Who owes the premium to whom, and as of which day."""
    say = view.say
    st.markdown(
        say(
            "{programme}: {payer} a {provider}, al {day}.",
            programme=say.text(view.programme.name),
            payer=say.text(view.programme.payer),
            provider=say.text(view.programme.provider),
            day=say.long_date(view.as_of),
        )
    )
