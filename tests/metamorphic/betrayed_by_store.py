"""Changes that alter the meaning of a file, which the records in the store betray, or the other values of a column."""

import random
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.metamorphic.altering import Alteration, Files
from tests.metamorphic.made import Doc, as_xlsx, typed, written

ROME = ZoneInfo("Europe/Rome")
LAST_SWAPPED = 12


@dataclass(frozen=True)
class Betrayed:
    """A kind of change: in which files, how, and the question or rule that has to name it."""

    names: frozenset[str]
    alter: Alteration
    told: str
    files_before: bool = True
    """Whether the store knows all files as they were, not only the households."""


def _place(doc: Doc, name: str) -> int:
    return next(at for at, one in enumerate(doc.fields) if one and one.name == name)


def code_bent(doc: Doc, draw: random.Random) -> Files:
    bends: list[Callable[[str], str]] = [
        str.lower,
        lambda code: code.replace("-", "–"),
        lambda code: code.replace("-000", "-"),
        lambda code: f"{code}*",
        lambda code: f"{code} (2)",
        lambda code: code.replace("-", " "),
        lambda code: code.replace("E", "\u0415"),
    ]
    row, place = draw.choice(doc.rows), _place(doc, "household_id")
    row[place] = draw.choice(bends)(str(row[place]))
    return written(doc)


def row_gone(doc: Doc, draw: random.Random) -> Files:
    for _ in range(draw.randrange(1, len(doc.rows) // 2)):
        del doc.rows[draw.randrange(len(doc.rows))]
    return written(doc)


def key_corrected(doc: Doc, draw: random.Random) -> Files:
    names = {"tenancies": ("signed_date", 10), "temporary_stays": ("start_date", 5), "support_events": ("date", 1)}
    name, most = names[doc.table]
    row, place = draw.choice(doc.rows), _place(doc, name)
    day = row[place]
    assert isinstance(day, date)
    row[place] = day - timedelta(days=draw.randrange(most) + 1)
    return written(doc)


def older_content(doc: Doc, draw: random.Random) -> Files:
    return written(with_a_member_less(doc, draw.randrange(len(doc.rows))))


def with_a_member_less(doc: Doc, *rows: int) -> Doc:
    """What the store was told of these families at first."""
    for at in rows:
        members = doc.rows[at][_place(doc, "members")]
        assert isinstance(members, Decimal)
        doc.rows[at][_place(doc, "members")] = members + 1
    return doc


def days_swapped(doc: Doc, _: random.Random) -> Files:
    """What an American Excel makes of Italian days: those up to the twelfth swapped, the others left as text."""
    place = next(at for at, one in enumerate(doc.fields) if one and one.kind == "date" and one.required)
    for row, number in zip(doc.rows, (5, 20, 21), strict=False):  # enough days of either kind to see it
        day = row[place]
        assert isinstance(day, date)
        row[place] = day.replace(day=number + (day.month == number))
    lines = typed(doc)
    for line, row in zip(lines[1:], doc.rows, strict=True):
        day = row[place]
        assert isinstance(day, date)
        line[place] = doc.day(day) if day.day > LAST_SWAPPED else day.replace(day=day.month, month=day.day)
    return [(doc.name.replace(".csv", ".xlsx"), as_xlsx([("Dati", lines)]))]


def _midnight(day: date, pattern: str) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=ROME).astimezone(UTC).strftime(pattern)


def midnights_of_utc(doc: Doc, _: random.Random) -> Files:
    doc.day = lambda day: _midnight(day, "%Y-%m-%d %H:%M:%S")
    return written(doc)


def midnights_with_their_zone(doc: Doc, _: random.Random) -> Files:
    doc.day = lambda day: _midnight(day, "%Y-%m-%dT%H:%M:%SZ")
    return written(doc)


def _in_another_unit(field: str, header: str, times: int) -> Alteration:
    def alter(doc: Doc, _: random.Random) -> Files:
        place = _place(doc, field)
        doc.headers[place] = header
        for row in doc.rows:
            value = row[place]
            row[place] = value * times if isinstance(value, Decimal) else value
        return written(doc)

    return alter


def stays_by_month(doc: Doc, _: random.Random) -> Files:
    start, end = _place(doc, "start_date"), _place(doc, "end_date")
    rows = []
    for row in doc.rows:
        first, last = row[start], row[end]
        assert isinstance(first, date)
        leaving = last if isinstance(last, date) else date(2025, 11, 1)
        while first < leaving:
            of_month = min(first.replace(day=monthrange(first.year, first.month)[1]), leaving - timedelta(days=1))
            part = list(row)
            part[start], part[end] = first, of_month
            rows.append(part)
            first = of_month + timedelta(days=1)
    doc.rows = rows
    return written(doc)


def named_after_others(doc: Doc, _: random.Random) -> Files:
    doc.name = f"storico_{doc.name}"
    return written(doc)


_BENT = frozenset({"nuclei.csv", "contratti.csv", "albergamenti.csv", "questionari.csv", "accompagnamento.csv"})
_ALL = _BENT | {"storico_albergamenti.csv"}
_DATED = frozenset({"contratti.csv", "albergamenti.csv", "accompagnamento.csv"})

BETRAYED: dict[str, Betrayed] = {
    "a code bent": Betrayed(_BENT, code_bent, "same_code"),
    "rows gone that stood in the last export": Betrayed(_ALL, row_gone, "missing_rows"),
    "a key corrected": Betrayed(_DATED, key_corrected, "likely_double"),
    "older content brought in again": Betrayed(frozenset({"nuclei.csv"}), older_content, "older_rows"),
    "days swapped by a program": Betrayed(frozenset({"nuclei.csv", "accompagnamento.csv"}), days_swapped, "cell_days"),
    "midnights of UTC": Betrayed(_ALL, midnights_of_utc, "midnight"),
    "midnights of UTC with their zone": Betrayed(_ALL, midnights_with_their_zone, "utc_midnight"),
    "minutes without a unit": Betrayed(
        frozenset({"accompagnamento.csv"}), _in_another_unit("hours", "Durata", 60), "unit_hours"
    ),
    "rents of a year without a unit": Betrayed(
        frozenset({"contratti.csv"}), _in_another_unit("monthly_rent", "Canone", 12), "unit_monthly_rent"
    ),
    "stays written month by month": Betrayed(
        frozenset({"albergamenti.csv"}), stays_by_month, "last_day", files_before=False
    ),
    "stays of the programme named after others": Betrayed(
        frozenset({"albergamenti.csv"}), named_after_others, "table", files_before=False
    ),
}
