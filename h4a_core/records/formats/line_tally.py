"""Holds the records that were read of a text against its lines, counted without regard to quotes.

A quote that is no quote swallows the lines up to the next one. Balanced quotes tell nothing of it; what does is that
*non-empty lines = records + inner lines of cells with line breaks + lines with separators only*, and that the inner
lines of an honest cell look like no record.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from h4a_core.records.cells.blanks import SPACES, is_blank
from h4a_core.records.formats.frames import Cells, Row

Why: TypeAlias = Literal["title", "header", "total", "note", "blank", "returned", "older"]
"""Why a line is no record: above the header; the header, again too; a total; a remark; no cell says anything; a row to
be corrected that came back as it was; a row older than a correction, which an answer leaves out."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_SINGLE_QUOTE = re.compile(r'(?<!")"(?!")')
_FORMAT = re.compile(r"[^\W\d_]+|[0-9]+")


@dataclass(frozen=True)
class Swallowed:
    """A record that seems to have taken in others: where its quote opens, and the last line it reaches."""

    line: int
    last: int


@dataclass(frozen=True)
class LineTally:
    """What became of the non-empty lines below the header, before anything is known of the records' meaning."""

    lines: int
    inner: int = 0
    """Further lines of cells with line breaks in them."""
    blank: tuple[int, ...] = ()
    """Lines in which no cell says anything."""
    unexplained: tuple[int, ...] = ()
    """Lines of which nobody knows where they went."""
    swallowed: Swallowed | None = None


def code_format(text: str) -> str:
    """The format of a code, letters and figures told apart: "H4A-23-01" is "A9A-9-9"; nothing without a figure."""
    found = _FORMAT.sub(lambda run: "9" if run[0].isdigit() else "A", text)
    return found if "9" in found else ""


def _count_breaks(cell: str | None) -> int:
    return len(_LINE_END.findall(cell)) if cell and ("\n" in cell or "\r" in cell) else 0


class LineFollower:
    """Lets the records of a text pass, and tells afterwards what became of its lines."""

    def __init__(self, text: str, separator: str, width: int, first: int) -> None:
        """`width`: cells of the header; `first`: number of the text's first line in the file."""
        self._lines = [""] * (first - 1) + _LINE_END.split(text)
        self._separator, self._width = separator, width
        self._inner: list[tuple[int, int, int]] = []
        self._first_formats: set[str] = set()
        self._blank: list[int] = []
        self._unexplained: list[int] = []
        self._swallowed: Swallowed | None = None
        self._inner_filled = 0
        self._starts: list[int] = []

    def follow(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows as they come, each looked at together with the lines up to the next one."""
        line = 0
        cells: Cells = []
        for row in rows:
            self._look(line, cells, row[0])
            line, cells = row
            yield row
        self._look(line, cells, len(self._lines) + 1)

    def _look(self, line: int, cells: Cells, following: int) -> None:
        """Explain the lines from the start of a record (0: there is none) up to the following one."""
        breaks = sum(map(_count_breaks, cells))
        self._explain(line + 1, line + breaks, following)
        if line == 0:
            return
        self._starts.append(line)
        first = next((cell for cell in cells if cell), "")
        self._first_formats.add(code_format(first))
        if breaks:
            inside_first = int(bool(cells[0]) and _LINE_END.search(cells[0] or "") is not None)
            self._inner.append((line, line + breaks, inside_first))
            if any(self._is_a_record(part) for cell in cells if cell for part in _LINE_END.split(cell)[:-1]):
                self._swallowed = self._swallowed or Swallowed(line, line + breaks)
        elif len(cells) < self._width and self._has_swallowed(line, cells):
            self._swallowed = self._swallowed or Swallowed(line, line)

    def _is_a_record(self, part: str) -> bool:
        """Whether a line of a cell has all the separators of the header."""
        return part.count(self._separator) >= self._width - 1 > 0

    def _has_swallowed(self, line: int, cells: Cells) -> bool:
        """Whether a record of one line with too few cells has enough separators, some of them inside a cell."""
        enough = self._lines[line - 1].count(self._separator) >= self._width - 1
        return enough and any(cell and self._separator in cell for cell in cells)

    def _explain(self, start: int, last_inner: int, following: int) -> None:
        for number in range(start, following):
            text = self._lines[number - 1]
            if number <= last_inner:
                self._inner_filled += bool(text.strip())
            elif text.strip():
                (self._blank if self._says_nothing(text) else self._unexplained).append(number)

    def _says_nothing(self, text: str) -> bool:
        return all(is_blank(piece.strip(f'"{SPACES}')) for piece in text.split(self._separator))

    def tally(self, kept: set[int]) -> LineTally:
        """What became of the lines, once all records have passed; `kept`: first lines of those that say something."""
        self._blank += [line for line in self._starts if line not in kept]
        filled = sum(1 for line in self._lines if line.strip())
        swallowed = self._swallowed or next(
            (Swallowed(line, last) for line, last, inside in self._inner if self._holds_record(line, last, inside)),
            None,
        )
        return LineTally(filled, self._inner_filled, tuple(sorted(self._blank)), tuple(self._unexplained), swallowed)

    def _inside(self, text: str) -> str:
        """An inner line up to the quote that closes its cell, if this one does: no separator before it, one after."""
        quote = _SINGLE_QUOTE.search(text)
        if quote is None or text[: quote.start()].endswith(self._separator):
            return text
        return text[: quote.start()] if text[quote.end() :].strip()[:1] in {"", self._separator} else text

    def _holds_record(self, line: int, last: int, inside_first: int) -> bool:
        """Whether an inner line has the separators of the header, or begins like other records do.

        Where the first cell has line breaks itself, the rest of its record stands on its last line.
        """
        formats = self._first_formats - {""}
        for text in map(self._inside, self._lines[line : last - inside_first]):
            separators = text.count(self._separator)
            piece = text.split(self._separator, 1)[0].strip(SPACES)
            piece = piece[1:-1] if len(piece) > 1 and piece[0] == piece[-1] == '"' else piece
            if separators == self._width - 1 > 0 or (separators and code_format(piece) in formats):
                return True
        return False
