"""The share of a final payment that uncertain outcomes earn together: exactly, or by simulation."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from h4a_core.engine.premium import Counted, tier_share
from h4a_core.engine.rules import Situation, evaluate
from h4a_core.programme.model import FinalPart, Programme, Terms
from h4a_core.programme.rules import Choose, Expression, Mean, Steps

Probabilities: TypeAlias = npt.NDArray[np.float64]
"""Chance of 0, 1, 2 ... successes."""
Amounts: TypeAlias = dict[Decimal, float]
"""Chance of each amount (EUR) or share."""
PRIOR = 0.5
"""Both parameters of the Jeffreys prior of a rate."""


@dataclass(frozen=True, slots=True)
class OutcomeOdds:
    """One outcome of one cohort: chance (0 to 1) of reaching each tier, highest first, and the successes expected."""

    outcome: str
    reaches: tuple[float, ...]
    expected_successes: float


@dataclass(frozen=True, slots=True)
class Shares:
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
