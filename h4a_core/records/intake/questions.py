"""Questions about a file that its own values do not settle, in words, and the answers that come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from h4a_core.records.cells.days import parse_day
from h4a_core.records.cells.notation import OPTIONS, Aspect, Notations
from h4a_core.text import Text

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
class Question:
    """Something about a file that its own values do not settle; nothing of it is imported before an answer.

    The answer goes back as `answers={id: option}`. An `id` is "<file>:<what is asked>"; what is asked alone, without
    the file, answers the same question of all files of the call.
    """

    id: str
    column: str
    """Headers of the columns it is about, parted by commas."""
    text: Text
    options: dict[str, Text]
    """Each possible answer, with its words."""


def questions(notations: Notations, file: str, headers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions of a file in words; `headers` gives the header of each field as the file writes it."""
    asked = []
    for aspect, undecided in notations.undecided.items():
        columns = ", ".join(headers[name] for name in undecided.fields)
        words = _QUESTIONS[aspect].format(columns=columns, example=undecided.example)
        parsed = parse_day(undecided.example) if aspect == "date_order" else None
        year_may_be_first = parsed is not None and "year_first" in parsed.by_order
        options = {
            option: OPTION_WORDS[option] for option in OPTIONS[aspect] if option != "year_first" or year_may_be_first
        }
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
