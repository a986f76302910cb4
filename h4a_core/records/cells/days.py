"""Reads a day as it was meant, in Italian and English, with figures or the name of the month.

A text of figures has a reading for each order under which it is a day: "25/03/2023" is one only with the day first,
"03/04/2023" is two days. Which was meant, the other values of the file decide; the same for the century of "09/11/22".
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from h4a_core.records.cells.blanks import SPACES

DateOrder: TypeAlias = Literal["day_first", "month_first", "year_first"]
Century: TypeAlias = Literal["2000", "1900"]
DATE_ORDERS: tuple[DateOrder, ...] = ("day_first", "month_first", "year_first")
CENTURIES: tuple[Century, ...] = ("2000", "1900")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""Days outside are misprints."""
EXCEL_DAY_NUMBERS = range(36_526, 73_416)
"""Numbers that Excel shows as days from 2000 to 2100; lower ones may as well come from SAS, Stata or R."""
_EXCEL_BEGINS = date(1899, 12, 30)
_ROME = ZoneInfo("Europe/Rome")
_UTC_TIME = re.compile(r"[ T](?P<hour>2[23])[:.]00(?:[:.]00(?:[.,]0+)?)?(?P<zone>Z|\+00:?00)?$")
_FURTHEST_YEARS = 15
_MONTHS_OF_A_YEAR = 12

_ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
_ENGLISH = "january february march april may june july august september october november december"
_MONTHS = {
    word: number
    for names in (_ITALIAN, _ENGLISH)
    for number, name in enumerate(names.split(), start=1)
    for word in (name, name[:3], name[:4])
}
_WEEKDAYS = r"(?:(?:lun|mar|mer|gio|ven|sab|dom|mon|tue|wed|thu|fri|sat|sun)[a-zì]*\.?,?\s+)?"
_TIME = r"(?:[ T]+(?:ore )?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9:]+)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_FIGURES = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_YEAR = "([0-9]{4}|[0-9]{2})"
_DAY_NAME = re.compile(rf"(?i:{_WEEKDAYS}([0-9]{{1,2}})[°º]?[ ./-]*([a-z]+)\.?,?[ ./-]*{_YEAR}){_TIME}")
_NAME_DAY = re.compile(rf"(?i:{_WEEKDAYS}([a-z]+)\.?[ -]+([0-9]{{1,2}})(?:st|nd|rd|th)?,?[ -]+([0-9]{{4}})){_TIME}")
_STRPTIME = {
    "day_first": "%d{0}%m{0}%Y",
    "month_first": "%m{0}%d{0}%Y",
}

