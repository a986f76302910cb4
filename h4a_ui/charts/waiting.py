"""How long the families of a cohort waited for their home, against the limit of the contract."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_CODED_UP_TO = 10  # so many late families carry their code; beyond, the code is in the table and under the pointer
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


def _wait_dots(say: Language, waits: Sequence[Wait], limit: float, end: float) -> go.Figure:
    slot = end / _SLOTS
    levels: list[float] = []  # the last dot of each level, from the axis upwards
    groups: dict[tuple[bool, bool], list[tuple[float, int, str]]] = {}
    for wait in waits:
        level = next((i for i, last in enumerate(levels) if wait.months - last >= slot), len(levels))
        levels[level : level + 1] = [wait.months]
        place = (wait.months, level, wait.household_id)
        groups.setdefault((wait.months >= limit, wait.settled), []).append(place)
    late = sorted(groups.get((True, True), []) + groups.get((True, False), []))
    coded = late if len(late) <= _CODED_UP_TO else []
    lanes = _lanes([(months, code) for months, _, code in coded], end)
    floor_of_codes = max((level for _, level, _ in coded), default=0) + 1
    stack = max(len(levels), floor_of_codes + (max(lanes) + 1 if lanes else 0) + 1)
    height = pic.LINE + stack * _STACK + 4

    def raised(level: float) -> float:
        return height - (level + 0.6) * _STACK

    traces = []
    for (beyond, settled), places in groups.items():
        color = pic.ORANGE if beyond else pic.BLUE
        hover = say("{months} mesi") if settled else say("{months} mesi finora")
        traces.append(
            pic.dots(
                [months for months, _, _ in places],
                [raised(level) for _, level, _ in places],
                [f"{code}: {hover.format(months=say.number(m, 1))}" for m, _, code in places],
                pic.dot(_DOT, color if settled else pic.WHITE, color, symbol="diamond" if beyond else "circle"),
                name=("late" if beyond else "in time") + ("" if settled else ", waiting"),
            )
        )
    shapes = [pic.line((limit, limit), (pic.LINE, height), pic.INK, width=1.5)]
    notes = _limit_notes(say, limit, unsettled=any(not wait.settled for wait in waits))
    for (months, level, code), lane in zip(coded, lanes, strict=True):
        up = raised(floor_of_codes + lane)
        shapes.append(pic.line((months, months), (raised(level), up + _STACK * 0.4), pic.ORANGE, layer="below"))
        right = months > end * 0.85
        notes.append(
            pic.note(code, months, up, xanchor="right" if right else "center", font=pic.ink(pic.ORANGE, pic.SMALL))
        )
    return _on_months(say, traces, height, _wait_axis(say, end, limit), shapes=shapes, annotations=notes)


def _wait_bars(say: Language, waits: Sequence[Wait], limit: float, end: float) -> go.Figure:
    width = max(1, int(end / _SLOTS * 2))
    height = 190
    first = Counter(int((wait.months - limit) // width) for wait in waits if wait.settled)
    still = Counter(int((wait.months - limit) // width) for wait in waits if not wait.settled)
    bins = sorted({*first, *still})
    highest = max(first[b] + still[b] for b in bins)
    scale = (height - pic.LINE * 2) / highest
    middles = [limit + (b + 0.5) * width for b in bins]
    colors = [pic.ORANGE if b >= 0 else pic.BLUE for b in bins]
    bar: pic.Part = {"type": "bar", "x": middles, "width": width * 0.86, "hoverinfo": "text", "textposition": "none"}
    traces: list[pic.Part] = []
    for counts, under, words, solid in (
        (first, Counter[int](), say("con la casa"), True),
        (still, first, say("in attesa"), False),
    ):
        traces.append(
            bar
            | {
                "name": words,
                "y": [-counts[b] * scale for b in bins],
                "base": [height - under[b] * scale for b in bins],
                "hovertext": [f"{words}: {counts[b]}" for b in bins],
                "marker": {
                    "color": colors if solid else pic.WHITE,
                    "line": {"color": colors, "width": 1},
                    "pattern": {"shape": ""} if solid else pic.hatch() | {"fgcolor": colors},
                },
            }
        )
    notes = _limit_notes(say, limit, unsettled=False)
    notes += [
        pic.note(
            str(first[b] + still[b]),
            x,
            height - (first[b] + still[b]) * scale - 8,
            xanchor="center",
            font=pic.ink(pic.INK, pic.SMALL),
        )
        for b, x in zip(bins, middles, strict=True)
    ]
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
