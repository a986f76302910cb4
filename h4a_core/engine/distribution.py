"""The saving as a distribution: what is not known of hotels without the programme, carried through to the balance.

Nothing here changes a payment or the figure of the statement: it says how far that figure can be off. Each draw goes
through the formula of the saving (`engine/savings.py`), all of them at once in floating point; a test holds the two
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from h4a_core.engine.counterfactual import Reference, priced_as
from h4a_core.engine.evidence import plausible
from h4a_core.engine.premium import Premium
from h4a_core.engine.savings import PROBABILITIES, Savings, savings
from h4a_core.engine.survival import Floats
from h4a_core.facts import Facts
from h4a_core.programme.model import Programme, Terms

DRAWS = 4000
SEED = 20220901
_SHARES = (0.025, 0.10, 0.50, 0.90, 0.975)


@dataclass(frozen=True, eq=False)
class Beliefs:
    """Draws of what is not known: nights of a stay, net cost of a night (EUR), by route the probability of a stay."""

    nights: Floats
    cost: Floats
    probability: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Spread:
    """One amount in EUR as it may be: median, 80 % and 95 % ranges, the share of draws above zero, and the draws."""

    median: float
    range_80: tuple[float, float]
    range_95: tuple[float, float]
    positive_share: float
    draws: Floats

    def quantiles(self, n: int) -> list[float]:
        """`n` values that stand for equally likely parts of the distribution, rising."""
        return [float(one) for one in np.quantile(self.draws, (np.arange(n) + 0.5) / n)]


@dataclass(frozen=True, eq=False)
class Ranges:
    """The cost avoided, the City's balance today, and the balance if all that is pending succeeds, as they may be."""

    gross: Spread
    net: Spread
    net_if_all: Spread


def beliefs(programme: Programme, terms: Terms, found: Reference | None = None) -> Beliefs:
    """Draw what is not known, jointly and with a fixed seed: each share of its evidence once, in an order of its own.

    (Latin hypercube: McKay, Beckman and Conover, Technometrics 21 (1979) 239.)

    Args:
        programme: for the evidence of its assumptions, spread as `plausible` says.
        terms: a value that was chosen is taken as certain.
        found: the reference in force, if one is; length and price then come together from its resamples. The
            probability of a stay is an assumption in both cases: stays alone do not say how many families had none.

    The probabilities of all routes are drawn at the same share of their evidence: what makes one too high makes the
    other too high, which gives the widest range.

    """
    drawing = np.random.default_rng(SEED)
    shares = {
        name: (drawing.permutation(DRAWS) + 0.5) / DRAWS
        for name in ("probability", "expected_nights", "cost_per_night")
    }

    def believed(name: str, share: str) -> Floats:
        if name in terms.chosen or name not in programme.assumptions:
            return np.full(DRAWS, float(terms[name]))
        return plausible(programme.assumptions[name], shares[share])

    drawn = {name: believed(name, name) for name in ("expected_nights", "cost_per_night")}
    if found is not None:
        resample = drawing.integers(0, len(found.night_draws), DRAWS)
        pairs = {"expected_nights": found.night_draws[resample], "cost_per_night": found.cost_draws[resample]}
        drawn |= {name: draws for name, draws in pairs.items() if name in terms.estimates}
    return Beliefs(
        drawn["expected_nights"],
        drawn["cost_per_night"],
        {route: believed(name, "probability") for route, name in PROBABILITIES.items()},
    )


def reference_saving(
    programme: Programme, facts: Facts, terms: Terms, premium: Premium, found: Reference
) -> tuple[Decimal, tuple[float, float]]:
    """The cost avoided at a reference's length and price (EUR), and its 95 % range over the reference's resamples.

    The probability of a stay is taken as it is in force: the range is that of the stays alone.
    """
    balance = savings(programme, facts, priced_as(terms, found), premium)
    certain = {route: np.full(len(found.night_draws), float(terms[name])) for route, name in PROBABILITIES.items()}
    ranges = saving_ranges(facts, balance, Beliefs(found.night_draws, found.cost_draws, certain))
    return balance.gross_saving, ranges.gross.range_95


def saving_ranges(facts: Facts, balance: Savings, believed: Beliefs) -> Ranges:
    """The cost avoided and the City's balances, each as it may be, in EUR.

    Args:
        facts: as for the statement.
        balance: the statement's; its observed cost, premiums and other costs are taken as they are.
        believed: draws of what is not known.

    """
    nights = sum(
        (draws * _nights(facts, route, believed.nights) for route, draws in believed.probability.items()),
        np.zeros(len(believed.nights)),
    )
    gross = nights * believed.cost - float(balance.observed_cost)
    net = gross - float(balance.premium + balance.other_costs)
    return Ranges(_spread(gross), _spread(net), _spread(net - float(balance.possible)))


def _nights(facts: Facts, route: str, lengths: Floats) -> Floats:
    """Nights of all families of a route at each length L: the sum of n x min(L, days since enrolment).

    Families sorted by their days: those with fewer days than L spend them all, the others L. Cheap for any number.
    """
    exposed = sorted(
        ((facts.as_of - one.enrolled_date).days, one.households * float(cohort.weight))
        for cohort in facts.cohorts
        for one in cohort.exposures
        if one.route == route
    )
    days, families = (np.array([row[column] for row in exposed], dtype=np.float64) for column in (0, 1))
    spent = np.concatenate([[0.0], np.cumsum(days * families)])
    left = families.sum() - np.concatenate([[0.0], np.cumsum(families)])
    done = np.searchsorted(days, lengths, side="right")
    found: Floats = spent[done] + lengths * left[done]
    return found


def _spread(draws: Floats) -> Spread:
    low_95, low_80, median, high_80, high_95 = (float(one) for one in np.quantile(draws, _SHARES))
    return Spread(median, (low_80, high_80), (low_95, high_95), float((draws > 0).mean()), draws)
