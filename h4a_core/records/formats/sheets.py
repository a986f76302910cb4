"""Finds the sheets in what was read of a file: separator, line of the header, true line numbers.

Which words are headers only the tables of records tell: whoever reads a file says so with a `HeaderTest`.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from h4a_core.progress import ProgressMonitor
from h4a_core.records.cells.blanks import MINUS_SIGNS, OTHER_SIGNS
from h4a_core.records.formats.csv_reading import csv_rows
from h4a_core.records.formats.frames import Cells, Row
from h4a_core.records.formats.limits import (
    MAX_COLUMNS,
    MOST_LINES_ABOVE,
    UnreadableFileError,
    check_columns,
    check_rows,
)
from h4a_core.records.formats.line_tally import LineFollower, LineTally, Why
from h4a_core.records.formats.uploads import BY_ROW, Grid, ReadFile, text_rows
from h4a_core.text import Text

SEPARATORS = (";", ",", "\t", "|")
FEWEST_HEADERS = 2
"""Known columns a line needs to be taken for a header."""
_SAMPLE_BYTES = 200_000
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
"""Bytes that no text shows; old programs and broken transfers leave them."""
_CONTROLS_DROPPED = Text(
    it="Caratteri che non si vedono (di controllo), tolti: {count}.",
    en="Characters that do not show (control characters), removed: {count}.",
)

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
    above: tuple[tuple[int, Why], ...] = ()
    """The non-empty lines of the header and above it."""
    tally: LineTally | None = None
    """What became of the lines below, once the rows have been read."""
    quotes: bool = True
    """Whether quotes enclose cells; otherwise each line is a row."""
    returned: tuple[int, ...] = ()
    """Lines of rows to be corrected that came back as they were."""


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file in which a header was found, the names of the others, and headers a profile could map."""

    found: tuple[Sheet, ...]
    others: tuple[str, ...] = ()
    guessed_headers: Headers = ()
    hidden: tuple[str, ...] = ()
    """Names of hidden sheets with records, which were left out."""


@dataclass(frozen=True)
class ReadingChoices:
    """What somebody has said about a file that the file itself does not tell."""

    quotes: bool = True
    hidden_sheets: bool = False


def find_sheets(
    file: ReadFile, test: HeaderTest, monitor: ProgressMonitor, choices: ReadingChoices | None = None
) -> Sheets:
    """Find the header of each sheet of a file that has been read. Raises UnreadableFileError beyond a limit."""
    choices = choices or ReadingChoices()
    if file.encoding is not None:
        return _in_text(file, test, monitor, choices)
    return _in_grids(file.grids, test, monitor, choices)


def _in_grids(grids: Sequence[Grid], test: HeaderTest, monitor: ProgressMonitor, choices: ReadingChoices) -> Sheets:
    found, others, guesses, hidden = [], [], [], []
    parts = monitor.split([("", len(grid.rows)) for grid in grids])
    for grid, part in zip(grids, parts, strict=True):
        head = [cells for line, cells in grid.rows[:MOST_LINES_ABOVE] if line <= MOST_LINES_ABOVE]
        at = _best_header(head, test)
        if at is None:
            others.append(grid.name)
            guesses.append(_guessed_header(head, test))
        elif grid.hidden and not choices.hidden_sheets:
            hidden.append(grid.name)
        else:
            found.append(_sheet_of(grid, at, part))
    return Sheets(tuple(found), tuple(others), max(guesses, key=len, default=()), tuple(hidden))


def _sheet_of(grid: Grid, at: int, monitor: ProgressMonitor) -> Sheet:
    line, headers = grid.rows[at]
    preamble = _preamble([cells for _, cells in grid.rows[:at]])
    above: list[tuple[int, Why]] = [(number, "title") for number, _ in grid.rows[:at]]
    sheet = Sheet(grid.name, _header_cells(headers), line, preamble, notes=grid.notes, above=(*above, (line, "header")))
    rows = grid.rows[at + 1 :]
    sheet = _keep_rows(sheet, monitor.track(rows, BY_ROW, len(grid.rows)))
    filled = {number for number, _ in sheet.rows}
    blank = tuple(number for number, _ in rows if number not in filled)
    return replace(sheet, tally=LineTally(len(rows), blank=blank))


