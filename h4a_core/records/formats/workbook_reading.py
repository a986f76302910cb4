"""Reads workbooks (XLSX, XLSB, XLS, ODS) as rows of text: typed and merged cells, hidden rows, missing results."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from h4a_core.records.cells.blanks import TypedText, cell_text
from h4a_core.records.formats.frames import Cells, Row
from h4a_core.records.formats.limits import Expansion, UnreadableFileError, check_columns, check_rows
from h4a_core.records.formats.sheet_details import PERCENT, SheetDetails, Shown, sheet_details
from h4a_core.text import Text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

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
_MERGED = Text(
    it="Celle unite nel foglio «{sheet}»: {count}. Il loro valore vale per ogni riga che coprono.",
    en='Merged cells in the sheet "{sheet}": {count}. Their value counts for every row they cover.',
)
_ERRORS = Text(
    it="Celle con un errore di formula (#RIF!, #DIV/0! ...) nel foglio «{sheet}»: {count}, lette come vuote.",
    en='Cells with a formula error (#REF!, #DIV/0! ...) in the sheet "{sheet}": {count}, read as blank.',
)
_DIFFERENT_VALUES = 500_000
"""Values whose text is remembered while a sheet is read: many cells hold the same."""


@dataclass
class SheetReading:
    """One sheet: its rows are read once, and what is worth saying about it is known after that."""

    name: str
    details: SheetDetails
    hidden: bool
    sheet: "CalamineSheet"
    merged: int = 0

    def rows(self) -> Iterator[Row]:
        """The rows from the first line on."""
        converted = _Converted()
        rows: Iterator[Cells] = ([converted[value, value.__class__] for value in row] for row in self.sheet.iter_rows())
        if self.details.shown:
            rows = self._as_shown(rows)
        spans = self.sheet.merged_cell_ranges or self.details.merged
        left = self.sheet.start[1] if self.sheet.start else 0
        tall = [(top, bottom, place - left) for (top, place), (bottom, _) in spans if bottom > top and place >= left]
        return enumerate(self._with_merged(rows, tall) if tall else rows, start=1)

    def _as_shown(self, rows: Iterator[Cells]) -> Iterator[Cells]:
        """Write percentages, and codes with zeros or letters in front, as the sheet shows them."""
        by_row: dict[int, list[tuple[int, Shown]]] = {}
        left = self.sheet.start[1] if self.sheet.start else 0
        for (number, place), shown in self.details.shown.items():
            by_row.setdefault(number, []).append((place - left, shown))
        for number, row in enumerate(rows):
            for place, shown in by_row.get(number, ()):
                if 0 <= place < len(row) and isinstance(row[place], TypedText):
                    row[place] = _shown(str(row[place]), shown)
            yield row

    def _with_merged(self, rows: Iterator[Cells], tall: Iterable[tuple[int, int, int]]) -> Iterator[Cells]:
        """Repeat the value of cells merged over several rows in each of them, and count these cells.

        Across columns nothing is repeated: such cells are titles. `tall`: first and last row (from 0) and place.
        """
        to_come = sorted(tall, reverse=True)
        running: dict[int, tuple[int, str]] = {}
        for number, row in enumerate(rows):
            for place, (bottom, covering) in list(running.items()):
                row[place] = row[place] or covering
                if bottom <= number:
                    del running[place]
            while to_come and to_come[-1][0] <= number:
                top, bottom, place = to_come.pop()
                value = row[place] if top == number and place < len(row) else None
                if value is not None:
                    self.merged += 1
                    running[place] = (bottom, value)
            yield row

    def notes(self) -> tuple[Text, ...]:
        """What is worth saying about the sheet, after its rows have been read."""
        counted = (
            (_HIDDEN_ROWS, self.details.hidden_rows),
            (_MERGED, self.merged),
            (_ERRORS, self.details.errors),
        )
        return tuple(words.format(sheet=self.name, count=count) for words, count in counted if count)


def read_workbook(data: bytes, expansion: Expansion, lay_out: Callable[[int], None]) -> Iterator[SheetReading]:
    """All sheets of a workbook. Raises UnreadableFileError when it is damaged, protected or beyond a limit.

    A sheet with formulas whose results were not saved is refused: its cells would look empty without being so.
    `lay_out` is called with the cells of the largest sheet before any sheet is laid out in memory.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - needed for workbooks only

    try:
        details = sheet_details(data, expansion)
        for name, one in details.items():
            one.extent.check(name)
        lay_out(max((one.extent.cells for one in details.values()), default=0))
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {one.name for one in workbook.sheets_metadata if not str(one.visible).endswith(".Visible")}
        for name in workbook.sheet_names:
            known = details.get(name, SheetDetails())
            if known.no_results:
                raise UnreadableFileError(_NO_RESULTS.format(sheet=name, count=known.no_results))
            sheet = workbook.get_sheet_by_name(name)
            check_rows(sheet.total_height)
            check_columns(sheet.width)
            yield SheetReading(name, known, name in hidden, sheet)
    except (CalamineError, ET.ParseError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise UnreadableFileError(_BROKEN) from error


def _shown(text: str, shown: Shown) -> str:
    if not re.fullmatch(r"-?[0-9]+(?:[.][0-9]+)?", text):
        return TypedText(text)
    if shown == PERCENT:
        return TypedText(f"{(Decimal(text) * 100).normalize():f}%")
    return shown.before + text.zfill(shown.figures) if text.isdigit() else TypedText(text)


class _Converted(dict[tuple[Any, type], str | None]):
    """The text of each value of a cell, made once."""

    def __missing__(self, key: tuple[Any, type]) -> str | None:
        if len(self) > _DIFFERENT_VALUES:
            self.clear()
        self[key] = text = _cell(key[0])
        return text


def _cell(value: object) -> str | None:
    """Write a typed cell so that it is read back as what it was: ISO dates, numbers without thousands or exponent."""
    if isinstance(value, str):
        return cell_text(value)
    if isinstance(value, bool):
        return TypedText(str(value).lower())
    if isinstance(value, float | int):
        digits = format(Decimal(repr(value)), "f").removesuffix(".0")
        return TypedText(digits + "0" if re.fullmatch(r"-?\d+\.\d{3}", digits) else digits)
    if isinstance(value, datetime):
        return TypedText(value.isoformat(" ", "seconds"))
    return TypedText(value.isoformat() if isinstance(value, date) else str(value))
