"""The surveys as of a day: who was due, who answered, what they declared, and every answer to an instrument's items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from h4a_core.engine.scores import ENTRY, Form
from h4a_core.engine.treatments import SurveyWave
from h4a_core.facts import Tally
from h4a_core.measuring import Cursor

WAVES = (ENTRY, 1, 2, 3)
"""Entry, then the anniversaries on which the contract's surveys are due."""
_DIMENSIONS = ("wellbeing", "empowerment", "economic")

# One row per family and wave. Answers are spread over dimensions first, so that one rule reads all of them and the last
# answer can be carried forward in each dimension by itself.
_TOLD = """
WITH waves AS (
    SELECT h.household_id, h.cohort, w.wave, (h.enrolled_date + to_years(w.wave))::DATE AS due_date,
           CASE WHEN h.exit_date <= $as_of THEN h.exit_date END AS exit_date
    FROM households h, (SELECT unnest($waves) AS wave) w
    WHERE h.enrolled_date <= $as_of
),
dimensions AS (
    SELECT waves.*, unnest([wellbeing, empowerment, economic]) AS answer,
           unnest(['wellbeing', 'empowerment', 'economic']) AS dimension
    FROM waves LEFT JOIN surveys s
        ON s.household_id = waves.household_id AND s.wave = waves.wave AND s.date <= $as_of
),
carried AS (
    SELECT * REPLACE (nullif(answer, 'no_answer') AS answer),
           last_value(nullif(answer, 'no_answer') IGNORE NULLS) OVER (
               PARTITION BY household_id, dimension ORDER BY wave
               ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS last_answer
    FROM dimensions
),
told AS (
    SELECT household_id, cohort, wave, due_date, exit_date, count(answer) > 0 AS returned,
           count(*) FILTER (last_answer = 'improved') = 3 AS carried,
           CASE WHEN count(*) FILTER (answer = 'improved') = 3 THEN 'achieved'
                WHEN count(*) FILTER (answer IN ('same', 'worse')) > 0 THEN 'failed'
                WHEN due_date <= $as_of THEN 'unanswered'
                ELSE 'pending' END AS state
    FROM carried
    GROUP BY household_id, cohort, wave, due_date, exit_date
)
"""

_WAVES = f"""
{_TOLD}
SELECT cohort, wave,
       count(*) FILTER (state = 'achieved'), count(*) FILTER (state = 'failed'),
       count(*) FILTER (state = 'pending'), count(*) FILTER (state = 'unanswered'),
       count(*) FILTER (state = 'failed' AND exit_date IS NOT NULL),
       count(*) FILTER (state = 'unanswered' AND exit_date IS NOT NULL),
       count(*) FILTER (returned), count(*) FILTER (state = 'unanswered' AND carried)
FROM told
GROUP BY cohort, wave
ORDER BY cohort, wave
"""  # noqa: S608 - all of it is written here


def measured_waves(cursor: Cursor, as_of: date) -> list[SurveyWave]:
    """Count, per cohort and wave, who was due, who answered and who declared improvement in all dimensions.

    As the contract's wellbeing outcome counts them in wave 3. The wave at entry has nothing declared: its row says who
    was due. Surveys dated after `as_of` are not seen; a family that answered before its anniversary counts as due.
    """
    rows = cursor.execute(_WAVES, {"as_of": as_of, "waves": list(WAVES)}).fetchall()
    return [SurveyWave(row[0], row[1], Tally(*row[2:8]), *row[8:]) for row in rows]


@dataclass(frozen=True, slots=True)
class Silent:
    """A family that gave no full answer to a survey that was due, and the day it left the programme, if it did."""

    household_id: str
    cohort: int
    wave: int
    due_date: date
    exit_date: date | None
    returned: bool


_SILENT = f"""
{_TOLD}
SELECT household_id, cohort, wave, due_date, exit_date, returned FROM told
WHERE state = 'unanswered' AND wave > $entry
ORDER BY wave, cohort, household_id
LIMIT $most
"""  # noqa: S608 - all of it is written here


def measured_silent(cursor: Cursor, as_of: date, most: int = 2000) -> list[Silent]:
    """List the families behind `unanswered` in every wave after entry, at most so many."""
    asked = {"as_of": as_of, "waves": list(WAVES), "entry": ENTRY, "most": most}
    return [Silent(*row) for row in cursor.execute(_SILENT, asked).fetchall()]


_FORMS = """
SELECT a.instrument, h.cohort, h.household_id, a.wave, list(a.item ORDER BY a.item), list(a.answer ORDER BY a.item),
       s.wellbeing, s.empowerment, s.economic
FROM instrument_answers a JOIN households h USING (household_id)
LEFT JOIN surveys s ON s.household_id = a.household_id AND s.wave = a.wave AND s.date <= $as_of
WHERE a.date <= $as_of AND h.enrolled_date <= $as_of
GROUP BY ALL
ORDER BY a.instrument, h.cohort, h.household_id, a.wave
"""


def measured_forms(cursor: Cursor, as_of: date) -> list[Form]:
    """Every answered form of every instrument, with what the family declared in the same wave: one pass."""
    return [
        Form(instrument, cohort, household, wave, dict(zip(items, answers, strict=True)), _declared(said))
        for instrument, cohort, household, wave, items, answers, *said in cursor.execute(
            _FORMS, {"as_of": as_of}
        ).fetchall()
    ]


def _declared(said: list[str | None]) -> dict[str, str | None]:
    return {
        dimension: None if answer == "no_answer" else answer
        for dimension, answer in zip(_DIMENSIONS, said, strict=True)
    }
