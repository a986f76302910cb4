"""How the saving moves with the stays one looks at: a row for each choice, its figure and its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    BLUE_TINT,
    GREY,
    GREY_TINT,
    SMALL,
    Part,
    Picture,
    compact,
    compact_euro,
    draw,
    ink,
    line,
    note,
    table,
)
from h4a_ui.charts.rows import head, head_height, hidden, pixels
from h4a_ui.language import Language

_BAR = 12
_GAP = 14


@dataclass(frozen=True)
class ReferenceRow:
    """One choice of stays: how many, their mean nights and net cost of a night (EUR), the saving and its interval.

    Nights and cost are None where each family has its own.
    """

    label: str
    stays: int
    nights: float | None
    cost: float | None
    saving: float
    low: float
    high: float


def reference_rows(say: Language, rows: Sequence[ReferenceRow]) -> Picture:
    """A dot for the saving of each choice on its interval; the first row, all stays, is the one to compare with."""
    heads = [(row.label, _number(say, row)) for row in rows]
    tall = head_height(heads)
    pitch = tall + _BAR + _GAP
    height = len(rows) * pitch + 18
    low = min(0.0, *(row.low for row in rows))
    high = max(1.0, *(row.high for row in rows))
    middles = [i * pitch + tall + _BAR / 2 for i in range(len(rows))]
    shapes = [line((rows[0].saving, rows[0].saving), (0, height - 18), GREY, dash="dot", layer="below")]
    for number, (row, middle) in enumerate(zip(rows, middles, strict=True)):
        tint = GREY_TINT if number else BLUE_TINT
        shapes.append(line((row.low, row.high), (middle, middle), tint, width=_BAR, layer="below"))
    dots: Part = {
        "type": "scatter",
        "mode": "markers",
        "name": "saving",
        "x": [row.saving for row in rows],
        "y": middles,
        "marker": {"size": _BAR, "color": [GREY if number else BLUE for number in range(len(rows))]},
        "hoverinfo": "text",
        "hovertext": [f"{row.label}: {compact_euro(say, row.saving)}" for row in rows],
    }
    notes = [part for i, words in enumerate(heads) for part in head(words, i * pitch, tall)]
    key = say("punto: spesa evitata · fascia: intervallo del 95 % · tratteggio: tutte le permanenze")
    notes.append(note(key, 0, height - 6, xref="paper", font=ink(GREY, SMALL)))
    figure = draw(
        say, [dots], height, x=hidden(low - (high - low) * 0.02, high + (high - low) * 0.02), y=pixels(height),
        shapes=shapes, annotations=notes, margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )  # fmt: skip
    savings = [row.saving for row in rows]
    takeaway = say(
        "Secondo le permanenze che si guardano la spesa evitata va da {low} a {high}",
        low=compact(say, min(savings)),
        high=compact_euro(say, max(savings)),
    )
    columns: dict[str, Sequence[object]] = {
        say("Permanenze considerate"): [row.label for row in rows],
        say("Quante"): [row.stays for row in rows],
        say("Notti in media"): [row.nights for row in rows],
        say("Costo netto di una notte (EUR)"): [row.cost for row in rows],
        say("Spesa evitata (EUR)"): [round(row.saving, 2) for row in rows],
        say("Da (EUR)"): [round(row.low) for row in rows],
        say("A (EUR)"): [round(row.high) for row in rows],
    }
    return Picture(figure, takeaway, table(columns))


def _number(say: Language, row: ReferenceRow) -> str:
    saving = f"<b>{compact(say, row.saving)}</b>"
    if row.nights is None or row.cost is None:
        return saving
    words = say("{nights} notti · {cost} EUR", nights=say.number(row.nights), cost=say.number(row.cost))
    return f"{words} · {saving}"
