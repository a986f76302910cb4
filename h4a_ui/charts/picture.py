"""What all charts share: the picture handed to a page, the palette, rows, bars and dots, the short numbers.

A picture has no title and no legend of its own: its takeaway is the title, and lines and bars are labelled where they
are. Rows read on a telephone: the vertical axis counts pixels from the top, so words and marks keep their places at any
width. Figures are built from plain dictionaries without Plotly's checks, which take most of the time of a redraw; the
tests run every figure through those checks instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go

from h4a_core.engine.working import as_decimal, half_up
from h4a_ui.foreign import in_picture
from h4a_ui.language import Language

BLUE = "#0066CC"
"""The programme."""
GREY = "#5C6F82"
"""Hotels, or the scenario without the programme."""
ORANGE = "#B35C00"
"""Attention."""
INK = "#17324D"
"""Text."""
BLUE_TINT = "#CCE0F5"
GREY_TINT = "#E3E8ED"
ORANGE_TINT = "#F6DFC8"
HAIR = "#D5DCE3"
"""Grid lines, which carry no meaning of their own."""
WHITE = "#FFFFFF"
VEIL = "rgba(255,255,255,0.8)"
"""Behind words that may lie on a line."""

_FONT = '"Source Sans", sans-serif'
SMALL = 12
"""Size of the smallest text of a chart, in pixels."""
NARROW = 330
"""The width, in pixels, at which a chart must still be readable."""
DOTS_UP_TO = 60
"""Up to so many families each is a dot; beyond, bars."""
LINE = 20
"""Height of a line of words, in pixels."""
MARKS = 24
"""Height of a row of dots."""
CHARACTER = 6.6
"""Average width of a character of the smallest text, in pixels."""
ROOM = 50
"""Characters of a name and a number that fit side by side on a narrow screen."""

Number: TypeAlias = int | float | Decimal
Part: TypeAlias = dict[str, Any]
"""A trace, a shape, an annotation or an axis, as Plotly takes it."""

_THOUSAND = 1_000
_WHOLE_FROM = Decimal("9.95")  # from here on without a decimal: 9,9 mila, but 10 mila
_SEPARATORS = {"it": ",.", "en": ".,"}
_EXACT = (Decimal, Fraction)


@dataclass(frozen=True)
class Picture:
    """A chart, the sentence that says what it shows in plain words, and the same data as a table."""

    figure: go.Figure
    takeaway: str
    table: pd.DataFrame


def draw(
    say: Language,
    traces: Sequence[Part],
    height: int,
    *,
    x: Part | None = None,
    y: Part | None = None,
    **layout: object,
) -> go.Figure:
    """A figure in the common layout; `layout` adds to it or replaces parts of it."""
    axis: Part = {
        "fixedrange": True,
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "title": None,
        "tickfont": {"size": SMALL, "color": INK},
    }
    common: Part = {
        "template": {},
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 13, "color": INK},
        "separators": _SEPARATORS[say.code],
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": GREY,
            "font": {"family": _FONT, "size": 13, "color": INK},
            "align": "left",
        },
        "uirevision": "constant",
        "barmode": "overlay",
        "xaxis": axis | (x or {}),
        "yaxis": axis | (y or {}),
    }
    return go.Figure(data=list(traces), layout=common | layout, _validate=False)


def draw_rows(
    say: Language,
    traces: Sequence[Part],
    height: float,
    ends: tuple[float, float],
    *,
    between: Sequence[float] | None = None,
    **layout: object,
) -> go.Figure:
    """A figure without axes: across from one of `ends` to the other, and down in pixels from the top.

    `between` are the parts of the width where the marks stand, if words stand beside them.
    """
    across: Part = {"visible": False, "range": list(ends)} | ({"domain": between} if between else {})
    common: Part = {"margin": {"l": 2, "r": 2, "t": 0, "b": 0}}
    return draw(say, traces, int(height), x=across | {"automargin": False}, y=pixels(int(height)), **common | layout)


def note(text: str, x: object, y: object, **more: object) -> Part:
    """A text on a chart: at data coordinates unless `xref` or `yref` say otherwise."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "borderpad": 0,
        "font": {"size": 13, "color": INK},
    } | more


