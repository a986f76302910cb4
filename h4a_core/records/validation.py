"""Judges all rows of a sheet at once, in SQL: one pass types every cell, findings are worked out for suspects only."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from dataclasses import dataclass

import duckdb

from h4a_core.records.fields import Field
from h4a_core.records.findings import FAILED, FOUND, TYPED, WORDS, doubts, find_all, raw_sql
from h4a_core.records.mapping import Mapping
from h4a_core.records.personal import personal_value_sql
from h4a_core.records.staging import Staged
from h4a_core.records.typing_sql import blank_sql, plain_words_sql, typed_sql

_TOTAL_LINE = r"^(sub ?)?total[ei]?\b|^somma\b"


@dataclass(frozen=True)
class Outcome:
    """What validation left in the temporary tables: good and faulty rows, and lines that are no records at all."""

    good: int
    faulty: int
    left_out: int


def personal_columns(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> list[str]:
    """Headers of the columns in which a value looks like it identifies a person.

    Looked at in full: columns not recognised, codes and texts. Cells of typed columns cannot hold such a value unless
    they are faulty, and those are looked at by `personal_faults`.
    """
    typed = {
        position
        for name, position in mapping.positions.items()
        if mapping.table.field(name).kind not in ("code", "text")
    }
    return _columns_with_personal(cursor, staged, [p for p in range(len(staged.sheet.headers)) if p not in typed], "")


def personal_faults(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> list[str]:
    """The same for all cells of the rows set aside, since their values are kept beside the findings."""
    among = f"WHERE s.rowid IN (SELECT ordinal FROM {FAILED})"
    return _columns_with_personal(cursor, staged, list(range(len(staged.sheet.headers))), among)


def _columns_with_personal(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, positions: list[int], among: str
) -> list[str]:
    tests = ", ".join(f"coalesce(bool_or({personal_value_sql(f's.c{position}')}), false)" for position in positions)
    answers = cursor.execute(f"SELECT {tests} FROM {staged.table} s {among}").fetchall()[0]
    return [
        staged.sheet.headers[position] or f"n. {position + 1}"
        for position, personal in zip(positions, answers, strict=True)
        if personal
    ]


def validate(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> Outcome:
    """Type every row and find every fault; leaves the tables `typed_rows`, `found_faults` and `failed_rows`."""
    for name in (TYPED, FOUND, FAILED, WORDS):
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
    _translate_codes(cursor, staged, mapping)
    _type_all(cursor, staged, mapping)
    doubtful = bool(cursor.execute(f"SELECT 1 FROM {TYPED} WHERE suspect LIMIT 1").fetchall())
    left_out = _leave_out_non_records(cursor, staged, mapping) if doubtful else 0
    find_all(cursor, staged, mapping)
    cursor.execute(f"CREATE TEMP TABLE {FAILED} AS SELECT DISTINCT ordinal FROM {FOUND}")
    total = _count(cursor, TYPED)
    faulty = _count(cursor, FAILED)
    return Outcome(total - faulty, faulty, left_out)


def _count(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _translate_codes(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> None:
    """Find the code of each different word once, so that a million rows need a look-up only."""
    cursor.execute(f"CREATE TEMP TABLE {WORDS} (field VARCHAR, raw VARCHAR, code VARCHAR)")
    for field in mapping.table.fields:
        if field.codes and field.name in mapping.positions:
            words = field.code_words()
            cursor.execute(
                f"INSERT INTO {WORDS} SELECT $field, raw, code "
                f"FROM (SELECT DISTINCT c{mapping.positions[field.name]} AS raw FROM {staged.table}) "
                f"JOIN (SELECT unnest($words) AS word, unnest($codes) AS code) ON word = {plain_words_sql('raw')}",
                {"field": field.name, "words": list(words), "codes": list(words.values())},
            )


def _value_sql(mapping: Mapping, field: Field) -> str:
    """The typed value of one field of a staged row."""
    if field.name not in mapping.positions:
        value = f"CAST(NULL AS {field.sql_type})"
    else:
        value = typed_sql(field, raw_sql(mapping, field), f"w_{field.name}.code")
    if field.name not in mapping.table.scored:
        return value
    score, baseline = (
        _value_sql(mapping, mapping.table.field(f"{field.name}_{part}")) for part in ("score", "baseline")
    )
    return (
        f"coalesce({value}, CASE WHEN {score} > {baseline} THEN 'improved' WHEN {score} = {baseline} THEN 'same' "
        f"WHEN {score} < {baseline} THEN 'worse' ELSE 'no_answer' END)"
    )


def _type_all(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> None:
    table = mapping.table
    values = ", ".join(f'{_value_sql(mapping, field)} AS "{field.name}"' for field in table.fields)
    joins = " ".join(
        f"LEFT JOIN {WORDS} w_{field.name} ON w_{field.name}.field = '{field.name}' "
        f"AND w_{field.name}.raw = s.c{mapping.positions[field.name]}"
        for field in table.fields
        if field.codes and field.name in mapping.positions
    )
    suspect = " OR ".join(doubts(mapping))
    raw = [f"c{position}" for position in mapping.positions.values()]
    kept = ", ".join(f"s.{column}" for column in raw)
    rows = f"SELECT s.rowid AS ordinal, {staged.line_sql} AS row_number, {values}, {kept} FROM {staged.table} s {joins}"
    cursor.execute(
        f"CREATE TEMP TABLE {TYPED} AS SELECT * EXCLUDE ({', '.join(raw)}), ({suspect}) AS suspect FROM ({rows}) s"
    )


def _leave_out_non_records(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> int:
    """Take out lines of totals and lines with no recognised cell: they are no families. Returns how many totals."""
    cells = [f"s.c{position}" for position in sorted(mapping.positions.values())]
    blank = " AND ".join(blank_sql(cell) for cell in cells)
    first = f"lower(trim(coalesce({', '.join(cells)})))"
    missing = " OR ".join(f't."{field.name}" IS NULL' for field in mapping.table.fields if field.required)
    total = f"(coalesce(regexp_matches({first}, '{_TOTAL_LINE}'), false) AND ({missing}))"
    removed = cursor.execute(
        f"DELETE FROM {TYPED} WHERE ordinal IN (SELECT t.ordinal FROM {TYPED} t "
        f"JOIN {staged.table} s ON s.rowid = t.ordinal WHERE t.suspect AND ({blank} OR {total})) RETURNING ordinal"
    ).fetchall()
    return len(removed)
