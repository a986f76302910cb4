"""Decides how the columns of a file are written: order of dates, century, decimal sign; or says that it cannot.

What a column's own values allow comes first, then the file's other columns of the same kind, then an answer given by
a person or a profile. What none of them settles is a question. A value that has one reading only is read so, whatever
its neighbours are like.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias, cast

from h4a_core.records.cells.blanks import FORMULA_ERRORS, Typed, is_blank
from h4a_core.records.cells.days import CENTURIES, ORDERS, Century, Order, parse_day
from h4a_core.records.cells.numbers import SIGNS, Sign, readings
from h4a_core.records.intake.results import Question
from h4a_core.tables.fields import Field
from h4a_core.text import Text

Aspect: TypeAlias = Literal["date_order", "century", "decimal_sign"]
OPTIONS: dict[Aspect, tuple[str, ...]] = {"date_order": ORDERS, "century": CENTURIES, "decimal_sign": SIGNS}
"""What can be asked of a file, and the answers there are."""
_ASPECTS: dict[str, tuple[Aspect, ...]] = {
    "date": ("date_order", "century"),
    "int": ("decimal_sign",),
    "money": ("decimal_sign",),
    "decimal": ("decimal_sign",),
}

_QUESTIONS: dict[Aspect, Text] = {
    "date_order": Text(
        it="Nelle colonne {columns} ci sono date come {example}, che si leggono in più modi, e nessun altro valore del "
        "file decide. Che cosa viene prima: il giorno, il mese o l'anno?",
        en="The columns {columns} hold dates like {example}, which can be read in several ways, and no other value of "
        "the file decides. What comes first: the day, the month or the year?",
    ),
    "century": Text(
        it="Nelle colonne {columns} l'anno ha due cifre ({example}) e nessun altro valore del file dice il secolo. "
        "Sono anni dal 2000 in poi, o prima?",
        en="In the columns {columns} the year has two digits ({example}) and no other value of the file tells the "
        "century. Are these years from 2000 on, or before?",
    ),
    "decimal_sign": Text(
        it="Nelle colonne {columns} ci sono numeri come {example}, che si leggono in due modi, e nessun altro valore "
        "del file decide. Quale segno divide i decimali: la virgola o il punto?",
        en="The columns {columns} hold numbers like {example}, which can be read in two ways, and no other value of "
        "the file decides. Which is the decimal sign: the comma or the point?",
    ),
}
OPTION_WORDS: dict[str, Text] = {
    "day_first": Text(it="prima il giorno (gg/mm/aaaa)", en="day first (dd/mm/yyyy)"),
    "month_first": Text(it="prima il mese (mm/gg/aaaa)", en="month first (mm/dd/yyyy)"),
    "year_first": Text(it="prima l'anno (aa-mm-gg)", en="year first (yy-mm-dd)"),
    "2000": Text(it="dal 2000 in poi (22 è 2022)", en="from 2000 on (22 is 2022)"),
    "1900": Text(it="prima del 2000 (78 è 1978)", en="before 2000 (78 is 1978)"),
    "comma": Text(it="la virgola: 1.234 è milleduecentotrentaquattro", en="the comma: 1.234 is a thousand and more"),
    "point": Text(it="il punto: 1,234 è milleduecentotrentaquattro", en="the point: 1,234 is a thousand and more"),
}


@dataclass(frozen=True)
class Style:
    """How one column is written; None where its values leave no doubt without it."""

    date_order: Order | None = None
    century: Century | None = None
    decimal_sign: Sign | None = None
    answered: bool = False
    """Whether the decimal sign was given as an answer."""


@dataclass
class Evidence:
    """What the values of one column allow, and the first of them that can be read in more ways than one."""

    allowed: frozenset[str]
    doubtful: str | None = None

    def add(self, possible: Iterable[str], text: str | None = None) -> None:
        """Take a value into account: only `possible` readings remain; `text` if it has several different ones."""
        self.allowed &= frozenset(possible)
        self.doubtful = self.doubtful or text


Evidences: TypeAlias = dict[Aspect, Evidence]


@dataclass(frozen=True)
class Decision:
    """The style of each field, and what has to be asked first: fields and an example for each undecided aspect."""

    styles: dict[str, Style]
    open: dict[Aspect, tuple[tuple[str, ...], str]] = field(default_factory=dict)


def evidence(one: Field, texts: Iterable[str | None]) -> Evidences:
    """What these values of a field say about how its column is written. Blank cells and typed ones say nothing."""
    found: Evidences = {aspect: Evidence(frozenset(OPTIONS[aspect])) for aspect in _ASPECTS.get(one.kind, ())}
    if not found:
        return found
    for text in texts:
        if text is None or is_blank(text) or text in FORMULA_ERRORS:
            continue
        if one.kind == "date":
            _add_day(found, text)
        elif not isinstance(text, Typed):
            values = readings(one, text)
            if values:
                found["decimal_sign"].add(values, text if len(set(values.values())) > 1 else None)
    return found


def _add_day(found: Evidences, text: str) -> None:
    day = parse_day(text)
    if day is None:
        return
    days = day.orders()
    if days and not day.fixed:
        different = len(set(days.values())) > 1
        # 04/04/2023 is the same day both ways: it says nothing about the order
        found["date_order"].add(days if different or len(days) == 1 else ORDERS, text if different else None)
    if day.short_year:
        found["century"].add(CENTURIES, text)
    elif not day.serial:
        found["century"].add({str(_century(one)) for one in days.values()})


def _century(day: date) -> int:
    return 1900 if day.year < date(2000, 1, 1).year else 2000


def decide(columns: Mapping[str, Evidences], answers: Mapping[str, str]) -> Decision:
    """Settle each aspect of each column; `answers` names an option for an aspect."""
    chosen: dict[Aspect, dict[str, str]] = {}
    opened: dict[Aspect, tuple[tuple[str, ...], str]] = {}
    for aspect in OPTIONS:
        known = {name: found[aspect] for name, found in columns.items() if aspect in found}
        settled = {name: min(one.allowed) for name, one in known.items() if len(one.allowed) == 1}
        doubtful = {name: one for name, one in known.items() if name not in settled and one.doubtful is not None}
        settled |= _from_others(doubtful, settled)
        left = [name for name in doubtful if name not in settled]
        answer = answers.get(aspect)
        for name in left:
            allowed = doubtful[name].allowed
            if answer is not None and (answer in allowed or not allowed):
                settled[name] = answer
        left = [name for name in left if name not in settled]
        if left:
            opened[aspect] = (tuple(left), str(doubtful[left[0]].doubtful))
        chosen[aspect] = settled
    answered = "decimal_sign" in answers
    styles = {
        name: Style(
            cast("Order | None", chosen["date_order"].get(name)),
            cast("Century | None", chosen["century"].get(name)),
            cast("Sign | None", chosen["decimal_sign"].get(name)),
            answered,
        )
        for name in columns
    }
    return Decision(styles, opened)


def _from_others(doubtful: Mapping[str, Evidence], settled: Mapping[str, str]) -> dict[str, str]:
    """What the other columns say about those in doubt. A column that contradicts itself learns from nobody."""
    open_columns = {name: one for name, one in doubtful.items() if one.allowed}
    common = frozenset(settled.values())
    if not common:
        for one in open_columns.values():
            common = common & one.allowed if common else one.allowed
    learned = {name: one.allowed & common for name, one in open_columns.items()}
    return {name: min(choices) for name, choices in learned.items() if len(choices) == 1}


def questions(decision: Decision, file: str, headers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions of a file in words; `headers` gives the header of each field as the file writes it."""
    asked = []
    for aspect, (fields, example) in decision.open.items():
        columns = ", ".join(headers[name] for name in fields)
        words = _QUESTIONS[aspect].format(columns=columns, example=example)
        short = aspect == "date_order" and (parsed := parse_day(example)) and "year_first" in parsed.by_order
        options = {option: OPTION_WORDS[option] for option in OPTIONS[aspect] if option != "year_first" or short}
        asked.append(Question(f"{file}:{aspect}", columns, words, options))
    return tuple(asked)


def answers_for(file: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that concern one file: those given to its own questions, else those given to any file."""
    found: dict[str, str] = {aspect: answers[aspect] for aspect in OPTIONS if aspect in answers}
    return found | {aspect: answers[key] for aspect in OPTIONS if (key := f"{file}:{aspect}") in answers}


def wrong_answers(answers: Mapping[str, str]) -> list[str]:
    """The answers that no question can have, as they were given."""
    return [
        f"{key}={option}"
        for key, option in answers.items()
        if option not in OPTIONS.get(cast("Aspect", key.rsplit(":", 1)[-1]), ())
    ]
