"""Files and folders of the store: built under temporary names, so that nothing incomplete bears its final name."""

import glob
import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import duckdb

from h4a_core.store.errors import NO_FOLDER, ORPHAN_JOURNAL, StoreError, disk_error, explaining_errors, opening_error

_STORAGE = {"storage_compatibility_version": "v1.4.0"}
"""Files stay readable by the long-term release of DuckDB; without it a file written by 2.0 opens in 2.0 only."""
_ABANDONED_AFTER_SECONDS = 3600


def connect(path: Path | Literal[":memory:"], *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database; raises StoreError with the reason when it cannot be."""
    if path == ":memory:":
        return duckdb.connect(":memory:")
    try:
        return duckdb.connect(str(path), read_only=read_only, config={} if read_only else dict(_STORAGE))
    except duckdb.Error as error:
        raise opening_error(error, path) from error


def journal_of(path: Path) -> Path:
    """Where DuckDB notes commits that are not in the file yet; gone after an orderly close."""
    return path.with_name(f"{path.name}.wal")


def create_database(path: Path, fill: Callable[[duckdb.DuckDBPyConnection], object]) -> bool:
    """Make a database, filled by `fill`, unless there is a file at `path` already; say whether it was made.

    It is built under another name in the same folder and gets its own name when it is complete and on the disk: a
    process killed half way leaves no file at `path`. Raises StoreError when the folder or file cannot be made.
    """
    path = path.resolve()
    if exists(path):
        return False
    make_folder(path.parent)
    if exists(journal_of(path)):
        raise StoreError(ORPHAN_JOURNAL.format(path=path, journal=journal_of(path).name))
    building = temporary_path(path, "new")
    try:
        connection = connect(building)
        try:
            with explaining_errors(path), connection.cursor() as cursor:
                fill(cursor)
        finally:
            connection.close()
        with explaining_errors(path):
            return _name_file(building, path)
    except StoreError as error:
        raise _about_file(error, building, path) from error
    finally:
        for left in (building, journal_of(building)):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def exists(path: Path) -> bool:
    """Whether there is something of that name; raises StoreError when one may not look."""
    with explaining_errors(path):
        return path.exists()


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises StoreError when it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise disk_error(error, path) or StoreError(NO_FOLDER.format(path=path, reason=reason)) from error


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


def _about_file(error: StoreError, built: Path, path: Path) -> StoreError:
    """The same error about the file that was asked for, not about the one being built."""
    text = error.text
    return StoreError(type(text)(it=text.it.replace(str(built), str(path)), en=text.en.replace(str(built), str(path))))
