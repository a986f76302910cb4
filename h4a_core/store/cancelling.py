"""Calling off long work: a look, now and then, whether somebody asked for it, and a nudge to the database."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import duckdb

from h4a_core.store.errors import CancelledError

Cancel: TypeAlias = Callable[[], bool]
"""Answers whether the work is to stop; asked from another thread, often, and must not raise (`Event.is_set`)."""
Progress: TypeAlias = Callable[[str, float], None]
"""Told the name of the step being done and how much of the whole is done, from 0 to 1; may raise to stop the work."""

_LOOK_EVERY_SECONDS = 0.05


@contextmanager
def stopping(cursor: duckdb.DuckDBPyConnection, cancel: Cancel | None) -> Iterator[None]:
    """Do the work inside, interrupting the cursor's statements as soon as `cancel()` says so, or at Ctrl-C.

    Raises CancelledError when `cancel` did, at the latest at the end, also if the work itself took no notice; and
    KeyboardInterrupt at Ctrl-C, which DuckDB alone may notice only when a long statement is through.
    """
    asked = cancel or (lambda: False)
    over, stopped, pressed = threading.Event(), threading.Event(), threading.Event()
    with _control_c() as control_c:

        def look() -> None:
            while not over.wait(_LOOK_EVERY_SECONDS):
                if pressed.is_set() or control_c():
                    pressed.set()
                elif asked():
                    stopped.set()
                if pressed.is_set() or stopped.is_set():
                    cursor.interrupt()

        watcher = threading.Thread(target=look, name="cancel", daemon=True)
        watcher.start()
        try:
            yield
        except Exception as error:
            if pressed.is_set():
                raise KeyboardInterrupt from error
            if stopped.is_set():
                raise CancelledError from error
            raise
        finally:
            over.set()
            watcher.join()
    if stopped.is_set() or asked():
        raise CancelledError


@contextmanager
def _control_c() -> Iterator[Callable[[], bool]]:
    """Lend a question for any thread: whether Ctrl-C was pressed while the main thread is busy in the database.

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
