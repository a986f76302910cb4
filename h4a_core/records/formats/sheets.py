"""From the bytes of a file to sheets of text: separator, where the header is, true line numbers."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter

from h4a_core.progress import Course
from h4a_core.records.cells.blanks import is_blank
from h4a_core.records.formats.decoding import as_utf8
from h4a_core.records.formats.limits import UnreadableFileError, check_columns, check_rows, check_size
from h4a_core.records.formats.workbooks import Cells, Grid, read_grids
from h4a_core.records.intake.given_names import GIVEN_NAMES
from h4a_core.records.intake.mapping import FEWEST_HEADERS, recognised_headers
from h4a_core.text import Text

SEPARATORS = (";", ",", "\t", "|")
_WORKBOOK_MARKS = (b"PK", bytes.fromhex("d0cf11e0a1b11ae1"))
_SEARCHED_LINES = 60
_SAMPLE_BYTES = 200_000

_BROKEN_QUOTES = Text(
    it="una cella è lunghissima: forse manca una virgoletta di chiusura alla riga {line}",
    en="one cell is extremely long: perhaps a closing quote is missing at line {line}",
)
_EMPTY = Text(it="è vuoto", en="it is empty")
_READING = Text(it="leggo il file", en="reading the file")
_BY_ROW = Text(it="leggo riga per riga", en="reading row by row")
_OPENED = 0.5
"""Share of the reading after which the bytes are text, or the cells of a workbook."""


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
    rows: tuple[tuple[int, Cells], ...] = ()
    too_long: tuple[tuple[int, int], ...] = ()
    """Line number and number of cells of the lines with more cells than the header."""
    dropped: frozenset[int] = frozenset()
    """Positions of the columns whose values are not to be read."""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file in which a header was found, the names of the others, and headers a profile could map."""

    found: tuple[Sheet, ...]
    others: tuple[str, ...] = ()
    guessed_headers: tuple[str, ...] = ()


def read_sheets(name: str, data: bytes, also: frozenset[str], course: Course) -> Sheets:
    """Read a file; `also` are headers (reduced by `plain_words`) that a profile knows beside our own.

    Raises UnreadableFileError when the bytes are neither text nor a workbook, are none, or are beyond a limit.
    """
    course.tell(_READING)
    check_size(data)
    if not data[:_SAMPLE_BYTES].strip() and not data.strip():
        raise UnreadableFileError(_EMPTY)
    if data.startswith(_WORKBOOK_MARKS):
        return _read_workbook(data, also, course)
    return _read_text(name, data, also, course)


def _read_workbook(data: bytes, also: frozenset[str], course: Course) -> Sheets:
    found, others, guesses = [], [], []
    grids = course.aside(lambda: read_grids(data))
    parts = course.part(_OPENED, 1).split([("", len(grid.rows)) for grid in grids])
    for grid, part in zip(grids, parts, strict=True):
        at = _best_header(grid.rows[:_SEARCHED_LINES], also)
        if at is None:
            others.append(grid.name)
            guesses.append(_guessed_header(grid.rows[:_SEARCHED_LINES]))
        else:
            found.append(_sheet_of(grid, at, part))
    return Sheets(tuple(found), tuple(others), max(guesses, key=len, default=()))


def _sheet_of(grid: Grid, at: int, course: Course) -> Sheet:
    sheet = Sheet(grid.name, _header_cells(grid.rows[at]), at + 1, _preamble(grid.rows[:at]), notes=grid.notes)
    rows = enumerate(grid.rows[at + 1 :], start=at + 2)
    return _keep_rows(sheet, course.over(rows, _BY_ROW, len(grid.rows)))


def _keep_rows(sheet: Sheet, rows: Iterable[tuple[int, Cells]]) -> Sheet:
    """The sheet with its rows, each as wide as the header; lines with further filled cells are noted down."""
    width = len(sheet.headers)
    kept, too_long = [], []
    for line, cells in rows:
        if any(cells[width:]):
            too_long.append((line, len(cells)))
        if any(cells):
            kept.append((line, (cells + [None] * width)[:width]))
    check_rows(len(kept))
    return replace(sheet, body=None, rows=tuple(kept), too_long=tuple(too_long))


