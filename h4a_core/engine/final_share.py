"""The share of a final payment that uncertain outcomes earn together, by the contract's own tiers."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

import numpy as np

from h4a_core.engine.amounts import Believed, Varying
from h4a_core.engine.lasting import Floats
from h4a_core.engine.premium import Counted, tier_shares
from h4a_core.programme.model import FinalPart, Programme, Terms
from h4a_core.programme.rules import Choose, Expression, Mean, Steps

_NOISE = 1e-13
"""Chances below it are what the Fourier transform leaves of none."""


@dataclass(frozen=True)
class FinalShare:
    """The final part of one unit: what share of it any numbers of successes earn.

    A *state* is the chance of 0, 1 ... eligible families succeeding in an outcome, under each belief.
    """

    programme: Programme
    terms: Terms
    part: FinalPart
    own: Mapping[str, Counted]

    def varying(self, states: Mapping[str, Believed]) -> Varying:
        """The share earned when the outcomes are independent given the belief."""
        if not all(self.own[name].eligible for name in states):
            return Varying([Decimal(0)], Believed(np.ones((1, 1))))
        if self.rule == "mean":
            return self._of_mean(states)
        return _varying(self.chance_of_shares(states))

    def chance_of_shares(self, states: Mapping[str, Believed]) -> dict[Decimal, Floats]:
        """The chance of each share, where the lowest outcome decides or each pays for itself.

        The last axis of a state counts successes; whatever axes stand before it are kept.
        """
        each = [self._by_share(name, state) for name, state in states.items()]
        if self.rule == "lowest":
            return _exactly({share: math.prod(found, start=np.ones(1)) for share, found in _reached(each)})
        sums: dict[Decimal, Floats] = {Decimal(0): np.ones(1)}
        for one in each:
            sums = _added(sums, one)
        return {total / len(each): chance for total, chance in sums.items()}

    def if_together(self, states: Mapping[str, Believed]) -> Varying | None:
        """The same when the outcomes come and go together as far as they can: the worst one decides; else None.

        Only where the lowest outcome decides: the chance of at least a share is then the least over the outcomes.
        """
        if self.rule != "lowest" or not all(self.own[name].eligible for name in states):
            return None
        each = [self._by_share(name, state) for name, state in states.items()]
        at_least = {share: np.minimum.reduce(np.broadcast_arrays(*found)) for share, found in _reached(each)}
        return _varying(_exactly(at_least))

    @cached_property
    def rule(self) -> str:
        """How the outcomes decide together, read off the clause's expression under the readings in force."""
        found = _in_force(self.part.clause.pays, self.terms)
        if any(isinstance(one, Mean) and any(isinstance(part, Steps) for part in one.parts) for one in found):
            return "each"
        tiers = next(one for one in found if isinstance(one, Steps))
        return "mean" if isinstance(tiers.steps.of, Mean) else "lowest"

    def _by_share(self, name: str, state: Believed) -> list[tuple[Decimal, Floats]]:
        """The shares that one outcome alone may earn, each with its chance for each belief."""
        table = self._tables[self.own[name].eligible]
        found = ((share, state.chances[..., places].sum(axis=-1)) for share, places in table.items())
        return [(share, state.spread(chance)) for share, chance in found if chance.any()]

    @cached_property
    def _tables(self) -> dict[int, dict[Decimal, list[int]]]:
        """For each number of families counted, which numbers of successes earn each share."""
        found: dict[int, dict[Decimal, list[int]]] = {}
        earned = tier_shares(self.programme, self.part, self.terms)
        for of in {one.eligible for one in self.own.values()}:
            by_share: dict[Decimal, list[int]] = {}
            for number in range(of + 1):
                by_share.setdefault(earned(Fraction(number, of)), []).append(number)
            found[of] = by_share
        return found

    def _of_mean(self, states: Mapping[str, Believed]) -> Varying:
        """Where the mean of the rates decides: the sum of the rates, on a grid of their common denominator."""
        common = math.lcm(*(self.own[name].eligible for name in states))
        width = common * len(states) + 1
        together = np.ones((1, width // 2 + 1), dtype=np.complex128)
        for name, state in states.items():
            on_grid = np.zeros((len(state.chances), width))
            on_grid[:, : common + 1 : common // self.own[name].eligible] = state.chances
            together = together * state.spread(np.fft.rfft(on_grid, axis=1))
        sums = np.fft.irfft(together, n=width, axis=1)
        sums = np.where(sums < _NOISE, 0.0, sums)
        found: dict[Decimal, Floats] = {}
        earned = tier_shares(self.programme, self.part, self.terms)
        for total in np.flatnonzero(sums.any(axis=0)):
            share = earned(Fraction(int(total), common * len(states)))
            found[share] = found.get(share, np.zeros(1)) + sums[:, total]
        return _varying(found)


ByShare: TypeAlias = Sequence[tuple[Decimal, Floats]]
"""The chance of each share that one outcome alone may earn, for each belief."""


def _reached(each: Sequence[ByShare]) -> list[tuple[Decimal, list[Floats]]]:
    """For each share that any outcome may earn, the lowest first, the chance of each outcome to earn at least that."""
    at_least: list[tuple[list[Decimal], list[Floats]]] = []
    for one in each:
        found = sorted(one, key=lambda pair: pair[0])
        running = list(accumulate((chance for _, chance in reversed(found)), np.add))
        at_least.append(([share for share, _ in found], [*reversed(running), np.zeros(1)]))
    shares = sorted({share for one in each for share, _ in one})
    return [(share, [sums[bisect_left(own, share)] for own, sums in at_least]) for share in shares]


def _exactly(at_least: Mapping[Decimal, Floats]) -> dict[Decimal, Floats]:
    """The chance of each share from that of at least it, the lowest share first."""
    above = [*list(at_least.values())[1:], np.zeros(1)]
    return {
        share: np.clip(chance - more, 0.0, None) for (share, chance), more in zip(at_least.items(), above, strict=True)
    }


def _added(sums: Mapping[Decimal, Floats], one: ByShare) -> dict[Decimal, Floats]:
    found: dict[Decimal, Floats] = {}
    for total, chance in sums.items():
        for share, own in one:
            found[total + share] = found.get(total + share, np.zeros(1)) + chance * own
    return found


def _varying(found: Mapping[Decimal, Floats]) -> Varying:
    shares = sorted(found)
    return Varying(shares, Believed(np.stack(np.broadcast_arrays(*(found[share] for share in shares)), axis=1)))


def _in_force(rule: Expression, terms: Terms) -> list[Expression]:
    """The expressions that are evaluated under the readings in force."""
    if isinstance(rule, Choose):
        return _in_force(rule.choose.options[terms.readings[rule.choose.reading]], terms)
    return [rule, *(inside for part in rule.parts for inside in _in_force(part, terms))]
