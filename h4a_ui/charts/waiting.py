"""How long the families of a cohort waited for their home, against the limit of the contract."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.foreign import in_picture
from h4a_ui.language import Language

_CODED_UP_TO = 10  # up to so many late families show their code; else only the table and the pointer tell it
_SLOTS = 26  # columns of dots that fit side by side on a narrow screen
_DOT = 11
_STACK = 14
_TICKS = 6


@dataclass(frozen=True)
class Wait:
    """How long a family waited for its home, or has waited so far."""

    household_id: str
    months: float
    settled: bool


def waiting_dots(say: Language, waits: Sequence[Wait], limit_months: float) -> pic.Picture:
    """One dot per family on a line of months, with a rule at the limit; bars beyond some sixty families."""
    names = [say("Famiglia"), say("Mesi di attesa"), say("Stato")]
    if not waits:
        return pic.nothing_yet(say, names)
    ordered = sorted(waits, key=lambda wait: (wait.months, wait.household_id))
    end = max(limit_months * 1.35, ordered[-1].months * 1.06)
    draw_waits = _wait_dots if len(ordered) <= pic.DOTS_UP_TO else _wait_bars
    lines = [(wait.household_id, round(wait.months, 1), _wait_state(say, wait, limit_months)) for wait in ordered]
    return pic.Picture(
        draw_waits(say, ordered, limit_months, end),
        _wait_takeaway(say, ordered, limit_months),
        pic.table(names, lines),
    )


def _wait_state(say: Language, wait: Wait, limit: float) -> str:
    if wait.months >= limit:
        return say("oltre il limite") if wait.settled else say("aspetta ancora, oltre il limite")
    return say("entro il limite") if wait.settled else say("aspetta ancora")


def _wait_takeaway(say: Language, waits: Sequence[Wait], limit: float) -> str:
    late = sum(wait.months >= limit for wait in waits)
    waiting = sum(not wait.settled and wait.months < limit for wait in waits)
    words = say.plural(
        "{n} famiglia su {total} ha atteso meno di {limit} mesi",
        "{n} famiglie su {total} hanno atteso meno di {limit} mesi",
        len(waits) - late - waiting,
        total=say.number(len(waits)),
        limit=_months(say, limit),
    )
    if waiting:
        words += "; " + say.plural("{n} aspetta ancora", "{n} aspettano ancora", waiting)
    if late:
        longest = _months(say, waits[-1].months)
        words += "; " + say.plural(
            "{n} oltre il limite, fino a {longest} mesi",
            "{n} oltre il limite, fino a {longest} mesi",
            late,
            longest=longest,
        )
    return words


def _months(say: Language, months: float) -> str:
    return say.number(months, 0 if round(months, 1) == round(months) else 1)


def _wait_axis(say: Language, end: float, limit: float) -> pic.Part:
    step = next((step for step in (1, 2, 4, 6, 12, 24) if end / step <= _TICKS + 1), 48)
    regular = [tick for tick in range(0, int(end) + 1, step) if abs(tick - limit) >= step * 0.6]
    ticks = sorted([*regular, limit])
    words = [_months(say, tick) for tick in ticks]
    return axes.ruled((-end * 0.02, end), ticks, words, say("mesi tra la domanda e la casa"))


@dataclass(frozen=True)
class _Dot:
    """A family on the picture: how long it waited, how many dots it stands above the axis."""

    wait: Wait
    level: int
    late: bool


def _wait_dots(say: Language, waits: Sequence[Wait], limit: float, end: float) -> go.Figure:
    dots = _stacked(waits, limit, end / _SLOTS)
    late = sorted((dot for dot in dots if dot.late), key=lambda dot: (dot.wait.months, dot.level))
    coded = late if len(late) <= _CODED_UP_TO else []
    lanes = _lanes([(dot.wait.months, dot.wait.household_id) for dot in coded], end)
    floor_of_codes = max((dot.level for dot in coded), default=0) + 1
    levels = max(dot.level for dot in dots) + 1
    stack = max(levels, floor_of_codes + max(lanes, default=-1) + 2)
    height = pic.LINE + stack * _STACK + 4
    groups: dict[tuple[bool, bool], list[_Dot]] = {}
    for dot in dots:
        groups.setdefault((dot.late, dot.wait.settled), []).append(dot)
    shapes = [pic.line((limit, limit), (pic.LINE, height), pic.INK, width=1.5)]
    notes = _limit_notes(say, limit, unsettled=any(not wait.settled for wait in waits))
    for dot, lane in zip(coded, lanes, strict=True):
        months, up = dot.wait.months, _raised(floor_of_codes + lane, height)
        ends = (_raised(dot.level, height), up + _STACK * 0.4)
        shapes.append(pic.line((months, months), ends, pic.ORANGE, layer="below"))
        side = "right" if months > end * 0.85 else "center"
        code = in_picture(dot.wait.household_id)
        notes.append(pic.note(code, months, up, xanchor=side, font=pic.ink(pic.ORANGE, pic.SMALL)))
    traces = [_trace(say, group, height) for group in groups.values()]
    return _on_months(say, traces, height, _wait_axis(say, end, limit), shapes=shapes, annotations=notes)


def _stacked(waits: Sequence[Wait], limit: float, slot: float) -> list[_Dot]:
    """Each family on the lowest level where its dot is at least a `slot` behind the one before."""
    last: list[float] = []  # the last dot of each level, from the axis upwards
    dots = []
    for wait in waits:
        level = next((i for i, months in enumerate(last) if wait.months - months >= slot), len(last))
        last[level : level + 1] = [wait.months]
        dots.append(_Dot(wait, level, wait.months >= limit))
    return dots


def _raised(level: float, height: int) -> float:
    """Where a level is, in pixels from the top."""
    return height - (level + 0.6) * _STACK


def _trace(say: Language, dots: Sequence[_Dot], height: int) -> pic.Part:
    """Dots of families that are all late or all in time, and all housed or all waiting."""
    late, settled = dots[0].late, dots[0].wait.settled
    color = pic.ORANGE if late else pic.BLUE
    hover = say("{months} mesi") if settled else say("{months} mesi finora")
    return pic.dots(
        [dot.wait.months for dot in dots],
        [_raised(dot.level, height) for dot in dots],
        [f"{in_picture(dot.wait.household_id)}: {hover.format(months=say.number(dot.wait.months, 1))}" for dot in dots],
        pic.dot(_DOT, color if settled else pic.WHITE, color, symbol="diamond" if late else "circle"),
        name=("late" if late else "in time") + ("" if settled else ", waiting"),
    )


def _wait_bars(say: Language, waits: Sequence[Wait], limit: float, end: float) -> go.Figure:
    width = max(1, int(end / _SLOTS * 2))
    height = 190
    housed = Counter(int((wait.months - limit) // width) for wait in waits if wait.settled)
    every = Counter(int((wait.months - limit) // width) for wait in waits)
    bins = sorted(every)
    scale = (height - pic.LINE * 2) / max(every.values())
    middles = [limit + (b + 0.5) * width for b in bins]
    colors = [pic.ORANGE if b >= 0 else pic.BLUE for b in bins]
    hollow = pic.hatch() | {"fgcolor": colors}
    traces: list[pic.Part] = [
        {
            "type": "bar",
            "x": middles,
            "width": width * 0.86,
            "hoverinfo": "text",
            "textposition": "none",
            "name": words,
            "y": [-(upto[b] - under[b]) * scale for b in bins],
            "base": [height - under[b] * scale for b in bins],
            "hovertext": [f"{words}: {upto[b] - under[b]}" for b in bins],
            "marker": {"color": fill, "line": {"color": colors, "width": 1}, "pattern": pattern},
        }
        for upto, under, words, fill, pattern in (
            (housed, Counter[int](), say("con la casa"), colors, {"shape": ""}),
            (every, housed, say("in attesa"), pic.WHITE, hollow),
        )
    ]
    notes = _limit_notes(say, limit, unsettled=False)
    for b, x in zip(bins, middles, strict=True):
        top = height - every[b] * scale - 8
        notes.append(pic.note(str(every[b]), x, top, xanchor="center", font=pic.ink(pic.INK, pic.SMALL)))
    shapes = [pic.line((limit, limit), (pic.LINE, height), pic.INK, width=1.5)]
    return _on_months(say, traces, height, _wait_axis(say, end, limit), shapes=shapes, annotations=notes)


def _on_months(say: Language, traces: Sequence[pic.Part], height: int, x: pic.Part, **layout: object) -> go.Figure:
    below = 48
    return pic.draw(
        say,
        traces,
        height + below,
        x=x,
        y=pic.pixels(height),
        margin={"l": 4, "r": 6, "t": 0, "b": below},
        **layout,
    )


def _limit_notes(say: Language, limit: float, *, unsettled: bool) -> list[pic.Part]:
    top: pic.Part = {"y": pic.LINE / 2}
    left = say("meno di {months} mesi", months=_months(say, limit))
    notes = [
        pic.note(f"{left} ●", limit, xanchor="right", xshift=-6, font=pic.ink(pic.BLUE), **top),
        pic.note(f"◆ {say('oltre')}", limit, xshift=6, font=pic.ink(pic.ORANGE), **top),
    ]
    if unsettled:
        notes.append(
            pic.note(f"○ {say('aspetta ancora')}", 0, pic.LINE * 1.5, xref="paper", font=pic.ink(pic.BLUE, pic.SMALL))
        )
    return notes


def _lanes(labels: Sequence[tuple[float, str]], end: float) -> list[int]:
    """For each label, from the left, the lowest line on which it touches no other."""
    taken: list[float] = []
    lanes: list[int] = []
    for months, code in labels:
        width = (len(code) + 1) * pic.CHARACTER / pic.NARROW * end
        left = min(months - width / 2, end - width)
        lane = next((i for i, right in enumerate(taken) if left >= right), len(taken))
        taken[lane : lane + 1] = [left + width]
        lanes.append(lane)
    return lanes
