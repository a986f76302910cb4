"""Distributions of amounts of money: mean, quantiles, and the sum of several that depend on the same belief."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from h4a_core.engine.lasting import Floats
from h4a_core.engine.working import cents

Amounts: TypeAlias = Mapping[Decimal, float]
"""The chance of each amount, or share."""

LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
"""The points of a distribution that are shown: between low and high lie 80 % of the chances."""
_NOTHING_LESS = 1e-12
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Varying:
    """An amount that depends on what is believed: each possible `amounts`, and its chance under each belief (rows).

    One row stands for all beliefs where the chances do not depend on them.
    """

    amounts: Sequence[Decimal]
    chances: Floats

    def mixed(self, weights: Floats) -> dict[Decimal, float]:
        """The distribution over all beliefs, equal amounts put together."""
        chances = self.chances[0] if len(self.chances) == 1 else weights @ self.chances
        found: dict[Decimal, float] = {}
        for amount, chance in zip(self.amounts, chances, strict=True):
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


def summed(parts: Iterable[Varying], weights: Floats) -> dict[Decimal, float]:
    """The distribution of the sum of amounts that are independent given the belief, but share it.

    All amounts lie on a grid of their greatest common divisor, in whole cents. The sum under one belief is the product
    of the characteristic functions; averaging over beliefs comes before going back, since it is linear.
    """
    lines = [(*_in_cents(part), part.chances) for part in parts]
    least = sum(least for least, _, _ in lines)
    step = math.gcd(*(offset for _, offsets, _ in lines for offset in offsets)) or 1
    width = sum(max(offsets) for _, offsets, _ in lines) // step + 1
    together = np.ones((1, width // 2 + 1), dtype=np.complex128)
    for _, offsets, chances in lines:
        on_grid = np.zeros((len(chances), width))
        np.add.at(on_grid, (slice(None), [offset // step for offset in offsets]), chances)
        together = together * np.fft.rfft(on_grid, axis=1)
    averaged = together[0] if len(together) == 1 else weights @ together
    chances = np.fft.irfft(averaged, n=width)
    shown = np.flatnonzero(chances > _NOTHING_LESS)
    return {Decimal(least + int(at) * step) / _HUNDRED: float(chances[at]) for at in shown}


def _in_cents(part: Varying) -> tuple[int, list[int]]:
    """The least of the amounts and how far each lies above it, in whole cents."""
    whole = [int(cents(amount) * _HUNDRED) for amount in part.amounts]
    return min(whole), [one - min(whole) for one in whole]
