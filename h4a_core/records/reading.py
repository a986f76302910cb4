"""From the bytes of a file to sheets of text: encoding, separator, where the header is, true line numbers."""

import csv
import io
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from operator import itemgetter

from h4a_core.records.mapping import FEWEST_HEADERS, recognised_headers
from h4a_core.text import Text

SEPARATORS = (";", ",", "\t", "|")
ENCODINGS = ("cp1252", "mac_roman", "cp850")
"""Encodings of Italian office files that are not Unicode; the first wins where the text does not tell them apart."""
_ITALIAN_MARKS = "àèéìòùÀÈÉÌÒÙ°€’ç"
BLANKS = ("", "n.d.", "N.D.", "n.d", "N.D", "nd", "ND", "n/d", "N/D", "n.a.", "N.A.", "n/a", "N/A", "-", "--", "—", "/")
"""Words for "not known" that are stored as nothing."""
_WORKBOOK_MARKS = (b"PK", bytes.fromhex("d0cf11e0a1b11ae1"))
_SEARCHED_LINES = 60
_SAMPLE_BYTES = 200_000
_PART_BYTES = 1_000_000

_UNREADABLE = Text(
    it="Il file non si legge: {reason}. Aprilo con il programma che lo ha scritto, salvalo come CSV (UTF-8) o come "
    "XLSX e riprova.",
    en="The file cannot be read: {reason}. Open it with the program that wrote it, save it as CSV (UTF-8) or XLSX "
    "and try again.",
)
_BROKEN_WORKBOOK = Text(it="la cartella di lavoro è rovinata o protetta", en="the workbook is damaged or protected")
_BROKEN_QUOTES = Text(
    it="una cella è lunghissima: forse manca una virgoletta di chiusura alla riga {line}",
    en="one cell is extremely long: perhaps a closing quote is missing at line {line}",
)
_NO_TEXT = Text(it="non è testo in nessuna codifica nota", en="it is no text in any known encoding")
_EMPTY = Text(it="è vuoto", en="it is empty")


class UnreadableFileError(Exception):
    """The bytes are no table at all; `text` says why and what to do."""

    def __init__(self, reason: Text) -> None:
        """Put the reason into the sentence for people."""
        self.text = Text(it=_UNREADABLE.it.format(reason=reason.it), en=_UNREADABLE.en.format(reason=reason.en))
        super().__init__(self.text.it)


@dataclass(frozen=True)
class Sheet:
    """One sheet with its header found: either `body`, the regular UTF-8 text after the header, or `rows` of cells."""

    name: str
    headers: tuple[str, ...]
    header_line: int
    preamble: str
    encoding: str | None = None
    separator: str | None = None
    body: bytes | None = None
    rows: tuple[tuple[int, list[str | None]], ...] = ()
    too_long: tuple[tuple[int, int], ...] = ()
    """Line number and number of cells of the lines with more cells than the header."""
    dropped: frozenset[int] = frozenset()
    """Positions of the columns whose values are not to be read."""


def read_sheets(name: str, data: bytes) -> tuple[list[Sheet], list[str]]:
    """Return the sheets in which a header was found, and the names of the others.

    Raises UnreadableFileError when the bytes are neither text nor a workbook, or when there are none.
    """
    if not data.strip():
        raise UnreadableFileError(_EMPTY)
    if data.startswith(_WORKBOOK_MARKS):
        return _read_workbook(data)
    sheet = _read_text(name, data)
    return ([sheet], []) if sheet else ([], [name])


def _read_workbook(data: bytes) -> tuple[list[Sheet], list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - needed for workbooks only

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = {
            name: [[_cell(value) for value in row] for row in workbook.get_sheet_by_name(name).iter_rows()]
            for name in workbook.sheet_names
        }
    except CalamineError as error:
        raise UnreadableFileError(_BROKEN_WORKBOOK) from error
    found, others = [], []
    for name, grid in grids.items():
        at = _best_header(grid[:_SEARCHED_LINES])
        if at is None:
            others.append(name)
        else:
            sheet = Sheet(name, _header_cells(grid[at]), at + 1, _preamble(grid[:at]))
            found.append(_keep_rows(sheet, enumerate(grid[at + 1 :], start=at + 2)))
    return found, others


def _cell(value: object) -> str | None:
    """Write a typed cell so that it is read back as what it was: ISO dates, numbers without thousands or exponent."""
    if isinstance(value, str):
        return None if value.strip() in BLANKS else value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | int):
        digits = format(Decimal(repr(value)), "f").removesuffix(".0")
        return digits + "0" if re.fullmatch(r"-?\d+\.\d{3}", digits) else digits
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _keep_rows(sheet: Sheet, rows: Iterable[tuple[int, list[str | None]]]) -> Sheet:
    """The sheet with its rows, each as wide as the header; lines with further filled cells are noted down."""
    width = len(sheet.headers)
    kept, too_long = [], []
    for line, cells in rows:
        if any(cells[width:]):
            too_long.append((line, len(cells)))
        if any(cells):
            kept.append((line, (cells + [None] * width)[:width]))
    return replace(sheet, body=None, rows=tuple(kept), too_long=tuple(too_long))


