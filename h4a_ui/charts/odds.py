"""The odds: how likely each final payment is, and the premium to expect year by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    BLUE_TINT,
    GREY,
    INK,
    SMALL,
    WHITE,
    Number,
    Part,
    Picture,
    compact_euro,
    draw,
    ink,
    note,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import head, head_height, hidden, pixels
from h4a_ui.language import Language

_THICK = 16
_GAP = 12
_OUT_OF = 100
_MIDDLE_BLUE = "#5C9EDE"


@dataclass(frozen=True)
class ChanceRow:
    """One way it may end, with its chance (0 to 1)."""

    label: str
    chance: float


@dataclass(frozen=True)
class FanRow:
    """One year of the contract: what is certain, and the 5, 25, 50, 75 and 95 % quantiles of what it will pay, EUR."""

    label: str
    certain: Number
    quantiles: tuple[Number, Number, Number, Number, Number]


def tier_chances(say: Language, rows: Sequence[ChanceRow]) -> Picture:
    """A bar for each way it may end, told as so many times out of a hundred."""
    names = [say("Esito"), say("Volte su 100")]
    if not rows:
        return nothing_yet(say, names)
    times = [_times(say, row.chance) for row in rows]
    heads = [(row.label, say("{times} su 100", times=one)) for row, one in zip(rows, times, strict=True)]
    tall = head_height(heads)
    pitch = tall + _THICK + _GAP
    height = len(rows) * pitch
    bars: Part = {
        "type": "bar",
        "orientation": "h",
        "x": [row.chance for row in rows],
        "y": [i * pitch + tall + _THICK / 2 for i in range(len(rows))],
        "width": _THICK,
        "hoverinfo": "text",
        "hovertext": [f"{name}: {number}" for name, number in heads],
        "marker": {"color": BLUE},
    }
    notes = [part for i, words in enumerate(heads) for part in head(words, i * pitch, tall)]
    figure = draw(
        say,
        [{**bars, "x": [1.0] * len(rows), "marker": {"color": BLUE_TINT}, "hoverinfo": "skip"}, bars],
        height,
        x=hidden(0, 1),
        y=pixels(height),
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    likely = max(rows, key=lambda row: row.chance)
    takeaway = say(
        "L'esito più probabile: {label}, {times} volte su 100",
        label=likely.label.lower(),
        times=_times(say, likely.chance),
    )
    return Picture(figure, takeaway, table({names[0]: [row.label for row in rows], names[1]: times}))


def _times(say: Language, chance: float) -> str:
    out_of = chance * _OUT_OF
    if 0 < out_of < 1:
        return say("meno di 1")
    if _OUT_OF - 1 < out_of < _OUT_OF:
        return say("più di 99")
    return say.number(out_of)


def premium_fan(say: Language, rows: Sequence[FanRow]) -> Picture:
    """Per year of the contract the middle of what it may pay, half of all cases and nine in ten around it."""
    names = [say("Anno"), say("Certo (EUR)"), *(f"{share} %" for share in (5, 25, 50, 75, 95))]
    if not rows:
        return nothing_yet(say, names)
    heads = [(row.label, _span(say, row)) for row in rows]
    tall = head_height(heads)
    pitch = tall + _THICK + _GAP
    height = len(rows) * pitch + 18
    most = max(1.0, *(float(row.quantiles[4]) for row in rows))
    middles = [i * pitch + tall + _THICK / 2 for i in range(len(rows))]
    shapes: list[Part] = []
    for row, middle in zip(rows, middles, strict=True):
        low, lower, centre, upper, high = (float(amount) for amount in row.quantiles)
        shapes += [
            _box(0, low, middle, _THICK * 0.5, BLUE),
            _box(low, high, middle, _THICK * 0.5, BLUE_TINT),
            _box(lower, upper, middle, _THICK * 0.5, _MIDDLE_BLUE),
            _box(centre - most * 0.003, centre + most * 0.003, middle, _THICK * 0.8, INK),
        ]
    notes = [part for i, words in enumerate(heads) for part in head(words, i * pitch, tall)]
    key = say("tacca: metà dei casi sotto e metà sopra · azzurro: metà dei casi · chiaro: 9 casi su 10")
    notes.append(note(key, 0, height - 8, xref="paper", font=ink(GREY, SMALL)))
    hover: Part = {
        "type": "scatter",
        "mode": "markers",
        "x": [float(row.quantiles[2]) for row in rows],
        "y": middles,
        "hoverinfo": "text",
        "hovertext": [f"{name}: {number}" for name, number in heads],
        "marker": {"color": WHITE, "size": _THICK, "opacity": 0},
    }
    figure = draw(
        say,
        [hover],
        height,
        x=hidden(0, most * 1.02),
        y=pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    takeaway = say(
        "Il premio che ci si può attendere in tutto è intorno a {amount}",
        amount=compact_euro(say, sum(float(row.quantiles[2]) for row in rows)),
    )
    columns: dict[str, Sequence[object]] = {
        names[0]: [row.label for row in rows],
        names[1]: [row.certain for row in rows],
        **{name: [row.quantiles[at] for row in rows] for at, name in enumerate(names[2:])},
    }
    return Picture(figure, takeaway, table(columns))


def _span(say: Language, row: FanRow) -> str:
    low, _, centre, _, high = row.quantiles
    if low == high:
        return compact_euro(say, centre)
    return say(
        "{centre} (da {low} a {high})",
        centre=compact_euro(say, centre),
        low=compact_euro(say, low),
        high=compact_euro(say, high),
    )


def _box(left: float, right: float, middle: float, half: float, color: str) -> Part:
    return {
        "type": "rect",
        "x0": left,
        "x1": right,
        "y0": middle - half,
        "y1": middle + half,
        "fillcolor": color,
        "line": {"width": 0},
    }
