"""Reads uploads in a process of its own, so that no file can take the memory or the time of this one, or end it.

The process gets the bytes through a pipe, reads them all, and answers with frames through another: nothing touches the
disk. It is ended when it takes too long, when the work is cancelled, and in any case at the end.
"""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from h4a_core.progress import ProgressMonitor
from h4a_core.records.formats import limits
from h4a_core.records.formats.frames import Frame, FrameError, read_frames
from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.text import Text

_ROOT = Path(__file__).resolve().parents[3]
_READER = "from h4a_core.records.formats.reader import main; main()"
_KEPT_VARIABLES = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT")
"""What Python needs to start; nothing else of the environment, secrets least of all, is handed on."""
_CHECK_EVERY_SECONDS = 0.05
_WEIGH_EVERY_SECONDS = 0.5
_SYSTEM_LIMITS_MEMORY = sys.platform == "linux"
_WEIGHING = (
    ("tasklist", "/fo", "csv", "/nh", "/fi", "PID eq {process}")
    if sys.platform == "win32"
    else ("ps", "-o", "rss=", "-p", "{process}")
)
"""The system's own command that says last how many kilobytes a process takes."""

_GIVEN_UP = Text(
    it="ci vorrebbero più memoria o più tempo di quanti ne chieda un file di dati, oppure è rovinato; forse ha celle "
    "lontane dai dati, che vanno cancellate",
    en="it would take more memory or time than a file of records does, or it is damaged; perhaps it has cells far away "
    "from the records, to be deleted",
)
_NO_ROOM = Text(
    it="questo computer non riesce ora ad avviare un altro programma. Chiudine qualcuno",
    en="this computer cannot start another program now. Close some",
)


@contextmanager
def reading(arguments: Sequence[str], data: bytes, monitor: ProgressMonitor) -> Iterator[Iterator[Frame]]:
    """Lend the frames that the reader answers with, as `reader.answer` tells them, without the last one.

    While they are taken, raises UnreadableFileError when the reader refuses the bytes or does not come to its end, and
    CancelledError as soon as the work is cancelled.
    """
    monitor.check_cancelled()
    process = _started([json.dumps(limits.told()), str(len(data)), *arguments])
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process, len(data), monitor, over), name="reader", daemon=True)
    watcher.start()
    try:
        _hand_over(process, data)
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        yield answered(process.stdout, monitor)
    finally:
        over.set()
        process.kill()
        watcher.join()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _started(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    try:
        return subprocess.Popen(  # noqa: S603 - this project's own program; the arguments are words of ours
            [sys.executable, "-c", _READER, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=kept,
        )
    except OSError as error:
        raise UnreadableFileError(_NO_ROOM) from error


def _hand_over(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Give the bytes to the process, unless it is dead already: `_frames` tells that."""
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    with suppress(OSError), process.stdin:
        process.stdin.write(data)


def answered(stream: IO[bytes], monitor: ProgressMonitor) -> Iterator[Frame]:
    """The frames of a reader's answer, without the last one; raises as `reading` says."""
    cut_short: FrameError | None = None
    try:
        for frame in read_frames(stream):
            if isinstance(frame, dict) and "refused" in frame:
                raise UnreadableFileError(Text(**frame["refused"]))
            if isinstance(frame, dict) and "done" in frame:
                return
            yield frame
    except FrameError as error:
        cut_short = error
    monitor.check_cancelled()
    raise UnreadableFileError(_GIVEN_UP) from cut_short


def _watch(process: subprocess.Popen[bytes], size: int, monitor: ProgressMonitor, over: threading.Event) -> None:
    """End the process when the work is cancelled, and when it takes too long or, unlimited by the system, too much."""
    started = weighed = time.monotonic()
    while not over.wait(_CHECK_EVERY_SECONDS):
        now = time.monotonic()
        heavy = False
        if not _SYSTEM_LIMITS_MEMORY and now - weighed > _WEIGH_EVERY_SECONDS:
            weighed, heavy = now, _memory_bytes(process.pid) > limits.most_memory_bytes(size)
        if heavy or now - started > limits.wall_seconds(size) or (monitor.cancel is not None and monitor.cancel()):
            process.kill()
            return


def _memory_bytes(process: int) -> int:
    """Memory that a process takes, as the system says it; 0 where it says nothing."""
    command = [part.format(process=process) for part in _WEIGHING]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - one of the two above
    digits = re.sub(r"\D", "", said.stdout.rsplit('","')[-1])
    return int(digits or 0) * 1024
