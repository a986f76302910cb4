"""The beneficiary list: who is eligible and why not, the points of each family, the order, and what makes it.

Scores are exact fractions from 0 to 100: the sum over indicators of points x the indicator's share of all weights. A
family whose records do not settle a condition, or lack what an indicator looks at, is for a person to verify: it is
neither refused nor ranked, and the places it could take are said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

from h4a_core.engine.working import Working
from h4a_core.programme.beneficiary_list import BeneficiaryList, EligibilityRule, Points
from h4a_core.text import Text

FieldValue: TypeAlias = Decimal | Fraction | int | str | date | None
Verdict: TypeAlias = Literal["eligible", "to_verify", "excluded"]
Standing: TypeAlias = Literal["in", "tied", "out"]
Key: TypeAlias = tuple[Fraction, bool, Fraction]
"""What the order is by: score downwards, then what breaks ties (unknown last)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A family that asks to enter: its code, whether it already has, and the fields that rules look at, by name."""

    household_id: str
    enrolled: bool
    values: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a family is not simply eligible: a condition not met (`rule`), or a field that is not known (no rule)."""

    field: str
    rule: EligibilityRule | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with every reason against it and the points of each indicator, which no weight changes."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    points: tuple[Fraction | None, ...]

    @property
    def verdict(self) -> Verdict:
        """Excluded by a condition not met; else to verify if anything is open; else eligible."""
        if any(reason.rule is not None and reason.rule.otherwise == "excluded" for reason in self.reasons):
            return "excluded"
        return "to_verify" if self.reasons else "eligible"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An eligible family in the order: its rank (1, 2, 2, 4) and what each indicator adds to its score."""

    judged: Judged
    rank: int
    last: int
    """The last rank that its group of equals takes up; its own rank if it stands alone."""
    parts: tuple[Fraction, ...]
    key: Key

    @property
    def household_id(self) -> str:
        """The family's code."""
        return self.judged.candidate.household_id

    @property
    def score(self) -> Fraction:
        """Points in all, 0 to 100."""
        return -self.key[0]

    def leads(self, other: Ranked) -> tuple[Fraction, ...]:
        """By how many points each indicator puts it before another family; negative where it is behind."""
        return tuple(own - theirs for own, theirs in zip(self.parts, other.parts, strict=True))

    def standing(self, places: int) -> Standing:
        """Whether it gets one of so many places; tied when only some of its equals would."""
        return "in" if self.last <= places else "out" if self.rank > places else "tied"


@dataclass(frozen=True, slots=True)
class ToVerify:
    """A family to verify and the ranks it would take if it turned out eligible, at best and at worst."""

    judged: Judged
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class Selection:
    """All candidates by verdict: the eligible in order, the others by code."""

    ranked: tuple[Ranked, ...]
    to_verify: tuple[ToVerify, ...]
    excluded: tuple[Judged, ...]

    def gap(self, one: Ranked) -> Fraction:
        """Points that a family lacks to reach the next above; nothing for the first, and among equals."""
        above = self.next_above(one)
        return above.score - one.score if above else Fraction(0)

    def standing(self, places: int, wanted: Standing) -> tuple[Ranked, ...]:
        """Those of the order that stand so at a number of places."""
        return tuple(one for one in self.ranked if one.standing(places) == wanted)

    def next_above(self, one: Ranked) -> Ranked | None:
        """The family that comes just before, not counting equals; None for the first."""
        before = [other for other in self.ranked if other.key < one.key]
        return before[-1] if before else None


def judged(rules: BeneficiaryList, candidate: Candidate) -> Judged:
    """Hold a candidate against every condition and give its points, None where the field is not known."""
    values = candidate.values
    reasons = [
        Reason(rule.field, None if values[rule.field] is None else rule)
        for rule in rules.eligibility
        if not _met(rule, values[rule.field])
    ]
    reasons += [Reason(one.field) for one in rules.indicators if values[one.field] is None]
    found = tuple(
        None if (value := values[one.field]) is None else points(one.points, value) for one in rules.indicators
    )
    return Judged(candidate, tuple(dict.fromkeys(reasons)), found)


def _met(rule: EligibilityRule, value: FieldValue) -> bool:
    if value is None:
        return False
    if rule.one_of:
        return value in rule.one_of
    number = _number(value)
    if rule.at_most is not None:
        return number <= Fraction(rule.at_most)
    return number >= Fraction(rule.at_least or 0)


def points(given: Points, value: FieldValue) -> Fraction:
    """The points of a value, 0 to 100: of its code, of its band (ends included), or along the line and flat beyond."""
    if given.codes:
        return Fraction(given.codes[str(value)])
    number = _number(value)
    for band in given.bands:
        if band.up_to is None or number <= Fraction(band.up_to):
            return Fraction(band.points)
    for start, end in pairwise(given.line):
        if number <= Fraction(end.at):
            way = max(number - Fraction(start.at), Fraction(0)) / (Fraction(end.at) - Fraction(start.at))
            return Fraction(start.points) + way * (Fraction(end.points) - Fraction(start.points))
    return Fraction(given.line[-1].points)


