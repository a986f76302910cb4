"""Rents and waits as of a day: sums per income class, and families by days waited. Nothing is divided here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any

from h4a_core.engine.access import MONTHS_A_YEAR, RentPair, Rents
from h4a_core.measuring import Cursor

# The home a family lives in on the day: moved into and not ended (ends are exclusive), the latest of several. A family
# that left the programme is not in it.
_RENTS = """
WITH homes AS (
    SELECT h.income_class, t.monthly_rent AS rent, t.market_rent AS market,
           nullif(h.isee, 0) AS isee, nullif(i.monthly_income, 0) AS income, i.previous_rent AS previous
    FROM tenancies t
    JOIN households h USING (household_id)
    LEFT JOIN household_incomes i USING (household_id)
    WHERE h.enrolled_date <= $as_of AND coalesce(h.exit_date > $as_of, TRUE)
      AND t.move_in_date <= $as_of AND coalesce(t.end_date > $as_of, TRUE)
    QUALIFY row_number() OVER (PARTITION BY t.household_id ORDER BY t.move_in_date DESC, t.signed_date DESC) = 1
)
SELECT income_class, count(*),
       count(market), sum(market), sum(rent) FILTER (market IS NOT NULL),
       count(isee) FILTER (market IS NOT NULL), sum(market) FILTER (isee IS NOT NULL),
       sum(rent) FILTER (isee IS NOT NULL AND market IS NOT NULL), sum(isee) FILTER (market IS NOT NULL),
       count(income) FILTER (previous IS NOT NULL), sum(previous) FILTER (income IS NOT NULL),
       sum(rent) FILTER (income IS NOT NULL AND previous IS NOT NULL), sum(income) FILTER (previous IS NOT NULL)
FROM homes
GROUP BY income_class
ORDER BY income_class
"""

_WAITS = """
SELECT date_diff('day', application_date, housed_from), count(*)
FROM per_household
WHERE housed_from IS NOT NULL
GROUP BY ALL
ORDER BY ALL
"""


def measured_rents(cursor: Cursor, as_of: date) -> list[Rents]:
    """Sum the rents of the homes that families live in on a day, by income class; EUR, exact."""
    rows = cursor.execute(_RENTS, {"as_of": as_of}).fetchall()
    return [
        Rents(income_class, families, _pair(found[:3]), _pair(found[3:7], MONTHS_A_YEAR), _pair(found[7:]))
        for income_class, families, *found in rows
    ]


def _pair(found: Sequence[Any], months: int = 1) -> RentPair:
    """Families, rent before, rent after and, where it is about income, the income of so many months."""
    before, after, income = (*(amount or Decimal(0) for amount in found[1:]), Decimal(0))[:3]
    return RentPair(found[0], before, after, Fraction(income) / months)


def measured_waits(cursor: Cursor, as_of: date) -> list[tuple[int, int]]:
    """Families that have their home, by days from application: (days, families), the shortest wait first.

    The home begins as the contract's waiting outcome says: moved in, or for a kept home the new contract.
    """
    per_household = files("h4a_core.measuring").joinpath("households.sql").read_text(encoding="utf-8")
    # what counts as a gap or a stable exit has no part in when a home begins
    asked = {"as_of": as_of, "gap_limit_days": 0, "stable_exit_reasons": []}
    rows: list[tuple[int, int]] = cursor.execute(f"{per_household} {_WAITS}", asked).fetchall()
    return rows
