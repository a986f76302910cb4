"""Long work: tells how far it is, checks whether somebody cancelled it, and interrupts running statements then."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from h4a_core.text import Text

if TYPE_CHECKING:  # the process that reads uploads imports this module, and no database
    import duckdb

Cancel: TypeAlias = Callable[[], bool]
"""Answers whether the work is to stop; asked from another thread, often, and must not raise (`Event.is_set`)."""
Progress: TypeAlias = Callable[[str, float], None]
"""Told the name of the step being done and how much of the whole is done, from 0 to 1; may raise to stop the work."""

ProgressInWords: TypeAlias = Callable[[Text, float], None]
"""The same for a reader, in both languages. During a long statement it is told from another thread; must not raise."""
Item = TypeVar("Item")

_CANCELLED = Text(
    it="Operazione annullata: non è stato scritto nulla.",
    en="Cancelled: nothing has been written.",
)

_CHECK_EVERY_SECONDS = 0.05
_ASK_EVERY_SECONDS = 0.25
"""How often the database is asked how far a long statement has come."""
_TELL_EVERY_ITEMS = 10_000


class NotDoneError(Exception):
    """What was asked has not been done; `text` says why and what to do, in both languages.

    `detailed` says the same to whoever runs the program, on the command line and in its log; it may name files.
    """

    def __init__(self, text: Text, detailed: Text | None = None) -> None:
        """Keep the words for the screen, and those for the command line; `str()` gives the screen's Italian ones."""
        super().__init__(text.it)
        self.text = text
        self.detailed = detailed or text


class CancelledError(NotDoneError):
    """Somebody cancelled what was being done; nothing of it has been kept."""

    def __init__(self) -> None:
        super().__init__(_CANCELLED)


@dataclass(frozen=True)
class ProgressMonitor:
    """Whom to tell how far long work is, and whom to ask whether it is cancelled.

    A monitor may stand for a part of the whole: its shares then run from `first` over `width` of the whole, and its
    words begin with `name`. All methods raise CancelledError once `cancel` says so.
    """

    progress: ProgressInWords | None = None
    cancel: Cancel | None = None
    name: str = ""
    first: float = 0.0
    width: float = 1.0

    def part(self, start: float, end: float, name: str = "") -> "ProgressMonitor":
        """A monitor for the work that lies between two shares of this one."""
        return replace(
            self, first=self.first + start * self.width, width=(end - start) * self.width, name=name or self.name
        )

    def split(self, weights: Sequence[tuple[str, int]]) -> "list[ProgressMonitor]":
        """A part for each name, one after the other, as wide as its weight says."""
        total, done, parts = sum(weight + 1 for _, weight in weights), 0, []
        for name, weight in weights:
            parts.append(self.part(done / total, (done + weight + 1) / total, name))
            done += weight + 1
        return parts

    def report(self, words: Text, share: float = 0.0) -> None:
        """Say which step begins now, at this share of the work."""
        self._tell(words, share)
        self.check_cancelled()

    def check_cancelled(self) -> None:
        """Raise CancelledError if somebody has cancelled the work."""
        if self.cancel is not None and self.cancel():
            raise CancelledError

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, with a check for cancelling before each."""
        if self.cancel is None:
            yield from items
            return
        for item in items:
            self.check_cancelled()
            yield item

    def track(self, items: Iterable[Item], words: Text, count: int) -> Iterator[Item]:
        """The same, reporting the step at the first item and then, now and again, how far it is among about `count`."""
        self.report(words)
        if self.progress is None:
            yield from self.each(items)
            return
        for number, item in enumerate(self.each(items), start=1):
            if number % _TELL_EVERY_ITEMS == 0:
                self.report(words, min(number / count, 1.0))
            yield item

    @contextmanager
    def during_statement(self, cursor: "duckdb.DuckDBPyConnection", words: Text) -> Iterator[None]:
        """Run the long statement inside, reporting how much of it is done as the database itself counts it."""
        self.report(words)
        if self.progress is None:
            yield
            return
        cursor.execute("SET enable_progress_bar = true")
        cursor.execute("SET enable_progress_bar_print = false")
        over = threading.Event()

        def ask() -> None:
            furthest = 0.0
            while not over.wait(_ASK_EVERY_SECONDS):
                furthest = max(furthest, cursor.query_progress() / 100)
                self._tell(words, min(furthest, 1.0))

        asking = threading.Thread(target=ask, name="progress", daemon=True)
        asking.start()
        try:
            yield
        finally:
            over.set()
            asking.join()

    def _tell(self, words: Text, share: float) -> None:
        if self.progress is not None:
            named = Text(it=f"{self.name}: {words.it}", en=f"{self.name}: {words.en}") if self.name else words
            self.progress(named, self.first + share * self.width)


@contextmanager
def interruptible(cursor: "duckdb.DuckDBPyConnection", cancel: Cancel | None) -> Iterator[None]:
    """Run the work inside, interrupting the cursor's statements as soon as `cancel()` says so, or at Ctrl-C.

    Raises CancelledError when `cancel` did, at the latest at the end, also if the work itself took no notice; and
    KeyboardInterrupt at Ctrl-C, which DuckDB alone may notice only when a long statement is through.
    """
    asked = cancel or (lambda: False)
    over, cancelled, pressed = threading.Event(), threading.Event(), threading.Event()
    with _control_c() as control_c:

        def watch() -> None:
            while not over.wait(_CHECK_EVERY_SECONDS):
                if pressed.is_set() or control_c():
                    pressed.set()
                elif asked():
                    cancelled.set()
                if pressed.is_set() or cancelled.is_set():
                    cursor.interrupt()

        watcher = threading.Thread(target=watch, name="cancel", daemon=True)
        watcher.start()
        try:
            yield
        except Exception as error:
            if pressed.is_set():
                raise KeyboardInterrupt from error
            if cancelled.is_set():
                raise CancelledError from error
            raise
        finally:
            over.set()
            watcher.join()
    if cancelled.is_set() or asked():
        raise CancelledError


@contextmanager
def _control_c() -> Iterator[Callable[[], bool]]:
    """Lend a function for any thread that tells whether Ctrl-C was pressed while the main thread is in the database.

    The system writes the number of a signal to a pipe as it comes. Only the main thread gets signals; where an event
    loop listens to them already, or on Windows, the answer is always no.
    """
    if os.name == "nt" or threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    if before != -1:
        signal.set_wakeup_fd(before)

    def pressed() -> bool:
        try:
            return signal.SIGINT in os.read(reading, 64)
        except BlockingIOError:
            return False

    try:
        yield pressed
    finally:
        if before == -1:
            signal.set_wakeup_fd(-1)
        os.close(reading)
        os.close(writing)
