"""The temporary tables in which one sheet is typed, and how its text cells come into them."""

# ruff: noqa: S608 - names of tables and columns are made here; values are bound or quoted

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import duckdb

from h4a_core.records.cells.blanks import BLANKS, is_blank
from h4a_core.records.formats.csv_reading import csv_rows
from h4a_core.records.formats.frames import Cells
from h4a_core.records.formats.sheets import Sheet

_SAMPLE_BYTES = 200_000
_SAMPLE_ROWS = 1000


@dataclass(frozen=True)
class TemporaryTables:
    """Names of the temporary tables of one sheet, told apart by the number of the sheet in its import."""

    number: int

    @property
    def one_pass(self) -> str:
        """Rows typed while the file was read; their order in the table is that of the file."""
        return f"one_pass_{self.number}"

    @property
    def text_rows(self) -> str:
        """Text cells, with `ordinal` and `row_number`: of all rows, or of those that need a closer look."""
        return f"text_rows_{self.number}"

    @property
    def all_text(self) -> str:
        """All text cells of a file, where `text_rows` is a view of them."""
        return f"all_text_{self.number}"

    @property
    def meanings(self) -> str:
        """What single texts mean: field, raw, meaning, note."""
        return f"meanings_{self.number}"

    @property
    def by_value(self) -> str:
        """The rows of `text_rows`, typed."""
        return f"by_value_{self.number}"


@dataclass(frozen=True)
class CsvBody:
    """The regular body of a sheet, in a file of its own from which DuckDB reads it."""

    sheet: Sheet
    body: bytes
    path: Path

    @classmethod
    def written(cls, sheet: Sheet, body: bytes, folder: str) -> "CsvBody":
        """Write the body into a folder, which the caller removes."""
        path = Path(folder) / "body.csv"
        path.write_bytes(body)
        return cls(sheet, body, path)

    def relation(self, blanks: Iterable[str] = BLANKS) -> str:
        """The reader as SQL: all columns as text, words for "not known" as NULL, dropped columns not read.

        Each word is compared with each cell: the fewer, the quicker.
        """
        width = len(self.sheet.headers)
        columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(width))
        words = ", ".join(f"'{word}'" for word in blanks)
        path = str(self.path).replace("'", "''")
        reader = (
            f"read_csv('{path}', auto_detect=false, header=false, delim='{self.sheet.separator}', quote='\"', "
            f"escape='\"', columns={{{columns}}}, nullstr=[{words}], strict_mode=true, null_padding=false, "
            "ignore_errors=false, encoding='utf-8')"
        )
        if not self.sheet.dropped:
            return reader
        nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS c{position}" for position in sorted(self.sheet.dropped))
        return f"(SELECT * REPLACE ({nothing}) FROM {reader})"

    @cached_property
    def lines(self) -> int:
        """How many lines there are; as many rows, if no cell spans lines."""
        return self.body.count(b"\n") + 1

    @property
    def first_blanks(self) -> list[str]:
        """The words for "not known" that stand in the first rows, and the empty one."""
        mark = self.sheet.separator or ","
        lines = self.body[:_SAMPLE_BYTES].decode("utf-8", errors="ignore").replace('"', "").splitlines()
        cells = {cell for line in lines[:_SAMPLE_ROWS] for cell in line.split(mark)}
        return ["", *(word for word in BLANKS if word and word in cells)]

    @cached_property
    def sample(self) -> list[Cells]:
        """The first rows."""
        end = len(self.body) if len(self.body) <= _SAMPLE_BYTES else self.body.rfind(b"\n", 0, _SAMPLE_BYTES) + 1
        text = self.body[:end].decode("utf-8")
        return [cells for _, cells in islice(csv_rows(text, self.sheet.separator or ","), _SAMPLE_ROWS)]

    def pick(self, ordinals: Sequence[int]) -> list[tuple[int, int, Cells]]:
        """Ordinal, line in the file and cells of the rows asked for (rows are lines)."""
        if not ordinals:
            return []
        lines = self.body.split(b"\n")
        texts = [lines[ordinal].decode("utf-8").rstrip("\r") for ordinal in ordinals]
        rows = csv.reader(texts, delimiter=self.sheet.separator or ",")
        first = self.sheet.header_line + 1
        return [(ordinal, ordinal + first, self._kept(cells)) for ordinal, cells in zip(ordinals, rows, strict=True)]

    def _kept(self, cells: list[str]) -> Cells:
        return [
            None if position in self.sheet.dropped or is_blank(cell) else cell for position, cell in enumerate(cells)
        ]


def store_all_text(cursor: duckdb.DuckDBPyConnection, tables: TemporaryTables, body: CsvBody) -> bool:
    """Read all cells as text; false, leaving nothing, where lines differ in length or a cell spans lines."""
    try:
        cursor.execute(f"CREATE TEMP TABLE {tables.all_text} AS FROM {body.relation()}")
    except duckdb.Error:
        return False
    (rows,) = cursor.execute(f"SELECT count(*) FROM {tables.all_text}").fetchall()[0]
    if rows != body.lines:
        cursor.execute(f"DROP TABLE {tables.all_text}")
        return False
    first = body.sheet.header_line + 1
    cursor.execute(
        f"CREATE TEMP VIEW {tables.text_rows} AS "
        f"SELECT rowid AS ordinal, rowid + {first} AS row_number, * FROM {tables.all_text}"
    )
    return True


def store_text_rows(
    cursor: duckdb.DuckDBPyConnection, tables: TemporaryTables, sheet: Sheet, rows: Iterable[tuple[int, int, Cells]]
) -> None:
    """Bring rows (ordinal, line, cells) into `text_rows`, which is made if need be."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and needed for untidy files only

    columns = [f"c{position}" for position in range(len(sheet.headers))]
    listed = list(rows)
    cells = list(zip(*(cells for *_, cells in listed), strict=True)) or [()] * len(columns)
    arrays = [
        pa.nulls(len(listed), pa.string()) if position in sheet.dropped else pa.array(column, pa.string())
        for position, column in enumerate(cells)
    ]
    numbers = [pa.array([row[place] for row in listed], pa.int64()) for place in (0, 1)]
    cursor.register("cells_read", pa.table([*numbers, *arrays], names=["ordinal", "row_number", *columns]))
    there = cursor.execute(
        "SELECT 1 FROM duckdb_tables() WHERE table_name = ? AND temporary", [tables.text_rows]
    ).fetchall()
    cursor.execute(
        f"INSERT INTO {tables.text_rows} FROM cells_read"
        if there
        else f"CREATE TEMP TABLE {tables.text_rows} AS FROM cells_read"
    )
    cursor.unregister("cells_read")
