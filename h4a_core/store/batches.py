"""Imports as they are remembered: their history, undoing one, starting over, and what the current rows amount to."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

import duckdb

from h4a_core.store.connection import Store, StoreError
from h4a_core.store.events import ACTIONS, EVERY_IMPORT, Action, acting_user, add_event, signature, stamp_events
from h4a_core.tables.fields import Table
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_NO_SUCH_BATCH = Text(
    it="L'import numero {batch_id} non c'è: scegline uno dall'elenco degli import. Non è stato cambiato nulla.",
    en="There is no import number {batch_id}: choose one from the list of imports. Nothing has been changed.",
)
_CHANGED_MEANWHILE = Text(
    it="L'import numero {batch_id} è già stato {action} (chi: {by}) il {day} alle {time} UTC. Non è stato cambiato "
    "altro: guarda com'è ora e, se serve ancora, ripeti.",
    en="Import number {batch_id} was {action} already (who: {by}) on {day} at {time} UTC. Nothing else has been "
    "changed: look at it as it is now and repeat if it is still needed.",
)
_CLEAR_REFUSED = Text(
    it="Nel frattempo l'archivio è cambiato ({action} il {day} alle {time} UTC; chi: {by}). Non è stato tolto nulla: "
    "guarda com'è ora e, se serve ancora, ripeti.",
    en="The store has changed meanwhile ({action} on {day} at {time} UTC; who: {by}). Nothing has been taken away: "
    "look at it as it is now and repeat if it is still needed.",
)


@dataclass(frozen=True)
class Batch:
    """One import of one file; `hidden_at` is set while it is undone. Times are in UTC.

    `imported_by` is who brought it in, `NOT_SAID` if they gave no name, None in files of the first versions.
    `last_event` is the number of the last thing that happened to it: an undo or redo carries it as what was seen.
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
    last_event: int | None = None


@dataclass(frozen=True)
class BatchEvent:
    """One thing that happened to an import: brought in, undone or brought back; when (UTC) and by whom.

    A "clear" happened to all imports there were, and has the number EVERY_IMPORT. `event_id` grows over all events.
    """

    batch_id: int
    action: Action
    at: datetime
    by: str | None
    event_id: int

    @property
    def label(self) -> Text:
        """The action in words."""
        return ACTIONS[self.action]


@dataclass(frozen=True)
class Erased:
    """What starting over would take away, in imports and their stored rows, and the issued statements that stay.

    Rows count every version, also of imports undone or corrected since; those set aside are counted apart.
    `last_event` is the number of the last thing that happened to any import: `clear` compares it with what is there.
    """

    imports: int
    rows: int
    rows_set_aside: int
    statements_kept: int
    last_event: int = field(default=0, compare=False)


class ChangedMeanwhileError(StoreError):
    """What the caller had seen is no longer so, and nothing was done; `event` is what happened meanwhile."""

    def __init__(self, text: Text, event: BatchEvent) -> None:
        """Say in words what happened meanwhile, when and by whom."""
        said = {"batch_id": event.batch_id, "action": event.label, "by": signature(event.by)}
        super().__init__(text, **said, day=f"{event.at:%d/%m/%Y}", time=f"{event.at:%H:%M:%S}")
        self.event = event


def history(cursor: duckdb.DuckDBPyConnection) -> list[Batch]:
    """All imports, the newest first, undone ones included; of a cursor that looks back, those known then."""
    rows = cursor.execute(
        "SELECT batch_id, table_name, file_name, sha256, imported_at AT TIME ZONE 'UTC', rows_accepted, rows_rejected, "
        "invented, hidden_at AT TIME ZONE 'UTC', imported_by, last_event FROM batches LEFT JOIN "
        "(SELECT batch_id, max(event_id) AS last_event FROM batch_events GROUP BY batch_id) USING (batch_id) "
        "ORDER BY batch_id DESC"
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
            last_event=last_event,
        )
        for batch_id, table, file, sha256, at, accepted, rejected, invented, hidden, by, last_event in rows
    ]


