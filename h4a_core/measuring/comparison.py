"""Nights in hotel before and after, of the families in the programme and of those that asked and did not enter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from h4a_core.facts import Compared
from h4a_core.measuring import Cursor

# A family's own day is its enrolment; one that did not enter has none, so it gets its application plus the middle of
# the days that the others waited between the two. Only whole windows count: those of the comparison group end with the
# newest day of its records. Without any stay of a candidate in the reference records there is no follow-up at all.
_COMPARED = """
WITH entered AS (
    SELECT household_id, application_date, enrolled_date AS own_day FROM households WHERE enrolled_date <= $as_of
),
followed AS (
    SELECT r.household_id, r.start_date, r.end_date FROM reference_stays r
    WHERE r.start_date <= $as_of AND r.household_id IN (SELECT household_id FROM candidates)
),
newest AS (
    SELECT max(greatest(start_date, CASE WHEN end_date <= $as_of THEN end_date ELSE start_date END)) AS last_day
    FROM reference_stays WHERE start_date <= $as_of
),
lag AS (SELECT median(own_day - application_date)::INTEGER AS days FROM entered),
others AS (
    SELECT c.household_id, c.application_date + lag.days AS own_day FROM candidates c, lag
    WHERE c.application_date <= $as_of AND c.household_id NOT IN (SELECT household_id FROM entered)
          AND EXISTS (SELECT 1 FROM followed)
),
families AS (
    SELECT TRUE AS in_programme, household_id, own_day, $as_of::DATE AS last_day FROM entered
    UNION ALL SELECT FALSE, household_id, own_day, last_day FROM others, newest
),
stays AS (
    SELECT TRUE AS in_programme, household_id, start_date, end_date FROM temporary_stays
    UNION ALL SELECT FALSE, household_id, start_date, end_date FROM followed
),
nights AS (
    SELECT f.in_programme, f.household_id,
           coalesce(sum(greatest(0, least(coalesce(s.end_date, f.last_day), f.own_day)
               - greatest(s.start_date, f.own_day - $window))) FILTER (s.start_date IS NOT NULL), 0)::BIGINT AS before,
           coalesce(sum(greatest(0, least(coalesce(s.end_date, f.last_day), f.own_day + $window)
               - greatest(s.start_date, f.own_day))) FILTER (s.start_date IS NOT NULL), 0)::BIGINT AS after
    FROM families f LEFT JOIN stays s USING (in_programme, household_id)
    WHERE f.own_day + $window <= f.last_day
    GROUP BY ALL
)
SELECT in_programme, before, after, count(*) FROM nights GROUP BY ALL ORDER BY ALL
"""


def measured_comparison(cursor: Cursor, window_days: int, as_of: date) -> Sequence[Compared]:
    """Nights in hotel in the window before a family's own day and in that after it, by group.

    The comparison group are the candidates that did not enter; their stays must be among the reference stays under the
    same codes, all of them. It is empty when none is.

    Args:
        cursor: lent by the store.
        window_days: length of each window; only families whose windows are over are counted.
        as_of: the day.

    """
    found = cursor.execute(_COMPARED, {"as_of": as_of, "window": window_days}).fetchall()
    return tuple(Compared(*row) for row in found)
