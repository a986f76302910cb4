"""From the avoided cost to the balance of the City."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from h4a_ui.charts.picture import (
    BLUE,
    BLUE_TINT,
    GREY,
    INK,
    ORANGE,
    ORANGE_TINT,
    WHITE,
    Number,
    Part,
    Picture,
    draw,
    line,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import head, head_height, hidden, pixels
from h4a_ui.language import Language

_BAR = 18


@dataclass(frozen=True)
class WaterfallItem:
    """An item on the way to the balance: a gain is added, a cost is taken away, a total is shown as it stands.

    Costs are given as positive amounts; a negative gain (a saving that is none) is drawn as a loss.
    """

    label: str
    amount: Number
    kind: Literal["gain", "cost", "total"]

    @property
    def change(self) -> Number:
        """What the item does to the balance, with its sign."""
        return -self.amount if self.kind == "cost" else self.amount


def waterfall(say: Language, items: Sequence[WaterfallItem]) -> Picture:
    """From the avoided cost to the balance, item by item; a negative result is drawn left of zero."""
    names = [say("Voce"), say("Importo (EUR)"), say("Saldo dopo la voce (EUR)")]
    if not items:
        return nothing_yet(say, names)
    running = 0.0
    bases: list[float] = []
    ends: list[float] = []
    for item in items:
        bases.append(0.0 if item.kind == "total" else running)
        running = float(item.amount) if item.kind == "total" else running + float(item.change)
        ends.append(running)
    heads = [(item.label, say.signed_euro(item.change)) for item in items]
    tall = head_height(heads)
    pitch = tall + _BAR + 10
    tops = [i * pitch for i in range(len(items))]
    middles = [top + tall + _BAR / 2 for top in tops]
    height = len(items) * pitch
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = (high - low or 1) * 0.02
    looks = [_look(item) for item in items]
    traces: list[Part] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [end - base for base, end in zip(bases, ends, strict=True)],
            "base": bases,
            "y": middles,
            "width": _BAR,
            "hovertext": [f"{name}: {number}" for name, number in heads],
            "hoverinfo": "text",
            "textposition": "none",
            "marker": {
                "color": [fill for fill, _ in looks],
                "line": {"color": [edge for _, edge in looks], "width": 1.5},
            },
        }
    ]
    shapes = [line((0, 0), (middle - _BAR / 2, middle + _BAR / 2 + 5), INK, width=1.5) for middle in middles]
    shapes += [
        line((end, end), (middle, middle + _BAR / 2 + 6), GREY) for end, middle in zip(ends, middles[:-1], strict=False)
    ]
    notes: list[Part] = []
    for item, pair, top in zip(items, heads, tops, strict=True):
        notes += head((pair[0], f"<b>{pair[1]}</b>"), top, tall, ORANGE if _alarms(item) else None)
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
    columns = ([item.label for item in items], [item.change for item in items], ends)
    return Picture(figure, _balance_takeaway(say, ends[-1]), table(dict(zip(names, columns, strict=True))))


def _look(item: WaterfallItem) -> tuple[str, str]:
    """Fill and edge of a bar: solid for the balance, tinted for the steps towards it."""
    if item.kind == "cost":
        return WHITE, INK
    color = ORANGE if _alarms(item) else BLUE
    return color if item.kind == "total" else ORANGE_TINT if _alarms(item) else BLUE_TINT, color


def _alarms(item: WaterfallItem) -> bool:
    """Whether the item is a result below zero, which a cost is not."""
    return item.kind != "cost" and item.amount < 0


def _balance_takeaway(say: Language, balance: float) -> str:
    amount = say.euro(balance)
    if round(balance) > 0:
        return say("Tolti tutti i costi, alla Città restano {amount}", amount=amount)
    if round(balance) < 0:
        return say("Tolti tutti i costi, il saldo per la Città è negativo: {amount}", amount=amount)
    return say("Tolti tutti i costi, il saldo per la Città è zero")
