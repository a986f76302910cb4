"""The homes of the programme, a mark each: where they come from and how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.charts.tallies import dot_size
from h4a_ui.language import Language

_GAP = 6
_SPLIT = 12
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
    "let": _Look("square", pic.BLUE, pic.BLUE),
    "free_again": _Look("diamond", pic.ORANGE, pic.ORANGE),
    "available": _Look("diamond", pic.WHITE, pic.ORANGE),
    "in_works": _Look("square", pic.BLUE_TINT, pic.BLUE),
    "found": _Look("square", pic.WHITE, pic.BLUE),
}
_KEPT = {"let": _Look("circle", pic.GREY, pic.GREY), "free_again": _Look("circle", pic.WHITE, pic.GREY)}


def homes_by_origin(
    say: Language, rows: Sequence[HomesRow], states: Mapping[str, str], kept: HomesRow | None = None
) -> pic.Picture:
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
        return pic.nothing_yet(say, names)
    most = max(row.homes for row in every)
    heads = [(row.label, row.note) for row in every]
    tall = pic.head_height(heads)
    pitch = tall + pic.MARKS + _GAP
    tops = [i * pitch + (_SPLIT if i == len(rows) else 0) for i in range(len(every))]
    notes = [part for words, top in zip(heads, tops, strict=True) for part in pic.head(words, top, tall)]
    floor = tops[-1] + pitch
    shapes, words, below = _key(states, _present(rows), floor)
    if kept and rows:
        shapes.append(pic.line((0, 1), (tops[-1] - _SPLIT / 2,) * 2, pic.GREY_TINT, xref="paper"))
    traces = []
    for row, top in zip(every, tops, strict=True):
        looks = _KEPT if row is kept else _LOOKS
        traces += _marks(row, states, looks, top + tall + pic.MARKS / 2, most)
    figure = pic.draw_rows(say, traces, below, (0.5, most + 0.5), shapes=shapes, annotations=notes + words)
    lines = [(row.label, *(row.states.get(state, 0) for state in states), row.homes) for row in every]
    return pic.Picture(figure, _takeaway(say, rows), pic.table(names, lines))


def _present(rows: Sequence[HomesRow]) -> set[str]:
    """The states that some home is in."""
    return {state for row in rows for state, count in row.states.items() if count}


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
) -> list[pic.Part]:
    traces: list[pic.Part] = []
    before = 0
    for state, words in states.items():
        count = row.states.get(state, 0)
        if not count:
            continue
        look = looks[state]
        if most <= pic.DOTS_UP_TO:
            marker = pic.dot(dot_size(most), look.fill, look.edge, symbol=look.symbol)
            at = range(before + 1, before + count + 1)
            traces.append(pic.dots(at, [middle] * count, [f"{row.label}: {words}"] * count, marker, name=state))
        else:
            filling = {"color": look.fill, "line": {"color": look.edge, "width": 1}}
            hover = f"{row.label}: {words} {count}"
            width = pic.MARKS - 8
            traces.append(pic.bars([count], [middle], width, [hover], filling, base=[before + 0.5], name=state))
        before += count
    return traces


def _key(states: Mapping[str, str], present: set[str], top: float) -> tuple[list[pic.Part], list[pic.Part], int]:
    """What the marks mean, on as many lines as a narrow screen needs: shapes, words, and where they end."""
    shapes: list[pic.Part] = []
    notes: list[pic.Part] = []
    left, middle = 0.0, top + pic.LINE / 2
    for state in (state for state in states if state in present):
        width = 2 * _KEY_MARK + 6 + len(states[state]) * pic.CHARACTER + 14
        if left and left + width > _ROW_OF_KEY:
            left, middle = 0.0, middle + pic.LINE
        shapes.append(_key_mark(_LOOKS[state], left, middle))
        words = states[state].lower()
        notes.append(
            pic.note(words, 0, middle, xref="paper", xshift=left + 2 * _KEY_MARK + 6, font=pic.ink(pic.GREY, pic.SMALL))
        )
        left += width
    return shapes, notes, int(middle + pic.LINE / 2) + 4


def _key_mark(look: _Look, left: float, middle: float) -> pic.Part:
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
