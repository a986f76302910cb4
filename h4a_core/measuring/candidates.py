"""The candidates of the beneficiary list as of a day, with what is worked out from their records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from h4a_core.engine.selection import Candidate
from h4a_core.measuring import Cursor

# A family that entered stopped waiting then. Yes and no come as the codes of the registry.
_CANDIDATES = """
SELECT c.household_id, h.household_id IS NOT NULL,
       c.application_date, c.members, c.minors, c.members_with_disability, c.isee, c.emergency_cause,
       c.residence_years, c.owns_home::VARCHAR,
       datesub('month', c.application_date, greatest(c.application_date, least(h.enrolled_date, $as_of)))
FROM candidates c LEFT JOIN households h ON h.household_id = c.household_id AND h.enrolled_date <= $as_of
WHERE c.application_date <= $as_of
ORDER BY c.household_id
"""
_NAMES = (
    "application_date",
    "members",
    "minors",
    "members_with_disability",
    "isee",
    "emergency_cause",
    "residence_years",
    "owns_home",
    "months_waited",
)


def measured_candidates(cursor: Cursor, as_of: date) -> Sequence[Candidate]:
    """Everyone who had applied by a day, by code, marked when already in the programme by then.

    `months_waited` are whole months from the application to the day, or to entry into the programme; `minors_share` is
    minors over members, exactly. What is not known is None.

    Args:
        cursor: lent by the store.
        as_of: the day; applications and entries after it are not seen.

    """
    found = []
    for household_id, enrolled, *values in cursor.execute(_CANDIDATES, {"as_of": as_of}).fetchall():
        known = dict(zip(_NAMES, values, strict=True))
        known["minors_share"] = Fraction(known["minors"], known["members"])
        found.append(Candidate(household_id, enrolled, known))
    return tuple(found)
