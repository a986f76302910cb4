"""Writes a judged table into the store: good rows, faulty rows and findings; or tells that there is nothing new."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import re
from dataclasses import dataclass, replace
from operator import itemgetter

import duckdb

from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.comparing import WITHDRAWN
from h4a_core.records.intake.correction_workbook import UNSETTLED
from h4a_core.records.intake.judging import Judgement
from h4a_core.records.intake.results import Finding, ImportResult
from h4a_core.records.intake.row_checks import FAULTY_ROWS, FINDINGS, GOOD, TEXT_ROWS, TYPED_ROWS
from h4a_core.records.intake.row_rules import message
from h4a_core.records.intake.temporary_tables import store_text_rows
from h4a_core.records.intake.typing_sql import literal, raw_sql
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.store.batches import open_batch, seal_batch, withdraw_rows
from h4a_core.tables.fields import Field, code_spelling

_WITHOUT_TENANCY = """
    SELECT row_number, household_id FROM households_rows WHERE batch_id = $batch
    AND household_id NOT IN (SELECT household_id FROM tenancies) AND EXISTS (SELECT 1 FROM tenancies)"""
"""Line and code of the households of the import `$batch` that have no tenancy, once tenancies are known at all."""


@dataclass(frozen=True)
class Source:
    """Where the rows of an import come from: name and SHA-256 of the file, whether it is invented, who brings it in."""

    name: str
    sha256: str
    invented: bool
    by: str | None = None


def nothing_new(
    cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping, judgement: Judgement
) -> bool:
    """Whether every good row is current in the store with the same values, and every faulty one was set aside before.

    A faulty row counts as set aside if an import that is not undone did so with the same cells. Without rows: no.
    """
    return (
        judgement.good + judgement.faulty > 0
        and (not judgement.good or _all_stored(cursor, mapping))
        and (not judgement.faulty or _all_set_aside(cursor, typed, mapping))
    )


def _all_stored(cursor: duckdb.DuckDBPyConnection, mapping: ColumnMapping) -> bool:
    table = mapping.table.name
    if not cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchall():
        return False
    columns = ", ".join(f'"{name}"' for name in mapping.table.columns)
    new = f"SELECT {columns} FROM {TYPED_ROWS} WHERE {GOOD}"
    return not cursor.execute(f'{new} EXCEPT SELECT {columns} FROM "{table}" LIMIT 1').fetchall()


def _all_set_aside(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping) -> bool:
    known = (
        "SELECT CAST(raw AS VARCHAR) FROM rejected_rows JOIN batches USING (batch_id) "
        "WHERE table_name = ? AND hidden_at IS NULL"
    )
    new = f"SELECT CAST(raw AS VARCHAR) FROM ({_faulty_rows(cursor, typed, mapping)})"
    return not cursor.execute(f"{new} EXCEPT {known} LIMIT 1", [mapping.table.name]).fetchall()


def write(
    cursor: duckdb.DuckDBPyConnection,
    typed: TypedTable,
    mapping: ColumnMapping,
    judgement: Judgement,
    source: Source,
) -> int:
    """Append the good rows, the faulty rows, and the findings; returns the number of the import."""
    table = mapping.table
    batch_id = open_batch(cursor, table, source.name, source.sha256, invented=source.invented, imported_by=source.by)
    columns = ", ".join(f'"{column}"' for column in table.columns)
    good = f"WHERE {GOOD}" if judgement.faulty or judgement.passed_over else ""
    cursor.execute(f'INSERT INTO "{table.name}_rows" SELECT {columns}, {batch_id}, row_number FROM {TYPED_ROWS} {good}')
    if judgement.faulty:
        faulty = _faulty_rows(cursor, typed, mapping)
        cursor.execute(f"INSERT INTO rejected_rows SELECT {batch_id}, row_number, raw FROM ({faulty}) ORDER BY ordinal")
    if judgement.findings:
        cursor.execute(
            'INSERT INTO findings (batch_id, row_number, "column", value, rule, message_it, message_en) '
            f'SELECT {batch_id}, row_number, "column", value, rule, message_it, message_en FROM {FINDINGS}'
        )
    seal_batch(cursor, table, batch_id, judgement.faulty)
    withdraw_rows(cursor, batch_id, WITHDRAWN)
    return batch_id


def _faulty_rows(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping) -> str:
    """SQL of the rows set aside, as `raw`: for each header of the file the field and what was read, else the text."""
    _store_text_of_faulty_rows(cursor, typed)
    cells = []
    for name, at in sorted(mapping.positions.items(), key=itemgetter(1)):
        read, text = _read_and_text(cursor, mapping, mapping.table.field(name))
        cell = f"json_object('field', {literal(name)}, 'read', {read}, 'text', if({read} IS NULL, {text}, NULL))"
        cells.append(f"{literal(typed.sheet.headers[at])}, {cell}")
    return (
        f"SELECT s.ordinal, s.row_number, json_object({', '.join(cells)}) AS raw FROM {TEXT_ROWS} s "
        f"JOIN {TYPED_ROWS} t ON t.ordinal = s.ordinal WHERE s.ordinal IN (SELECT ordinal FROM {FAULTY_ROWS})"
    )


def _read_and_text(cursor: duckdb.DuckDBPyConnection, mapping: ColumnMapping, field: Field) -> tuple[str, str]:
    """What was read of a cell, if it says something else by itself: days, numbers, words that a profile explains."""
    raw = raw_sql(mapping, field)
    if mapping.is_restated(field.name):
        return "NULL", raw
    if field.kind in ("date", "int", "money", "decimal"):
        return f'CAST(t."{field.name}" AS VARCHAR)', f"regexp_replace({raw}, '{re.escape(UNSETTLED)}$', '')"
    if field.name not in mapping.words:
        return "NULL", raw
    known = mapping.code_words(field)
    texts = cursor.execute(f"SELECT DISTINCT {raw} FROM {TEXT_ROWS} s WHERE {raw} IS NOT NULL ORDER BY ALL").fetchall()
    codes = {text: known[plain] for (text,) in texts if (plain := code_spelling(text)) in known}
    cases = " ".join(f"WHEN {literal(text)} THEN {literal(code)}" for text, code in codes.items())
    return (f"CASE {raw} {cases} END" if codes else "NULL"), raw


def _store_text_of_faulty_rows(cursor: duckdb.DuckDBPyConnection, typed: TypedTable) -> None:
    """Bring in the text of those rows, typed in one pass, that proved faulty only in comparison with others."""
    if typed.body is None:
        return
    missing = cursor.execute(
        f"SELECT ordinal FROM {FAULTY_ROWS} WHERE ordinal NOT IN (SELECT ordinal FROM {TEXT_ROWS}) ORDER BY ordinal"
    ).fetchall()
    if missing:
        store_text_rows(cursor, typed.tables, typed.sheet, typed.body.pick([ordinal for (ordinal,) in missing]))


def warn_of_missing_tenancies(
    cursor: duckdb.DuckDBPyConnection, result: ImportResult, header: str, most: int
) -> ImportResult:
    """The result of an import of households with a warning for each that has no tenancy now that all files are in."""
    rule = "household_without_tenancy"
    words = message(rule, {})
    count = cursor.execute(
        'INSERT INTO findings (batch_id, row_number, "column", value, rule, message_it, message_en) '
        f"SELECT $batch, row_number, $header, household_id, $rule, $it, $en FROM ({_WITHOUT_TENANCY})",
        {"batch": result.batch_id, "header": header, "rule": rule, "it": words.it, "en": words.en},
    ).fetchall()[0][0]
    first = cursor.execute(
        f"{_WITHOUT_TENANCY} ORDER BY row_number LIMIT {most}", {"batch": result.batch_id}
    ).fetchall()
    further = tuple(Finding(line, header, code, rule, words, "warning") for line, code in first)
    shown = (result.findings + further)[:most]
    return replace(result, findings=shown, findings_total=result.findings_total + count)
