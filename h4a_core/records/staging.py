"""Brings the text cells of a sheet into the database as they are, one temporary all-text table, to be judged by SQL."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from h4a_core.records.reading import BLANKS, Sheet, irregular


@dataclass(frozen=True)
class Staged:
    """The text table with columns c0, c1, ... and how to tell the line of the file a row `s` stands on."""

    sheet: Sheet
    table: str
    line_sql: str


def stage(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, table: str) -> Staged:
    """Load the cells of a sheet as text into a temporary table; blanks and words for "not known" become NULL.

    A regular text goes through DuckDB's own reader, with everything said to it: separator, quotes, columns, types.
    When its lines differ in length or a cell spans lines, the sheet is read again cell by cell. To be called outside
    a transaction: a line the quick reader refuses would end it.
    """
    if sheet.body is not None:
        if _quickly(cursor, sheet, sheet.body, table):
            return Staged(sheet, table, f"(s.rowid + {sheet.header_line + 1})")
        sheet = irregular(sheet, sheet.body)
    _cell_by_cell(cursor, sheet, table)
    return Staged(sheet, table, "s.line")


def _quickly(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, body: bytes, table: str) -> bool:
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(sheet.headers)))
    kept = ", ".join(
        f"NULL::VARCHAR AS c{position}" if position in sheet.dropped else f"c{position}"
        for position in range(len(sheet.headers))
    )
    blanks = ", ".join(f"'{word}'" for word in BLANKS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "body.csv"
        path.write_bytes(body)
        try:
            cursor.execute(
                f"CREATE TEMP TABLE {table} AS SELECT {kept} FROM read_csv($path, auto_detect=false, header=false, "
                f"delim='{sheet.separator}', quote='\"', escape='\"', columns={{{columns}}}, nullstr=[{blanks}], "
                "strict_mode=true, null_padding=false, ignore_errors=false, encoding='utf-8')",
                {"path": str(path)},
            )
        except duckdb.Error:
            return False
    (rows,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0]
    if rows == body.count(b"\n") + 1:
        return True
    cursor.execute(f"DROP TABLE {table}")
    return False


def _cell_by_cell(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, table: str) -> None:
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed for untidy files only

    names = [f"c{position}" for position in range(len(sheet.headers))]
    columns = list(zip(*(cells for _, cells in sheet.rows), strict=True)) or [()] * len(names)
    arrays = [
        pa.nulls(len(cells), pa.string()) if position in sheet.dropped else pa.array(cells, pa.string())
        for position, cells in enumerate(columns)
    ]
    lines = pa.array([line for line, _ in sheet.rows], pa.int64())
    cursor.register("cells_read", pa.table([lines, *arrays], names=["line", *names]))
    cursor.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM cells_read")
    cursor.unregister("cells_read")
