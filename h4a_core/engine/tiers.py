"""Tiers: which one a result reaches, and what it then pays under the readings in force.

Between two tiers the payment may rise in a line instead of staying at the lower one, below the last it may fall in a
line to nothing instead of at once, and it may be for the share of families that succeeded instead of for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from h4a_core.programme.model import Terms
from h4a_core.programme.readings import UnderReading
from h4a_core.programme.rules import Steps, Tier
from h4a_core.text import Text

BETWEEN = Text(it="in linea fino allo scaglione più alto", en="in a line up to the tier above")
BELOW = Text(it="sotto l'ultimo in proporzione", en="below the last in proportion")
TIMES_RESULT = Text(it="per la quota raggiunta", en="for the share achieved")


def reaches(result: Fraction | int, bound: Fraction | int, tier: Tier, terms: Terms) -> bool:
    """Whether a result reaches a tier: more than its bound, or at least it, as the tier or its reading says."""
    open_end = tier.above is not None or (tier.side is not None and terms.readings[tier.side] == "strict")
    return result > bound if open_end else result >= bound


def stepped(rule: Steps, values: Sequence[Fraction | int], terms: Terms) -> Fraction | int:
    """What a result pays by the tiers.

    Args:
        rule: the tiers, highest first, and the readings that shape them.
        values: the result, then bound and payment of each tier.
        terms: readings in force.

    """
    result, *sides = values
    paid = _paid(rule, result, sides, terms)
    return paid * result if _holds(rule.steps.times_result, terms.readings) else paid


def _paid(rule: Steps, result: Fraction | int, sides: Sequence[Fraction | int], terms: Terms) -> Fraction | int:
    tiers = rule.steps.tiers
    for number, tier in enumerate(tiers):
        bound, pays = sides[2 * number : 2 * number + 2]
        if not reaches(result, bound, tier, terms):
            continue
        if number and _holds(rule.steps.between, terms.readings):
            above, more = sides[2 * number - 2 : 2 * number]
            return pays + (more - pays) * Fraction(result - bound) / (above - bound)
        return pays
    bound, pays = sides[-2:]
    return pays * Fraction(result) / bound if bound and _holds(rule.steps.below, terms.readings) else 0


def shapes(rule: Steps, readings: Mapping[str, str]) -> list[Text]:
    """In words, how the readings in force shape the payment by tiers beyond its steps."""
    named = ((rule.steps.between, BETWEEN), (rule.steps.below, BELOW), (rule.steps.times_result, TIMES_RESULT))
    return [words for one, words in named if _holds(one, readings)]


def _holds(one: UnderReading | None, readings: Mapping[str, str]) -> bool:
    return one is not None and one.holds(readings)
