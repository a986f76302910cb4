"""The cashable saving: what the hotels would have cost, less what they did cost; and where it breaks even.

For a household h enrolled at s(h): expected nights = q x min(L, D - s(h)), priced at the net cost of a night; observed
nights are those of its temporary stays since s(h), at each stay's own net cost. The saving may be negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

import numpy as np

from h4a_core.disclosure import merge_small
from h4a_core.engine.working import CENT, Working, cents, value_working
from h4a_core.facts import CohortFacts, Exposure, Facts
from h4a_core.programme.model import Programme, Terms
from h4a_core.text import Text

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Savings:
    """The City's balance as of a day, to the cent, each part with its working.

    `gross` = `expected` - `observed`; `net` = `gross` - premium - `others`.
    """

    expected: Working
    observed: Working
    gross: Working
    premium: Decimal
    others: Working
    net: Working
    expected_nights: Decimal
    observed_nights: Decimal

    @property
    def expected_cost(self) -> Decimal:
        """What hotels would have cost without the programme."""
        return self.expected.amount

    @property
    def observed_cost(self) -> Decimal:
        """What the stays that took place did cost."""
        return self.observed.amount

    @property
    def gross_saving(self) -> Decimal:
        """Cost of the avoided nights; negative when the stays cost more than was expected without the programme."""
        return self.gross.amount

    @property
    def other_costs(self) -> Decimal:
        """What the City spends on the programme beside the premium."""
        return self.others.amount

    @property
    def net_saving(self) -> Decimal:
        """What is left to the City after the premium and its other costs."""
        return self.net.amount


class _Costs:
    """Cost without the programme and cost observed of one part of the whole, exact EUR."""

    __slots__ = ()
    expected: Decimal
    observed: Decimal

    @property
    def saved(self) -> Decimal:
        """Cost avoided (EUR); negative when more was spent than expected."""
        return self.expected - self.observed


@dataclass(frozen=True, slots=True)
class MonthCost(_Costs):
    """One month (its first day): cost without the programme and cost observed, exact EUR."""

    month: date
    expected: Decimal
    observed: Decimal


@dataclass(frozen=True, slots=True)
class SizeCost(_Costs):
    """Households of one size: how many, what their nights would have cost, what they did cost (exact EUR)."""

    members: int
    households: int
    expected: Decimal
    observed: Decimal


@dataclass(frozen=True, slots=True)
class SizeGroup:
    """Sizes put together, from `fewest` to `most` members, so that no few households are shown: as `SizeCost`."""

    fewest: int
    most: int
    households: int
    expected: Decimal
    observed: Decimal
    saved: Decimal


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The value of one input at which the net saving meets the target, all others kept; None when no value does."""

    name: str
    value: Decimal | None


def savings(programme: Programme, facts: Facts, terms: Terms, premium: Decimal) -> Savings:
    """Balance of the City as of the facts' day, with its working.

    Args:
        programme: for the labels and sources of what goes in.
        facts: nights are counted up to `facts.as_of`, not including it.
        terms: `expected_nights` L, `hotel_probability` q, `cost_per_night` and `other_costs_per_household` are used.
        premium: what the City owes the provider, EUR.

    """
    nights = sum((_weighted_nights(cohort, facts.as_of, terms) for cohort in facts.cohorts), Decimal(0))
    expected = _expected(programme, facts, terms, nights)
    observed_nights, observed_cost = _observed(facts.cohorts)
    observed = Working(
        Text(it="Costo degli albergamenti avvenuti", en="Cost of the stays that took place"),
        cents(observed_cost), "EUR", "data",
        Text(it="notti × costo netto di ogni permanenza", en="nights × net cost of each stay"),
        (Working(Text(it="Notti dall'ingresso", en="Nights since enrolment"), observed_nights, "nights", "data"),),
    )  # fmt: skip
    others = Working(
        Text(it="Altri costi della Città", en="Other costs of the City"),
        cents(terms["other_costs_per_household"] * facts.households), "EUR", "assumption",
        Text(it="costo per famiglia × famiglie", en="cost per family × families"),
        (value_working(programme, terms, "other_costs_per_household"),),
    )  # fmt: skip
    gross = Working(
        Text(it="Spesa evitata", en="Cost avoided"), expected.amount - observed.amount, "EUR", "estimate",
        Text(it="costo atteso − costo avvenuto", en="expected cost − cost that took place"), (expected, observed),
    )  # fmt: skip
    net = Working(
        Text(it="Saldo per la Città", en="Balance for the City"),
        gross.amount - premium - others.amount, "EUR", "estimate",
        Text(it="spesa evitata − premio − altri costi", en="cost avoided − premium − other costs"),
        (gross, Working(Text(it="Premio maturato", en="Premium earned"), premium, "EUR", "contract"), others),
    )  # fmt: skip
    return Savings(
        expected=expected,
        observed=observed,
        gross=gross,
        premium=premium,
        others=others,
        net=net,
        expected_nights=nights * terms["hotel_probability"],
        observed_nights=observed_nights,
    )


