"""The tables of the store, built by small named steps; a table remembers which of them have been applied."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from collections.abc import Callable

import duckdb

from h4a_core.records.fields import Table
from h4a_core.records.tables import TABLES

_REMEMBERED = "CREATE TABLE IF NOT EXISTS migrations (name VARCHAR PRIMARY KEY, applied_at TIMESTAMPTZ DEFAULT now())"

_BATCH_TABLES = """
CREATE TABLE batches (
    batch_id INTEGER NOT NULL, table_name VARCHAR NOT NULL, file_name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    imported_at TIMESTAMPTZ NOT NULL, rows_accepted BIGINT NOT NULL, rows_rejected BIGINT NOT NULL,
    invented BOOLEAN NOT NULL, hidden_at TIMESTAMPTZ);
CREATE TABLE rejected_rows (batch_id INTEGER NOT NULL, row_number BIGINT NOT NULL, raw JSON NOT NULL);
CREATE TABLE findings (
    batch_id INTEGER NOT NULL, row_number BIGINT NOT NULL, "column" VARCHAR, value VARCHAR, rule VARCHAR NOT NULL,
    message_it VARCHAR NOT NULL, message_en VARCHAR NOT NULL);
CREATE TABLE superseded (batch_id INTEGER NOT NULL, row_number BIGINT NOT NULL, by_batch_id INTEGER NOT NULL);
"""


def rows_ddl(table: Table) -> str:
    """The append-only table that holds every row ever brought in, with the import and the line it came from."""
    columns = ", ".join(f'"{field.name}" {field.sql_type}' for field in table.fields)
    return f'CREATE TABLE "{table.name}_rows" ({columns}, batch_id INTEGER NOT NULL, row_number BIGINT NOT NULL)'


def view_ddl(table: Table) -> str:
    """The current rows: of imports not undone, and not replaced by a later import that is not undone either.

    Which row replaces which is written down when an import comes in (`superseded`), so that reading needs no sorting
    by key: a scan and a look into a small set.
    """
    columns = ", ".join(f'r."{name}"' for name in table.columns)
    return f"""
        CREATE OR REPLACE VIEW "{table.name}" AS SELECT {columns}, r.batch_id, r.row_number FROM "{table.name}_rows" r
        WHERE r.batch_id IN (SELECT b.batch_id FROM batches b WHERE b.hidden_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM superseded s JOIN batches b ON b.batch_id = s.by_batch_id
            WHERE b.hidden_at IS NULL AND s.batch_id = r.batch_id AND s.row_number = r.row_number)"""


def _create_batches(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(_BATCH_TABLES)


def _create_records(cursor: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES.values():
        cursor.execute(rows_ddl(table))
        cursor.execute(view_ddl(table))


MIGRATIONS: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {
    "create_batches": _create_batches,
    "create_records": _create_records,
}
"""Steps in the order in which they are applied; a step once released is never changed, only followed by another."""


def unknown_migrations(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of applied steps that this version does not know: the file was written by a newer one."""
    cursor.execute(_REMEMBERED)
    applied = [str(name) for (name,) in cursor.execute("SELECT name FROM migrations ORDER BY name").fetchall()]
    return [name for name in applied if name not in MIGRATIONS]


def migrate(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply the missing steps, each in a transaction of its own, and return their names."""
    applied = {name for (name,) in cursor.execute("SELECT name FROM migrations").fetchall()}
    missing = [name for name in MIGRATIONS if name not in applied]
    for name in missing:
        cursor.execute("BEGIN TRANSACTION")
        try:
            MIGRATIONS[name](cursor)
            cursor.execute("INSERT INTO migrations (name) VALUES (?)", [name])
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
    return missing
