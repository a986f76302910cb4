"""Where the balance is zero: the value of each single input, all others kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from h4a_core.engine.savings import PROBABILITIES, Savings
from h4a_core.engine.working import CENT
from h4a_core.facts import Facts
from h4a_core.programme.model import Terms

PROBABILITY_FACTOR = "probability_factor"
"""Name of the break-even that multiplies the probabilities of all routes alike."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The value of one input at which the net saving meets the target, all others kept; None when no value does."""

    name: str
    value: Decimal | None


def break_even(facts: Facts, terms: Terms, balance: Savings, target: Decimal = Decimal(0)) -> list[BreakEven]:
    """The value of each single input at which the net saving meets a target, in closed form, to the cent (nights 0.01).

    The cost of a night, the probability and the premium enter in a straight line; the nights of a family in straight
    pieces, since no family spends more nights than the days since it enrolled. The probabilities of all routes are
    moved together, by one factor (`PROBABILITY_FACTOR`), which makes none of them more than 1.
    """
    owed = balance.observed_cost + balance.premium + balance.other_costs + target
    left_for_premium = balance.gross_saving - balance.other_costs - target
    likeliest = max((terms[PROBABILITIES[one.route]] for c in facts.cohorts for one in c.exposures), default=Decimal(0))
    factor = _ratio(owed, balance.expected_nights * terms["cost_per_night"])
    return [
        BreakEven("cost_per_night", _ratio(owed, balance.expected_nights)),
        BreakEven("expected_nights", _nights_for(facts, terms, _exact_ratio(owed, terms["cost_per_night"]))),
        BreakEven(PROBABILITY_FACTOR, None if factor is None or factor * likeliest > 1 else factor),
        BreakEven("premium_per_household", _ratio(left_for_premium * terms["premium_per_household"], balance.premium)),
        BreakEven(
            "other_costs_per_household",
            _ratio(balance.gross_saving - balance.premium - target, Decimal(facts.households)),
        ),
    ]


def _exact_ratio(amount: Decimal, by: Decimal) -> Decimal | None:
    return amount / by if by > 0 and amount >= 0 else None


def _ratio(amount: Decimal, by: Decimal) -> Decimal | None:
    found = _exact_ratio(amount, by)
    return None if found is None else found.quantize(CENT)


def _nights_for(facts: Facts, terms: Terms, needed: Decimal | None) -> Decimal | None:
    """The L at which the nights expected of all families are `needed`; None when even all their days are not enough."""
    if needed is None:
        return None
    days = sorted(
        ((facts.as_of - one.enrolled_date).days, one.households * cohort.weight * terms[PROBABILITIES[one.route]])
        for cohort in facts.cohorts
        for one in cohort.exposures
    )
    counted, families = Decimal(0), sum((weight for _, weight in days), Decimal(0))
    previous = 0
    for length, weight in days:
        if families and counted + families * (length - previous) >= needed:
            return (previous + (needed - counted) / families).quantize(CENT)
        counted += families * (length - previous)
        families -= weight
        previous = length
    return None
