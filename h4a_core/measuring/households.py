"""From records to facts: one SQL pass counts states and nights, another lists the families behind the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from h4a_core.engine.lasting import DAYS_A_YEAR
from h4a_core.facts import (
    Answers,
    AtRisk,
    CohortFacts,
    EarlierAnswers,
    Evidence,
    Exposure,
    Facts,
    HouseholdFacts,
    ObservedNights,
    Spell,
    Steps,
    Tally,
)
from h4a_core.measuring import Cursor
from h4a_core.measuring.otherwise_read import OTHER_CLOCKS, OTHER_METRICS, Row, waits

SETTLED_IN_SQL = ("started", "kept", "stability", "wellbeing")
"""Metrics whose state the SQL settles; `waiting` is counted from the months waited, so that its limit can move."""

_GROUPED_BY = (*SETTLED_IN_SQL, *OTHER_METRICS, "wait", "enrolment", "spell", "earlier_answer")
"""What the households of a cohort are counted by, each in groups of its own (`by_...`), beside the whole cohort."""


@dataclass(frozen=True, slots=True)
class FactTerms:
    """What the facts need of the contract: the gap between homes allowed (days), the exits that count as stable."""

    gap_limit_days: int
    stable_exit_reasons: tuple[str, ...]


@cache
def _per_household_sql() -> str:
    return files("h4a_core.measuring").joinpath("households.sql").read_text(encoding="utf-8")


_COUNTS = """
SELECT cohort, started, kept, stability, wellbeing, waited_months, waiting_settled, enrolled_date, members, first_route,
       has_left, wellbeing_two, grouping(wellbeing_two) = 0 AS by_wellbeing_two,
       waited_to_move_in, move_in_settled, kept_its_home,
       grouping(started) = 0 AS by_started, grouping(kept) = 0 AS by_kept, grouping(stability) = 0 AS by_stability,
       grouping(wellbeing) = 0 AS by_wellbeing, grouping(waiting_settled) = 0 AS by_wait,
       grouping(enrolled_date) = 0 AS by_enrolment, grouping(home_lost) = 0 AS by_spell,
       grouping(improved_before) = 0 AS by_earlier_answer,
       spell_months, home_lost, kept_open, stability_open, months_to_year_2, months_to_year_3,
       improved_before, final_answer,
       count(*) AS households, sum(members)::BIGINT AS people, sum(minors)::BIGINT AS all_minors,
       count(*) FILTER (housed_now) AS housed,
       count(signed_date) AS signed, count(move_in_date) AS moved_in, count(first_support) AS accompanied,
       count(move_in_date) FILTER (first_route = 'kept_home') AS kept_in,
       count(*) FILTER (housed_year_1 AND as_of >= year_1_end) AS housed_after_1,
       count(*) FILTER (as_of < year_1_end) AS before_1,
       count(*) FILTER (housed_year_2 AND as_of >= year_2_end) AS housed_after_2,
       count(*) FILTER (as_of < year_2_end) AS before_2,
       count(*) FILTER (housed_year_3 AND as_of >= year_3_end) AS housed_after_3,
       count(*) FILTER (as_of < year_3_end) AS before_3,
       min(year_1_end) FILTER (started = 'pending') AS started_first,
       max(year_1_end) FILTER (started = 'pending') AS started_last,
       min(year_2_end) FILTER (kept = 'pending') AS kept_first,
       max(year_2_end) FILTER (kept = 'pending') AS kept_last,
       min(year_3_end) FILTER (stability = 'pending') AS stability_first,
       max(year_3_end) FILTER (stability = 'pending') AS stability_last,
       min(year_3_end) FILTER (wellbeing = 'pending') AS wellbeing_first,
       max(year_3_end) FILTER (wellbeing = 'pending') AS wellbeing_last
