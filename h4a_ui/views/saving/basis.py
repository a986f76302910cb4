"""Which evidence the saving rests on: published figures, or what the records of other families say."""

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from h4a_core.scenario import Scenario
from h4a_ui import session
from h4a_ui.components import badge, quantity, small, source_words
from h4a_ui.session import View
from h4a_ui.views.saving.other_stays import estimates

_PRESETS = ("expected_nights", "cost_per_night")


@dataclass(frozen=True)
class _Basis:
    """One figure to base an assumption on: the words of its button, the value, and where it comes from."""

    words: str
    value: Decimal
    note: str


def _bases(view: View, name: str) -> dict[str, _Basis]:
    """What an assumption may be based on: each published figure, and what the records of other families say."""
    say, value = view.say, view.programme.assumptions[name]
    found = {
        f"{at}": _Basis(
            f"{say.text(one.label)} · {say.number(one.value)}",
            one.value,
            f"{badge(say, 'assumption')} {say.text(one.note)} · [{say('fonte')}]({one.address}), "
            + say("letta il {day}", day=say.date(one.date)),
        )
        for at, one in enumerate(value.evidence)
    }
    own = estimates(view.as_of)
    if own:
        whole = own[0].found
        known = whole.nights if name == "expected_nights" else whole.cost
        note = say("stima da {n} permanenze di altre famiglie, più sotto", n=say.number(whole.stays))
        words = f"{say('Storico')} · {say.number(known)}"
        found["records"] = _Basis(words, known, f"{badge(say, 'estimate')} {note}")
    return found


def _preset(view: View, name: str) -> Decimal:
    """A row of buttons with what one assumption may be based on; the chosen one with its source under it."""
    say, value = view.say, view.programme.assumptions[name]
    bases = _bases(view, name)
    usual = next((key for key, basis in bases.items() if basis.value == value.value), None)
    chosen = st.pills(
        say.text(value.label),
        list(bases),
        default=usual,
        required=usual is not None,
        format_func=lambda key: bases[key].words,
        key=f"preset_{name}",
        persist_state="session",
    )
    if chosen is None:
        small(f"{quantity(say, value.value, value.unit)} {badge(say, 'assumption')} {source_words(say, value.source)}")
        return value.value
    small(bases[chosen].note)
    return bases[chosen].value


def choose_basis(plain: View) -> View:
    """Buttons for what each assumption may rest on; the view under what is chosen, for this page only."""
    say = plain.say
    view = session.view(Scenario(values={name: _preset(plain, name) for name in _PRESETS}))
    if any(view.statement.terms[name] != plain.statement.terms[name] for name in _PRESETS):
        small(say("La scelta vale solo su questa pagina: sulle altre restano le ipotesi di partenza."))
    return view
