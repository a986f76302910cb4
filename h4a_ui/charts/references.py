"""How the saving moves with the stays one looks at: a row for each choice, its figure and its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
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


def reference_rows(say: Language, rows: Sequence[ReferenceRow]) -> pic.Picture:
    """A dot for the saving of each choice on its interval; the first row, all stays, is the one to compare with."""
    placed = pic.Rows([(row.label, _number(say, row)) for row in rows], _BAR, _GAP)
    height = placed.bottom + 18
    low = min(0.0, *(row.low for row in rows))
    high = max(1.0, *(row.high for row in rows))
    shapes = [pic.line((rows[0].saving, rows[0].saving), (0, placed.bottom), pic.GREY, dash="dot", layer="below")]
    for number, (row, middle) in enumerate(zip(rows, placed.middles, strict=True)):
        tint = pic.GREY_TINT if number else pic.BLUE_TINT
        shapes.append(pic.line((row.low, row.high), (middle, middle), tint, width=_BAR, layer="below"))
    colors = [pic.GREY if number else pic.BLUE for number in range(len(rows))]
    dots = pic.dots(
        [row.saving for row in rows],
        placed.middles,
        [f"{row.label}: {pic.compact_euro(say, row.saving)}" for row in rows],
        {"size": _BAR, "color": colors},
        name="saving",
        cliponaxis=None,
    )
    key = say("punto: spesa evitata · fascia: intervallo del 95 % · tratteggio: tutte le permanenze")
    notes = [*placed.words(), pic.note(key, 0, height - 6, xref="paper", font=pic.ink(pic.GREY, pic.SMALL))]
    room = (high - low) * 0.02
    figure = pic.draw_rows(say, [dots], height, (low - room, high + room), shapes=shapes, annotations=notes)
    savings = [row.saving for row in rows]
    takeaway = say(
        "Secondo le permanenze che si guardano la spesa evitata va da {low} a {high}",
        low=pic.compact(say, min(savings)),
        high=pic.compact_euro(say, max(savings)),
    )
    names = [say("Permanenze considerate"), say("Quante"), say("Notti in media")]
    names += [say("Costo netto di una notte (EUR)"), say("Spesa evitata (EUR)"), say("Da (EUR)"), say("A (EUR)")]
    lines = [
        (row.label, row.stays, row.nights, row.cost, round(row.saving, 2), round(row.low), round(row.high))
        for row in rows
    ]
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _number(say: Language, row: ReferenceRow) -> str:
    saving = f"<b>{pic.compact(say, row.saving)}</b>"
    if row.nights is None or row.cost is None:
        return saving
    words = say("{nights} notti · {cost} EUR", nights=say.number(row.nights), cost=say.number(row.cost))
    return f"{words} · {saving}"