_OPEN_WORDS = """
in corso, tuttora in corso, tuttora, oggi, ad oggi, a oggi, attuale, aperto, aperta, attivo, attiva, presente,
ancora presente, ongoing, current, today, to date, present, open, still open
"""
_STILL_OPEN = frozenset(word.strip() for word in _OPEN_WORDS.split(","))
_NEVER = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.]9999|9999[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
"""The last day that databases know."""


def is_still_open(text: str) -> bool:
    """Whether a text in a column of ends says that there is none yet."""
    plain = " ".join(re.sub(r"[().]", " ", text.lower()).split())
    return plain in _STILL_OPEN or _NEVER.match(text.strip(SPACES)) is not None


@dataclass(frozen=True)
class Day:
    """What a text says of a day, before order and century are known."""

    by_order: dict[DateOrder, tuple[int, int, int]]
    """Year, month and day under each order; the year with two digits if it was written so."""
    short_year: bool
    serial: bool = False

    def orders(self) -> dict[DateOrder, date]:
        """The existing days among the readings, a year of two digits taken for one of this century."""
        found = {order: _existing(*parts, 2000 if self.short_year else 0) for order, parts in self.by_order.items()}
        return {order: day for order, day in found.items() if day is not None}

    @property
    def fixed(self) -> bool:
        """Whether the order of its parts leaves no doubt, however others are written."""
        return len(self.by_order) == len(DATE_ORDERS) and len(set(self.by_order.values())) == 1


def parse_day(text: str) -> Day | None:
    """Take a text apart; None if it is no day in any way."""
    text = text.strip(SPACES)
    if match := _YEAR_FIRST.fullmatch(text):
        return _whatever_order(int(match[1]), int(match[3]), int(match[4]))
    if match := _FIGURES.fullmatch(text):
        first, second, last = int(match[1]), int(match[3]), int(match[4])
        short = len(match[4]) < len("2000")
        by_order: dict[DateOrder, tuple[int, int, int]] = {
            "day_first": (last, second, first),
            "month_first": (last, first, second),
        }
        if short and match[2] == "-":
            by_order["year_first"] = (first, second, last)
        return Day(by_order, short)
    for pattern, day_at, month_at in ((_DAY_NAME, 1, 2), (_NAME_DAY, 2, 1)):
        if (match := pattern.fullmatch(text)) and (month := _MONTHS.get(match[month_at].lower())):
            return _whatever_order(int(match[3]), month, int(match[day_at]), short_year=len(match[3]) < len("2000"))
    if text.isascii() and text.isdigit() and int(text) in EXCEL_DAY_NUMBERS:
        day = _EXCEL_BEGINS + timedelta(days=int(text))
        return _whatever_order(day.year, day.month, day.day, serial=True)
    return None


def _whatever_order(year: int, month: int, day: int, *, short_year: bool = False, serial: bool = False) -> Day:
    return Day(dict.fromkeys(DATE_ORDERS, (year, month, day)), short_year, serial)


def _existing(year: int, month: int, day: int, century: int) -> date | None:
    try:
        found = date(year + century, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


class ReadDay(NamedTuple):
    """The day a text means, and the rule of a warning about how it was read."""

    day: date
    warning: Literal["counted_day", "utc_midnight"] | None = None


def read_day(
    text: str,
    order: DateOrder | None,
    century: Century | None,
    *,
    swapped: bool = False,
    next_day: bool = False,
) -> ReadDay | None:
    """The day a text means; None if it is no day, or unclear.

    Where an order is given, only that one counts: "12/31/2022" is no day in a column with the day first. A year of two
    digits never means a day in a far future.

    Args:
        text: the cell.
        order: of its column, if it is known.
        century: of years of two digits, if it is known.
        swapped: whether days that a program had understood have day and month swapped.
        next_day: whether times without a zone are midnights of Italy, in UTC.

    """
    parsed = parse_day(text)
    day = None if parsed is None else _day_meant(parsed, order, century)
    if parsed is None or day is None:
        return None
    if swapped and is_year_first(text) and day.day <= _MONTHS_OF_A_YEAR:
        day = day.replace(month=day.day, day=day.month)
    zone = italian_midnight(text)
    if zone == "certain" or (zone == "possible" and next_day):
        return ReadDay(day + timedelta(days=1), "utc_midnight" if zone == "certain" else None)
    return ReadDay(day, "counted_day" if parsed.serial else None)


def _day_meant(parsed: Day, order: DateOrder | None, century: Century | None) -> date | None:
    """The day in its order and century; None if it is none, or they do not tell."""
    if parsed.short_year and century is None:
        return None
    add = int(century or 0) if parsed.short_year else 0
    days = {one: found for one, parts in parsed.by_order.items() if (found := _existing(*parts, add))}
    different = set(days.values())
    only = different.pop() if len(different) == 1 else None
    day = days.get(order) if order in parsed.by_order else only
    return None if day is None or (parsed.short_year and is_too_far(day)) else day


def is_too_far(day: date) -> bool:
    """Whether a year of two digits cannot have meant this day: nobody plans so far ahead."""
    return day.year > datetime.now().astimezone().year + _FURTHEST_YEARS


def is_year_first(text: str) -> bool:
    """Whether a day is written with four digits of the year first, as typed cells are."""
    return _YEAR_FIRST.fullmatch(text.strip(SPACES)) is not None


def italian_midnight(text: str) -> Literal["certain", "possible", "other"] | None:
    """Whether a time is midnight in Italy written in UTC: for certain where it says UTC; None where there is no time.

    Midnight as it is written, and any time with another zone, is "other".
    """
    time = _UTC_TIME.search(text.strip(SPACES))
    if time is None:
        return "other" if ":" in text else None
    parsed = parse_day(text)
    found = next(iter(parsed.orders().values()), None) if parsed else None
    if found is None:
        return None
    there = datetime(found.year, found.month, found.day, int(time["hour"]), tzinfo=UTC).astimezone(_ROME)
    if there.hour != 0:
        return "other"
    return "certain" if time["zone"] else "possible"


def usual_format(texts: Iterable[str], order: DateOrder | None) -> str | None:
    """The one way of writing most of these days, as a format of `strptime`; None if there is no such way."""
    shapes = Counter(_shape(text, order) for text in texts)
    shapes.pop(None, None)
    return max(shapes, key=lambda one: shapes[one]) if shapes else None


def _shape(text: str, order: DateOrder | None) -> str | None:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return "%Y-%m-%d"
    match = re.fullmatch(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{4}", text)
    return _STRPTIME[order].format(match[1]) if match and order in _STRPTIME else None


def usual_day_sql(raw: str, pattern: str | None) -> str:
    """SQL for days written as `pattern`; NULL for any other text."""
    if pattern is None:
        return "CAST(NULL AS DATE)"
    day = f"CAST(try_strptime({raw}, '{pattern}') AS DATE)"
    return f"(CASE WHEN {day} BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}' THEN {day} END)"
