"""The odds: how likely each tier and payment is while households are pending, and what premium to expect.

Pending households follow the Beta-binomial predictive of those resolved, with the Jeffreys prior Beta(1/2, 1/2)
(Jeffreys 1946; Brown, Cai and DasGupta, Statistical Science 16 (2001) 101). Successes of different outcomes are independent given
their rates: probabilities are then exact, by products and convolution. With a correlation between the outcomes of a
household they are simulated with a seed. The contract is always paid on counts; nothing here changes a payment.

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
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from h4a_core.engine.premium import Counted, counted_in, counts, tier_share
from h4a_core.engine.rules import Claim, Situation, evaluate
from h4a_core.engine.working import cents
from h4a_core.facts import CohortFacts, Facts
from h4a_core.programme.model import Clause, FinalPart, Programme, Terms
from h4a_core.programme.rules import Choose, Expression, Mean, Steps

Probabilities: TypeAlias = npt.NDArray[np.float64]
Amounts: TypeAlias = dict[Decimal, float]
"""Probability of each amount, EUR."""

PRIOR = 0.5
"""Both parameters of the Jeffreys prior of a rate."""
DRAWS = 20_000
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class OutcomeOdds:
    """One outcome of one cohort: chance (0 to 1) of reaching each tier, highest first, and the successes expected."""

    outcome: str
    reaches: tuple[float, ...]
    expected_successes: float


@dataclass(frozen=True, slots=True)
class LineOdds:
    """One clause of one cohort (None: the programme as one): the chance of each amount it may pay, EUR."""

    clause: str
    cohort: int | None
    amounts: Mapping[Decimal, float]

    @property
    def expected_eur(self) -> Decimal:
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
    def expected_eur(self) -> Decimal:
        """The premium to expect in all, EUR."""
        return sum((line.expected_eur for line in self.lines), Decimal(0))


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
    reached = 0.0
    for amount, chance in sorted(amounts.items()):
        reached += chance
        if reached >= share - 1e-12:
            return amount
    return max(amounts)


def convolved(one: Mapping[Decimal, float], other: Mapping[Decimal, float]) -> Amounts:
    """The distribution of the sum of two independent amounts."""
    found: Amounts = {}
    for (first, chance), (second, likewise) in product(one.items(), other.items()):
        found[first + second] = found.get(first + second, 0.0) + chance * likewise
    return found


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
                shares = _Shares(programme, terms, part, own)
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


@dataclass(frozen=True, slots=True)
class _Shares:
    """The share of the final part that counts of successes earn, and its distribution."""

    programme: Programme
    terms: Terms
    part: FinalPart
    own: Mapping[str, Counted]

    def table(self, name: str) -> list[Decimal]:
        """The share that an outcome alone earns for each number of successes."""
        of = self.own[name].eligible
        return [
            tier_share(Fraction(n, of) if of else Fraction(0), self.programme, self.part, self.terms)
            for n in range(of + 1)
        ]

    def outcome_odds(self, name: str, pmf: Probabilities) -> OutcomeOdds:
        """Chance that one outcome reaches each tier."""
        table = self.table(name)
        pays = sorted({share for share in table if share} | self._tier_payments(), reverse=True)
        reaches = tuple(
            float(sum(chance for share, chance in zip(table, pmf, strict=True) if share >= one)) for one in pays
        )
        return OutcomeOdds(name, reaches, float((np.arange(len(pmf)) * pmf).sum()))

    def _tier_payments(self) -> set[Decimal]:
        nothing = Situation(self.programme, self.terms, ())
        paid = (Fraction(evaluate(tier.pays, nothing)) for tier in self.part.steps.steps.tiers)
        return {Decimal(one.numerator) / Decimal(one.denominator) for one in paid}

    def exactly(self, states: Mapping[str, Probabilities]) -> Amounts:
        """The distribution of the share under independence."""
        if not all(self.own[name].eligible for name in states):
            return {Decimal(0): 1.0}
        if self._rule() == "mean":
            return self._of_mean(states)
        each: list[Amounts] = []
        for name, pmf in states.items():
            found: Amounts = {}
            for share, chance in zip(self.table(name), pmf, strict=True):
                found[share] = found.get(share, 0.0) + float(chance)
            each.append(found)
        together: Amounts = {}
        for combination in product(*(one.items() for one in each)):
            shares = [share for share, _ in combination]
            share = min(shares) if self._rule() == "lowest" else sum(shares, Decimal(0)) / len(shares)
            together[share] = together.get(share, 0.0) + math.prod(chance for _, chance in combination)
        return together

    def _rule(self) -> str:
        """How the outcomes decide together, read off the clause's expression under the readings in force."""
        found = _in_force(self.part.clause.pays, self.terms)
        if any(isinstance(one, Mean) and any(isinstance(p, Steps) for p in one.parts) for one in found):
            return "each"
        tiers = next(one for one in found if isinstance(one, Steps))
        return "mean" if isinstance(tiers.steps.of, Mean) else "lowest"

    def _lattice(self) -> tuple[int, list[int]]:
        """A common denominator of all rates, and what one success of each outcome adds to the sum over it."""
        sizes = [self.own[name].eligible for name in self.part.outcomes]
        common = math.lcm(*sizes)
        return common, [common // size for size in sizes]

    def _of_mean(self, states: Mapping[str, Probabilities]) -> Amounts:
        common, steps = self._lattice()
        sums: dict[int, float] = {0: 1.0}
        for pmf, step in zip(states.values(), steps, strict=True):
            grown: dict[int, float] = {}
            possible = [(n * step, float(chance)) for n, chance in enumerate(pmf) if chance]
            for so_far, chance in sums.items():
                for added, likewise in possible:
                    grown[so_far + added] = grown.get(so_far + added, 0.0) + chance * likewise
            sums = grown
        found: Amounts = {}
        for total, chance in sums.items():
            share = tier_share(Fraction(total, common * len(steps)), self.programme, self.part, self.terms)
            found[share] = found.get(share, 0.0) + chance
        return found

    def simulated(self, rates: Mapping[str, tuple[int, int]], correlation: float, seed: int, draws: int) -> Amounts:
        """The same with a correlation: a household shares a common factor across outcomes (Gaussian copula)."""
        from scipy.special import ndtr  # noqa: PLC0415 - scipy is slow to import

        if not all(self.own[name].eligible for name in self.part.outcomes):
            return {Decimal(0): 1.0}
        random = np.random.default_rng(seed)
        most = max(self.own[name].pending for name in self.part.outcomes)
        common = random.standard_normal((draws, most))
        successes = []
        for name in self.part.outcomes:
            own = self.own[name]
            achieved, failed = rates[name]
            rate = random.beta(PRIOR + achieved, PRIOR + failed, size=(draws, 1))
            noise = random.standard_normal((draws, own.pending))
            latent = math.sqrt(correlation) * common[:, : own.pending] + math.sqrt(1 - correlation) * noise
            successes.append(own.achieved + (ndtr(latent) < rate).sum(axis=1))
        return self._shares_of(successes)

    def _shares_of(self, successes: Sequence[npt.NDArray[np.int64]]) -> Amounts:
        draws = len(successes[0])
        if self._rule() == "mean":
            common, steps = self._lattice()
            totals = sum(count * step for count, step in zip(successes, steps, strict=True))
            values, times = np.unique(totals, return_counts=True)
            shares = [
                tier_share(Fraction(int(v), common * len(steps)), self.programme, self.part, self.terms) for v in values
            ]
        else:
            tables = [np.array(self.table(name), dtype=object) for name in self.part.outcomes]
            each = np.stack([table[count] for table, count in zip(tables, successes, strict=True)])
            together = each.min(axis=0) if self._rule() == "lowest" else each.sum(axis=0) / len(each)
            values, times = np.unique(together, return_counts=True)
            shares = list(values)
        found: Amounts = {}
        for share, count in zip(shares, times, strict=True):
            found[share] = found.get(share, 0.0) + int(count) / draws
        return found


def _in_force(rule: Expression, terms: Terms) -> list[Expression]:
    """The expressions that are evaluated under the readings in force."""
    if isinstance(rule, Choose):
        return _in_force(rule.choose.options[terms.readings[rule.choose.reading]], terms)
    return [rule, *(inside for part in rule.parts for inside in _in_force(part, terms))]


__all__ = [
    "DRAWS", "QUANTILES", "LineOdds", "Odds", "OutcomeOdds", "convolved", "expected", "odds", "predictive", "quantile",
]  # fmt: skip
