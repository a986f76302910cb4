"""Phase III in money: premium, saving and balance of the families reached, in three cases of success.

Both come from the same engine as the statement, on cohorts whose successes follow those measured. In each case the same
successes give both: a family that loses its home earns no more premium and goes back to hotel as the counterfactual in
force says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.chances import PRIOR
from h4a_core.engine.premium import counts, payments
from h4a_core.engine.replication import Plan, PlanYear, city_years, starts
from h4a_core.engine.savings import PROBABILITIES, costs_by_month
from h4a_core.facts import CohortFacts, Exposure, Facts, ObservedNights, Tally
from h4a_core.programme.model import Programme, Terms

CASES: Mapping[str, float] = {"cautious": 0.1, "middle": 0.5, "hopeful": 0.9}
"""The three cases shown: how many families succeed, as a quantile of what the measured ones lead to expect."""
FEWEST_RESOLVED = 10
"""Families that must have come to an outcome before cases are made of its rate: after 5 of 5 the Jeffreys interval of a
rate still goes from 0.62 to 1."""


@dataclass(frozen=True, slots=True)
class CaseYear:
    """Money of one year in one case, in EUR: premium due, hotel cost avoided, and the City's other costs."""

    year: int
    premium: Decimal
    saving: Decimal
    other_costs: Decimal

    @property
    def balance(self) -> Decimal:
        """What is left to the cities."""
        return self.saving - self.premium - self.other_costs


@dataclass(frozen=True, slots=True)
class PlanTotal:
    """The whole plan: families taken in, homes to renovate and what that costs, the money in each case (EUR, by case).

    `saving` is the hotel cost avoided; `kept_out` are the families wanted that could not be taken in.
    """

    entered: int
    kept_out: int
    homes_needed: int
    capital: Decimal
    saving: Mapping[str, Decimal]
    premium: Mapping[str, Decimal]
    balance: Mapping[str, Decimal]

    @property
    def more_success_leaves_more(self) -> bool:
        """Whether the cities are left with more where many families succeed than where few do.

        More successes avoid more nights and earn more premium: which of the two weighs more is not said in advance.
        """
        return self.balance["hopeful"] >= self.balance["cautious"]


def plan_total(years: Sequence[PlanYear], cases: Mapping[str, Sequence[CaseYear]]) -> PlanTotal:
    """Add up the years of a plan, and of the money in each case; `cases` may be empty."""
    return PlanTotal(
        sum(one.entered for one in years),
        sum(one.wanted - one.entered for one in years),
        sum(one.homes_needed for one in years),
        sum((one.capital for one in years), Decimal(0)),
        {case: sum((one.saving for one in found), Decimal(0)) for case, found in cases.items()},
        {case: sum((one.premium for one in found), Decimal(0)) for case, found in cases.items()},
        {case: sum((one.balance for one in found), Decimal(0)) for case, found in cases.items()},
    )


def expected_successes(
    programme: Programme, measured: Facts, terms: Terms, families: int, share: float
) -> dict[str, int]:
    """How many of `families` reach each milestone and outcome, at a quantile of what the measured ones lead to expect.

    Beta-binomial predictive with the Jeffreys prior, as for the odds: with few families it is wide because of chance,
    with many because the rate itself is known from few.

    Args:
        programme: for what is counted.
        measured: facts as measured; those pending say nothing yet.
        terms: readings in force.
        families: of the new cohort.
        share: the quantile, 0 to 1.

    """
    from scipy.stats import betabinom  # noqa: PLC0415 - scipy is slow to import

    known = [counts(programme, cohort, terms) for cohort in measured.cohorts]
    found = {}
    for name in (*programme.milestones, *programme.outcomes):
        achieved = sum(cohort[name].achieved for cohort in known)
        failed = sum(cohort[name].failed for cohort in known)
        found[name] = int(betabinom.ppf(share, families, PRIOR + achieved, PRIOR + failed)) if families else 0
    return found


def case_years(
    programme: Programme, measured: Facts, terms: Terms, plan: Plan, first_year: int, case: str
) -> list[CaseYear]:
    """Money of the plan year by year in one case: every cohort of every city does as well as the case says.

    The successes of a case give its premium and its saving: a family that the contract counts as having lost its home
    goes back to hotel in the contract year that counts it, with the probability, for the nights and at the price of the
    counterfactual in force, so that it saves nothing. What the measured families spent after entering holds the nights
    of those of them that went back already, which count again here: the saving is on the cautious side.

    A clause of contract year n is due n - 1 years after the cohort entered, and every cohort is followed to the end of
    its contract: the years go on after the last families have entered, until nothing more is due. Families enter in the
    middle of the year, and spend in hotel after entering what the measured families did on average. The contract is
    written for the families that enter: its target is their number.

    Args:
        programme: the contract.
        measured: facts as measured.
        terms: values and readings in force.
        plan: the values of the plan.
        first_year: calendar year of the first city's first cohort.
        case: one of `CASES`.

    """
    last_entry = first_year + int(plan["years"]) - 1
    last = last_entry + max((clause.year or 1 for clause in programme.clauses), default=1) - 1
    premium = dict.fromkeys(range(first_year, last + 1), Decimal(0))
    saving, others = dict(premium), dict(premium)
    per_family = Decimal(sum((one.cost for c in measured.cohorts for one in c.observed), Decimal(0)))
    observed = per_family / measured.households if measured.households else Decimal(0)
    cohorts: dict[int, tuple[CohortFacts, list[tuple[int, Decimal]]]] = {}
    for start in starts(plan):
        for at, one in enumerate(city_years(plan)):
            year = first_year + start + at
            if year > last_entry or not one.entered:
                continue
            if one.entered not in cohorts:
                won = expected_successes(programme, measured, terms, one.entered, CASES[case])
                kept = int(one.entered * Fraction(plan["kept_share"]))
                cohort = _cohort(one.entered, kept, won, observed)
                cohorts[one.entered] = cohort, _hotels_again(programme, cohort, terms)
            cohort, hotels_again = cohorts[one.entered]
            for paid_after, amount in _premium(programme, cohort, terms):
                premium[year + paid_after] += amount
            for saved_after, amount in _saving(cohort, terms, last - year):
                saving[year + saved_after] += amount
            for back_after, amount in hotels_again:
                saving[year + back_after] -= amount
            others[year] += one.entered * terms["other_costs_per_household"]
    return [CaseYear(year, premium[year], saving[year], others[year]) for year in premium]


