"""The outcomes of the social value, a card each: who benefits, what a year is worth, and a field to try that."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.access import market_pair
from h4a_core.engine.value import Valuation, explained, valuations
from h4a_core.measuring.access import measured_rents
from h4a_core.programme.social_value import Outcome, SocialValue, load_social_value
from h4a_core.records.cells.numbers import read_number, readings
from h4a_core.tables.fields import Field
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.components import badge, quantity, show_working, small, source_words
from h4a_ui.language import Language
from h4a_ui.session import View

_AMOUNT = Field("proxy", "money", Text(it="Importo", en="Amount"), Text(it="EUR l'anno", en="EUR a year"))


def _fields(say: Language, model: SocialValue) -> tuple[list[DeltaGenerator], dict[str, Decimal]]:
    """A card per outcome, with a field where nobody has entered a value yet: the cards, and the values tried."""
    cards, tried = [], {}
    for column, one in zip(st.columns(len(model.outcomes)), model.outcomes, strict=True):
        card = column.container(border=True, height="stretch", gap="small")
        with card:
            st.markdown(f"**{say.text(one.label)}**")
            st.markdown(f"«{one.source.quote}»")
            if one.proxy.measured is None and one.proxy.value is None:
                amount = _field(say, one)
                if amount is not None:
                    tried[one.id] = amount
        cards.append(card)
    return cards, tried


def read_amount(say: Language, text: str) -> Decimal | str:
    """The amount that was typed, as an Italian or an English writes it; or what is wrong with it, in words.

    What could be two numbers, such as 1.500, is a question: never one of the two.
    """
    number = read_number(_AMOUNT, text, None)
    if number and number.value >= 0:
        return number.value
    several = sorted(set(readings(_AMOUNT, text).values()))
    if len(several) > 1:
        ends = (several[0], several[-1])
        low, high = (say.typed(end, 0 if end == end.to_integral_value() else 2) for end in ends)
        return say("«{text}» può voler dire {low} o {high}: scrivi {low} oppure {high}", text=text, low=low, high=high)
    return say("«{text}» non è un importo da 0 in su: scrivi per esempio 1500 oppure 1500,50", text=text)


def _field(say: Language, one: Outcome) -> Decimal | None:
    typed = st.text_input(
        say("{label}, EUR per famiglia", label=say.text(one.proxy.label)),
        key=f"proxy_{one.id}",
        persist_state="session",
        placeholder=say("vuoto: nessuna fonte lo fissa"),
        max_chars=20,
    )
    if not typed or not typed.strip():
        return None
    found = read_amount(say, typed.strip())
    if isinstance(found, str):
        st.error(found)
        return None
    st.markdown(f":orange-badge[{say('ipotesi tua, non salvata')}]")
    return found


def _fill(
    view: View, model: SocialValue, cards: Sequence[DeltaGenerator], found: Sequence[Valuation], file: str
) -> None:
    """Put into each card how many families, what a year is worth to each, and what that makes.

    Args:
        view: words and programme.
        model: the evaluation.
        cards: as `show_fields` made them.
        found: the valuations, in the same order.
        file: where a value is entered for good, relative to the project.

    """
    for card, one in zip(cards, found, strict=True):
        with card:
            _card(view, model, one, file)


def _card(view: View, model: SocialValue, one: Valuation, file: str) -> None:
    say, outcome = view.say, one.outcome
    hidden = outcome.quantity.metric is None and 0 < one.households < SMALLEST_CELL
    families = say("meno di 3") if hidden else say.number(one.households)
    small(f"{families} {say.text(outcome.who)} {badge(say, 'data')}")
    if one.proxy:
        each, kind = say.euro(one.proxy.bounds.value), badge(say, one.proxy.badge)
        small(say("{label}: **{each}** per famiglia", label=say.text(outcome.proxy.label), each=each) + f" {kind}")
        worth = explained(model, one, one.proxy)
        st.markdown(say("vale oggi **{amount}**", amount=say.euro(worth.amount)) + f" {badge(say, worth.badge)}")
    else:
        st.markdown(say("**non ancora valutato**"))
        if outcome.proxy.measured:
            small(say("Servono i canoni di mercato di almeno 3 famiglie in casa: colonna dei contratti di locazione."))
        else:
            small(
                say(
                    "Per metterlo per sempre, con la sua fonte: `{file}`, voce `{id}`, `proxy`.",
                    file=file,
                    id=outcome.id,
                )
            )
    if outcome.caution:
        small(say.text(outcome.caution))
    if one.proxy:
        show_working(say, view.programme, explained(model, one, one.proxy), key=f"outcome_{outcome.id}")
    else:
        _assumptions(say, outcome)


def _assumptions(say: Language, outcome: Outcome) -> None:
    """What would be taken off an outcome that has no value yet."""
    shown = st.popover(say("Le ipotesi"), type="tertiary", key=f"assumed_{outcome.id}", on_change="rerun")
    if shown.open:
        with shown:
            for name, value in outcome.factors():
                number = years(say, value.value) if name == "duration_years" else quantity(say, value.value, value.unit)
                where = source_words(say, value.source)
                st.markdown(f"- {say.text(value.label)}: **{number}** {badge(say, 'assumption')} {where}")


def years(say: Language, number: Decimal) -> str:
    """A duration in words."""
    return say.plural("{n} anno", "{n} anni", int(number))


def social_value() -> SocialValue:
    """The evaluator's model of the social value."""
    return session.evaluation("social-value", load_social_value)


def show_valued_outcomes(view: View, model: SocialValue) -> Sequence[Valuation]:
    """The cards; the outcomes as valued with what the evaluator wrote and what was tried in the fields."""
    say = view.say
    st.subheader(say("Gli outcome, uno per uno"))
    cards, tried = _fields(say, model)
    rents = market_pair(session.measured(measured_rents, view.as_of))
    found = valuations(model, view.facts, view.statement.terms, rents, tried)
    _fill(view, model, cards, found, f"data/programmes/{view.programme.id}/social-value.yaml")
    return found
