"""The cashable saving: what the hotels would have cost, less what they did cost; and where it breaks even.

For a household h enrolled at s(h): expected nights = q x min(L, D - s(h)), priced at the net cost of a night, with one
q for families that got a new home and one for those that kept theirs; observed nights are those of its temporary stays
since s(h), at each stay's own net cost. The saving may be negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

import numpy as np

from h4a_core.disclosure import merge_small
from h4a_core.engine.premium import Premium
from h4a_core.engine.working import Working, cents, value_working
from h4a_core.facts import CohortFacts, Exposure, Facts
from h4a_core.programme.model import Programme, Terms
from h4a_core.text import Text

_EPOCH = date(1970, 1, 1)

PROBABILITIES = {"new_home": "hotel_probability_new_home", "kept_home": "hotel_probability_kept_home"}
"""The value that holds the probability of a hotel stay without the programme, by the route of a family."""
_ROUTES = {
    "new_home": Text(it="Notti attese, casa nuova", en="Expected nights, new home"),
    "kept_home": Text(it="Notti attese, casa mantenuta", en="Expected nights, home kept"),
}


@dataclass(frozen=True, slots=True)
class Savings:
    """The City's balance as of a day, to the cent, each part with its working; `gross` = `expected` - `observed`."""

    expected: Working
    observed: Working
    gross: Working
    owed: Premium
    others: Working
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
    def premium(self) -> Decimal:
        """What the City owes the provider."""
        return self.owed.earned

    @property
    def possible(self) -> Decimal:
        """What it will owe besides if all that is pending succeeds."""
        return self.owed.possible

    @property
    def net_saving(self) -> Decimal:
        """What is left to the City after the premium and its other costs."""
        return self.gross.amount - self.premium - self.others.amount

    @property
    def net_saving_if_all_succeed(self) -> Decimal:
        """What is left to the City once all premium that is still possible has been earned."""
        return self.net_saving - self.possible

    @property
    def net(self) -> Working:
        """The balance as of today: with the premium earned so far."""
        return Working(
            Text(it="Saldo per la Città, oggi", en="Balance for the City, today"),
            self.net_saving, "EUR", "estimate",
            Text(it="spesa evitata − premio − altri costi", en="cost avoided − premium − other costs"),
            (self.gross, self.owed.working, self.others),
        )  # fmt: skip

    @property
    def net_if_all(self) -> Working:
        """The balance if all that is pending succeeds: with that premium too, on the nights of today."""
        return Working(
            Text(it="Saldo se tutto riesce", en="Balance if all succeeds"),
            self.net_saving_if_all_succeed, "EUR", "estimate",
            Text(it="saldo di oggi − premio ancora possibile", en="today's balance − premium still possible"),
            (self.net, self.owed.possible_working),
        )  # fmt: skip


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


def savings(programme: Programme, facts: Facts, terms: Terms, premium: Premium) -> Savings:
    """Balance of the City as of the facts' day, with its working.

    Args:
        programme: for the labels and sources of what goes in.
        facts: nights are counted up to `facts.as_of`, not including it.
        terms: `expected_nights` L, the probability q of each route (`PROBABILITIES`), `cost_per_night` and
            `other_costs_per_household` are used.
        premium: what the City owes the provider, and what it will owe besides if all that is pending succeeds.

    """
    nights = _expected_nights(programme, facts, terms)
    expected = Working(
        Text(it="Costo atteso senza il programma", en="Expected cost without the programme"),
        cents(nights.amount * terms["cost_per_night"]),
        "EUR", "estimate",
        Text(it="notti attese × costo di una notte", en="expected nights × cost of a night"),
        (nights, value_working(programme, terms, "cost_per_night")),
    )  # fmt: skip
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
    return Savings(
        expected=expected,
        observed=observed,
        gross=gross,
        owed=premium,
        others=others,
        expected_nights=nights.amount,
        observed_nights=observed_nights,
    )


def _expected_nights(programme: Programme, facts: Facts, terms: Terms) -> Working:
    """Nights that the families would have spent: for each route its probability times the nights of its families."""
    parts = []
    for route, label in _ROUTES.items():
        families, nights = _of_route(facts, terms, route)
        if not families:
            continue
        whole = Working(
            Text(it="Notti delle famiglie", en="Nights of the families"), nights, "nights", "estimate",
            Text(
                it="per ogni famiglia il minore tra le notti ipotizzate e i giorni dall'ingresso",
                en="for each family the lower of the nights assumed and the days since enrolment",
            ),
            (
                value_working(programme, terms, "expected_nights"),
                Working(Text(it="Famiglie", en="Families"), families, "households", "data"),
            ),
        )  # fmt: skip
        probability = PROBABILITIES[route]
        parts.append(
            Working(
                label, nights * terms[probability], "nights", "estimate",
                Text(it="probabilità × notti", en="probability × nights"),
                (value_working(programme, terms, probability), whole),
            )
        )  # fmt: skip
    return Working(
        Text(it="Notti attese senza il programma", en="Expected nights without the programme"),
        sum((part.amount for part in parts), Decimal(0)), "nights", "estimate",
        Text(it="somma dei percorsi", en="sum of the routes"), tuple(parts),
    )  # fmt: skip


def _of_route(facts: Facts, terms: Terms, route: str) -> tuple[Decimal, Decimal]:
    """Families of a route, and the nights that they would all have spent in hotel."""
    families = nights = Decimal(0)
    for cohort in facts.cohorts:
        own = [one for one in cohort.exposures if one.route == route]
        (spent,) = _nights_until(own, [facts.as_of], facts.as_of, terms["expected_nights"])
        families += sum(one.households for one in own) * cohort.weight
        nights += spent * cohort.weight
    return families, nights


def costs_by_month(facts: Facts, terms: Terms) -> list[MonthCost]:
    """Cost without the programme and cost observed, month by month; the months add up to the totals exactly.

    Months run from the first enrolment to the facts' day. Amounts are exact and not rounded.
    """
    if not facts.households:
        return []
    months = _months(min(one.enrolled_date for cohort in facts.cohorts for one in cohort.exposures), facts.as_of)
    edges = [*months, facts.as_of]
    expected = [Decimal(0)] * len(edges)
    observed = dict.fromkeys(months, Decimal(0))
    for cohort in facts.cohorts:
        for position, cost in enumerate(_costs_until(cohort.exposures, edges, facts.as_of, terms)):
            expected[position] += cost * cohort.weight
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
    sizes = sorted({one.members for cohort in facts.cohorts for one in cohort.exposures})
    found = []
    for members in sizes:
        expected = observed = Decimal(0)
        households = 0
        for cohort in facts.cohorts:
            exposures = [one for one in cohort.exposures if one.members == members]
            (cost,) = _costs_until(exposures, [facts.as_of], facts.as_of, terms)
            expected += cost * cohort.weight
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


def _costs_until(exposures: Sequence[Exposure], edges: Sequence[date], as_of: date, terms: Terms) -> list[Decimal]:
    """What the nights of the families would have cost from enrolment up to each edge, exact EUR."""
    found = [Decimal(0)] * len(edges)
    for route, name in PROBABILITIES.items():
        own = [one for one in exposures if one.route == route]
        price = terms[name] * terms["cost_per_night"]
        for position, nights in enumerate(_nights_until(own, edges, as_of, terms["expected_nights"])):
            found[position] += nights * price
    return found


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
