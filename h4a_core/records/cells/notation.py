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
from h4a_core.records.cells.days import (
    CENTURIES,
    DATE_ORDERS,
    Century,
    DateOrder,
    is_too_far,
    is_year_first,
    italian_midnight,
    parse_day,
)
from h4a_core.records.cells.numbers import DECIMAL_SIGNS, DecimalSign, readings
from h4a_core.tables.fields import Field

Aspect: TypeAlias = Literal["date_order", "century", "cell_days", "midnight", "decimal_sign"]
OPTIONS: dict[Aspect, tuple[str, ...]] = {
    "date_order": DATE_ORDERS,
    "century": CENTURIES,
    "cell_days": ("swapped", "as_written"),
    "midnight": ("next_day", "same_day"),
    "decimal_sign": DECIMAL_SIGNS,
}
"""What a notation settles, and the options there are for each."""
_ASPECTS: dict[str, tuple[Aspect, ...]] = {
    "date": ("date_order", "century", "cell_days", "midnight"),
    "int": ("decimal_sign",),
    "money": ("decimal_sign",),
    "decimal": ("decimal_sign",),
}
"""What has to be settled before cells of a kind can be read."""
_FIRST_YEAR_OF_CENTURY = 2000
_MONTHS = 12
_FEWEST_DAYS = 3
"""Different days in which a pattern is no chance."""
LEARNABLE: frozenset[Aspect] = frozenset({"date_order", "century", "decimal_sign"})
"""Aspects that are the manner of a writer: other columns and files tell them. The others are mishaps of one column."""


@dataclass(frozen=True)
class Notation:
    """How one column writes days and numbers; None where its values leave no doubt without it."""

    date_order: DateOrder | None = None
    century: Century | None = None
    decimal_sign: DecimalSign | None = None
    cell_days: str | None = None
    """"swapped" where a program took the day for the month in those it understood."""
    midnight: str | None = None
    """"next_day" where times without a zone are midnights of Italy in UTC."""
    answered: bool = False
    """Whether the decimal sign was given as an answer."""


@dataclass
class Evidence:
    """What the values of one column allow, and the first of them that can be read in more ways than one."""

    allowed: frozenset[str]
    ambiguous: str | None = None
    by_answer_only: bool = False
    """Whether other columns must not decide: their reading would not fit these values."""

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
    mishaps = _Mishaps()
    for text in texts:
        if text is None or is_blank(text) or text in FORMULA_ERRORS:
            continue
        if one.kind == "date":
            _add_day(found, text, mishaps)
        elif not isinstance(text, TypedText):
            values = readings(one, text)
            if values:
                found["decimal_sign"].add(values, text if len(set(values.values())) > 1 else None)
    if one.kind == "date":
        swapped, shifted = mishaps.swapped(), mishaps.shifted()
        found["cell_days"].add(OPTIONS["cell_days"] if swapped else ("as_written",), swapped)
        found["midnight"].add(OPTIONS["midnight"] if shifted else ("same_day",), shifted)
    return found


@dataclass
class _Mishaps:
    """What the days of a column look like together: as if a program had swapped some, or moved all by some hours."""

    understood: dict[date, str] = field(default_factory=dict)
    """Days whose order is fixed, as far as day and month can be swapped and differ, and the text of each."""
    left_as_text: set[date] = field(default_factory=set)
    contradicted: bool = False
    typed: bool = False
    midnights: list[str] = field(default_factory=list)
    other_times: bool = False

    def add(self, text: str, days: Mapping[DateOrder, date], *, fixed: bool) -> None:
        """Take one day into account."""
        different = set(days.values())
        if fixed and is_year_first(text):
            (day,) = different
            self.typed = self.typed or isinstance(text, TypedText)
            self.contradicted = self.contradicted or day.day > _MONTHS
            if day.day != day.month:
                self.understood.setdefault(day, text)
        elif not fixed:
            self.left_as_text |= {day for day in different if day.day != day.month}
            self.contradicted = self.contradicted or len(different) > 1
        zone = italian_midnight(text)
        if zone == "possible":
            self.midnights.append(text)
        elif zone == "other":
            self.other_times = True

    def swapped(self) -> str | None:
        """A day that may be swapped; None if nothing points to it: three days in a workbook, four in a text do."""
        understood, left = len(self.understood), len(self.left_as_text)
        enough = min(understood, left) >= (1 if self.typed else 2) and understood + left >= _FEWEST_DAYS
        return next(iter(self.understood.values())) if enough and not self.contradicted else None

    def shifted(self) -> str | None:
        """A time that may be midnight elsewhere; None if nothing points to it."""
        return self.midnights[0] if self.midnights and not self.other_times else None


def _add_day(found: ColumnEvidence, text: str, mishaps: _Mishaps) -> None:
    day = parse_day(text)
    if day is None:
        return
    days = day.orders()
    if days and not day.serial:
        mishaps.add(text, days, fixed=day.fixed)
    if days and not day.fixed:
        different = len(set(days.values())) > 1
        # 04/04/2023 is the same day both ways: it says nothing about the order
        found["date_order"].add(days if different or len(days) == 1 else DATE_ORDERS, text if different else None)
    if day.short_year:
        found["century"].add(CENTURIES, text)
        found["century"].by_answer_only |= any(is_too_far(one) for one in days.values())
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
        chosen[aspect], still_open = _settle_aspect(known, answers.get(aspect), learning=aspect in LEARNABLE)
        if still_open:
            undecided[aspect] = Undecided(tuple(still_open), str(known[still_open[0]].ambiguous))
    answered = "decimal_sign" in answers
    by_field = {
        name: Notation(
            cast("DateOrder | None", chosen["date_order"].get(name)),
            cast("Century | None", chosen["century"].get(name)),
            cast("DecimalSign | None", chosen["decimal_sign"].get(name)),
            cell_days=chosen["cell_days"].get(name),
            midnight=chosen["midnight"].get(name),
            answered=answered,
        )
        for name in columns
    }
    return Notations(by_field, undecided)


def _settle_aspect(
    known: Mapping[str, Evidence], answer: str | None, *, learning: bool
) -> tuple[dict[str, str], list[str]]:
    """The option of each column as far as it is settled, and the columns for which it is not."""
    settled = {name: min(one.allowed) for name, one in known.items() if len(one.allowed) == 1}
    doubtful = {name: one for name, one in known.items() if name not in settled and one.ambiguous is not None}
    if learning:
        settled |= _from_other_columns({name: one for name, one in doubtful.items() if not one.by_answer_only}, settled)
    if answer is not None:
        settled |= _by_answer({name: one for name, one in doubtful.items() if name not in settled}, answer)
    return settled, [name for name in doubtful if name not in settled]


def _by_answer(doubtful: Mapping[str, Evidence], answer: str) -> dict[str, str]:
    """The columns that an answer fits, or that fit nothing at all."""
    return {name: answer for name, one in doubtful.items() if answer in one.allowed or not one.allowed}


def _from_other_columns(doubtful: Mapping[str, Evidence], settled: Mapping[str, str]) -> dict[str, str]:
    """What the other columns say about those in doubt. A column that contradicts itself learns from nobody."""
    open_columns = {name: one for name, one in doubtful.items() if one.allowed}
    common = frozenset(settled.values())
    if not common:
        for one in open_columns.values():
            common = common & one.allowed if common else one.allowed
    learned = {name: one.allowed & common for name, one in open_columns.items()}
    return {name: min(choices) for name, choices in learned.items() if len(choices) == 1}
