"""What the records say of money per calendar year: rents due, what families add to their stays, premiums paid."""

from datetime import date

from h4a_core.engine.money import ContributionYear, MoneyRecords, RentYear
from h4a_core.measuring import Cursor

# Days of a tenancy by calendar year, times the monthly rent: money is multiplied and summed here, divided never.
_RENTS = """
WITH homes AS (
    SELECT t.household_id, t.monthly_rent AS rent, t.market_rent AS market,
           coalesce(t.move_in_date, CASE WHEN t.route = 'kept_home' THEN t.signed_date END) AS from_day,
           least(coalesce(t.end_date, $as_of), $as_of) AS to_day
    FROM tenancies t JOIN households h USING (household_id)
    WHERE t.signed_date <= $as_of AND h.enrolled_date <= $as_of
),
years AS (
    SELECT *, unnest(range(year(from_day), year(to_day) + 1)) AS year FROM homes WHERE from_day < to_day
),
days AS (
    SELECT *, date_diff('day', greatest(from_day, make_date(year, 1, 1)),
                        least(to_day, make_date(year + 1, 1, 1))) AS days
    FROM years
)
SELECT year, count(DISTINCT household_id), sum(rent * days),
       count(DISTINCT household_id) FILTER (market IS NOT NULL), coalesce(sum((market - rent) * days), 0)
FROM days
WHERE days > 0
GROUP BY year
ORDER BY year
"""

_CONTRIBUTIONS = """
WITH clipped AS (
    SELECT s.household_id, s.household_contribution AS eur_a_day,
           greatest(s.start_date, h.enrolled_date) AS from_day, least(coalesce(s.end_date, $as_of), $as_of) AS to_day
    FROM temporary_stays s JOIN households h USING (household_id)
    WHERE s.household_contribution > 0 AND s.start_date < $as_of AND h.enrolled_date <= $as_of
),
years AS (
    SELECT *, unnest(range(year(from_day), year(to_day) + 1)) AS year FROM clipped WHERE from_day < to_day
),
days AS (
    SELECT *, date_diff('day', greatest(from_day, make_date(year, 1, 1)),
                        least(to_day, make_date(year + 1, 1, 1))) AS days
    FROM years
)
SELECT year, count(DISTINCT household_id), sum(eur_a_day * days) FROM days WHERE days > 0 GROUP BY year ORDER BY year
"""

_PAID = """
SELECT year(date), sum(amount) FROM payments WHERE programme = $programme AND date <= $as_of
GROUP BY ALL ORDER BY ALL
"""


def measured_money(cursor: Cursor, programme: str, as_of: date) -> MoneyRecords:
    """Sum rents, contributions to stays and premiums paid by calendar year.

    A rent counts from the move-in (for a kept home without one, from the signature) to the end, not including it; a
    contribution for the nights since enrolment. What is dated after the day is not seen.

    Args:
        cursor: lent by the store.
        programme: whose premiums.
        as_of: the day; days are counted up to it, not including it.

    """
    day = {"as_of": as_of}
    return MoneyRecords(
        tuple(RentYear(*row) for row in cursor.execute(_RENTS, day).fetchall()),
        tuple(ContributionYear(*row) for row in cursor.execute(_CONTRIBUTIONS, day).fetchall()),
        dict(cursor.execute(_PAID, day | {"programme": programme}).fetchall()),
    )
