"""The one connection to the database, and the only two ways to touch it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import duckdb

from h4a_core.store.migrations import migrate, unknown_migrations
from h4a_core.text import Text

_STORAGE = {"storage_compatibility_version": "v1.4.0"}
"""Files stay readable by the long-term release of DuckDB; without it a file written by 2.0 opens in 2.0 only."""

_IN_USE = Text(
    it="Il file dei dati {path} è già aperto da un altro programma. Chiudilo (di solito è il cruscotto, o un "
    "import ancora in corso) e riprova; oppure indica un altro file.",
    en="The data file {path} is already open in another program. Close it (usually the dashboard, or an import still "
    "running) and try again; or name another file.",
)
_NOT_A_DATABASE = Text(
    it="Il file {path} non si apre come archivio dei dati: {reason}. Indica un altro file, oppure spostalo e "
    "ne verrà creato uno nuovo.",
    en="The file {path} cannot be opened as a data store: {reason}. Name another file, or move it away and a new "
    "one will be created.",
)
_NEWER = Text(
    it="Il file dei dati {path} è stato scritto da una versione più nuova di questo programma (passi sconosciuti: "
    "{names}). Aggiorna il programma, oppure usa una copia di riserva fatta con questa versione.",
    en="The data file {path} was written by a newer version of this program (unknown steps: {names}). Update the "
    "program, or use a backup made with this version.",
)
_CLOSED = Text(
    it="L'archivio dei dati è già stato chiuso. Riapri il programma.",
    en="The data store has been closed already. Start the program again.",
)


class StoreError(Exception):
    """The store cannot do what was asked; `text` says why and what to do, in both languages."""

    def __init__(self, text: Text) -> None:
        """Keep the words for the screen; `str()` gives the Italian ones."""
        super().__init__(text.it)
        self.text = text


class Store:
    """The database of one process: one connection, cursors lent to readers, one writer at a time.

    `generation` grows with every committed write of this process: whoever keeps results can tell, without a query,
    whether they still hold.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Take over an open and migrated connection; use `Store.open` instead."""
        self._connection = connection
        self._lending = threading.Lock()
        self._writing = threading.Lock()
        self._open = True
        self.generation = 0

    @classmethod
    def open(cls, path: Path | Literal[":memory:"]) -> "Store":
        """Open the database at `path`, creating it and its folder if need be, and bring its tables up to date.

        Raises StoreError when another process holds the file, when it is no database, or when a newer version wrote
        it. A file can be open in one process only: that is how DuckDB works.
        """
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path)
        cursor = connection.cursor()
        try:
            _bring_up_to_date(cursor, path)
        except BaseException:
            cursor.close()
            connection.close()
            raise
        cursor.close()
        return cls(connection)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor of one's own that sees one unchanging state of the records, and close it afterwards."""
        cursor = self._lend()
        try:
            cursor.execute("BEGIN TRANSACTION")
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(
        self, prepare: Callable[[duckdb.DuckDBPyConnection], None] | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside one transaction: all of it is committed, or nothing if an exception passes through.

        `prepare` may fill temporary tables of that cursor before the transaction begins: what fails there does not
        end it, and can be tried another way.

        Writers wait for each other; readers never wait, and see nothing of it before it is committed.
        """
        with self._writing:
            cursor = self._lend()
            try:
                if prepare is not None:
                    prepare(cursor)
                cursor.execute("BEGIN TRANSACTION")
                try:
                    yield cursor
                except BaseException:
                    cursor.execute("ROLLBACK")
                    raise
                cursor.execute("COMMIT")
                self.generation += 1
            finally:
                cursor.close()

    def close(self) -> None:
        """Wait for the writer, then close the file; closing twice does no harm."""
        with self._writing, self._lending:
            if self._open:
                self._open = False
                self._connection.close()

    def _lend(self) -> duckdb.DuckDBPyConnection:
        with self._lending:
            if not self._open:
                raise StoreError(_CLOSED)
            return self._connection.cursor()


def _bring_up_to_date(cursor: duckdb.DuckDBPyConnection, path: Path | Literal[":memory:"]) -> None:
    unknown = unknown_migrations(cursor)
    if unknown:
        raise StoreError(_NEWER.format(path=path, names=", ".join(unknown)))
    migrate(cursor)


def _connect(path: Path | Literal[":memory:"]) -> duckdb.DuckDBPyConnection:
    if path == ":memory:":
        return duckdb.connect(":memory:")
    try:
        return duckdb.connect(str(path), config=dict(_STORAGE))
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        if "lock" in reason.lower():
            raise StoreError(_IN_USE.format(path=path)) from error
        raise StoreError(_NOT_A_DATABASE.format(path=path, reason=reason)) from error
