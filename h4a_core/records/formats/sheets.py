"""Finds the sheets in what was read of a file: separator, line of the header, true line numbers.

Which words are headers only the tables of records tell: whoever reads a file says so with a `HeaderTest`.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from h4a_core.progress import ProgressMonitor
from h4a_core.records.formats.csv_reading import csv_rows
from h4a_core.records.formats.frames import Cells, Row
from h4a_core.records.formats.limits import (
    MAX_COLUMNS,
    MOST_LINES_ABOVE,
    UnreadableFileError,
    check_columns,
    check_rows,
)
from h4a_core.records.formats.uploads import BY_ROW, Grid, ReadFile, text_rows
from h4a_core.text import Text

SEPARATORS = (";", ",", "\t", "|")
FEWEST_HEADERS = 2
"""Known columns a line needs to be taken for a header."""
_SAMPLE_BYTES = 200_000

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
    rows: tuple[Row, ...] = ()
    too_long: tuple[tuple[int, int], ...] = ()
    """Line number and number of cells of the lines with more cells than the header."""
    packed: int = 0
    """Bytes of the upload that a text came in."""
    dropped: frozenset[int] = frozenset()
    """Positions of the columns whose values are not to be read."""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file in which a header was found, the names of the others, and headers a profile could map."""

    found: tuple[Sheet, ...]
    others: tuple[str, ...] = ()
    guessed_headers: Headers = ()


def find_sheets(file: ReadFile, test: HeaderTest, monitor: ProgressMonitor) -> Sheets:
    """Find the header of each sheet of a file that has been read. Raises UnreadableFileError beyond a limit."""
    return _in_text(file, test, monitor) if file.encoding is not None else _in_grids(file.grids, test, monitor)


def _in_grids(grids: Sequence[Grid], test: HeaderTest, monitor: ProgressMonitor) -> Sheets:
    found, others, guesses = [], [], []
    parts = monitor.split([("", len(grid.rows)) for grid in grids])
    for grid, part in zip(grids, parts, strict=True):
        head = [cells for line, cells in grid.rows[:MOST_LINES_ABOVE] if line <= MOST_LINES_ABOVE]
        at = _best_header(head, test)
        if at is None:
            others.append(grid.name)
            guesses.append(_guessed_header(head, test))
        else:
            found.append(_sheet_of(grid, at, part))
    return Sheets(tuple(found), tuple(others), max(guesses, key=len, default=()))


def _sheet_of(grid: Grid, at: int, monitor: ProgressMonitor) -> Sheet:
    line, headers = grid.rows[at]
    preamble = _preamble([cells for _, cells in grid.rows[:at]])
    sheet = Sheet(grid.name, _header_cells(headers), line, preamble, notes=grid.notes)
    return _keep_rows(sheet, monitor.track(grid.rows[at + 1 :], BY_ROW, len(grid.rows)))


def _keep_rows(sheet: Sheet, rows: Iterable[Row]) -> Sheet:
    """The sheet with its rows, each as wide as the header; lines with further filled cells are noted down."""
    width = len(sheet.headers)
    kept, too_long = [], []
    for line, cells in rows:
        if any(cells[width:]):
            too_long.append((line, len(cells)))
        if any(cells):
            kept.append((line, cells if len(cells) == width else (cells + [None] * width)[:width]))
    check_rows(len(kept))
    return replace(sheet, body=None, rows=tuple(kept), too_long=tuple(too_long))


def _preamble(head: list[Cells]) -> str:
    return "\n".join(" ".join(cell or "" for cell in cells) for cells in head)


def _header_cells(cells: Cells) -> Headers:
    named = [" ".join((cell or "").split()) for cell in cells[: MAX_COLUMNS + 1]]
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
    lines: list[Row]
    at: int

    @property
    def headers(self) -> Headers:
        """The header found."""
        return _header_cells(self.lines[self.at][1])


def _in_text(file: ReadFile, test: HeaderTest, monitor: ProgressMonitor) -> Sheets:
    name, content = file.name, file.content
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    start = _first_lines(content)
    candidates, guesses = [], []
    failure: UnreadableFileError | None = None
    for separator in SEPARATORS:
        try:
            lines = list(csv_rows(start, separator))
        except UnreadableFileError as error:
            failure = error
            continue
        grid = [cells for _, cells in lines]
        at = _best_header(grid, test)
        guesses.append(_guessed_header(grid, test))
        if at is not None:
            candidates.append(_Beginning(separator, lines, at))
    if not candidates and failure is not None:
        raise failure
    if not candidates:
        return Sheets((), (name,), max(guesses, key=len))
    best = max(candidates, key=lambda one: test.count_known(one.headers))
    return Sheets((_sheet_of_text(file, content, best, monitor),))


def _first_lines(content: bytes) -> str:
    beginning = content[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    return "".join(islice(io.StringIO(beginning, newline=""), MOST_LINES_ABOVE))


def _sheet_of_text(file: ReadFile, content: bytes, beginning: _Beginning, monitor: ProgressMonitor) -> Sheet:
    """The sheet of a text: its body as it is where each line is a row, else its rows read one by one."""
    at = beginning.at
    grid = [cells for _, cells in beginning.lines]
    check_columns(len(grid[at]))
    line_numbers = [line for line, _ in beginning.lines]
    header_line = line_numbers[at]
    first = line_numbers[at + 1] if at + 1 < len(line_numbers) else header_line + 1
    body = _from_line(content, first)
    preamble = _preamble(grid[:at])
    sheet = Sheet(
        file.name, beginning.headers, header_line, preamble, file.encoding, beginning.separator, packed=file.packed
    )
    if body and first == header_line + 1 and b"\n\n" not in body and b"\n\r\n" not in body:
        return replace(sheet, body=body)
    return _rows_of(sheet, body, first, monitor)


def with_rows_read(sheet: Sheet, monitor: ProgressMonitor) -> Sheet:
    """The same sheet with the rows of its body read, cell by cell."""
    return sheet if sheet.body is None else _rows_of(sheet, sheet.body, sheet.header_line + 1, monitor)


def _rows_of(sheet: Sheet, body: bytes, first: int, monitor: ProgressMonitor) -> Sheet:
    """The sheet with the rows of a text whose first line is that of the file."""
    with text_rows(body, sheet.separator or ",", sheet.packed, monitor) as rows:
        numbered = monitor.track(rows, BY_ROW, body.count(b"\n") + 1)
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
