"""Headroom: in whole families, what a tier needs, what is missing and how many may still fail."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.premium import Counted, clause_payments
from h4a_core.facts import CohortFacts, Facts, Tally
from h4a_core.programme.model import Programme, Terms, Tier, TieredClause


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


def families_needed(eligible: int, tier: Tier, terms: Terms) -> int:
    """Fewest of `eligible` families whose success reaches the tier, exactly.

    11 families: more than 80 % are 9, at least 60 % are 7. With nobody to count it is one more than there are.
    """
    exact = Fraction(terms[tier.threshold]) * eligible
    needed = math.floor(exact) + 1 if terms.readings[tier.side] == "strict" else math.ceil(exact)
    return needed if eligible else 1


def headroom(outcome: Counted, clause: TieredClause, terms: Terms) -> list[Headroom]:
    """One outcome against every tier of the clause, highest first."""
    found = []
    for tier in clause.tiers:
        needed = families_needed(outcome.eligible, tier, terms)
        missing = max(needed - outcome.achieved, 0)
        found.append(Headroom(tier, needed, missing, outcome.achieved + outcome.pending - needed))
    return found


def final_payment_by_successes(
    programme: Programme, clause: TieredClause, households: int, terms: Terms
) -> list[tuple[int, Decimal]]:
    """The staircase: the final payment (EUR) if 0, 1, 2 ... of the cohort's families succeed in every outcome."""
    found = []
    for families in range(households + 1):
        counts = {outcome: Tally(families, households - families) for outcome in clause.outcomes}
        cohort = CohortFacts(0, households, tallies=counts)
        (payment,) = clause_payments(programme, clause, Facts(date.min, (cohort,)), terms)
        found.append((families, payment.earned_eur))
    return found
