"""Distributions of amounts of money: mean, quantiles, and the sum of several that depend on the same beliefs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from h4a_core.engine.lasting import Floats
from h4a_core.engine.working import cents

Amounts: TypeAlias = Mapping[Decimal, float]
"""The chance of each amount, or share."""
Places: TypeAlias = npt.NDArray[np.int64]

LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
"""The points of a distribution that are shown: between low and high lie 80 % of the chances."""
Number = TypeVar("Number", np.float64, np.complex128)
_NOTHING_LESS = 1e-12
_CENTS = 100
_WIDEST = 20_000
"""Places of a grid up to which the sum is made by Fourier transform."""
_MOST_SUMS = 50_000
"""Up to so many sums of amounts are made one by one; more on a grid, rounded where needed by less than a thousandth."""


@dataclass(frozen=True)
class Believed:
    """Chances that depend on beliefs: row `at[b]` of `chances` holds under belief b, row b where `at` is None.

    A single row holds under every belief.
    """

    chances: Floats
    at: Places | None = None

    def spread(self, by_row: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """What was made of the chances row by row, with a row for each belief, or the single one."""
        found: npt.NDArray[Number] = by_row if self.at is None else by_row[self.at]
        return found

    def averaged(self, weights: Floats) -> Floats:
        """The chances over all beliefs."""
        by_row = weights if self.at is None else np.bincount(self.at, weights, len(self.chances))
        found: Floats = self.chances[0] if len(self.chances) == 1 else by_row @ self.chances
        return found


@dataclass(frozen=True)
class Varying:
    """An amount that depends on beliefs: each possible one, and its chance (columns) under each belief."""

    amounts: Sequence[Decimal]
    believed: Believed

    def mixed(self, weights: Floats) -> dict[Decimal, float]:
        """The distribution over all beliefs, equal amounts put together."""
        found: dict[Decimal, float] = {}
        for amount, chance in zip(self.amounts, self.believed.averaged(weights), strict=True):
            if chance > 0:
                found[amount] = found.get(amount, 0.0) + float(chance)
        return found


def expected(amounts: Amounts) -> Decimal:
    """The mean, to the cent."""
    return cents(Decimal(math.fsum(float(amount) * chance for amount, chance in amounts.items())))


def quantile(amounts: Amounts, share: float) -> Decimal:
    """The lowest amount that is not exceeded with this probability; zero where nothing is possible."""
    amount, reached = Decimal(0), 0.0
    for amount, chance in sorted(amounts.items()):  # noqa: B007 - the last one looked at is the answer
        reached += chance
        if reached >= share - _NOTHING_LESS:
            break
    return amount


def summed(parts: Sequence[Varying], weights: Floats) -> dict[Decimal, float]:
    """The distribution of the sum of amounts that are independent given the belief, but share it."""
    certain = sum((part.amounts[0] for part in parts if len(part.amounts) == 1), Decimal(0))
    still_open = [part for part in parts if len(part.amounts) > 1]
    if len(still_open) < 2:  # noqa: PLR2004 - a sum of one, or of nothing
        found = still_open[0].mixed(weights) if still_open else {Decimal(0): 1.0}
    else:
        found = _summed_on_grid(still_open, weights)
    return {amount + certain: chance for amount, chance in found.items()}


def _summed_on_grid(parts: Sequence[Varying], weights: Floats) -> dict[Decimal, float]:
    """The same by Fourier transform.

    All amounts lie on a grid of their greatest common divisor, in whole cents. The sum under one belief is the product
    of the characteristic functions; averaging over beliefs comes before going back, since it is linear. Lines that
    depend on more than the others (their own rows) are summed first and averaged over what the others do not see; if
    they have too many amounts for that, all are summed belief by belief.
    """
    if _width(parts) > _WIDEST:  # amounts with cents: few of the places of such a grid would be taken
        parts = [_possible(part) for part in parts]
        if math.prod(len(part.amounts) for part in parts) <= _MOST_SUMS:
            return reduce(_sum_of_two, parts).mixed(weights)
        parts = _coarser(parts)
    rest, shares = _on_common_rows(parts, weights)
    least = sum(int(_in_cents(part.amounts).min()) for part in rest)
    offsets, step = _offsets(rest)
    width = fast_length(_width(rest))
    transformed = (
        np.fft.rfft(_on_grid(part.believed.chances, grid // step, width), axis=1)
        for part, grid in zip(rest, offsets, strict=True)
    )
    product = reduce(np.multiply, transformed)
    found = np.fft.irfft(shares @ product if len(product) > 1 else product[0], n=width)
    shown = np.flatnonzero(found > _NOTHING_LESS)
    return {Decimal(least + int(at) * step) / _CENTS: float(found[at]) for at in shown}


def _on_common_rows(parts: Sequence[Varying], weights: Floats) -> tuple[Sequence[Varying], Floats]:
    """The lines so that they share their rows, and what each row weighs."""
    few = next((part.believed.at for part in parts if part.believed.at is not None), None)
    own, rest = _apart(parts, few)
    if math.prod(len(part.amounts) for part in own) > _MOST_SUMS:
        by_belief = (Believed(part.believed.spread(part.believed.chances)) for part in parts)
        return [Varying(part.amounts, one) for part, one in zip(parts, by_belief, strict=True)], weights
    if not own:
        return rest, np.ones(1) if few is None else np.bincount(few, weights).astype(np.float64)
    together = _in_few_rows(reduce(_sum_of_two, own), few, weights)
    return [*rest, together], np.ones(len(together.believed.chances))


def _possible(part: Varying) -> Varying:
    """The same without amounts that no belief gives a chance."""
    places = np.flatnonzero(part.believed.chances.any(axis=0))
    return Varying(
        [part.amounts[int(at)] for at in places], Believed(part.believed.chances[:, places], part.believed.at)
    )


def _coarser(parts: Sequence[Varying]) -> list[Varying]:
    """The same with amounts on a grid that is narrow enough: each to the nearest multiple of its step."""
    spread = sum(int(grid.max() - grid.min()) for grid in (_in_cents(part.amounts) for part in parts))
    step = -(-spread // (_WIDEST // 2))
    rounded = ((part, (_in_cents(part.amounts) + step // 2) // step * step) for part in parts)
    return [Varying([Decimal(int(one)) / _CENTS for one in grid], part.believed) for part, grid in rounded]


def fast_length(least: int) -> int:
    """The length from `least` up that is transformed fastest: one of small prime factors only."""
    from scipy.fft import next_fast_len  # noqa: PLC0415 - scipy is slow to import

    return int(next_fast_len(least, real=True))


def _in_few_rows(line: Varying, few: Places | None, weights: Floats) -> Varying:
    """The line summed over the beliefs that each of the few rows stands for, weights included."""
    chances = line.believed.spread(line.believed.chances) * weights[:, None]
    rows = np.zeros(len(weights), dtype=np.int64) if few is None else few
    by_row: Floats = np.stack([np.bincount(rows, column).astype(np.float64) for column in chances.T], axis=1)
    return Varying(line.amounts, Believed(by_row))


def _offsets(parts: Sequence[Varying]) -> tuple[list[Places], int]:
    """How far each amount lies above the least of its line, in cents, and the greatest common divisor of all that."""
    offsets = [grid - grid.min() for grid in (_in_cents(part.amounts) for part in parts)]
    return offsets, math.gcd(*(int(one) for grid in offsets for one in grid)) or 1


def _width(parts: Sequence[Varying]) -> int:
    """Places of the grid on which all sums lie."""
    offsets, step = _offsets(parts)
    return sum(int(grid.max()) for grid in offsets) // step + 1


def _apart(parts: Sequence[Varying], few: Places | None) -> tuple[list[Varying], list[Varying]]:
    """Lines with rows of their own, and those that share the few rows or have a single one."""
    own: list[Varying] = []
    rest: list[Varying] = []
    for part in parts:
        shares_rows = len(part.believed.chances) == 1 or (part.believed.at is few and few is not None)
        (rest if shares_rows else own).append(part)
    return own, rest


def _sum_of_two(one: Varying, other: Varying) -> Varying:
    """The sum of two amounts that are independent given the belief, belief by belief."""
    sums = np.add.outer(_in_cents(one.amounts), _in_cents(other.amounts)).ravel()
    first, second = (part.believed.spread(part.believed.chances) for part in (one, other))
    chances = (first[:, :, None] * second[:, None, :]).reshape(max(len(first), len(second)), -1)
    different, which = np.unique(sums, return_inverse=True)
    summed_up = chances if len(different) == len(sums) else _on_grid(chances, which, len(different))
    amounts = sums if len(different) == len(sums) else different
    return Varying([Decimal(int(amount)) / _CENTS for amount in amounts], Believed(summed_up))


def _in_cents(amounts: Sequence[Decimal]) -> Places:
    return np.array([int(cents(amount) * _CENTS) for amount in amounts], dtype=np.int64)


def _on_grid(chances: Floats, places: Places, width: int) -> Floats:
    """The chances at their places on the grid, those at the same place added."""
    found = np.zeros((len(chances), width))
    different, which = np.unique(places, return_inverse=True)
    if len(different) == len(places):
        found[:, places] = chances
    else:
        order = np.argsort(which, kind="stable")
        first = np.searchsorted(which[order], np.arange(len(different)))
        found[:, different] = np.add.reduceat(chances[:, order], first, axis=1)
    return found
