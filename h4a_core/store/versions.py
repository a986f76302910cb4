"""The versions of one record: what each import said of it, and which of them counts."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from h4a_core.tables.registry import TABLES


@dataclass(frozen=True)
class RowVersion:
    """What one import said of a record. `visible` is true for the version in force, of which there is one at most.

    `hidden_at` is set when its import is undone; `replaced_by` is the first later import in force with the same key.
    """

    batch_id: int
    row_number: int
    file: str
    imported_at: datetime
    imported_by: str | None
    hidden_at: datetime | None
    replaced_by: int | None
    values: dict[str, object]

    @property
    def visible(self) -> bool:
        """Whether this version counts."""
        return self.hidden_at is None and self.replaced_by is None


def key_values(
    cursor: duckdb.DuckDBPyConnection, table: str, before: Sequence[object] = (), at_most: int = 1000
) -> list[object]:
    """The values that the next part of a record's key takes, in order: of every version, undone and replaced ones too.

    Args:
        cursor: lent by the store; of one that looks back, those known then.
        table: name in the registry; KeyError if there is none.
        before: the parts of the key chosen already, fewer than the table's `key` has.
        at_most: how many to give.

    """
    key = TABLES[table].key
    chosen = " AND ".join(["TRUE", *(f'"{name}" = ?' for name in key[: len(before)])])
    rows = cursor.execute(
        f'SELECT DISTINCT "{key[len(before)]}" FROM "{table}_rows" '
        f"WHERE batch_id IN (FROM batches SELECT batch_id) AND {chosen} ORDER BY 1 LIMIT ?",
        [*before, at_most],
    ).fetchall()
    return [value for (value,) in rows]


def row_history(cursor: duckdb.DuckDBPyConnection, table: str, key: Sequence[object]) -> list[RowVersion]:
    """All versions of the record with that key, the oldest first; of a cursor that looks back, those known then.

    Args:
        cursor: lent by the store.
        table: name in the registry; KeyError if there is none.
        key: its values in the order of the table's `key`, as Python values or texts that DuckDB can read as such.

    """
    columns = TABLES[table].columns
    names = ", ".join(f'r."{name}"' for name in columns)
    same_key = " AND ".join(f'r."{name}" = ?' for name in TABLES[table].key)
    rows = cursor.execute(
        f"""
        SELECT r.batch_id, r.row_number, b.file_name, b.imported_at AT TIME ZONE 'UTC', b.imported_by,
               b.hidden_at AT TIME ZONE 'UTC',
               (SELECT min(s.by_batch_id) FROM superseded s JOIN batches n ON n.batch_id = s.by_batch_id
                WHERE n.hidden_at IS NULL AND s.batch_id = r.batch_id AND s.row_number = r.row_number), {names}
        FROM "{table}_rows" r JOIN batches b USING (batch_id) WHERE {same_key} ORDER BY r.batch_id, r.row_number
        """,
        list(key),
    ).fetchall()
    return [
        RowVersion(
            batch_id=batch_id,
            row_number=row_number,
            file=file,
            imported_at=at.replace(tzinfo=UTC),
            imported_by=by,
            hidden_at=hidden and hidden.replace(tzinfo=UTC),
            replaced_by=replaced_by,
            values=dict(zip(columns, values, strict=True)),
        )
        for batch_id, row_number, file, at, by, hidden, replaced_by, *values in rows
    ]
