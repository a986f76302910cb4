"""The tables of the store, built by small named steps; a table remembers which of them have been applied.

Columns of records come from the registry: those that a file lacks are added when it is opened (`add_missing_columns`).
"""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import duckdb

from h4a_core.store.errors import FOREIGN, NEWER, StoreError
from h4a_core.tables.fields import Table
from h4a_core.tables.registry import TABLES

_MIGRATIONS_TABLE = (
    "CREATE TABLE IF NOT EXISTS migrations (name VARCHAR PRIMARY KEY, applied_at TIMESTAMPTZ DEFAULT now())"
)

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

_EVENTS = """
ALTER TABLE batches ADD COLUMN imported_by VARCHAR;
CREATE TABLE batch_events (
    event_id BIGINT NOT NULL, batch_id INTEGER NOT NULL, action VARCHAR NOT NULL, happened_at TIMESTAMPTZ NOT NULL,
    by_whom VARCHAR);
INSERT INTO batch_events (event_id, batch_id, action, happened_at)
SELECT row_number() OVER (ORDER BY happened_at, batch_id, action), batch_id, action, happened_at FROM (
    SELECT batch_id, 'import' AS action, imported_at AS happened_at FROM batches
    UNION ALL SELECT batch_id, 'undo', hidden_at FROM batches WHERE hidden_at IS NOT NULL);
"""

_OF_EVERY_ROW = frozenset({"batch_id", "row_number"})


def rows_ddl(table: Table) -> str:
    """The append-only table that holds every row ever brought in, with the import and the line it came from."""
    columns = ", ".join(f'"{field.name}" {field.sql_type}' for field in table.fields)
    return f'CREATE TABLE "{table.name}_rows" ({columns}, batch_id INTEGER NOT NULL, row_number BIGINT NOT NULL)'


def current_rows(table: Table, columns: tuple[str, ...] | None = None) -> str:
    """The query for current rows: of imports not undone, not replaced by a later import that is not undone either.

    Which row replaces which is written down when an import comes in (`superseded`), so that reading needs no sorting
    by key: a scan and a look into a small set. `columns` are those asked for; all when None.
    """
    names = ", ".join(f'r."{name}"' for name in columns or table.columns)
    return f"""
        SELECT {names}, r.batch_id, r.row_number FROM "{table.name}_rows" r
        WHERE r.batch_id IN (SELECT b.batch_id FROM batches b WHERE b.hidden_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM superseded s JOIN batches b ON b.batch_id = s.by_batch_id
            WHERE b.hidden_at IS NULL AND s.batch_id = r.batch_id AND s.row_number = r.row_number)"""


def view_ddl(table: Table, columns: tuple[str, ...] | None = None) -> str:
    """The view of the current rows, under the table's own name; `batches` is looked for by name (see `look_back`).

    `columns` are those that the table has, where these are not those of the registry.
    """
    return f'CREATE OR REPLACE VIEW "{table.name}" AS {current_rows(table, columns)}'


