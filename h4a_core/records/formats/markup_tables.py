"""Reads tables written in a markup that programs call a workbook: HTML saved as .xls, and SpreadsheetML of Excel 2003.

Source: Microsoft, "XML Spreadsheet Reference" (Office 2003).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree as ET  # its parser fetches nothing and stops entities that multiply

from h4a_core.records.cells.blanks import TypedText, cell_text
from h4a_core.records.formats.frames import Cells, Row
from h4a_core.records.formats.limits import MAX_CELLS, UnreadableFileError, check_cells, check_columns
from h4a_core.text import Text

_BROKEN = Text(it="la cartella di lavoro XML è rovinata", en="the XML workbook is damaged")
_NO_RESULT = Text(
    it="nella cartella di lavoro XML la formula alla riga {row} è senza il suo risultato. Aprila con Excel, salvala",
    en="in the XML workbook the formula in row {row} is without its result. Open it with Excel, save it",
)
_NO_TABLE = Text(
    it="è una pagina web senza tabelle: forse è una pagina d'errore o di accesso",
    en="it is a web page without tables: perhaps a page of an error or a login",
)
_TABLE = Text(it="Tabella", en="Table")
_HTML = re.compile(rb"<(?:!doctype html|html|table)\b", re.IGNORECASE)
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_HIDDEN = "{urn:schemas-microsoft-com:office:excel}Visible"
_BLOCKS = frozenset({"br", "p", "div", "li", "table", "tr", "td", "th", "hr", "dd", "dt"})
"""Elements that stand apart from what is before them, also inside a cell."""
_UNSEEN = frozenset({"script", "style"})
_RAISED = str.maketrans("0123456789", "\u2070\xb9\xb2\xb3\u2074\u2075\u2076\u2077\u2078\u2079")
"""A raised figure is the mark of a note or an exponent: no figure of the number before it."""
_BEGINNING = 4_000
_MOST_SPAN = 10_000


@dataclass
class MarkupSheet:
    """One table of a page, or one sheet; a cell that spans rows counts for each of them."""

    name: str
    hidden: bool = False
    lines: list[Row] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """The rows from the first one on."""
        return iter(self.lines)

    def notes(self) -> tuple[Text, ...]:
        """Nothing: all that such a table holds is seen."""
        return ()


def is_spreadsheet_xml(content: bytes) -> bool:
    """Whether a file is a workbook of Excel 2003 in XML."""
    return content.lstrip().startswith((b"<?xml", b"\xef\xbb\xbf<?xml", b"<Workbook")) and (
        _SPREADSHEET in content[:_BEGINNING]
    )


def is_html(content: bytes) -> bool:
    """Whether a file is a web page, or the table of one."""
    beginning = content[:_BEGINNING]
    return beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _HTML.search(beginning) is not None


def read_spreadsheet_xml(content: bytes) -> list[MarkupSheet]:
    """The sheets of a workbook in XML. Raises UnreadableFileError when it is damaged or beyond a limit."""
    sheets: list[MarkupSheet] = []
    grid = _Grid()
    try:
        for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314 - see the import
            if element.tag == f"{_SS}Worksheet" and event == "start":
                sheets.append(MarkupSheet(element.get(f"{_SS}Name", "")))
                grid = _Grid()
            elif element.tag == f"{_SS}Row" and event == "end" and sheets:
                _add_row(grid, element)
                element.clear()
            elif element.tag == _HIDDEN and event == "end" and sheets:
                sheets[-1].hidden = "hidden" in (element.text or "").lower()
            elif element.tag == f"{_SS}Worksheet":
                sheets[-1].lines = grid.lines
    except (ET.ParseError, ValueError) as error:
        raise UnreadableFileError(_BROKEN) from error
    return sheets


class _Grid:
    """Rows of cells as they come; cells that span rows are repeated, those that span columns are not."""

    def __init__(self) -> None:
        self.lines: list[Row] = []
        self.number = 0
        self._cells = 0
        self._running: dict[int, tuple[int, str | None]] = {}

    def add(self, number: int, cells: list[tuple[int | None, str | None, int, int]]) -> None:
        """A row: for each cell its place if it says one, its text, and how many columns and rows it spans."""
        row: dict[int, str | None] = {}
        for place, (until, text) in list(self._running.items()):
            if until >= number:
                row[place] = text
            else:
                del self._running[place]
        at = 0
        for said, text, columns, rows in cells:
            at = at if said is None else said
            while at in row:
                at += 1
            row[at] = text
            if rows > 1:
                self._running[at] = (number + min(rows, _MOST_SPAN) - 1, text)
            at += max(columns, 1)
        width = max(row, default=-1) + 1
        check_columns(width)
        self._cells += width
        check_cells(self._cells)
        self.number = number
        filled: Cells = [row.get(place) for place in range(width)]
        self.lines.append((number, filled))


def _add_row(grid: _Grid, element: ET.Element) -> None:
    number = int(element.get(f"{_SS}Index", grid.number + 1))
    cells = []
    for cell in element.iter(f"{_SS}Cell"):
        place = cell.get(f"{_SS}Index")
        data = cell.find(f"{_SS}Data")
        if data is None and cell.get(f"{_SS}Formula"):
            raise UnreadableFileError(_NO_RESULT.format(row=number))
        text = None if data is None else _typed("".join(data.itertext()), data.get(f"{_SS}Type", "String"))
        span, down = int(cell.get(f"{_SS}MergeAcross", 0)), int(cell.get(f"{_SS}MergeDown", 0))
        cells.append((int(place) - 1 if place else None, text, span + 1, down + 1))
    grid.add(number, cells)


def _typed(text: str, kind: str) -> str | None:
    if kind == "DateTime":
        return TypedText(text.split(".", maxsplit=1)[0].replace("T", " "))
    if kind == "Number":
        return TypedText(text.removesuffix(".0"))
    return cell_text(text)


def read_html(text: str) -> list[MarkupSheet]:
    """The tables of a page. Raises UnreadableFileError when there is none, or one is beyond a limit."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    if not parser.sheets:
        raise UnreadableFileError(_NO_TABLE)
    return parser.sheets


