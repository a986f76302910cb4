"""What every euro put in is worth, as a range on a line on which 1 is marked; in the table, what widens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from h4a_ui.charts.picture import (
    BLUE,
    BLUE_TINT,
    GREY,
    GREY_TINT,
    INK,
    VEIL,
    Part,
    Picture,
    anchor,
    draw,
    ink,
    line,
    note,
    table,
)
from h4a_ui.charts.rows import LINE, hidden, pixels
from h4a_ui.language import Language

_MIDDLE = LINE * 2
_HEIGHT = LINE * 5
_BAR = 16
_LEAST_SHOWN = Decimal("0.01")


@dataclass(frozen=True)
class RatioBar:
    """The ratio at the low and at the high value of one assumption, and those values in words."""

    label: str
    at_low: Fraction
    at_high: Fraction
    low_label: str
    high_label: str


def per_euro(say: Language, value: Fraction) -> str:
    """What a euro is worth, to the cent: 0,04; never a nought for what is not nothing."""
    if 0 < value < _LEAST_SHOWN:
        return say("meno di {x}", x=say.number(_LEAST_SHOWN, 2))
    return say.number(value, 2)


def ratio_range(say: Language, low: Fraction, value: Fraction, high: Fraction, bars: Sequence[RatioBar]) -> Picture:
    """The range of the ratio, with where it stands now and with 1, at which the value equals what was put in.

    Args:
        say: the reader's language.
        low: the ratio with every assumption at its least favourable.
        value: the ratio as it stands.
        high: the ratio with every assumption at its most favourable.
        bars: one assumption at a time, the widest first, for the table.

    """
    left, right = min(0.0, float(low)), max(1.0, float(high))
    room = (right - left) * 0.02
    words = say("da {low} a {high}", low=per_euro(say, low), high=per_euro(say, high))
    traces: list[Part] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": "range",
            "x": [float(high - low)],
            "base": [float(low)],
            "y": [_MIDDLE],
            "width": _BAR,
            "hovertext": [words],
            "hoverinfo": "text",
            "textposition": "none",
            "marker": {"color": BLUE_TINT, "line": {"color": BLUE, "width": 1.5}},
        }
    ]
    half = _BAR / 2 + 4
    shapes = [
        line((left, right), (_MIDDLE, _MIDDLE), GREY_TINT, width=2, layer="below"),
        line((0, 0), (_MIDDLE - half, _MIDDLE + half), GREY),
        line((1, 1), (_MIDDLE - half, _HEIGHT - LINE), GREY, width=1.5, dash="dot"),
        line((float(value), float(value)), (_MIDDLE - half, _MIDDLE + half), INK, width=3),
    ]

    def mark(text: str, at: float, height: float, color: str) -> Part:
        hung = anchor((at - left + room) / (right - left + 2 * room), 0.4, 0.6)
        return note(text, at, height, xanchor=hung, font=ink(color), bgcolor=VEIL)

    notes = [
        mark(f"▼ <b>{per_euro(say, value)}</b>", float(value), LINE / 2, INK),
        mark(words, float(low + high) / 2, _MIDDLE + LINE, BLUE),
        mark(say("1: il valore pareggia le risorse"), 1, _HEIGHT - LINE / 2, GREY),
    ]
    figure = draw(
        say,
        traces,
        _HEIGHT,
        x=hidden(left - room, right + room),
        y=pixels(_HEIGHT),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns: dict[str, list[object]] = {
        say("Ipotesi"): [say("Tutte le ipotesi insieme"), *(bar.label for bar in bars)],
        say("Valore basso"): ["", *(bar.low_label for bar in bars)],
        say("Rapporto al valore basso"): [low, *(bar.at_low for bar in bars)],
        say("Valore alto"): ["", *(bar.high_label for bar in bars)],
        say("Rapporto al valore alto"): [high, *(bar.at_high for bar in bars)],
    }
    takeaway = say(
        "Ogni euro messo ne vale {value}: {range} secondo le ipotesi", value=per_euro(say, value), range=words
    )
    return Picture(figure, takeaway, table(columns))
