"""The process that reads an upload: opens archives, decodes text, reads workbooks and rows, within limits.

`isolation` starts it, with the bytes as its standard input; frames go to its standard output. It is started for each
upload: so it imports nothing that is slow to import, and some modules only where they are needed. Where it cannot go on
it ends without a word.
"""

import json
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

from h4a_core.records.formats import limits
from h4a_core.records.formats.csv_reading import csv_rows
from h4a_core.records.formats.decoding import UTF8, as_utf8, encoding_of
from h4a_core.records.formats.foreign_formats import refuse_foreign
from h4a_core.records.formats.frames import Message, Row, batches, write_bytes, write_message
from h4a_core.records.formats.limits import Expansion, UnreadableFileError
from h4a_core.text import Text

if TYPE_CHECKING:
    from h4a_core.records.formats.markup_tables import MarkupSheet
    from h4a_core.records.formats.workbook_reading import SheetReading
if sys.platform != "win32":
    import resource

ROWS, LINES = "rows", "lines"
"""What can be asked instead of all that is in an upload: the rows of a text; the same, each line a row. Separator and
upload's size follow."""
_ZIP_MARK = b"PK"
_WORKBOOK_MARKS = (_ZIP_MARK, bytes.fromhex("d0cf11e0a1b11ae1"))
_BEFORE_MARKUP = b"\xef\xbb\xbf \t\r\n"
_SAMPLE_BYTES = 200_000
_EMPTY = Text(it="è vuoto", en="it is empty")


def main() -> None:
    """Do what is asked; exit code 1 where it cannot be done. Arguments: limits, bytes to read, what `answer` takes."""
    told, size = json.loads(sys.argv[1]), int(sys.argv[2])
    limits.take(told)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked, which then ends this one
    _limit_work(size)
    _limit_memory(limits.memory_bytes(size))
    try:
        answer(sys.argv[3:], sys.stdin.buffer.read(size), sys.stdout.buffer)
    except BaseException:  # noqa: BLE001 - a fault in the reader of cells is no Exception
        os._exit(1)


def answer(arguments: list[str], data: bytes, out: BinaryIO) -> None:
    """Write the frames of an upload, or of a text's rows, and a last one: done, or refused with the reason."""
    expansion = Expansion(len(data))
    try:
        if arguments[0] in {ROWS, LINES}:
            rows = csv_rows(data.decode("utf-8"), arguments[1], quotes=arguments[0] == ROWS)
            _write_rows(rows, out, Expansion(int(arguments[2])))
        elif not data.startswith(_ZIP_MARK) or not _write_archive(data, out, expansion):
            _write_file({"file": ""}, data, out, expansion, at_hand=True)
        write_message(out, {"done": True})
    except UnreadableFileError as error:
        write_message(out, {"refused": asdict(error.reason)})
    out.flush()


def _write_archive(data: bytes, out: BinaryIO, expansion: Expansion) -> bool:
    """The files of a ZIP, each with its fingerprint; false if the ZIP is a workbook."""
    import hashlib  # noqa: PLC0415 - slow to import, for archives only

    from h4a_core.records.formats.archives import is_archive, unpacked  # noqa: PLC0415 - likewise

    if not is_archive(data):
        return False
    for name, content in unpacked(data, expansion):
        about = {"file": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        _write_file(about, content, out, expansion, at_hand=False)
    return True


def _write_file(about: Message, content: bytes, out: BinaryIO, expansion: Expansion, *, at_hand: bool) -> None:
    """One file: which, then its text or its sheets, or why it cannot be read.

    `at_hand`: whoever asked has the bytes already.
    """
    write_message(out, about)
    try:
        limits.check_size(len(content))
        _check_if_empty(content)
        refuse_foreign(content)
        if content.startswith(_WORKBOOK_MARKS):
            _write_sheets(content, out, expansion)
        elif not content.lstrip(_BEFORE_MARKUP).startswith(b"<") or not _write_markup(content, out, expansion):
            _write_text(content, out, at_hand=at_hand)
    except UnreadableFileError as error:
        write_message(out, {"unreadable": asdict(error.reason)})


def _check_if_empty(content: bytes) -> None:
    if not content[:_SAMPLE_BYTES].strip() and not content.strip():
        raise UnreadableFileError(_EMPTY)


def _write_text(content: bytes, out: BinaryIO, *, at_hand: bool) -> None:
    encoded = encoding_of(content)
    same = at_hand and encoded.name in UTF8 and not encoded.foreign_lines
    about = [asdict(note) for note in encoded.notes()]
    write_message(out, {"encoding": encoded.name, "same": same, "about": about})
    if not same:
        for piece in as_utf8(content, encoded):
            write_bytes(out, piece)


def _write_sheets(content: bytes, out: BinaryIO, expansion: Expansion) -> None:
    from h4a_core.records.formats.workbook_reading import read_workbook  # noqa: PLC0415 - slow, for workbooks only

    def lay_out(cells: int) -> None:
        _limit_memory(limits.memory_bytes(len(content), expansion.expanded, cells))

    _write_tables(read_workbook(content, expansion, lay_out), out, expansion)


def _write_markup(content: bytes, out: BinaryIO, expansion: Expansion) -> bool:
    """The tables of a web page, or of a workbook in XML; false if the file is neither."""
    from h4a_core.records.formats import markup_tables  # noqa: PLC0415 - slow, for markup only

    if markup_tables.is_spreadsheet_xml(content):
        _write_tables(markup_tables.read_spreadsheet_xml(content), out, expansion)
    elif markup_tables.is_html(content):
        text = b"".join(as_utf8(content, encoding_of(content))).decode("utf-8")
        _write_tables(markup_tables.read_html(text), out, expansion)
    else:
        return False
    return True


def _write_tables(sheets: "Iterable[SheetReading | MarkupSheet]", out: BinaryIO, expansion: Expansion) -> None:
    for sheet in sheets:
        write_message(out, {"sheet": sheet.name, "hidden": sheet.hidden})
        _write_rows(sheet.rows(), out, expansion)
        write_message(out, {"notes": [asdict(note) for note in sheet.notes()]})


def _write_rows(rows: Iterable[Row], out: BinaryIO, expansion: Expansion) -> None:
    """The rows in batches, as long as whoever asked can hold them all."""
    count = cells = weight = 0
    for batch in batches(rows):
        count, cells, weight = count + batch.rows, cells + batch.cells, weight + batch.weight
        limits.check_rows(count - limits.MOST_LINES_ABOVE)
        limits.check_cells(cells)
        expansion.check_weight(weight)
        batch.write(out)


def _limit_work(size: int) -> None:
    """No dump of the memory, and an end after so many seconds of work: the system ends the process then."""
    if sys.platform != "win32":
        seconds = limits.work_seconds(size)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _limit_memory(most_bytes: int) -> None:
    """From here on no more memory is given than this; where the system knows no such limit, `isolation` watches."""
    if sys.platform == "linux":
        _, highest = resource.getrlimit(resource.RLIMIT_AS)
        allowed = most_bytes if highest == resource.RLIM_INFINITY else min(most_bytes, highest)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, highest))
