"""Judges one prepared table inside a transaction and writes its good rows, its faulty rows and its findings."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import re
from dataclasses import dataclass, replace
from operator import itemgetter

import duckdb

from h4a_core.records.intake import results
from h4a_core.records.intake.comparing import HOMELESS, find_by_comparing
from h4a_core.records.intake.correcting import UNSETTLED
from h4a_core.records.intake.findings import FAILED, FOUND, STAGED, TYPED, VALUES, find_in_rows, message
from h4a_core.records.intake.mapping import Mapping
from h4a_core.records.intake.preparing import Prepared
from h4a_core.records.intake.rules import WARNINGS, severity
from h4a_core.records.intake.staging import stage_rows
from h4a_core.records.intake.typing_sql import blank_sql, literal, raw_sql
from h4a_core.store.batches import open_batch, seal_batch
from h4a_core.tables.fields import Field, plain_words
from h4a_core.text import Text

_TOTAL_LINE = r"^(sub ?)?total[ei]?\b|^somma\b|^tot\b"


@dataclass(frozen=True)
class Outcome:
    """What judging left in the temporary tables: good and faulty rows, findings, and lines that are no records."""

    good: int
    faulty: int
    findings: int
    left_out: int


def judge(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping) -> Outcome:
    """Find every fault of a table; leaves the views and tables that `findings` names."""
    names, table = prepared.names, mapping.table
    columns = ", ".join(f'"{name}"' for name in table.columns)
    rows = f"SELECT ordinal, row_number, {columns} FROM {names.slow}"
    left_out = _leave_out_non_records(cursor, prepared, mapping)
    if prepared.quick:
        first = prepared.sheet.header_line + 1
        quick = (
            f"SELECT rowid AS ordinal, rowid + {first} AS row_number, {columns} FROM {names.quick} WHERE NOT suspect"
        )
        rows = f"{quick} UNION ALL {rows}"
    for view, query in ((TYPED, rows), (STAGED, f"FROM {names.staged}"), (VALUES, f"FROM {names.values}")):
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {query}")
    find_in_rows(cursor, prepared.sheet, mapping, names.slow)
    find_by_comparing(cursor, prepared.sheet, mapping)
    gentle = ", ".join(literal(rule) for rule in sorted(WARNINGS))
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {FAILED} AS SELECT DISTINCT ordinal FROM {FOUND} WHERE rule NOT IN ({gentle})"
    )
    total, faulty, found = (_count(cursor, name) for name in (TYPED, FAILED, FOUND))
    return Outcome(total - faulty, faulty, found, left_out)


def _count(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _leave_out_non_records(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping) -> int:
    """Take out lines of totals and lines with no recognised cell: they are no families. Returns how many."""
    if not cursor.execute(f"SELECT 1 FROM {prepared.names.slow} WHERE suspect LIMIT 1").fetchall():
        return 0
    cells = [f"s.c{position}" for position in sorted(mapping.positions.values())]
    blank = " AND ".join(blank_sql(cell) for cell in cells)
    first = f"lower(trim(coalesce({', '.join(cells)})))"
    missing = " OR ".join(f't."{field.name}" IS NULL' for field in mapping.table.fields if field.required)
    total = f"(coalesce(regexp_matches({first}, '{_TOTAL_LINE}'), false) AND ({missing}))"
    removed = cursor.execute(
        f"DELETE FROM {prepared.names.slow} WHERE ordinal IN (SELECT t.ordinal FROM {prepared.names.slow} t "
        f"JOIN {prepared.names.staged} s ON s.ordinal = t.ordinal WHERE t.suspect AND ({blank} OR {total})) "
        "RETURNING ordinal"
    ).fetchall()
    return len(removed)


def nothing_new(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping, outcome: Outcome) -> bool:
    """Whether every good row is current in the store with the same values, and every faulty one was set aside before.

    A faulty row counts as set aside if an import that is not undone did so with the same cells. Without rows: no.
    """
    return (
        outcome.good + outcome.faulty > 0
        and (not outcome.good or _all_stored(cursor, mapping))
        and (not outcome.faulty or _all_set_aside(cursor, prepared, mapping))
    )


def _all_stored(cursor: duckdb.DuckDBPyConnection, mapping: Mapping) -> bool:
    table = mapping.table.name
    if not cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchall():
        return False
    columns = ", ".join(f'"{name}"' for name in mapping.table.columns)
    new = f"SELECT {columns} FROM {TYPED} WHERE ordinal NOT IN (SELECT ordinal FROM {FAILED})"
    return not cursor.execute(f'{new} EXCEPT SELECT {columns} FROM "{table}" LIMIT 1').fetchall()


def _all_set_aside(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping) -> bool:
    known = (
        "SELECT CAST(raw AS VARCHAR) FROM rejected_rows JOIN batches USING (batch_id) "
        "WHERE table_name = ? AND hidden_at IS NULL"
    )
    new = f"SELECT CAST(raw AS VARCHAR) FROM ({_faulty_rows(cursor, prepared, mapping)})"
    return not cursor.execute(f"{new} EXCEPT {known} LIMIT 1", [mapping.table.name]).fetchall()


def write(
    cursor: duckdb.DuckDBPyConnection,
    prepared: Prepared,
    mapping: Mapping,
    outcome: Outcome,
    source: tuple[str, str],
    *,
    invented: bool,
    by: str | None = None,
) -> int:
    """Append the good rows, the faulty rows, and the findings; returns the number of the import.

    `source` is the name of the file and the sha256 of its bytes; `by` says who brings it in.
    """
    table, (name, sha256) = mapping.table, source
    batch_id = open_batch(cursor, table, name, sha256, invented=invented, imported_by=by)
    columns = ", ".join(f'"{column}"' for column in table.columns)
    good = f"WHERE ordinal NOT IN (SELECT ordinal FROM {FAILED})" if outcome.faulty else ""
    cursor.execute(f'INSERT INTO "{table.name}_rows" SELECT {columns}, {batch_id}, row_number FROM {TYPED} {good}')
    if outcome.faulty:
        faulty = _faulty_rows(cursor, prepared, mapping)
        cursor.execute(f"INSERT INTO rejected_rows SELECT {batch_id}, row_number, raw FROM ({faulty}) ORDER BY ordinal")
    if outcome.findings:
        cursor.execute(
            'INSERT INTO findings (batch_id, row_number, "column", value, rule, message_it, message_en) '
            f'SELECT {batch_id}, row_number, "column", value, rule, message_it, message_en FROM {FOUND}'
        )
    seal_batch(cursor, table, batch_id, outcome.faulty)
    return batch_id


def _faulty_rows(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping) -> str:
    """SQL of the rows set aside, as `raw`: for each header of the file the field and what was read, else the text."""
    _stage_failed(cursor, prepared)
    cells = []
    for name, at in sorted(mapping.positions.items(), key=itemgetter(1)):
        read, text = _read_and_text(cursor, mapping, mapping.table.field(name))
        cell = f"json_object('field', {literal(name)}, 'read', {read}, 'text', if({read} IS NULL, {text}, NULL))"
        cells.append(f"{literal(prepared.sheet.headers[at])}, {cell}")
    return (
        f"SELECT s.ordinal, s.row_number, json_object({', '.join(cells)}) AS raw FROM {STAGED} s "
        f"JOIN {TYPED} t ON t.ordinal = s.ordinal WHERE s.ordinal IN (SELECT ordinal FROM {FAILED})"
    )


def _read_and_text(cursor: duckdb.DuckDBPyConnection, mapping: Mapping, field: Field) -> tuple[str, str]:
    """What was read of a cell, if it says something else by itself: days, numbers, words that a profile explains."""
    raw = raw_sql(mapping, field)
    if field.kind in ("date", "int", "money", "decimal"):
        return f'CAST(t."{field.name}" AS VARCHAR)', f"regexp_replace({raw}, '{re.escape(UNSETTLED)}$', '')"
    if field.name not in mapping.words:
        return "NULL", raw
    known = mapping.code_words(field)
    texts = cursor.execute(f"SELECT DISTINCT {raw} FROM {STAGED} s WHERE {raw} IS NOT NULL ORDER BY ALL").fetchall()
    codes = {text: known[plain] for (text,) in texts if (plain := plain_words(text)) in known}
    cases = " ".join(f"WHEN {literal(text)} THEN {literal(code)}" for text, code in codes.items())
    return (f"CASE {raw} {cases} END" if codes else "NULL"), raw


def _stage_failed(cursor: duckdb.DuckDBPyConnection, prepared: Prepared) -> None:
    """Bring the cells of rows that proved faulty only beside others to the staged ones."""
    if prepared.body is None:
        return
    missing = cursor.execute(
        f"SELECT ordinal FROM {FAILED} WHERE ordinal NOT IN (SELECT ordinal FROM {STAGED}) ORDER BY ordinal"
    ).fetchall()
    if missing:
        stage_rows(cursor, prepared.names, prepared.sheet, prepared.body.pick([ordinal for (ordinal,) in missing]))


def listed_findings(cursor: duckdb.DuckDBPyConnection, most: int) -> tuple[results.Finding, ...]:
    """The first `most` findings, by line and rule."""
    rows = cursor.execute(
        f'SELECT row_number, "column", value, rule, message_it, message_en FROM {FOUND} '
        f'ORDER BY row_number, rule, "column" LIMIT {most}'
    ).fetchall()
    return tuple(
        results.Finding(row, column, value, rule, Text(it=it, en=en), severity(rule))
        for row, column, value, rule, it, en in rows
    )


def add_homeless(
    cursor: duckdb.DuckDBPyConnection, result: results.ImportResult, header: str, most: int
) -> results.ImportResult:
    """The result of an import of households with those added that have no tenancy now that all files are in."""
    rule = "household_without_tenancy"
    words = message(rule, {})
    count = cursor.execute(
        'INSERT INTO findings (batch_id, row_number, "column", value, rule, message_it, message_en) '
        f"SELECT $batch, row_number, $header, household_id, $rule, $it, $en FROM ({HOMELESS})",
        {"batch": result.batch_id, "header": header, "rule": rule, "it": words.it, "en": words.en},
    ).fetchall()[0][0]
    first = cursor.execute(f"{HOMELESS} ORDER BY row_number LIMIT {most}", {"batch": result.batch_id}).fetchall()
    further = tuple(results.Finding(line, header, code, rule, words, "warning") for line, code in first)
    shown = (result.findings + further)[:most]
    return replace(result, findings=shown, findings_total=result.findings_total + count)


def first_rows(
    cursor: duckdb.DuckDBPyConnection, columns: tuple[str, ...], count: int
) -> tuple[dict[str, object], ...]:
    """The first good rows, typed."""
    names = ", ".join(f'"{name}"' for name in columns)
    rows = cursor.execute(
        f"SELECT {names} FROM {TYPED} WHERE ordinal NOT IN (SELECT ordinal FROM {FAILED}) ORDER BY ordinal "
        f"LIMIT {count}"
    ).fetchall()
    return tuple(dict(zip(columns, row, strict=True)) for row in rows)
