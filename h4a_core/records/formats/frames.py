"""What the pipe carries from the process that reads an upload to the one that asked: messages, bytes and rows.

Each frame is a letter, the length of what follows, and this. Rows come in batches: the different texts of a batch as a
list of JSON, and each cell as its number in this list. Nothing in it can run code.
"""

import json
import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, BinaryIO, TypeAlias

from h4a_core.records.cells.blanks import TypedText

Cells: TypeAlias = list[str | None]
Row: TypeAlias = tuple[int, Cells]
"""Line in the file or sheet, from 1, and the cells."""
Message: TypeAlias = dict[str, Any]
Frame: TypeAlias = "Message | bytes | list[Row]"

_HEAD = struct.Struct("<cQ")
_MESSAGE, _BYTES, _ROWS = b"M", b"B", b"R"
_LENGTHS = struct.Struct("<3Q")
"""Of a batch of rows: bytes of its texts, rows, cells."""
_NUMBERS = "I"
_ROW_WEIGHT, _CELL_WEIGHT = 200, 8
BATCH_ROWS = 50_000
_BATCH_CELLS = 500_000


class FrameError(Exception):
    """The frames end before their end."""


def write_message(out: BinaryIO, message: Message) -> None:
    """Write one message, of what JSON can hold."""
    _write(out, _MESSAGE, json.dumps(message).encode())


def write_bytes(out: BinaryIO, piece: bytes) -> None:
    """Write a piece of a text."""
    _write(out, _BYTES, piece)


@dataclass(frozen=True)
class Batch:
    """Some rows as the pipe carries them."""

    payload: bytes
    rows: int
    cells: int
    weight: int
    """Bytes that the rows take about in memory; texts that cells repeat count each time, as a table holds them."""

    def write(self, out: BinaryIO) -> None:
        """Write the rows."""
        _write(out, _ROWS, self.payload)


class _Numbers(dict[str | None, int]):
    """The number of each text, given as it is first met."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self.texts)
        self.texts.append(text)
        return number


def batches(rows: Iterable[Row]) -> Iterator[Batch]:
    """The rows in batches; rows without a filled cell are left out."""
    filled = (row for row in rows if any(row[1]))
    for first in filled:
        most = max(min(BATCH_ROWS, _BATCH_CELLS // len(first[1])), 1)
        yield _batch([first, *islice(filled, most - 1)])


def _batch(rows: list[Row]) -> Batch:
    texts = [""]
    plain, typed = _Numbers(texts), _Numbers(texts)
    plain[None] = 0
    numbers = array(_NUMBERS)
    for _, cells in rows:
        numbers.extend([typed[cell] if cell.__class__ is TypedText else plain[cell] for cell in cells])
    content = json.dumps({"texts": texts, "typed": list(typed.values())}).encode()
    lines, widths = array(_NUMBERS, [line for line, _ in rows]), array(_NUMBERS, [len(cells) for _, cells in rows])
    arrays = b"".join(one.tobytes() for one in (lines, widths, numbers))
    sizes = [len(text) for text in texts]
    payload = _LENGTHS.pack(len(content), len(rows), len(numbers)) + content + arrays
    weight = sum(map(sizes.__getitem__, numbers)) + _ROW_WEIGHT * len(rows) + _CELL_WEIGHT * len(numbers)
    return Batch(payload, len(rows), len(numbers), weight)


def read_frames(stream: IO[bytes]) -> Iterator[Frame]:
    """All frames of a pipe until it ends. Raises FrameError where it ends within one."""
    while head := stream.read(_HEAD.size):
        if len(head) < _HEAD.size:
            raise FrameError
        kind, length = _HEAD.unpack(head)
        payload = stream.read(length)
        if len(payload) < length:
            raise FrameError
        if kind == _ROWS:
            yield _rows(payload)
        else:
            yield json.loads(payload) if kind == _MESSAGE else payload


def _rows(payload: bytes) -> list[Row]:
    length, rows, cells = _LENGTHS.unpack_from(payload)
    start = _LENGTHS.size + length
    content = json.loads(payload[_LENGTHS.size : start])
    texts: Cells = [None, *content["texts"][1:]]
    for number in content["typed"]:
        texts[number] = TypedText(texts[number])
    lines, widths, numbers = array(_NUMBERS), array(_NUMBERS), array(_NUMBERS)
    for numbered, count in ((lines, rows), (widths, rows), (numbers, cells)):
        end = start + count * numbered.itemsize
        numbered.frombytes(payload[start:end])
        start = end
    flat = [texts[number] for number in numbers]
    read, start = [], 0
    for line, width in zip(lines, widths, strict=True):
        read.append((line, flat[start : start + width]))
        start += width
    return read


def _write(out: BinaryIO, kind: bytes, payload: bytes) -> None:
    out.write(_HEAD.pack(kind, len(payload)))
    out.write(payload)
