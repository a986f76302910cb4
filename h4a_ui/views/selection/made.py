"""The list as the sliders stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.robustness import Steadiness, Turn
from h4a_core.engine.selection import Judged, Reason, Selection
from h4a_core.engine.working import percentage
from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_core.programme.beneficiary_loading import FIELDS
from h4a_ui.language import Language


@dataclass(frozen=True, slots=True)
class Made:
    """The list as the sliders stand: who was judged, the weights and places, the order, and how steady it is."""

    rules: BeneficiaryList
    candidates: Sequence[Judged]
    weights: Sequence[Decimal]
    places: int
    selection: Selection
    steady: Sequence[Steadiness]


def turn_words(say: Language, rules: BeneficiaryList, found: Turn) -> str:
    """Which weight, moved alone from where to where, in the numbers of its slider."""
    values = {
        "label": say.text(rules.indicators[found.position].label),
        "before": _on_slider(say, found.before),
        "after": _on_slider(say, found.after),
    }
    if found.after > found.before:
        return say("se il peso di «{label}», da solo, sale da {before} a più di {after}", **values)
    return say("se il peso di «{label}», da solo, scende da {before} a meno di {after}", **values)


def _on_slider(say: Language, weight: Fraction) -> str:
    hundredths = percentage(weight)
    return say.number(hundredths, 0 if hundredths == hundredths.to_integral_value() else 1)


def reason_words(say: Language, reason: Reason) -> str:
    """Why a family is not simply eligible, in words."""
    if reason.rule is None:
        return say("manca: {field}", field=say.text(FIELDS[reason.field].label))
    limit = "" if reason.rule.limit is None else say.number(reason.rule.limit)
    return say.text(reason.rule.words.format(limit=limit))
