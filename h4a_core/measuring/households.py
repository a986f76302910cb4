"""From records to facts: one SQL pass counts states and nights, another lists the families behind the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from h4a_core.facts import (
    Answers,
    CohortFacts,
    Evidence,
    Exposure,
    Facts,
    HouseholdFacts,
    ObservedNights,
    Steps,
    Tally,
    Waits,
)
from h4a_core.measuring import Cursor

SETTLED_IN_SQL = ("started", "kept", "stability", "wellbeing")
"""Metrics whose state the SQL settles; `waiting` is counted from the months waited, so that its limit can move."""


@dataclass(frozen=True, slots=True)
class FactTerms:
    """What the facts need of the contract: the gap between homes allowed (days), the exits that count as stable."""

    gap_limit_days: int
    stable_exit_reasons: tuple[str, ...]


@cache
def _per_household_sql() -> str:
    return files("h4a_core.measuring").joinpath("households.sql").read_text(encoding="utf-8")


_COUNTS = """
SELECT cohort, started, kept, stability, wellbeing, waited_months, waiting_settled, enrolled_date, members, has_left,
       grouping(started) = 0, grouping(kept) = 0, grouping(stability) = 0, grouping(wellbeing) = 0,
       grouping(waiting_settled) = 0, grouping(enrolled_date) = 0,
       count(*), sum(members), sum(minors), count(*) FILTER (housed_now),
       count(signed_date), count(move_in_date), count(first_support),
       count(*) FILTER (housed_year_1 AND as_of >= year_1_end), count(*) FILTER (as_of < year_1_end),
       count(*) FILTER (housed_year_2 AND as_of >= year_2_end), count(*) FILTER (as_of < year_2_end),
       count(*) FILTER (housed_year_3 AND as_of >= year_3_end), count(*) FILTER (as_of < year_3_end),
       min(year_1_end) FILTER (started = 'pending'), max(year_1_end) FILTER (started = 'pending'),
       min(year_2_end) FILTER (kept = 'pending'), max(year_2_end) FILTER (kept = 'pending'),
       min(year_3_end) FILTER (stability = 'pending'), max(year_3_end) FILTER (stability = 'pending'),
       min(year_3_end) FILTER (wellbeing = 'pending'), max(year_3_end) FILTER (wellbeing = 'pending')
FROM per_household, terms
GROUP BY GROUPING SETS (
    (cohort), (cohort, started, has_left), (cohort, kept, has_left), (cohort, stability, has_left),
    (cohort, wellbeing, has_left), (cohort, waited_months, waiting_settled), (cohort, enrolled_date, members))
