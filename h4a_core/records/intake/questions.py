"""Questions about a file that its own values do not settle, in words, and the answers that come back.

Some have to be answered before anything is imported; choices are offered beside an import that goes ahead without them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from h4a_core.records.cells.days import parse_day
from h4a_core.records.cells.notation import OPTIONS, Aspect, Notations
from h4a_core.tables.fields import Field, plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_QUESTIONS: dict[Aspect, Text] = {
    "cell_days": Text(
        it="Nelle colonne {columns} le date che un programma ha capito (come {example}) hanno tutte il giorno fino a "
        "12, e quelle rimaste testo no: così fa un Excel americano, che scambia giorno e mese. Com'è qui?",
        en="In the columns {columns} the dates that a program understood (like {example}) all have days up to 12, and "
        "those left as text have not: so does an American Excel, which swaps day and month. What is it here?",
    ),
    "midnight": Text(
        it="Nelle colonne {columns} tutte le ore sono come in {example}: la mezzanotte italiana scritta con l'ora UTC "
        "è così, e il giorno è allora quello dopo. Com'è qui?",
        en="In the columns {columns} all times are like that of {example}: so looks midnight in Italy written in UTC, "
        "and the day is then the next one. What is it here?",
    ),
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
UNIT = "unit_"
"""Begins the name of what is asked about the unit of a field."""
ASKED: dict[str, tuple[str, ...]] = {
    **{str(aspect): options for aspect, options in OPTIONS.items()},
    "table": tuple(TABLES),
    "same_code": ("same", "different"),
    "older_rows": ("restore", "keep"),
    "last_day": ("day_of_leaving", "last_night"),
    "open_quote": ("letters", "cells"),
    "total_line": ("leave_out",),
    "unaccounted": ("import",),
    "contradiction": ("first", "last"),
    "hidden_sheets": ("leave_out", "read"),
    "offices": ("offices",),
    f"{UNIT}hours": ("hour", "minute"),
    f"{UNIT}monthly_rent": ("month", "year"),
    f"{UNIT}market_rent": ("month", "year"),
    f"{UNIT}previous_rent": ("month", "year"),
    f"{UNIT}monthly_income": ("month", "year"),
    f"{UNIT}household_contribution": ("day", "month"),
    "likely_doubles": ("both", "replace"),
    "missing_rows": ("stay", "withdraw"),
}
"""All that can be asked about a file beside words (WORD), and the options there are; the last two are choices."""
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
    "swapped": Text(it="sono scambiati: 2022-03-04 è il 3 aprile", en="they are swapped: 2022-03-04 is 3 April"),
    "as_written": Text(it="sono giusti: 2022-03-04 è il 4 marzo", en="they are right: 2022-03-04 is 4 March"),
    "next_day": Text(it="è la mezzanotte del giorno dopo, qui", en="it is the midnight of the next day, here"),
    "same_day": Text(it="è quel giorno, a quell'ora", en="it is that day, at that hour"),
    "same": Text(it="sì: sono gli stessi, scritti in un altro modo", en="yes: the same, written otherwise"),
    "different": Text(it="no: sono codici diversi", en="no: they are different codes"),
    "restore": Text(it="sì: torna a valere ciò che dice questo file", en="yes: what this file says counts again"),
    "keep": Text(
        it="no: resta la correzione; il resto del file entra", en="no: the correction stays; the rest comes in"
    ),
    "day_of_leaving": Text(
        it="il giorno di uscita: quella notte non è pagata", en="the day of leaving: that night is not paid"
    ),
    "last_night": Text(it="l'ultima notte: anche quella è pagata", en="the last night: that one is paid too"),
    "hour": Text(it="ore", en="hours"),
    "minute": Text(it="minuti", en="minutes"),
    "day": Text(it="al giorno", en="per day"),
    "month": Text(it="al mese", en="per month"),
    "year": Text(it="all'anno", en="per year"),
    "both": Text(it="sono due registrazioni diverse: valgono entrambe", en="they are two records: both count"),
    "replace": Text(
        it="è una correzione: quella di prima non vale più", en="it is a correction: the earlier one no longer counts"
    ),
    "stay": Text(it="restano in vigore", en="they stay in force"),
    "withdraw": Text(it="si ritirano: non valgono più", en="they are withdrawn: they no longer count"),
    **{name: table.label for name, table in TABLES.items()},
}
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


def questions(notations: Notations, file: str, headers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions of a file in words; `headers` gives the header of each field as the file writes it."""
    asked = []
    for aspect, undecided in notations.undecided.items():
        columns = ", ".join(headers[name] for name in undecided.fields)
        words = _QUESTIONS[aspect].format(columns=columns, example=undecided.example)
        parsed = parse_day(undecided.example) if aspect == "date_order" else None
        year_may_be_first = parsed is not None and "year_first" in parsed.by_order
        options = [option for option in OPTIONS[aspect] if option != "year_first" or year_may_be_first]
        asked.append(ask(file, aspect, columns, words, options))
    return tuple(asked)


