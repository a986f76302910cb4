"""The premium: what each clause pays a cohort, from counts of households.

The contract pays on counts. While some households are pending a payment is a range: `worst` supposes that all of them
fail, `best` that all succeed. What is earned is the worst case (nothing can take it away), what is still possible the
difference. The same function gives both, and a scenario's payment as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from h4a_core.engine.working import Working, cents, value_working
from h4a_core.facts import CohortFacts, Facts, Tally
from h4a_core.programme.model import Clause, PerHouseholdClause, Programme, Terms, Tier, TieredClause
from h4a_core.text import Text

_HOUSEHOLDS = Text(it="famiglie della coorte", en="families of the cohort")
_PAID = Text(it="famiglie pagate", en="families paid")
_CAPPED = Text(
    it="il minore tra famiglie contate e famiglie previste", en="the lower of families counted and families foreseen"
)
_UNCAPPED = Text(it="tutte le famiglie contate", en="all families counted")
_RATE = Text(it="raggiunto / contate", en="achieved / counted")
_PAYMENT_SHARE = Text(it="parte pagata", en="part paid")
_RULES = {
    "lowest": Text(it="decide il più basso", en="the lowest decides"),
    "each": Text(it="ognuno paga la sua parte", en="each pays its part"),
    "mean": Text(it="decide la media", en="the mean decides"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One outcome of one cohort under the readings in force, in whole households."""

    outcome: str
    achieved: int
    pending: int
    eligible: int

    @property
    def failed(self) -> int:
        """Households of those counted that did not reach it."""
        return self.eligible - self.achieved - self.pending

    def best(self) -> Counted:
        """The same if all that are pending succeed."""
        return Counted(self.outcome, self.achieved + self.pending, 0, self.eligible)


@dataclass(frozen=True, slots=True)
class Payment:
    """What one clause pays for one cohort (None: the programme as one).

    `count` of `of` households reached it and `pending` may still (for the final part: in the outcome that decides, and
    at most in any one outcome); `earned_eur` is certain, `possible_eur` can still be added; both rounded to the cent,
    with the working of the earned amount.
    """

    clause: str
    cohort: int | None
    count: int
    of: int
    pending: int
    earned_eur: Decimal
    possible_eur: Decimal
    working: Working

    @property
    def status(self) -> Literal["settled", "pending"]:
        """Settled when no household is pending any more."""
        return "pending" if self.pending else "settled"


def counted(outcome: str, tally: Tally, terms: Terms) -> Counted:
    """Apply the readings of the denominator and of missing answers to a tally (design section 5).

    `still_in` leaves out those that failed after leaving the programme; `answered`, or missing answers left out, leaves
    out those that gave no answer.
    """
    eligible = tally.total
    left_out_unanswered = (
        terms.readings.get("denominator") == "answered" or terms.readings.get("missing_answer") == "left_out"
    )
    if left_out_unanswered:
        eligible -= tally.unanswered
    if terms.readings.get("denominator") == "still_in":
        eligible -= tally.left_failed + (0 if left_out_unanswered else tally.left_unanswered)
    return Counted(outcome, tally.achieved, tally.pending, eligible)


def reaches(rate: Fraction, tier: Tier, terms: Terms) -> bool:
    """Whether a rate reaches a tier, compared exactly: more than the threshold, or at least it, as the reading says."""
    threshold = Fraction(terms[tier.threshold])
    return rate > threshold if terms.readings[tier.side] == "strict" else rate >= threshold


def tier_share(rate: Fraction, clause: TieredClause, terms: Terms) -> Decimal:
    """The part of the final payment that a rate earns: that of the first tier it reaches, else nothing."""
    return next((terms[tier.pays] for tier in clause.tiers if reaches(rate, tier, terms)), Decimal(0))


def final_share(outcomes: Sequence[Counted], clause: TieredClause, terms: Terms) -> Decimal:
    """The part of the final payment that the outcomes earn together; pending households count as not achieved.

    Seeds: "vincolato al raggiungimento di tutti e tre gli outcome". Readings of `tier_rule`: the lowest rate decides,
    each outcome pays its own equal part, or the mean rate decides. With nobody to count, nothing is paid.
    """
    if not all(outcome.eligible for outcome in outcomes):
        return Decimal(0)
    rates = [Fraction(outcome.achieved, outcome.eligible) for outcome in outcomes]
    rule = terms.readings.get("tier_rule", "lowest")
    if rule == "each":
        return sum((tier_share(rate, clause, terms) for rate in rates), Decimal(0)) / len(rates)
    return tier_share(min(rates) if rule == "lowest" else sum(rates, Fraction(0)) / len(rates), clause, terms)


def payments(programme: Programme, facts: Facts, terms: Terms) -> list[Payment]:
    """What every clause pays every cohort, in the order of the contract and of the cohorts.

    Args:
        programme: the contract.
        facts: measured, or a scenario's.
        terms: values and readings in force.

    """
    return [line for clause in programme.clauses for line in clause_payments(programme, clause, facts, terms)]


