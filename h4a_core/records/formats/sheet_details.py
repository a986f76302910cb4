"""What the reader of cells does not tell of a sheet: extent, hidden rows, merged cells, formulas without results."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET  # its parser fetches nothing and stops entities that multiply

from h4a_core.records.formats.archives import check_declared, opened, pieces
from h4a_core.records.formats.binary_extents import xls_extents, xlsb_extent
from h4a_core.records.formats.extents import LAST_ROW, Extent, column_number
from h4a_core.records.formats.limits import Expansion

Span = tuple[tuple[int, int], tuple[int, int]]
"""A merged cell: row and column (from 0) of its first and of its last corner."""

# Attributes are looked at for so many characters: without an end, text made for it would be searched again and again.
_ROW_HIDDEN = re.compile(rb'<row\b[^<>]{0,999}\bhidden="(?:1|true)"')
_NO_RESULT = re.compile(rb"(?:</f>|<f\b[^<>]{0,999}/>)\s*+(?:<v\s*+/>|<v>\s*+</v>)?\s*+</c>")
_CALCULATE_LATER = re.compile(rb'\bfullCalcOnLoad="(?:1|true)"')
"""What programs write that save formulas without calculating them."""
_ZERO = re.compile(rb"</f>\s*+<v>0</v>")
_CELL = re.compile(rb"<c\b[^<>]{0,999}+>")
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_PERCENT_FORMATS = frozenset({"9", "10"})
_CODE_FORMAT = re.compile(r'((?:"[^"]*"|\\.|[- /])*)(0{1,20})')
"""Letters and signs as they are, then a figure for each 0."""
_ERROR_CELL = re.compile(rb'<c\b[^<>]{0,999}\bt="e"')
_FILLED_BEYOND_Z = re.compile(rb'\sr=["\']([A-Za-z]{2,3})([0-9]{1,7})["\'][^<>]{0,999}+>(?<!/>)\s*+<[^/]')
"""A cell beyond column Z with something in it."""
_REFERENCE = re.compile(rb'\sr=["\']([A-Za-z]{1,3})([0-9]{1,7})["\']')
_WHOLE_BYTES = 4_000_000
"""Bytes of a sheet looked at together."""
_ODS_HIDDEN = re.compile(rb'<table:table-row\b[^<>]{0,999}table:visibility="(?:collapse|filter)"[^<>]{0,999}>')
_ODS_REPEATED = re.compile(rb'table:number-rows-repeated="([0-9]{1,7})"')
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]{0,9999}+)>(?=(</)?)")
"""A cell with its attributes, and whether it is closed at once."""
_ODS_COLUMNS_REPEATED = re.compile(rb'table:number-columns-repeated="([0-9]{1,7})"')
_ODS_FORMULA = re.compile(rb"<table:table-cell\b(?=[^<>]{0,9999}\btable:formula=)([^<>]{0,9999}+)>")
_ODS_RESULT = re.compile(rb"\boffice:(?:value|date-value|string-value|boolean-value|time-value)=|value-type=.string.")
_ODS_MERGED = re.compile(rb'table:number-rows-spanned="(?!1")')
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_CELLS = (f"{_ODS}table-cell", f"{_ODS}covered-table-cell")
_MOST_REPEATED = 10_000
"""Rows said to be repeated more often than this are the empty rest of a sheet."""
_LONGEST_COUNT = len(str(LAST_ROW))
"""Digits of the highest count of rows or columns that a sheet may have."""


@dataclass(frozen=True)
class Shown:
    """How a sheet shows a whole number as a code: what stands before it, and how many figures it has at least."""

    before: str
    figures: int


PERCENT = Shown("", 0)
"""Says of a number that it is shown as a percentage."""


@dataclass
class SheetDetails:
    """What is known of a sheet before its cells are read."""

    hidden_rows: int = 0
    no_results: int = 0
    errors: int = 0
    merged: tuple[Span, ...] = ()
    extent: Extent = field(default_factory=Extent)
    formulas: int = 0
    zeros: int = 0
    """Formulas whose saved result is 0."""
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    """By row and column (from 0), of numbers that are shown otherwise than they are: as percentages or codes."""


def sheet_details(data: bytes, expansion: Expansion) -> dict[str, SheetDetails]:
    """The details of the sheets of a workbook by their names, of those that are found.

    Everything in a zipped workbook is unpacked once, and so counted. Raises UnreadableFileError when it is damaged or
    comes to too much, KeyError and ParseError when it is not built as workbooks are.
    """
    if not data.startswith(b"PK"):
        return {name: SheetDetails(extent=extent) for name, extent in xls_extents(data).items()}
    with opened(data) as archive:
        held = check_declared(archive, expansion)
        names = {one.filename for one in held}
        parts = {part: sheet for sheet, part in _sheet_parts(archive)} if "xl/workbook.xml" in names else {}
        styles = _shown_styles(archive.read("xl/styles.xml")) if {"xl/workbook.xml", "xl/styles.xml"} <= names else {}
        uncalculated = bool(parts) and _CALCULATE_LATER.search(archive.read("xl/workbook.xml")) is not None
        found: dict[str, SheetDetails] = {}
        for one in held:
            unpacked = pieces(archive, one, expansion)
            if one.filename in parts:
                found[parts[one.filename]] = _details_of_xlsx_part(unpacked, styles)
            elif one.filename == "content.xml":
                found |= _details_of_ods(b"".join(unpacked))
            elif one.filename.startswith("xl/worksheets/") and one.filename.endswith(".bin"):
                name = one.filename.rsplit("/", 1)[-1].removesuffix(".bin")
                found[name] = SheetDetails(extent=xlsb_extent(b"".join(unpacked)))
            else:
                for _ in unpacked:
                    pass
    if uncalculated:
        _doubt_zeros(found.values())
    return found


def _doubt_zeros(sheets: Iterable[SheetDetails]) -> None:
    """Count the results of sheets whose formulas all give 0 as none: they are still to be calculated."""
    for sheet in sheets:
        if sheet.zeros == sheet.formulas:
            sheet.no_results += sheet.zeros


def _shown_styles(content: bytes) -> dict[bytes, Shown]:
    """By number of the style of a cell: how it shows numbers, where that is as percentages or codes."""
    root = ET.fromstring(content)  # noqa: S314 - see the import
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter() if one.tag.endswith("}numFmt")}
    found = {}
    styles = next((one for one in root.iter() if one.tag.endswith("}cellXfs")), ())
    for number, style in enumerate(styles):
        kind = style.get("numFmtId", "")
        shown = _shown_by(own.get(kind, "").split(";")[0])
        if kind in _PERCENT_FORMATS:
            shown = PERCENT
        if shown is not None:
            found[str(number).encode()] = shown
    return found


def _shown_by(number_format: str) -> Shown | None:
    """What a format does to numbers, where it shows them as percentages or as codes with zeros in front."""
    if re.sub(r"\\.|\"[^\"]*\"", "", number_format).endswith("%"):
        return PERCENT
    code = _CODE_FORMAT.fullmatch(number_format)
    before = re.sub(r'"([^"]*)"|\\(.)', r"\1\2", code[1]) if code else ""
    if code is None or (len(code[2]) == 1 and not re.search(r"\w", before)):
        return None
    return Shown(before, len(code[2]))


def _details_of_xlsx_part(unpacked: Iterable[bytes], styles: dict[bytes, Shown]) -> SheetDetails:
    details = SheetDetails()
    for content in _whole_cells(unpacked):
        details.formulas += content.count(b"</f>")
        details.zeros += len(_ZERO.findall(content))
        for cell in _CELL.finditer(content) if styles else ():
            style = _STYLE.search(cell[0])
            place = _REFERENCE.search(cell[0])
            if style and place and style[1] in styles:
                details.shown[int(place[2]) - 1, column_number(place[1].decode()) - 1] = styles[style[1]]
        details.hidden_rows += len(_ROW_HIDDEN.findall(content))
        details.no_results += len(_NO_RESULT.findall(content))
        details.errors += len(_ERROR_CELL.findall(content))
        for cell in _FILLED_BEYOND_Z.finditer(content):
            details.extent.fill(int(cell[2]), column_number(cell[1].decode()))
        # rows follow one another: the last filled cell of each stretch is the lowest
        last = max(content.rfind(b"v>"), content.rfind(b"is>"))
        start = content.rfind(b" r=", 0, last) if last >= 0 else -1
        cell_before = _REFERENCE.match(content, start) if start >= 0 else None
        if cell_before:
            details.extent.fill(int(cell_before[2]), column_number(cell_before[1].decode()))
    return details


def _whole_cells(unpacked: Iterable[bytes]) -> Iterator[bytes]:
    """The XML of a sheet in stretches that end before the beginning of a row or cell."""
    held: list[bytes] = []
    size = 0
    for piece in unpacked:
        held.append(piece)
        size += len(piece)
        if size >= _WHOLE_BYTES:
            content = b"".join(held)
            cut = content.rfind(b"<", 0, max(content.rfind(b" r="), 0))
            yield content[:cut] if cut > 0 else content
            held = [content[cut:]] if cut > 0 else []
            size = sum(map(len, held))
    yield b"".join(held)


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


def _details_of_ods(content: bytes) -> dict[str, SheetDetails]:
    merged = _merged_in_ods(content) if _ODS_MERGED.search(content) else {}
    found = {}
    for table in content.split(b"<table:table ")[1:]:
        name = re.search(rb'table:name="([^"]*)"', table)
        times = [_ODS_REPEATED.search(row) for row in _ODS_HIDDEN.findall(table)]
        counts = [int(one[1]) if one else 1 for one in times]
        if name:
            plain = ET.fromstring(b"<n>" + name[1] + b"</n>").text or ""  # noqa: S314 - one name
            hidden = sum(count for count in counts if count < _MOST_REPEATED)
            spans = tuple(merged.get(plain, ()))
            open_ = sum(1 for formula in _ODS_FORMULA.finditer(table) if not _ODS_RESULT.search(formula[1]))
            found[plain] = SheetDetails(hidden, open_, merged=spans, extent=_ods_extent(table))
    return found


def _ods_extent(table: bytes) -> Extent:
    """How far the filled cells of a table reach; rows and cells may be repeated."""
    extent, row = Extent(), 0
    for content in table.split(b"<table:table-row")[1:]:
        repeated = _ODS_REPEATED.search(content, 0, content.find(b">"))
        row += int(repeated[1]) if repeated else 1
        filled = content[: content.rfind(b"</table:table-cell>") + 1]
        column = _last_filled_column(filled) if filled else 0
        if column:
            extent.fill(row, column)
    return extent


def _last_filled_column(row: bytes) -> int:
    """The number of columns of a row up to its last cell with something in it."""
    if b"columns-repeated" not in row:
        return row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell")
    column = last = 0
    for cell in _ODS_CELL.finditer(row):
        repeated = _ODS_COLUMNS_REPEATED.search(cell[1])
        column += int(repeated[1]) if repeated else 1
        if not cell[1].endswith(b"/") and not cell[2]:
            last = column
    return last


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
