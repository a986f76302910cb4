"""How many days each step took: a dot each on one line of days, and the median."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_DOT = 9
_STACK = 10
_TALLEST = 80  # pixels of the tallest stack: beyond, its dots overlap
_GAP = 10
_AIR = 4
_AXIS = 40
_TICKS = 7
_TICK_STEPS = (5, 10, 15, 30, 60, 90, 180, 365, 730)
_BAR = 12


@dataclass(frozen=True)
class DaysRow:
    """The days that one step took, shortest first, and what is counted, in words ("12 alloggi")."""

    label: str
    days: Sequence[int]
    median: Fraction
    counted: str


def step_days(say: Language, rows: Sequence[DaysRow], takeaway: str = "") -> pic.Picture:
    """A strip per step on a common axis; days below zero stand left of a rule: the step came before its turn.

    Without a `takeaway` the step that takes longest is named.
    """
    names = [say("Passo"), say("Quanti"), say("Mediana (giorni)"), say("Minimo"), say("Massimo")]
    if not rows:
        return pic.nothing_yet(say, names)
    low = min(0, *(row.days[0] for row in rows))
    high = max(1, *(row.days[-1] for row in rows))
    span = high - low
    heads = [(row.label, _words(say, row)) for row in rows]
    tall = pic.head_height(heads)
    traces, shapes, notes = [], [], []
    top = 0.0
    for row, words in zip(rows, heads, strict=True):
        levels = _levels(row.days, span) if len(row.days) <= pic.DOTS_UP_TO else []
        pitch = min(_STACK, _TALLEST / (max(levels) + 1)) if levels else 0
        strip = (max(levels) + 1) * pitch + _AIR if levels else _BAR
        floor = top + tall + strip
        notes += pic.head(words, top, tall)
        traces.append(_marks(say, row, levels, floor, pitch))
        shapes.append(pic.line((low, high), (floor + 2, floor + 2), pic.HAIR, layer="below"))
        middle = float(row.median)
        shapes.append(pic.line((middle, middle), (floor - strip - 1, floor + 5), pic.INK, width=2))
        top = floor + _GAP
    if low < 0:
        shapes.append(pic.line((0, 0), (0, top), pic.GREY, dash="dot", layer="below"))
    height = int(top) + _AXIS
    figure = pic.draw(
        say,
        traces,
        height,
        x=_axis(say, low, high),
        y=pic.pixels(int(top)),
        shapes=shapes,
        annotations=notes,
        margin={"l": 6, "r": 8, "t": 0, "b": _AXIS},
    )
    lines = [(row.label, len(row.days), row.median, row.days[0], row.days[-1]) for row in rows]
    return pic.Picture(figure, takeaway or _takeaway(say, rows), pic.table(names, lines))


def _words(say: Language, row: DaysRow) -> str:
    return say("{days} giorni · {counted}", days=say.number(row.median), counted=row.counted)


def _takeaway(say: Language, rows: Sequence[DaysRow]) -> str:
    longest = max(rows, key=lambda row: row.median)
    return say(
        "Il tempo più lungo: «{label}», mediana {days} giorni ({low}–{high})",
        label=longest.label,
        days=say.number(longest.median),
        low=say.number(longest.days[0]),
        high=say.number(longest.days[-1]),
    )


def _levels(days: Sequence[int], span: int) -> list[int]:
    """How high each dot stands so that none lies on another on a narrow screen."""
    slot = span * _DOT / pic.NARROW
    last: list[float] = []
    levels = []
    for day in days:
        level = next((i for i, at in enumerate(last) if day - at >= slot), len(last))
        last[level : level + 1] = [day]
        levels.append(level)
    return levels


def _marks(say: Language, row: DaysRow, levels: Sequence[int], floor: float, pitch: float) -> pic.Part:
    if levels:
        look = {"size": _DOT, "color": pic.BLUE, "opacity": 1, "line": {"color": pic.WHITE, "width": 1}}
        heights = [floor - (level + 0.5) * pitch for level in levels]
        hovers = [say.plural("{n} giorno", "{n} giorni", day) for day in row.days]
        return pic.dots(row.days, heights, hovers, look, name=row.label)
    quarter, three = row.days[len(row.days) // 4], row.days[len(row.days) * 3 // 4]
    words = say("metà tra {low} e {high} giorni", low=say.number(quarter), high=say.number(three))
    place = [floor - _BAR / 2]
    return pic.bars([three - quarter], place, _BAR, [words], {"color": pic.BLUE}, name=row.label, base=[quarter])


def _axis(say: Language, low: int, high: int) -> pic.Part:
    step = next((one for one in _TICK_STEPS if (high - low) / one <= _TICKS), _TICK_STEPS[-1])
    ticks = list(range(-(-low // step) * step, high + 1, step))
    room = (high - low) * 0.02
    words = [say.number(tick) for tick in ticks]
    return axes.ruled((low - room, high + room), ticks, words, say("giorni; la riga scura è la mediana"))
