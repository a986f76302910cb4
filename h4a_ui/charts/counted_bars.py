"""Plain bars with their number: homes by district, hours of support by kind of activity."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BAR = 12
_GAP = 10


@dataclass(frozen=True)
class CountRow:
    """One bar: its name, its length, and the number in words."""

    label: str
    value: pic.Number
    words: str


def counted_bars(say: Language, rows: Sequence[CountRow], takeaway: str, columns: tuple[str, str]) -> pic.Picture:
    """A bar per row, in the order given, under its name and number.

    Args:
        say: the reader's language.
        rows: what is counted.
        takeaway: the sentence that says what the bars show.
        columns: names of the two columns of the table.

    """
    if not rows:
        return pic.nothing_yet(say, columns)
    placed = pic.Rows([(row.label, row.words) for row in rows], _BAR, _GAP)
    lengths = [float(row.value) for row in rows]
    bars = pic.bars(lengths, placed.middles, _BAR, placed.hovers, {"color": pic.BLUE}, name="counted")
    ends = (0, max(lengths) or 1)
    figure = pic.draw_rows(say, [bars], placed.bottom, ends, annotations=placed.words())
    return pic.Picture(figure, takeaway, pic.table(columns, [(row.label, row.value) for row in rows]))