def ink(color: str = INK, size: int = 13) -> Part:
    """A font of the given colour and size."""
    return {"size": size, "color": color}


def line(x: tuple[object, object], y: tuple[object, object], color: str = INK, **more: object) -> Part:
    """A straight line from one point to another, as a shape."""
    style = {"color": color, "width": more.pop("width", 1), "dash": more.pop("dash", "solid")}
    ends = {"type": "line", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    return ends | {"line": style, "layer": "above"} | more


def pixels(height: int) -> Part:
    """A hidden vertical axis that counts pixels from the top."""
    return {"visible": False, "range": [height, 0], "automargin": False}


def hidden(low: float, high: float) -> Part:
    """A hidden horizontal axis."""
    return {"visible": False, "range": [low, high], "automargin": False}


def head_height(heads: Sequence[tuple[str, str]]) -> int:
    """Room for the words above the marks: one line, or two where name and number don't fit side by side."""
    return LINE * 2 if any(len(name) + len(number) > ROOM for name, number in heads) else LINE


def head(words: tuple[str, str], top: float, height: int, color: str = INK) -> list[Part]:
    """The words above the marks of a row: a name, shown as it is, and a number, which may hold markup of ours."""
    name, number = words
    beside = height <= LINE
    place: Part = {"xref": "paper", "yanchor": "middle", "font": ink(color)}
    right: Part = place | ({"xanchor": "right", "align": "right"} if beside else {})
    return [
        note(f"<b>{in_picture(name)}</b>", 0, top + LINE / 2, **place),
        note(number, 1 if beside else 0, top + (LINE / 2 if beside else LINE * 1.5), **right),
    ]


@dataclass(frozen=True)
class Rows:
    """Rows from the top of a picture down: a name on the left and a number on the right, the marks under them.

    `heads` are the names and numbers, `marks` is the height of the marks, `gap` the room under them and `above` the
    room over the first row, in pixels.
    """

    heads: Sequence[tuple[str, str]]
    marks: int
    gap: int
    above: int = 0

    @property
    def words_height(self) -> int:
        """Height of the words of each row: of two lines where a name and its number do not fit side by side."""
        return head_height(self.heads)

    @property
    def tops(self) -> list[int]:
        """Where each row begins."""
        return [self.above + i * (self.words_height + self.marks + self.gap) for i in range(len(self.heads))]

    @property
    def middles(self) -> list[float]:
        """The middle of the marks of each row."""
        return [top + self.words_height + self.marks / 2 for top in self.tops]

    @property
    def bottom(self) -> int:
        """Where the last row ends."""
        return self.above + len(self.heads) * (self.words_height + self.marks + self.gap)

    @property
    def hovers(self) -> list[str]:
        """Name and number in one line, for the pointer."""
        return [f"{in_picture(name)}: {number}" for name, number in self.heads]

    def words(self, colors: Sequence[str] | None = None, *, bold: bool = False) -> list[Part]:
        """The names and numbers, each row in its colour or all in that of text; the numbers may be bold too."""
        notes: list[Part] = []
        for (name, number), top, color in zip(self.heads, self.tops, colors or [INK] * len(self.heads), strict=True):
            notes += head((name, f"<b>{number}</b>" if bold else number), top, self.words_height, color)
        return notes


def bars(
    lengths: Iterable[float],
    middles: Iterable[float],
    width: object,
    hovers: Iterable[str] | None,
    marker: Part,
    **more: object,
) -> Part:
    """Horizontal bars in the look `marker`, one at each of `middles`, from zero or from the `base` among `more`.

    `hovers` are the words under the pointer; None where `more` holds a template for them.
    """
    bar = {"type": "bar", "orientation": "h", "x": list(lengths), "y": list(middles), "width": width}
    told = {} if hovers is None else {"hovertext": list(hovers), "hoverinfo": "text"}
    return bar | told | {"textposition": "none", "marker": marker} | more


def dots(x: Iterable[float], y: Iterable[float], hovers: Iterable[str] | None, marker: Part, **more: object) -> Part:
    """A mark at each place, drawn whole also at the edge of the picture."""
    mark = {"type": "scatter", "mode": "markers", "x": list(x), "y": list(y)}
    told = {} if hovers is None else {"hovertext": list(hovers), "hoverinfo": "text"}
    return mark | told | {"cliponaxis": False, "marker": marker} | more


def dot(size: float, fill: object, edge: str, *, symbol: object = "circle", edge_width: float = 2) -> Part:
    """The look of a mark; one whose filling is white looks empty."""
    line_of_edge = {"color": edge, "width": edge_width}
    return {"symbol": symbol, "size": size, "color": fill, "opacity": 1, "line": line_of_edge}


def rect(x: tuple[float, float], y: tuple[float, float], **look: object) -> Part:
    """A rectangle with these two opposite corners, as a shape."""
    return {"type": "rect", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]} | look