def ask(file: str, asked: str, column: str, text: Text, options: Iterable[str] = ()) -> Question:
    """A question about a file, with all options there are or those given."""
    return Question(
        f"{file}:{asked}", column, text, {option: OPTION_WORDS[option] for option in options or ASKED[asked]}
    )


def answers_for(file: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that concern one file: those given to its own questions, else those given to any file."""
    known = [*ASKED, *dict.fromkeys(asked for key in answers if (asked := _asked_by(key)).startswith(WORD))]
    found: dict[str, str] = {asked: answers[asked] for asked in known if asked in answers}
    return found | {asked: answers[key] for asked in known if (key := f"{file}:{asked}") in answers}


def wrong_answers(answers: Mapping[str, str]) -> list[str]:
    """The answers that no question can have, as they were given."""
    return [f"{key}={option}" for key, option in answers.items() if option not in _options_of(_asked_by(key))]


def _asked_by(key: str) -> str:
    """What a key of answers asks, without the file."""
    return key.rsplit(":", 1)[-1]


def _options_of(asked: str) -> tuple[str, ...]:
    """The options of what is asked; of a word, the codes that it can be given; none if nobody asks it."""
    if not asked.startswith(WORD):
        return ASKED.get(asked, ())
    name = asked.removeprefix(WORD).split("/")[0]
    return tuple(code.name for table in TABLES.values() if name in table.columns for code in table.field(name).codes)


def word_question(file: str, field: Field, header: str, word: str) -> Question:
    """Which code of a field a word means that is none of its words."""
    options = {code.name: code.label for code in field.codes}
    text = _WORD.format(header=header, word=word)
    return Question(f"{file}:{WORD}{field.name}/{plain_words(word)}", header, text, options)


def words_answered(answers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """For each field the code of each word that somebody has explained."""
    found: dict[str, dict[str, str]] = {}
    for asked, code in answers.items():
        if asked.startswith(WORD):
            name, _, word = asked.removeprefix(WORD).partition("/")
            found.setdefault(name, {})[word] = code
    return found


def open_quote_question(file: str, line: int, last: int) -> Question:
    """Whether the quote that opens at a line encloses the lines up to the last."""
    return ask(file, "open_quote", "", _OPEN_QUOTE.format(line=line, last=last))


def total_line_question(file: str, line: int, figures: Sequence[tuple[str, str, str]]) -> Question:
    """What to do with a total that does not add up: header, figure and sum of each column."""
    told = [_TOTAL_FIGURE.format(header=header, value=value, expected=sum_) for header, value, sum_ in figures]
    words = Text(it="; ".join(one.it for one in told), en="; ".join(one.en for one in told))
    text = Text(
        it=_TOTAL_LINE.it.format(line=line, figures=words.it), en=_TOTAL_LINE.en.format(line=line, figures=words.en)
    )
    return ask(file, "total_line", ", ".join(header for header, *_ in figures), text)


def unaccounted_question(
    file: str, lines: int, unexplained: Sequence[int], columns: Sequence[tuple[str, Decimal]]
) -> Question:
    """What to do with a file of which not all lines or amounts are accounted for."""
    what = ", ".join([*(str(line) for line in unexplained), *(f"«{header}» {value}" for header, value in columns)])
    text = _UNACCOUNTED.format(lines=lines, what=what or "?")
    return ask(file, "unaccounted", ", ".join(header for header, _ in columns), text)
