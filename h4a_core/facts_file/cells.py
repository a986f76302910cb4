"""What one cell of a facts file may be: a number, a count, a day, a code; else a refusal that says what to write.

Nothing is guessed. A value that could be meant otherwise is refused with the ways in which it may be written, and each
of these, pasted in, is read as it says.
"""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from h4a_core.text import Text
from h4a_core.yaml_files import refusal, shortened

LARGEST = Decimal(10) ** 15
"""The largest figure of a row: beyond it other programs no longer hold whole numbers exactly."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of periods: a day outside them is a slip of the hand."""
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_GROUP_DIGITS = 3
_YES = {"true": "1", "yes": "1", "sì": "1", "si": "1", "false": "0", "no": "0"}

_NO_NUMBER = Text(it="«{value}» non è un numero: scrivi  {shown}", en="'{value}' is no number: write  {shown}")
_NO_MEASURE = Text(
    it="«{value}» non è una misura: togli la riga se non si è contato, o se non c'è nulla scrivi  {shown}",
    en="'{value}' is no measure: remove the row if nothing was counted, or if there is nothing write  {shown}",
)
_TOO_LARGE = Text(
    it="{value} è più di quanto un programma possa contare: ricontrolla le cifre e scrivi per esempio  {shown}",
    en="{value} is more than a programme can count: check the digits and write for instance  {shown}",
)
_BELOW_ZERO = Text(
    it="{value} è sotto zero, e contare comincia da zero: scrivi  {shown}",
    en="{value} is below zero, and counting begins at zero: write  {shown}",
)
_NOT_WHOLE = Text(
    it="{value} non è scritto come numero intero, e le persone si contano intere: scrivi  {shown}",
    en="{value} is not written as a whole number, and people are counted whole: write  {shown}",
)
_NO_DAY = Text(it="«{value}» non è un giorno: scrivi  {shown}", en="'{value}' is no day: write  {shown}")
_NOT_IN_CALENDAR = Text(
    it="«{value}» non è nel calendario: l'ultimo giorno di quel mese si scrive  {shown}",
    en="'{value}' is not in the calendar: the last day of that month is written  {shown}",
)
_ODD_YEAR = Text(
    it="l'anno di {value} non va da {first} a {last}: scrivi per esempio  {shown}",
    en="the year of {value} is not between {first} and {last}: write for instance  {shown}",
)
_NO_COHORT = Text(
    it="«{value}» non è una coorte: è un numero intero o una parola, come  {shown}",
    en="'{value}' is no cohort: it is a whole number or a word, such as  {shown}",
)
_NO_CODE = Text(it="«{value}» non è un codice: scrivi  {shown}", en="'{value}' is no code: write  {shown}")


def read_number(raw: object, info: ValidationInfo) -> Decimal:
    """An exact number from what stands in the file.

    Raises:
        PydanticCustomError: no number, or one that no programme counts; says what may be written instead.

    """
    key = str(info.field_name)
    if isinstance(raw, bool):
        raise _refused(_NO_NUMBER, key, [_YES[str(raw).lower()]], value=str(raw).lower())
    if not isinstance(raw, int | float | Decimal | str):
        raise _refused(_NO_MEASURE, key, ["0"], value="" if raw is None else shortened(raw))
    number = _from_words(str(raw).strip(), key)
    if abs(number) > LARGEST:
        raise _refused(_TOO_LARGE, key, ["1000"], value=shortened(raw))
    if key == "of" and number < 0:
        raise _refused(_BELOW_ZERO, key, [plain(abs(number))], value=raw)
    return number


def _from_words(words: str, key: str) -> Decimal:
    if _PLAIN.fullmatch(words):
        return Decimal(words)
    if words.lower().strip(".+-") in {"nan", "inf", "infinity", "null", "none", ""}:
        raise _refused(_NO_MEASURE, key, ["0"], value=words)
    raise _refused(_NO_NUMBER, key, meant(words) or ["1"], value=shortened(words))


def _refused(message: Text, key: str, ways: Sequence[object], **values: object) -> PydanticCustomError:
    """A refusal whose `{shown}` are the ways to write the cell, each to be pasted as it is."""
    written = [f"{key}: {way}" for way in ways]
    it, en = (f"  {word}  ".join(written) for word in ("oppure", "or"))
    return refusal(Text(it=message.it.format(shown=it, **values), en=message.en.format(shown=en, **values)))


def plain(number: Decimal) -> str:
    """A number as a file may hold it: no exponent, no zeros at the end, and never just three decimals.

    With three decimals `1.234` could be meant as a thousand and more, so a zero is added.
    """
    written = f"{number:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return f"{written}0" if is_ambiguous(Decimal(written)) else written


def is_ambiguous(number: Decimal) -> bool:
    """Whether a number reads as thousands as well: up to three digits, a point, and just three digits: 1.000."""
    whole = str(abs(int(number)))
    return number.as_tuple().exponent == -_GROUP_DIGITS and len(whole) <= _GROUP_DIGITS and whole != "0"


def both_meanings(number: Decimal) -> tuple[str, str]:
    """An ambiguous number as thousands and as decimals, each written so that it can mean nothing else."""
    return plain(number.scaleb(_GROUP_DIGITS)), plain(number)


