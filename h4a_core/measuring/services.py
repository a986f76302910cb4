"""From records to the way of each family through the services, and to the hours of support, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from h4a_core.engine.services import FamilyPath
from h4a_core.engine.support_hours import Kind, SupportMonth
from h4a_core.measuring import Cursor
from h4a_core.measuring.households import FactTerms

_PATHS = """
, last_meetings AS (
    SELECT household_id, max(date) AS last_meeting FROM support_events, terms WHERE date <= as_of GROUP BY household_id
)
SELECT household_id, p.application_date, h.referral_service, p.enrolled_date, p.signed_date, p.move_in_date,
       p.first_support, p.second_year_support, m.last_meeting, p.year_2_end,
       p.housed_now, p.break_date, p.left_date, p.stable_exit_date, p.housed_from,
       p.year_1_end <= as_of, p.housed_year_1, p.year_2_end <= as_of, p.housed_year_2,
       p.year_3_end <= as_of, p.housed_year_3
FROM per_household p JOIN households h USING (household_id) LEFT JOIN last_meetings m USING (household_id), terms
ORDER BY household_id
"""

_APPLIED = """
WITH listed AS (SELECT household_id, application_date FROM candidates WHERE application_date <= $as_of),
asking AS (
    SELECT household_id, application_date FROM listed
    UNION ALL
    SELECT household_id, application_date FROM households WHERE application_date <= $as_of
    AND household_id NOT IN (SELECT household_id FROM listed) AND EXISTS (SELECT 1 FROM listed)
)
SELECT household_id, application_date,
       EXISTS (SELECT 1 FROM households h WHERE h.household_id = a.household_id AND h.enrolled_date <= $as_of)
FROM asking a
ORDER BY household_id
"""


@dataclass(frozen=True, slots=True)
class Paths:
    """The families of the programme, and those on the list of who asks to enter, where there is such a list."""

    families: tuple[FamilyPath, ...]
    with_applications: bool


@cache
def _per_household_sql() -> str:
    return files("h4a_core.measuring").joinpath("households.sql").read_text(encoding="utf-8")


def measured_paths(cursor: Cursor, terms: FactTerms, as_of: date) -> Paths:
    """Follow every family from its application to the day, by the definitions of the contract (design section 5).

    Args:
        cursor: lent by the store, with the views of design section 4.
        terms: gap between homes in days, reasons of exit that count as a stable home.
        as_of: the day; what is dated later is not seen.

    """
    parameters = {
        "as_of": as_of,
        "gap_limit_days": terms.gap_limit_days,
        "stable_exit_reasons": list(terms.stable_exit_reasons),
    }
    enrolled = [_path(row) for row in cursor.execute(_per_household_sql() + _PATHS, parameters).fetchall()]
    asking = cursor.execute(_APPLIED, {"as_of": as_of}).fetchall()
    listed = [FamilyPath(household_id, applied) for household_id, applied, entered in asking if not entered]
    return Paths((*enrolled, *listed), with_applications=bool(asking))


def _path(row: tuple[Any, ...]) -> FamilyPath:
    anniversaries = zip(row[15::2], row[16::2], strict=True)
    housed = tuple(bool(there) for reached, there in anniversaries if reached)
    return FamilyPath(*(*row[:10], housed, *row[10:15]))


_MONTHS = """
WITH changes AS (
    SELECT date_trunc('month', enrolled_date)::DATE AS month, 1 AS families, 0 AS hours
    FROM households WHERE enrolled_date <= $as_of
    UNION ALL
    SELECT date_trunc('month', exit_date)::DATE, -1, 0 FROM households WHERE exit_date <= $as_of
    UNION ALL
    SELECT date_trunc('month', date)::DATE, 0, hours FROM support_events WHERE date <= $as_of
),
months AS (
    SELECT unnest(generate_series(min(month), date_trunc('month', $as_of::DATE)::DATE, INTERVAL 1 MONTH))::DATE AS month
    FROM changes
),
by_month AS (
    SELECT month, sum(coalesce(families, 0)) AS families, sum(coalesce(hours, 0)) AS hours
    FROM months LEFT JOIN changes USING (month)
    GROUP BY month
)
SELECT month, hours, sum(families) OVER (ORDER BY month)::INTEGER
FROM by_month
WHERE last_day(month) <= $as_of  -- whole months only
ORDER BY month
"""

_KINDS = """
SELECT lower(trim(kind)), count(*), sum(hours), count(DISTINCT household_id)
FROM support_events
WHERE date <= $as_of
GROUP BY 1
ORDER BY 1
"""


def measured_support(cursor: Cursor, as_of: date) -> tuple[SupportMonth, ...]:
    """Add up the hours of support of each whole month, with the families in the programme at its end."""
    return tuple(SupportMonth(*row) for row in cursor.execute(_MONTHS, {"as_of": as_of}).fetchall())


def measured_kinds(cursor: Cursor, as_of: date) -> tuple[Kind, ...]:
    """Count meetings, hours and families by kind of activity."""
    return tuple(Kind(*row) for row in cursor.execute(_KINDS, {"as_of": as_of}).fetchall())
