"""Types a sheet before anything is written: in one pass where its cells are written as usual, else cell by cell."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import tempfile
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace

import duckdb

from h4a_core.progress import Course
from h4a_core.records.cells.blanks import SPACES
from h4a_core.records.cells.days import usual_format
from h4a_core.records.cells.numbers import read_number
from h4a_core.records.cells.styles import Decision, Evidences, Style, decide, evidence
from h4a_core.records.formats.limits import check_rows
from h4a_core.records.formats.sheets import Sheet, cell_by_cell
from h4a_core.records.formats.workbooks import Cells
from h4a_core.records.intake.mapping import Mapping
from h4a_core.records.intake.personal import is_personal, personal_value_sql
from h4a_core.records.intake.slow_typing import FEW_DIFFERENT, FEW_ROWS, few_cells, read_values, type_slowly
from h4a_core.records.intake.staging import CsvBody, Names, stage_all_text, stage_rows
from h4a_core.records.intake.suspicion import doubts
from h4a_core.records.intake.typing_sql import Way, literal, quick_sql, typed_columns
from h4a_core.tables.fields import Field, plain_words
from h4a_core.text import Text

_LONG_BYTES = 1_000_000
_FEW_SUSPECTS = 1000
_SUSPECT_SHARE = 50
"""One row in so many may need a closer look before the whole file is read again as text."""
_TYPING = Text(it="leggo date, numeri e codici", en="reading dates, numbers and codes")
_CELLS = Text(it="leggo tutte le celle", en="reading all cells")
_WAYS = Text(it="guardo come sono scritti date e numeri", en="looking how dates and numbers are written")
_SORTING = Text(it="metto in fila le righe", en="lining up the rows")
_PERSONAL = Text(it="cerco dati che identificano persone", en="looking for what identifies people")
_REST = Text(it="leggo i valori scritti in altri modi", en="reading the values written in other ways")


@dataclass(frozen=True)
class Prepared:
    """A sheet typed into temporary tables, or the reason why it is not: open questions, personal data."""

    sheet: Sheet
    names: Names
    decision: Decision
    ways: dict[str, Way] = field(default_factory=dict)
    """How the usual cells of each column are written, where the first rows were enough to see it."""
    quick: bool = False
    """Whether the rows that left no doubt are in `names.quick`, and `names.staged` holds the others only."""
    personal: tuple[str, ...] = ()
    body: CsvBody | None = None
    notes: tuple[Text, ...] = ()


def prepare(
    cursor: duckdb.DuckDBPyConnection,
    number: int,
    sheet: Sheet,
    mapping: Mapping,
    answers: AnyMapping[str, str],
    course: Course,
) -> Prepared:
    """Bring a sheet into the temporary tables of `Names(number)`. To be called outside a transaction.

    Raises UnreadableFileError when it has too many rows.
    """
    names, prepared = Names(number), None
    if sheet.body is not None and sheet.body.count(b"\n", 0, _LONG_BYTES) >= FEW_ROWS:
        with tempfile.TemporaryDirectory() as folder:
            body = CsvBody.written(sheet, sheet.body, folder)
            check_rows(body.lines)
            prepared = _in_one_pass(cursor, names, body, mapping, answers, course.part(0, 0.8)) or _as_text(
                cursor, names, body, mapping, answers, course.part(0.8, 0.9)
            )
    prepared = prepared or _row_by_row(cursor, names, sheet, mapping, answers, course.part(0.8, 0.9))
    return _finish(cursor, prepared, mapping, course.part(0.9, 1))


def _row_by_row(
    cursor: duckdb.DuckDBPyConnection,
    names: Names,
    sheet: Sheet,
    mapping: Mapping,
    answers: AnyMapping[str, str],
    course: Course,
) -> Prepared:
    """Bring all cells in as text, each read by Python."""
    sheet = cell_by_cell(sheet, course.part(0, 0.4))
    rows = course.part(0.4, 0.7).over(sheet.rows, _SORTING, len(sheet.rows))
    stage_rows(cursor, names, sheet, ((place, line, cells) for place, (line, cells) in enumerate(rows)))
    seen = _evidences(mapping, [cells for _, cells in sheet.rows], course.part(0.7, 1))
    return Prepared(sheet, names, decide(seen, answers))


def _evidences(mapping: Mapping, rows: Iterable[Cells], course: Course) -> dict[str, Evidences]:
    columns = {name: [cells[position] for cells in rows] for name, position in mapping.positions.items()}
    return _seen(mapping, {name: dict.fromkeys(cells) for name, cells in columns.items()}, course)


def _seen(mapping: Mapping, columns: AnyMapping[str, Iterable[str | None]], course: Course) -> dict[str, Evidences]:
    course.tell(_WAYS)
    return {name: evidence(mapping.table.field(name), course.each(texts)) for name, texts in columns.items()}


def _in_one_pass(
    cursor: duckdb.DuckDBPyConnection,
    names: Names,
    body: CsvBody,
    mapping: Mapping,
    answers: AnyMapping[str, str],
    course: Course,
) -> Prepared | None:
    """Type the rows while they are read, in the way in which the first rows are written; None if that does not do."""
    sample = body.sample
    if any(len(cells) != len(body.sheet.headers) for cells in sample):
        return None
    decision = decide(_evidences(mapping, sample, course.part(0, 0.1)), answers)
    if decision.open:
        return None
    ways = _ways(mapping, decision, sample)
    try:
        with course.part(0.1, 0.9).during(cursor, _TYPING):
            _type_quickly(cursor, names, body, mapping, ways)
    except duckdb.Error:
        return None
    (rows, suspects) = cursor.execute(f"SELECT count(*), count(*) FILTER (suspect) FROM {names.quick}").fetchall()[0]
    if rows == body.lines and suspects <= max(_FEW_SUSPECTS, rows // _SUSPECT_SHARE):
        ordinals = cursor.execute(f"SELECT rowid FROM {names.quick} WHERE suspect ORDER BY rowid").fetchall()
        picked = body.pick([ordinal for (ordinal,) in ordinals])
        rows = [*sample, *(cells for *_, cells in picked)]
        if decide(_evidences(mapping, rows, course.part(0.9, 1)), answers) == decision:
            stage_rows(cursor, names, body.sheet, picked)
            return Prepared(body.sheet, names, decision, ways, quick=True, body=body)
    cursor.execute(f"DROP TABLE {names.quick}")
    return None


def _as_text(
    cursor: duckdb.DuckDBPyConnection,
    names: Names,
    body: CsvBody,
    mapping: Mapping,
    answers: AnyMapping[str, str],
    course: Course,
) -> Prepared | None:
    """Read all cells as text and decide by all of them; None where the quick reader does not understand the lines."""
    with course.part(0, 0.6).during(cursor, _CELLS):
        if not stage_all_text(cursor, names, body):
            return None
    columns = {
        name: _different(cursor, names, position)
        for name, position in mapping.positions.items()
        if mapping.table.field(name).kind not in ("code", "text")
    }
    decision = decide(_seen(mapping, columns, course.part(0.6, 1)), answers)
    return Prepared(body.sheet, names, decision, _ways(mapping, decision, body.sample))


def _different(cursor: duckdb.DuckDBPyConnection, names: Names, position: int) -> list[str]:
    rows = cursor.execute(f"SELECT DISTINCT c{position} FROM {names.staged} WHERE c{position} IS NOT NULL").fetchall()
    return [text for (text,) in rows]


def _ways(mapping: Mapping, decision: Decision, sample: list[Cells]) -> dict[str, Way]:
    ways = {}
    for name, position in mapping.positions.items():
        one, style = mapping.table.field(name), decision.styles.get(name, Style())
        texts = [cells[position] for cells in sample if position < len(cells)]
        filled = [text for text in texts if text is not None]
        codes: dict[str, str] = {}
        if one.codes:
            known = mapping.code_words(one)
            codes = {text: known[plain] for text in dict.fromkeys(filled) if (plain := plain_words(text)) in known}
        elif one.kind in ("code", "text") and len(set(filled)) <= FEW_DIFFERENT:
            codes = {text: text for text in dict.fromkeys(filled) if text.strip(SPACES) == text and text[0] not in "#E"}
        day_format = usual_format(filled, style.date_order) if one.kind == "date" else None
        group = "." if style.decimal_sign == "comma" else ","
        grouped = any(group in text for text in filled)
        ways[name] = Way(style, day_format, grouped, codes, _few_numbers(one, filled, style))
    return ways


def _few_numbers(one: Field, texts: list[str], style: Style) -> dict[str, str]:
    """The values of the numbers in the first rows, the most frequent first; none if they are many."""
    counted = Counter(texts) if one.kind in ("int", "money", "decimal") else {}
    if not 0 < len(counted) <= FEW_DIFFERENT:
        return {}
    read = {text: read_number(one, text, style.decimal_sign) for text in sorted(counted, key=counted.__getitem__)[::-1]}
    return {text: f"{number.value:f}" for text, number in read.items() if number is not None and not number.rounded}


def _type_quickly(
    cursor: duckdb.DuckDBPyConnection, names: Names, body: CsvBody, mapping: Mapping, ways: dict[str, Way]
) -> None:
    def value(one: Field, raw: str) -> str:
        return quick_sql(one, raw, ways[one.name])

    columns = typed_columns(mapping, value)
    looked_at = _wordy(mapping, body.sheet)
    raws = sorted({*mapping.positions.values(), *looked_at})
    kept = [f"s.c{position}" for position in raws]
    sample = body.sample
    personal = [_personal_sql(position, {cells[position] for cells in sample}) for position in looked_at]
    rows = f"SELECT {', '.join([*columns, *kept])} FROM {body.relation(body.first_blanks)} s"
    names_kept = ", ".join(f'"{name}"' for name in mapping.table.columns)
    suspect = " OR ".join([*doubts(mapping), *personal])
    cursor.execute(f"CREATE TEMP TABLE {names.quick} AS SELECT {names_kept}, ({suspect}) AS suspect FROM ({rows}) s")


def _personal_sql(position: int, words: set[str | None]) -> str:
    """Whether a cell may identify a person; where the first rows have few words, those are looked at beforehand."""
    condition = personal_value_sql(f"s.c{position}")
    harmless = [literal(word) for word in sorted(filter(None, words)) if not is_personal(word)]
    if not 0 < len(words) <= FEW_DIFFERENT or not harmless:
        return condition
    return f"(CASE WHEN s.c{position} IN ({', '.join(harmless)}) THEN false ELSE {condition} END)"


def _wordy(mapping: Mapping, sheet: Sheet) -> list[int]:
    """Columns that hold words or are not known: there names and the like are looked for."""
    typed = {
        position
        for name, position in mapping.positions.items()
        if mapping.table.field(name).kind not in ("code", "text")
    }
    return [place for place in range(len(sheet.headers)) if place not in typed and place not in sheet.dropped]


def _finish(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping, course: Course) -> Prepared:
    """Look for personal data in the staged rows, then type them."""
    course.tell(_PERSONAL)
    few = few_cells(cursor, prepared.names, len(prepared.sheet.headers))
    personal = _personal(cursor, prepared, mapping, few)
    if personal or prepared.decision.open:
        return replace(prepared, personal=personal)
    course.tell(_REST, 0.3)
    read = read_values(cursor, prepared.names, mapping, prepared.decision.styles, prepared.ways, few)
    course.look()
    type_slowly(cursor, prepared.names, mapping, prepared.ways, read)
    return prepared


def _personal(
    cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping, few: list[list[str]] | None
) -> tuple[str, ...]:
    """Headers of the columns in which a value identifies a person; in columns of words, names and old days too."""
    names, wordy, found = prepared.names, set(_wordy(mapping, prepared.sheet)), []
    for position, header in enumerate(prepared.sheet.headers):
        words = position in wordy
        if few is None:
            condition = personal_value_sql(f"c{position}", words=words)
            query = f"SELECT DISTINCT c{position} FROM {names.staged} WHERE {condition}"
            texts = [text for (text,) in cursor.execute(query).fetchall()]
        else:
            texts = few[position]
        if any(is_personal(text, words=words) for text in texts):
            found.append(header or f"n. {position + 1}")
    return tuple(found)
