"""What an upload holds, read in a process of its own: the text or the sheets of each file in it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from h4a_core.progress import ProgressMonitor
from h4a_core.records.formats.archives import SEPARATOR
from h4a_core.records.formats.csv_reading import csv_rows
from h4a_core.records.formats.decoding import UTF8
from h4a_core.records.formats.frames import Frame, Message, Row
from h4a_core.records.formats.isolation import reading
from h4a_core.records.formats.limits import UnreadableFileError, check_size
from h4a_core.text import Text

_READING = Text(it="leggo il file", en="reading the file")
BY_ROW = Text(it="leggo riga per riga", en="reading row by row")
_SHORT_BYTES = 1_000_000
"""A text of so many bytes is read here: whatever it holds, its rows are no larger than this makes them."""


@dataclass
class Grid:
    """The filled rows of one sheet, and what is worth saying about it."""

    name: str
    rows: list[Row] = field(default_factory=list)
    notes: tuple[Text, ...] = ()
    hidden: bool = False


@dataclass
class ReadFile:
    """One file, an upload or a part of one: its text in UTF-8, if it has an encoding, or its grids; or a refusal."""

    name: str
    size: int
    """Bytes."""
    sha256: str = ""
    encoding: str | None = None
    content: bytes = b""
    packed: int = 0
    """Bytes of the upload."""
    notes: tuple[Text, ...] = ()
    """What is worth saying about the text."""
    grids: list[Grid] = field(default_factory=list)
    refusal: Text | None = None


def read_upload(name: str, data: bytes, monitor: ProgressMonitor) -> list[ReadFile]:
    """Read a file, or the files of an archive, each with a name that says where it was.

    What cannot be read comes with the reason. Raises CancelledError.
    """
    monitor.report(_READING)
    try:
        check_size(len(data))
        return list(_files(name, data, monitor))
    except UnreadableFileError as error:
        return [ReadFile(name, len(data), refusal=error.text)]


def _files(name: str, data: bytes, monitor: ProgressMonitor) -> Iterator[ReadFile]:
    file: ReadFile | None = None
    pieces: list[bytes] = []
    with reading(["upload"], data, monitor) as frames:
        for frame in frames:
            if isinstance(frame, dict) and "file" in frame:
                if file is not None:
                    yield _whole(file, pieces)
                file, pieces = _begun(name, data, frame), []
            elif file is not None:
                _add(file, pieces, frame, data)
    if file is not None:
        yield _whole(file, pieces)


def _begun(name: str, data: bytes, about: Message) -> ReadFile:
    """The upload itself, or a file in it."""
    if not about["file"]:
        return ReadFile(name, len(data), hashlib.sha256(data).hexdigest(), packed=len(data))
    return ReadFile(f"{name}{SEPARATOR}{about['file']}", about["size"], about["sha256"], packed=len(data))


def _add(file: ReadFile, pieces: list[bytes], frame: Frame, data: bytes) -> None:
    """Put what a frame brings into its file."""
    if isinstance(frame, bytes):
        pieces.append(frame)
    elif isinstance(frame, list):
        file.grids[-1].rows += frame
    elif "unreadable" in frame:
        file.refusal = UnreadableFileError(Text(**frame["unreadable"])).text
    elif "sheet" in frame:
        file.grids.append(Grid(frame["sheet"], hidden=frame["hidden"]))
    elif "notes" in frame:
        file.grids[-1].notes = _texts(frame["notes"])
    else:
        file.encoding, file.notes = frame["encoding"], _texts(frame["about"])
        if frame["same"]:
            start = UTF8[frame["encoding"]]
            file.content = data[start:] if start else data


def _texts(frames: list[dict[str, str]]) -> tuple[Text, ...]:
    return tuple(Text(**one) for one in frames)


def _whole(file: ReadFile, pieces: list[bytes]) -> ReadFile:
    if pieces:
        file.content = b"".join(pieces)
    return file


@contextmanager
def text_rows(
    body: bytes, separator: str, packed: int, monitor: ProgressMonitor, *, quotes: bool = True
) -> Iterator[Iterator[Row]]:
    """Lend the filled rows of a text, each with its line; while they are taken, raises as `reading` does."""
    if len(body) <= _SHORT_BYTES:
        yield (row for row in csv_rows(body.decode("utf-8"), separator, quotes=quotes) if any(row[1]))
        return
    with reading(["rows" if quotes else "lines", separator, str(packed)], body, monitor) as frames:
        yield (row for frame in frames if isinstance(frame, list) for row in frame)
