"""An amount as it may be: fifty equally likely values, a dot each, and the ranges that hold most of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    GREY,
    INK,
    NARROW,
    ORANGE,
    SMALL,
    Part,
    Picture,
    amount_axis,
    compact,
    compact_euro,
    draw,
    ink,
    line,
    note,
    table,
)
from h4a_ui.language import Language

DOTS = 50
_SIZE = 9
_BASE = 30  # pixels under the dots, for the two ranges
_TAIL_OF_RANGE = 0.15
_THICK, _THIN = 7, 3


@dataclass(frozen=True)
class SpreadRow:
    """What an amount may be: its median, its 80 % and 95 % ranges and `DOTS` equally likely values (EUR), rising."""

    label: str
    median: float
    range_80: tuple[float, float]
    range_95: tuple[float, float]
    dots: Sequence[float]


def saving_spread(say: Language, row: SpreadRow, now: float) -> Picture:
    """Dots stacked along an axis of euro, blue above zero and orange below; under them the ranges."""
    low = min(row.range_95[0], row.dots[0], 0.0, now)
    high = max(row.range_95[1], row.dots[-1], now, 1.0)
    room = (high - low) * 0.03
    low, high = low - room, high + room
    places = _stacked(row.dots, low, high)
    tallest = max(level for _, level in places) + 1
    height = _BASE + int(tallest * (_SIZE + 2)) + 96
    colors = [BLUE if value > 0 else ORANGE for value in row.dots]
    traces: list[Part] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "dots",
            "x": [x for x, _ in places],
            "y": [(level + 0.5) * (_SIZE + 2) for _, level in places],
            "hoverinfo": "text",
            "hovertext": [compact_euro(say, value) for value in row.dots],
            "marker": {
                "size": _SIZE,
                "color": colors,
                "symbol": ["circle" if c == BLUE else "diamond" for c in colors],
            },
            "cliponaxis": False,
        }
    ]
    top = tallest * (_SIZE + 2) + 8
    shapes = [
        line(row.range_95, (-14, -14), GREY, width=_THIN),
        line(row.range_80, (-14, -14), INK, width=_THICK),
        line((0, 0), (-24, top), INK, width=1),
        line((now, now), (-24, top), GREY, dash="dot"),
    ]
    middle = (low + high) / 2
    notes = [
        note(
            say("la cifra della pagina: {amount}", amount=compact_euro(say, now)),
            now, top, yanchor="bottom", xanchor="left" if now < middle else "right", font=ink(GREY, SMALL),
        ),
        note(
            say("spesso: 8 casi su 10 · sottile: 95 su 100 · ogni punto: 1 caso su 50"),
            0, 0, xref="paper", yref="paper", yanchor="top", yshift=-26, font=ink(GREY, SMALL),
        ),
    ]  # fmt: skip
    figure = draw(
        say,
        traces,
        height,
        x=amount_axis(say, low, high),
        y={"visible": False, "range": [-_BASE, top + 18], "automargin": False},
        shapes=shapes,
        annotations=notes,
        margin={"l": 4, "r": 8, "t": 2, "b": 48},
    )
    above = sum(value > 0 for value in row.dots)
    takeaway = say(
        "{label}: in 8 casi su 10 tra {low} e {high}, positivo in {above} casi su {all}",
        label=row.label,
        low=compact(say, row.range_80[0]),
        high=compact_euro(say, row.range_80[1]),
        above=say.number(above),
        all=say.number(len(row.dots)),
    )
    columns: dict[str, Sequence[object]] = {
        say("Quota dei casi sotto (%)"): [2.5, 10.0, 50.0, 90.0, 97.5],
        f"{row.label} (EUR)": [round(value) for value in (row.range_95[0], row.range_80[0], row.median, *_upper(row))],
    }
    return Picture(figure, takeaway, table(columns))


def _upper(row: SpreadRow) -> tuple[float, float]:
    return row.range_80[1], row.range_95[1]


def _stacked(values: Sequence[float], low: float, high: float) -> list[tuple[float, int]]:
    """Each value at its bin along the axis, on top of those already there."""
    bin_width = (high - low) * (_SIZE + 2) / NARROW
    levels: dict[int, int] = {}
    placed = []
    for value in values:
        slot = int((value - low) // bin_width)
        level = levels.get(slot, 0)
        levels[slot] = level + 1
        placed.append((low + (slot + 0.5) * bin_width, level))
    return placed
