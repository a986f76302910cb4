"""From the avoided cost to the balance of the City."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from h4a_core.engine.balance import BalanceStep, Kind, balance_steps
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BAR = 18


@dataclass(frozen=True)
class WaterfallItem:
    """An item on the way to the balance: a gain is added, a cost is taken away, a total is shown as it stands.

    Costs are given as positive amounts; a negative gain (a saving that is none) is drawn as a loss.
    """

    label: str
    amount: Decimal
    kind: Kind


def waterfall(say: Language, items: Sequence[WaterfallItem], then: pic.Number | None = None) -> pic.Picture:
    """From the avoided cost to the balance, item by item; a negative result is drawn left of zero.

    `then` is the balance once all that is pending has succeeded, if anything is.
    """
    names = [say("Voce"), say("Importo (EUR)"), say("Saldo dopo la voce (EUR)")]
    if not items:
        return pic.nothing_yet(say, names)
    steps = list(balance_steps((item.kind, item.amount) for item in items))
    bases, ends = pic.floats(step.before for step in steps), pic.floats(step.after for step in steps)
    heads = [(item.label, _amount(say, step)) for item, step in zip(items, steps, strict=True)]
    placed = pic.Rows(heads, _BAR, 10)
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = (high - low or 1) * 0.02
    looks = [_look(step) for step in steps]
    edges = {"color": [edge for _, edge in looks], "width": 1.5}
    bars = pic.bars(
        pic.floats(step.change for step in steps),
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
        annotations=placed.words([pic.ORANGE if _alarms(step) else pic.INK for step in steps], bold=True),
    )
    lines = [(item.label, step.change, step.after) for item, step in zip(items, steps, strict=True)]
    return pic.Picture(figure, _balance_takeaway(say, steps[-1].after, then), pic.table(names, lines))


def _amount(say: Language, step: BalanceStep) -> str:
    """What a step adds or takes, with its sign; the balance has none when positive: it is not settled yet."""
    return say.euro(step.change) if step.kind == "total" else say.signed_euro(step.change)


def _zero_and_links(middles: Sequence[float], ends: Sequence[float]) -> list[pic.Part]:
    """A line at zero behind each bar, and one from the end of each down to the next."""
    half = _BAR / 2
    zeros = [pic.line((0, 0), (middle - half, middle + half + 5), pic.INK, width=1.5) for middle in middles]
    links = zip(ends, middles[:-1], strict=False)
    return zeros + [pic.line((end, end), (middle, middle + half + 6), pic.GREY) for end, middle in links]


def _look(step: BalanceStep) -> tuple[str, str]:
    """Fill and edge of a bar: solid for the balance, tinted for the steps towards it."""
    if step.kind == "cost":
        return pic.WHITE, pic.INK
    color = pic.ORANGE if _alarms(step) else pic.BLUE
    return color if step.kind == "total" else pic.ORANGE_TINT if _alarms(step) else pic.BLUE_TINT, color


def _alarms(step: BalanceStep) -> bool:
    """Whether the step is a result below zero, which a cost is not."""
    return step.kind != "cost" and step.change < 0


def _balance_takeaway(say: Language, balance: Decimal, then: pic.Number | None) -> str:
    now = say("Col premio maturato finora il saldo per la Città è di {amount}", amount=say.euro(balance))
    if then is None:
        return now
    return f"{now}; {say('se tutto riesce, di {amount}', amount=say.euro(then))}"
