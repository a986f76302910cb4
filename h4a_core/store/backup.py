"""Copies for bad days: the whole store as a folder of Parquet files, checked, and brought back into a new file."""

# ruff: noqa: S608 - names of tables are checked against those known; paths are quoted

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import duckdb

from h4a_core.progress import Progress
from h4a_core.store.connection import Store
from h4a_core.store.errors import NEWER, StoreError, disk_error, explaining_errors
from h4a_core.store.faults import Fault
from h4a_core.store.files import (
    connect,
    create_database,
    exists,
    journal_of,
    make_folder,
    sync_to_disk,
    temporary_path,
    tighten,
)
from h4a_core.store.integrity import integrity_problems
from h4a_core.store.manifest import FORMAT, Manifest, TableFile, file_digest, read_manifest, write_manifest
from h4a_core.store.migrations import (
    MIGRATIONS,
    applied_steps,
    apply_step,
    bring_up_to_date,
    current_name,
    stored_columns,
    unknown_parts,
)
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_NOT_COPIED = "migrations"
"""The one table that is not copied: the manifest names the steps, and they are applied again."""
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")

_TAKEN = Text(
    it="Il file o la cartella{path} esiste già e non viene sovrascritto. Non è stato cambiato nulla. Indica un nome "
    "nuovo.",
    en="The file or folder{path} exists already and is not written over. Nothing has been changed. Give a new name.",
)
MISSING = Text(
    it="Il file o la cartella{path} non c'è. Indica la cartella di una copia di riserva o il file di un archivio.",
    en="The file or folder{path} is not there. Name the folder of a backup or the file of a store.",
)
_UNSOUND = Text(
    it="La copia di riserva{path} è danneggiata o incompleta e non viene usata; non è stato cambiato nulla. "
    "Indica un'altra copia.\n{problems}",
    en="The backup{path} is damaged or incomplete and is not used; nothing has been changed. Name another backup."
    "\n{problems}",
)
_LOST_FILE = Text(it="Manca il file {file}.", en="The file {file} is missing.")
_CHANGED_FILE = Text(
    it="Il file {file} è stato modificato o troncato: non corrisponde più al manifesto.",
    en="The file {file} has been changed or cut short: it no longer agrees with the manifest.",
)
_UNREAD_FILE = Text(it="Il file {file} non si legge: {reason}.", en="The file {file} cannot be read: {reason}.")
_OTHER_ROWS = Text(
    it="Nella tabella {table} ci sono {found} righe e non {expected}, oppure hanno altri valori.",
    en="Table {table} has {found} rows and not {expected}, or other values in them.",
)


