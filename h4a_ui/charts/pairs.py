"""Two marks on a line, row by row: what is declared and what is measured, the market's rent and the one paid."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts.picture import GREY, HAIR, SMALL, WHITE, Part, draw, ink, line, note
from h4a_ui.charts.rows import LINE, head, head_height, pixels
from h4a_ui.language import Language

_TRACK = 22
_RULE = 8  # half of it: shorter than the track, so that it does not touch the words above
_DOT = 13


@dataclass(frozen=True)
class Look:
    """How one of the two marks is drawn and called."""

    words: str
    color: str
    symbol: str
    hollow: bool = False

    @property
    def sign(self) -> str:
        """The mark as a character, for the key."""
        return {"circle": "○" if self.hollow else "●", "diamond": "◇" if self.hollow else "◆"}[self.symbol]


@dataclass(frozen=True)
class Pair:
    """One row: its name, its figures in words, and from where to where each mark lies (equal ends: a point)."""

    label: str
    note: str
    first: tuple[float, float]
    second: tuple[float, float]


def pair_rows(
    say: Language,
    pairs: Sequence[Pair],
    looks: tuple[Look, Look],
    rules: Sequence[tuple[float, str]] = (),
    whole: tuple[float, float] | None = None,
) -> go.Figure:
    """The rows with their two marks, thin rules at what they are held against, and a key under them.

    Args:
        say: the reader's language.
        pairs: the rows, from the top.
        looks: of the first and the second mark.
        rules: places with their words, each on a line of its own above the rows.
        whole: ends of the axis; else what the marks and rules need.

    """
    heads = [(pair.label, pair.note) for pair in pairs]
    tall = head_height(heads)
    above = LINE * len(rules)
    pitch = tall + _TRACK + 6
    tops = [above + i * pitch for i in range(len(pairs))]
    middles = [top + tall + _TRACK / 2 for top in tops]
    bottom = above + len(pairs) * pitch
    values = [end for pair in pairs for end in (*pair.first, *pair.second)] + [place for place, _ in rules]
    low, high = whole or (min(values), max(values))
    room = (high - low or 1.0) * 0.05
    shapes: list[Part] = [line((low - room, high + room), (mid, mid), HAIR, layer="below") for mid in middles]
    notes: list[Part] = []
    for number, (place, words) in enumerate(rules):
        hung = "right" if place > (low + high) / 2 else "left"
        notes.append(note(words, place, LINE * (number + 0.5), xanchor=hung, font=ink(GREY, SMALL)))
        shapes += [
            line((place, place), (mid - _RULE, mid + _RULE), GREY, dash="dot", width=1.5, layer="below")
            for mid in middles
        ]
    for pair, names, top, middle in zip(pairs, heads, tops, middles, strict=True):
        notes += head(names, top, tall)
        inner = (_middle(pair.first), _middle(pair.second))
        shapes.append(line(inner, (middle, middle), GREY, width=2, layer="below"))
        for ends, look in ((pair.first, looks[0]), (pair.second, looks[1])):
            if ends[0] != ends[1]:
                shapes.append(line(ends, (middle, middle), look.color, width=6, layer="below"))
    traces = [
        _marks(look, [_middle(ends) for ends in places], middles, heads)
        for look, places in zip(looks, ([p.first for p in pairs], [p.second for p in pairs]), strict=True)
    ]
    key = "   ".join(f'<span style="color:{look.color}">{look.sign}</span> {look.words}' for look in looks)
    notes.append(note(key, 0, bottom + LINE / 2, xref="paper", font=ink(GREY, SMALL)))
    return draw(
        say,
        traces,
        int(bottom + LINE),
        x={"visible": False, "range": [low - room, high + room], "automargin": False},
        y=pixels(int(bottom + LINE)),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )


def _middle(ends: tuple[float, float]) -> float:
    return (ends[0] + ends[1]) / 2


def _marks(look: Look, xs: list[float], ys: list[float], heads: Sequence[tuple[str, str]]) -> Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": look.words,
        "x": xs,
        "y": ys,
        "hovertext": [f"{label}: {words}" for label, words in heads],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": look.symbol,
            "size": _DOT,
            "color": WHITE if look.hollow else look.color,
            "opacity": 1,
            "line": {"color": look.color, "width": 2},
        },
    }