def _expected(programme: Programme, facts: Facts, terms: Terms, nights: Decimal) -> Working:
    """What so many nights (of all families, before the probability) would have cost, with its working."""
    return Working(
        Text(it="Costo atteso senza il programma", en="Expected cost without the programme"),
        cents(nights * terms["hotel_probability"] * terms["cost_per_night"]),
        "EUR", "estimate",
        Text(it="probabilità × notti × costo di una notte", en="probability × nights × cost of a night"),
        (
            value_working(programme, terms, "hotel_probability"),
            Working(
                Text(it="Notti di tutte le famiglie", en="Nights of all families"), nights, "nights", "estimate",
                Text(
                    it="per ogni famiglia il minore tra le notti ipotizzate e i giorni dall'ingresso",
                    en="for each family the lower of the nights assumed and the days since enrolment",
                ),
                (
                    value_working(programme, terms, "expected_nights"),
                    Working(Text(it="Famiglie", en="Families"), facts.households, "households", "data"),
                ),
            ),
            value_working(programme, terms, "cost_per_night"),
        ),
    )  # fmt: skip


def costs_by_month(facts: Facts, terms: Terms) -> list[MonthCost]:
    """Cost without the programme and cost observed, month by month; the months add up to the totals exactly.

    Months run from the first enrolment to the facts' day. Amounts are exact and not rounded.
    """
    if not facts.households:
        return []
    months = _months(min(one.enrolled_date for cohort in facts.cohorts for one in cohort.exposures), facts.as_of)
    edges = [*months, facts.as_of]
    price = terms["hotel_probability"] * terms["cost_per_night"]
    expected = [Decimal(0)] * len(edges)
    observed = dict.fromkeys(months, Decimal(0))
    for cohort in facts.cohorts:
        for position, nights in enumerate(
            _nights_until(cohort.exposures, edges, facts.as_of, terms["expected_nights"])
        ):
            expected[position] += nights * cohort.weight * price
        for night in cohort.observed:
            observed[night.month] += night.cost * cohort.weight
    return [MonthCost(month, expected[at + 1] - expected[at], observed[month]) for at, month in enumerate(months)]


def running_costs(months: Sequence[MonthCost]) -> list[MonthCost]:
    """Each month with all those before it added, the earliest first; exact EUR."""
    expected = accumulate(one.expected for one in months)
    observed = accumulate(one.observed for one in months)
    return [MonthCost(one.month, *sums) for one, *sums in zip(months, expected, observed, strict=True)]


def costs_by_size(facts: Facts, terms: Terms) -> list[SizeCost]:
    """Cost without the programme and cost observed, by number of members; exact EUR."""
    price = terms["hotel_probability"] * terms["cost_per_night"]
    sizes = sorted({one.members for cohort in facts.cohorts for one in cohort.exposures})
    found = []
    for members in sizes:
        expected = observed = Decimal(0)
        households = 0
        for cohort in facts.cohorts:
            exposures = [one for one in cohort.exposures if one.members == members]
            (nights,) = _nights_until(exposures, [facts.as_of], facts.as_of, terms["expected_nights"])
            expected += nights * cohort.weight * price
            observed += sum((n.cost for n in cohort.observed if n.members == members), Decimal(0)) * cohort.weight
            households += sum(one.households for one in exposures)
        found.append(SizeCost(members, households, expected, observed))
    return found


