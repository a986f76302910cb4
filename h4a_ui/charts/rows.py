"""Rows that read on a telephone: a line of words, name left and number right, and the marks under it.

The vertical axis counts pixels from the top, so words and marks keep their places at any width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from h4a_ui.charts.picture import BLUE, BLUE_TINT, GREY, NARROW, SMALL, WHITE, Part, ink, note

LINE = 20
"""Height of a line of words, in pixels."""
MARKS = 24
"""Height of a row of dots."""
_ROOM = 50  # characters of a name and a number that fit side by side on a narrow screen
_BIGGEST_DOT = 16
_SMALLEST_DOT = 5
_THICK_FROM = 8
_FILL_OF_SLOT = 0.72
_CHARACTER = 6.6  # average width of a character of the smallest text, in pixels
_KEY_DOT = 5


class State(Enum):
    """How a family stands in a row of dots."""

    ACHIEVED = "achieved"
    PENDING = "pending"
    FAILED = "failed"


_SYMBOLS = {State.ACHIEVED: "circle", State.PENDING: "circle", State.FAILED: "circle"}
_FILLS = {State.ACHIEVED: BLUE, State.PENDING: BLUE_TINT, State.FAILED: WHITE}
_EDGES = {State.ACHIEVED: BLUE, State.PENDING: BLUE, State.FAILED: GREY}


@dataclass(frozen=True)
class Tally:
    """The families of one row by state; they are drawn in this order from the left."""

    achieved: int
    pending: int
    failed: int

    @property
    def families(self) -> int:
        """All of them."""
        return self.achieved + self.pending + self.failed

    def parts(self) -> list[tuple[State, int, int]]:
        """Per state, how many families stand before it and how many are in it."""
        return [
            (State.ACHIEVED, 0, self.achieved),
            (State.PENDING, self.achieved, self.pending),
            (State.FAILED, self.achieved + self.pending, self.failed),
        ]


def pixels(height: int) -> Part:
    """A hidden vertical axis that counts pixels from the top."""
    return {"visible": False, "range": [height, 0], "automargin": False}


def hidden(low: float, high: float) -> Part:
    """A hidden horizontal axis."""
    return {"visible": False, "range": [low, high], "automargin": False}


def head_height(heads: Sequence[tuple[str, str]]) -> int:
    """Room for the words above the marks: one line, or two where name and number don't fit side by side."""
    return LINE * 2 if any(len(name) + len(number) > _ROOM for name, number in heads) else LINE


def head(words: tuple[str, str], top: float, height: int, color: str | None = None) -> list[Part]:
    """The words above the marks of a row."""
    name, number = words
    font = ink(color) if color else ink()
    beside = height <= LINE
    place: Part = {"xref": "paper", "yanchor": "middle", "font": font}
    right: Part = place | ({"xanchor": "right", "align": "right"} if beside else {})
    return [
        note(f"<b>{name}</b>", 0, top + LINE / 2, **place),
        note(number, 1 if beside else 0, top + (LINE / 2 if beside else LINE * 1.5), **right),
    ]


def dot_size(families: int) -> int:
    """Diameter at which so many dots fit side by side on a narrow screen."""
    return max(_SMALLEST_DOT, min(_BIGGEST_DOT, int(NARROW / max(families, 1) * _FILL_OF_SLOT)))


def dots(tallies: Sequence[Tally], middles: Sequence[float], hovers: Sequence[str]) -> list[Part]:
    """A dot per family: filled, ringed with a core, or empty."""
    size = dot_size(max((tally.families for tally in tallies), default=0))
    traces: list[Part] = []
    for state in State:
        xs: list[int] = []
        ys: list[float] = []
        texts: list[str] = []
        for tally, middle, hover in zip(tallies, middles, hovers, strict=True):
            before, count = next((b, n) for s, b, n in tally.parts() if s is state)
            xs += range(before + 1, before + count + 1)
            ys += [middle] * count
            texts += [hover] * count
        if not xs:
            continue
        trace: Part = {
            "type": "scatter",
            "mode": "markers",
            "name": state.value,
            "x": xs,
            "y": ys,
            "hovertext": texts,
            "hoverinfo": "text",
            "cliponaxis": False,
            "marker": {
                "symbol": _SYMBOLS[state],
                "size": size,
                "color": _FILLS[state],
                "opacity": 1,
                "line": {"color": _EDGES[state], "width": 2 if size > _THICK_FROM else 1},
            },
        }
        traces.append(trace)
        if state is State.PENDING:
            core = {"symbol": "circle", "size": max(2, size // 3), "color": BLUE, "opacity": 1}
            traces.append(trace | {"name": "core", "marker": core, "hovertext": None, "hoverinfo": "skip"})
    return traces


def bars(tallies: Sequence[Tally], middles: Sequence[float], hovers: Sequence[str]) -> list[Part]:
    """The same rows for many families: lengths in place of dots."""
    traces: list[Part] = []
    for state in State:
        parts = [next((b, n) for s, b, n in tally.parts() if s is state) for tally in tallies]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": state.value,
                "x": [count for _, count in parts],
                "base": [before + 0.5 for before, _ in parts],
                "y": list(middles),
                "width": _BIGGEST_DOT,
                "hovertext": list(hovers),
                "hoverinfo": "text",
                "textposition": "none",
                "marker": {
                    "color": _FILLS[state],
                    "line": {"color": _EDGES[state], "width": 1},
                    "pattern": hatch() if state is State.PENDING else {"shape": ""},
                },
            }
        )
    return traces


def hatch(color: str = BLUE, ground: str = WHITE) -> Part:
    """The filling of what is possible and not yet so."""
    return {"shape": "/", "fgcolor": color, "bgcolor": ground, "fgopacity": 1, "size": 6, "solidity": 0.25}


def states_in(tallies: Sequence[Tally]) -> list[State]:
    """The states that some family is in, in the order in which they are drawn."""
    present = {state for tally in tallies for state, _, count in tally.parts() if count}
    return [state for state in State if state in present]


def key(states: Sequence[tuple[State, str]], middle: float) -> tuple[list[Part], list[Part]]:
    """What the dots mean, in one line: the shapes and the words."""
    shapes: list[Part] = []
    notes: list[Part] = []
    left = 0.0
    for state, words in states:
        for radius, fill in [(_KEY_DOT, _FILLS[state])] + [(1.5, BLUE)] * (state is State.PENDING):
            shapes.append(
                {
                    "type": "circle",
                    "xref": "paper",
                    "xsizemode": "pixel",
                    "ysizemode": "pixel",
                    "xanchor": 0,
                    "yanchor": middle,
                    "x0": left + _KEY_DOT - radius + 1,
                    "x1": left + _KEY_DOT + radius + 1,
                    "y0": -radius,
                    "y1": radius,
                    "fillcolor": fill,
                    "line": {"color": _EDGES[state], "width": 1.5},
                }
            )
        left += 2 * _KEY_DOT + 6
        notes.append(note(words, 0, middle, xref="paper", xshift=left, font=ink(GREY, SMALL)))
        left += len(words) * _CHARACTER + 12
    return shapes, notes
