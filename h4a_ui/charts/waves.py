"""Surveys wave by wave: what families declare in each dimension, and how their scores moved since entry."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts.picture import (
    BLUE,
    DOTS_UP_TO,
    GREY,
    HAIR,
    INK,
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

_PITCH = 22
_GAP = 10
_LEFT, _RIGHT = 0.18, 0.74  # the marks stand between these parts of the width: the wave before, the number behind
_WIDEST = 14
_ROOM = 170  # pixels for the marks on a narrow screen
_BAR = 12


@dataclass(frozen=True)
class DeclaredRow:
    """What the families that were due declare of one dimension in one wave."""

    label: str
    wave: str
    improved: int
    others: int
    silent: int

    @property
    def families(self) -> int:
        """All that were due."""
        return self.improved + self.others + self.silent


@dataclass(frozen=True)
class ChangeRow:
    """The mean change of a score since entry in one wave.

    `share`, `interval` and `enough` (the smallest change that matters) are shares of the scale; `points` is in points.
    """

    label: str
    wave: str
    families: int
    points: float
    share: float
    interval: tuple[float, float] | None
    enough: float | None


@dataclass(frozen=True)
class _Mark:
    name: str
    words: str
    symbol: str
    fill: str
    edge: str
    pattern: Part | None = None


def declared_dots(say: Language, rows: Sequence[DeclaredRow]) -> Picture:
    """A dot per family, a row per wave, grouped by dimension: improved, not improved, no answer."""
    names = [say("Dimensione"), say("Anno"), say("Migliorate"), say("Uguali o peggiorate"), say("Senza risposta")]
    families = max((row.families for row in rows), default=0)
    if not families:
        return nothing_yet(say, names)
    middles, height, notes = _groups([(row.label, row.wave) for row in rows])
    marks = (
        _Mark("improved", say("migliorata"), "circle", BLUE, BLUE),
        _Mark("others", say("uguale o peggiorata"), "circle", WHITE, GREY),
        _Mark("silent", say("senza risposta"), "x-thin", WHITE, GREY, hatch(GREY)),
    )
    counts = [(row.improved, row.others, row.silent) for row in rows]
    draw_marks = _dots if families <= DOTS_UP_TO else _bars
    traces = [
        draw_marks(mark, [(sum(row[:at]), row[at]) for row in counts], middles, families)
        for at, mark in enumerate(marks)
    ]
    for row, middle in zip(rows, middles, strict=True):
        count = say("{count} di {total}", count=say.number(row.improved), total=say.number(row.families))
        notes.append(note(count, 1, middle, xref="paper", xanchor="right", font=ink(INK, SMALL)))
    signs = (f'<span style="color:{BLUE}">●</span>', "○", "×")
    key = "   ".join(f"{sign} {mark.words}" for sign, mark in zip(signs, marks, strict=True))
    notes.append(note(key, 0, height + LINE / 2, xref="paper", font=ink(GREY, SMALL)))
    figure = _figure(say, traces, height + LINE, (0.5, families + 0.5), [], notes)
    columns = (
        [row.label for row in rows],
        [row.wave for row in rows],
        [row.improved for row in rows],
        [row.others for row in rows],
        [row.silent for row in rows],
    )
    return Picture(figure, _declared_takeaway(say, rows[-1]), table(dict(zip(names, columns, strict=True))))


def change_marks(say: Language, rows: Sequence[ChangeRow]) -> Picture:
    """The mean change of each score since entry, wave by wave, with its interval and the least that matters."""
    names = [
        say("Strumento"),
        say("Anno"),
        say("Famiglie"),
        say("Variazione (punti)"),
        say("Variazione (% della scala)"),
    ]
    names += [say("Da (%)"), say("A (%)")]
    if not rows:
        return nothing_yet(say, names)
    middles, height, notes = _groups([(row.label, row.wave) for row in rows])
    reach = [value for row in rows for value in (row.share, row.enough or 0.0, *(row.interval or ()))]
    low, high = min(0.0, *reach) - 0.01, max(0.05, *reach) + 0.01
    shapes: list[Part] = []
    for row, middle in zip(rows, middles, strict=True):
        ends = (middle - _PITCH / 2, middle + _PITCH / 2)
        shapes.append(line((low, high), (middle, middle), HAIR, layer="below"))
        shapes.append(line((0, 0), ends, GREY, layer="below"))
        if row.interval:
            shapes.append(line(row.interval, (middle, middle), BLUE, width=2.5))
        if row.enough is not None:
            shapes.append(line((row.enough, row.enough), ends, INK, dash="dot", width=1.5))
        words = say("{points} punti", points=_signed(say, row.points))
        notes.append(note(words, 1, middle, xref="paper", xanchor="right", font=ink(INK, SMALL)))
    dots: Part = {
        "type": "scatter",
        "mode": "markers",
        "name": "changes",
        "x": [row.share for row in rows],
        "y": middles,
        "hovertext": [_hover(say, row) for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": "circle",
            "size": 11,
            "color": [BLUE if row.interval else WHITE for row in rows],
            "opacity": 1,
            "line": {"color": BLUE, "width": 2},
        },
    }
    keys = (
        say("│ come all'ingresso   ┊ cambiamento minimo che conta"),
        say("● media delle famiglie   ━ margine del caso (95 %)"),
    )
    for number, words in enumerate(keys):
        notes.append(note(words, 0, height + LINE * (number + 0.5), xref="paper", font=ink(GREY, SMALL)))
    figure = _figure(say, [dots], height + LINE * len(keys), (low, high), shapes, notes)
    columns = (
        [row.label for row in rows],
        [row.wave for row in rows],
        [row.families for row in rows],
        [round(row.points, 2) for row in rows],
        [round(row.share * 100, 1) for row in rows],
        [round(row.interval[0] * 100, 1) if row.interval else None for row in rows],
        [round(row.interval[1] * 100, 1) if row.interval else None for row in rows],
    )
    return Picture(figure, _change_takeaway(say, rows), table(dict(zip(names, columns, strict=True))))


def _groups(rows: Sequence[tuple[str, str]]) -> tuple[list[float], float, list[Part]]:
    """The middle of each row, the height of all, and the words before them; a bold line begins each group."""
    middles: list[float] = []
    notes: list[Part] = []
    top, last = 0.0, ""
    for label, wave in rows:
        if label != last:
            top += _GAP if last else 0
            notes.append(note(f"<b>{label}</b>", 0, top + LINE / 2, xref="paper"))
            top, last = top + LINE, label
        middles.append(top + _PITCH / 2)
        notes.append(note(wave, 0, top + _PITCH / 2, xref="paper", font=ink(GREY, SMALL)))
        top += _PITCH
    return middles, top, notes


def _figure(
    say: Language,
    traces: Sequence[Part],
    height: float,
    ends: tuple[float, float],
    shapes: list[Part],
    notes: list[Part],
) -> go.Figure:
    return draw(
        say,
        traces,
        int(height),
        x={"visible": False, "range": list(ends), "domain": [_LEFT, _RIGHT], "automargin": False},
        y=pixels(int(height)),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )


def _dots(mark: _Mark, places: Sequence[tuple[int, int]], middles: Sequence[float], families: int) -> Part:
    """So many dots in each row, behind so many others; they fit side by side on a narrow screen."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": mark.name,
        "x": [before + place for before, count in places for place in range(1, count + 1)],
        "y": [middle for (_, count), middle in zip(places, middles, strict=True) for _ in range(count)],
        "hovertext": [f"{mark.words}: {count}" for _, count in places for _ in range(count)],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": mark.symbol,
            "size": max(5, min(_WIDEST, int(_ROOM / families * 0.8))),
            "color": mark.fill,
            "opacity": 1,
            "line": {"color": mark.edge, "width": 1.5},
        },
    }


