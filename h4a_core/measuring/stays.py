"""Hotel stays outside the programme, as whole episodes: what the length without the programme is estimated from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from h4a_core.engine.counterfactual import Reference, Sizes, reference
from h4a_core.facts import StayGroup
from h4a_core.measuring import Cursor

# An open stay is known until the newest day of these records, not until today: an office's list is not kept up after it
# was taken out, and counting its open stays as still open years later would lengthen them without evidence.
_EPISODES = """
WITH seen AS (
    SELECT household_id, facility_type, members, start_date,
           CASE WHEN end_date <= $as_of THEN end_date END AS end_date,
           daily_cost - coalesce(household_contribution, 0) AS net
    FROM reference_stays WHERE start_date <= $as_of
),
newest AS (SELECT max(greatest(start_date, coalesce(end_date, start_date))) AS last_day FROM seen),
known AS (SELECT *, coalesce(end_date, last_day) AS to_day FROM seen, newest),
fresh AS (
    SELECT *, coalesce(start_date > max(to_day) OVER earlier, TRUE) AS begins FROM known
    WINDOW earlier AS (PARTITION BY household_id ORDER BY start_date, to_day
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
numbered AS (
    SELECT *, sum(begins::INTEGER) OVER (PARTITION BY household_id ORDER BY start_date, to_day
                                         ROWS UNBOUNDED PRECEDING) AS episode FROM fresh
),
episodes AS (
    SELECT year(min(start_date)) AS year, arg_min(facility_type, start_date) AS facility, max(members) AS members,
           max(to_day) - min(start_date) AS nights, bool_and(end_date IS NOT NULL) AS ended,
           sum(net * (to_day - start_date)) AS cost
    FROM numbered GROUP BY household_id, episode
)
SELECT year, facility, members, nights, ended, count(*) AS stays, sum(cost)::DECIMAL(18, 2)
FROM episodes WHERE ended OR nights > 0
GROUP BY ALL ORDER BY ALL
"""


def measured_stays(cursor: Cursor, as_of: date) -> Sequence[StayGroup]:
    """Count the reference stays known by a day, joined into episodes, those alike together.

    Args:
        cursor: lent by the store.
        as_of: the day; an end after it is not seen, and a stay open by then is known up to the newest day of these
            records.

    """
    return tuple(StayGroup(*row) for row in cursor.execute(_EPISODES, {"as_of": as_of}).fetchall())


def measured_reference(
    cursor: Cursor, horizon_days: int, least_stays: int, sizes: Sizes, as_of: date
) -> Reference | None:
    """What the stays of other families known by a day say, weighted to the sizes given; None where they are too few.

    Args:
        cursor: lent by the store.
        horizon_days: a longer stay counts as so long.
        least_stays: how many are enough.
        sizes: of the programme's families (`family_sizes`).
        as_of: the day.

    """
    groups = measured_stays(cursor, as_of)
    if sum(group.stays for group in groups) < least_stays:
        return None
    return reference(groups, horizon_days, sizes)


_BEFORE = """
SELECT count(*) FILTER (EXISTS (
           SELECT 1 FROM temporary_stays s
           WHERE s.household_id = h.household_id AND s.start_date < h.enrolled_date)), count(*)
FROM households h WHERE h.enrolled_date <= $as_of
"""


def measured_stays_before(cursor: Cursor, as_of: date) -> tuple[int, int]:
    """How many families of the programme had spent nights in temporary stays before they enrolled, and of how many."""
    ((before, families),) = cursor.execute(_BEFORE, {"as_of": as_of}).fetchall()
    return before, families