def meant(words: str) -> list[str]:
    """What a number written in another manner may mean: 1.234,50, 1 000, 50 %, € 12, yes; empty if it is none."""
    if (known := _YES.get(words.lower())) is not None:
        return [known]
    kept = (sign for sign in words if unicodedata.category(sign) not in {"Sc", "Cf"})
    bare = re.sub(r"[\s'’_]|[A-Z]{3}", "", "".join(kept)).replace("\u2212", "-")
    percent = bare.endswith("%")
    signs = re.sub(r"[^.,]", "", bare.rstrip("%"))
    ways = [_with_point(bare.rstrip("%"), signs)]
    if len(set(signs)) == 1 and re.fullmatch(r"[+-]?[1-9][0-9]{0,2}([.,][0-9]{3})+", bare):
        ways.insert(0, re.sub(r"[.,]", "", bare))
    numbers = [Decimal(way) for way in ways if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", way)]
    return list(dict.fromkeys(plain(number / 100 if percent else number) for number in numbers))


def _with_point(bare: str, signs: str) -> str:
    """The last of points and commas as the decimal point, the others as groups of thousands."""
    if not signs:
        return bare
    last = signs[-1]
    whole, decimals = bare.rpartition(last)[::2] if signs.count(last) == 1 else (bare, "")
    if not re.fullmatch(r"[+-]?([0-9]{1,3}([.,][0-9]{3})*|[0-9]+)", whole):
        return bare
    digits = re.sub(r"[.,]", "", whole)
    return f"{digits}.{decimals}" if decimals else digits


def read_count(raw: object, info: ValidationInfo) -> int:
    """How many people: a whole number from zero.

    Raises:
        PydanticCustomError: no number, below zero, not whole, or with a point that may stand for thousands.

    """
    key = str(info.field_name)
    number = read_number(raw, info)
    if number < 0:
        raise _refused(_BELOW_ZERO, key, [int(abs(number))], value=raw)
    if number != int(number) or is_ambiguous(number):
        below = int(number)
        ways = [int(number.scaleb(_GROUP_DIGITS))] if is_ambiguous(number) else [below + 1]
        raise _refused(_NOT_WHOLE, key, [below, *ways], value=raw)
    return int(number)


def read_day(raw: object, info: ValidationInfo) -> dt.date:
    """A day of the calendar, written 2022-01-31.

    Raises:
        PydanticCustomError: no day, no day of the calendar, a moment of a day, or a year that nobody means.

    """
    key = str(info.field_name)
    if isinstance(raw, dt.datetime):
        raise _refused(_NO_DAY, key, [f"{raw:%Y-%m-%d}"], value=raw)
    day = raw if isinstance(raw, dt.date) else _day_from_words(str(raw).strip(), key)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _refused(_ODD_YEAR, key, ["2022-01-01"], value=day, first=FIRST_YEAR, last=LAST_YEAR)
    return day


_DAY_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OTHER_MANNERS = (
    (re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})"), ((0, 1, 2),)),
    (re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})"), ((2, 1, 0), (2, 0, 1))),
    (re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})()"), ((0, 1, 2),)),
    (re.compile(r"([0-9]{4})()()"), ((0, 1, 2),)),
)
"""Other ways to write a day, and which of the parts are year, month and day: with the day first, or the month."""


def _day_from_words(words: str, key: str) -> dt.date:
    """A day from year-month-day; from anything else a refusal with the days it may mean."""
    found = [
        tuple(int(match[at + 1] or 1) for at in order)
        for written, orders in _OTHER_MANNERS
        if (match := written.fullmatch(words))
        for order in orders
    ]
    days = [day for year, month, last in found if (day := _day(year, month, last)) is not None]
    if days and _DAY_WRITTEN.fullmatch(words):
        return days[0]
    for year, month, _ in found if not days else ():
        if (first := _day(year, month, 1)) is not None:
            end = first.replace(day=calendar.monthrange(year, month)[1])
            raise _refused(_NOT_IN_CALENDAR, key, [end], value=words)
    raise _refused(_NO_DAY, key, list(dict.fromkeys(days)) or ["2022-01-01"], value=shortened(words))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_cohort(raw: object) -> int | str:
    """A cohort: a whole number, such as its year, or a word.

    Raises:
        PydanticCustomError: empty, or neither of both.

    """
    if isinstance(raw, Decimal) and raw == int(raw) and not is_ambiguous(raw):
        return int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | str) or not str(raw).strip():
        raise _refused(_NO_COHORT, "cohort", ["2022"], value="" if raw is None else shortened(raw))
    if isinstance(raw, int) and abs(raw) > LARGEST:
        raise _refused(_NO_COHORT, "cohort", ["2022"], value=shortened(raw))
    return int(raw) if isinstance(raw, int) else raw.strip()


def read_code(raw: object, info: ValidationInfo) -> str:
    """The pseudonym of a person.

    Raises:
        PydanticCustomError: empty, or no text; a number is to stand in quotes, so that its zeros stay.

    """
    if not isinstance(raw, str) or not raw.strip():
        number = isinstance(raw, int) and not isinstance(raw, bool)
        raise _refused(_NO_CODE, str(info.field_name), [f'"{raw}"' if number else "P-001"], value=shortened(raw))
    return raw.strip()
