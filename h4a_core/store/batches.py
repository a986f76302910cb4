"""Imports as they are remembered: their history, undoing one, starting over, and what the current rows amount to."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from h4a_core.store.connection import Store, StoreError
from h4a_core.store.events import ACTIONS, EVERY_IMPORT, Action, acting_user, add_event, stamp_events
from h4a_core.tables.fields import Table
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_NO_SUCH_BATCH = Text(
    it="L'import numero {batch_id} non c'è, oppure è già stato annullato. Scegline uno dall'elenco degli import.",
    en="There is no import number {batch_id}, or it has been undone already. Choose one from the list of imports.",
)
_NOT_UNDONE = Text(
    it="L'import numero {batch_id} non c'è, oppure non è annullato. Scegline uno annullato dall'elenco degli import.",
    en="There is no import number {batch_id}, or it is not undone. Choose an undone one from the list of imports.",
)


@dataclass(frozen=True)
class Batch:
    """One import of one file; `hidden_at` is set while it is undone. Times are in UTC.

    `imported_by` is the operating system's user unless the import named somebody; None for files older than that.
    """

    batch_id: int
    table: str
    file: str
    sha256: str
    imported_at: datetime
    rows_accepted: int
    rows_rejected: int
    invented: bool
    hidden_at: datetime | None
    imported_by: str | None = None


@dataclass(frozen=True)
class BatchEvent:
    """One thing that happened to an import: brought in, undone or brought back; when (UTC) and by whom.

    A "clear" happened to all imports there were, and has the number EVERY_IMPORT.
    """

    batch_id: int
    action: Action
    at: datetime
    by: str | None

    @property
    def label(self) -> Text:
        """The action in words."""
        return ACTIONS[self.action]


@dataclass(frozen=True)
class Erased:
    """What starting over would take away, in imports and their stored rows, and the issued statements that stay.

    Rows count every version, also of imports undone or corrected since; those set aside are counted apart.
    """

    imports: int
    rows: int
    rows_set_aside: int
    statements_kept: int


def history(cursor: duckdb.DuckDBPyConnection) -> list[Batch]:
    """All imports, the newest first, undone ones included; of a cursor that looks back, those known then."""
    rows = cursor.execute(
        "SELECT batch_id, table_name, file_name, sha256, imported_at AT TIME ZONE 'UTC', rows_accepted, rows_rejected, "
        "invented, hidden_at AT TIME ZONE 'UTC', imported_by FROM batches ORDER BY batch_id DESC"
    ).fetchall()
    return [
        Batch(
            batch_id=batch_id,
            table=table,
            file=file,
            sha256=sha256,
            imported_at=at.replace(tzinfo=UTC),
            rows_accepted=accepted,
            rows_rejected=rejected,
            invented=invented,
            hidden_at=hidden and hidden.replace(tzinfo=UTC),
            imported_by=by,
        )
        for batch_id, table, file, sha256, at, accepted, rejected, invented, hidden, by in rows
    ]


def batch_events(cursor: duckdb.DuckDBPyConnection, batch_id: int | None = None) -> list[BatchEvent]:
    """All that happened to the imports, or to one of them, the oldest first."""
    rows = cursor.execute(
        "SELECT batch_id, action, happened_at AT TIME ZONE 'UTC', by_whom FROM batch_events "
        "WHERE $batch_id IS NULL OR batch_id = $batch_id ORDER BY event_id",
        {"batch_id": batch_id},
    ).fetchall()
    return [BatchEvent(number, action, at.replace(tzinfo=UTC), by) for number, action, at, by in rows]


def open_batch(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    file: str,
    sha256: str,
    *,
    invented: bool,
    imported_by: str | None = None,
) -> int:
    """Note down a new import inside the caller's transaction and return its number; counts are set at the end.

    `imported_by` says who brings it in; without it, the operating system's user. Its moment is that of the commit.
    """
    by = imported_by if imported_by is not None else acting_user()
    batch_id = int(cursor.execute("SELECT coalesce(max(batch_id), 0) + 1 FROM batches").fetchall()[0][0])
    cursor.execute(
        "INSERT INTO batches (batch_id, table_name, file_name, sha256, imported_at, rows_accepted, rows_rejected, "
        "invented, imported_by) VALUES (?, ?, ?, ?, now(), 0, 0, ?, ?)",
        [batch_id, table.name, file, sha256, invented, by],
    )
    add_event(cursor, batch_id, "import", by)
    return batch_id


def seal_batch(cursor: duckdb.DuckDBPyConnection, table: Table, batch_id: int, rejected: int) -> None:
    """Count the rows of the import and write down which older rows they replace: those with the same key."""
    rows = f'"{table.name}_rows"'
    same_key = " AND ".join(f'o."{name}" = n."{name}"' for name in table.key)
    cursor.execute(
        f"INSERT INTO superseded SELECT o.batch_id, o.row_number, n.batch_id FROM {rows} o JOIN {rows} n ON {same_key} "
        "WHERE n.batch_id = ? AND o.batch_id < ?",
        [batch_id, batch_id],
    )
    cursor.execute(
        f"UPDATE batches SET rows_accepted = (SELECT count(*) FROM {rows} WHERE batch_id = ?), rows_rejected = ? "
        "WHERE batch_id = ?",
        [batch_id, rejected, batch_id],
    )


def undo(store: Store, batch_id: int, by: str | None = None) -> None:
    """Hide an import: its rows no longer count, and the rows they had replaced count again.

    `by` says who does it; without it, the operating system's user. Raises StoreError when there is no such import or
    it is hidden already.
    """
    with store.writing() as cursor:
        hidden = cursor.execute(
            "UPDATE batches SET hidden_at = now() WHERE batch_id = ? AND hidden_at IS NULL RETURNING batch_id",
            [batch_id],
        ).fetchall()
        if not hidden:
            raise StoreError(_NO_SUCH_BATCH.format(batch_id=batch_id))
        add_event(cursor, batch_id, "undo", by)


def redo(store: Store, batch_id: int, by: str | None = None) -> None:
    """Bring back an import that was undone, to its old place: what later imports corrected stays corrected.

    Raises StoreError when there is no such import or it is not undone.
    """
    with store.writing() as cursor:
        shown = cursor.execute(
            "UPDATE batches SET hidden_at = NULL WHERE batch_id = ? AND hidden_at IS NOT NULL RETURNING batch_id",
            [batch_id],
        ).fetchall()
        if not shown:
            raise StoreError(_NOT_UNDONE.format(batch_id=batch_id))
        add_event(cursor, batch_id, "redo", by)


def erased_by_clear(cursor: duckdb.DuckDBPyConnection) -> Erased:
    """What starting over would take away now."""
    found = cursor.execute(
        "SELECT count(*), coalesce(sum(rows_accepted), 0), coalesce(sum(rows_rejected), 0), "
        "(SELECT count(*) FROM issued_statements) FROM batches"
    ).fetchall()[0]
    return Erased(*map(int, found))


def clear(store: Store, by: str | None = None) -> None:
    """Start over: drop all rows of all imports and their history, for good. Take a backup first.

    Issued statements stay, since they are signed documents, and so does the event that it was done, by whom and when.
    """
    with store.writing() as cursor:
        for name in [*(f"{table}_rows" for table in TABLES), "superseded", "findings", "rejected_rows", "batches"]:
            cursor.execute(f'DELETE FROM "{name}"')
        add_event(cursor, EVERY_IMPORT, "clear", by)
        stamp_events(cursor)  # while the events before are still there: moments always grow
        cursor.execute("DELETE FROM batch_events WHERE action != 'clear'")


def counts(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many current rows each table has."""
    query = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in TABLES)
    found = dict(cursor.execute(query).fetchall())
    return {name: int(found[name]) for name in TABLES}


def has_invented(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether any import in force holds invented records."""
    query = "SELECT count(*) FROM batches WHERE invented AND hidden_at IS NULL AND rows_accepted > 0"
    return bool(cursor.execute(query).fetchall()[0][0])


def newest_record_day(cursor: duckdb.DuckDBPyConnection, today: date | None = None) -> date | None:
    """The latest day, up to `today`, on which something happened according to the current records; None if empty.

    Reference stays do not count: they are of other families.
    """
    limit = today or datetime.now().astimezone().date()
    query = " UNION ALL ".join(
        f'SELECT max("{name}") FILTER ("{name}" <= $today) AS day FROM "{table.name}"'
        for table in TABLES.values()
        for name in table.newest_by
    )
    day = cursor.execute(f"SELECT max(day) FROM ({query})", {"today": limit}).fetchall()[0][0]
    return day if isinstance(day, date) else None
