"""Notation of a column: its order of dates, century and decimal sign, settled from the values or left open.

What a column's own values allow comes first, then the file's other columns of the same kind, then an answer given by
a person or a profile. What none of them settles has to be asked. A value that has one reading only is read so, whatever
its neighbours are like.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias, cast

from h4a_core.records.cells.blanks import FORMULA_ERRORS, TypedText, is_blank
from h4a_core.records.cells.days import CENTURIES, DATE_ORDERS, Century, DateOrder, parse_day
from h4a_core.records.cells.numbers import DECIMAL_SIGNS, DecimalSign, readings
from h4a_core.tables.fields import Field

Aspect: TypeAlias = Literal["date_order", "century", "decimal_sign"]
OPTIONS: dict[Aspect, tuple[str, ...]] = {
    "date_order": DATE_ORDERS,
    "century": CENTURIES,
    "decimal_sign": DECIMAL_SIGNS,
}
"""What a notation settles, and the options there are for each."""
_ASPECTS: dict[str, tuple[Aspect, ...]] = {
    "date": ("date_order", "century"),
    "int": ("decimal_sign",),
    "money": ("decimal_sign",),
    "decimal": ("decimal_sign",),
}
"""What has to be settled before cells of a kind can be read."""
_FIRST_YEAR_OF_CENTURY = 2000


@dataclass(frozen=True)
class Notation:
    """How one column writes days and numbers; None where its values leave no doubt without it."""

    date_order: DateOrder | None = None
    century: Century | None = None
    decimal_sign: DecimalSign | None = None
    answered: bool = False
    """Whether the decimal sign was given as an answer."""


@dataclass
class Evidence:
    """What the values of one column allow, and the first of them that can be read in more ways than one."""

    allowed: frozenset[str]
    ambiguous: str | None = None

    def add(self, possible: Iterable[str], text: str | None = None) -> None:
        """Take a value into account: only `possible` options remain; `text` if it has several different readings."""
        self.allowed &= frozenset(possible)
        self.ambiguous = self.ambiguous or text


ColumnEvidence: TypeAlias = dict[Aspect, Evidence]


@dataclass(frozen=True)
class Undecided:
    """One aspect that nothing settles: the fields it is open for, and a value as an example."""

    fields: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class Notations:
    """The notation of each field, and what has to be asked first."""

    by_field: dict[str, Notation]
    undecided: dict[Aspect, Undecided] = field(default_factory=dict)


def gather_evidence(one: Field, texts: Iterable[str | None]) -> ColumnEvidence:
    """What these values of a field say about its notation. Blank cells and numbers of a workbook say nothing."""
    found: ColumnEvidence = {aspect: Evidence(frozenset(OPTIONS[aspect])) for aspect in _ASPECTS.get(one.kind, ())}
    if not found:
        return found
    for text in texts:
        if text is None or is_blank(text) or text in FORMULA_ERRORS:
            continue
        if one.kind == "date":
            _add_day(found, text)
        elif not isinstance(text, TypedText):
            values = readings(one, text)
            if values:
                found["decimal_sign"].add(values, text if len(set(values.values())) > 1 else None)
    return found


def _add_day(found: ColumnEvidence, text: str) -> None:
    day = parse_day(text)
    if day is None:
        return
    days = day.orders()
    if days and not day.fixed:
        different = len(set(days.values())) > 1
        # 04/04/2023 is the same day both ways: it says nothing about the order
        found["date_order"].add(days if different or len(days) == 1 else DATE_ORDERS, text if different else None)
    if day.short_year:
        found["century"].add(CENTURIES, text)
    elif not day.serial:
        found["century"].add({str(_century(one)) for one in days.values()})


def _century(day: date) -> int:
    return 1900 if day.year < _FIRST_YEAR_OF_CENTURY else _FIRST_YEAR_OF_CENTURY


def settle_notations(columns: Mapping[str, ColumnEvidence], answers: Mapping[str, str]) -> Notations:
    """Settle each aspect of each column from the evidence; `answers` gives an option for an aspect."""
    chosen: dict[Aspect, dict[str, str]] = {}
    undecided: dict[Aspect, Undecided] = {}
    for aspect in OPTIONS:
        known = {name: found[aspect] for name, found in columns.items() if aspect in found}
        chosen[aspect], still_open = _settle_aspect(known, answers.get(aspect))
        if still_open:
            undecided[aspect] = Undecided(tuple(still_open), str(known[still_open[0]].ambiguous))
    answered = "decimal_sign" in answers
    by_field = {
        name: Notation(
            cast("DateOrder | None", chosen["date_order"].get(name)),
            cast("Century | None", chosen["century"].get(name)),
            cast("DecimalSign | None", chosen["decimal_sign"].get(name)),
            answered,
        )
        for name in columns
    }
    return Notations(by_field, undecided)


def _settle_aspect(known: Mapping[str, Evidence], answer: str | None) -> tuple[dict[str, str], list[str]]:
    """The option of each column as far as it is settled, and the columns for which it is not."""
    settled = {name: min(one.allowed) for name, one in known.items() if len(one.allowed) == 1}
    doubtful = {name: one for name, one in known.items() if name not in settled and one.ambiguous is not None}
    settled |= _from_other_columns(doubtful, settled)
    for name, one in doubtful.items():
        if name not in settled and answer is not None and (answer in one.allowed or not one.allowed):
            settled[name] = answer
    return settled, [name for name in doubtful if name not in settled]


def _from_other_columns(doubtful: Mapping[str, Evidence], settled: Mapping[str, str]) -> dict[str, str]:
    """What the other columns say about those in doubt. A column that contradicts itself learns from nobody."""
    open_columns = {name: one for name, one in doubtful.items() if one.allowed}
    common = frozenset(settled.values())
    if not common:
        for one in open_columns.values():
            common = common & one.allowed if common else one.allowed
    learned = {name: one.allowed & common for name, one in open_columns.items()}
    return {name: min(choices) for name, choices in learned.items() if len(choices) == 1}