_ENTRY = date(2001, 7, 1)
"""Of every new cohort, in the calendar of the engine: the middle of a year."""


def _cohort(families: int, kept: int, won: Mapping[str, int], observed: Decimal) -> CohortFacts:
    """A cohort of which `kept` families keep their home, the others get a new one."""
    return CohortFacts(
        _ENTRY.year, families,
        tallies={name: Tally(achieved=n, failed=families - n) for name, n in won.items()},
        exposures=(
            Exposure(_ENTRY, 1, families - kept, "new_home"),
            Exposure(_ENTRY, 1, kept, "kept_home"),
        ),
        observed=(ObservedNights(_ENTRY, 1, 0, observed * families),),
    )  # fmt: skip


def _premium(programme: Programme, cohort: CohortFacts, terms: Terms) -> list[tuple[int, Decimal]]:
    """What the contract pays to a cohort, by years after it entered (EUR)."""
    own = replace(terms, values={**terms.values, "target_households": Decimal(cohort.households)})
    facts = Facts(_ENTRY, (cohort,))
    return [((programme.clause(line.clause).year or 1) - 1, line.earned) for line in payments(programme, facts, own)]


def _saving(cohort: CohortFacts, terms: Terms, years: int) -> list[tuple[int, Decimal]]:
    """Hotel cost avoided by a cohort, by years after it entered (EUR), through the formula of the saving."""
    facts = Facts(date(_ENTRY.year + years + 1, 1, 1), (cohort,))
    return [(month.month.year - _ENTRY.year, month.saved) for month in costs_by_month(facts, terms)]


def lost_by_year(programme: Programme, cohort: CohortFacts) -> dict[int, int]:
    """How many families of a cohort lose their home in each contract year, by what lasts (kept, stable) and is counted.

    Whoever was counted as lost stays so: where a later year counts fewer, none is lost in it.
    """
    by_year: dict[int, int] = {}
    for name, tally in cohort.tallies.items():
        years = [clause.year for clause in programme.clauses if clause.year and name in clause.metrics]
        if years and programme.metric(name).resolves == "lasting":
            by_year[min(years)] = max(by_year.get(min(years), 0), tally.failed)
    found, before = {}, 0
    for year, lost in sorted(by_year.items()):
        found[year] = max(lost - before, 0)
        before = max(lost, before)
    return found


def _hotels_again(programme: Programme, cohort: CohortFacts, terms: Terms) -> list[tuple[int, Decimal]]:
    """What families that lose their home cost in hotels, by years after the cohort entered (EUR)."""
    asking = sum((one.households * terms[PROBABILITIES[one.route]] for one in cohort.exposures), Decimal(0))
    each = asking * terms["expected_nights"] * terms["cost_per_night"] / cohort.households
    return [(year - 1, lost * each) for year, lost in lost_by_year(programme, cohort).items()]


def too_few_resolved(programme: Programme, measured: Facts, terms: Terms) -> dict[str, int]:
    """The milestones and outcomes that fewer than `FEWEST_RESOLVED` measured families have come to, and how many have.

    Args:
        programme: for what is counted.
        measured: facts as measured, all cohorts together.
        terms: readings in force.

    """
    known = [counts(programme, cohort, terms) for cohort in measured.cohorts]
    resolved = {
        name: sum(cohort[name].achieved + cohort[name].failed for cohort in known)
        for name in (*programme.milestones, *programme.outcomes)
    }
    return {name: number for name, number in resolved.items() if number < FEWEST_RESOLVED}


def plan_cases(
    programme: Programme, measured: Facts, terms: Terms, plan: Plan, first_year: int
) -> dict[str, list[CaseYear]]:
    """The money of the plan in each of `CASES`; empty where too few families have come to an outcome to say.

    Arguments as for `case_years`.
    """
    if too_few_resolved(programme, measured, terms):
        return {}
    return {case: case_years(programme, measured, terms, plan, first_year, case) for case in CASES}
