"""Errors of the store, in words for people: what went wrong, where, the remedy, and that nothing is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from h4a_core.progress import NotDoneError
from h4a_core.text import Text

_IN_USE = Text(
    it="Il file dei dati {path} è già aperto da un altro programma ({who}). Chiudilo (di solito è il cruscotto, o un "
    "import ancora in corso) e riprova; oppure indica un altro file. I dati sono intatti.",
    en="The data file {path} is already open in another program ({who}). Close it (usually the dashboard, or an import "
    "still running) and try again; or name another file. The data are intact.",
)
_HOLDER = Text(it="{program}, processo {pid}", en="{program}, process {pid}")
_SOMEONE = Text(it="non si sa quale", en="it is not known which")
_NOT_A_DATABASE = Text(
    it="Il file {path} non si apre come archivio dei dati: {reason}. Non è stato toccato. Indica un altro file, oppure "
    "spostalo e ne verrà creato uno nuovo.",
    en="The file {path} cannot be opened as a data store: {reason}. It has not been touched. Name another file, or "
    "move it away and a new one will be created.",
)
FOREIGN = Text(
    it="Il file {path} è un archivio DuckDB di un altro programma. Non è stato toccato. Indica un altro file.",
    en="The file {path} is a DuckDB database of another program. It has not been touched. Name another file.",
)
NEWER = Text(
    it="{path} è stato scritto da una versione più nuova di questo programma (parti sconosciute: {names}). Non è stato "
    "toccato. Aggiorna il programma, oppure usa una copia di riserva fatta con questa versione.",
    en="{path} was written by a newer version of this program (unknown parts: {names}). It has not been touched. "
    "Update the program, or use a backup made with this version.",
)
_FULL = Text(
    it="Non c'è più spazio sul disco per scrivere {path} ({reason}). Di questa operazione non è rimasto nulla; i dati "
    "di prima sono intatti. Libera spazio e ripeti.",
    en="There is no space left on the disk to write {path} ({reason}). Nothing of this operation was kept; the data "
    "from before are intact. Free some space and repeat.",
)
_NOT_ALLOWED = Text(
    it="Non si può scrivere {path}: il file o la sua cartella sono di sola lettura, oppure non hai il permesso "
    "({reason}). Non è stato cambiato nulla. Chiedi il permesso di scrittura o indica un altro posto.",
    en="{path} cannot be written: the file or its folder is read-only, or you have no permission ({reason}). Nothing "
    "has been changed. Ask for permission to write, or name another place.",
)
NO_FOLDER = Text(
    it="La cartella {path} non si può creare: {reason}. Non è stato cambiato nulla. Indica un altro posto.",
    en="The folder {path} cannot be made: {reason}. Nothing has been changed. Name another place.",
)
_DAMAGED = Text(
    it="L'archivio {path} si è fermato per un errore del disco ({reason}). Tutti gli import già confermati sono salvi: "
    "chiudi e riapri il programma, poi controlla il disco e l'archivio con il comando verify.",
    en="The store {path} stopped after a fault of the disk ({reason}). All imports confirmed before are safe: close "
    "and reopen the program, then check the disk, and the store with the verify command.",
)
ORPHAN_JOURNAL = Text(
    it="Manca il file {path}, ma c'è il suo diario {journal}, che può contenere dati non ancora nel file. Rimetti "
    "insieme i due file, oppure sposta anche il diario. Non è stato toccato nulla.",
    en="The file {path} is missing, but its journal {journal} is there, which may hold data that were not in the file "
    "yet. Put the two files together again, or move the journal away as well. Nothing has been touched.",
)
CLOSED = Text(
    it="L'archivio dei dati è già stato chiuso. Riapri il programma.",
    en="The data store has been closed already. Start the program again.",
)

_HELD = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_WORDS_OF_A_FULL_DISK = ("no space left", "file too large", "quota exceeded", "not enough space", "out of disk space")
_WORDS_OF_NO_PERMISSION = ("permission denied", "read-only", "access is denied", "operation not permitted")
_WORDS_OF_A_NEWER_FORMAT = ("version number", "storage version", "newer version")


class StoreError(NotDoneError):
    """The store cannot do what was asked."""


class InUseError(StoreError):
    """Another process holds the file."""


def opening_error(error: duckdb.Error, path: object) -> StoreError:
    """Say why DuckDB could not open the file at `path`."""
    reason = _first_line(error)
    if "lock" in reason.lower() or "used by another process" in reason.lower():
        held = _HELD.search(reason)
        who = _HOLDER.format(program=held["program"], pid=held["pid"]) if held else _SOMEONE
        return InUseError(
            Text(it=_IN_USE.it.format(path=path, who=who.it), en=_IN_USE.en.format(path=path, who=who.en))
        )
    if any(words in reason.lower() for words in _WORDS_OF_A_NEWER_FORMAT):
        return StoreError(NEWER.format(path=path, names="DuckDB"))
    return disk_error(error, path) or StoreError(_NOT_A_DATABASE.format(path=path, reason=reason))


def disk_error(error: Exception, path: object) -> StoreError | None:
    """Say what the disk refused while `path` was read or written; None when it is no fault of the disk."""
    reason = (error.strerror if isinstance(error, OSError) and error.strerror else None) or _first_line(error)
    lowered = reason.lower()
    if isinstance(error, duckdb.FatalException) or "database has been invalidated" in lowered:
        return StoreError(_DAMAGED.format(path=path, reason=reason))
    if any(words in lowered for words in _WORDS_OF_A_FULL_DISK):
        return StoreError(_FULL.format(path=path, reason=reason))
    if any(words in lowered for words in _WORDS_OF_NO_PERMISSION):
        return StoreError(_NOT_ALLOWED.format(path=path, reason=reason))
    return None


@contextmanager
def explaining_errors(path: object) -> Iterator[None]:
    """Turn faults of the disk at `path` into StoreError, and DuckDB's word for Ctrl-C back into KeyboardInterrupt."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        named = disk_error(error, path)
        if named is None:
            raise
        raise named from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
