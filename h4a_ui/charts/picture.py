"""What all charts share: the picture handed to a page, the palette, the layout, the short numbers.

A picture has no title and no legend of its own: its takeaway is the title, and lines and bars are labelled where they
are. Figures are built from plain dictionaries without Plotly's checks, which take most of the time of a redraw; the
tests run every figure through those checks instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go

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

FONT = '"Source Sans", sans-serif'
SMALL = 12
"""Size of the smallest text of a chart, in pixels."""
NARROW = 330
"""The width, in pixels, at which a chart must still be readable."""
DOTS_UP_TO = 60
"""Up to so many families each is a dot; beyond, bars."""

Number: TypeAlias = int | float | Decimal
Part: TypeAlias = dict[str, Any]
"""A trace, a shape, an annotation or an axis, as Plotly takes it."""

_THOUSAND = 1_000
_MILLION = 1_000_000
_WHOLE_FROM = Decimal("9.95")  # 9,9 mila, but 10 mila
_SEPARATORS = {"it": ",.", "en": ".,"}
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)
_STEPS_OF_A_DECADE = (1, 2, 5, 10)
_EXACT = (Decimal, Fraction)


@dataclass(frozen=True)
class Picture:
    """A chart, the sentence that says what it shows, and the same data as a table."""

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
        "font": {"family": FONT, "size": 13, "color": INK},
        "separators": _SEPARATORS[say.code],
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": WHITE,
            "bordercolor": GREY,
            "font": {"family": FONT, "size": 13, "color": INK},
            "align": "left",
        },
        "uirevision": "constant",
        "barmode": "overlay",
        "xaxis": axis | (x or {}),
        "yaxis": axis | (y or {}),
    }
    return go.Figure(data=list(traces), layout=common | layout, _validate=False)


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


def anchor(place: float, left: float = 0.3, right: float = 0.7) -> str:
    """How words hang on a place of the axis (0 to 1), so that they stay inside the picture."""
    return "left" if place < left else "right" if place > right else "center"


def table(columns: Mapping[str, Iterable[object]]) -> pd.DataFrame:
    """The data of a chart: amounts and counts as numbers, so that they sort and align."""
    return pd.DataFrame({name: [_plain(value) for value in values] for name, values in columns.items()})


def nothing_yet(say: Language, columns: Sequence[str]) -> Picture:
    """The picture of no data: a quiet sentence in place of the marks."""
    words = say("Ancora nessun dato da mostrare")
    hidden = {"visible": False, "range": [0, 1]}
    notes = [note(words, 0.5, 0.5, xanchor="center", font=ink(GREY, 14))]
    figure = draw(say, [], 96, x=hidden, y=hidden, annotations=notes)
    return Picture(figure, words, pd.DataFrame({name: [] for name in columns}))


def compact(say: Language, value: Number | Fraction, *, signed: bool = False) -> str:
    """An amount in the room of a label: 7,2 mila, 145 mila, 1,2 mln."""
    amount = exact(value)
    if abs(_rounded(amount, 0)) < _THOUSAND:
        short = _rounded(amount, 0)
        words = say.number(short)
    elif abs(_rounded(amount / _THOUSAND, 0)) < _THOUSAND:
        short, words = _scaled(say, amount / _THOUSAND)
        words = say("{x} mila", x=words)
    else:
        short, words = _scaled(say, amount / _MILLION)
        words = say("{x} mln", x=words)
    return f"+{words}" if signed and short > 0 else words


def compact_euro(say: Language, value: Number | Fraction, *, signed: bool = False) -> str:
    """A compact amount with its currency: 145 mila EUR."""
    return f"{compact(say, value, signed=signed)} EUR"


def exact(value: Number | Fraction) -> Decimal:
    """The value as a decimal."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def floats(values: Iterable[Number]) -> list[float]:
    """Numbers as Plotly sends them to the browser."""
    return [float(value) for value in values]


def iso(days: Iterable[date]) -> list[str]:
    """Days as Plotly sends them to the browser."""
    return [day.isoformat() for day in days]


def month_axis(say: Language, months: Sequence[date], at_most: int = 6) -> Part:
    """An axis of months whose few labels are in the reader's language, the year under the month."""
    count = len(months)
    step = next((step for step in _MONTH_STEPS if count <= step * at_most), _MONTH_STEPS[-1])
    marked = [day for day in months if (day.year * 12 + day.month - 1) % step == 0] or list(months[:1])
    return {
        "type": "date",
        "tickmode": "array",
        "tickvals": iso(marked),
        "ticktext": [say.month(day).replace(" ", "<br>") for day in marked],
        "hoverformat": "%m/%Y",
        "ticks": "outside",
        "tickcolor": HAIR,
    }


def amount_axis(say: Language, low: float, high: float, at_most: int = 4) -> Part:
    """An axis of amounts with few round ticks, zero among them when it is in sight."""
    step = _round_step((high - low) / at_most)
    first = -int(-low // step) if low < 0 else int(low // step)
    ticks = [step * i for i in range(first, int(high // step) + 1)]
    return {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [compact(say, tick) for tick in ticks],
        "showgrid": True,
        "gridcolor": HAIR,
        "griddash": "dot",
        "range": [low, high],
    }


def _plain(value: object) -> object:
    return float(value) if isinstance(value, _EXACT) else value


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0  # + 0: no minus before a zero


def _scaled(say: Language, value: Decimal) -> tuple[Decimal, str]:
    short = _rounded(value, 1 if abs(value) < _WHOLE_FROM else 0)
    return short, say.number(short, 0 if short == short.to_integral_value() else 1)


def _round_step(raw: float) -> float:
    if raw <= 0:
        return 1.0
    decade = 10.0 ** (len(str(int(raw))) - 1) if raw >= 1 else 1.0
    return next(decade * m for m in _STEPS_OF_A_DECADE if decade * m >= raw or m == _STEPS_OF_A_DECADE[-1])
