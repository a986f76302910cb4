"""An amount as it may be: fifty equally likely values, a dot each, and the ranges that hold most of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

DOTS = 50
_SIZE = 9
_BASE = 30  # pixels under the dots, for the two ranges
_THICK, _THIN = 7, 3


@dataclass(frozen=True)
class SpreadRow:
    """What an amount may be: its median, its 80 % and 95 % ranges and `DOTS` equally likely values (EUR), rising."""

    label: str
    median: float
    range_80: tuple[float, float]
    range_95: tuple[float, float]
    dots: Sequence[float]


def saving_spread(say: Language, row: SpreadRow, now: float) -> pic.Picture:
    """Dots stacked along an axis of euro, blue above zero and orange below; under them the ranges."""
    low = min(row.range_95[0], row.dots[0], 0.0, now)
    high = max(row.range_95[1], row.dots[-1], now, 1.0)
    room = (high - low) * 0.03
    low, high = low - room, high + room
    places = _stacked(row.dots, low, high)
    tallest = max(level for _, level in places) + 1
    height = _BASE + int(tallest * (_SIZE + 2)) + 96
    symbols = {pic.BLUE: "circle", pic.ORANGE: "diamond"}
    colors = [pic.BLUE if value > 0 else pic.ORANGE for value in row.dots]
    dots = pic.dots(
        [x for x, _ in places],
        [(level + 0.5) * (_SIZE + 2) for _, level in places],
        [pic.compact_euro(say, value) for value in row.dots],
        {"size": _SIZE, "color": colors, "symbol": [symbols[color] for color in colors]},
        name="dots",
    )
    top = tallest * (_SIZE + 2) + 8
    shapes = [
        pic.line(row.range_95, (-14, -14), pic.GREY, width=_THIN),
        pic.line(row.range_80, (-14, -14), pic.INK, width=_THICK),
        pic.line((0, 0), (-24, top), pic.INK, width=1),
        pic.line((now, now), (-24, top), pic.GREY, dash="dot"),
    ]
    side = "left" if now < (low + high) / 2 else "right"
    small = pic.ink(pic.GREY, pic.SMALL)
    here = say("la cifra della pagina: {amount}", amount=pic.compact_euro(say, now))
    key = say("spesso: 8 casi su 10 · sottile: 95 su 100 · ogni punto: 1 caso su 50")
    notes = [
        pic.note(here, now, top, yanchor="bottom", xanchor=side, font=small),
        pic.note(key, 0, 0, xref="paper", yref="paper", yanchor="top", yshift=-26, font=small),
    ]
    figure = pic.draw(
        say,
        [dots],
        height,
        x=axes.amount_axis(say, low, high),
        y=pic.hidden(-_BASE, top + 18),
        shapes=shapes,
        annotations=notes,
        margin={"l": 4, "r": 8, "t": 2, "b": 48},
    )
    amounts = (row.range_95[0], row.range_80[0], row.median, row.range_80[1], row.range_95[1])
    lines = [(share, round(amount)) for share, amount in zip((2.5, 10.0, 50.0, 90.0, 97.5), amounts, strict=True)]
    names = [say("Quota dei casi sotto (%)"), f"{row.label} (EUR)"]
    return pic.Picture(figure, _takeaway(say, row), pic.table(names, lines))


def _takeaway(say: Language, row: SpreadRow) -> str:
    return say(
        "{label}: in 8 casi su 10 tra {low} e {high}, positivo in {above} casi su {all}",
        label=row.label,
        low=pic.compact(say, row.range_80[0]),
        high=pic.compact_euro(say, row.range_80[1]),
        above=say.number(sum(value > 0 for value in row.dots)),
        all=say.number(len(row.dots)),
    )


def _stacked(values: Sequence[float], low: float, high: float) -> list[tuple[float, int]]:
    """Each value at its bin along the axis, on top of those already there."""
    bin_width = (high - low) * (_SIZE + 2) / pic.NARROW
    levels: dict[int, int] = {}
    placed = []
    for value in values:
        slot = int((value - low) // bin_width)
        level = levels.get(slot, 0)
        levels[slot] = level + 1
        placed.append((low + (slot + 0.5) * bin_width, level))
    return placed
