"""How long all families waited for a home, beside the contract's limit and what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
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


def access_waits(
    say: Language, rows: Sequence[MonthOfWait], limit: int, marks: Sequence[tuple[float, str]]
) -> pic.Picture:
    """A dot per family over the month of its wait, a rule at the limit, a mark at each published wait."""
    names = [say("Mesi di attesa, meno di"), say("Famiglie con la casa"), say("In attesa")]
    if not any(row.families for row in rows):
        return pic.nothing_yet(say, names)
    ordered = sorted(rows, key=lambda row: row.months)
    most = max(row.families for row in ordered)
    step = _STACK if sum(row.families for row in ordered) <= pic.DOTS_UP_TO else _TALLEST / most
    words: list[tuple[float, str, str]] = [(limit, say("limite del contratto: {months} mesi", months=limit), pic.INK)]
    words += [(place, label, pic.GREY) for place, label in marks]
    words.sort(key=lambda one: one[0])  # the earliest on top, so that no line crosses the words of another
    above = pic.LINE * len(words) + 4
    height = above + int(max(most * step, _STACK * 3))
    end = max(*(place for place, _, _ in words), ordered[-1].months) * 1.04
    draw_rows = _dots if step == _STACK else _bars
    shapes: list[pic.Part] = []
    notes: list[pic.Part] = []
    for number, (place, text, color) in enumerate(words):
        y = pic.LINE * (number + 0.5)
        side, shift = ("right", -5) if place > end / 2 else ("left", 5)
        notes.append(pic.note(text, place, y, xanchor=side, xshift=shift, font=pic.ink(color, pic.SMALL)))
        dash = "solid" if color == pic.INK else "dot"
        shapes.append(pic.line((place, place), (y - pic.LINE / 2, height), color, dash=dash, width=1.5, layer="below"))
    figure = pic.draw(
        say,
        draw_rows(say, ordered, limit, height, step),
        height + _BELOW,
        x=_months_axis(say, end),
        y=pic.pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 4, "r": 6, "t": 0, "b": _BELOW},
    )
    lines = [(row.months, row.housed, row.waiting) for row in ordered]
    return pic.Picture(figure, _takeaway(say, ordered, limit), pic.table(names, lines))


def _months_axis(say: Language, end: float) -> pic.Part:
    step = next((step for step in (1, 2, 4, 6, 12) if end / step <= _TICKS), 24)
    ticks = list(range(0, int(end) + 1, step))
    words = [say.number(tick) for tick in ticks]
    return axes.ruled((-end * 0.02, end), ticks, words, say("mesi tra la domanda e la casa"))


def _dots(say: Language, rows: Sequence[MonthOfWait], limit: int, height: int, step: float) -> list[pic.Part]:
    traces = []
    for late, housed in product((False, True), (True, False)):
        timely = [row for row in rows if (row.months > limit) == late]
        places = [(row.months - 0.5, level) for row in timely for level in _levels(row, housed=housed)]
        color, symbol = (pic.ORANGE, "diamond") if late else (pic.BLUE, "circle")
        if places:
            trace = pic.dots(
                [x for x, _ in places],
                [height - (level + 0.7) * step for _, level in places],
                [_hover(say, x, housed=housed) for x, _ in places],
                pic.dot(_DOT, color if housed else pic.WHITE, color, symbol=symbol),
                name=("late" if late else "in time") + ("" if housed else ", waiting"),
            )
            traces.append(trace)
    return traces


def _levels(row: MonthOfWait, *, housed: bool) -> range:
    """Where the dots of a month stand on each other: first families with a home, then those that wait."""
    return range(row.housed) if housed else range(row.housed, row.families)


def _bars(say: Language, rows: Sequence[MonthOfWait], limit: int, height: int, step: float) -> list[pic.Part]:
    colors = [pic.ORANGE if row.months > limit else pic.BLUE for row in rows]
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
                "color": colors if housed else pic.WHITE,
                "line": {"color": colors, "width": 1},
                "pattern": {"shape": ""} if housed else pic.hatch() | {"fgcolor": colors},
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
