"""From records to homes: every dwelling with its contracts, and the families waiting month by month, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from h4a_core.engine.homes import Home, Let
from h4a_core.measuring import Cursor

_HOMES = """
WITH known AS (  -- a move-in or an end to come is not known yet
    SELECT dwelling_id, route, signed_date, monthly_rent, market_rent,
           CASE WHEN move_in_date <= $as_of THEN move_in_date END AS move_in_date,
           CASE WHEN end_date <= $as_of THEN end_date END AS end_date
    FROM tenancies
    WHERE signed_date <= $as_of
),
contracts AS (
    SELECT dwelling_id, bool_and(route = 'kept_home') AS kept,
           list(struct_pack(signed_date := signed_date, move_in_date := move_in_date, end_date := end_date,
                            monthly_rent := monthly_rent, market_rent := market_rent)
                ORDER BY signed_date, move_in_date) AS lets
    FROM known
    GROUP BY dwelling_id
)
SELECT dwelling_id, d.district, d.origin, d.rooms, d.floor_area_m2,
       CASE WHEN d.acquired_date <= $as_of THEN d.acquired_date END,
       CASE WHEN d.available_date <= $as_of THEN d.available_date END,
       d.renovation_cost, coalesce(c.kept, FALSE), coalesce(c.lets, [])
FROM dwellings d FULL JOIN contracts c USING (dwelling_id)
WHERE c.dwelling_id IS NOT NULL OR d.acquired_date <= $as_of OR d.available_date <= $as_of
   OR d.acquired_date IS NULL AND d.available_date IS NULL  -- on the list without a date: found, nobody knows when
      AND NOT EXISTS (SELECT 1 FROM tenancies t WHERE t.dwelling_id = d.dwelling_id)
ORDER BY dwelling_id
"""


def measured_homes(cursor: Cursor, as_of: date) -> tuple[Home, ...]:
    """Every home known by the day: those on the list of dwellings, and those known only from a contract.

    Args:
        cursor: lent by the store, with the views of design section 4.
        as_of: the day; what is dated later is not seen.

    """
    rows = cursor.execute(_HOMES, {"as_of": as_of}).fetchall()
    return tuple(Home(*(*row[:9], tuple(Let(**one) for one in row[9]))) for row in rows)


_WAITING = """
WITH asking AS (  -- who is in the programme is asked for there: its application is the one that counts
    SELECT household_id, application_date, exit_date FROM households
    UNION ALL
    SELECT household_id, application_date, NULL FROM candidates c
    WHERE NOT EXISTS (SELECT 1 FROM households h WHERE h.household_id = c.household_id)
),
housed AS (
    SELECT household_id,
           arg_min(CASE WHEN route = 'kept_home' THEN signed_date ELSE move_in_date END, signed_date) AS housed_from
    FROM tenancies
    GROUP BY household_id
),
waits AS (
    SELECT application_date AS since, greatest(application_date, least(housed_from, exit_date)) AS until,
           housed_from IS NOT NULL OR exit_date IS NOT NULL AS ended
    FROM asking LEFT JOIN housed USING (household_id)
    WHERE application_date <= $as_of
),
changes AS (
    SELECT date_trunc('month', since)::DATE AS month, 1 AS families FROM waits
    UNION ALL
    SELECT date_trunc('month', until)::DATE, -1 FROM waits WHERE ended AND until <= $as_of
),
months AS (
    SELECT unnest(generate_series(min(month), date_trunc('month', $as_of::DATE)::DATE, INTERVAL 1 MONTH))::DATE AS month
    FROM changes
),
by_month AS (
    SELECT month, sum(coalesce(families, 0)) AS families
    FROM months LEFT JOIN changes USING (month)
    GROUP BY month
)
SELECT least(last_day(month), $as_of::DATE), sum(families) OVER (ORDER BY month)::INTEGER
FROM by_month
ORDER BY month
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Families waiting for their first home at the end of each month, the last on the day itself.

    `with_candidates` says whether the list of those who ask to enter is among the records.
    """

    months: tuple[tuple[date, int], ...]
    with_candidates: bool


def measured_waiting(cursor: Cursor, as_of: date) -> Waiting:
    """Count who had applied and neither had a home (a kept home: its new contract) nor had left, month by month."""
    rows = cursor.execute(_WAITING, {"as_of": as_of}).fetchall()
    listed = cursor.execute(
        "SELECT count(*) > 0 FROM candidates WHERE application_date <= $as_of", {"as_of": as_of}
    ).fetchone()
    return Waiting(tuple((day, families) for day, families in rows), listed[0])