def batch_events(cursor: duckdb.DuckDBPyConnection, batch_id: int | None = None) -> list[BatchEvent]:
    """All that happened to the imports, or to one of them, the oldest first."""
    rows = cursor.execute(
        "SELECT batch_id, action, happened_at AT TIME ZONE 'UTC', by_whom, event_id FROM batch_events "
        "WHERE $batch_id IS NULL OR batch_id = $batch_id ORDER BY event_id",
        {"batch_id": batch_id},
    ).fetchall()
    return [
        BatchEvent(number, action, at.replace(tzinfo=UTC), by, event_id) for number, action, at, by, event_id in rows
    ]


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

    `imported_by` says who brings it in (else `acting_user`). Its moment is that of the commit.
    """
    by = acting_user(imported_by)
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


def withdraw_rows(cursor: duckdb.DuckDBPyConnection, batch_id: int, rows: str) -> None:
    """Take stored rows out of force as of an import, which brings nothing in their place; undoing it brings them back.

    `rows` is a table of `batch_id` and `row_number`, all of earlier imports of the same table of records.
    """
    cursor.execute(
        f"INSERT INTO superseded SELECT batch_id, row_number, $by FROM {rows} "
        "EXCEPT SELECT batch_id, row_number, by_batch_id FROM superseded WHERE by_batch_id = $by",
        {"by": batch_id},
    )


def undo(store: Store, batch_id: int, by: str | None = None, *, seen: int | None = None) -> BatchEvent:
    """Hide an import: its rows no longer count, and the rows they had replaced count again.

    Args:
        store: where it was brought in.
        batch_id: its number.
        by: who does it (else `acting_user`).
        seen: the `last_event` of the import as the caller saw it; the click of a page drawn before something else
            happened to that import, or before its number was given anew, is refused.

    Returns what was done. Raises StoreError when there is no such import, ChangedMeanwhileError when it is undone
    already or something happened to it since.

    """
    return _change(store, batch_id, "undo", by, seen=seen)


def redo(store: Store, batch_id: int, by: str | None = None, *, seen: int | None = None) -> BatchEvent:
    """Bring back an import that was undone, to its old place: what later imports corrected stays corrected.

    Arguments, result and errors as of `undo`.
    """
    return _change(store, batch_id, "redo", by, seen=seen)


def _change(
    store: Store, batch_id: int, action: Literal["undo", "redo"], by: str | None, *, seen: int | None
) -> BatchEvent:
    with store.writing() as cursor:
        happened = batch_events(cursor, batch_id)
        if batch_id == EVERY_IMPORT or not happened:
            raise StoreError(_NO_SUCH_BATCH, batch_id=batch_id)
        last = happened[-1]
        if (last.action == "undo") != (action == "redo") or (seen is not None and seen != last.event_id):
            raise ChangedMeanwhileError(_CHANGED_MEANWHILE, last)
        hidden_at = "now()" if action == "undo" else "NULL"
        cursor.execute(f"UPDATE batches SET hidden_at = {hidden_at} WHERE batch_id = ?", [batch_id])
        add_event(cursor, batch_id, action, by)
        stamp_events(cursor)
        return batch_events(cursor, batch_id)[-1]


def erased_by_clear(cursor: duckdb.DuckDBPyConnection) -> Erased:
    """What starting over would take away now."""
    found = cursor.execute(
        "SELECT count(*), coalesce(sum(rows_accepted), 0), coalesce(sum(rows_rejected), 0), "
        "(SELECT count(*) FROM issued_statements), (SELECT coalesce(max(event_id), 0) FROM batch_events) FROM batches"
    ).fetchall()[0]
    return Erased(*map(int, found))


def clear(store: Store, by: str | None = None, *, seen: Erased | None = None) -> BatchEvent:
    """Start over: drop all rows of all imports and their history, for good. Take a backup first.

    Issued statements stay, since they are signed documents, and so does the event that it was done, by whom and when;
    it is returned. With `seen`, what the caller saw before confirming, raises ChangedMeanwhileError when anything
    happened to any import since.
    """
    with store.writing() as cursor:
        happened = batch_events(cursor)
        if seen is not None and happened and happened[-1].event_id != seen.last_event:
            raise ChangedMeanwhileError(_CLEAR_REFUSED, happened[-1])
        for name in [*(f"{table}_rows" for table in TABLES), "superseded", "findings", "rejected_rows", "batches"]:
            cursor.execute(f'DELETE FROM "{name}"')
        add_event(cursor, EVERY_IMPORT, "clear", by)
        stamp_events(cursor)  # while the events before are still there: moments always grow
        cursor.execute("DELETE FROM batch_events WHERE action != 'clear'")
        return batch_events(cursor)[-1]


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
