"""How many families last in their home until a day to come, judged from how long families have lasted so far.

A family still housed is evidence of success too, so what is unknown is a hazard, not a share. Time in a home follows a
Weibull distribution: the chance of still being housed after t years is exp(-rate x t^shape). A shape below 1 means that
homes are lost early or not at all, above 1 that the risk grows. Given the shape, the rate has the Jeffreys prior of a
Poisson count, so its posterior is Gamma(d + 1/2, sum of t^shape) with d homes lost; the logarithm of the shape has the
prior N(-0.15, 0.5): most likely the risk falls a little with time. (With a mean of 0 the middle 80 % held the truth 68
to 93 times of 100 in the groups of the calibration, with -0.15 more evenly: `docs/method.md`.) Both are integrated over
by Gaussian quadrature: a hundred pairs of rate and shape, each with its weight, shared by all cohorts and all clauses
that depend on lasting.

Sources: Ibrahim, Chen and Sinha, Bayesian Survival Analysis (2001), chapter 2; Jeffreys (1946); the quadrature of a
Gamma distribution by the eigenvalues of its Jacobi matrix, Golub and Welsch, Mathematics of Computation 23 (1969) 221.
The error of the quadrature is below 1e-4 for every probability (`tests/engine/test_lasting.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from h4a_core.facts import AtRisk, Spell

Floats: TypeAlias = npt.NDArray[np.float64]

DAYS_A_YEAR = 365.25
PRIOR_LOSSES = 0.5
"""What the Jeffreys prior adds to the homes lost."""
MEAN_OF_LOG_SHAPE, SPREAD_OF_LOG_SHAPE = -0.15, 0.5
_SHORTEST_DAYS = 15.0
"""A home lost at once counts as lost within the first month: a time of zero has no logarithm."""
_SHAPES, _RATES = 10, 10
"""Points of the two quadratures."""
_FAMILIES_ONE_BY_ONE = 64
"""Up to so many pending families the distribution is built family by family; beyond, by Fourier transform."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """What is believed of the loss of homes: pairs of `rate` (per year^shape) and `shape`, each with its `weight`."""

    rate: Floats
    shape: Floats
    weight: Floats

    def chance_to_last(self, families: AtRisk) -> Floats:
        """For each pair the chance that a family in its home for `days` is still there at `until_days`."""
        now, until = max(families.days, 0) / DAYS_A_YEAR, max(families.until_days, families.days, 0) / DAYS_A_YEAR
        lasting: Floats = np.exp(-self.rate * (until**self.shape - now**self.shape))
        return lasting

    def mixed(self, by_pair: Floats) -> Floats:
        """A distribution given for each pair, averaged over what is believed."""
        averaged: Floats = self.weight @ by_pair
        return averaged


def hazard(spells: Sequence[Spell]) -> Hazard | None:
    """What families' times in their homes say of the loss of homes; None while nobody has a home.

    Args:
        spells: of all families of the programme, whatever their cohort. Times are days since the move-in.

    """
    if not any(one.households for one in spells):
        return None
    families = np.array([one.households for one in spells], dtype=np.float64)
    lost = np.array([one.lost for one in spells], dtype=bool)
    times = np.log(np.array([max(one.days, _SHORTEST_DAYS) for one in spells]) / DAYS_A_YEAR)
    losses = float(families[lost].sum())
    log_times_lost = float((times * families)[lost].sum())

    def exposure(log_shape: Floats) -> Floats:
        """The sum of t^shape over the families."""
        summed: Floats = np.exp(np.exp(log_shape)[:, None] * times[None, :]) @ families
        return summed

    def log_belief(log_shape: Floats) -> Floats:
        """Logarithm of the prior of the shape times its likelihood, the rate integrated out."""
        prior = -((log_shape - MEAN_OF_LOG_SHAPE) ** 2) / (2 * SPREAD_OF_LOG_SHAPE**2)
        likelihood = losses * log_shape + (np.exp(log_shape) - 1) * log_times_lost
        integrated: Floats = prior + likelihood - (losses + PRIOR_LOSSES) * np.log(exposure(log_shape))
        return integrated

    log_shape, weight = _normal_quadrature(log_belief)
    points, shares = _gamma_quadrature(losses + PRIOR_LOSSES)
    rate = points[None, :] / exposure(log_shape)[:, None]
    return Hazard(rate.ravel(), np.repeat(np.exp(log_shape), len(points)), np.outer(weight, shares).ravel())


def _normal_quadrature(log_density: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
    """Points and weights for a density of one variable that is nearly normal: Gauss-Hermite, placed by its moments."""
    grid = MEAN_OF_LOG_SHAPE + np.linspace(-4, 4, 81) * SPREAD_OF_LOG_SHAPE
    density = _normalised(log_density(grid))
    mean = float(density @ grid)
    spread = max(float(density @ (grid - mean) ** 2) ** 0.5, float(grid[1] - grid[0]) / 4)
    points, weights = np.polynomial.hermite_e.hermegauss(_SHAPES)
    placed = mean + spread * points
    return placed, _normalised(log_density(placed) + points**2 / 2 + np.log(weights))


def _normalised(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max())
    shares: Floats = weights / weights.sum()
    return shares


def _gamma_quadrature(shape: float) -> tuple[Floats, Floats]:
    """Points and weights of the Gamma distribution of this shape and scale 1 (generalised Gauss-Laguerre)."""
    number = np.arange(_RATES)
    beside = np.sqrt(number[1:] * (number[1:] + shape - 1))
    points, vectors = np.linalg.eigh(np.diag(2 * number + shape) + np.diag(beside, 1) + np.diag(beside, -1))
    return points, vectors[0] ** 2


def number_of_successes(groups: Sequence[tuple[Floats, int]]) -> Floats:
    """For each pair (rows) the chance that 0, 1, 2 ... families succeed (columns).

    Args:
        groups: for each group of families alike, the chance of one of them for each pair, and how many they are.

    """
    number = sum(households for _, households in groups)
    if not number:
        return np.ones((1, 1))
    pairs = len(groups[0][0])
    if number <= _FAMILIES_ONE_BY_ONE:
        return _one_by_one(groups, number, pairs)
    return _by_transform(groups, number, pairs)


def _one_by_one(chances: Sequence[tuple[Floats, int]], number: int, pairs: int) -> Floats:
    """The distribution of a sum of successes for each pair, one family after the other."""
    found = np.zeros((pairs, number + 1))
    found[:, 0] = 1.0
    for chance, households in chances:
        for _ in range(households):
            moved = found[:, :-1] * chance[:, None]
            found *= 1 - chance[:, None]
            found[:, 1:] += moved
    return found


def _by_transform(chances: Sequence[tuple[Floats, int]], number: int, pairs: int) -> Floats:
    """The same by the characteristic function, for many families."""
    turns = np.exp(-2j * np.pi * np.arange(number // 2 + 1) / (number + 1)) - 1
    each = [(1 + chance[:, None] * turns[None, :], households) for chance, households in chances]
    together = np.ones((pairs, len(turns)), dtype=np.complex128)
    for bit in reversed(range(max(households for _, households in chances).bit_length())):
        together *= together  # each factor to the power of its families, by squares
        for factor, households in each:
            if households >> bit & 1:
                together *= factor
    found = np.fft.irfft(together, n=number + 1, axis=1)
    positive: Floats = np.clip(found, 0.0, None)
    shares: Floats = positive / positive.sum(axis=1, keepdims=True)
    return shares