def _preamble(head: list[Cells]) -> str:
    return "\n".join(" ".join(cell or "" for cell in cells) for cells in head)


def _header_cells(cells: Cells) -> tuple[str, ...]:
    named = [" ".join((cell or "").split()) for cell in cells]
    while named and not named[-1]:
        named.pop()
    return tuple(named)


def _best_header(grid: list[Cells], also: frozenset[str]) -> int | None:
    """The line with the most headers we know, at least two; the first such line wins."""
    scores = [recognised_headers(_header_cells(cells), also) for cells in grid]
    best = max(scores, default=0)
    return scores.index(best) if best >= FEWEST_HEADERS else None


def _guessed_header(grid: list[Cells]) -> tuple[str, ...]:
    """The first line as wide as any that looks like headers; none if its cells may be somebody's data."""
    width = max((len(_header_cells(cells)) for cells in grid), default=0)
    for cells in grid:
        headers = _header_cells(cells)
        words = {word for header in headers for word in header.lower().split()}
        harmless = not words & GIVEN_NAMES and not re.search(r"@|[0-9]{2}", " ".join(headers))
        if width >= FEWEST_HEADERS and len(headers) == width and all(headers):
            return headers if harmless else ()
    return ()


def _read_text(name: str, data: bytes, also: frozenset[str], course: Course) -> Sheets:
    encoding, content = as_utf8(data)
    course.look()
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    beginning = content[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    start = "".join(islice(io.StringIO(beginning, newline=""), _SEARCHED_LINES))
    candidates, guesses = [], []
    for separator in SEPARATORS:
        numbered = list(careful_rows(start, separator))
        grid = [cells for _, cells in numbered]
        at = _best_header(grid, also)
        guesses.append(_guessed_header(grid))
        if at is not None:
            candidates.append((recognised_headers(_header_cells(grid[at]), also), separator, at, numbered))
    if not candidates:
        return Sheets((), (name,), max(guesses, key=len))
    _, separator, at, numbered = max(candidates, key=itemgetter(0))
    head = [cells for _, cells in numbered]
    check_columns(len(head[at]))
    line_numbers = [line for line, _ in numbered]
    header_line = line_numbers[at]
    after = line_numbers[at + 1] if at + 1 < len(line_numbers) else header_line + 1
    body = _from_line(content, after)
    sheet = Sheet(name, _header_cells(head[at]), header_line, _preamble(head[:at]), encoding, separator)
    if body and after == header_line + 1 and b"\n\n" not in body and b"\n\r\n" not in body:
        return Sheets((replace(sheet, body=body),))
    return Sheets((_rows_of(sheet, body, after, course.part(_OPENED, 1)),))


def cell_by_cell(sheet: Sheet, course: Course) -> Sheet:
    """The same sheet with its body read cell by cell."""
    return sheet if sheet.body is None else _rows_of(sheet, sheet.body, sheet.header_line + 1, course)


def _rows_of(sheet: Sheet, body: bytes, first: int, course: Course) -> Sheet:
    """The sheet with the rows of a text whose first line is that of the file."""
    numbered = course.over(careful_rows(body.decode("utf-8"), sheet.separator or ","), _BY_ROW, body.count(b"\n") + 1)
    return _keep_rows(sheet, ((line + first - 1, cells) for line, cells in numbered))


def _from_line(content: bytes, line: int) -> bytes:
    """The text from a line on, without line ends at its end; cut once, since it may be long."""
    start, end = 0, len(content)
    for _ in range(line - 1):
        start = content.find(b"\n", start) + 1
        if start == 0:
            return b""
    while end > start and content[end - 1] in b"\r\n":
        end -= 1
    return content[start:end]


def careful_rows(content: str, separator: str) -> Iterator[tuple[int, Cells]]:
    """Line number and cells of each record of a text; raises UnreadableFileError where a quote never closes."""
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, [None if is_blank(cell) else cell for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        reason = Text(it=_BROKEN_QUOTES.it.format(line=line), en=_BROKEN_QUOTES.en.format(line=line))
        raise UnreadableFileError(reason) from error
