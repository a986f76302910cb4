"""Types the cells of sheets before anything is written: in one pass where they are written as usual, else by value.

Three ways are tried, the quickest first: DuckDB types the rows of a regular text while it reads them; or it reads them
as text; or Python reads them row by row. What the first way leaves, and all of the other two, is typed by value.
"""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from h4a_core.progress import ProgressMonitor
from h4a_core.records.cells.notation import LEARNABLE, Notations, settle_notations
from h4a_core.records.formats.limits import UnreadableFileError, check_rows
from h4a_core.records.formats.sheets import Sheet, with_rows_read
from h4a_core.records.intake.column_formats import (
    FEW_DIFFERENT,
    ColumnFormat,
    column_formats,
    evidence_of_columns,
    evidence_of_rows,
)
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.personal_data import (
    is_personal,
    is_personal_beyond_address,
    names_place_of_office,
    personal_value_sql,
)
from h4a_core.records.intake.questions import OPTION_WORDS
from h4a_core.records.intake.recognising import RecognisedTable
from h4a_core.records.intake.row_checks import doubt_conditions
from h4a_core.records.intake.temporary_tables import CsvBody, TemporaryTables, store_all_text, store_text_rows
from h4a_core.records.intake.typing_by_value import (
    FEW_ROWS,
    different_texts_if_few,
    read_different_texts,
    type_by_value,
)
from h4a_core.records.intake.typing_sql import literal, typed_columns, usual_sql
from h4a_core.tables.fields import Field
from h4a_core.text import Text

_LONG_BYTES = 1_000_000
_FEW_DOUBTFUL = 1000
_SHARED_BY = 3
"""Rows with the same address from which it is an office's: families do not share one."""
_DOUBTFUL_SHARE = 50
"""One row in so many may need a closer look before the whole file is read again as text."""
_TYPING = Text(it="leggo date, numeri e codici", en="reading dates, numbers and codes")
_CELLS = Text(it="leggo tutte le celle", en="reading all cells")
_SORTING = Text(it="metto in fila le righe", en="lining up the rows")
_PERSONAL = Text(it="cerco dati che identificano persone", en="looking for what identifies people")
_REST = Text(it="leggo i valori scritti in altri modi", en="reading the values written in other ways")
_LIKE_OTHERS = Text(
    it="Questo file da solo non lo dice: si è letto come gli altri dello stesso formato importati insieme, cioè {how}.",
    en="This file alone does not tell: it has been read like the others of the same format imported with it: {how}.",
)