def _bars(mark: _Mark, places: Sequence[tuple[int, int]], middles: Sequence[float], families: int) -> Part:  # noqa: ARG001
    """The same rows for many families: lengths in place of dots."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": mark.name,
        "x": [count for _, count in places],
        "base": [before + 0.5 for before, _ in places],
        "y": list(middles),
        "width": _BAR,
        "hovertext": [f"{mark.words}: {count}" for _, count in places],
        "hoverinfo": "text",
        "textposition": "none",
        "marker": {
            "color": mark.fill,
            "line": {"color": mark.edge, "width": 1},
            "pattern": mark.pattern or {"shape": ""},
        },
    }


def _signed(say: Language, points: float) -> str:
    return ("+" if round(points, 1) > 0 else "") + say.number(points, 1)


def _hover(say: Language, row: ChangeRow) -> str:
    words = say.plural("{n} famiglia", "{n} famiglie", row.families)
    lines = [f"{row.label}, {row.wave}: {_signed(say, row.points)} · {words}"]
    if row.interval:
        low, high = (say.percent(end) for end in row.interval)
        lines.append(say("tra {low} e {high} della scala", low=low, high=high))
    return "<br>".join(lines)


def _declared_takeaway(say: Language, last: DeclaredRow) -> str:
    words = say.plural(
        "{label}, {wave}: dichiara di essere migliorata {n} famiglia su {total}",
        "{label}, {wave}: dichiarano di essere migliorate {n} famiglie su {total}",
        last.improved,
        label=last.label,
        wave=last.wave,
        total=say.number(last.families),
    )
    if last.silent:
        words += "; " + say.plural("{n} non risponde", "{n} non rispondono", last.silent)
    return words


def _change_takeaway(say: Language, rows: Sequence[ChangeRow]) -> str:
    latest = {row.label: row for row in rows}.values()
    surely = [row.label for row in latest if row.interval and row.interval[0] > 0]
    if len(surely) == len(latest):
        return say("Rispetto all'ingresso tutti i punteggi salgono più di quanto spieghi il caso")
    if surely:
        return say("Rispetto all'ingresso salgono oltre il caso: {labels}", labels=", ".join(surely))
    return say("Rispetto all'ingresso nessun punteggio sale più di quanto spieghi il caso")
