"""Rents of the homes against the market, by where the homes come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from h4a_ui.charts.picture import BLUE, GREY, SMALL, Part, Picture, draw, ink, line, note, nothing_yet, table
from h4a_ui.charts.rows import LINE, head, head_height, hidden, pixels
from h4a_ui.language import Language

_STRIP = 28
_DOT = 13


@dataclass(frozen=True)
class RentRow:
    """Mean rent paid and mean market rent (EUR a month) of the contracts of one group."""

    label: str
    contracts: int
    rent: Decimal
    market: Decimal


def home_rents(say: Language, rows: Sequence[RentRow]) -> Picture:
    """A line per group from the rent paid (blue) to the market (grey), with the difference in words."""
    names = [say("Alloggi"), say("Contratti"), say("Canone medio (EUR/mese)")]
    names += [say("Mercato (EUR/mese)"), say("Differenza (EUR/mese)")]
    if not rows:
        return nothing_yet(say, names)
    amounts = [float(amount) for row in rows for amount in (row.rent, row.market)]
    low, high = min(amounts), max(amounts)
    room = max((high - low) * 0.35, 1.0)
    heads = [(f"{row.label} ({say.number(row.contracts)})", _against(say, row.market - row.rent)) for row in rows]
    tall = head_height(heads)
    pitch = tall + _STRIP
    notes: list[Part] = []
    shapes: list[Part] = []
    for i, (row, words) in enumerate(zip(rows, heads, strict=True)):
        middle = i * pitch + tall + _STRIP / 2 - 2
        notes += head(words, i * pitch, tall)
        ends = [(row.rent, BLUE), (row.market, GREY)]
        ends.sort(key=lambda end: end[0])
        shapes.append(line((float(ends[0][0]), float(ends[1][0])), (middle, middle), GREY, width=2, layer="below"))
        for (amount, color), side in zip(ends, ("right", "left"), strict=True):
            shift = -_DOT if side == "right" else _DOT
            notes.append(
                note(say.number(amount), float(amount), middle, xanchor=side, xshift=shift, font=ink(color, SMALL))
            )
    height = len(rows) * pitch + LINE
    notes.append(
        note(
            f"<b style='color:{BLUE}'>●</b> {say('canone pagato')}   <b>●</b> {say('mercato, EUR al mese')}",
            0, height - LINE / 2, xref="paper", font=ink(GREY, SMALL),
        )
    )  # fmt: skip
    figure = draw(
        say,
        [_dots(say, rows, pitch, tall, rent=rent) for rent in (True, False)],
        height,
        x=hidden(low - room, high + room),
        y=pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns = (
        [row.label for row in rows],
        [row.contracts for row in rows],
        [row.rent for row in rows],
        [row.market for row in rows],
        [row.market - row.rent for row in rows],
    )
    return Picture(figure, _takeaway(say, rows), table(dict(zip(names, columns, strict=True))))


def _dots(say: Language, rows: Sequence[RentRow], pitch: int, tall: int, *, rent: bool) -> Part:
    amounts = [row.rent if rent else row.market for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "rent" if rent else "market",
        "x": [float(amount) for amount in amounts],
        "y": [i * pitch + tall + _STRIP / 2 - 2 for i in range(len(rows))],
        "hovertext": [f"{row.label}: {say.money(amount)} EUR" for row, amount in zip(rows, amounts, strict=True)],
        "hoverinfo": "text",
        "marker": {"size": _DOT, "color": BLUE if rent else GREY, "opacity": 1},
    }


def _against(say: Language, below: Decimal) -> str:
    if below >= 0:
        return say("{eur} sotto il mercato", eur=say.euro(below))
    return say("{eur} sopra il mercato", eur=say.euro(-below))


def _takeaway(say: Language, rows: Sequence[RentRow]) -> str:
    number = sum(row.contracts for row in rows)
    mean = sum(((row.market - row.rent) * row.contracts for row in rows), Decimal(0)) / number
    return say(
        "In media l'affitto è {against} al mese, su {n} contratti in corso",
        against=_against(say, mean),
        n=say.number(number),
    )