def hatch(color: str = BLUE) -> Part:
    """The filling of what is possible and not yet so."""
    return {"shape": "/", "fgcolor": color, "bgcolor": WHITE, "fgopacity": 1, "size": 6, "solidity": 0.25}


def anchor(place: float, left: float = 0.3, right: float = 0.7) -> str:
    """How words hang on a place of the axis (0 to 1), so that they stay inside the picture."""
    return "left" if place < left else "right" if place > right else "center"


def table(names: Sequence[str], lines: Iterable[Iterable[object]]) -> pd.DataFrame:
    """The data of a chart, line by line: amounts and counts as numbers, so that they sort and align."""
    columns = list(zip(*lines, strict=True)) or [()] * len(names)
    shown = zip(names, columns, strict=True)
    return pd.DataFrame({name: [_plain(value) for value in values] for name, values in shown})


def nothing_yet(say: Language, columns: Sequence[str]) -> Picture:
    """The picture of no data: a quiet sentence in place of the marks."""
    words = say("Ancora nessun dato da mostrare")
    hidden = {"visible": False, "range": [0, 1]}
    notes = [note(words, 0.5, 0.5, xanchor="center", font=ink(GREY, 14))]
    figure = draw(say, [], 96, x=hidden, y=hidden, annotations=notes)
    return Picture(figure, words, table(columns, []))


def compact(say: Language, value: Number | Fraction, *, signed: bool = False) -> str:
    """An amount in the room of a label: 7,2 mila, 145 mila, 1,2 mln."""
    amount = as_decimal(value)
    thousands, millions = amount.scaleb(-3), amount.scaleb(-6)
    if abs(half_up(amount, 0)) < _THOUSAND:
        short = half_up(amount, 0)
        words = say.number(short)
    elif abs(half_up(thousands, 0)) < _THOUSAND:
        short, words = _scaled(say, thousands)
        words = say("{x} mila", x=words)
    else:
        short, words = _scaled(say, millions)
        words = say("{x} mln", x=words)
    return f"+{words}" if signed and short > 0 else words


def compact_euro(say: Language, value: Number | Fraction, *, signed: bool = False) -> str:
    """A compact amount with its currency: 145 mila EUR."""
    return f"{compact(say, value, signed=signed)} EUR"


def floats(values: Iterable[Number]) -> list[float]:
    """Numbers as Plotly sends them to the browser."""
    return [float(value) for value in values]


def iso(days: Iterable[date]) -> list[str]:
    """Days as Plotly sends them to the browser."""
    return [day.isoformat() for day in days]


def _plain(value: object) -> object:
    return float(value) if isinstance(value, _EXACT) else value


def _scaled(say: Language, value: Decimal) -> tuple[Decimal, str]:
    short = half_up(value, 1 if abs(value) < _WHOLE_FROM else 0)
    return short, say.number(short, 0 if short == short.to_integral_value() else 1)
