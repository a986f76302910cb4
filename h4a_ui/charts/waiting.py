"""How long the families of a cohort waited for their home, against the limit of the contract."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts.picture import (
    BLUE,
    DOTS_UP_TO,
    GREY,
    INK,
    NARROW,
    ORANGE,
    SMALL,
    WHITE,
    Part,
    Picture,
    draw,
    ink,
    line,
    note,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import LINE, hatch, pixels
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


def waiting_dots(say: Language, waits: Sequence[Wait], limit_months: float) -> Picture:
    """One dot per family on a line of months, with a rule at the limit; bars beyond some sixty families."""
    names = [say("Famiglia"), say("Mesi di attesa"), say("Stato")]
    if not waits:
        return nothing_yet(say, names)
    ordered = sorted(waits, key=lambda wait: (wait.months, wait.household_id))
    end = max(limit_months * 1.35, ordered[-1].months * 1.06)
    draw_waits = _wait_dots if len(ordered) <= DOTS_UP_TO else _wait_bars
    columns = (
        [wait.household_id for wait in ordered],
        [round(wait.months, 1) for wait in ordered],
        [_wait_state(say, wait, limit_months) for wait in ordered],
    )
    return Picture(
        draw_waits(say, ordered, limit_months, end),
        _wait_takeaway(say, ordered, limit_months),
        table(dict(zip(names, columns, strict=True))),
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


def _wait_axis(say: Language, end: float, limit: float) -> Part:
    step = next((step for step in (1, 2, 4, 6, 12, 24) if end / step <= _TICKS + 1), 48)
    regular = [tick for tick in range(0, int(end) + 1, step) if abs(tick - limit) >= step * 0.6]
    ticks = sorted([*regular, limit])
    return {
        "range": [-end * 0.02, end],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [_months(say, tick) for tick in ticks],
        "showline": True,
        "linecolor": GREY,
        "ticks": "outside",
        "tickcolor": GREY,
        "title": {"text": say("mesi tra la domanda e la casa"), "font": ink(GREY, SMALL), "standoff": 6},
    }


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
    height = LINE + stack * _STACK + 4

    def raised(level: float) -> float:
        return height - (level + 0.6) * _STACK

    traces: list[Part] = []
    for (beyond, settled), places in groups.items():
        color = ORANGE if beyond else BLUE
        hover = say("{months} mesi") if settled else say("{months} mesi finora")
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": ("late" if beyond else "in time") + ("" if settled else ", waiting"),
                "x": [months for months, _, _ in places],
                "y": [raised(level) for _, level, _ in places],
                "hovertext": [f"{code}: {hover.format(months=say.number(m, 1))}" for m, _, code in places],
                "hoverinfo": "text",
                "cliponaxis": False,
                "marker": {
                    "symbol": "diamond" if beyond else "circle",
                    "size": _DOT,
                    "color": color if settled else WHITE,
                    "opacity": 1,
                    "line": {"color": color, "width": 2},
                },
            }
        )
    shapes = [line((limit, limit), (LINE, height), INK, width=1.5)]
    notes = _limit_notes(say, limit, unsettled=any(not wait.settled for wait in waits))
    for (months, level, code), lane in zip(coded, lanes, strict=True):
        up = raised(floor_of_codes + lane)
        shapes.append(line((months, months), (raised(level), up + _STACK * 0.4), ORANGE, layer="below"))
        right = months > end * 0.85
        notes.append(note(code, months, up, xanchor="right" if right else "center", font=ink(ORANGE, SMALL)))
    return _on_months(say, traces, height, _wait_axis(say, end, limit), shapes=shapes, annotations=notes)


def _wait_bars(say: Language, waits: Sequence[Wait], limit: float, end: float) -> go.Figure:
    width = max(1, int(end / _SLOTS * 2))
    height = 190
    first = Counter(int((wait.months - limit) // width) for wait in waits if wait.settled)
    still = Counter(int((wait.months - limit) // width) for wait in waits if not wait.settled)
    bins = sorted({*first, *still})
    highest = max(first[b] + still[b] for b in bins)
    scale = (height - LINE * 2) / highest
    middles = [limit + (b + 0.5) * width for b in bins]
    colors = [ORANGE if b >= 0 else BLUE for b in bins]
    bar: Part = {"type": "bar", "x": middles, "width": width * 0.86, "hoverinfo": "text", "textposition": "none"}
    traces: list[Part] = []
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
                    "color": colors if solid else WHITE,
                    "line": {"color": colors, "width": 1},
                    "pattern": {"shape": ""} if solid else hatch() | {"fgcolor": colors},
                },
            }
        )
    notes = _limit_notes(say, limit, unsettled=False)
    notes += [
        note(
            str(first[b] + still[b]),
            x,
            height - (first[b] + still[b]) * scale - 8,
            xanchor="center",
            font=ink(INK, SMALL),
        )
        for b, x in zip(bins, middles, strict=True)
    ]
    shapes = [line((limit, limit), (LINE, height), INK, width=1.5)]
    return _on_months(say, traces, height, _wait_axis(say, end, limit), shapes=shapes, annotations=notes)


def _on_months(say: Language, traces: Sequence[Part], height: int, x: Part, **layout: object) -> go.Figure:
    below = 48
    return draw(
        say,
        traces,
        height + below,
        x=x,
        y=pixels(height),
        margin={"l": 4, "r": 6, "t": 0, "b": below},
        **layout,
    )


def _limit_notes(say: Language, limit: float, *, unsettled: bool) -> list[Part]:
    top: Part = {"y": LINE / 2}
    left = say("meno di {months} mesi", months=_months(say, limit))
    notes = [
        note(f"{left} ●", limit, xanchor="right", xshift=-6, font=ink(BLUE), **top),
        note(f"◆ {say('oltre')}", limit, xshift=6, font=ink(ORANGE), **top),
    ]
    if unsettled:
        notes.append(note(f"○ {say('aspetta ancora')}", 0, LINE * 1.5, xref="paper", font=ink(BLUE, SMALL)))
    return notes


def _lanes(labels: Sequence[tuple[float, str]], end: float) -> list[int]:
    """For each label, from the left, the lowest line on which it touches no other."""
    taken: list[float] = []
    lanes: list[int] = []
    for months, code in labels:
        width = (len(code) + 1) * 6.6 / NARROW * end
        left = min(months - width / 2, end - width)
        lane = next((i for i, right in enumerate(taken) if left >= right), len(taken))
        taken[lane : lane + 1] = [left + width]
        lanes.append(lane)
    return lanes
