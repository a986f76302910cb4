"""Judges the rows of a typed table: finds every fault, and which rows are good, faulty or no records at all."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from dataclasses import dataclass, replace

import duckdb

from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.cross_row_checks import find_across_rows
from h4a_core.records.intake.household_codes import VARIANTS, code_field
from h4a_core.records.intake.results import Finding
from h4a_core.records.intake.row_checks import (
    FAULTY_ROWS,
    FINDINGS,
    GOOD,
    MEANINGS,
    PASSED_OVER,
    TEXT_ROWS,
    TYPED_ROWS,
    find_in_rows,
)
from h4a_core.records.intake.row_rules import WARNINGS, severity
from h4a_core.records.intake.typing_sql import blank_sql, literal
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.text import Text

_TOTAL_LINE = r"^(sub ?)?total[ei]?\b|^somma\b|^tot\b"


@dataclass(frozen=True)
class Judgement:
    """How many rows are good and faulty, how many findings there are, and how many lines are no records."""

    good: int
    faulty: int
    findings: int
    left_out: int
    passed_over: int = 0
    """Good rows that an answer leaves out."""


def show_rows(
    cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping, *, aligned: bool = False
) -> int:
    """Make the views that `row_checks` names, inside a transaction, without lines that are no records.

    `aligned` puts the known codes in the place of their variants. Returns how many lines were left out now.
    """
    tables = typed.tables
    columns = ", ".join(f'"{name}"' for name in mapping.table.columns)
    left_out = _leave_out_non_records(cursor, typed, mapping)
    rows = f"SELECT ordinal, row_number, {columns} FROM {tables.by_value}"
    if typed.in_one_pass:
        first = typed.sheet.header_line + 1
        sure = (
            f"SELECT rowid AS ordinal, rowid + {first} AS row_number, {columns} FROM {tables.one_pass} "
            "WHERE NOT doubtful"
        )
        rows = f"{sure} UNION ALL {rows}"
    if aligned:
        name = code_field(mapping.table)
        rows = (
            f'SELECT t.* REPLACE (coalesce(v.known, t."{name}") AS "{name}") FROM ({rows}) t '
            f'LEFT JOIN {VARIANTS} v ON v.code = t."{name}"'
        )
    views = ((TYPED_ROWS, rows), (TEXT_ROWS, f"FROM {tables.text_rows}"), (MEANINGS, f"FROM {tables.meanings}"))
    for view, query in views:
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {query}")
    return left_out


def judge(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping, left_out: int) -> Judgement:
    """Find every fault of the rows shown, inside a transaction; `left_out` lines are no records."""
    find_in_rows(cursor, typed.sheet, mapping, typed.tables.by_value)
    find_across_rows(cursor, typed.sheet, mapping)
    warnings = ", ".join(literal(rule) for rule in sorted(WARNINGS))
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {PASSED_OVER} (ordinal BIGINT)")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {FAULTY_ROWS} AS SELECT DISTINCT ordinal FROM {FINDINGS} "
        f"WHERE rule NOT IN ({warnings})"
    )
    total, faulty, found = (_count(cursor, name) for name in (TYPED_ROWS, FAULTY_ROWS, FINDINGS))
    return Judgement(total - faulty, faulty, found, left_out)


def after_comparison(cursor: duckdb.DuckDBPyConnection, judgement: Judgement, passed_over: int) -> Judgement:
    """The judgement with the warnings of the comparison, and without the good rows that an answer leaves out."""
    findings = _count(cursor, FINDINGS)
    return replace(judgement, good=judgement.good - passed_over, findings=findings, passed_over=passed_over)


def _count(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _leave_out_non_records(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping) -> int:
    """Take out lines of totals and lines with no recognised cell: they are no families. Returns how many."""
    tables = typed.tables
    if not cursor.execute(f"SELECT 1 FROM {tables.by_value} WHERE doubtful LIMIT 1").fetchall():
        return 0
    cells = [f"s.c{position}" for position in sorted(mapping.positions.values())]
    blank = " AND ".join(blank_sql(cell) for cell in cells)
    first = f"lower(trim(coalesce({', '.join(cells)})))"
    missing = " OR ".join(f't."{field.name}" IS NULL' for field in mapping.table.fields if field.required)
    total = f"(coalesce(regexp_matches({first}, '{_TOTAL_LINE}'), false) AND ({missing}))"
    removed = cursor.execute(
        f"DELETE FROM {tables.by_value} WHERE ordinal IN (SELECT t.ordinal FROM {tables.by_value} t "
        f"JOIN {tables.text_rows} s ON s.ordinal = t.ordinal WHERE t.doubtful AND ({blank} OR {total})) "
        "RETURNING ordinal"
    ).fetchall()
    return len(removed)


def listed_findings(cursor: duckdb.DuckDBPyConnection, most: int) -> tuple[Finding, ...]:
    """The first `most` findings of the table judged last, by line and rule."""
    rows = cursor.execute(
        f'SELECT row_number, "column", value, rule, message_it, message_en FROM {FINDINGS} '
        f'ORDER BY row_number, rule, "column" LIMIT {most}'
    ).fetchall()
    return tuple(
        Finding(row, column, value, rule, Text(it=it, en=en), severity(rule))
        for row, column, value, rule, it, en in rows
    )


def first_rows(
    cursor: duckdb.DuckDBPyConnection, columns: tuple[str, ...], count: int
) -> tuple[dict[str, object], ...]:
    """The first good rows of the table judged last, typed."""
    names = ", ".join(f'"{name}"' for name in columns)
    rows = cursor.execute(f"SELECT {names} FROM {TYPED_ROWS} WHERE {GOOD} ORDER BY ordinal LIMIT {count}").fetchall()
    return tuple(dict(zip(columns, row, strict=True)) for row in rows)
