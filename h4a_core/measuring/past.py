"""What was known on past days: the facts as the records dated up to each of them give them."""

from datetime import date

from h4a_core.facts import Facts
from h4a_core.measuring import Cursor
from h4a_core.measuring.households import FactTerms, measured_facts


def past_facts(cursor: Cursor, terms: FactTerms, days: tuple[date, ...]) -> dict[date, Facts]:
    """The facts as of each of several days (see `measured_facts`)."""
    return {day: measured_facts(cursor, terms, day) for day in days}
