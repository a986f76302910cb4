"""How many days each step took: a dot each on one line of days, and the median."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from h4a_ui.charts.picture import (
    BLUE,
    DOTS_UP_TO,
    GREY,
    HAIR,
    INK,
    NARROW,
    SMALL,
    WHITE,
    Part,
    Picture,
    draw,
    ink,
    line,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import head, head_height, pixels
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


def step_days(say: Language, rows: Sequence[DaysRow], takeaway: str = "") -> Picture:
    """A strip per step on a common axis; days below zero stand left of a rule: the step came before its turn.

    Without a `takeaway` the step that takes longest is named.
    """
    names = [say("Passo"), say("Quanti"), say("Mediana (giorni)"), say("Minimo"), say("Massimo")]
    if not rows:
        return nothing_yet(say, names)
    low = min(0, *(row.days[0] for row in rows))
    high = max(1, *(row.days[-1] for row in rows))
    span = high - low
    heads = [(row.label, _words(say, row)) for row in rows]
    tall = head_height(heads)
    traces, shapes, notes = [], [], []
    top = 0.0
    for row, words in zip(rows, heads, strict=True):
        levels = _levels(row.days, span) if len(row.days) <= DOTS_UP_TO else []
        pitch = min(_STACK, _TALLEST / (max(levels) + 1)) if levels else 0
        strip = (max(levels) + 1) * pitch + _AIR if levels else _BAR
        floor = top + tall + strip
        notes += head(words, top, tall)
        traces += _marks(say, row, levels, floor, pitch)
        shapes.append(line((low, high), (floor + 2, floor + 2), HAIR, layer="below"))
        middle = float(row.median)
        shapes.append(line((middle, middle), (floor - strip - 1, floor + 5), INK, width=2))
        top = floor + _GAP
    if low < 0:
        shapes.append(line((0, 0), (0, top), GREY, dash="dot", layer="below"))
    height = int(top) + _AXIS
    figure = draw(
        say,
        traces,
        height,
        x=_axis(say, low, high),
        y=pixels(int(top)),
        shapes=shapes,
        annotations=notes,
        margin={"l": 6, "r": 8, "t": 0, "b": _AXIS},
    )
    columns = (
        [row.label for row in rows],
        [len(row.days) for row in rows],
        [row.median for row in rows],
        [row.days[0] for row in rows],
        [row.days[-1] for row in rows],
    )
    return Picture(figure, takeaway or _takeaway(say, rows), table(dict(zip(names, columns, strict=True))))


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
    slot = span * _DOT / NARROW
    last: list[float] = []
    levels = []
    for day in days:
        level = next((i for i, at in enumerate(last) if day - at >= slot), len(last))
        last[level : level + 1] = [day]
        levels.append(level)
    return levels


def _marks(say: Language, row: DaysRow, levels: Sequence[int], floor: float, pitch: float) -> list[Part]:
    if levels:
        return [
            {
                "type": "scatter",
                "mode": "markers",
                "name": row.label,
                "x": list(row.days),
                "y": [floor - (level + 0.5) * pitch for level in levels],
                "hovertext": [say.plural("{n} giorno", "{n} giorni", day) for day in row.days],
                "hoverinfo": "text",
                "cliponaxis": False,
                "marker": {"size": _DOT, "color": BLUE, "opacity": 1, "line": {"color": WHITE, "width": 1}},
            }
        ]
    quarter, three = row.days[len(row.days) // 4], row.days[len(row.days) * 3 // 4]
    words = say("metà tra {low} e {high} giorni", low=say.number(quarter), high=say.number(three))
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": row.label,
            "x": [three - quarter],
            "base": [quarter],
            "y": [floor - _BAR / 2],
            "width": _BAR,
            "hovertext": [words],
            "hoverinfo": "text",
            "marker": {"color": BLUE},
        }
    ]


def _axis(say: Language, low: int, high: int) -> Part:
    step = next((one for one in _TICK_STEPS if (high - low) / one <= _TICKS), _TICK_STEPS[-1])
    ticks = list(range(-(-low // step) * step, high + 1, step))
    room = (high - low) * 0.02
    return {
        "range": [low - room, high + room],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [say.number(tick) for tick in ticks],
        "showline": True,
        "linecolor": GREY,
        "ticks": "outside",
        "tickcolor": GREY,
        "title": {"text": say("giorni; la riga scura è la mediana"), "font": ink(GREY, SMALL), "standoff": 6},
    }
