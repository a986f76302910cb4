"""The rules of the list: conditions and indicators, with their sources."""

from collections import Counter
from decimal import Decimal

import streamlit as st

from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_core.programme.beneficiary_loading import FIELDS
from h4a_ui.components import badge, source_words
from h4a_ui.language import Language
from h4a_ui.views.selection.made import Made, reason_words


def show_rules(say: Language, made: Made) -> None:
    """The conditions with those that do not meet them, the indicators with their points; each with its source."""
    with st.expander(say("Le condizioni e gli indicatori, e da dove vengono")):
        st.markdown("\n".join([f"**{say('Condizioni')}**", "", *_condition_lines(say, made)]))
        st.markdown("\n".join([f"**{say('Indicatori, da 0 a 100 punti')}**", "", *_indicator_lines(say, made.rules)]))


def _condition_lines(say: Language, made: Made) -> list[str]:
    lines = []
    for rule in made.rules.eligibility:
        found = Counter(
            reason_words(say, reason) for one in made.candidates for reason in one.reasons if reason.field == rule.field
        )
        then = say("esclude") if rule.otherwise == "excluded" else say("va verificata da una persona")
        against = "; ".join(f"{words} ({say.number(n)})" for words, n in found.items())
        lines.append(f"- {say.text(rule.label)} · {then} · {source_words(say, rule.source)}")
        lines.append(f"    - {against or say('soddisfatta da tutte')}")
    for one in made.rules.unrecorded:
        words = say("nessun dato del cruscotto lo dice, va verificato a mano")
        lines.append(f"- {say.text(one.label)} · {words} · {source_words(say, one.source)}")
    return lines


def _indicator_lines(say: Language, rules: BeneficiaryList) -> list[str]:
    lines = []
    for one in rules.indicators:
        field = FIELDS[one.field]
        labels = {code.name: say.text(code.label) for code in field.codes}
        steps = [(labels[name], points) for name, points in one.points.codes.items()]
        for band in one.points.bands:
            end = say("oltre") if band.up_to is None else say("fino a {n}", n=_exact(say, band.up_to))
            steps.append((end, band.points))
        steps += [(_exact(say, bend.at), bend.points) for bend in one.points.line]
        given = ", ".join(f"{words} → {_exact(say, points)}" for words, points in steps)
        straight = " " + say("(in mezzo, in proporzione)") if one.points.line else ""
        lines.append(f"- {say.text(one.label)} · {source_words(say, one.source)}")
        lines.append(f"    - {say.text(field.label)}: {given}{straight}")
    sources = dict.fromkeys(one.points.source for one in rules.indicators)
    return lines + [f"- {say('Punti')} {badge(say, 'assumption')} {source_words(say, source)}" for source in sources]


def _exact(say: Language, number: Decimal) -> str:
    """A number of the file with the decimals it has."""
    digits = max(-int(number.normalize().as_tuple().exponent), 0)
    return say.number(number, digits)
