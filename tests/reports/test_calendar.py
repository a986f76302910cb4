"""The dates ahead as a calendar file (RFC 5545)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from icalendar import Calendar

from h4a_core.engine.years import YearAhead
from h4a_core.programme import Programme
from h4a_core.reports.calendar import calendar_file
from h4a_core.statement import Statement, statement
from tests.facts_made import facts_of, sample_figures

AHEAD = [
    YearAhead(2026, Decimal("36511.50"), Decimal(0), Decimal(55_000), Decimal(0)),
    YearAhead(2027, None, None, None, Decimal(0)),
]


@pytest.fixture
def made(torino: Programme) -> Statement:
    """The second cohort of the sample, stability and wellbeing to be decided on the same days."""
    days = {name: (date(2026, 9, 7), date(2026, 11, 11)) for name in ("wellbeing", "stability")}
    first, second = sample_figures().cohorts
    return statement(torino, facts_of(first, replace(second, settles=days)))


def test_each_cohorts_decisions_are_an_entry_from_the_first_to_the_last_day(made: Statement) -> None:
    (entry,) = Calendar.from_ical(calendar_file(made, [], "it")).walk("VEVENT")
    # the end of an entry of whole days is the day after its last (RFC 5545, 3.6.1)
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2026, 9, 7), date(2026, 11, 12))
    assert entry["summary"].endswith("coorte 2023: si decide su stabilità (10), benessere (11)")
    assert entry["dtstamp"].dt == datetime(*made.as_of.timetuple()[:3], tzinfo=UTC)


def test_a_year_with_a_premium_says_what_to_expect_and_one_without_odds_says_so(made: Statement) -> None:
    first, second = Calendar.from_ical(calendar_file(made, AHEAD, "it")).walk("VEVENT")[-2:]
    assert (first["dtstart"].dt, first["summary"]) == (
        date(2026, 12, 31),
        f"{made.programme.name.it}: premio dell'anno 2026",
    )
    assert first["description"] == "Secondo il modello: atteso 36.512 EUR, bastano 55.000 EUR 9 volte su 10."
    assert second["description"] == "Non c'è ancora da che stimare."
    english = Calendar.from_ical(calendar_file(made, AHEAD, "en")).walk("VEVENT")[-2]
    assert english["description"] == "By the model: 36,512 EUR expected, 55,000 EUR suffice 9 times of 10."


def test_the_file_is_the_same_each_time_with_short_lines_and_names_that_stay(made: Statement) -> None:
    found = calendar_file(made, AHEAD, "it")
    assert found == calendar_file(made, AHEAD, "it")
    lines = found.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert max(map(len, lines)) <= 75
    names = [one["uid"] for one in Calendar.from_ical(found).walk("VEVENT")]
    assert len(set(names)) == len(names)
