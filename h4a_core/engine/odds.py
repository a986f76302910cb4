"""The odds: how likely each tier and payment is while households are pending, and what premium to expect.

Pending households follow the Beta-binomial predictive of those resolved, with the Jeffreys prior Beta(1/2, 1/2)
(Jeffreys 1946; Brown, Cai and DasGupta, Statistical Science 16 (2001) 101). Successes of different outcomes are
independent given their rates: probabilities are then exact, by products and convolution. With a correlation between the
outcomes of a household they are simulated with a seed. The contract is always paid on counts; nothing here changes a
payment.

Those resolved early are mostly failures, since a home is lost before the anniversary and kept at it: where many are
pending, the rate is judged from few and the odds lean to the cautious side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

import numpy as np

from h4a_core.engine.premium import Counted, counted_in, counts, tier_share
from h4a_core.engine.rules import Claim, Situation, evaluate
from h4a_core.engine.shares import PRIOR, Amounts, OutcomeOdds, Probabilities, Shares
from h4a_core.engine.working import cents
from h4a_core.facts import CohortFacts, Facts
from h4a_core.programme.model import Clause, Programme, Terms

DRAWS = 20_000
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class LineOdds:
    """One clause of one cohort (None: the programme as one): the chance of each amount it may pay, EUR."""

    clause: str
    cohort: int | None
    amounts: Mapping[Decimal, float]

    @property
    def expected(self) -> Decimal:
        """The mean of what it may pay, to the cent."""
        return expected(self.amounts)


@dataclass(frozen=True, slots=True)
class Odds:
    """Chances of a programme as its facts stand: per line, per outcome of the final part, and per clause."""

    lines: Sequence[LineOdds]
    outcomes: Mapping[int | None, Sequence[OutcomeOdds]]
    tiers: Mapping[int | None, Mapping[Decimal, float]]
    exact: bool

    def by_clause(self, clause: str) -> Amounts:
        """The chance of each amount that a clause pays to all cohorts together."""
        found: Amounts = {Decimal(0): 1.0}
        for line in self.lines:
            if line.clause == clause:
                found = convolved(found, line.amounts)
        return found

    @property
    def expected(self) -> Decimal:
        """The premium to expect in all, EUR."""
        return sum((line.expected for line in self.lines), Decimal(0))


def predictive(achieved: int, failed: int, pending: int) -> Probabilities:
    """Chance that 0, 1, ... `pending` households will succeed, given those resolved: Beta-binomial, exact."""
    from scipy.stats import betabinom  # noqa: PLC0415 - scipy is slow to import

    found: Probabilities = betabinom.pmf(np.arange(pending + 1), pending, PRIOR + achieved, PRIOR + failed)
    return found


def expected(amounts: Mapping[Decimal, float]) -> Decimal:
    """The mean of a distribution of amounts, to the cent."""
    return cents(Decimal(math.fsum(float(amount) * chance for amount, chance in amounts.items())))


def quantile(amounts: Mapping[Decimal, float], share: float) -> Decimal:
    """The amount that is not exceeded with this probability."""
    amount, reached = Decimal(0), 0.0
    for amount, chance in sorted(amounts.items()):  # noqa: B007 - the last one looked at is the answer
        reached += chance
        if reached >= share - 1e-12:
            break
    return amount


def convolved(one: Mapping[Decimal, float], other: Mapping[Decimal, float]) -> Amounts:
    """The distribution of the sum of two independent amounts."""
    found: Amounts = {}
    for (first, chance), (second, likewise) in product(one.items(), other.items()):
        found[first + second] = found.get(first + second, 0.0) + chance * likewise
    return found


@dataclass(frozen=True, slots=True)
class PremiumFan:
    """What each clause will pay, over all cohorts (EUR): by its id, the amount at each of `QUANTILES`, rising."""

    by_clause: Mapping[str, tuple[Decimal, ...]]

    @property
    def middle(self) -> Decimal:
        """The middle amounts of all clauses added up."""
        return sum((amounts[len(amounts) // 2] for amounts in self.by_clause.values()), Decimal(0))


def premium_fan(found: Odds, clauses: Iterable[str]) -> PremiumFan:
    """The spread of what each clause will pay."""
    amounts = {clause: found.by_clause(clause) for clause in clauses}
    return PremiumFan({clause: tuple(quantile(own, share) for share in QUANTILES) for clause, own in amounts.items()})


def odds(
    programme: Programme, facts: Facts, terms: Terms, correlation: float = 0.0, seed: int = 0, draws: int = DRAWS
) -> Odds:
    """Chances of every payment while households are pending.

    Args:
        programme: the contract.
        facts: measured, or a scenario's.
        terms: values and readings in force.
        correlation: between the outcomes of one household, 0 to 1; above 0 the final part is simulated.
        seed: of the simulation.
        draws: of the simulation.

    """
    found = {cohort.cohort: counts(programme, cohort, terms) for cohort in facts.cohorts}
    rates = _resolved(found.values())
    lines: list[LineOdds] = []
    by_unit: dict[int | None, Sequence[OutcomeOdds]] = {}
    tiers: dict[int | None, Mapping[Decimal, float]] = {}
    part = programme.final_part
    for clause in programme.clauses:
        final = part is not None and clause.id == part.clause.id
        for unit, cohorts in _units(clause, facts, terms):
            own = _pool([found[cohort.cohort] for cohort in cohorts])
            paying = _Paying(programme, terms, clause, cohorts)
            if part is not None and final:
                states = {name: _counts_pmf(own[name], rates[name]) for name in part.outcomes}
                shares = Shares(programme, terms, part, own)
                by_unit[unit] = [shares.outcome_odds(name, states[name]) for name in part.outcomes]
                if correlation > 0:
                    tiers[unit] = shares.simulated(rates, correlation, seed, draws)
                else:
                    tiers[unit] = shares.exactly(states)
                amounts = paying.by_share(tiers[unit])
            else:
                amounts = paying.by_count(own, rates)
            lines.append(LineOdds(clause.id, unit, amounts))
    return Odds(lines, by_unit, tiers, correlation == 0)


def _resolved(cohorts: Iterable[Mapping[str, Counted]]) -> dict[str, tuple[int, int]]:
    """Achieved and failed of each metric, over all cohorts: what the rate of those pending is judged from."""
    found: dict[str, tuple[int, int]] = {}
    for cohort in cohorts:
        for name, one in cohort.items():
            achieved, failed = found.get(name, (0, 0))
            found[name] = (achieved + one.achieved, failed + one.failed)
    return found


def _units(clause: Clause, facts: Facts, terms: Terms) -> list[tuple[int | None, Sequence[CohortFacts]]]:
    if "cohort" in clause.grouped_by(terms):
        return [(cohort.cohort, (cohort,)) for cohort in facts.cohorts]
    return [(None, facts.cohorts)] if facts.cohorts else []


def _pool(cohorts: Sequence[Mapping[str, Counted]]) -> dict[str, Counted]:
    return {
        name: Counted(
            name,
            sum(cohort[name].achieved for cohort in cohorts),
            sum(cohort[name].pending for cohort in cohorts),
            sum(cohort[name].eligible for cohort in cohorts),
        )
        for name in cohorts[0]
    }


def _counts_pmf(one: Counted, resolved: tuple[int, int]) -> Probabilities:
    """Chance of each final number of successes, from none to all that are counted."""
    found = np.zeros(one.eligible + 1)
    found[one.achieved : one.achieved + one.pending + 1] = predictive(*resolved, one.pending)
    return found


@dataclass(frozen=True, slots=True)
class _Paying:
    """One clause for one unit: what it pays for given counts, by the engine itself."""

    programme: Programme
    terms: Terms
    clause: Clause
    cohorts: Sequence[CohortFacts]

    def amount(self, achieved: Mapping[str, tuple[int, int]]) -> Fraction:
        """Exact payment for (achieved, counted) of each metric."""
        claims = [Claim("households", sum(one.households for one in self.cohorts)), Claim("cohorts", len(self.cohorts))]
        claims += [Claim(name, done, of) for name, (done, of) in achieved.items()]
        return Fraction(evaluate(self.clause.pays, Situation(self.programme, self.terms, claims)))

    def by_count(self, own: Mapping[str, Counted], rates: Mapping[str, tuple[int, int]]) -> Amounts:
        """A clause on milestones: the chance of each amount, over the successes still to come."""
        found: Amounts = {}
        names = counted_in(self.programme, self.clause)
        pmfs = [predictive(*rates[name], own[name].pending) for name in names]
        for extra in product(*(range(len(pmf)) for pmf in pmfs)):
            chance = math.prod(float(pmf[n]) for pmf, n in zip(pmfs, extra, strict=True))
            done = {name: (own[name].achieved + n, own[name].eligible) for name, n in zip(names, extra, strict=True)}
            amount = cents(self.amount(done))
            found[amount] = found.get(amount, 0.0) + chance
        return found

    def by_share(self, shares: Mapping[Decimal, float]) -> Amounts:
        """The final part: what each share of it pays, from its payment when all succeed."""
        part = self.programme.final_part
        assert part is not None  # noqa: S101 - only called for the final part
        whole = self.amount(dict.fromkeys(part.outcomes, (1, 1)))
        full = Fraction(tier_share(Fraction(1), self.programme, part, self.terms)) or Fraction(1)
        found: Amounts = {}
        for share, chance in shares.items():
            amount = cents(whole / full * Fraction(share))
            found[amount] = found.get(amount, 0.0) + chance
        return found