FROM per_household, terms
GROUP BY GROUPING SETS (
    (cohort), (cohort, started, has_left), (cohort, kept, has_left), (cohort, stability, has_left),
    (cohort, wellbeing, has_left), (cohort, wellbeing_two, has_left),
    (cohort, waited_months, waiting_settled, waited_to_move_in, move_in_settled, kept_its_home),
    (cohort, enrolled_date, members, first_route),
    (cohort, spell_months, home_lost, kept_open, stability_open, months_to_year_2, months_to_year_3),
    (cohort, final_answer, improved_before))
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
           sum(sign) AS nights_a_day, sum(sign * net) AS cost_a_day,
           sum(sign * (day(last_day(day)) - day(day) + 1)) AS nights_in_month,
           sum(sign * net * (day(last_day(day)) - day(day) + 1)) AS cost_in_month
    FROM changes
    GROUP BY ALL
),
spine AS (
    SELECT cohort, members, unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month
    FROM monthly GROUP BY cohort, members
),
running AS (
    SELECT cohort, members, month,
           coalesce(nights_in_month, 0) AS nights_in_month, coalesce(cost_in_month, 0) AS cost_in_month,
           coalesce(sum(nights_a_day) OVER before, 0) AS nights_a_day,
           coalesce(sum(cost_a_day) OVER before, 0) AS cost_a_day
    FROM spine LEFT JOIN monthly USING (cohort, members, month)
    WINDOW before AS (PARTITION BY cohort, members ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT cohort, month, members,
       (nights_a_day * day(last_day(month)) + nights_in_month)::BIGINT AS nights,
       cost_a_day * day(last_day(month)) + cost_in_month AS cost
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
    counted = _named(cursor, f"{_per_household_sql()} {_COUNTS}", _parameters(terms, as_of))
    nights = _named(cursor, _OBSERVED, {"as_of": as_of})
    cohorts = sorted({row["cohort"] for row in counted})
    return Facts(as_of, tuple(_cohort_facts(cohort, counted, nights) for cohort in cohorts))


def _named(cursor: Cursor, query: str, parameters: Mapping[str, object]) -> list[Row]:
    """The rows of a query, each figure under the name of its column."""
    found = cursor.execute(query, parameters)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _parameters(terms: FactTerms, as_of: date) -> dict[str, object]:
    return {
        "as_of": as_of,
        "gap_limit_days": terms.gap_limit_days,
        "stable_exit_reasons": list(terms.stable_exit_reasons),
    }


def _cohort_facts(cohort: int, counted: Sequence[Row], nights: Sequence[Row]) -> CohortFacts:
    rows = [row for row in counted if row["cohort"] == cohort]
    parts = {what: [row for row in rows if row[f"by_{what}"]] for what in _GROUPED_BY}
    (whole,) = [row for row in rows if not any(row[f"by_{what}"] for what in _GROUPED_BY)]
    observed = [row for row in nights if row["cohort"] == cohort]
    return CohortFacts(
        cohort=cohort,
        households=whole["households"],
        people=whole["people"],
        minors=whole["all_minors"],
        housed_now=whole["housed"],
        tallies={metric: _tally(metric, rows) for metric in SETTLED_IN_SQL},
        waits=waits(parts["wait"]),
        exposures=_exposures(parts["enrolment"]),
        observed=tuple(ObservedNights(row["month"], row["members"], row["nights"], row["cost"]) for row in observed),
        steps=_steps(whole),
        settles=_settles(whole),
        **_lasting(parts["spell"]),
        earlier_answers={"wellbeing": _earlier(parts["earlier_answer"])},
        other_tallies={reading: {metric: _tally(name, rows)} for name, (reading, metric) in OTHER_METRICS.items()},
        other_waits={reading: waits(parts["wait"], clock) for reading, clock in OTHER_CLOCKS.items()},
    )


def _exposures(rows: Sequence[Row]) -> tuple[Exposure, ...]:
    return tuple(Exposure(row["enrolled_date"], row["members"], row["households"], row["first_route"]) for row in rows)


def _earlier(rows: Sequence[Row]) -> tuple[EarlierAnswers, ...]:
    return tuple(EarlierAnswers(row["improved_before"], row["final_answer"], row["households"]) for row in rows)


_DECIDED_AFTER = {"kept": "months_to_year_2", "stability": "months_to_year_3"}


def _lasting(rows: Sequence[Row]) -> dict[str, Any]:
    """How long homes have lasted, and how long those must last whose metric is pending; in whole months, as days."""
    return {
        "spells": tuple(
            Spell(_days(row["spell_months"]), row["home_lost"], row["households"])
            for row in rows
            if row["spell_months"] is not None
        ),
        "at_risk": {
            metric: tuple(
                AtRisk(_days(row["spell_months"] or 0), _days(row[until]), row["households"])
                for row in rows
                if row[f"{metric}_open"]
            )
            for metric, until in _DECIDED_AFTER.items()
        },
    }


def _days(months: int) -> int:
    return round(months * DAYS_A_YEAR / 12)


def _settles(whole: Row) -> dict[str, tuple[date, date]]:
    """The first and the last day on which a metric that is pending is decided."""
    days = {metric: (whole[f"{metric}_first"], whole[f"{metric}_last"]) for metric in SETTLED_IN_SQL}
    return {metric: (first, last) for metric, (first, last) in days.items() if first}


def _steps(whole: Row) -> Steps:
    housed_after = tuple((whole[f"housed_after_{year}"], whole[f"before_{year}"]) for year in (1, 2, 3))
    return Steps(whole["signed"], whole["moved_in"], whole["accompanied"], housed_after, whole["kept_in"])


def _tally(metric: str, rows: Sequence[Row]) -> Tally:
    """The states of one metric, from the groups that are counted by it."""
    groups = [row for row in rows if row[f"by_{metric}"]]

    def households(state: str, *, only_left: bool = False) -> int:
        found = (row for row in groups if row[metric] == state and (row["has_left"] or not only_left))
        return sum(row["households"] for row in found)

    return Tally(
        **{state: households(state) for state in ("achieved", "failed", "pending", "unanswered")},
        left_failed=households("failed", only_left=True),
        left_unanswered=households("unanswered", only_left=True),
    )


_HOUSEHOLDS = """
SELECT household_id, cohort, members, minors, application_date, enrolled_date, signed_date, move_in_date, first_support,
       housed_from, exit_date, break_date, housed_now, waited_months, waiting_settled,
       started, kept, stability, wellbeing, wellbeing_two, waited_to_move_in, move_in_settled, kept_its_home,
       household_batch, household_row, tenancy_batch, tenancy_row, support_batch, support_row, second_year_support,
       survey_batch, survey_row, survey_date, return_batch, return_row, return_date
FROM per_household
WHERE $cohort IS NULL OR cohort = $cohort
ORDER BY cohort, household_id
LIMIT $most
"""


_GATHERED = {"states", "evidence", "other_states", "other_waits"}
_PLAIN_FIELDS = tuple(field.name for field in fields(HouseholdFacts) if field.name not in _GATHERED)
"""What is the same in the query and in the record."""


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
    return [_household(row) for row in _named(cursor, f"{_per_household_sql()} {_HOUSEHOLDS}", parameters)]


def _household(row: Row) -> HouseholdFacts:
    def record(table: str, name: str, day: str) -> Evidence:
        return Evidence(table, row[f"{name}_batch"], row[f"{name}_row"], row[day])

    tenancy = record("tenancies", "tenancy", "signed_date")
    evidence = {
        "started": (tenancy, record("support_events", "support", "first_support")),
        "kept": (tenancy, Evidence("support_events", row["support_batch"], None, row["second_year_support"])),
        "stability": (tenancy, record("temporary_stays", "return", "return_date")),
        "wellbeing": (record("surveys", "survey", "survey_date"),),
        "waiting": (record("households", "household", "enrolled_date"), tenancy),
    }
    return HouseholdFacts(
        **{name: row[name] for name in _PLAIN_FIELDS},
        states={metric: row[metric] for metric in SETTLED_IN_SQL},
        evidence={metric: tuple(one for one in found if one.day) for metric, found in evidence.items()},
        other_states={reading: {metric: row[name]} for name, (reading, metric) in OTHER_METRICS.items()},
        other_waits={reading: clock(row) for reading, clock in OTHER_CLOCKS.items()},
    )


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