ORDER BY ALL
"""

# A stay costs its net price from the day it starts (or the family enrols) to the day it ends. Adding the price at the
# start day and taking it off at the end day, then running the total month by month, needs one pass over the stays
# and no join of stays with months (design section 8).
_OBSERVED = """
WITH clipped AS (
    SELECT h.cohort, h.members, s.daily_cost - coalesce(s.household_contribution, 0) AS net,
           greatest(s.start_date, h.enrolled_date) AS from_day, least(coalesce(s.end_date, $as_of), $as_of) AS to_day
    FROM temporary_stays s JOIN households h USING (household_id)
    WHERE s.start_date < $as_of AND h.enrolled_date <= $as_of
),
changes AS (
    SELECT cohort, members, unnest([from_day, to_day]) AS day, unnest([1, -1]) AS sign, net
    FROM clipped
    WHERE from_day < to_day
),
monthly AS (
    SELECT cohort, members, date_trunc('month', day)::DATE AS month,
           sum(sign) AS nights_a_day, sum(sign * net) AS eur_a_day,
           sum(sign * (day(last_day(day)) - day(day) + 1)) AS nights_in_month,
           sum(sign * net * (day(last_day(day)) - day(day) + 1)) AS eur_in_month
    FROM changes
    GROUP BY ALL
),
spine AS (
    SELECT cohort, members, unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month
    FROM monthly GROUP BY cohort, members
),
running AS (
    SELECT cohort, members, month,
           coalesce(nights_in_month, 0) AS nights_in_month, coalesce(eur_in_month, 0) AS eur_in_month,
           coalesce(sum(nights_a_day) OVER before, 0) AS nights_a_day,
           coalesce(sum(eur_a_day) OVER before, 0) AS eur_a_day
    FROM spine LEFT JOIN monthly USING (cohort, members, month)
    WINDOW before AS (PARTITION BY cohort, members ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT cohort, month, members,
       (nights_a_day * day(last_day(month)) + nights_in_month)::BIGINT AS nights,
       eur_a_day * day(last_day(month)) + eur_in_month AS cost
FROM running
WHERE nights_a_day != 0 OR nights_in_month != 0
ORDER BY ALL
"""


def measured_facts(cursor: Cursor, terms: FactTerms, as_of: date) -> Facts:
    """Count households, states and nights as of the end of a day.

    One grouped pass over the households and one over the stays; money comes back as Decimal and is never divided.
    Records dated after `as_of` are not seen: an end or an exit still to come counts as not there.

    Args:
        cursor: lent by the store, with the views of design section 4.
        terms: gap between homes in days, reasons of exit that count as a stable home.
        as_of: the day; nights are counted up to it, not including it.

    """
    counted = cursor.execute(f"{_per_household_sql()} {_COUNTS}", _parameters(terms, as_of)).fetchall()
    nights = cursor.execute(_OBSERVED, {"as_of": as_of}).fetchall()
    return Facts(as_of, tuple(_cohort_facts(cohort, counted, nights) for cohort in sorted({row[0] for row in counted})))


def _parameters(terms: FactTerms, as_of: date) -> dict[str, object]:
    return {
        "as_of": as_of,
        "gap_limit_days": terms.gap_limit_days,
        "stable_exit_reasons": list(terms.stable_exit_reasons),
    }


def _cohort_facts(cohort: int, counted: Sequence[tuple[Any, ...]], nights: Sequence[tuple[Any, ...]]) -> CohortFacts:
    rows = [row for row in counted if row[0] == cohort]
    (whole,) = [row for row in rows if not any(row[10:16])]
    tallies = {}
    for position, metric in enumerate(SETTLED_IN_SQL):
        states = [(row[1 + position], row[9], row[16]) for row in rows if row[10 + position]]
        tallies[metric] = Tally(
            **{state: _households(states, state) for state in ("achieved", "failed", "pending", "unanswered")},
            left_failed=_households(states, "failed", left=True),
            left_unanswered=_households(states, "unanswered", left=True),
        )
    return CohortFacts(
        cohort=cohort,
        households=whole[16],
        people=int(whole[17]),
        minors=int(whole[18]),
        housed_now=whole[19],
        tallies=tallies,
        waits=tuple(Waits(row[5], row[6], row[16]) for row in rows if row[14]),
        exposures=tuple(Exposure(row[7], row[8], row[16]) for row in rows if row[15]),
        observed=tuple(ObservedNights(row[1], row[2], row[3], row[4]) for row in nights if row[0] == cohort),
        steps=Steps(whole[20], whole[21], whole[22], tuple((whole[at], whole[at + 1]) for at in (23, 25, 27))),
        settles={
            metric: (whole[29 + 2 * at], whole[30 + 2 * at])
            for at, metric in enumerate(SETTLED_IN_SQL)
            if whole[29 + 2 * at]
        },
    )


def _households(states: Sequence[tuple[str, bool, int]], state: str, *, left: bool | None = None) -> int:
    return sum(n for what, gone, n in states if what == state and (left is None or gone is left))


_HOUSEHOLDS = """
SELECT household_id, cohort, members, minors, application_date, enrolled_date, signed_date, move_in_date, first_support,
       housed_from, exit_date, break_date, housed_now, waited_months, waiting_settled,
       started, kept, stability, wellbeing,
       household_batch, household_row, tenancy_batch, tenancy_row, support_batch, support_row, second_year_support,
       survey_batch, survey_row, survey_date, return_batch, return_row, return_date
FROM per_household
WHERE $cohort IS NULL OR cohort = $cohort
ORDER BY cohort, household_id
LIMIT $most
"""


_PLAIN_FIELDS = tuple(field.name for field in fields(HouseholdFacts))[:15]
"""What comes first in both the query and the record: all but the states and the evidence."""


def measured_households(
    cursor: Cursor, terms: FactTerms, as_of: date, cohort: int | None = None, most: int = 2000
) -> list[HouseholdFacts]:
    """List the households behind the counts, with the records that prove each state.

    The same SQL decides the states as in `measured_facts`, so a list always adds up to its count.

    Args:
        cursor: lent by the store.
        terms: as for `measured_facts`.
        as_of: the day.
        cohort: only this one; all when None.
        most: how many at the most, in order of code.

    """
    parameters = {**_parameters(terms, as_of), "cohort": cohort, "most": most}
    rows = cursor.execute(f"{_per_household_sql()} {_HOUSEHOLDS}", parameters).fetchall()
    return [_household(row) for row in rows]


def _household(row: tuple[Any, ...]) -> HouseholdFacts:
    enrolment = Evidence("households", row[19], row[20], row[5])
    tenancy = Evidence("tenancies", row[21], row[22], row[6])
    first_support = Evidence("support_events", row[23], row[24], row[8])
    survey = Evidence("surveys", row[26], row[27], row[28])
    back = Evidence("temporary_stays", row[29], row[30], row[31])
    evidence = {
        "started": (tenancy, first_support),
        "kept": (tenancy, Evidence("support_events", row[23], None, row[25])),
        "stability": (tenancy, back),
        "wellbeing": (survey,),
        "waiting": (enrolment, tenancy),
    }
    known = {metric: tuple(one for one in found if one.day) for metric, found in evidence.items()}
    states = dict(zip(SETTLED_IN_SQL, row[15:19], strict=True))
    plain: dict[str, Any] = dict(zip(_PLAIN_FIELDS, row[:15], strict=True))
    return HouseholdFacts(**plain, states=states, evidence=known)


_ANSWERS = """
WITH waves AS (
    SELECT h.household_id, h.cohort, w.wave
    FROM households h, (SELECT unnest([1, 2, 3]) AS wave) w
    WHERE h.enrolled_date <= $as_of
),
asked AS (  -- due by the day, or answered before it was due
    SELECT waves.cohort, waves.wave, s.wellbeing, s.empowerment, s.economic
    FROM waves JOIN households h USING (household_id)
    LEFT JOIN surveys s ON s.household_id = waves.household_id AND s.wave = waves.wave AND s.date <= $as_of
    WHERE s.household_id IS NOT NULL OR (h.enrolled_date + to_years(waves.wave))::DATE <= $as_of
),
answers AS (
    SELECT cohort, wave, unnest(['wellbeing', 'empowerment', 'economic']) AS dimension,
           unnest([wellbeing, empowerment, economic]) AS answer
    FROM asked
)
SELECT cohort, wave, dimension, count(*) FILTER (answer = 'improved'), count(*) FILTER (answer = 'same'),
       count(*) FILTER (answer = 'worse'), count(*) FILTER (answer IS NULL OR answer = 'no_answer')
FROM answers
GROUP BY ALL
ORDER BY ALL
"""


def measured_answers(cursor: Cursor, as_of: date) -> list[Answers]:
    """Count the survey answers per cohort, year and dimension; who was due and gave none counts as no answer."""
    return [Answers(*row) for row in cursor.execute(_ANSWERS, {"as_of": as_of}).fetchall()]


_PAID = """
SELECT clause, cohort, sum(amount) FROM payments
WHERE programme = $programme AND date <= $as_of
GROUP BY ALL
"""


def measured_payments(cursor: Cursor, programme: str, as_of: date) -> dict[tuple[str, int | None], Decimal]:
    """What was paid (EUR) by a day, by clause and cohort, according to the payments table."""
    rows = cursor.execute(_PAID, {"programme": programme, "as_of": as_of}).fetchall()
    return {(clause, cohort): amount for clause, cohort, amount in rows}
