"""What to ask or say about a table once its rows are judged: sums, totals, quotes, unknown words, open ends."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from collections.abc import Iterator, Mapping

import duckdb

from h4a_core.records.intake.accounts import Account
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.non_records import LeftOut, shown
from h4a_core.records.intake.questions import (
    Question,
    ask,
    open_quote_question,
    total_line_question,
    unaccounted_question,
    word_question,
)
from h4a_core.records.intake.recognising import RecognisedTable
from h4a_core.records.intake.row_checks import FINDINGS, STILL_OPEN
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.tables.fields import plain_words
from h4a_core.text import Text

_MOST_WORDS = 10
_OPEN_END = Text(
    it="Nella colonna «{header}» «{word}» è letto come non ancora finito: {count} volte.",
    en='In the column "{header}" "{word}" is read as not ended yet: {count} times.',
)

_LINES_LEFT_OUT = Text(
    it="Righe di totale o vuote, lasciate fuori: {count}.", en="Lines of totals or blanks, left out: {count}."
)
_LINE = Text(it="Riga {line} lasciata fuori, {what}.", en="Line {line} left out, {what}.")
_OFFICES = Text(
    it="La colonna {columns} contiene i nomi di uffici, con la loro via, e non indirizzi di persone?",
    en="Does the column {columns} hold names of offices, with their street, and no addresses of people?",
)


def left_out_notes(left_out: LeftOut) -> Iterator[Text]:
    """How many lines are no records, and what is worth saying about single ones."""
    totals = [one for one in left_out.lines if one.why in {"total", "blank"}]
    if totals:
        yield _LINES_LEFT_OUT.format(count=len(totals))
    for one in left_out.lines:
        if one.why == "note" or one.about is not None:
            words = one.words()
            yield Text(
                it=_LINE.it.format(line=one.line, what=words.it), en=_LINE.en.format(line=one.line, what=words.en)
            )


def offices_questions(
    table: RecognisedTable, mapping: ColumnMapping, personal: tuple[str, ...]
) -> tuple[Question, ...]:
    """Whether columns of words that seem to hold people's addresses hold offices, if nobody has said so yet."""
    words = {place for name, place in mapping.positions.items() if mapping.table.field(name).kind == "text"}
    named = table.sheet.headers if table.sheet else ()
    columns = ", ".join(header for place, header in enumerate(named) if place in words and header in personal)
    if not columns or "offices" in table.answers:
        return ()
    return (ask(table.name, "offices", columns, _OFFICES.format(columns=columns)),)


def open_questions(
    file: str, typed: TypedTable, answers: Mapping[str, str], left_out: LeftOut, account: Account
) -> Iterator[Question]:
    """What has to be asked before the table is imported: lines and totals that do not add up."""
    tally, headers = typed.sheet.tally, typed.sheet.headers
    if tally is not None and tally.swallowed is not None and typed.sheet.quotes and "open_quote" not in answers:
        yield open_quote_question(file, tally.swallowed.line, tally.swallowed.last)
    elif left_out.doubtful is not None and "total_line" not in answers:
        line, figures = left_out.doubtful
        yield total_line_question(
            file, line, [(headers[one.position], shown(one.value), shown(one.expected)) for one in figures]
        )
    elif not account.adds_up and "unaccounted" not in answers:
        wrong = [one for one in account.sums if not one.adds_up]
        unexplained = tally.unexplained if tally is not None else ()
        yield unaccounted_question(file, account.lines, unexplained, [(one.column, one.file) for one in wrong])


def open_ends(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping) -> Iterator[Text]:
    """A sentence for each word by which a column of ends says that there is none yet: it is read as open."""
    words = cursor.execute(
        f"SELECT field, raw FROM {typed.tables.meanings} WHERE note = '{STILL_OPEN}' ORDER BY ALL"
    ).fetchall()
    for name, raw in words:
        place = mapping.positions[name]
        query = f"SELECT count(*) FROM {typed.tables.text_rows} WHERE c{place} = ?"
        ((count,),) = cursor.execute(query, [raw]).fetchall()
        yield _OPEN_END.format(header=typed.sheet.headers[place], word=raw, count=count)


def unknown_words(
    cursor: duckdb.DuckDBPyConnection, file: str, typed: TypedTable, mapping: ColumnMapping
) -> Iterator[Question]:
    """An offer to say what it means for each word that set rows aside."""
    fields = {typed.sheet.headers[place]: name for name, place in mapping.positions.items()}
    found = cursor.execute(
        f"SELECT \"column\", value FROM {FINDINGS} WHERE rule = 'unknown_code' AND value IS NOT NULL "
        f"GROUP BY ALL ORDER BY count(*) DESC, value LIMIT {_MOST_WORDS}"
    ).fetchall()
    for header, word in found:
        field = mapping.table.field(fields[header])
        if plain_words(word):
            yield word_question(file, field, header, word)
