"""Questions about a file that its own values do not settle, in words, and the answers that come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from h4a_core.records.cells.days import parse_day
from h4a_core.records.cells.notation import OPTIONS, Aspect, Notations
from h4a_core.tables.fields import Field, plain_words
from h4a_core.tables.registry import TABLES
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
    "letters": Text(it="sì: ogni riga è un dato a sé", en="yes: each line is a row of its own"),
    "cells": Text(it="no: sono righe della stessa cella", en="no: these are lines of one cell"),
    "leave_out": Text(it="importa le righe come sono, senza contare questa", en="import the rows without this"),
    "import": Text(it="importa lo stesso", en="import all the same"),
    "first": Text(it="vale il primo", en="the first one counts"),
    "last": Text(it="vale l'ultimo", en="the last one counts"),
    "read": Text(it="leggilo", en="read it"),
    "offices": Text(it="sono nomi di uffici, non indirizzi di persone", en="these are offices, not people's addresses"),
    "day_first": Text(it="prima il giorno (gg/mm/aaaa)", en="day first (dd/mm/yyyy)"),
    "month_first": Text(it="prima il mese (mm/gg/aaaa)", en="month first (mm/dd/yyyy)"),
    "year_first": Text(it="prima l'anno (aa-mm-gg)", en="year first (yy-mm-dd)"),
    "2000": Text(it="dal 2000 in poi (22 è 2022)", en="from 2000 on (22 is 2022)"),
    "1900": Text(it="prima del 2000 (78 è 1978)", en="before 2000 (78 is 1978)"),
    "comma": Text(it="la virgola: 1.234 è milleduecentotrentaquattro", en="the comma: 1.234 is a thousand and more"),
    "point": Text(it="il punto: 1,234 è milleduecentotrentaquattro", en="the point: 1,234 is a thousand and more"),
}


FURTHER_OPTIONS: dict[str, tuple[str, ...]] = {
    "open_quote": ("letters", "cells"),
    "total_line": ("leave_out",),
    "unaccounted": ("import",),
    "contradiction": ("first", "last"),
    "hidden_sheets": ("leave_out", "read"),
    "offices": ("offices",),
}
"""What else may be asked about a file, and the options there are for each."""
WORD = "word/"
"""What a question about a word begins with; field and word follow."""
_WORD = Text(
    it="Nella colonna «{header}» la parola «{word}» non è tra quelle note. Che cosa vuol dire?",
    en='In the column "{header}" the word "{word}" is none of those known. What does it mean?',
)
_OPEN_QUOTE = Text(
    it="Alla riga {line} si apre una virgoletta, e fino alla riga {last} tutto sembra una cella sola: ma quelle righe "
    "somigliano a dati. La virgoletta è un segno qualsiasi?",
    en="At line {line} a quote opens, and all up to line {last} looks like one cell: but these lines look like "
    "records. Is the quote just a character?",
)
_TOTAL_LINE = Text(
    it="La riga {line} è un totale che non torna: {figures}. Manca una riga, o è cambiata una cifra?",
    en="Line {line} is a total that does not add up: {figures}. Is a row missing, or has a figure changed?",
)
_TOTAL_FIGURE = Text(
    it="«{header}» dice {value}, le righe fanno {expected}", en='"{header}" says {value}, the rows make {expected}'
)
_UNACCOUNTED = Text(
    it="I conti non tornano su {lines} righe: {what}. Controlla il file prima di importarlo.",
    en="The account of {lines} lines does not add up: {what}. Check the file before importing it.",
)


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
    optional: bool = False
    """Whether the file is imported also without an answer."""


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
    words = {key.removeprefix(f"{file}:") for key in answers if key.removeprefix(f"{file}:").startswith(WORD)}
    return {
        aspect: answers[key]
        for aspect in (*OPTIONS, *FURTHER_OPTIONS, *words)
        if (key := next((one for one in (f"{file}:{aspect}", aspect) if one in answers), None))
    }


def wrong_answers(answers: Mapping[str, str]) -> list[str]:
    """The answers that no question can have, as they were given."""
    known = {str(aspect): options for aspect, options in OPTIONS.items()} | FURTHER_OPTIONS
    return [f"{key}={option}" for key, option in answers.items() if option not in known.get(key.rsplit(":", 1)[-1], ())]


def _codes(aspect: str) -> tuple[str, ...]:
    """The codes that a word of a column can be given, if that is what is asked."""
    name = aspect.removeprefix(WORD).split("/")[0] if aspect.startswith(WORD) else ""
    return tuple(code.name for table in TABLES.values() if name in table.columns for code in table.field(name).codes)


def word_question(file: str, field: Field, header: str, word: str) -> Question:
    """Which code of a field a word means that is none of its words."""
    options = {code.name: code.label for code in field.codes}
    text = _WORD.format(header=header, word=word)
    return Question(f"{file}:{WORD}{field.name}/{plain_words(word)}", header, text, options, optional=True)


def words_answered(answers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """For each field the code of each word that somebody has explained."""
    found: dict[str, dict[str, str]] = {}
    for aspect, code in answers.items():
        if aspect.startswith(WORD):
            name, _, word = aspect.removeprefix(WORD).partition("/")
            found.setdefault(name, {})[word] = code
    return found


def about_file(file: str, aspect: str, column: str, text: Text, *, optional: bool = False) -> Question:
    """A question of FURTHER_OPTIONS about a file, with the words of its options."""
    options = {option: OPTION_WORDS[option] for option in FURTHER_OPTIONS[aspect]}
    return Question(f"{file}:{aspect}", column, text, options, optional)


def open_quote_question(file: str, line: int, last: int) -> Question:
    """Whether the quote that opens at a line encloses the lines up to the last."""
    return about_file(file, "open_quote", "", _OPEN_QUOTE.format(line=line, last=last))


def total_line_question(file: str, line: int, figures: Sequence[tuple[str, str, str]]) -> Question:
    """What to do with a total that does not add up: header, figure and sum of each column."""
    told = [_TOTAL_FIGURE.format(header=header, value=value, expected=sum_) for header, value, sum_ in figures]
    words = Text(it="; ".join(one.it for one in told), en="; ".join(one.en for one in told))
    text = Text(
        it=_TOTAL_LINE.it.format(line=line, figures=words.it), en=_TOTAL_LINE.en.format(line=line, figures=words.en)
    )
    return about_file(file, "total_line", ", ".join(header for header, *_ in figures), text)


def unaccounted_question(
    file: str, lines: int, unexplained: Sequence[int], columns: Sequence[tuple[str, Decimal]]
) -> Question:
    """What to do with a file of which not all lines or amounts are accounted for."""
    what = ", ".join([*(str(line) for line in unexplained), *(f"«{header}» {value}" for header, value in columns)])
    text = _UNACCOUNTED.format(lines=lines, what=what or "?")
    return about_file(file, "unaccounted", ", ".join(header for header, _ in columns), text)
