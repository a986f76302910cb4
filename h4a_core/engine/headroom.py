"""Headroom: in whole families, what a tier needs, what is missing and how many may still fail."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.payment import pay
from h4a_core.engine.premium import Counted, counted_in
from h4a_core.engine.rules import Claim, Situation, evaluate
from h4a_core.engine.tiers import reaches
from h4a_core.programme.model import Clause, FinalPart, Programme, Terms
from h4a_core.programme.rules import Tier


@dataclass(frozen=True, slots=True)
class Headroom:
    """One outcome against one tier, in whole families.

    `needed` succeed for the tier; `missing` more must (0: reached); `spare` of those that succeeded or are pending may
    fail and the tier still holds, below zero when it is out of reach.
    """

    tier: Tier
    needed: int
    missing: int
    spare: int

    @property
    def reached(self) -> bool:
        """Whether enough have succeeded already."""
        return self.missing == 0

    @property
    def lost(self) -> bool:
        """Whether the tier is out of reach even if all that are pending succeed."""
        return self.spare < 0


def families_needed(eligible: int, tier: Tier, programme: Programme, terms: Terms) -> int:
    """Fewest of `eligible` families whose success reaches the tier, exactly.

    11 families: more than 80 % are 9, at least 60 % are 7. With nobody to count it is one more than there are.
    """
    bound = evaluate(tier.bound, Situation(programme, terms, ()))
    at_least = math.ceil(bound * eligible)
    if not eligible:
        return 1
    return at_least if reaches(Fraction(at_least, eligible), bound, tier, terms) else at_least + 1


def headroom(outcome: Counted, programme: Programme, part: FinalPart, terms: Terms) -> list[Headroom]:
    """One outcome against every tier of the final part, highest first."""
    found = []
    for tier in part.steps.steps.tiers:
        needed = families_needed(outcome.eligible, tier, programme, terms)
        missing = max(needed - outcome.achieved, 0)
        found.append(Headroom(tier, needed, missing, outcome.achieved + outcome.pending - needed))
    return found


def final_payment_by_successes(
    programme: Programme, part: FinalPart, households: int, terms: Terms
) -> list[tuple[int, Decimal]]:
    """The staircase: the final payment (EUR) if 0, 1, 2 ... of the cohort's families succeed in every outcome."""
    only = programme.model_copy(update={"clauses": (part.clause,), "caps": ()})
    found = []
    for families in range(households + 1):
        claims = [Claim("households", households), Claim("cohorts", 1)]
        claims += [Claim(name, families, households) for name in part.outcomes]
        found.append((families, sum((line.amount for line in pay(only, claims, terms)), Decimal(0))))
    return found


def planned(programme: Programme, clause: Clause, cohorts: int, terms: Terms) -> Decimal:
    """What a clause pays (EUR) if the target number of families of so many cohorts all succeed: the plan."""
    target = int(terms["target_households"]) * cohorts
    claims = [Claim("households", target), Claim("cohorts", cohorts)]
    claims += [Claim(name, target, target) for name in counted_in(programme, clause)]
    only = programme.model_copy(update={"clauses": (clause,), "caps": ()})
    return sum((line.amount for line in pay(only, claims, terms)), Decimal(0))