class _Tables(HTMLParser):
    """Collects the rows of the outermost tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[MarkupSheet] = []
        self._grid = _Grid()
        self._depth = 0
        self._row: list[tuple[int | None, str | None, int, int]] | None = None
        self._cell: list[str] | None = None
        self._number: str | None = None
        self._spans = (1, 1)
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        said = dict(attrs)
        if self._cell is not None and tag in _BLOCKS:
            self._cell.append(" ")
        if tag in _UNSEEN or tag == "sup":
            self._inside = tag
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._grid = _Grid()
                self.sheets.append(MarkupSheet(f"{_TABLE.it} {len(self.sheets) + 1}"))
        elif tag == "tr" and self._depth == 1:
            self._end_row()
            self._row = []
        elif tag in {"td", "th"} and self._depth == 1:
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell, self._number = [], said.get("x:num")
            self._spans = (_span(said.get("colspan")), _span(said.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag == self._inside:
            self._inside = None
        elif tag in _BLOCKS and self._cell is not None:
            self._cell.append(" ")
        if tag in {"td", "th"} and self._depth == 1:
            self._end_cell()
        elif tag == "tr" and self._depth == 1:
            self._end_row()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
                self.sheets[-1].lines = self._grid.lines
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Text inside a cell."""
        if self._cell is not None and self._inside not in _UNSEEN:
            self._cell.append(data.translate(_RAISED) if self._inside == "sup" else data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            shown = re.sub(r"[ \t\r\n]+", " ", "".join(self._cell)).strip()
            text = TypedText(self._number) if self._number else cell_text(shown)
            self._row.append((None, text, *self._spans))
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._grid.add(self._grid.number + 1, self._row)
        self._row = None


def _span(text: str | None) -> int:
    return min(int(text), MAX_CELLS) if text and text.isdecimal() and len(text) < len(str(MAX_CELLS)) else 1
