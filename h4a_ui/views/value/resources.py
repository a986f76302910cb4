"""What was put in, of which some may be left out of the count."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from h4a_core.engine.money import granted
from h4a_core.engine.value import Bounds
from h4a_core.engine.working import Working, cents
from h4a_core.programme.money import load_money
from h4a_core.programme.social_value import SocialValue
from h4a_core.scenario import Scenario
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.components import premium_basis
from h4a_ui.session import View

PUT_IN = Text(it="Risorse impiegate", en="Resources put in")
_PREMIUM = "premium_earned"
_OF_PREMIUM = ("premium_per_household", "other_costs_per_household")


def ends_of(view: View, names: Sequence[str]) -> tuple[View, View]:
    """The view with some assumptions at their low, and at their high."""
    values = {name: view.programme.assumptions[name] for name in names}
    low = {name: value.value if value.low is None else value.low for name, value in values.items()}
    high = {name: value.value if value.high is None else value.high for name, value in values.items()}
    return session.view(Scenario(values=low)), session.view(Scenario(values=high))


def _resources(view: View, model: SocialValue) -> dict[str, tuple[Working, Decimal, Decimal]]:
    """Each resource that the evaluation names: its figure, its low and its high (EUR)."""
    low, high = (one.statement for one in ends_of(view, _OF_PREMIUM))
    made = view.statement
    others = made.savings.others
    given = granted(session.evaluation("money", load_money), view.as_of)
    known = {
        _PREMIUM: (made.working, low.earned, high.earned),
        "other_costs": (others, low.savings.other_costs, high.savings.other_costs),
        "grants": (given, given.amount, given.amount),
    }
    return {name: known[name] for name in model.inputs}


def _words(view: View, name: str, resource: Working) -> str:
    words = f"{view.say.text(resource.label)} · {view.say.euro(resource.amount)}"
    return premium_basis(view.say, view.statement, words) if name == _PREMIUM else words


def choose_resources(view: View, model: SocialValue) -> tuple[Bounds, Working]:
    """What counts as put in: all that the evaluation names, unless some of it is left out here."""
    say, known = view.say, _resources(view, model)
    names = st.pills(
        say("Risorse contate"),
        list(known),
        selection_mode="multi",
        default=list(known),
        format_func=lambda name: _words(view, name, known[name][0]),
        key="resources",
        persist_state="session",
        wrap=True,
    )
    kept = [known[name] for name in names]
    bounds = Bounds.together(
        PUT_IN,
        "EUR",
        [Bounds(one.label, "EUR", Fraction(low), Fraction(one.value), Fraction(high)) for one, low, high in kept],
    )
    working = Working(
        PUT_IN, cents(bounds.value), "EUR", "data",
        Text(it="somma delle risorse contate", en="sum of the resources counted"), tuple(one for one, _, _ in kept),
    )  # fmt: skip
    return bounds, working
