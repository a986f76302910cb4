"""Reads workbooks (XLSX, XLS, ODS) as grids of text: typed and merged cells, hidden rows, formulas without results."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # its parser fetches nothing and stops entities that multiply

from h4a_core.records.cells.blanks import TypedText, is_blank
from h4a_core.records.formats.archives import check_archive
from h4a_core.records.formats.limits import UnreadableFileError, check_columns, check_rows
from h4a_core.text import Text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Cells = list[str | None]
Span = tuple[tuple[int, int], tuple[int, int]]
"""A merged cell: row and column (from 0) of its first and of its last corner."""

_BROKEN = Text(it="la cartella di lavoro è rovinata o protetta", en="the workbook is damaged or protected")
_NO_RESULTS = Text(
    it="nel foglio «{sheet}» ci sono {count} formule senza il loro risultato. Aprilo con Excel o LibreOffice, salvalo",
    en='in the sheet "{sheet}" there are {count} formulas without their result. Open it with Excel or LibreOffice, '
    "save it",
)
_HIDDEN_ROWS = Text(
    it="Righe nascoste nel foglio «{sheet}»: {count}. Sono state lette come le altre.",
    en='Hidden rows in the sheet "{sheet}": {count}. They have been read like the others.',
)
_HIDDEN_SHEET = Text(
    it="Il foglio «{sheet}» è nascosto: è stato letto come gli altri.",
    en='The sheet "{sheet}" is hidden: it has been read like the others.',
)
_MERGED = Text(
    it="Celle unite nel foglio «{sheet}»: {count}. Il loro valore vale per ogni riga che coprono.",
    en='Merged cells in the sheet "{sheet}": {count}. Their value counts for every row they cover.',
)
_ERRORS = Text(
    it="Celle con un errore di formula (#RIF!, #DIV/0! ...) nel foglio «{sheet}»: {count}, lette come vuote.",
    en='Cells with a formula error (#REF!, #DIV/0! ...) in the sheet "{sheet}": {count}, read as blank.',
)
_ROW_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_NO_RESULT = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ERROR_CELL = re.compile(rb'<c\b[^>]*\bt="e"')
_ODS_HIDDEN = re.compile(rb'<table:table-row\b[^>]*table:visibility="(?:collapse|filter)"[^>]*>')
_ODS_REPEATED = re.compile(rb'table:number-rows-repeated="([0-9]{1,7})"')
_ODS_MERGED = re.compile(rb'table:number-rows-spanned="(?!1")')
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_CELLS = (f"{_ODS}table-cell", f"{_ODS}covered-table-cell")
_MOST_REPEATED = 10_000
"""Rows said to be repeated more often than this are the empty rest of a sheet."""
_LONGEST_COUNT = len("1048576")
"""Digits of the highest count of rows or columns that a sheet may have."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet from its first line on, and what is worth saying about it."""

    name: str
    rows: list[Cells]
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class _SheetDetails:
    """What the reader of cells does not tell of a sheet, found in its file."""

    hidden_rows: int = 0
    no_results: int = 0
    errors: int = 0
    merged: tuple[Span, ...] = ()


