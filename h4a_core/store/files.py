"""Files and folders of the store: its owner's alone, and built under temporary names until they are complete."""

import glob
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import duckdb

from h4a_core.store.errors import (
    NO_FOLDER,
    ORPHAN_JOURNAL,
    StoreError,
    disk_error,
    explaining_errors,
    opening_error,
    unread_journal,
)

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""DuckDB fetches nothing by itself: a file of SQLite would make it ask its maker's site for an extension."""
_STORAGE = {"storage_compatibility_version": "v1.4.0"}
"""Files stay readable by the long-term release of DuckDB; without it a file written by 2.0 opens in 2.0 only."""
_JOURNAL_HEADER = re.compile(
    rb"d\x00be\x00\x02f\x00\x10(?:[\x00-\x7f]|[\x80-\xff]\x01){16}g\x00[\x80-\xff]*[\x00-\x7f]\xff\xff"
)
"""How a journal of DuckDB 2.0 begins: its version, the database it belongs to, the checkpoint it follows."""
_LONGEST_JOURNAL_HEADER_BYTES = 80
_ABANDONED_AFTER_SECONDS = 3600

_masking = threading.Lock()
_masked: list[int] = []
"""The mask of new files from before, once for each user of `owner_only` under way."""


@contextmanager
def owner_only() -> Iterator[None]:
    """While inside, all that this process makes can be read by its owner only, also what DuckDB makes by itself.

    The mask of new files is one for all threads; it is set back when the last user of this leaves.
    """
    with _masking:
        _masked.append(os.umask(0o077))
    try:
        yield
    finally:
        with _masking:
            before = _masked.pop()
            if not _masked:
                os.umask(before)


def tighten(path: Path) -> None:
    """Let only the owner read and write a file or folder; one that belongs to somebody else stays as it is."""
    with suppress(OSError):
        path.chmod(0o700 if path.is_dir() else 0o600)


def connect(path: Path | Literal[":memory:"], *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database; raises StoreError with the reason when it cannot be."""
    if path == ":memory:":
        return duckdb.connect(":memory:", config=dict(_CONFIG))
    found = _journal_found(path)
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=_CONFIG | ({} if read_only else _STORAGE))
    except duckdb.Error as error:
        raise opening_error(error, path) from error
    if found and not _JOURNAL_HEADER.match(found) and _passes_over_journal(connection):
        connection.close()
        raise unread_journal(path)
    return connection


def _journal_found(path: Path) -> bytes:
    """The beginning of the journal, if there is one that holds more than a beginning."""
    with suppress(OSError), journal_of(path).open("rb") as journal:
        found = journal.read(_LONGEST_JOURNAL_HEADER_BYTES)
        return found if len(found) == _LONGEST_JOURNAL_HEADER_BYTES else b""
    return b""


def _passes_over_journal(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether DuckDB takes the journal for empty: it does so without a word when its beginning is damaged."""
    return connection.execute("SELECT wal_size FROM pragma_database_size()").fetchall() == [("0 bytes",)]


def journal_of(path: Path) -> Path:
    """Where DuckDB notes commits that are not in the file yet; gone after an orderly close."""
    return path.with_name(f"{path.name}.wal")


def create_database(path: Path, fill: Callable[[duckdb.DuckDBPyConnection], object]) -> bool:
    """Make a database, filled by `fill`, unless there is a file at `path` already; say whether it was made.

    Raises StoreError when the folder or file cannot be made (see `create_file`).
    """

    def build(building: Path) -> None:
        connection = connect(building)
        try:
            with explaining_errors(building), connection.cursor() as cursor:
                fill(cursor)
        finally:
            connection.close()

    return create_file(path, build)


def create_file(path: Path, build: Callable[[Path], object]) -> bool:
    """Let `build` make a database under a name it is given, unless there is a file at `path` already; say if it was.

    It is built in a hidden folder beside, for its owner only, and gets its own name when it is complete and on the
    disk: a process killed half way leaves no file at `path`. Raises StoreError when the folder or file cannot be made.
    """
    path = path.resolve()
    if exists(path):
        return False
    make_folder(path.parent)
    if exists(journal_of(path)):
        raise StoreError(ORPHAN_JOURNAL, path=path, journal=journal_of(path).name)
    folder = temporary_path(path, "new")
    building = folder / path.name
    with owner_only():
        try:
            make_folder(folder)
            build(building)
            tighten(building)
            with explaining_errors(path):
                return _name_file(building, path)
        except StoreError as error:
            raise error.about(path) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def exists(path: Path) -> bool:
    """Whether there is something of that name; raises StoreError when one may not look."""
    with explaining_errors(path):
        return path.exists()


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises StoreError when it cannot be made."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise disk_error(error, path) or StoreError(NO_FOLDER, path=path, reason=reason) from error


def temporary_path(path: Path, ending: str) -> Path:
    """A new hidden name in the same folder, to build `path` under; remains of an hour ago or more are deleted."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.{ending}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER_SECONDS:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.{ending}")


def sync_to_disk(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk; does nothing where the system does not open folders."""
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name_file(building: Path, path: Path) -> bool:
    """Give a finished file its name, never in place of another one; say whether it got it."""
    sync_to_disk(building)
    try:
        path.hardlink_to(building)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        building.rename(path)
    sync_to_disk(path.parent)
    return True
