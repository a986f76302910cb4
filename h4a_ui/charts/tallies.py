"""Families counted by how they stand, drawn in rows: a dot for each of a few, bars for many."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import plotly.graph_objects as go

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BIGGEST_DOT = 16
_SMALLEST_DOT = 5
_THICK_FROM = 8
_FILL_OF_SLOT = 0.72  # of the room of a dot, so that dots stay apart
_KEY_DOT = 5


class State(Enum):
    """How a family stands in a row of dots."""

    ACHIEVED = "achieved"
    PENDING = "pending"
    FAILED = "failed"


_FILLS = {State.ACHIEVED: pic.BLUE, State.PENDING: pic.BLUE_TINT, State.FAILED: pic.WHITE}
_EDGES = {State.ACHIEVED: pic.BLUE, State.PENDING: pic.BLUE, State.FAILED: pic.GREY}


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

    def part(self, state: State) -> tuple[int, int]:
        """How many families stand before those in a state, and how many are in it."""
        return {
            State.ACHIEVED: (0, self.achieved),
            State.PENDING: (self.achieved, self.pending),
            State.FAILED: (self.achieved + self.pending, self.failed),
        }[state]


def dot_size(families: int) -> int:
    """Diameter at which so many dots fit side by side on a narrow screen."""
    return max(_SMALLEST_DOT, min(_BIGGEST_DOT, int(pic.NARROW / max(families, 1) * _FILL_OF_SLOT)))


def tally_rows(
    say: Language,
    rows: pic.Rows,
    tallies: Sequence[Tally],
    words: tuple[str, str, str],
    hovers: Sequence[str],
    *,
    marks: tuple[Sequence[pic.Part], Sequence[pic.Part]] = ((), ()),
) -> go.Figure:
    """A row of families for each tally, and a key under them.

    Args:
        say: the reader's language.
        rows: names and numbers of the tallies, and where they stand.
        tallies: the families of each row.
        words: what achieved, pending and failed are called in the key.
        hovers: what is said of each row under the pointer.
        marks: shapes and notes to draw besides.

    """
    families = max(tally.families for tally in tallies)
    traces = (_dots if families <= pic.DOTS_UP_TO else _bars)(tallies, rows.middles, hovers)
    present = [
        (state, word) for state, word in zip(State, words, strict=True) if any(t.part(state)[1] for t in tallies)
    ]
    height = rows.bottom + pic.LINE + 4
    shapes, notes = _key(present, height - pic.LINE / 2 - 2)
    return pic.draw_rows(
        say,
        traces,
        height,
        (0.5, families + 0.5),
        shapes=[*shapes, *marks[0]],
        annotations=[*notes, *marks[1], *rows.words()],
    )


def _dots(tallies: Sequence[Tally], middles: Sequence[float], hovers: Sequence[str]) -> list[pic.Part]:
    """A dot per family: filled, ringed with a core, or empty."""
    size = dot_size(max(tally.families for tally in tallies))
    traces: list[pic.Part] = []
    for state in State:
        places = [
            (before + place, middle, hover)
            for tally, middle, hover in zip(tallies, middles, hovers, strict=True)
            for before, count in [tally.part(state)]
            for place in range(1, count + 1)
        ]
        if not places:
            continue
        look = pic.dot(size, _FILLS[state], _EDGES[state], edge_width=2 if size > _THICK_FROM else 1)
        x, y, texts = (list(values) for values in zip(*places, strict=True))
        trace = pic.dots(x, y, texts, look, name=state.value)
        traces.append(trace)
        if state is State.PENDING:
            core = {"symbol": "circle", "size": max(2, size // 3), "color": pic.BLUE, "opacity": 1}
            traces.append(trace | {"name": "core", "marker": core, "hovertext": None, "hoverinfo": "skip"})
    return traces


def _bars(tallies: Sequence[Tally], middles: Sequence[float], hovers: Sequence[str]) -> list[pic.Part]:
    """The same rows for many families: lengths in place of dots."""
    traces = []
    for state in State:
        parts = [tally.part(state) for tally in tallies]
        marker = {
            "color": _FILLS[state],
            "line": {"color": _EDGES[state], "width": 1},
            "pattern": pic.hatch() if state is State.PENDING else {"shape": ""},
        }
        starts = [before + 0.5 for before, _ in parts]
        counts = [count for _, count in parts]
        traces.append(pic.bars(counts, middles, _BIGGEST_DOT, hovers, marker, base=starts, name=state.value))
    return traces


def _key(states: Sequence[tuple[State, str]], middle: float) -> tuple[list[pic.Part], list[pic.Part]]:
    """What the dots mean, in one line: the shapes and the words."""
    shapes: list[pic.Part] = []
    notes: list[pic.Part] = []
    left = 0.0
    for state, words in states:
        for radius, fill in [(_KEY_DOT, _FILLS[state])] + [(1.5, pic.BLUE)] * (state is State.PENDING):
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
        notes.append(pic.note(words, 0, middle, xref="paper", xshift=left, font=pic.ink(pic.GREY, pic.SMALL)))
        left += len(words) * pic.CHARACTER + 12
    return shapes, notes
