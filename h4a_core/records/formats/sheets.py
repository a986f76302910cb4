"""Reads the bytes of a file as sheets of text: separator, line of the header, true line numbers.

Which words are headers only the tables of records tell: whoever reads a file says so with a `HeaderTest`.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from h4a_core.progress import ProgressMonitor
from h4a_core.records.cells.blanks import is_blank
from h4a_core.records.formats.decoding import as_utf8
from h4a_core.records.formats.limits import UnreadableFileError, check_columns, check_rows, check_size
from h4a_core.records.formats.workbook_reading import Cells, Grid, read_grids
from h4a_core.text import Text

SEPARATORS = (";", ",", "\t", "|")
_WORKBOOK_MARKS = (b"PK", bytes.fromhex("d0cf11e0a1b11ae1"))
FEWEST_HEADERS = 2
"""Known columns a line needs to be taken for a header."""
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


Headers: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class HeaderTest:
    """How a line of headers is told from other lines."""

    count_known: Callable[[Headers], int]
    """How many of these cells are headers that are known."""
    may_be_shown: Callable[[Headers], bool]
    """Whether cells that look like headers can be shown to people: not if they may be somebody's data."""


@dataclass(frozen=True)
class Sheet:
    """One sheet with its header found: either `body`, the regular UTF-8 text after the header, or `rows` of cells."""

    name: str
    headers: Headers
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
    guessed_headers: Headers = ()


def read_sheets(name: str, data: bytes, test: HeaderTest, monitor: ProgressMonitor) -> Sheets:
    """Read a file and find the header of each of its sheets.

    Raises UnreadableFileError when the bytes are neither text nor a workbook, are none, or are beyond a limit.
    """
    monitor.report(_READING)
    check_size(data)
    if not data[:_SAMPLE_BYTES].strip() and not data.strip():
        raise UnreadableFileError(_EMPTY)
    if data.startswith(_WORKBOOK_MARKS):
        return _read_workbook(data, test, monitor)
    return _read_text(name, data, test, monitor)


def _read_workbook(data: bytes, test: HeaderTest, monitor: ProgressMonitor) -> Sheets:
    found, others, guesses = [], [], []
    grids = monitor.run_abandonable(lambda: read_grids(data))
    parts = monitor.part(_OPENED, 1).split([("", len(grid.rows)) for grid in grids])
    for grid, part in zip(grids, parts, strict=True):
        at = _best_header(grid.rows[:_SEARCHED_LINES], test)
        if at is None:
            others.append(grid.name)
            guesses.append(_guessed_header(grid.rows[:_SEARCHED_LINES], test))
        else:
            found.append(_sheet_of(grid, at, part))
    return Sheets(tuple(found), tuple(others), max(guesses, key=len, default=()))


def _sheet_of(grid: Grid, at: int, monitor: ProgressMonitor) -> Sheet:
    sheet = Sheet(grid.name, _header_cells(grid.rows[at]), at + 1, _preamble(grid.rows[:at]), notes=grid.notes)
    rows = enumerate(grid.rows[at + 1 :], start=at + 2)
    return _keep_rows(sheet, monitor.track(rows, _BY_ROW, len(grid.rows)))


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


def _header_cells(cells: Cells) -> Headers:
    named = [" ".join((cell or "").split()) for cell in cells]
    while named and not named[-1]:
        named.pop()
    return tuple(named)


def _best_header(grid: list[Cells], test: HeaderTest) -> int | None:
    """The line with the most known headers, if it has enough of them; the first such line wins."""
    counts = [test.count_known(_header_cells(cells)) for cells in grid]
    best = max(counts, default=0)
    return counts.index(best) if best >= FEWEST_HEADERS else None


def _guessed_header(grid: list[Cells], test: HeaderTest) -> Headers:
    """The first line as wide as any that looks like headers; none if its cells may be somebody's data."""
    width = max((len(_header_cells(cells)) for cells in grid), default=0)
    for cells in grid:
        headers = _header_cells(cells)
        if width >= FEWEST_HEADERS and len(headers) == width and all(headers):
            return headers if test.may_be_shown(headers) else ()
    return ()


@dataclass(frozen=True)
class _Beginning:
    """The first lines of a text, parted in one way: line number and cells of each, and which of them is the header."""

    separator: str
    lines: list[tuple[int, Cells]]
    at: int

    @property
    def headers(self) -> Headers:
        """The header found."""
        return _header_cells(self.lines[self.at][1])


def _read_text(name: str, data: bytes, test: HeaderTest, monitor: ProgressMonitor) -> Sheets:
    encoding, content = as_utf8(data)
    monitor.check_cancelled()
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    start = _first_lines(content)
    candidates, guesses = [], []
    for separator in SEPARATORS:
        lines = list(csv_rows(start, separator))
        grid = [cells for _, cells in lines]
        at = _best_header(grid, test)
        guesses.append(_guessed_header(grid, test))
        if at is not None:
            candidates.append(_Beginning(separator, lines, at))
    if not candidates:
        return Sheets((), (name,), max(guesses, key=len))
    best = max(candidates, key=lambda one: test.count_known(one.headers))
    return Sheets((_sheet_of_text(name, encoding, content, best, monitor),))


def _first_lines(content: bytes) -> str:
    beginning = content[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    return "".join(islice(io.StringIO(beginning, newline=""), _SEARCHED_LINES))


def _sheet_of_text(name: str, encoding: str, content: bytes, beginning: _Beginning, monitor: ProgressMonitor) -> Sheet:
    """The sheet of a text: its body as it is where each line is a row, else its rows read one by one."""
    at = beginning.at
    grid = [cells for _, cells in beginning.lines]
    check_columns(len(grid[at]))
    line_numbers = [line for line, _ in beginning.lines]
    header_line = line_numbers[at]
    first = line_numbers[at + 1] if at + 1 < len(line_numbers) else header_line + 1
    body = _from_line(content, first)
    sheet = Sheet(name, beginning.headers, header_line, _preamble(grid[:at]), encoding, beginning.separator)
    if body and first == header_line + 1 and b"\n\n" not in body and b"\n\r\n" not in body:
        return replace(sheet, body=body)
    return _rows_of(sheet, body, first, monitor.part(_OPENED, 1))


def with_rows_read(sheet: Sheet, monitor: ProgressMonitor) -> Sheet:
    """The same sheet with the rows of its body read, cell by cell."""
    return sheet if sheet.body is None else _rows_of(sheet, sheet.body, sheet.header_line + 1, monitor)


def _rows_of(sheet: Sheet, body: bytes, first: int, monitor: ProgressMonitor) -> Sheet:
    """The sheet with the rows of a text whose first line is that of the file."""
    numbered = monitor.track(csv_rows(body.decode("utf-8"), sheet.separator or ","), _BY_ROW, body.count(b"\n") + 1)
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


def csv_rows(content: str, separator: str) -> Iterator[tuple[int, Cells]]:
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