def _create_batches(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(_BATCH_TABLES)


def _create_records(cursor: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES.values():
        cursor.execute(rows_ddl(table))
        cursor.execute(view_ddl(table))


def _add_events(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(_EVENTS)


def _add_issued_statements(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(
        "CREATE TABLE issued_statements (number INTEGER NOT NULL, issued_at TIMESTAMPTZ NOT NULL, "
        "programme VARCHAR NOT NULL, as_of DATE NOT NULL, fingerprint VARCHAR NOT NULL, body JSON NOT NULL, "
        "PRIMARY KEY (programme, number))"
    )


def _take_currency_out_of_names(cursor: duckdb.DuckDBPyConnection) -> None:
    """Name money after what it is: its currency is the programme's, so `monthly_rent_eur` becomes `monthly_rent`."""
    for name, columns in stored_columns(cursor).items():
        table = TABLES.get(name.removesuffix("_rows"))
        if table is None or not name.endswith("_rows"):
            continue
        renamed = {column: named for column in columns if column != (named := current_name(table, column))}
        for column, named in renamed.items():
            cursor.execute(f'ALTER TABLE "{name}" RENAME COLUMN "{column}" TO "{named}"')
        if not renamed:
            continue
        cursor.execute(f'DROP VIEW IF EXISTS "{table.name}"')
        cursor.execute(view_ddl(table, tuple(current_name(table, one) for one in columns if one not in _OF_EVERY_ROW)))


def current_name(table: Table, column: str) -> str:
    """The present name of a stored column: until 2026 the names of amounts of money ended in their currency."""
    named = column.removesuffix("_eur")
    return named if column not in table.columns and named in table.columns else column


MIGRATIONS: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {
    "create_batches": _create_batches,
    "create_records": _create_records,
    "add_events": _add_events,
    "add_issued_statements": _add_issued_statements,
    "take_currency_out_of_names": _take_currency_out_of_names,
}
"""Steps in the order in which they are applied; a step once released is never changed, only followed by another."""


def bring_up_to_date(cursor: duckdb.DuckDBPyConnection, path: object) -> None:
    """Make or complete the tables of the database at `path`; an old file keeps all it holds.

    Raises StoreError when the tables are another program's, or a newer version's; nothing is changed then.
    """
    tables = stored_columns(cursor)
    if tables and "migrations" not in tables:
        raise StoreError(FOREIGN, path=path)
    cursor.execute(_MIGRATIONS_TABLE)
    unknown = unknown_parts(applied_steps(cursor), tables)
    if unknown:
        raise StoreError(NEWER, path=path, names=", ".join(unknown))
    migrate(cursor)
    add_missing_columns(cursor)


def applied_steps(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the steps applied to this database, known to this version or not, in order."""
    found = cursor.execute("SELECT name FROM migrations ORDER BY applied_at, name").fetchall()
    order = list(MIGRATIONS)
    return sorted((str(name) for (name,) in found), key=lambda name: order.index(name) if name in order else len(order))


def stored_columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables of the database, temporary ones left out, with their columns in order."""
    ours = "WHERE database_name = current_database() ORDER BY table_name"
    tables = cursor.execute(f"SELECT table_name FROM duckdb_tables() {ours}").fetchall()
    # asked of each table: `duckdb_columns()` would first lay out all that DuckDB itself brings along, at 7 ms
    return {str(table): [str(column) for column, *_ in cursor.table(table).description] for (table,) in tables}


def unknown_parts(steps: list[str], tables: dict[str, list[str]]) -> list[str]:
    """Steps, and columns of records, that this version does not know: a newer one wrote them."""
    found = [name for name in steps if name not in MIGRATIONS]
    for name, table in TABLES.items():
        known = _OF_EVERY_ROW.union(table.columns)
        stored = tables.get(f"{name}_rows", [])
        found += [f"{name}.{column}" for column in stored if current_name(table, column) not in known]
    return found


def migrate(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply the missing steps, each in a transaction of its own, and return their names."""
    applied = applied_steps(cursor)
    missing = [name for name in MIGRATIONS if name not in applied]
    for name in missing:
        _in_transaction(cursor, partial(apply_step, cursor, name))
    return missing


def apply_step(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Apply one step and remember it, inside the caller's transaction."""
    cursor.execute(_MIGRATIONS_TABLE)
    MIGRATIONS[name](cursor)
    cursor.execute("INSERT INTO migrations (name) VALUES (?)", [name])


def add_missing_columns(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Add the tables and columns of the registry that the file lacks, and return the names of the tables changed.

    Columns keep the order of the registry, so a table is written anew, in one transaction; old rows have NULL there.
    """
    found = stored_columns(cursor)
    lacking = [
        table
        for table in TABLES.values()
        if found.get(f"{table.name}_rows") != [*table.columns, "batch_id", "row_number"]
    ]

    def rebuild() -> None:
        for table in lacking:
            if f"{table.name}_rows" in found:
                cursor.execute(f'ALTER TABLE "{table.name}_rows" RENAME TO "{table.name}_before"')
            cursor.execute(rows_ddl(table))
            if f"{table.name}_rows" in found:
                cursor.execute(f'INSERT INTO "{table.name}_rows" BY NAME SELECT * FROM "{table.name}_before"')
                cursor.execute(f'DROP TABLE "{table.name}_before"')
            cursor.execute(view_ddl(table))

    if lacking:
        _in_transaction(cursor, rebuild)
    return [table.name for table in lacking]


def _in_transaction(cursor: duckdb.DuckDBPyConnection, work: Callable[[], object]) -> None:
    cursor.execute("BEGIN TRANSACTION")
    try:
        work()
    except BaseException:
        with suppress(duckdb.Error):
            cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")
