"""Two marks on a line, row by row: what is declared and what is measured, the market's rent and the one paid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts import picture as pic
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
    placed = pic.Rows([(pair.label, pair.note) for pair in pairs], _TRACK, 6, above=pic.LINE * len(rules))
    low, high = whole or _reach(pairs, rules)
    room = (high - low or 1.0) * 0.05
    middles = placed.middles
    shapes = [pic.line((low - room, high + room), (mid, mid), pic.HAIR, layer="below") for mid in middles]
    rule_shapes, notes = _rules(rules, middles, (low + high) / 2)
    shapes += rule_shapes
    for pair, middle in zip(pairs, middles, strict=True):
        shapes += _links(pair, middle, looks)
    traces = [
        pic.dots(
            [_middle(ends) for ends in places],
            middles,
            placed.hovers,
            pic.dot(_DOT, pic.WHITE if look.hollow else look.color, look.color, symbol=look.symbol),
            name=look.words,
        )
        for look, places in zip(looks, ([p.first for p in pairs], [p.second for p in pairs]), strict=True)
    ]
    key = "   ".join(f'<span style="color:{look.color}">{look.sign}</span> {look.words}' for look in looks)
    under = placed.bottom + pic.LINE / 2
    notes += [*placed.words(), pic.note(key, 0, under, xref="paper", font=pic.ink(pic.GREY, pic.SMALL))]
    ends = (low - room, high + room)
    return pic.draw_rows(say, traces, placed.bottom + pic.LINE, ends, shapes=shapes, annotations=notes)


def _reach(pairs: Sequence[Pair], rules: Sequence[tuple[float, str]]) -> tuple[float, float]:
    """The least and the greatest place of a mark or a rule."""
    places = [end for pair in pairs for end in (*pair.first, *pair.second)] + [place for place, _ in rules]
    return min(places), max(places)


def _rules(
    rules: Sequence[tuple[float, str]], middles: Sequence[float], centre: float
) -> tuple[list[pic.Part], list[pic.Part]]:
    """Each rule across every row, and its words on a line of their own, on the side of the `centre`."""
    shapes: list[pic.Part] = []
    notes: list[pic.Part] = []
    for number, (place, words) in enumerate(rules):
        font = pic.ink(pic.GREY, pic.SMALL)
        hung = "right" if place > centre else "left"
        notes.append(pic.note(words, place, pic.LINE * (number + 0.5), xanchor=hung, font=font))
        look: pic.Part = {"dash": "dot", "width": 1.5, "layer": "below"}
        shapes += [pic.line((place, place), (mid - _RULE, mid + _RULE), pic.GREY, **look) for mid in middles]
    return shapes, notes


def _links(pair: Pair, middle: float, looks: tuple[Look, Look]) -> Iterator[pic.Part]:
    """The line from mark to mark, and a thick one along a mark that is a range."""
    yield pic.line((_middle(pair.first), _middle(pair.second)), (middle, middle), pic.GREY, width=2, layer="below")
    for ends, look in zip((pair.first, pair.second), looks, strict=True):
        if ends[0] != ends[1]:
            yield pic.line(ends, (middle, middle), look.color, width=6, layer="below")


def _middle(ends: tuple[float, float]) -> float:
    return (ends[0] + ends[1]) / 2
