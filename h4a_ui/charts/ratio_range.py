"""What every euro put in is worth, as a range on a line on which 1 is marked; in the table, what widens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_MIDDLE = pic.LINE * 2
_HEIGHT = pic.LINE * 5
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


def ratio_range(say: Language, low: Fraction, value: Fraction, high: Fraction, bars: Sequence[RatioBar]) -> pic.Picture:
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
    look = {"color": pic.BLUE_TINT, "line": {"color": pic.BLUE, "width": 1.5}}
    bar = pic.bars([float(high) - float(low)], [_MIDDLE], _BAR, [words], look, name="range", base=[float(low)])
    half = _BAR / 2 + 4
    shapes = [
        pic.line((left, right), (_MIDDLE, _MIDDLE), pic.GREY_TINT, width=2, layer="below"),
        pic.line((0, 0), (_MIDDLE - half, _MIDDLE + half), pic.GREY),
        pic.line((1, 1), (_MIDDLE - half, _HEIGHT - pic.LINE), pic.GREY, width=1.5, dash="dot"),
        pic.line((float(value), float(value)), (_MIDDLE - half, _MIDDLE + half), pic.INK, width=3),
    ]

    def mark(text: str, at: float, height: float, color: str) -> pic.Part:
        hung = pic.anchor((at - left + room) / (right - left + 2 * room), 0.4, 0.6)
        return pic.note(text, at, height, xanchor=hung, font=pic.ink(color), bgcolor=pic.VEIL)

    notes = [
        mark(f"▼ <b>{per_euro(say, value)}</b>", float(value), pic.LINE / 2, pic.INK),
        mark(words, (float(low) + float(high)) / 2, _MIDDLE + pic.LINE, pic.BLUE),
        mark(say("1: il valore pareggia le risorse"), 1, _HEIGHT - pic.LINE / 2, pic.GREY),
    ]
    ends = (left - room, right + room)
    figure = pic.draw_rows(say, [bar], _HEIGHT, ends, shapes=shapes, annotations=notes)
    names = [say("Ipotesi"), say("Valore basso"), say("Rapporto al valore basso")]
    names += [say("Valore alto"), say("Rapporto al valore alto")]
    lines: list[tuple[object, ...]] = [(say("Tutte le ipotesi insieme"), "", low, "", high)]
    lines += [(bar.label, bar.low_label, bar.at_low, bar.high_label, bar.at_high) for bar in bars]
    takeaway = say(
        "Ogni euro messo ne vale {value}: {range} secondo le ipotesi", value=per_euro(say, value), range=words
    )
    return pic.Picture(figure, takeaway, pic.table(names, lines))
