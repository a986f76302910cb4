"""Watching the files of an open store: whether they are still those that this process opened and wrote last.

DuckDB goes on writing to a file that was deleted or replaced, and says that all is well. Only names, sizes and times
are looked at: to open and close the file here would give up DuckDB's lock on it, since that is how locks of Unix work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Literal

from h4a_core.store.errors import StoreError
from h4a_core.store.files import journal_of, tighten
from h4a_core.text import Text


class Loss(Enum):
    """What happened to the files of a store behind its back."""

    MISSING = "missing"
    REPLACED = "replaced"
    CHANGED = "changed"
    JOURNAL = "journal"


_RESCUE = Text(
    it="Finché il programma è aperto si può ancora provare a salvarne il contenuto con il comando backup; poi ferma il "
    "programma, rimetti il file con il suo diario o riporta una copia di riserva con il comando restore, e riparti.",
    en="As long as the program runs you may still try to save what it holds with the backup command; then stop the "
    "program, put the file and its journal back or bring back a backup with the restore command, and start again.",
)
_HAPPENED = {
    Loss.MISSING: Text(
        it="Il file dei dati{path} non c'è più: è stato cancellato o spostato mentre il programma era aperto.",
        en="The data file{path} is no longer there: it was deleted or moved while the program was running.",
    ),
    Loss.REPLACED: Text(
        it="Al posto del file dei dati{path} ce n'è un altro, messo lì mentre il programma era aperto.",
        en="Another file stands in place of the data file{path}, put there while the program was running.",
    ),
    Loss.CHANGED: Text(
        it="Il file dei dati{path} è stato troncato o riscritto da qualcun altro mentre il programma era aperto.",
        en="The data file{path} was cut short or written over by somebody else while the program was running.",
    ),
    Loss.JOURNAL: Text(
        it="Il diario del file dei dati{path}, che tiene gli ultimi import, è stato cancellato o cambiato mentre il "
        "programma era aperto.",
        en="The journal of the data file{path}, which holds the latest imports, was deleted or changed while the "
        "program was running.",
    ),
}
_STOPPED = Text(
    it="{happened} Da quel momento non si scrive più nulla. {rescue}",
    en="{happened} Nothing is written any more since. {rescue}",
)
_IN_DOUBT = Text(
    it="{happened} Quest'ultima operazione può andare persa. {rescue}",
    en="{happened} This last operation may be lost. {rescue}",
)


class LostFileError(StoreError):
    """The files of the store are no longer those that were opened; `loss` says what became of them."""

    def __init__(self, loss: Loss, path: Path, *, in_doubt: bool = False) -> None:
        """Say what happened, and whether the operation under way may be lost with it (`in_doubt`)."""
        words, happened = (_IN_DOUBT if in_doubt else _STOPPED), _HAPPENED[loss]
        super().__init__(
            Text(
                it=words.it.format(happened=happened.it, rescue=_RESCUE.it),
                en=words.en.format(happened=happened.en, rescue=_RESCUE.en),
            ),
            path=path,
        )
        self.loss = loss


@dataclass(frozen=True)
class _Seen:
    """What the system tells of a file without opening it."""

    device: int
    inode: int
    size: int
    changed_at: int

    @property
    def identity(self) -> tuple[int, int]:
        return self.device, self.inode


class WatchedFiles:
    """The database file and its journal, as this process left them after its last write.

    Nobody but this process's one writer may change them; `loss` says whether somebody did.
    """

    def __init__(self, path: Path | Literal[":memory:"]) -> None:
        """Remember the files as they are now, just opened; a store in memory has none."""
        self._path = None if path == ":memory:" else Path(path).resolve()
        self._note()

    def loss(self) -> Loss | None:
        """What became of the files since the last write; None when they are the same. Not while one is under way."""
        found = self.loss_of_name()
        if found or self._path is None:
            return found
        if _look(self._path) != self._database:
            return Loss.CHANGED
        return None if _look(journal_of(self._path)) == self._journal else Loss.JOURNAL

    def loss_of_name(self) -> Loss | None:
        """Whether the name still stands for the same file, whatever this process is writing to it."""
        if self._path is None:
            return None
        now = _look(self._path)
        if now is None:
            return Loss.MISSING
        return None if self._database and now.identity == self._database.identity else Loss.REPLACED

    def refuse(self, found: Loss | None, *, in_doubt: bool = False) -> None:
        """Raise LostFileError if there is a loss."""
        if found and self._path is not None:
            raise LostFileError(found, self._path, in_doubt=in_doubt)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let the writer work; afterwards the files are remembered as it leaves them, unless they are lost."""
        self.refuse(self.loss())
        try:
            yield
        except LostFileError:
            raise
        except BaseException:
            if not self.loss_of_name():
                self._note()
            raise
        self._note()

    def before_commit(self) -> None:
        """Refuse to commit into lost files. An open transaction may have put blocks into the file: this is no loss."""
        if self._path is not None:
            journal_lost = _look(journal_of(self._path)) != self._journal
            self.refuse(self.loss_of_name() or (Loss.JOURNAL if journal_lost else None))

    def after_commit(self) -> None:
        """Make sure that the journal is the one before, or was worked into the file, when a commit has returned."""
        if self._path is not None:
            now, before = _look(journal_of(self._path)), self._journal
            same = before is None or (now is not None and now.identity == before.identity)
            kept = same or _look(self._path) != self._database
            self.refuse(self.loss_of_name() or (None if kept else Loss.JOURNAL), in_doubt=True)

    def _note(self) -> None:
        """Remember the files. What was known before holds until then: readers ask meanwhile, without the lock."""
        if self._path is None:
            self._database = self._journal = None
            return
        tighten(journal_of(self._path))
        self._database, self._journal = _look(self._path), _look(journal_of(self._path))


def _look(path: Path) -> _Seen | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Seen(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