def clause_payments(programme: Programme, clause: Clause, facts: Facts, terms: Terms) -> list[Payment]:
    """What one clause pays every cohort."""
    return [_payment(programme, clause, cohorts, terms) for cohorts in _evaluated_together(clause, facts, terms)]


def evaluated_outcomes(programme: Programme, facts: Facts, terms: Terms) -> list[tuple[int | None, list[Counted]]]:
    """The outcomes of each unit that the final clause evaluates: a cohort, or the programme (None) as one."""
    clause = programme.tiered()
    if clause is None:
        return []
    return [
        (_cohort(cohorts), _outcomes(clause, cohorts, terms)) for cohorts in _evaluated_together(clause, facts, terms)
    ]


def _evaluated_together(clause: Clause, facts: Facts, terms: Terms) -> list[Sequence[CohortFacts]]:
    if isinstance(clause, TieredClause) and terms.readings.get("unit_of_evaluation") == "programme":
        return [facts.cohorts] if facts.cohorts else []
    return [(cohort,) for cohort in facts.cohorts]


def _cohort(cohorts: Sequence[CohortFacts]) -> int | None:
    return cohorts[0].cohort if len(cohorts) == 1 else None


def _pooled(cohorts: Sequence[CohortFacts], metric: str, terms: Terms) -> Tally:
    limit = int(terms["waiting_limit_months"])
    return sum((cohort.tally(metric, limit) for cohort in cohorts), Tally())


def _outcomes(clause: TieredClause, cohorts: Sequence[CohortFacts], terms: Terms) -> list[Counted]:
    return [counted(outcome, _pooled(cohorts, outcome, terms), terms) for outcome in clause.outcomes]


def _payment(programme: Programme, clause: Clause, cohorts: Sequence[CohortFacts], terms: Terms) -> Payment:
    households = sum(cohort.households for cohort in cohorts)
    target = int(terms["target_households"]) * len(cohorts)
    capped = terms.readings.get("cap_at_target", "capped") == "capped"
    worst: tuple[Working, ...]
    best: tuple[Working, ...]
    if isinstance(clause, PerHouseholdClause):
        tally = _pooled(cohorts, clause.metric, terms)
        count, of, pending = tally.achieved, households, tally.pending
        label = programme.metric(clause.metric).label
        worst, best = (_units(n, target, label, capped=capped) for n in (count, count + pending))
    else:
        outcomes = _outcomes(clause, cohorts, terms)
        lowest = min(outcomes, key=lambda one: Fraction(one.achieved, one.eligible or 1))
        count, of, pending = lowest.achieved, lowest.eligible, max(one.pending for one in outcomes)
        base = _units(households, target, _HOUSEHOLDS, capped=capped)
        worst = (*base, _tier_working(programme, clause, outcomes, terms))
        best = (*base, _tier_working(programme, clause, [one.best() for one in outcomes], terms))
    earned, ceiling = (_amount(programme, clause, units, terms) for units in (worst, best))
    return Payment(
        clause.id, _cohort(cohorts), count, of, pending,
        earned.amount, ceiling.amount - earned.amount, earned,
    )  # fmt: skip


def _amount(programme: Programme, clause: Clause, units: Sequence[Working], terms: Terms) -> Working:
    parts = (
        value_working(programme, terms, clause.share),
        value_working(programme, terms, "premium_per_household"),
        *units,
    )
    exact = Decimal(1)
    for part in parts:
        exact *= part.amount
    formula = Text(it=" × ".join(p.label.it for p in parts), en=" × ".join(p.label.en for p in parts))
    return Working(clause.label, cents(exact), programme.currency, "contract", formula, parts, origin=clause.id)


def _units(count: int, target: int, label: Text, *, capped: bool) -> tuple[Working]:
    inputs: tuple[Working, ...] = (Working(label, count, "households", "data"),)
    paid = min(count, target) if capped else count
    formula = _CAPPED if capped else _UNCAPPED
    if capped:
        foreseen = Text(it="famiglie previste", en="families foreseen")
        inputs = (*inputs, Working(foreseen, target, "households", "contract", origin="target_households"))
    return (Working(_PAID, Decimal(paid), "households", "data", formula, inputs),)


def _tier_working(programme: Programme, clause: TieredClause, outcomes: Sequence[Counted], terms: Terms) -> Working:
    inputs = tuple(
        Working(
            programme.outcomes[one.outcome].label,
            Fraction(one.achieved, one.eligible) if one.eligible else 0,
            "share",
            "data",
            _RATE,
            (
                Working(Text(it="raggiunto", en="achieved"), one.achieved, "households", "data"),
                Working(Text(it="contate", en="counted"), one.eligible, "households", "data"),
            ),
            origin=one.outcome,
        )
        for one in outcomes
    )
    rule = _RULES[terms.readings.get("tier_rule", "lowest")]
    return Working(_PAYMENT_SHARE, final_share(outcomes, clause, terms), "share", "contract", rule, inputs, "tier_rule")