def read_grids(data: bytes) -> list[Grid]:
    """All sheets of a workbook. Raises UnreadableFileError when it is damaged, protected or beyond a limit.

    A sheet with formulas whose results were not saved is refused: its cells would look empty without being so.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - needed for workbooks only

    zipped = data.startswith(b"PK")
    if zipped:
        check_archive(data)
    try:
        details = _details(data) if zipped else {}
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {one.name for one in workbook.sheets_metadata if not str(one.visible).endswith(".Visible")}
        return [
            _grid(workbook.get_sheet_by_name(name), details.get(name, _SheetDetails()), hidden=name in hidden)
            for name in workbook.sheet_names
        ]
    except (CalamineError, ET.ParseError, KeyError, zipfile.BadZipFile) as error:
        raise UnreadableFileError(_BROKEN) from error


def _grid(sheet: "CalamineSheet", details: _SheetDetails, *, hidden: bool) -> Grid:
    if details.no_results:
        raise UnreadableFileError(_NO_RESULTS.format(sheet=sheet.name, count=details.no_results))
    check_rows(sheet.total_height)
    rows = [[_cell(value) for value in row] for row in sheet.iter_rows()]
    check_columns(max(map(len, rows), default=0))
    merged = _fill_merged(sheet.merged_cell_ranges or details.merged, rows, sheet.start)
    counted = (
        (_HIDDEN_ROWS, details.hidden_rows),
        (_MERGED, merged),
        (_ERRORS, details.errors),
        (_HIDDEN_SHEET, int(hidden)),
    )
    notes = tuple(words.format(sheet=sheet.name, count=count) for words, count in counted if count)
    return Grid(sheet.name, rows, notes)


def _cell(value: object) -> str | None:
    """Write a typed cell so that it is read back as what it was: ISO dates, numbers without thousands or exponent."""
    if isinstance(value, str):
        return None if is_blank(value) else value
    if isinstance(value, bool):
        return TypedText(str(value).lower())
    if isinstance(value, float | int):
        digits = format(Decimal(repr(value)), "f").removesuffix(".0")
        return TypedText(digits + "0" if re.fullmatch(r"-?\d+\.\d{3}", digits) else digits)
    if isinstance(value, datetime):
        return TypedText(value.isoformat(" ", "seconds"))
    return TypedText(value.isoformat() if isinstance(value, date) else str(value))


def _fill_merged(spans: Iterable[Span], rows: list[Cells], start: tuple[int, int] | None) -> int:
    """Repeat the value of cells merged over several rows in each of them; returns how many there were.

    Across columns nothing is repeated: such cells are titles. `start` is the first filled cell of the sheet: of `rows`,
    blank columns before it are left out, blank rows are not.
    """
    filled = 0
    for (top, left), (bottom, _) in spans:
        place = left - (start[1] if start else 0)
        value = rows[top][place] if top < len(rows) and 0 <= place < len(rows[top]) else None
        if value is not None and bottom > top:
            filled += 1
            for row in rows[top + 1 : bottom + 1]:
                row[place] = row[place] or value
    return filled


def _details(data: bytes) -> dict[str, _SheetDetails]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return {
                sheet: _details_of_xlsx_part(archive.read(part))
                for sheet, part in _sheet_parts(archive)
                if part in names
            }
        if "content.xml" in names:
            return dict(_details_of_ods(archive.read("content.xml")))
    return {}


def _details_of_xlsx_part(content: bytes) -> _SheetDetails:
    hidden, no_results, errors = (len(one.findall(content)) for one in (_ROW_HIDDEN, _NO_RESULT, _ERROR_CELL))
    return _SheetDetails(hidden, no_results, errors)


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet of an XLSX and the part of the archive that holds it."""
    relations = {
        one.get("Id"): str(one.get("Target"))
        for one in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see the import
    }
    for element in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - see the import
        if element.tag.endswith("}sheet"):
            relation = next((value for key, value in element.items() if key.endswith("}id")), None)
            target = relations.get(relation, "")
            yield str(element.get("name")), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _details_of_ods(content: bytes) -> Iterator[tuple[str, _SheetDetails]]:
    merged = _merged_in_ods(content) if _ODS_MERGED.search(content) else {}
    for table in content.split(b"<table:table ")[1:]:
        name = re.search(rb'table:name="([^"]*)"', table)
        times = [_ODS_REPEATED.search(row) for row in _ODS_HIDDEN.findall(table)]
        counts = [int(one[1]) if one else 1 for one in times]
        if name:
            plain = ET.fromstring(b"<n>" + name[1] + b"</n>").text or ""  # noqa: S314 - one name
            hidden = sum(count for count in counts if count < _MOST_REPEATED)
            yield plain, _SheetDetails(hidden_rows=hidden, merged=tuple(merged.get(plain, ())))


def _merged_in_ods(content: bytes) -> dict[str, list[Span]]:
    """The cells merged over several rows in each sheet of an ODS, at their true places: rows and cells may be repeated.

    Tables inside a cell or a picture are no sheets.
    """
    found: dict[str, list[Span]] = {}
    name, row, depth = "", 0, 0
    for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314 - see the import
        if element.tag == f"{_ODS}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                name, row = element.get(f"{_ODS}name", ""), 0
        elif element.tag == f"{_ODS}table-row" and event == "end" and depth == 1:
            found.setdefault(name, []).extend(_merged_in_row(element, row))
            row += _count(element, "number-rows-repeated")
            element.clear()
    return found


def _merged_in_row(row: ET.Element, top: int) -> Iterator[Span]:
    left = 0
    for cell in row:
        if cell.tag in _ODS_CELLS:
            height, width = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if height > 1:
                yield (top, left), (top + height - 1, left + width - 1)
            left += _count(cell, "number-columns-repeated")


def _count(element: ET.Element, attribute: str) -> int:
    """A count as an element says it; 1 where it says none that a sheet could have."""
    text = element.get(f"{_ODS}{attribute}", "")
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_COUNT else 1
