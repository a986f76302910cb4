"""Accounts for a typed table: where each line of its file went, and what became of the sums of its columns."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from decimal import Decimal

import duckdb

from h4a_core.records.cells.notation import Notation
from h4a_core.records.cells.numbers import read_number
from h4a_core.records.intake.accounts import Account, ColumnSum, LeftOutLine
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.non_records import LeftOut
from h4a_core.records.intake.row_checks import FAULTY_ROWS, GOOD, PASSED_OVER, TYPED_ROWS
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.records.intake.units import in_own_unit

_NUMBERS = ("int", "money", "decimal")
_PASSED_OVER = f"ordinal IN (SELECT ordinal FROM {PASSED_OVER})"


def account_for(
    cursor: duckdb.DuckDBPyConnection,
    typed: TypedTable,
    mapping: ColumnMapping,
    left_out: LeftOut,
) -> Account:
    """The account of a table that has been judged and compared with the store."""
    sheet = typed.sheet
    lines = [LeftOutLine(line, why) for line, why in sheet.above]
    tally = sheet.tally
    below = sheet.body.count(b"\n") + 1 if sheet.body is not None else 0
    if tally is not None:
        below = tally.lines
        lines += [LeftOutLine(line, "blank") for line in tally.blank]
    lines += [LeftOutLine(line, "returned") for line in sheet.returned]
    lines += left_out.lines
    older = cursor.execute(f"SELECT row_number FROM {TYPED_ROWS} WHERE {_PASSED_OVER}").fetchall()
    lines += [LeftOutLine(line, "older") for (line,) in older]
    numbers = [(name, place) for name, place in mapping.positions.items() if mapping.table.field(name).kind in _NUMBERS]
    sums = ", ".join(f'coalesce(sum("{name}"), 0)' for name, _ in numbers) or "0"
    stored, aside, passed_over = (
        cursor.execute(f"SELECT count(*), {sums} FROM {TYPED_ROWS} WHERE {rows}").fetchall()[0]
        for rows in (GOOD, f"ordinal IN (SELECT ordinal FROM {FAULTY_ROWS})", _PASSED_OVER)
    )
    columns = tuple(
        ColumnSum(
            sheet.headers[place],
            _file_sum(cursor, typed, mapping, name),
            stored=Decimal(stored[at]),
            aside=Decimal(aside[at]),
            left_out=Decimal(passed_over[at]),
        )
        for at, (name, place) in enumerate(numbers, start=1)
    )
    return Account(
        lines=len(sheet.above) + below,
        stored=stored[0],
        aside=aside[0],
        inner=tally.inner if tally else 0,
        left_out=tuple(sorted(lines, key=lambda one: one.line)),
        sums=columns,
    )


def _file_sum(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping, name: str) -> Decimal:
    """The sum of a column as its texts say it, each read by itself; of the rows typed while reading, as they came."""
    tables, field = typed.tables, mapping.table.field(name)
    notation = typed.notations.by_field.get(name, Notation())
    texts = cursor.execute(
        f"SELECT s.c{mapping.positions[name]}, count(*) FROM {tables.text_rows} s JOIN {tables.by_value} t "
        "ON s.ordinal = t.ordinal GROUP BY ALL"
    ).fetchall()
    total = Decimal(0)
    for text, count in texts:
        number = read_number(field, text, notation.decimal_sign, answered=notation.answered) if text else None
        if number is not None:
            total += in_own_unit(field, number.value, mapping.units.get(name)) * count
    if typed.in_one_pass:
        query = f'SELECT coalesce(sum("{name}"), 0) FROM {tables.one_pass} WHERE NOT doubtful'
        total += Decimal(cursor.execute(query).fetchall()[0][0])
    return Decimal(int(total)) if field.kind == "int" else total
