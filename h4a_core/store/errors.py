"""Errors of the store, in words for people: what went wrong, where, and the remedy.

Words for visitors hold no path, no process and no reason of the system; these stand in `detailed`, which the command
line and the log show. No message says that data are whole, which only `verify` can tell.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from h4a_core.progress import NotDoneError
from h4a_core.store.faults import Fault, fault_of, reason_of
from h4a_core.text import Lang, Text

_ASIDES = {"path": " {}", "journal": " {}", "holder": " ({})", "reason": " ({})"}
"""Values told to the operator only, and how each is put into the sentence."""

_SOMEONE = Text(it="non si sa quale", en="it is not known which")
FOREIGN = Text(
    it="Il file{path} è un archivio DuckDB di un altro programma. Non è stato toccato. Indica un altro file.",
    en="The file{path} is a DuckDB database of another program. It has not been touched. Name another file.",
)
NEWER = Text(
    it="Il file o la copia di riserva{path} viene da una versione più nuova di questo programma (parti "
    "sconosciute: {names}). Nulla è stato toccato. Aggiorna il programma, oppure usa una copia di riserva fatta "
    "con questa versione.",
    en="The file or backup{path} was written by a newer version of this program (unknown parts: {names}). Nothing has "
    "been touched. Update the program, or use a backup made with this version.",
)
NO_FOLDER = Text(
    it="La cartella{path} non si può creare{reason}. Non è stato cambiato nulla. Indica un altro posto.",
    en="The folder{path} cannot be made{reason}. Nothing has been changed. Name another place.",
)
ORPHAN_JOURNAL = Text(
    it="Manca il file{path}, ma c'è il suo diario{journal}, che può contenere dati non ancora nel file. Rimetti "
    "insieme i due file, oppure sposta anche il diario. Non è stato toccato nulla.",
    en="The file{path} is missing, but its journal{journal} is there, which may hold data that were not in the file "
    "yet. Put the two files together again, or move the journal away as well. Nothing has been touched.",
)
CLOSED = Text(
    it="L'archivio dei dati è già stato chiuso. Riapri il programma.",
    en="The data store has been closed already. Start the program again.",
)
_WORDS = {
    Fault.IN_USE: Text(
        it="Il file dei dati{path} è già aperto in un altro programma{holder}. Chiudilo (di solito è il cruscotto, o "
        "un import ancora in corso) e riprova; oppure indica un altro file. Non è stato toccato nulla.",
        en="The data file{path} is already open in another program{holder}. Close it (usually the dashboard, or an "
        "import still running) and try again; or name another file. Nothing has been touched.",
    ),
    Fault.NEWER: NEWER,
    Fault.FULL: Text(
        it="Non c'è più spazio sul disco per scrivere{path}{reason}. Di questa operazione non è rimasto nulla. Libera "
        "spazio e ripeti.",
        en="There is no space left on the disk to write{path}{reason}. Nothing of this operation was kept. Free some "
        "space and repeat.",
    ),
    Fault.NOT_ALLOWED: Text(
        it="Non si può leggere o scrivere il file o la cartella{path}: è di sola lettura, oppure manca il permesso"
        "{reason}. Non è stato cambiato nulla. Chiedi il permesso di scrittura o indica un altro posto.",
        en="The file or folder{path} cannot be used or cannot be written: it is read-only, or permission is missing"
        "{reason}. Nothing has been changed. Ask for permission to write, or name another place.",
    ),
    Fault.DAMAGED: Text(
        it="L'archivio dei dati{path} è danneggiato: una parte non si legge{reason}. Ferma il programma, metti da "
        "parte il file con il suo diario senza cancellarli, controlla il disco e riporta l'ultima copia con il "
        "comando restore.",
        en="The data store{path} is damaged: a part of it cannot be read{reason}. Stop the program, put the file and "
        "its journal aside without deleting them, check the disk, and bring back the latest backup with the restore "
        "command.",
    ),
    Fault.JOURNAL: Text(
        it="Il diario dell'archivio{path} è danneggiato o non è il suo{reason}: può contenere gli ultimi import, e "
        "senza non si apre nulla. Non è stato toccato. Rimetti il diario giusto, oppure riporta l'ultima copia di "
        "riserva con il comando restore.",
        en="The journal of the store{path} is damaged or not its own{reason}: it may hold the latest imports, and "
        "nothing is opened without it. It has not been touched. Put the right journal back, or bring back the latest "
        "backup with the restore command.",
    ),
    Fault.STOPPED: Text(
        it="L'archivio{path} si è fermato per un errore{reason}. Che cosa è rimasto nel file si sa solo "
        "controllandolo: chiudi il programma, controlla il disco, e l'archivio con il comando verify; se non è a "
        "posto, riporta l'ultima copia di riserva.",
        en="The store{path} stopped after a fault{reason}. What is left in the file is known only after a check: close "
        "the program, check the disk, and the store with the verify command; if it is not in order, bring back the "
        "latest backup.",
    ),
    Fault.NOT_A_DATABASE: Text(
        it="Il file{path} non si apre come archivio dei dati{reason}. Non è stato toccato. Indica un altro file, "
        "oppure spostalo e ne verrà creato uno nuovo.",
        en="The file{path} cannot be opened as a data store{reason}. It has not been touched. Name another file, or "
        "move it away and a new one will be created.",
    ),
}


class StoreError(NotDoneError):
    """The store cannot do what was asked."""

    def __init__(self, text: Text, **values: object) -> None:
        """Fill the words, if there are values: `path`, `journal`, `holder` and `reason` in `detailed` only."""
        self._words, self._values = text, values
        super().__init__(_filled(text, values, told=False), _filled(text, values, told=True))

    def about(self, path: object) -> "StoreError":
        """The same error about another file."""
        return StoreError(self._words, **{**self._values, "path": path})


class InUseError(StoreError):
    """Another process holds the file."""


def _filled(text: Text, values: dict[str, object], *, told: bool) -> Text:
    if not values:
        return text

    def words(lang: Lang) -> str:
        shown = {name: value[lang] if isinstance(value, Text) else value for name, value in values.items()}
        asides = {name: frame.format(shown[name]) for name, frame in _ASIDES.items() if told and shown.get(name)}
        return text[lang].format(**{**shown, **dict.fromkeys(_ASIDES, ""), **asides})

    return Text(it=words("it"), en=words("en"))


def opening_error(error: duckdb.Error, path: object) -> StoreError:
    """Say why DuckDB could not open the file at `path`."""
    return _named(fault_of(error) or Fault.NOT_A_DATABASE, error, path)


def disk_error(error: Exception, path: object) -> StoreError | None:
    """Say what the disk refused while `path` was read or written; None when it is no fault of the disk."""
    fault = fault_of(error)
    return None if fault is None else _named(fault, error, path)


def _named(fault: Fault, error: Exception, path: object) -> StoreError:
    reason = reason_of(error)
    if fault is Fault.IN_USE:
        return InUseError(_WORDS[fault], path=path, holder=reason.holder or _SOMEONE)
    if fault is Fault.NEWER:
        return StoreError(_WORDS[fault], path=path, names="DuckDB")
    return StoreError(_WORDS[fault], path=path, reason=reason.words)


def unread_journal(path: object) -> StoreError:
    """The error for a journal that DuckDB would pass over in silence, and write over."""
    return StoreError(_WORDS[Fault.JOURNAL], path=path)


@contextmanager
def explaining_errors(path: object, *only: Fault) -> Iterator[None]:
    """Turn faults of the disk at `path` into StoreError, and DuckDB's word for Ctrl-C back into KeyboardInterrupt.

    `only` names the faults that can be of that path, where another one is worked with as well; else all are.
    """
    try:
        yield
    except (duckdb.Error, OSError) as error:
        named = disk_error(error, path)
        if named is None or (only and fault_of(error) not in only):
            raise
        raise named from error
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise
