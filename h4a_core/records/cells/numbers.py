"""Reads a number as it was meant: decimal comma or point, thousands, currency, minus wherever it stands.

A text has a reading for each decimal sign under which it is a number. "64,50" is one with a comma only, "1.234" is
1234 with a comma and 1.234 with a point: which of the two was meant, the other values of the file decide.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal, TypeAlias

from h4a_core.records.cells.blanks import SPACES
from h4a_core.tables.fields import Field

DecimalSign: TypeAlias = Literal["comma", "point"]
DECIMAL_SIGNS: tuple[DecimalSign, DecimalSign] = ("comma", "point")

_CURRENCY = r"(?:€|(?i:euro?)\b)"
_SHAPE = re.compile(
    rf"(?P<open>\()?\s*(?P<before>[-+−])?\s*{_CURRENCY}?\s*(?P<after>[-+−])?\s*"
    rf"(?P<digits>(?:[0-9.,'’ \u00a0\u2009\u202f]*)[0-9])\s*(?P<percent>%)?\s*{_CURRENCY}?\s*(?P<behind>[-−])?\s*"
    rf"(?P<close>\))?\s*{_CURRENCY}?"
)
_LIMITS = {"int": Decimal(2**31 - 1), "money": Decimal(10) ** 10, "decimal": Decimal(10) ** 6}
"""The first number that no longer fits, by kind; for whole numbers the last that does."""
_CENTS = Decimal("0.01")


@dataclass(frozen=True)
class Number:
    """A number read; `rounded` when it had more decimals than are kept."""

    value: Decimal
    rounded: bool = False


def readings(field: Field, text: str) -> dict[DecimalSign, Decimal]:
    """The number a text is under each decimal sign, empty if it is none; readings the field cannot hold are left out.

    Whole numbers have no decimals; hours, scores and areas stay within their range. Amounts of money are not judged
    by range: one that is far too large is a fault to be shown, not a reason to read it another way.
    """
    shape = _SHAPE.fullmatch(text.strip(SPACES))
    if shape is None or (shape["percent"] and not field.name.endswith(("_score", "_baseline"))):
        return {}
    factor = _sign_factor(shape)
    if factor is None:
        return {}
    found: dict[DecimalSign, Decimal] = {}
    for sign in DECIMAL_SIGNS:
        value = _with_decimal_sign(shape["digits"], sign)
        if value is not None and not (field.kind == "int" and value % 1):
            found[sign] = factor * value
    if field.kind == "money" or len(set(found.values())) <= 1:
        return found
    possible = {sign: value for sign, value in found.items() if _in_range(field, value)}
    return possible or found


def _sign_factor(shape: re.Match[str]) -> int | None:
    """1 or -1, as signs and parentheses around a number say; None where they contradict each other."""
    marks = [mark for mark in (shape["before"], shape["after"], shape["behind"]) if mark]
    in_parentheses = bool(shape["open"])
    if len(marks) > 1 or in_parentheses != bool(shape["close"]) or (in_parentheses and marks):
        return None
    return -1 if in_parentheses or (marks and marks[0] != "+") else 1


def read_number(field: Field, text: str, sign: DecimalSign | None, *, answered: bool = False) -> Number | None:
    """The number a text means, given the decimal sign of its column; None if it is none, or could be two.

    An amount of money with three decimals, taken as such only because of its neighbours, is left to the person who
    wrote it, unless the decimal sign was given as an answer.
    """
    found = readings(field, text)
    values = set(found.values())
    value = values.pop() if len(values) == 1 else found.get(sign) if sign else None
    if value is None or (len(found) > 1 and value % _CENTS and field.kind == "money" and not answered):
        return None
    kept = value if field.kind == "int" else value.quantize(_CENTS, ROUND_HALF_UP)
    limit = _LIMITS[field.kind]
    if abs(kept) > limit or (abs(kept) == limit and field.kind != "int"):
        return None
    return Number(kept, rounded=kept != value)


def _with_decimal_sign(digits: str, sign: DecimalSign) -> Decimal | None:
    match = _pattern(sign).fullmatch(digits)
    if match is None:
        return None
    whole = re.sub(r"[^0-9]", "", match["grouped"] or match["plain"] or "0")
    return Decimal(f"{whole}.{match['decimals'] or '0'}")


@cache
def _pattern(sign: DecimalSign) -> re.Pattern[str]:
    decimal, group = (",", ".") if sign == "comma" else (".", ",")
    marks = rf"[{group}'’ \u00a0\u2009\u202f]"
    return re.compile(
        rf"(?:(?P<plain>[0-9]+)|(?P<grouped>[1-9][0-9]{{0,2}}(?P<mark>{marks})[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*))?"
        rf"(?:[{decimal}](?P<decimals>[0-9]+))?"
    )


def _in_range(field: Field, value: Decimal) -> bool:
    return (field.low is None or value >= field.low) and (field.high is None or value <= field.high)


def usual_number_sql(field: Field, raw: str, sign: DecimalSign | None, *, grouped: bool = True) -> str:
    """SQL for the most usual way of writing a number with that decimal sign; NULL for any other text.

    `grouped` says whether amounts with marks between thousands are to be read too, which takes longer.
    It never reads a text otherwise than `read_number` would, so that what it leaves can be read by that.
    """
    if field.kind == "int":
        return f"(CASE WHEN regexp_full_match({raw}, '-?[0-9]{{1,9}}') THEN TRY_CAST({raw} AS INTEGER) END)"
    digits = "[0-9]{1,9}" if field.kind == "money" else "[0-9]{1,5}"
    if sign is None:
        return f"(CASE WHEN regexp_full_match({raw}, '-?{digits}') THEN TRY_CAST({raw} AS {field.sql_type}) END)"
    decimal, group = (",", ".") if sign == "comma" else (".", ",")
    plain = raw
    if field.kind == "money" and grouped:
        digits = f"(?:{digits}|[1-9][0-9]{{0,2}}(?:[{group}][0-9]{{3}}){{1,2}})"
        plain = f"replace({raw}, '{group}', '')"
    if sign == "comma":
        plain = f"replace({plain}, ',', '.')"
    return (
        f"(CASE WHEN regexp_full_match({raw}, '-?{digits}(?:[{decimal}][0-9]{{1,2}})?') "
        f"THEN TRY_CAST({plain} AS {field.sql_type}) END)"
    )
