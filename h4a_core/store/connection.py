"""The one connection to the database, and the only two ways to touch it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Literal

import duckdb

from h4a_core.progress import Cancel, interruptible
from h4a_core.store.errors import CLOSED, StoreError, explaining_errors
from h4a_core.store.events import KnownAt, look_back, stamp_events
from h4a_core.store.files import connect, create_database, create_file, journal_of, owner_only, tighten
from h4a_core.store.migrations import bring_up_to_date
from h4a_core.store.watching import Loss, WatchedFiles

__all__ = ["Store", "StoreError"]


class Store:
    """The database of one process: one connection, cursors lent to readers, one writer at a time.

    `generation` grows with every committed write of this process: whoever keeps results can tell, without a query,
    whether they still hold. While a store is open, the files that this process makes are its owner's alone.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path | Literal[":memory:"] = ":memory:") -> None:
        """Take over an open and migrated connection; use `Store.open` instead."""
        self._connection = connection
        self._cursors = threading.Lock()
        self._writer = threading.Lock()
        self._open = True
        self._while_open = ExitStack()
        if path != ":memory:":
            self._while_open.enter_context(owner_only())
        self._files = WatchedFiles(path)
        self.path = path
        self.generation = 0

    @classmethod
    def open(cls, path: Path | Literal[":memory:"]) -> "Store":
        """Open the database at `path`, creating it and its folder if need be, and bring its tables up to date.

        A new file appears under its name only when it is whole; one that is there is made its owner's alone. Raises
        StoreError when another process holds the file, when it is no database of ours, when it or its journal is
        damaged, when a newer version wrote it, or when the file or its folder cannot be made or written. A file can be
        open in one process only: that is how DuckDB works.
        """
        with ExitStack() as opening:
            if path != ":memory:":
                opening.enter_context(owner_only())
                path = Path(path)
                create_database(path, lambda cursor: bring_up_to_date(cursor, path))
                for file in (path, journal_of(path)):
                    tighten(file)
            connection = connect(path)
            try:
                with explaining_errors(path), connection.cursor() as cursor:
                    bring_up_to_date(cursor, path)
            except BaseException:
                connection.close()
                raise
            return cls(connection, path)

    @classmethod
    def create(cls, path: Path, fill: Callable[["Store"], object]) -> bool:
        """Make a file at `path` that holds what `fill` puts into it, unless there is one already; say whether it was.

        There is a file of that name only when `fill` is through: if it fails, or is killed, there is none.
        """

        def build(building: Path) -> None:
            store = cls.open(building)
            try:
                fill(store)
            finally:
                store.close()

        return create_file(path, build)

    def loss(self) -> Loss | None:
        """What became of the database file or its journal behind this process's back; None when nothing did.

        Takes some microseconds and waits for nobody: while a write is under way only the name is looked at.
        """
        if self._files.loss() is None:
            return None
        if not self._writer.acquire(blocking=False):
            return self._files.loss_of_name()
        try:
            return self._files.loss()
        finally:
            self._writer.release()

    def refuse_lost_file(self) -> None:
        """Raise LostFileError when the file is no longer the one that was opened: what is written would be lost."""
        self._files.refuse(self.loss())

    def trouble(self) -> str | None:
        """One word for a watcher: what became of the file, "stopped" when DuckDB gave up; None when all is well."""
        if found := self.loss():
            return found.value
        try:
            with self._new_cursor() as cursor:
                cursor.execute("SELECT 1")
        except (StoreError, duckdb.Error):
            return "stopped"
        return None

    @contextmanager
    def reading(self, known_at: KnownAt | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor of one's own that sees one unchanging state of the records, and close it afterwards.

        With `known_at`, all views show what was visible at that moment: imports made and not undone by then. A day
        means its end, in UTC; a time without a zone is in UTC.
        """
        cursor = self._new_cursor()
        try:
            with explaining_errors(self.path):
                cursor.execute("BEGIN TRANSACTION")
                if known_at is not None:
                    look_back(cursor, known_at)
                yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(
        self, prepare: Callable[[duckdb.DuckDBPyConnection], None] | None = None, *, cancel: Cancel | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside one transaction: all of it is committed, or nothing if an exception passes through.

        `prepare` may fill temporary tables of that cursor before the transaction begins: what fails there does not
        end it, and can be tried another way. `cancel` is asked about twenty times a second, from another thread; once
        it says yes, running statements stop and CancelledError is raised. A commit that has begun is not cancelled.

        Writers wait for each other; readers never wait, and see nothing of it before it is committed. A disk that is
        full or read-only raises StoreError, and LostFileError tells that the file is no longer the one opened.
        """
        with self._writer, explaining_errors(self.path), self._files.writing():
            cursor = self._new_cursor()
            try:
                with interruptible(cursor, cancel):
                    if prepare is not None:
                        prepare(cursor)
                    cursor.execute("BEGIN TRANSACTION")
                    yield cursor
                    stamp_events(cursor)
                self._files.before_commit()
                try:
                    cursor.execute("COMMIT")
                finally:
                    self.generation += 1
                self._files.after_commit()
            except BaseException:
                with suppress(duckdb.Error, RuntimeError):  # there may be no transaction left to undo
                    cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()

    def close(self) -> None:
        """Wait for the writer, then close the file; closing twice does no harm."""
        with self._writer, self._cursors:
            if self._open:
                self._open = False
                if self._files.loss() not in (None, Loss.JOURNAL):
                    # closing would work the journal of that name, perhaps another store's, into the wrong file
                    with suppress(duckdb.Error):
                        self._connection.execute("PRAGMA disable_checkpoint_on_shutdown")
                self._connection.close()
                self._while_open.close()

    def _new_cursor(self) -> duckdb.DuckDBPyConnection:
        with self._cursors:
            if not self._open:
                raise StoreError(CLOSED)
            return self._connection.cursor()
