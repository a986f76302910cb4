"""Phase III: how many families the programme can reach in more years and cities, what binds, and what it moves.

Each city takes in, year by year, as many families as it wants and can carry: homes, capital and accompaniment each set
a limit, and the lowest binds. Premium and saving of the families reached come from the same engine as the statement, on
cohorts whose successes follow those measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from h4a_core.engine.chances import PRIOR
from h4a_core.engine.premium import counts, payments
from h4a_core.engine.savings import costs_by_month
from h4a_core.facts import CohortFacts, Exposure, Facts, ObservedNights, Tally
from h4a_core.programme.model import Programme, Terms

CASES: Mapping[str, float] = {"cautious": 0.1, "middle": 0.5, "hopeful": 0.9}
"""The three cases shown: how many families succeed, as a quantile of what the measured ones lead to expect."""
LIMITS = ("families", "homes", "capital", "accompaniment")
"""What can bind, in the order in which ties are told."""


@dataclass(frozen=True, slots=True)
class CityYear:
    """One year of one city: families taken in, families accompanied, and how many each limit would have allowed."""

    entered: int
    in_care: int
    limits: Mapping[str, int]

    @property
    def binding(self) -> str:
        """The limit that held back the others: the lowest."""
        return min(LIMITS, key=lambda name: self.limits[name])


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One calendar year of all cities: how many are at work, families, homes to renovate and what that costs (EUR).

    `kept_out` holds, by limit, the families that cities wanted and could not take in because of it.
    """

    year: int
    cities: int
    wanted: int
    entered: int
    in_care: int
    kept_out: Mapping[str, int]
    homes_needed: int
    capital: Decimal

    @property
    def bottleneck(self) -> str | None:
        """The limit that keeps out most families; None when all that are wanted enter."""
        worst = max(self.kept_out, key=lambda name: self.kept_out[name])
        return worst if self.kept_out[worst] else None


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

    `saving` is the hotel cost avoided, the same in all cases.
    """

    entered: int
    homes_needed: int
    capital: Decimal
    saving: Decimal
    premium: Mapping[str, Decimal]
    balance: Mapping[str, Decimal]


def plan_total(years: Sequence[PlanYear], cases: Mapping[str, Sequence[CaseYear]]) -> PlanTotal:
    """Add up the years of a plan, and of the money in each case; `cases` holds at least the middle one."""
    return PlanTotal(
        sum(one.entered for one in years),
        sum(one.homes_needed for one in years),
        sum((one.capital for one in years), Decimal(0)),
        sum((one.saving for one in cases["middle"]), Decimal(0)),
        {case: sum((one.premium for one in found), Decimal(0)) for case, found in cases.items()},
        {case: sum((one.balance for one in found), Decimal(0)) for case, found in cases.items()},
    )


Plan = Mapping[str, Decimal]
"""The values of the plan by name, as in `programme/replication.py`."""


def city_years(plan: Plan) -> list[CityYear]:
    """One city from its first year on: what it takes in is the lowest of what it wants and what it can carry.

    homes: homes found / share of families that need one; capital: homes it pays for, over the same share;
    accompaniment: places with its operators, less the families of earlier years still accompanied. All rounded down.
    """
    needing = 1 - plan["kept_share"]
    affordable = plan["capital"] / plan["renovation_cost"]
    places = int(plan["operators"] * plan["families_per_operator"])
    wanted, entered = plan["families"], list[int]()
    found = []
    for year in range(int(plan["years"])):
        still = sum(entered[max(0, year - int(plan["care_years"]) + 1) :])
        limits = {
            "families": int(wanted),
            "homes": _carried(plan["homes"], needing, int(wanted)),
            "capital": _carried(Decimal(int(affordable)), needing, int(wanted)),
            "accompaniment": max(places - still, 0),
        }
        entered.append(min(limits.values()))
        found.append(CityYear(entered[-1], still + entered[-1], limits))
        wanted *= 1 + plan["growth"]
    return found


def _carried(homes: Decimal, needing: Decimal, wanted: int) -> int:
    """Families that so many homes are enough for; all that want to enter when none of them needs a home."""
    return int(homes / needing) if needing else wanted


def plan_years(plan: Plan, first_year: int) -> list[PlanYear]:
    """All cities together: one more begins every so many years, each like the first."""
    city = city_years(plan)
    found = []
    for at in range(len(city)):
        running = [city[at - start] for start in _starts(plan) if start <= at]
        homes = sum(int((one.entered * (1 - plan["kept_share"])).to_integral_value(ROUND_CEILING)) for one in running)
        kept_out = {
            name: sum(one.limits["families"] - one.entered for one in running if one.binding == name)
            for name in LIMITS[1:]
        }
        found.append(
            PlanYear(
                first_year + at, len(running), sum(one.limits["families"] for one in running),
                sum(one.entered for one in running), sum(one.in_care for one in running), kept_out,
                homes, homes * plan["renovation_cost"],
            )
        )  # fmt: skip
    return found


def _starts(plan: Plan) -> list[int]:
    return [number * int(plan["city_every_years"]) for number in range(int(plan["cities"]))]


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
    cohorts: dict[int, CohortFacts] = {}
    for start in _starts(plan):
        for at, one in enumerate(city_years(plan)):
            year = first_year + start + at
            if year > last_entry or not one.entered:
                continue
            if one.entered not in cohorts:
                won = expected_successes(programme, measured, terms, one.entered, CASES[case])
                kept = int(one.entered * plan["kept_share"])
                cohorts[one.entered] = _cohort(one.entered, kept, won, observed)
            cohort = cohorts[one.entered]
            for paid_after, amount in _premium(programme, cohort, terms):
                premium[year + paid_after] += amount
            for saved_after, amount in _saving(cohort, terms, last - year):
                saving[year + saved_after] += amount
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


def relaxed(plan: Plan) -> list[tuple[str, int]]:
    """How many more families the whole plan would reach if one limit were a tenth looser, the others kept."""
    now = _reached(plan)
    loosen = {"families": "families", "homes": "homes", "capital": "capital", "accompaniment": "operators"}
    tenth = Decimal("1.1")
    return [(limit, _reached({**plan, name: plan[name] * tenth}) - now) for limit, name in loosen.items()]


def _reached(plan: Plan) -> int:
    return sum(one.entered for one in plan_years(plan, 0))
