"""How far the balance moves with one assumption at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    SMALL,
    Number,
    Part,
    Picture,
    anchor,
    compact,
    draw,
    ink,
    line,
    note,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import LINE, hidden, pixels
from h4a_ui.language import Language

_BAR = 18


@dataclass(frozen=True)
class TornadoBar:
    """The balance at the low and at the high value of one assumption, and those values in words."""

    label: str
    low: Number
    high: Number
    low_label: str
    high_label: str

    @property
    def swing(self) -> float:
        """How far the balance moves."""
        return abs(float(self.high) - float(self.low))

    @property
    def ends(self) -> tuple[tuple[Number, str], tuple[Number, str]]:
        """The two balances with the values they belong to, the lesser balance first."""
        low, high = (self.low, self.low_label), (self.high, self.high_label)
        return (low, high) if self.low <= self.high else (high, low)


def tornado(say: Language, bars: Sequence[TornadoBar], base: Number) -> Picture:
    """The widest swing on top; orange where the balance is below zero, blue where it is above."""
    names = [say("Ipotesi"), say("Valore basso"), say("Saldo al valore basso (EUR)")]
    names += [say("Valore alto"), say("Saldo al valore alto (EUR)")]
    if not bars:
        return nothing_yet(say, names)
    ordered = sorted(bars, key=lambda bar: -bar.swing)
    pitch = LINE * 2 + _BAR + 12
    tops = [LINE + i * pitch for i in range(len(ordered))]
    middles = [top + LINE + _BAR / 2 for top in tops]
    height = LINE + len(ordered) * pitch
    base_x = float(base)
    edges = [(float(bar.ends[0][0]), float(bar.ends[1][0])) for bar in ordered]
    low = min(base_x, 0.0, *(left for left, _ in edges))
    high = max(base_x, 0.0, *(right for _, right in edges))
    room = (high - low or 1.0) * 0.02
    traces: list[Part] = []
    for name, color, clip in (("below", ORANGE, min), ("above", BLUE, max)):
        starts = [clip(left, 0.0) for left, _ in edges]
        stops = [clip(right, 0.0) for _, right in edges]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "x": [stop - start for start, stop in zip(starts, stops, strict=True)],
                "base": starts,
                "y": middles,
                "width": _BAR,
                "hovertext": [_hover(say, bar) for bar in ordered],
                "hoverinfo": "text",
                "textposition": "none",
                "marker": {"color": color},
            }
        )
    shapes: list[Part] = []
    notes = _base_notes(say, base, (base_x - low + room) / (high - low + 2 * room))
    for bar, top, middle in zip(ordered, tops, middles, strict=True):
        if low < 0:
            shapes.append(line((0, 0), (middle - _BAR / 2 - 3, middle + _BAR / 2 + 3), GREY))
        shapes.append(line((base_x, base_x), (middle - _BAR / 2 - 3, middle + _BAR / 2 + 3), INK, width=2.5))
        notes.append(note(f"<b>{bar.label}</b>", 0, top + LINE / 2, xref="paper"))
        ends = [_coloured(f"{words}: {compact(say, amount, signed=True)}", amount) for amount, words in bar.ends]
        under = middle + _BAR / 2 + LINE / 2
        notes.append(note("  →  ".join(ends), 0, under, xref="paper", font=ink(INK, SMALL)))
    figure = draw(
        say,
        traces,
        height,
        x=hidden(low - room, high + room),
        y=pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns = (
        [bar.label for bar in ordered],
        [bar.low_label for bar in ordered],
        [bar.low for bar in ordered],
        [bar.high_label for bar in ordered],
        [bar.high for bar in ordered],
    )
    (least, _), (most, _) = ordered[0].ends
    takeaway = say(
        "Conta di più «{label}»: il saldo va da {low} a {high}",
        label=ordered[0].label,
        low=say.signed_euro(least),
        high=say.signed_euro(most),
    )
    return Picture(figure, takeaway, table(dict(zip(names, columns, strict=True))))


def _coloured(text: str, amount: Number) -> str:
    return f'<span style="color:{ORANGE}">{text}</span>' if amount < 0 else text


def _hover(say: Language, bar: TornadoBar) -> str:
    lines = [f"{words}: {say.signed_euro(amount)}" for amount, words in bar.ends]
    return "<br>".join([f"<b>{bar.label}</b>", *lines])


def _base_notes(say: Language, base: Number, place: float) -> list[Part]:
    hung = anchor(place, 0.4, 0.6)
    text = say("▼ oggi {amount}", amount=say.signed_euro(base))
    shift = {"left": -6, "right": 6, "center": 0}[hung]
    return [note(text, float(base), LINE / 2, xanchor=hung, xshift=shift, font=ink(INK))]
