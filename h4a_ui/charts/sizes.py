"""The cost of hotels by size of the family, with and without the programme."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    GREY,
    INK,
    SMALL,
    Number,
    Part,
    Picture,
    compact,
    draw,
    exact,
    floats,
    ink,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import head, head_height, hidden, pixels
from h4a_ui.language import Language

_THIN = 15


@dataclass(frozen=True)
class SizeRow:
    """What the families of one size, or of sizes put together, would have cost in hotels, and what they did cost."""

    fewest: int
    most: int
    households: int
    expected: Number
    observed: Number


def by_size_bars(say: Language, rows: Sequence[SizeRow]) -> Picture:
    """Cost in hotels by size of the family: grey without the programme, blue with it."""
    names = [say("Componenti"), say("Famiglie"), say("Senza programma (EUR)"), say("Con il programma (EUR)")]
    names.append(say("Spesa evitata (EUR)"))
    if not rows:
        return nothing_yet(say, names)
    saved = [exact(row.expected) - exact(row.observed) for row in rows]
    heads = [(_size(say, row), say.plural("{n} famiglia", "{n} famiglie", row.households)) for row in rows]
    tall = head_height(heads)
    pitch = tall + 2 * _THIN + 12
    tops = [i * pitch for i in range(len(rows))]
    height = len(rows) * pitch
    widest = max(1.0, *(max(float(row.expected), float(row.observed)) for row in rows))
    traces: list[Part] = []
    for i, (amounts, words, color, text) in enumerate(
        (
            ([row.expected for row in rows], say("senza"), GREY, INK),
            ([row.observed for row in rows], say("con"), BLUE, BLUE),
        )
    ):
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": words,
                "x": floats(amounts),
                "y": [top + tall + _THIN * (i + 0.5) + i * 2 for top in tops],
                "width": _THIN,
                "text": [f"{compact(say, amount)} {words}" for amount in amounts],
                "textposition": "outside",
                "textfont": ink(text, SMALL),
                "constraintext": "none",
                "cliponaxis": False,
                "hovertext": [f"{words}: {say.euro(amount)}" for amount in amounts],
                "hoverinfo": "text",
                "marker": {"color": color},
            }
        )
    notes = [part for pair, top in zip(heads, tops, strict=True) for part in head(pair, top, tall)]
    figure = draw(
        say,
        traces,
        height,
        x=hidden(0, widest * 1.42),
        y=pixels(height),
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns = (
        [_size(say, row) for row in rows],
        [row.households for row in rows],
        [row.expected for row in rows],
        [row.observed for row in rows],
        saved,
    )
    best = max(range(len(rows)), key=saved.__getitem__)
    words = (
        say("La spesa evitata è più alta per le famiglie di {size}: {amount}")
        if saved[best] > 0
        else say("Nessuna spesa evitata: il dato migliore è quello delle famiglie di {size}, {amount}")
    )
    takeaway = words.format(size=_size(say, rows[best]), amount=say.euro(saved[best]))
    return Picture(figure, takeaway, table(dict(zip(names, columns, strict=True))))


def _size(say: Language, row: SizeRow) -> str:
    if row.fewest == row.most:
        return say.plural("{n} persona", "{n} persone", row.most)
    return say("{first}–{last} persone", first=row.fewest, last=row.most)
