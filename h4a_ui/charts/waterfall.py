"""From the avoided cost to the balance of the City."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BAR = 18


@dataclass(frozen=True)
class WaterfallItem:
    """An item on the way to the balance: a gain is added, a cost is taken away, a total is shown as it stands.

    Costs are given as positive amounts; a negative gain (a saving that is none) is drawn as a loss.
    """

    label: str
    amount: pic.Number
    kind: Literal["gain", "cost", "total"]

    @property
    def change(self) -> pic.Number:
        """What the item does to the balance, with its sign."""
        return -self.amount if self.kind == "cost" else self.amount


def waterfall(say: Language, items: Sequence[WaterfallItem], then: pic.Number | None = None) -> pic.Picture:
    """From the avoided cost to the balance, item by item; a negative result is drawn left of zero.

    `then` is the balance once all that is pending has succeeded, if anything is.
    """
    names = [say("Voce"), say("Importo (EUR)"), say("Saldo dopo la voce (EUR)")]
    if not items:
        return pic.nothing_yet(say, names)
    running = 0.0
    bases: list[float] = []
    ends: list[float] = []
    for item in items:
        bases.append(0.0 if item.kind == "total" else running)
        running = float(item.amount) if item.kind == "total" else running + float(item.change)
        ends.append(running)
    placed = pic.Rows([(item.label, say.signed_euro(item.change)) for item in items], _BAR, 10)
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = (high - low or 1) * 0.02
    looks = [_look(item) for item in items]
    edges = {"color": [edge for _, edge in looks], "width": 1.5}
    bars = pic.bars(
        [end - base for base, end in zip(bases, ends, strict=True)],
        placed.middles,
        _BAR,
        placed.hovers,
        {"color": [fill for fill, _ in looks], "line": edges},
        base=bases,
    )
    figure = pic.draw_rows(
        say,
        [bars],
        placed.bottom,
        (low - room, high + room),
        shapes=_zero_and_links(placed.middles, ends),
        annotations=placed.words([pic.ORANGE if _alarms(item) else pic.INK for item in items], bold=True),
    )
    lines = [(item.label, item.change, end) for item, end in zip(items, ends, strict=True)]
    return pic.Picture(figure, _balance_takeaway(say, ends[-1], then), pic.table(names, lines))


def _zero_and_links(middles: Sequence[float], ends: Sequence[float]) -> list[pic.Part]:
    """A line at zero behind each bar, and one from the end of each down to the next."""
    half = _BAR / 2
    zeros = [pic.line((0, 0), (middle - half, middle + half + 5), pic.INK, width=1.5) for middle in middles]
    links = zip(ends, middles[:-1], strict=False)
    return zeros + [pic.line((end, end), (middle, middle + half + 6), pic.GREY) for end, middle in links]


def _look(item: WaterfallItem) -> tuple[str, str]:
    """Fill and edge of a bar: solid for the balance, tinted for the steps towards it."""
    if item.kind == "cost":
        return pic.WHITE, pic.INK
    color = pic.ORANGE if _alarms(item) else pic.BLUE
    return color if item.kind == "total" else pic.ORANGE_TINT if _alarms(item) else pic.BLUE_TINT, color


def _alarms(item: WaterfallItem) -> bool:
    """Whether the item is a result below zero, which a cost is not."""
    return item.kind != "cost" and item.amount < 0


def _balance_takeaway(say: Language, balance: float, then: pic.Number | None) -> str:
    now = say("Col premio maturato finora il saldo per la Città è di {amount}", amount=say.euro(balance))
    if then is None:
        return now
    return f"{now}; {say('se tutto riesce, di {amount}', amount=say.euro(then))}"
