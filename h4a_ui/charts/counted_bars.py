"""Plain bars with their number: homes by district, hours of support by kind of activity."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import BLUE, Number, Picture, draw, nothing_yet, table
from h4a_ui.charts.rows import head, head_height, hidden, pixels
from h4a_ui.language import Language

_BAR = 12
_GAP = 10


@dataclass(frozen=True)
class CountRow:
    """One bar: its name, its length, and the number in words."""

    label: str
    value: Number
    words: str


def counted_bars(say: Language, rows: Sequence[CountRow], takeaway: str, columns: tuple[str, str]) -> Picture:
    """A bar per row, in the order given, under its name and number.

    Args:
        say: the reader's language.
        rows: what is counted.
        takeaway: the sentence that says what the bars show.
        columns: names of the two columns of the table.

    """
    if not rows:
        return nothing_yet(say, columns)
    heads = [(row.label, row.words) for row in rows]
    tall = head_height(heads)
    pitch = tall + _BAR + _GAP
    notes = [part for i, words in enumerate(heads) for part in head(words, i * pitch, tall)]
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": "counted",
        "x": [float(row.value) for row in rows],
        "y": [i * pitch + tall + _BAR / 2 for i in range(len(rows))],
        "width": _BAR,
        "hovertext": [f"{row.label}: {row.words}" for row in rows],
        "hoverinfo": "text",
        "textposition": "none",
        "marker": {"color": BLUE},
    }
    height = len(rows) * pitch
    figure = draw(
        say,
        [bars],
        height,
        x=hidden(0, max(float(row.value) for row in rows) or 1),
        y=pixels(height),
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    shown = table({columns[0]: [row.label for row in rows], columns[1]: [row.value for row in rows]})
    return Picture(figure, takeaway, shown)