def shown_sizes(sizes: Sequence[SizeCost]) -> list[SizeGroup]:
    """Costs by size with the sizes of too few households joined to the next; empty where all together are too few."""
    return [
        SizeGroup(
            group[0].members,
            group[-1].members,
            sum(one.households for one in group),
            sum((one.expected for one in group), Decimal(0)),
            sum((one.observed for one in group), Decimal(0)),
            saved_over(group),
        )
        for group in merge_small(sizes, lambda one: one.households)
    ]


def saved_over(sizes: Iterable[SizeCost]) -> Decimal:
    """Cost avoided over several sizes together, exact EUR."""
    return sum((one.saved for one in sizes), Decimal(0))


def break_even(facts: Facts, terms: Terms, balance: Savings, target: Decimal = Decimal(0)) -> list[BreakEven]:
    """The value of each single input at which the net saving meets a target, in closed form, to the cent (nights 0.01).

    The cost of a night, the probability and the premium enter in a straight line; the nights of a family in straight
    pieces, since no family spends more nights than the days since it enrolled.
    """
    owed = balance.observed_cost + balance.premium + balance.other_costs + target
    nights = sum((_weighted_nights(cohort, facts.as_of, terms) for cohort in facts.cohorts), Decimal(0))
    premium_per_household = terms["premium_per_household"]
    left_for_premium = balance.gross_saving - balance.other_costs - target
    return [
        BreakEven("cost_per_night", _ratio(owed, nights * terms["hotel_probability"])),
        BreakEven(
            "expected_nights", _nights_for(facts, _ratio(owed, terms["hotel_probability"] * terms["cost_per_night"]))
        ),
        BreakEven("hotel_probability", _ratio(owed, nights * terms["cost_per_night"])),
        BreakEven("premium_per_household", _ratio(left_for_premium * premium_per_household, balance.premium)),
        BreakEven(
            "other_costs_per_household",
            _ratio(balance.gross_saving - balance.premium - target, Decimal(facts.households)),
        ),
    ]


def _ratio(amount: Decimal, by: Decimal) -> Decimal | None:
    return (amount / by).quantize(CENT) if by > 0 and amount >= 0 else None


def _nights_for(facts: Facts, needed: Decimal | None) -> Decimal | None:
    """The L at which the families' nights add up to `needed`; None when even all their days are not enough."""
    if needed is None:
        return None
    days = sorted(
        ((facts.as_of - one.enrolled_date).days, one.households * cohort.weight)
        for cohort in facts.cohorts
        for one in cohort.exposures
    )
    counted, families = Decimal(0), sum((weight for _, weight in days), Decimal(0))
    previous = 0
    for length, weight in days:
        if counted + families * (length - previous) >= needed:
            return (previous + (needed - counted) / families).quantize(CENT)
        counted += families * (length - previous)
        families -= weight
        previous = length
    return None


def _weighted_nights(cohort: CohortFacts, as_of: date, terms: Terms) -> Decimal:
    (nights,) = _nights_until(cohort.exposures, [as_of], as_of, terms["expected_nights"])
    return nights * cohort.weight


def _nights_until(
    exposures: Sequence[Exposure], edges: Sequence[date], as_of: date, expected_nights: Decimal
) -> list[Decimal]:
    """Nights that the families would have spent from enrolment up to each edge: sum of n x min(L, D - s, edge - s).

    Whole numbers scaled by the decimals of L, so the sums are exact for any number of families.
    """
    scale = 10 ** max(0, -int(expected_nights.normalize().as_tuple().exponent))
    start = np.array([(one.enrolled_date - _EPOCH).days for one in exposures], dtype=np.int64)
    families = np.array([one.households for one in exposures], dtype=np.int64)
    longest = np.minimum(int(expected_nights * scale), ((as_of - _EPOCH).days - start) * scale)
    found = []
    for edge in edges:
        spent = np.clip(((edge - _EPOCH).days - start) * scale, 0, longest)
        found.append(Decimal(int((spent * families).sum())) / scale)
    return found


def _observed(cohorts: Sequence[CohortFacts]) -> tuple[Decimal, Decimal]:
    nights = cost = Decimal(0)
    for cohort in cohorts:
        nights += sum(one.nights for one in cohort.observed) * cohort.weight
        cost += sum((one.cost for one in cohort.observed), Decimal(0)) * cohort.weight
    return nights, cost


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while (following := (months[-1] + timedelta(days=32)).replace(day=1)) < last:
        months.append(following)
    return months