def _number(value: FieldValue) -> Fraction:
    return Fraction(value.toordinal()) if isinstance(value, date) else Fraction(value or 0)


def shares(weights: Sequence[Decimal]) -> tuple[Fraction, ...]:
    """Each weight as its share of their sum; all zero when every weight is, and then only the tie-break decides."""
    whole = sum(map(Fraction, weights), Fraction(0)) or Fraction(1)
    return tuple(Fraction(weight) / whole for weight in weights)


def weighted(one: Judged, weights: Sequence[Decimal]) -> tuple[Fraction | None, ...]:
    """What each indicator adds to a candidate's score at these weights; None where its field is not known."""
    return tuple(
        None if found is None else share * found for share, found in zip(shares(weights), one.points, strict=True)
    )


def select(rules: BeneficiaryList, candidates: Sequence[Judged], weights: Sequence[Decimal]) -> Selection:
    """Rank the eligible, place those to verify, list those excluded.

    Equal scores are ordered by the tie-break; what is equal in that too shares a rank, and the next rank is skipped.

    Args:
        rules: indicators and tie-break.
        candidates: judged by the same rules, in the order of their codes.
        weights: one for each indicator, not negative; only their proportions count.

    """
    given = shares(weights)

    def placed(one: Judged, missing: Callable[[Points], Decimal]) -> tuple[Key, tuple[Fraction, ...]]:
        known = [
            Fraction(missing(indicator.points)) if found is None else found
            for found, indicator in zip(one.points, rules.indicators, strict=True)
        ]
        parts = tuple(share * found for share, found in zip(given, known, strict=True))
        return (-sum(parts, Fraction(0)), *_tie_key(rules, one.candidate)), parts

    eligible = [(*placed(one, _least), one) for one in candidates if one.verdict == "eligible"]
    eligible.sort(key=lambda found: found[0])
    ranked: list[Ranked] = []
    for key, group in groupby(eligible, key=lambda found: found[0]):
        equals, rank = list(group), len(ranked) + 1
        last = len(ranked) + len(equals)
        ranked += [Ranked(one, rank, last, parts, key) for _, parts, one in equals]
    keys = [one.key for one in ranked]
    to_verify = tuple(
        ToVerify(one, *(bisect_left(keys, placed(one, missing)[0]) + 1 for missing in (_most, _least)))
        for one in candidates
        if one.verdict == "to_verify"
    )
    return Selection(tuple(ranked), to_verify, tuple(one for one in candidates if one.verdict == "excluded"))


def _least(given: Points) -> Decimal:
    return min(given.possible)


def _most(given: Points) -> Decimal:
    return max(given.possible)


def _tie_key(rules: BeneficiaryList, candidate: Candidate) -> tuple[bool, Fraction]:
    value = candidate.values[rules.tie_break.field]
    sign = 1 if rules.tie_break.first == "lowest" else -1
    return value is None, sign * _number(value)


def eligible_working(rules: BeneficiaryList, candidates: Sequence[Judged]) -> Working:
    """How the number of eligible families comes about: all of them, and by condition those that do not meet it."""
    failing = [
        Working(
            rule.label,
            sum(any(reason.rule is rule for reason in one.reasons) for one in candidates),
            "households",
            "data",
            Text(it="famiglie che non la soddisfano", en="families that do not meet it"),
            source=rule.source,
        )
        for rule in rules.eligibility
    ]
    unknown = sum(any(reason.rule is None for reason in one.reasons) for one in candidates)
    return Working(
        Text(it="Famiglie idonee", en="Eligible families"),
        sum(one.verdict == "eligible" for one in candidates),
        "households",
        "data",
        Text(
            it="candidature con ogni condizione soddisfatta e ogni dato noto",
            en="applications that meet every condition, with every value known",
        ),
        (
            Working(Text(it="Candidature", en="Applications"), len(candidates), "households", "data"),
            *failing,
            Working(Text(it="Con un dato mancante", en="With a value missing"), unknown, "households", "data"),
        ),
    )


def to_verify_working(selection: Selection, places: int) -> Working:
    """How the number of families to verify that could take a place comes about."""
    return Working(
        Text(it="Da verificare per prime", en="To verify first"),
        sum(one.best <= places for one in selection.to_verify),
        "households",
        "estimate",
        Text(
            it="famiglie da verificare che, se idonee, potrebbero avere un posto: al dato mancante si danno più punti",
            en="families to verify that could have a place if eligible: a missing value is given the most points",
        ),
        (
            Working(
                Text(it="Famiglie da verificare", en="Families to verify"),
                len(selection.to_verify),
                "households",
                "data",
            ),
        ),
    )
