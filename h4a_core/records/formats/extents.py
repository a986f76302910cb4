"""How far the filled cells of a sheet reach: known before any cell is read, since a reader lays out all between."""

from dataclasses import dataclass

from h4a_core.records.formats.limits import check_extent

LAST_ROW = 1_048_576
"""The highest number a row may have in any spreadsheet."""


@dataclass
class Extent:
    """The last row and column of a sheet with a filled cell (from 1), and the cells where they were found."""

    rows: int = 0
    columns: int = 0
    lowest: str = "A1"
    rightmost: str = "A1"
    declared: int = 0
    """Cells that the sheet itself says it has, where its reader believes it."""

    def fill(self, row: int, column: int) -> None:
        """Take note of a filled cell (from 1)."""
        if row > self.rows:
            self.rows, self.lowest = row, cell_name(row, column)
        if column > self.columns:
            self.columns, self.rightmost = column, cell_name(row, column)

    @property
    def cells(self) -> int:
        """Cells that a reader lays out."""
        return max(self.rows * self.columns, self.declared)

    def check(self, sheet: str) -> None:
        """Raise UnreadableFileError, naming the cell to blame, where a reader would lay out too many cells."""
        # a cell far to the right is to blame before one far below: rows are many in good files too
        further_right = self.columns / 100 > self.rows / LAST_ROW
        check_extent(sheet, self.rows, self.columns, self.rightmost if further_right else self.lowest)


def cell_name(row: int, column: int) -> str:
    """Name of a cell (from 1) as spreadsheets write it: A1, XFD1048576."""
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"


def column_number(letters: str) -> int:
    """Number of a column (from 1) by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