def _keep_rows(sheet: Sheet, rows: Iterable[Row]) -> Sheet:
    """The sheet with its rows, each as wide as the header; lines with further filled cells are noted down."""
    width = len(sheet.headers)
    kept: list[Row] = []
    too_long: list[tuple[int, int]] = []
    signs: set[int] = set()
    with_minus: list[int] = []
    for line, cells in rows:
        if any(cells[width:]):
            too_long.append((line, len(cells)))
        if not OTHER_SIGNS.isdisjoint(cells):
            signs |= {place for place, cell in enumerate(cells) if cell in OTHER_SIGNS}
        if not MINUS_SIGNS.isdisjoint(cells):
            with_minus.append(len(kept))
        kept.append((line, cells if len(cells) == width else (cells + [None] * width)[:width]))
    for place in with_minus:
        line, cells = kept[place]
        kept[place] = line, [None if cell in MINUS_SIGNS and at not in signs else cell for at, cell in enumerate(cells)]
    kept = [row for row in kept if any(row[1])]
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


def _in_text(file: ReadFile, test: HeaderTest, monitor: ProgressMonitor, choices: ReadingChoices) -> Sheets:
    name, content = file.name, file.content.translate(None, _CONTROLS)
    if len(content) < len(file.content):
        dropped = _CONTROLS_DROPPED.format(count=len(file.content) - len(content))
        file = replace(file, notes=(*file.notes, dropped))
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    start = _first_lines(content)
    candidates, guesses = [], []
    failure: UnreadableFileError | None = None
    for separator in SEPARATORS:
        try:
            lines = list(csv_rows(start, separator, quotes=choices.quotes))
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
    return Sheets((_sheet_of_text(file, content, best, monitor, choices),))


def _first_lines(content: bytes) -> str:
    beginning = content[:_SAMPLE_BYTES].decode("utf-8", errors="ignore")
    return "".join(islice(io.StringIO(beginning, newline=""), MOST_LINES_ABOVE))


def _sheet_of_text(
    file: ReadFile, content: bytes, beginning: _Beginning, monitor: ProgressMonitor, choices: ReadingChoices
) -> Sheet:
    """The sheet of a text: its body as it is where each line is a row, else its rows read one by one."""
    at = beginning.at
    grid = [cells for _, cells in beginning.lines]
    check_columns(len(grid[at]))
    line_numbers = [line for line, _ in beginning.lines]
    header_line = line_numbers[at]
    first = line_numbers[at + 1] if at + 1 < len(line_numbers) else header_line + 1
    body = _from_line(content, first)
    preamble = _preamble(grid[:at])
    head = content[: len(content.rstrip(b"\r\n")) - len(body)] if body else content
    sheet = Sheet(
        file.name,
        beginning.headers,
        header_line,
        preamble,
        file.encoding,
        beginning.separator,
        packed=file.packed,
        notes=file.notes,
        above=_lines_above(head, header_line),
        quotes=choices.quotes,
    )
    if body and first == header_line + 1 and choices.quotes and _is_regular(body, beginning.separator.encode()):
        return replace(sheet, body=body)
    return _rows_of(sheet, body, first, monitor)


def _lines_above(head: bytes, header_line: int) -> tuple[tuple[int, Why], ...]:
    """The non-empty lines up to the end of the header."""
    lines = enumerate(head.split(b"\n"), start=1)
    return tuple((number, "title" if number < header_line else "header") for number, line in lines if line.strip())


def _is_regular(body: bytes, separator: bytes) -> bool:
    """Whether no line is empty, no code is written as a formula, and no answer as a sign."""
    odd = [b"\n\n", b"\n\r\n", b'="']
    for sign in (b"+", b"="):
        odd += [b'"' + sign + b'"', separator + sign + separator, separator + sign + b"\n", separator + sign + b"\r"]
    return not any(one in body for one in odd)


def with_rows_read(sheet: Sheet, monitor: ProgressMonitor) -> Sheet:
    """The same sheet with the rows of its body read, cell by cell."""
    return sheet if sheet.body is None else _rows_of(sheet, sheet.body, sheet.header_line + 1, monitor)


def _rows_of(sheet: Sheet, body: bytes, first: int, monitor: ProgressMonitor) -> Sheet:
    """The sheet with the rows of a text whose first line is that of the file."""
    separator = sheet.separator or ","
    follower = LineFollower(body.decode("utf-8"), separator, len(sheet.headers), first)
    with text_rows(body, separator, sheet.packed, monitor, quotes=sheet.quotes) as rows:
        numbered = ((line + first - 1, cells) for line, cells in monitor.track(rows, BY_ROW, body.count(b"\n") + 1))
        sheet = _keep_rows(sheet, follower.follow(numbered))
    return replace(sheet, tally=follower.tally({line for line, _ in sheet.rows}))


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
