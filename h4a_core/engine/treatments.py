"""Who did not answer a survey, and what each way to treat them makes of the share improved.

The contract is paid by the reading in force, whatever the others give. Shares are exact fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from h4a_core.engine.premium import counted
from h4a_core.engine.working import Working
from h4a_core.facts import Tally
from h4a_core.programme.model import Terms
from h4a_core.text import Text

TreatmentName: TypeAlias = Literal["in_force", "left_out", "carried", "none_improved", "all_improved"]
TREATMENTS: dict[TreatmentName, Text] = {
    "in_force": Text(it="Lettura in vigore", en="Reading in force"),
    "left_out": Text(it="Lasciate fuori", en="Left out"),
    "carried": Text(it="Con l'ultima risposta", en="With the last answer"),
    "none_improved": Text(it="Tutte non migliorate", en="All not improved"),
    "all_improved": Text(it="Tutte migliorate", en="All improved"),
}
"""What each treatment of those who did not answer is called; the last two bound whatever the truth is."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What one way to treat those who did not answer makes of a wave: `improved` of `counted` families."""

    name: TreatmentName
    improved: int
    counted: int

    @property
    def rate(self) -> Fraction:
        """The share improved, exactly."""
        return Fraction(self.improved, self.counted)


@dataclass(frozen=True, slots=True)
class SurveyWave:
    """One wave of the contract's survey in one cohort.

    `tally` holds who declared improvement in all dimensions, who did not, who gave no full answer when it was due, and
    who is not due yet (`pending`). `returned` gave at least one answer; `carried` are those without a full answer whose
    last answers, carried forward, say improved in all dimensions.
    """

    cohort: int
    wave: int
    tally: Tally
    returned: int
    carried: int

    @property
    def due(self) -> int:
        """Families that should have answered by now, or did."""
        return self.tally.total - self.tally.pending

    @property
    def returned_share(self) -> Fraction:
        """The share of the surveys due that came back, exactly.

        Raises:
            ZeroDivisionError: none was due.

        """
        return Fraction(self.returned, self.due)


def pooled(waves: Sequence[SurveyWave]) -> SurveyWave:
    """The same wave of several cohorts as one, where the contract evaluates the programme as one.

    Raises:
        IndexError: there is no wave.

    """
    tally = Tally(*(sum(column) for column in zip(*(astuple(one.tally) for one in waves), strict=True)))
    return replace(
        waves[0],
        tally=tally,
        returned=sum(one.returned for one in waves),
        carried=sum(one.carried for one in waves),
    )


def treatments(wave: SurveyWave, terms: Terms) -> list[Treatment]:
    """The share improved under each treatment of the missing, among families that were due; none without any due.

    The reading in force of the contract comes first; the contract is paid on it, whatever the others give.
    """
    tally = replace(wave.tally, pending=0)
    missing = tally.unanswered
    by_contract = counted("", tally, terms)
    found = [
        Treatment("in_force", by_contract.achieved, by_contract.eligible),
        Treatment("left_out", tally.achieved, tally.total - missing),
        Treatment("carried", tally.achieved + wave.carried, tally.total),
        Treatment("none_improved", tally.achieved, tally.total),
        Treatment("all_improved", tally.achieved + missing, tally.total),
    ]
    return [one for one in found if one.counted]


def treatments_working(found: Sequence[Treatment]) -> Working:
    """How wide the share improved is, from the lowest treatment to the highest, with every treatment under it.

    Raises:
        ValueError: there is no treatment.

    """
    rates = [one.rate for one in found]
    formula = Text(it="quota più alta − quota più bassa", en="highest share − lowest share")
    leaves = [Working(TREATMENTS[one.name], one.rate, "share", "data") for one in found]
    label = Text(it="Quanto può spostarsi la quota", en="How far the share can move")
    return Working(label, max(rates) - min(rates), "share", "estimate", formula, leaves)
