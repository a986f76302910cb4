"""Backup, restore and verify as verbs of the command line: what they take, and what they answer in words."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from h4a_core.cli.answers import database_file
from h4a_core.store.backup import MISSING, Verification, backup, restore, verify
from h4a_core.store.connection import Store
from h4a_core.store.control_socket import ask_dashboard
from h4a_core.store.errors import InUseError, StoreError
from h4a_core.store.files import exists
from h4a_core.text import Text

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse gives it no other name

_COPIED = Text(
    it="Copia di riserva fatta in {path} e riletta: {tables} tabelle, {rows} righe.",
    en="Backup made in {path} and read again: {tables} tables, {rows} rows.",
)
_RESTORED = Text(
    it="Copia di riserva ripristinata in {path} e riscontrata: {tables} tabelle, {rows} righe.",
    en="Backup restored to {path} and compared: {tables} tables, {rows} rows.",
)
_SOUND = Text(
    it="{path}: tutto a posto, {tables} tabelle, {rows} righe.", en="{path}: all is well, {tables} tables, {rows} rows."
)
_UNSOUND = Text(it="{path}: non è a posto.\n{problems}", en="{path}: not in order.\n{problems}")


def add_store_verbs(verbs: "Verbs", run: Callable[[argparse.Namespace], int]) -> None:
    """Add the three verbs; each sets `work`, called with the options and the database, which returns what to say."""
    copying = verbs.add_parser("backup", help="copy all records and their history to a folder of Parquet files")
    copying.add_argument(
        "--db", type=database_file, default=None, metavar="PATH", help="the database (or variable H4A_DB)"
    )
    copying.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder, which must not exist yet")
    restoring = verbs.add_parser("restore", help="bring a backup back into a new database")
    restoring.add_argument("--from", dest="folder", type=Path, required=True, metavar="DIR", help="the backup")
    restoring.add_argument(
        "--db", type=database_file, required=True, metavar="NEW", help="the file, which must not exist yet"
    )
    checking = verbs.add_parser("verify", help="check a backup or a database; nothing is changed")
    checking.add_argument("path", type=Path, metavar="DIR|PATH", help="the folder of a backup or the database")
    for verb, work in ((copying, _copy), (restoring, _bring_back), (checking, _check)):
        verb.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")
        verb.set_defaults(run=run, work=work)
    checking.set_defaults(db=None)


def _copy(options: argparse.Namespace, database: Path) -> Text:
    """Make a backup, or have it made by the dashboard that holds the file; then read it all again.

    A dashboard whose file was deleted while it ran may still hold all that was in it: it is asked too.
    """
    out = options.out.absolute()
    if not exists(database):
        if ask_dashboard(database, "backup", out) is None:
            raise StoreError(MISSING, path=database)
        return _told(verify(out), _COPIED)
    try:
        store = Store.open(database)
    except InUseError:
        if ask_dashboard(database, "backup", out) is None:
            raise
    else:
        try:
            backup(store, out)
        finally:
            store.close()
    return _told(verify(out), _COPIED)


def _bring_back(options: argparse.Namespace, database: Path) -> Text:
    return _told(restore(options.folder, database), _RESTORED)


def _check(options: argparse.Namespace, _database: Path) -> Text:
    try:
        found = verify(options.path)
    except InUseError:
        answer = ask_dashboard(options.path, "verify")
        if answer is None:
            raise
        found = answer
    return _told(found, _SOUND)


def _told(found: Verification, sound: Text) -> Text:
    """The words for what was found; raises StoreError with the problems, if there are any."""
    if found.problems:
        said = {lang: "\n".join(problem[lang] for problem in found.problems) for lang in ("it", "en")}
        raise StoreError(
            Text(
                it=_UNSOUND.it.format(path=found.path, problems=said["it"]),
                en=_UNSOUND.en.format(path=found.path, problems=said["en"]),
            )
        )
    return sound.format(path=found.path, tables=len(found.rows), rows=sum(found.rows.values()))
