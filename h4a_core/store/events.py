"""The log of what happened to each import and when; from it the store tells what was known at a moment."""

import os
from datetime import UTC, date, datetime, time
from typing import Literal, TypeAlias

import duckdb

from h4a_core.text import Text

Action: TypeAlias = Literal["import", "undo", "redo", "clear"]
KnownAt: TypeAlias = date | datetime
"""A moment (naive: in UTC), or a day that stands for its last microsecond in UTC."""

ACTIONS: dict[Action, Text] = {
    "import": Text(it="importato", en="imported"),
    "undo": Text(it="annullato", en="undone"),
    "redo": Text(it="ripristinato", en="brought back"),
    "clear": Text(it="ricominciato da capo", en="started over"),
}
EVERY_IMPORT = 0
"""Stands in place of an import's number where something happened to all of them: they were cleared away."""


USER_VARIABLE = "H4A_USER"
"""The variable by which whoever starts a program signs all that is done without another name."""
NOT_SAID = ""
"""What is stored where nobody gave a name, in every language; events of the first versions have NULL there."""
_NOT_SAID = Text(it="non detto", en="not said")


def signature(by: str | None) -> Text:
    """The stored name of who did something, in words: "non detto" where none was given."""
    return Text(it=by, en=by) if by else _NOT_SAID


def acting_user(named: str | None = None) -> str:
    """Who acts: the name given, else that of the variable H4A_USER, else NOT_SAID; never the system's account."""
    return (named or "").strip() or os.environ.get(USER_VARIABLE, "").strip() or NOT_SAID


def add_event(cursor: duckdb.DuckDBPyConnection, batch_id: int, action: Action, by: str | None) -> None:
    """Add an event inside the caller's transaction; its moment is set when the transaction ends (`stamp_events`)."""
    cursor.execute(
        "INSERT INTO batch_events (event_id, batch_id, action, happened_at, by_whom) "
        "SELECT coalesce(max(event_id), 0) + 1, ?, ?, 'infinity', ? FROM batch_events",
        [batch_id, action, acting_user(by)],
    )


def stamp_events(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give all new events of this transaction one moment: now, and later than every event before.

    Called as the last thing before a commit, so that what was known at a moment is what a reader then saw.
    """
    new = cursor.execute("SELECT count(*) FROM batch_events WHERE happened_at = 'infinity'").fetchall()[0][0]
    if not new:
        return
    before = cursor.execute(
        "SELECT (max(happened_at) + INTERVAL 1 MICROSECOND) AT TIME ZONE 'UTC' FROM batch_events "
        "WHERE happened_at < 'infinity'"
    ).fetchall()[0][0]
    now = datetime.now(UTC)
    moment = max(now, before.replace(tzinfo=UTC)) if before else now
    for column, action in (("imported_at", "import"), ("hidden_at", "undo")):
        cursor.execute(
            f"UPDATE batches SET {column} = ? WHERE batch_id IN "  # noqa: S608 - one of two names
            "(SELECT batch_id FROM batch_events WHERE happened_at = 'infinity' AND action = ?)",
            [moment, action],
        )
    cursor.execute("UPDATE batch_events SET happened_at = ? WHERE happened_at = 'infinity'", [moment])


def last_moment(known_at: KnownAt) -> datetime:
    """The moment meant, in UTC: a day ends with its last microsecond, a time without a zone is in UTC."""
    if not isinstance(known_at, datetime):
        return datetime.combine(known_at, time.max, UTC)
    return known_at.replace(tzinfo=UTC) if known_at.tzinfo is None else known_at.astimezone(UTC)


def look_back(cursor: duckdb.DuckDBPyConnection, known_at: KnownAt) -> None:
    """Let this cursor see the imports, and with them every view of records, as they were at a moment.

    Two temporary tables of the cursor stand before the stored ones of the same name; the views of the records look
    for `batches` by name and find these. Other cursors see nothing of it, and their queries stay as they are.
    """
    moment = last_moment(known_at)
    cursor.execute("CREATE TEMP TABLE batch_events AS SELECT * FROM batch_events WHERE happened_at <= ?", [moment])
    cursor.execute(
        """
        CREATE TEMP TABLE batches AS
        WITH last AS (
            SELECT batch_id, arg_max(action, event_id) AS action, max(happened_at) AS happened_at
            FROM batch_events GROUP BY batch_id)
        SELECT b.* REPLACE (CASE WHEN last.action = 'undo' THEN last.happened_at END AS hidden_at)
        FROM batches b JOIN last USING (batch_id)
        """
    )


def known_moment(cursor: duckdb.DuckDBPyConnection) -> datetime | None:
    """The moment which, given as `known_at`, shows again exactly what this cursor shows; None for an empty store.

    It is that of the newest event the cursor sees. A clock read beside it can be off by the instant of a commit.
    """
    found = cursor.execute("SELECT max(happened_at) AT TIME ZONE 'UTC' FROM batch_events").fetchall()[0][0]
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) else None
