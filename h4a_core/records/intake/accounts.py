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
    """The sum of a number column in the file, in the rows stored (or stored before), and in the rows set aside."""

    column: str
    """Header in the file."""
    file: Decimal
    stored: Decimal
    aside: Decimal

    @property
    def adds_up(self) -> bool:
        """Whether nothing was lost or added."""
        return self.file == self.stored + self.aside


@dataclass(frozen=True)
class Account:
    """The non-empty lines of one table of a file; of a workbook, its filled rows."""

    lines: int
    stored: int
    """Rows stored, or stored before with the same values."""
    aside: int
    inner: int = 0
    """Further lines of cells with line breaks in them."""
    left_out: tuple[LeftOutLine, ...] = ()
    sums: tuple[ColumnSum, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether every line and every amount is accounted for."""
        explained = self.stored + self.aside + self.inner + len(self.left_out)
        return self.lines == explained and all(one.adds_up for one in self.sums)
