"""Writes workbooks for people: cells that no spreadsheet takes for a formula, and how headers and faults look.

Slow to import (openpyxl): those who need it for workbooks only import it there.
"""

import io
from typing import Any, cast, get_args

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from h4a_core.records.cells.formulas import without_formula
from h4a_core.tables.fields import Kind

_FORMATS: dict[Kind, str] = {"date": "DD/MM/YYYY", "money": "#,##0.00", "decimal": "#,##0.00", "int": "0"}
_TEXT = "@"
_STYLE = "H4A {kind}"
"""Named notations of the cells, by kind: cells refer to them, which is much quicker than to describe each."""
_FAULT_FILL, _DOUBT_FILL = PatternFill("solid", fgColor="FFC7B3"), PatternFill("solid", fgColor="FFF4CE")
_HEADER, _OUR_HEADER, _WHITE, _BLACK = "0066CC", "E8EDF2", "FFFFFF", "000000"
_LEAST_WIDTH, _MOST_WIDTH, _OUR_WIDTH = 13, 28, 46
"""Widths of columns, in characters."""
_COMMENT_SIZE = (120, 320)
"""Height and width of a comment, in pixels."""
_AUTHOR = "Homes4All"


def new_workbook() -> Workbook:
    """A workbook without sheets, with the notations of `put_body`."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for kind in get_args(Kind):
        look = Alignment(wrap_text=True, vertical="top")
        style = NamedStyle(_STYLE.format(kind=kind), alignment=look, number_format=_FORMATS.get(kind, _TEXT))
        workbook.add_named_style(style)
    return workbook


def saved(workbook: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:  # noqa: ANN401 - whatever a cell can hold
    """Write a value; a text stays a text, without the control characters that a workbook cannot hold."""
    cell = cast("Cell", sheet.cell(row, column))
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(without_formula(value)))
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def put_title(sheet: Worksheet, text: str) -> None:
    """Write the first line, above the headers; it runs over the empty cells to its right."""
    put(sheet, 1, 1, text).font = Font(bold=True)


def put_header(sheet: Worksheet, row: int, column: int, text: str, *, ours: bool) -> None:
    """Write a header and make its column wide enough; `ours` are the columns of explanations."""
    cell = put(sheet, row, column, text)
    cell.font = Font(bold=True, color=_BLACK if ours else _WHITE)
    cell.fill = PatternFill("solid", fgColor=_OUR_HEADER if ours else _HEADER)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    width = min(max(len(text) + 2, _LEAST_WIDTH), _MOST_WIDTH)
    sheet.column_dimensions[cell.column_letter].width = _OUR_WIDTH if ours else width


def put_body(sheet: Worksheet, row: int, column: int, value: object, kind: Kind) -> Cell:
    """Write a cell below the headers, shown as its kind is."""
    cell = put(sheet, row, column, value)
    cell.style = _STYLE.format(kind=kind)
    return cell


def mark(cell: Cell, explanation: Cell, words: str, *, lightly: bool) -> None:
    """Give a cell a colour and a comment, and the cell with its explanation the same colour; a lighter one if asked."""
    cell.fill = explanation.fill = _DOUBT_FILL if lightly else _FAULT_FILL
    cell.comment = Comment(words, _AUTHOR, *_COMMENT_SIZE)
