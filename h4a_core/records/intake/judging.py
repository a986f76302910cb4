"""Judges the rows of a typed table: finds every fault, and which rows are good, faulty or no records at all."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from dataclasses import dataclass, field, replace

import duckdb

from h4a_core.records.intake.accounting import account_for
from h4a_core.records.intake.accounts import Account
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.contradictions import Call
from h4a_core.records.intake.cross_row_checks import find_across_rows
from h4a_core.records.intake.household_codes import VARIANTS, code_field
from h4a_core.records.intake.non_records import LeftOut, leave_out_non_records
from h4a_core.records.intake.recognising import RecognisedTable
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
from h4a_core.records.intake.typing_sql import literal
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.text import Text


@dataclass(frozen=True)
class Judgement:
    """How many rows are good and faulty, how many findings there are, and the account of all lines."""

    good: int
    faulty: int
    findings: int
    left_out: LeftOut = field(default_factory=LeftOut)
    account: Account = field(default_factory=Account)
    passed_over: int = 0
    """Good rows that an answer leaves out."""


def show_rows(
    cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping, *, aligned: bool = False
) -> LeftOut:
    """Make the views that `row_checks` names, inside a transaction, without lines that are no records.

    `aligned` puts the known codes in the place of their variants. Returns the lines that were left out now.
    """
    tables = typed.tables
    columns = ", ".join(f'"{name}"' for name in mapping.table.columns)
    left_out = leave_out_non_records(cursor, typed, mapping)
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


def judge(
    cursor: duckdb.DuckDBPyConnection,
    table: RecognisedTable,
    typed: TypedTable,
    mapping: ColumnMapping,
    left_out: LeftOut,
    call: Call,
) -> Judgement:
    """Find every fault of the rows shown, inside a transaction, also beside those of the call so far."""
    find_in_rows(cursor, typed.sheet, mapping, typed.tables.by_value)
    find_across_rows(cursor, typed.sheet, mapping)
    call.look(cursor, table.name, typed.sheet, mapping, table.answers.get("contradiction"))
    warnings = ", ".join(literal(rule) for rule in sorted(WARNINGS))
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {PASSED_OVER} (ordinal BIGINT)")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {FAULTY_ROWS} AS SELECT DISTINCT ordinal FROM {FINDINGS} "
        f"WHERE rule NOT IN ({warnings})"
    )
    total, faulty, found = (_count(cursor, name) for name in (TYPED_ROWS, FAULTY_ROWS, FINDINGS))
    call.remember(cursor, table.name, mapping.table)
    return Judgement(total - faulty, faulty, found, left_out)


def after_comparison(
    cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping, judgement: Judgement, passed_over: int
) -> Judgement:
    """The judgement with the account of all lines and the comparison's warnings, without the rows it leaves out."""
    findings, account = _count(cursor, FINDINGS), account_for(cursor, typed, mapping, judgement.left_out)
    good = judgement.good - passed_over
    return replace(judgement, good=good, findings=findings, passed_over=passed_over, account=account)


def _count(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


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
