"""What is owed: who pays whom, what is earned, what is still possible."""

import streamlit as st

from h4a_ui.components import badge, quantity, small, source_words
from h4a_ui.session import View


def show_totals(view: View) -> None:
    """The premium earned and what is still possible, and the premium per family that both rest on."""
    say, made = view.say, view.statement
    one, two = st.columns(2)
    with one, st.container(border=True):
        st.metric(say("Maturato"), f"{say.money(made.earned)} EUR")
        small(say("certo: niente di ciò che è in corso lo può più togliere") + f" {badge(say, 'contract')}")
    with two, st.container(border=True):
        st.metric(say("Ancora possibile"), f"{say.money(made.possible)} EUR")
        small(say("se tutto ciò che è in corso riesce") + f" {badge(say, 'estimate')}")
    premium = view.programme.values["premium_per_household"]
    small(
        f"{say.text(premium.label)}: {quantity(say, premium.value, premium.unit)} {badge(say, 'assumption')} "
        + source_words(say, premium.source)
    )


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
