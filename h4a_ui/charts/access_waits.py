"""How long all families waited for a home, beside the contract's limit and what was published."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    DOTS_UP_TO,
    GREY,
    INK,
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

_DOT = 10
_STACK = 13
_TALLEST = 180
_BELOW = 48
_TICKS = 7


@dataclass(frozen=True)
class MonthOfWait:
    """Families that waited less than `months` whole months and not less than one month fewer."""

    months: int
    housed: int
    waiting: int

    @property
    def families(self) -> int:
        """All of them, also those who still wait."""
        return self.housed + self.waiting


def access_waits(say: Language, rows: Sequence[MonthOfWait], limit: int, marks: Sequence[tuple[float, str]]) -> Picture:
    """A dot per family over the month of its wait, a rule at the limit, a mark at each published wait."""
    names = [say("Mesi di attesa, meno di"), say("Famiglie con la casa"), say("In attesa")]
    if not any(row.families for row in rows):
        return nothing_yet(say, names)
    ordered = sorted(rows, key=lambda row: row.months)
    most = max(row.families for row in ordered)
    step = _STACK if sum(row.families for row in ordered) <= DOTS_UP_TO else _TALLEST / most
    words: list[tuple[float, str, str]] = [(limit, say("limite del contratto: {months} mesi", months=limit), INK)]
    words += [(place, label, GREY) for place, label in marks]
    words.sort(key=lambda one: one[0])  # the first on top: no line then runs through the words of another
    above = LINE * len(words) + 4
    height = above + int(max(most * step, _STACK * 3))
    end = max(*(place for place, _, _ in words), ordered[-1].months) * 1.04
    draw_rows = _dots if step == _STACK else _bars
    shapes: list[Part] = []
    notes: list[Part] = []
    for number, (place, text, color) in enumerate(words):
        y = LINE * (number + 0.5)
        right = place > end / 2
        notes.append(
            note(
                text, place, y, xanchor="right" if right else "left", xshift=-5 if right else 5, font=ink(color, SMALL)
            )
        )
        dash = "solid" if color == INK else "dot"
        shapes.append(line((place, place), (y - LINE / 2, height), color, dash=dash, width=1.5, layer="below"))
    figure = draw(
        say,
        draw_rows(say, ordered, limit, height, step),
        height + _BELOW,
        x=_months_axis(say, end),
        y=pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 4, "r": 6, "t": 0, "b": _BELOW},
    )
    columns = (
        [row.months for row in ordered],
        [row.housed for row in ordered],
        [row.waiting for row in ordered],
    )
    return Picture(figure, _takeaway(say, ordered, limit), table(dict(zip(names, columns, strict=True))))


def _months_axis(say: Language, end: float) -> Part:
    step = next((step for step in (1, 2, 4, 6, 12) if end / step <= _TICKS), 24)
    ticks = list(range(0, int(end) + 1, step))
    return {
        "range": [-end * 0.02, end],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [say.number(tick) for tick in ticks],
        "showline": True,
        "linecolor": GREY,
        "ticks": "outside",
        "tickcolor": GREY,
        "title": {"text": say("mesi tra la domanda e la casa"), "font": ink(GREY, SMALL), "standoff": 6},
    }


def _dots(say: Language, rows: Sequence[MonthOfWait], limit: int, height: int, step: float) -> list[Part]:
    traces = []
    for late in (False, True):
        for housed in (True, False):
            places = [
                (row.months - 0.5, height - (level + 0.7) * step)
                for row in rows
                if (row.months > limit) == late
                for level in (range(row.housed) if housed else range(row.housed, row.families))
            ]
            color = ORANGE if late else BLUE
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": ("late" if late else "in time") + ("" if housed else ", waiting"),
                    "x": [x for x, _ in places],
                    "y": [y for _, y in places],
                    "hovertext": [_hover(say, x, housed=housed) for x, _ in places],
                    "hoverinfo": "text",
                    "cliponaxis": False,
                    "marker": {
                        "symbol": "diamond" if late else "circle",
                        "size": _DOT,
                        "color": color if housed else WHITE,
                        "opacity": 1,
                        "line": {"color": color, "width": 2},
                    },
                }
            )
    return [trace for trace in traces if trace["x"]]


def _bars(say: Language, rows: Sequence[MonthOfWait], limit: int, height: int, step: float) -> list[Part]:
    colors = [ORANGE if row.months > limit else BLUE for row in rows]
    counts = ([row.housed for row in rows], [row.waiting for row in rows])
    under = ([0] * len(rows), counts[0])
    return [
        {
            "type": "bar",
            "name": "housed" if housed else "waiting",
            "x": [row.months - 0.5 for row in rows],
            "width": 0.86,
            "y": [-count * step for count in own],
            "base": [height - before * step for before in base],
            "hovertext": [
                f"{_hover(say, row.months - 0.5, housed=housed)}: {count}" for row, count in zip(rows, own, strict=True)
            ],
            "hoverinfo": "text",
            "textposition": "none",
            "marker": {
                "color": colors if housed else WHITE,
                "line": {"color": colors, "width": 1},
                "pattern": {"shape": ""} if housed else hatch() | {"fgcolor": colors},
            },
        }
        for housed, own, base in zip((True, False), counts, under, strict=True)
    ]


def _hover(say: Language, middle: float, *, housed: bool) -> str:
    months = {"first": say.number(middle - 0.5), "last": say.number(middle + 0.5)}
    return say("tra {first} e {last} mesi", **months) if housed else say("aspetta da {first}–{last} mesi", **months)


def _takeaway(say: Language, rows: Sequence[MonthOfWait], limit: int) -> str:
    total = sum(row.families for row in rows)
    words = say.plural(
        "{n} famiglia su {total} ha avuto casa in meno di {limit} mesi",
        "{n} famiglie su {total} hanno avuto casa in meno di {limit} mesi",
        sum(row.housed for row in rows if row.months <= limit),
        total=say.number(total),
        limit=say.number(limit),
    )
    waiting = sum(row.waiting for row in rows)
    return words + ("; " + say.plural("{n} aspetta ancora", "{n} aspettano ancora", waiting) if waiting else "")
