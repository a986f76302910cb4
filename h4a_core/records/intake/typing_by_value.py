"""Types rows by value: what each different text of a column means is found out once, then put into SQL."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import duckdb

from h4a_core.records.cells.days import is_still_open, read_day
from h4a_core.records.cells.notation import Notation, Notations
from h4a_core.records.cells.numbers import read_number
from h4a_core.records.intake.column_formats import FEW_DIFFERENT, ColumnFormat
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.row_checks import ENDS, STILL_OPEN, doubt_conditions
from h4a_core.records.intake.temporary_tables import TemporaryTables
from h4a_core.records.intake.typing_sql import any_cell_sql, literal, raw_sql, typed_columns, usual_sql
from h4a_core.tables.fields import Field, code_spelling

FEW_ROWS = 500
"""Rows that are as quickly looked at one by one."""


def different_texts_if_few(
    cursor: duckdb.DuckDBPyConnection, tables: TemporaryTables, width: int
) -> list[list[str]] | None:
    """The different texts of each column of the text rows, where these are few; otherwise None."""
    rows = cursor.execute(
        f"SELECT * EXCLUDE (ordinal, row_number) FROM {tables.text_rows} LIMIT {FEW_ROWS + 1}"
    ).fetchall()
    if len(rows) > FEW_ROWS:
        return None
    columns = zip(*rows, strict=True) if rows else [()] * width
    return [[text for text in dict.fromkeys(column) if text is not None] for column in columns]


def read_different_texts(
    cursor: duckdb.DuckDBPyConnection,
    tables: TemporaryTables,
    mapping: ColumnMapping,
    notations: Notations,
    formats: dict[str, ColumnFormat],
    few: list[list[str]] | None,
) -> dict[str, dict[str, str]]:
    """Find out what each different text means that is not written in the usual way: by field, text and meaning.

    They are also put into the table `meanings`. `few` are the texts of each column, if they are few.
    """
    rows: list[tuple[str, str, str | None, str | None]] = []
    for name, position in mapping.positions.items():
        one = mapping.table.field(name)
        if one.kind in ("code", "text"):
            continue
        texts = _unusual_texts(cursor, tables, mapping, one, formats) if few is None else few[position]
        notation, known = notations.by_field.get(name, Notation()), mapping.code_words(one) if one.codes else {}
        meanings = ((text, _meaning(one, text, notation, known)) for text in texts)
        rows += [(name, text, *meaning) for text, meaning in meanings if meaning is not None]
    _store_meanings(cursor, tables, rows)
    found: dict[str, dict[str, str]] = {name: {} for name in mapping.positions}
    for name, text, said, _ in rows:
        if said is not None:
            found[name][text] = said
    return found


def _unusual_texts(
    cursor: duckdb.DuckDBPyConnection,
    tables: TemporaryTables,
    mapping: ColumnMapping,
    one: Field,
    formats: dict[str, ColumnFormat],
) -> list[str]:
    """The different texts of a column which SQL does not read as they are; words of codes, all of them."""
    raw = raw_sql(mapping, one)
    query = f"SELECT DISTINCT {raw} FROM {tables.text_rows} s WHERE {raw} IS NOT NULL"
    if not one.codes and one.name in formats:
        query += f" AND {usual_sql(one, raw, formats[one.name])} IS NULL"
    return [text for (text,) in cursor.execute(query).fetchall()]


def _store_meanings(
    cursor: duckdb.DuckDBPyConnection, tables: TemporaryTables, rows: list[tuple[str, str, str | None, str | None]]
) -> None:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    columns = list(zip(*rows, strict=True)) or [()] * 4
    cursor.register(
        "meanings_found",
        pa.table([pa.array(one, pa.string()) for one in columns], names=["field", "raw", "meaning", "note"]),
    )
    cursor.execute(f"CREATE TEMP TABLE {tables.meanings} AS FROM meanings_found")
    cursor.unregister("meanings_found")


def _meaning(one: Field, text: str, notation: Notation, known: dict[str, str]) -> tuple[str | None, str | None] | None:
    """What one text means, as SQL can cast it, and the rule of a warning about it; None if it means nothing."""
    if one.codes:
        code = known.get(code_spelling(text))
        return None if code is None else (code, None)
    if one.kind == "date":
        if one.name in ENDS and is_still_open(text):
            return None, STILL_OPEN
        read = read_day(
            text,
            notation.date_order,
            notation.century,
            swapped=notation.cell_days == "swapped",
            next_day=notation.midnight == "next_day",
        )
        return None if read is None else (read.day.isoformat(), read.warning)
    number = read_number(one, text, notation.decimal_sign, answered=notation.answered)
    return None if number is None else (f"{number.value:f}", "rounded" if number.rounded else None)


def type_by_value(
    cursor: duckdb.DuckDBPyConnection,
    tables: TemporaryTables,
    mapping: ColumnMapping,
    formats: dict[str, ColumnFormat],
    meanings: dict[str, dict[str, str]],
) -> None:
    """Type the text rows; few different texts are written into the query, many are joined to it."""
    joined = {name for name, meaning in meanings.items() if len(meaning) > FEW_DIFFERENT}

    def value(one: Field, raw: str) -> str:
        meaning = f"v_{one.name}.meaning" if one.name in joined else _written_out(raw, meanings[one.name])
        return any_cell_sql(one, raw, meaning, formats.get(one.name))

    joins = " ".join(
        f"LEFT JOIN {tables.meanings} v_{name} ON v_{name}.field = '{name}' AND v_{name}.raw = s.c{position}"
        for name, position in mapping.positions.items()
        if name in joined
    )
    columns = typed_columns(mapping, value)
    kept = [f"s.c{position}" for position in sorted(set(mapping.positions.values()))]
    rows = f"SELECT s.ordinal, s.row_number, {', '.join([*columns, *kept])} FROM {tables.text_rows} s {joins}"
    stored = ", ".join(f'"{name}"' for name in mapping.table.columns)
    cursor.execute(
        f"CREATE TEMP TABLE {tables.by_value} AS SELECT ordinal, row_number, {stored}, "
        f"({' OR '.join(doubt_conditions(mapping))}) AS doubtful FROM ({rows}) s ORDER BY ordinal"
    )


def _written_out(raw: str, meanings: dict[str, str]) -> str:
    cases = " ".join(f"WHEN {literal(text)} THEN {literal(one)}" for text, one in meanings.items())
    return f"CASE {raw} {cases} END" if meanings else "CAST(NULL AS VARCHAR)"