def _preamble(head: list[list[str | None]]) -> str:
    return "\n".join(" ".join(cell or "" for cell in cells) for cells in head)


def _header_cells(cells: list[str | None]) -> tuple[str, ...]:
    named = [(cell or "").strip() for cell in cells]
    while named and not named[-1]:
        named.pop()
    return tuple(named)


def _best_header(grid: list[list[str | None]]) -> int | None:
    """The line with the most headers we know, at least two; the first such line wins."""
    scores = [recognised_headers(_header_cells(cells)) for cells in grid]
    best = max(scores, default=0)
    return scores.index(best) if best >= FEWEST_HEADERS else None


def _read_text(name: str, data: bytes) -> Sheet | None:
    encoding, content = _as_utf8(data)
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    beginning = content[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    start = "".join(islice(io.StringIO(beginning, newline=""), _SEARCHED_LINES))
    candidates = []
    for separator in SEPARATORS:
        numbered = list(_careful_rows(start, separator))
        at = _best_header([cells for _, cells in numbered])
        if at is not None:
            candidates.append((recognised_headers(_header_cells(numbered[at][1])), separator, at, numbered))
    if not candidates:
        return None
    _, separator, at, numbered = max(candidates, key=itemgetter(0))
    head = [cells for _, cells in numbered]
    line_numbers = [line for line, _ in numbered]
    header_line = line_numbers[at]
    after = line_numbers[at + 1] if at + 1 < len(line_numbers) else header_line + 1
    body = _rest_from_line(content, after).rstrip(b"\r\n")
    sheet = Sheet(name, _header_cells(head[at]), header_line, _preamble(head[:at]), encoding, separator)
    if body and after == header_line + 1 and b"\n\n" not in body and b"\n\r\n" not in body:
        return replace(sheet, body=body)
    return _keep_rows(
        sheet, ((line + after - 1, cells) for line, cells in _careful_rows(body.decode("utf-8"), separator))
    )


def irregular(sheet: Sheet, body: bytes) -> Sheet:
    """Read the body of a sheet again, cell by cell, where the quick reader found lines of different lengths."""
    numbered = _careful_rows(body.decode("utf-8"), sheet.separator or ",")
    return _keep_rows(sheet, ((line + sheet.header_line, cells) for line, cells in numbered))


def _rest_from_line(content: bytes, line: int) -> bytes:
    position = 0
    for _ in range(line - 1):
        position = content.find(b"\n", position) + 1
        if position == 0:
            return b""
    return content[position:]


def _careful_rows(content: str, separator: str) -> Iterator[tuple[int, list[str | None]]]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, [None if cell.strip() in BLANKS else cell for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        reason = Text(it=_BROKEN_QUOTES.it.format(line=line), en=_BROKEN_QUOTES.en.format(line=line))
        raise UnreadableFileError(reason) from error


def _as_utf8(data: bytes) -> tuple[str, bytes]:
    """The encoding of the file and its text in UTF-8, without a mark at the beginning."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return encoding, _text(data, encoding).encode("utf-8")
    try:
        decoder = getincrementaldecoder("utf-8")()
        for start in range(0, len(data), _PART_BYTES):
            decoder.decode(data[start : start + _PART_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = max(ENCODINGS, key=lambda one: _accents(data[:_SAMPLE_BYTES].decode(one, errors="replace")))
        return encoding, _text(data, encoding).encode("utf-8")
    mark = b"\xef\xbb\xbf"
    return ("utf-8-sig", data.removeprefix(mark)) if data.startswith(mark) else ("utf-8", data)


def _accents(text: str) -> int:
    """How many of the marks that Italian offices use are in a text, and not what another encoding makes of them."""
    return sum(text.count(letter) for letter in _ITALIAN_MARKS)


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(_NO_TEXT) from error
