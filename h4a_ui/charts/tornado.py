"""How far the balance moves with one assumption at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BAR = 18


@dataclass(frozen=True)
class TornadoBar:
    """The balance at the low and at the high value of one assumption, and those values in words."""

    label: str
    low: pic.Number
    high: pic.Number
    low_label: str
    high_label: str

    @property
    def swing(self) -> float:
        """How far the balance moves."""
        return abs(float(self.high) - float(self.low))

    @property
    def ends(self) -> tuple[tuple[pic.Number, str], tuple[pic.Number, str]]:
        """The two balances with the values they belong to, the lesser balance first."""
        low, high = (self.low, self.low_label), (self.high, self.high_label)
        return (low, high) if self.low <= self.high else (high, low)


def tornado(say: Language, bars: Sequence[TornadoBar], base: pic.Number) -> pic.Picture:
    """The widest swing on top; orange where the balance is below zero, blue where it is above."""
    names = [say("Ipotesi"), say("Valore basso"), say("Saldo al valore basso (EUR)")]
    names += [say("Valore alto"), say("Saldo al valore alto (EUR)")]
    if not bars:
        return pic.nothing_yet(say, names)
    ordered = sorted(bars, key=lambda bar: -bar.swing)
    pitch = pic.LINE * 2 + _BAR + 12
    tops = [pic.LINE + i * pitch for i in range(len(ordered))]
    middles = [top + pic.LINE + _BAR / 2 for top in tops]
    height = pic.LINE + len(ordered) * pitch
    base_x = float(base)
    edges = [float(amount) for bar in ordered for amount, _ in bar.ends]
    low, high = min(base_x, 0.0, *edges), max(base_x, 0.0, *edges)
    room = (high - low or 1.0) * 0.02
    traces = [
        _part_of_bars(say, ordered, middles, min, ("below", pic.ORANGE)),
        _part_of_bars(say, ordered, middles, max, ("above", pic.BLUE)),
    ]
    shapes: list[pic.Part] = []
    for middle in middles:
        height_of_rule = (middle - _BAR / 2 - 3, middle + _BAR / 2 + 3)
        shapes += [pic.line((0, 0), height_of_rule, pic.GREY)] if low < 0 else []
        shapes.append(pic.line((base_x, base_x), height_of_rule, pic.INK, width=2.5))
    notes = _base_notes(say, base, (base_x - low + room) / (high - low + 2 * room))
    for bar, top, middle in zip(ordered, tops, middles, strict=True):
        notes += _bar_notes(say, bar, top, middle)
    ends = (low - room, high + room)
    figure = pic.draw_rows(say, traces, height, ends, shapes=shapes, annotations=notes)
    lines = [(bar.label, bar.low_label, bar.low, bar.high_label, bar.high) for bar in ordered]
    (least, _), (most, _) = ordered[0].ends
    takeaway = say(
        "Conta di più «{label}»: il saldo di oggi va da {low} a {high}",
        label=ordered[0].label,
        low=say.signed_euro(least),
        high=say.signed_euro(most),
    )
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _part_of_bars(
    say: Language,
    bars: Sequence[TornadoBar],
    middles: Sequence[float],
    clip: Callable[[float, float], float],
    look: tuple[str, str],
) -> pic.Part:
    """What of each bar is below zero (`clip` is min) or above (max); `look` is a name and a colour."""
    name, color = look
    starts, stops = zip(*([clip(float(amount), 0.0) for amount, _ in bar.ends] for bar in bars), strict=True)
    lengths = [stop - start for start, stop in zip(starts, stops, strict=True)]
    hovers = [_hover(say, bar) for bar in bars]
    return pic.bars(lengths, middles, _BAR, hovers, {"color": color}, name=name, base=list(starts))


def _bar_notes(say: Language, bar: TornadoBar, top: float, middle: float) -> list[pic.Part]:
    """The name of the assumption above its bar, its two values with their balances under it."""
    ends = [_coloured(f"{words}: {pic.compact(say, amount, signed=True)}", amount) for amount, words in bar.ends]
    under = middle + _BAR / 2 + pic.LINE / 2
    return [
        pic.note(f"<b>{bar.label}</b>", 0, top + pic.LINE / 2, xref="paper"),
        pic.note("  →  ".join(ends), 0, under, xref="paper", font=pic.ink(pic.INK, pic.SMALL)),
    ]


def _coloured(text: str, amount: pic.Number) -> str:
    return f'<span style="color:{pic.ORANGE}">{text}</span>' if amount < 0 else text


def _hover(say: Language, bar: TornadoBar) -> str:
    lines = [f"{words}: {say.signed_euro(amount)}" for amount, words in bar.ends]
    return "<br>".join([f"<b>{bar.label}</b>", *lines])


def _base_notes(say: Language, base: pic.Number, place: float) -> list[pic.Part]:
    hung = pic.anchor(place, 0.4, 0.6)
    text = say("▼ oggi {amount}", amount=say.euro(base))
    shift = {"left": -6, "right": 6, "center": 0}[hung]
    return [pic.note(text, float(base), pic.LINE / 2, xanchor=hung, xshift=shift, font=pic.ink(pic.INK))]
