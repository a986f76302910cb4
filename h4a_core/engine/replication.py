"""Phase III: how many families the programme can reach in more years and cities, and what binds.

Each city takes in, year by year, as many families as it wants and can carry: homes, capital and accompaniment each set
a limit, and the lowest binds. What it costs and saves: `replication_cases.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from h4a_core.engine.working import as_decimal

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


Plan = Mapping[str, Decimal | Fraction]
"""The values of the plan by name, as in `programme/replication.py`; never rounded before they multiply."""


def _exact(plan: Plan) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in plan.items()}


def city_years(plan: Plan) -> list[CityYear]:
    """One city from its first year on: what it takes in is the lowest of what it wants and what it can carry.

    homes: homes found / share of families that need one; capital: homes it pays for, over the same share;
    accompaniment: places with its operators, less the families of earlier years still accompanied. All rounded down.
    """
    plan = _exact(plan)
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
            "capital": _carried(Fraction(int(affordable)), needing, int(wanted)),
            "accompaniment": max(places - still, 0),
        }
        entered.append(min(limits.values()))
        found.append(CityYear(entered[-1], still + entered[-1], limits))
        wanted *= 1 + plan["growth"]
    return found


def _carried(homes: Fraction, needing: Fraction, wanted: int) -> int:
    """Families that so many homes are enough for; all that want to enter when none of them needs a home."""
    return int(homes / needing) if needing else wanted


def plan_years(plan: Plan, first_year: int) -> list[PlanYear]:
    """All cities together: one more begins every so many years, each like the first."""
    plan = _exact(plan)
    city = city_years(plan)
    found = []
    for at in range(len(city)):
        running = [city[at - start] for start in starts(plan) if start <= at]
        homes = sum(ceil(one.entered * (1 - plan["kept_share"])) for one in running)
        kept_out = {
            name: sum(one.limits["families"] - one.entered for one in running if one.binding == name)
            for name in LIMITS[1:]
        }
        found.append(
            PlanYear(
                first_year + at, len(running), sum(one.limits["families"] for one in running),
                sum(one.entered for one in running), sum(one.in_care for one in running), kept_out,
                homes, as_decimal(homes * plan["renovation_cost"]),
            )
        )  # fmt: skip
    return found


def starts(plan: Plan) -> list[int]:
    """Years after the first in which each city begins."""
    return [number * int(plan["city_every_years"]) for number in range(int(plan["cities"]))]


def relaxed(plan: Plan) -> list[tuple[str, int]]:
    """How many more families the whole plan would reach if one limit were a tenth looser, the others kept."""
    now = _reached(plan)
    loosen = {"families": "families", "homes": "homes", "capital": "capital", "accompaniment": "operators"}
    tenth = Fraction(11, 10)
    return [(limit, _reached({**plan, name: Fraction(plan[name]) * tenth}) - now) for limit, name in loosen.items()]


def _reached(plan: Plan) -> int:
    return sum(one.entered for one in plan_years(plan, 0))
