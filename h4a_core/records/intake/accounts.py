"""The account of a file: where each of its lines went, and what became of the sum of each of its number columns."""

from dataclasses import dataclass
from decimal import Decimal

from h4a_core.records.formats.line_tally import Why
from h4a_core.text import Text

WHY_WORDS: dict[Why, Text] = {
    "title": Text(it="sopra l'intestazione", en="above the header"),
    "header": Text(it="intestazione", en="header"),
    "total": Text(it="totale", en="total"),
    "note": Text(it="nota", en="note"),
    "blank": Text(it="senza valori", en="without values"),
    "returned": Text(it="tornata com'era", en="came back as it was"),
    "older": Text(it="più vecchia di una correzione", en="older than a correction"),
}


@dataclass(frozen=True)
class LeftOutLine:
    """A line that is no record, and why; of a total, also what each of its figures is."""

    line: int
    why: Why
    about: Text | None = None

    def words(self) -> Text:
        """Why it is left out, in words."""
        why = WHY_WORDS[self.why]
        return why if self.about is None else Text(it=f"{why.it}: {self.about.it}", en=f"{why.en}: {self.about.en}")


@dataclass(frozen=True)
class ColumnSum:
    """The sum of a number column in the file, in the rows stored (or stored before), and in those that are not.

    Where the file has another unit than the store, each amount is in that of the store.
    """

    column: str
    """Header in the file."""
    file: Decimal
    stored: Decimal
    aside: Decimal
    """Set aside as faulty."""
    left_out: Decimal = Decimal(0)
    """Of rows that an answer leaves out."""

    @property
    def adds_up(self) -> bool:
        """Whether nothing was lost or added."""
        return self.file == self.stored + self.aside + self.left_out


@dataclass(frozen=True)
class Account:
    """The non-empty lines of one table of a file; of a workbook, its filled rows."""

    lines: int = 0
    stored: int = 0
    """Rows stored, or stored before with the same values."""
    aside: int = 0
    inner: int = 0
    """Further lines of cells with line breaks in them."""
    left_out: tuple[LeftOutLine, ...] = ()
    sums: tuple[ColumnSum, ...] = ()

    @property
    def lines_without_row(self) -> int:
        """Lines that became no row, neither stored nor set aside."""
        return self.inner + len(self.left_out)

    @property
    def adds_up(self) -> bool:
        """Whether every line and every amount is accounted for."""
        explained = self.stored + self.aside + self.lines_without_row
        return self.lines == explained and all(one.adds_up for one in self.sums)
