"""The saving as a distribution: what is not known of hotels without the programme, carried through to the balance.

Nothing here changes a payment or the figure of the statement: it says how far that figure can be off. Each draw goes
through the formula of the saving (`engine/savings.py`), all of them at once in floating point; a test holds the two
together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from h4a_core.engine.counterfactual import Reference, priced_as
from h4a_core.engine.savings import Savings, savings
from h4a_core.engine.survival import Floats
from h4a_core.facts import Facts
from h4a_core.programme.model import Programme, Terms, Value

DRAWS = 4000
SEED = 20220901
_SHARES = (0.025, 0.10, 0.50, 0.90, 0.975)


@dataclass(frozen=True, eq=False)
class Beliefs:
    """Draws of what is not known: nights of a stay, its net cost a night (EUR), the probability that it happens."""

    nights: Floats
    cost: Floats
    probability: Floats


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


def beliefs(programme: Programme, found: Reference | None = None) -> Beliefs:
    """Draw what is not known, with a fixed seed.

    With a reference, length and cost come together from its resamples. Without one, every published figure of an
    assumption is as likely as the others; where none is published, every value between its low and high is. The
    probability of a stay is an assumption in both cases: stays alone do not say how many families had none.
    """
    drawing = np.random.default_rng(SEED)
    known = programme.assumptions
    probability = _believed(known["hotel_probability"], drawing)
    if found is None:
        return Beliefs(
            _believed(known["expected_nights"], drawing), _believed(known["cost_per_night"], drawing), probability
        )
    chosen = drawing.integers(0, len(found.night_draws), DRAWS)
    return Beliefs(found.night_draws[chosen], found.cost_draws[chosen], probability)


def reference_saving(
    programme: Programme, facts: Facts, terms: Terms, premium: Decimal, found: Reference
) -> tuple[Decimal, tuple[float, float]]:
    """The cost avoided at a reference's length and price (EUR), and its 95 % range over the reference's resamples.

    The probability of a stay is taken as it is in force: the range is that of the stays alone.
    """
    balance = savings(programme, facts, priced_as(terms, found), premium)
    certain = replace(beliefs(programme, found), probability=np.full(DRAWS, float(terms["hotel_probability"])))
    gross, _ = saving_spread(facts, balance, certain)
    return balance.gross_saving, gross.range_95


def _believed(value: Value, drawing: np.random.Generator) -> Floats:
    published = [float(one.value) for one in value.evidence]
    if published:
        return drawing.choice(np.array(published), DRAWS)
    low, high = (float(value.value if bound is None else bound) for bound in (value.low, value.high))
    return drawing.uniform(low, high, DRAWS)


def saving_spread(facts: Facts, balance: Savings, believed: Beliefs) -> tuple[Spread, Spread]:
    """The cost avoided and the City's balance, each as it may be, in EUR.

    Args:
        facts: as for the statement.
        balance: the statement's; its observed cost, premium and other costs are taken as they are.
        believed: draws of what is not known.

    """
    days, families = [], []
    for cohort in facts.cohorts:
        for one in cohort.exposures:
            days.append((facts.as_of - one.enrolled_date).days)
            families.append(one.households * float(cohort.weight))
    spent = np.minimum(believed.nights[:, None], np.array(days, dtype=np.float64)) @ np.array(families)
    expected = believed.probability * believed.cost * spent
    gross = expected - float(balance.observed_cost)
    net = gross - float(balance.premium + balance.other_costs)
    return _spread(gross), _spread(net)


def _spread(draws: Floats) -> Spread:
    low_95, low_80, median, high_80, high_95 = (float(one) for one in np.quantile(draws, _SHARES))
    return Spread(median, (low_80, high_80), (low_95, high_95), float((draws > 0).mean()), draws)