@dataclass(frozen=True)
class Verification:
    """What a check of a backup or a database found. `rows` counts stored rows per table, undone ones included."""

    path: Path
    kind: Literal["backup", "database"]
    rows: dict[str, int]
    problems: tuple[Text, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether all is as it should be."""
        return not self.problems


def backup(store: Store, folder: Path, progress: Progress | None = None) -> Manifest:
    """Copy the whole store, as it is at one moment, into a new folder; readers and writers go on meanwhile.

    Folder and files are their owner's alone. The folder gets its name when the copy is complete and on the disk.
    `progress` is told each table by name and the share done. Raises StoreError when there is something at `folder`
    already, or when it cannot be written.
    """
    folder = Path(folder).absolute()
    with explaining_errors(folder):
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            raise StoreError(_TAKEN, path=folder)
    make_folder(folder.parent)
    building = temporary_path(folder, "part")
    make_folder(building)
    tighten(building)
    try:
        with store.reading() as cursor, explaining_errors(folder, Fault.FULL, Fault.NOT_ALLOWED):
            manifest = _copy(cursor, building, progress)
            if folder.exists():
                folder.rmdir()
            building.rename(folder)
            sync_to_disk(folder.parent)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return manifest


def _copy(cursor: duckdb.DuckDBPyConnection, building: Path, progress: Progress | None) -> Manifest:
    steps = applied_steps(cursor)
    names = _copied_tables(stored_columns(cursor))
    tables = {}
    for done, name in enumerate(names):
        if progress is not None:
            progress(name, done / len(names))
        path = building / f"{name}.parquet"
        cursor.execute(f'COPY "{name}" TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)')
        (rows,) = cursor.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0]
        tighten(path)
        sync_to_disk(path)
        tables[name] = TableFile(file=path.name, rows=rows, bytes=path.stat().st_size, sha256=file_digest(path))
    manifest = Manifest(
        format=FORMAT,
        made_at=datetime.now(UTC).isoformat(timespec="microseconds"),
        duckdb_version=duckdb.__version__,
        schema_version=len(steps),
        schema_steps=tuple(steps),
        tables=tables,
    )
    stated = write_manifest(building, manifest)
    tighten(stated)
    sync_to_disk(stated)
    sync_to_disk(building)
    return manifest


def restore(folder: Path, path: Path) -> Verification:
    """Bring a backup back into a new database file, whose every row is compared with the backup before it is named.

    History, undone imports and what was known when come back too; a backup of an older version is brought up to date.
    Raises StoreError when the backup is damaged, incomplete or of a newer version, or when `path` exists already.
    """
    folder, path = Path(folder), Path(path)
    manifest = read_manifest(folder)
    found = _verify_backup(folder, manifest)
    if not found.sound:
        raise _unsound(folder, found.problems)
    if exists(path) or exists(journal_of(path)):
        raise StoreError(_TAKEN, path=path)

    def fill(cursor: duckdb.DuckDBPyConnection) -> None:
        for step in manifest.schema_steps:
            apply_step(cursor, step)
        unknown = set(manifest.tables) - set(stored_columns(cursor))
        if unknown:
            raise StoreError(NEWER.format(path=folder, names=", ".join(sorted(unknown))))
        different = [problem for name in manifest.tables if (problem := _fill_table(cursor, folder, name, manifest))]
        bring_up_to_date(cursor, path)
        different += integrity_problems(cursor, _copied_tables(stored_columns(cursor)))
        if different:
            raise _unsound(folder, tuple(different))

    if not create_database(path, fill):
        raise StoreError(_TAKEN, path=path)
    return Verification(path, "database", found.rows)


def _fill_table(cursor: duckdb.DuckDBPyConnection, folder: Path, name: str, manifest: Manifest) -> Text | None:
    """Copy one table from its file, and compare count and content of what is stored with the file."""
    source = f"read_parquet({_quoted(folder / manifest.tables[name].file)})"
    table = TABLES.get(name.removesuffix("_rows"))
    found = [str(column) for (column, *_) in cursor.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    named = [current_name(table, column) if table else column for column in found]
    given_columns, stored_names = (", ".join(f'"{column}"' for column in columns) for columns in (found, named))
    cursor.execute(f'INSERT INTO "{name}" ({stored_names}) SELECT {given_columns} FROM {source}')
    stored, given = (
        cursor.execute(f"SELECT count(*), sum(hash({columns})::HUGEINT) FROM {rows}").fetchall()[0]
        for columns, rows in ((stored_names, f'"{name}"'), (given_columns, source))
    )
    same = stored == given and stored[0] == manifest.tables[name].rows
    return None if same else _OTHER_ROWS.format(table=name, found=stored[0], expected=manifest.tables[name].rows)


def verify(path: Path) -> Verification:
    """Check the folder of a backup or the file of a database; nothing is changed.

    Raises StoreError when it cannot be checked at all: not there, no backup, no database, open elsewhere, newer.
    """
    path = Path(path)
    if exists(path) and path.is_dir():
        return _verify_backup(path, read_manifest(path))
    if not exists(path):
        raise StoreError(MISSING, path=path)
    connection = connect(path, read_only=True)
    try:
        with explaining_errors(path), connection.cursor() as cursor:
            return _verify_database(cursor, path)
    finally:
        connection.close()


def verify_store(store: Store) -> Verification:
    """The same check of a store this process has open; others go on reading and writing meanwhile."""
    with store.reading() as cursor:
        return _verify_database(cursor, Path(store.path))


def _verify_database(cursor: duckdb.DuckDBPyConnection, path: Path) -> Verification:
    columns = stored_columns(cursor)
    if "migrations" not in columns:
        return Verification(path, "database", {}, tuple(integrity_problems(cursor, _copied_tables(columns))))
    unknown = unknown_parts(applied_steps(cursor), columns)
    if unknown:
        raise StoreError(NEWER, path=path, names=", ".join(unknown))
    tables = _copied_tables(columns)
    found = integrity_problems(cursor, tables)
    rows = {} if found else {name: _count(cursor, name) for name in tables}
    return Verification(path, "database", rows, tuple(found))


def _verify_backup(folder: Path, manifest: Manifest) -> Verification:
    unknown = [name for name in manifest.schema_steps if name not in MIGRATIONS]
    unknown += [
        name
        for name, file in manifest.tables.items()
        if not _TABLE_NAME.fullmatch(name) or file.file != f"{name}.parquet"
    ]
    if unknown:
        raise StoreError(NEWER, path=folder, names=", ".join(unknown))
    rows = {name: file.rows for name, file in manifest.tables.items()}
    found = [problem for file in manifest.tables.values() if (problem := _changed(folder, file))]
    if not found:
        with _database_over(folder, manifest) as cursor:
            for name, file in manifest.tables.items():
                if (count := _count(cursor, name)) != file.rows:
                    found.append(_OTHER_ROWS.format(table=name, found=count, expected=file.rows))
            found += integrity_problems(cursor, list(manifest.tables))
    return Verification(folder, "backup", rows, tuple(found))


def _changed(folder: Path, file: TableFile) -> Text | None:
    path = folder / file.file
    try:
        same = path.stat().st_size == file.bytes and file_digest(path) == file.sha256
    except FileNotFoundError:
        return _LOST_FILE.format(file=file.file)
    except OSError as error:
        unread = _UNREAD_FILE.format(file=file.file, reason=error.strerror)
        raise disk_error(error, path) or _unsound(path.parent, (unread,)) from error
    return None if same else _CHANGED_FILE.format(file=file.file)


@contextmanager
def _database_over(folder: Path, manifest: Manifest) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory whose tables are views of the files of a backup."""
    with explaining_errors(folder), connect(":memory:") as connection:
        for name, file in manifest.tables.items():
            connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet({_quoted(folder / file.file)})')
        yield connection


def _copied_tables(columns: dict[str, list[str]]) -> list[str]:
    """The tables of a store that a backup holds."""
    return [name for name in columns if name != _NOT_COPIED]


def _count(cursor: duckdb.DuckDBPyConnection, name: str) -> int:
    return int(cursor.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0])


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _unsound(folder: Path, found: tuple[Text, ...]) -> StoreError:
    problems = Text(it="\n".join(problem.it for problem in found), en="\n".join(problem.en for problem in found))
    return StoreError(_UNSOUND, path=folder, problems=problems)
