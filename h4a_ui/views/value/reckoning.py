"""The social value over what was put in; the cashable saving only where it was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import streamlit as st

from h4a_core.engine.ratio import Ratio, ratio
from h4a_core.engine.value import Bounds, Valuation, worth
from h4a_core.engine.working import Working
from h4a_core.programme.social_value import SocialValue
from h4a_core.text import Text
from h4a_ui.session import View

_SAVED = Text(it="Risparmio monetizzabile", en="Cashable saving")


def _cashable(view: View) -> Bounds:
    """The avoided cost, at its value and in the range in which it lies 8 times of 10."""
    saved = Fraction(view.statement.savings.gross_saving)
    low, high = (Fraction(round(end)) for end in view.statement.ranges.gross.range_80)
    return Bounds(_SAVED, "EUR", min(low, saved), saved, max(saved, high))


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The outcomes valued, their worth, what was put in, the saving if it is counted too, and the ratio with its range.

    Without resources, or while the value of an outcome is missing, there is no ratio.
    """

    found: Sequence[Valuation]
    worth: Working
    put_in: Working
    saving: Working | None
    spread: Ratio | None

    @property
    def valued(self) -> bool:
        """Whether any outcome has a value."""
        return any(one.proxy for one in self.found)


def choose_saving(view: View) -> Working | None:
    """A switch that adds the cashable saving to the social value; the saving if it is on."""
    say = view.say
    summed = st.toggle(say("Somma anche il risparmio monetizzabile"), key="with_cashable", persist_state="session")
    return view.statement.savings.gross if summed else None


def reckoned(
    view: View,
    model: SocialValue,
    found: Sequence[Valuation],
    resources: tuple[Bounds, Working],
    saving: Working | None,
) -> Reckoning:
    """The value of the outcomes over the resources, which come as a range and as a figure with its working."""
    bounds, put_in = resources
    spread = ratio(found, bounds, _cashable(view) if saving else None)
    return Reckoning(found, worth(model, found, saving), put_in, saving, spread)
