"""The homes of the programme, a mark each: where they come from and how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    BLUE_TINT,
    DOTS_UP_TO,
    GREY,
    GREY_TINT,
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
from h4a_ui.charts.rows import LINE, MARKS, dot_size, head, head_height, hidden, pixels
from h4a_ui.language import Language

_GAP = 6
_SPLIT = 12
_CHARACTER = 6.6  # average width of a character of the smallest text, in pixels
_ROW_OF_KEY = 300  # pixels that fit on a narrow screen
_KEY_MARK = 5


@dataclass(frozen=True)
class HomesRow:
    """The homes of one origin by state, under the state's name; `note` says the most important of them."""

    label: str
    states: Mapping[str, int]
    note: str

    @property
    def homes(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True)
class _Look:
    """How a state is drawn: shape, filling and edge, so that colour never stands alone."""

    symbol: str
    fill: str
    edge: str


_LOOKS = {
    "let": _Look("square", BLUE, BLUE),
    "free_again": _Look("diamond", ORANGE, ORANGE),
    "available": _Look("diamond", WHITE, ORANGE),
    "in_works": _Look("square", BLUE_TINT, BLUE),
    "found": _Look("square", WHITE, BLUE),
}
_KEPT = {"let": _Look("circle", GREY, GREY), "free_again": _Look("circle", WHITE, GREY)}


def homes_by_origin(
    say: Language, rows: Sequence[HomesRow], states: Mapping[str, str], kept: HomesRow | None = None
) -> Picture:
    """A row per origin, the homes let first; under a rule the homes that families kept, which no one had to find.

    Args:
        say: the reader's language.
        rows: the mobilised homes.
        states: names of the states, in the order in which they are drawn.
        kept: the homes kept: let (in force) and free_again (ended).

    """
    names = [say("Provenienza"), *states.values(), say("Alloggi")]
    every = [*rows, *([kept] if kept else [])]
    if not every:
        return nothing_yet(say, names)
    most = max(row.homes for row in every)
    heads = [(row.label, row.note) for row in every]
    tall = head_height(heads)
    pitch = tall + MARKS + _GAP
    tops = [i * pitch + (_SPLIT if i == len(rows) else 0) for i in range(len(every))]
    notes = [part for words, top in zip(heads, tops, strict=True) for part in head(words, top, tall)]
    floor = tops[-1] + pitch
    present = [state for state in states if any(row.states.get(state) for row in rows)]
    shapes, words, below = _key(states, present, floor)
    if kept and rows:
        shapes.append(line((0, 1), (tops[-1] - _SPLIT / 2,) * 2, GREY_TINT, xref="paper"))
    traces = []
    for row, top in zip(every, tops, strict=True):
        looks = _KEPT if row is kept else _LOOKS
        traces += _marks(row, states, looks, top + tall + MARKS / 2, most)
    figure = draw(
        say,
        traces,
        below,
        x=hidden(0.5, most + 0.5),
        y=pixels(below),
        shapes=shapes,
        annotations=notes + words,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns: list[list[object]] = [[row.label for row in every]]
    columns += [[row.states.get(state, 0) for row in every] for state in states]
    columns += [[row.homes for row in every]]
    return Picture(figure, _takeaway(say, rows), table(dict(zip(names, columns, strict=True))))


def _takeaway(say: Language, rows: Sequence[HomesRow]) -> str:
    total = sum(row.homes for row in rows)
    if not total:
        return say("Nessun alloggio mobilitato finora: le famiglie sono rimaste nella loro casa")
    let = sum(row.states.get("let", 0) for row in rows)
    empty = sum(row.states.get(state, 0) for row in rows for state in ("free_again", "available"))
    words = say.plural(
        "{n} alloggio mobilitato su {total} è affittato",
        "{n} alloggi mobilitati su {total} sono affittati",
        let,
        total=say.number(total),
    )
    if empty:
        words += "; " + say.plural("{n} pronto ma vuoto", "{n} pronti ma vuoti", empty)
    coming = total - let - empty
    if coming:
        words += "; " + say.plural("{n} in arrivo", "{n} in arrivo", coming)
    return words


def _marks(
    row: HomesRow, states: Mapping[str, str], looks: Mapping[str, _Look], middle: float, most: int
) -> list[Part]:
    traces: list[Part] = []
    before = 0
    for state, words in states.items():
        count = row.states.get(state, 0)
        if not count:
            continue
        look = looks[state]
        common: Part = {"name": state, "hoverinfo": "text"}
        if most <= DOTS_UP_TO:
            size = dot_size(most)
            traces.append(
                common
                | {
                    "type": "scatter",
                    "mode": "markers",
                    "x": list(range(before + 1, before + count + 1)),
                    "y": [middle] * count,
                    "hovertext": [f"{row.label}: {words}"] * count,
                    "cliponaxis": False,
                    "marker": {
                        "symbol": look.symbol,
                        "size": size,
                        "color": look.fill,
                        "opacity": 1,
                        "line": {"color": look.edge, "width": 2},
                    },
                }
            )
        else:
            traces.append(
                common
                | {
                    "type": "bar",
                    "orientation": "h",
                    "x": [count],
                    "base": [before + 0.5],
                    "y": [middle],
                    "width": MARKS - 8,
                    "hovertext": [f"{row.label}: {words} {count}"],
                    "marker": {"color": look.fill, "line": {"color": look.edge, "width": 1}},
                }
            )
        before += count
    return traces


def _key(states: Mapping[str, str], present: Sequence[str], top: float) -> tuple[list[Part], list[Part], int]:
    """What the marks mean, on as many lines as a narrow screen needs: shapes, words, and where they end."""
    shapes: list[Part] = []
    notes: list[Part] = []
    left, middle = 0.0, top + LINE / 2
    for state in present:
        width = 2 * _KEY_MARK + 6 + len(states[state]) * _CHARACTER + 14
        if left and left + width > _ROW_OF_KEY:
            left, middle = 0.0, middle + LINE
        shapes.append(_key_mark(_LOOKS[state], left, middle))
        words = states[state].lower()
        notes.append(note(words, 0, middle, xref="paper", xshift=left + 2 * _KEY_MARK + 6, font=ink(GREY, SMALL)))
        left += width
    return shapes, notes, int(middle + LINE / 2) + 4


def _key_mark(look: _Look, left: float, middle: float) -> Part:
    r, x = _KEY_MARK, left + _KEY_MARK + 1
    corners = [(-r, 0), (0, -r), (r, 0), (0, r)] if look.symbol == "diamond" else [(-r, -r), (r, -r), (r, r), (-r, r)]
    path = "M" + " L".join(f"{x + dx},{dy}" for dx, dy in corners) + " Z"
    return {
        "type": "path",
        "path": path,
        "xref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": middle,
        "fillcolor": look.fill,
        "line": {"color": look.edge, "width": 1.5},
    }