@dataclass(frozen=True)
class TypedTable:
    """A sheet typed into temporary tables, or the reason why it is not: undecided notations, personal data."""

    sheet: Sheet
    tables: TemporaryTables
    notations: Notations
    formats: dict[str, ColumnFormat] = field(default_factory=dict)
    """How the usual cells of each column are written, where the first rows were enough to see it."""
    in_one_pass: bool = False
    """Whether the rows that left no doubt are in `tables.one_pass`, and `tables.text_rows` holds the others only."""
    personal: tuple[str, ...] = ()
    """Headers of the columns that identify people."""
    body: CsvBody | None = None
    notes: tuple[Text, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all rows are typed."""
        return not self.personal and not self.notations.undecided

    def rows_sql(self, columns: str) -> str:
        """SQL of these columns of all rows."""
        by_value = f"SELECT {columns} FROM {self.tables.by_value}"
        sure = f" UNION ALL SELECT {columns} FROM {self.tables.one_pass} WHERE NOT doubtful"
        return by_value + (sure if self.in_one_pass else "")


@dataclass(frozen=True)
class _Task:
    """One sheet to be typed: where to, and what is known of its columns."""

    cursor: duckdb.DuckDBPyConnection
    tables: TemporaryTables
    sheet: Sheet
    mapping: ColumnMapping
    answers: Mapping[str, str]


def type_tables(
    cursor: duckdb.DuckDBPyConnection, recognised: Sequence[RecognisedTable], monitor: ProgressMonitor
) -> dict[int, TypedTable | Text]:
    """Type each table, or give the reason why it cannot be; to be called outside a transaction.

    A text file that leaves a notation undecided is read like the other files of the same separator and encoding, if
    these were clear and agree, and says so; otherwise its questions stay.
    """
    parts = monitor.split([(one.name, one.size) for one in recognised])
    tasks: dict[int, _Task] = {}
    typed: dict[int, TypedTable | Text] = {}
    for index, (one, part) in enumerate(zip(recognised, parts, strict=True)):
        if one.sheet is not None and one.mapping is not None:
            tasks[index] = _Task(cursor, TemporaryTables(index), one.sheet, one.mapping, one.answers)
            typed[index] = _type_table(tasks[index], part)
    for index, task in tasks.items():
        learned = _learned(typed[index], list(typed.values()))
        if learned:
            tables = TemporaryTables(len(recognised) + index)
            again = replace(task, tables=tables, answers=learned | dict(task.answers))
            result = _type_table(again, monitor.part(1, 1, recognised[index].name))
            typed[index] = result if isinstance(result, Text) else replace(result, notes=(_note(learned),))
    return typed


def _learned(one: TypedTable | Text, all_tables: list[TypedTable | Text]) -> dict[str, str]:
    """An option for all that is undecided in a table, if the clear files of its format agree on each; else nothing."""
    if isinstance(one, Text) or one.personal or one.sheet.separator is None:
        return {}
    alike = [
        other
        for other in all_tables
        if isinstance(other, TypedTable)
        and (other.sheet.separator, other.sheet.encoding) == (one.sheet.separator, one.sheet.encoding)
        and not other.notations.undecided
    ]
    found: dict[str, str] = {}
    for aspect in one.notations.undecided:
        if aspect not in LEARNABLE:
            return {}
        options = {getattr(own, aspect) for other in alike for own in other.notations.by_field.values()} - {None}
        if len(options) != 1:
            return {}
        found[aspect] = str(options.pop())
    return found


def _note(learned: Mapping[str, str]) -> Text:
    how = [OPTION_WORDS[option] for option in learned.values()]
    return Text(
        it=_LIKE_OTHERS.it.format(how="; ".join(words.it for words in how)),
        en=_LIKE_OTHERS.en.format(how="; ".join(words.en for words in how)),
    )


def _type_table(task: _Task, monitor: ProgressMonitor) -> TypedTable | Text:
    """Type one table, or say why it cannot be read."""
    try:
        return _finish(task, _read(task, monitor), monitor.part(0.9, 1))
    except UnreadableFileError as error:
        return error.text


def _read(task: _Task, monitor: ProgressMonitor) -> TypedTable:
    """Bring the rows into the temporary tables, in the quickest way that does. Raises UnreadableFileError."""
    read = None
    if task.sheet.body is not None and task.sheet.body.count(b"\n", 0, _LONG_BYTES) >= FEW_ROWS:
        with tempfile.TemporaryDirectory() as folder:
            body = CsvBody.written(task.sheet, task.sheet.body, folder)
            check_rows(body.lines)
            read = _in_one_pass(task, body, monitor.part(0, 0.8)) or _as_text(task, body, monitor.part(0.8, 0.9))
    return read or _row_by_row(task, monitor.part(0.8, 0.9))


def _in_one_pass(task: _Task, body: CsvBody, monitor: ProgressMonitor) -> TypedTable | None:
    """Type the rows while they are read, in the way in which the first rows are written; None if that does not do."""
    cursor, mapping, tables, sample = task.cursor, task.mapping, task.tables, body.sample
    if any(len(cells) != len(body.sheet.headers) for cells in sample):
        return None
    notations = settle_notations(evidence_of_rows(mapping, sample, monitor.part(0, 0.1)), task.answers)
    if notations.undecided:
        return None
    formats = column_formats(mapping, notations, sample)
    try:
        with monitor.part(0.1, 0.9).during_statement(cursor, _TYPING):
            _type_while_reading(task, body, formats)
    except duckdb.Error:
        return None
    (rows, doubtful) = cursor.execute(f"SELECT count(*), count(*) FILTER (doubtful) FROM {tables.one_pass}").fetchall()[
        0
    ]
    if rows == body.lines and doubtful <= max(_FEW_DOUBTFUL, rows // _DOUBTFUL_SHARE):
        ordinals = cursor.execute(f"SELECT rowid FROM {tables.one_pass} WHERE doubtful ORDER BY rowid").fetchall()
        picked = body.pick([ordinal for (ordinal,) in ordinals])
        seen = [*sample, *(cells for *_, cells in picked)]
        if settle_notations(evidence_of_rows(mapping, seen, monitor.part(0.9, 1)), task.answers) == notations:
            store_text_rows(cursor, tables, body.sheet, picked)
            return TypedTable(body.sheet, tables, notations, formats, in_one_pass=True, body=body)
    cursor.execute(f"DROP TABLE {tables.one_pass}")
    return None


def _type_while_reading(task: _Task, body: CsvBody, formats: dict[str, ColumnFormat]) -> None:
    """Read and type all rows in one statement, which also tells the rows that need a closer look."""
    mapping, sample = task.mapping, body.sample

    def value(one: Field, raw: str) -> str:
        return usual_sql(one, raw, formats[one.name])

    columns = typed_columns(mapping, value)
    word_columns = _word_columns(mapping, body.sheet)
    kept = [f"s.c{position}" for position in sorted({*mapping.positions.values(), *word_columns})]
    rows = f"SELECT {', '.join([*columns, *kept])} FROM {body.relation(body.first_blanks)} s"
    names = ", ".join(f'"{name}"' for name in mapping.table.columns)
    personal = [_personal_sql(position, {cells[position] for cells in sample}) for position in word_columns]
    doubtful = " OR ".join([*doubt_conditions(mapping), *personal])
    task.cursor.execute(
        f"CREATE TEMP TABLE {task.tables.one_pass} AS SELECT {names}, ({doubtful}) AS doubtful FROM ({rows}) s"
    )


def _personal_sql(position: int, words: set[str | None]) -> str:
    """Whether a cell may identify a person; where the first rows have few words, those are looked at beforehand."""
    condition = personal_value_sql(f"s.c{position}")
    harmless = [literal(word) for word in sorted(filter(None, words)) if not is_personal(word)]
    if not 0 < len(words) <= FEW_DIFFERENT or not harmless:
        return condition
    return f"(CASE WHEN s.c{position} IN ({', '.join(harmless)}) THEN false ELSE {condition} END)"


def _as_text(task: _Task, body: CsvBody, monitor: ProgressMonitor) -> TypedTable | None:
    """Read all cells as text and decide by all of them; None where DuckDB's reader does not understand the lines."""
    mapping = task.mapping
    with monitor.part(0, 0.6).during_statement(task.cursor, _CELLS):
        if not store_all_text(task.cursor, task.tables, body):
            return None
    columns = {
        name: _different_texts(task, position)
        for name, position in mapping.positions.items()
        if mapping.table.field(name).kind not in ("code", "text")
    }
    notations = settle_notations(evidence_of_columns(mapping, columns, monitor.part(0.6, 1)), task.answers)
    return TypedTable(body.sheet, task.tables, notations, column_formats(mapping, notations, body.sample))


def _different_texts(task: _Task, position: int) -> list[str]:
    query = f"SELECT DISTINCT c{position} FROM {task.tables.text_rows} WHERE c{position} IS NOT NULL"
    return [text for (text,) in task.cursor.execute(query).fetchall()]


def _row_by_row(task: _Task, monitor: ProgressMonitor) -> TypedTable:
    """Bring all cells in as text, each read by Python."""
    sheet = with_rows_read(task.sheet, monitor.part(0, 0.4))
    rows = monitor.part(0.4, 0.7).track(sheet.rows, _SORTING, len(sheet.rows))
    store_text_rows(task.cursor, task.tables, sheet, ((place, line, cells) for place, (line, cells) in enumerate(rows)))
    seen = evidence_of_rows(task.mapping, [cells for _, cells in sheet.rows], monitor.part(0.7, 1))
    return TypedTable(sheet, task.tables, settle_notations(seen, task.answers))


def _finish(task: _Task, read: TypedTable, monitor: ProgressMonitor) -> TypedTable:
    """Look for personal data in the rows kept as text, then type these by value."""
    cursor, mapping = task.cursor, task.mapping
    monitor.report(_PERSONAL)
    few = different_texts_if_few(cursor, read.tables, len(read.sheet.headers))
    personal = _personal_columns(task, read.sheet, few)
    if personal or read.notations.undecided:
        return replace(read, personal=personal)
    monitor.report(_REST, 0.3)
    meanings = read_different_texts(cursor, read.tables, mapping, read.notations, read.formats, few)
    monitor.check_cancelled()
    type_by_value(cursor, read.tables, mapping, read.formats, meanings)
    return read


def _personal_columns(task: _Task, sheet: Sheet, few: list[list[str]] | None) -> tuple[str, ...]:
    """Headers of the columns in which a value identifies a person; in columns of words, names and old days too.

    `few` are the different texts of each column, if they are few.
    """
    word_columns, found = set(_word_columns(task.mapping, sheet)), []
    offices = {place for name, place in task.mapping.positions.items() if task.mapping.table.field(name).kind == "text"}
    for position, header in enumerate(sheet.headers):
        words = position in word_columns
        if few is None:
            condition = personal_value_sql(f"c{position}", words=words)
            query = f"SELECT DISTINCT c{position} FROM {task.tables.text_rows} WHERE {condition}"
            texts = [text for (text,) in task.cursor.execute(query).fetchall()]
        else:
            texts = few[position]
        personal = [text for text in texts if is_personal(text, words=words)]
        if position in offices:
            personal = [text for text in personal if not _names_office(task, position, text)]
        if personal:
            found.append(header or f"n. {position + 1}")
    return tuple(found)


def _names_office(task: _Task, position: int, text: str) -> bool:
    """Whether a text in a column of words is an office's name although it looks like an address or a name.

    It says so itself, or many families share it, or somebody has answered so.
    """
    if is_personal_beyond_address(text):
        return False
    if names_place_of_office(text) or task.answers.get("offices") == "offices":
        return True
    query = f"SELECT count(*) FROM {task.tables.text_rows} WHERE c{position} = ?"
    ((rows,),) = task.cursor.execute(query, [text]).fetchall()
    return bool(rows >= _SHARED_BY)


def _word_columns(mapping: ColumnMapping, sheet: Sheet) -> list[int]:
    """Columns that hold words or are not known: there names and the like are looked for."""
    typed = {
        position
        for name, position in mapping.positions.items()
        if mapping.table.field(name).kind not in ("code", "text")
    }
    return [place for place in range(len(sheet.headers)) if place not in typed and place not in sheet.dropped]
