"""Surveys wave by wave: what families declare in each dimension, and how their scores moved since entry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_PITCH = 22
_GAP = 10
_LEFT, _RIGHT = 0.18, 0.74  # shares of the width between which the marks stand: left of them the wave, right the number
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
    pattern: pic.Part | None = None


def declared_dots(say: Language, rows: Sequence[DeclaredRow]) -> pic.Picture:
    """A dot per family, a row per wave, grouped by dimension: improved, not improved, no answer."""
    names = [say("Dimensione"), say("Anno"), say("Migliorate"), say("Uguali o peggiorate"), say("Senza risposta")]
    families = max((row.families for row in rows), default=0)
    if not families:
        return pic.nothing_yet(say, names)
    middles, height, notes = _groups([(row.label, row.wave) for row in rows])
    marks = (
        _Mark("improved", say("migliorata"), "circle", pic.BLUE, pic.BLUE),
        _Mark("others", say("uguale o peggiorata"), "circle", pic.WHITE, pic.GREY),
        _Mark("silent", say("senza risposta"), "x-thin", pic.WHITE, pic.GREY, pic.hatch(pic.GREY)),
    )
    counts = [(row.improved, row.others, row.silent) for row in rows]
    places = [[(sum(row[:at]), row[at]) for row in counts] for at in range(len(marks))]
    traces = [
        _dots(mark, place, middles, families) if families <= pic.DOTS_UP_TO else _bars(mark, place, middles)
        for mark, place in zip(marks, places, strict=True)
    ]
    for row, middle in zip(rows, middles, strict=True):
        count = say("{count} di {total}", count=say.number(row.improved), total=say.number(row.families))
        notes.append(pic.note(count, 1, middle, xref="paper", xanchor="right", font=pic.ink(pic.INK, pic.SMALL)))
    signs = (f'<span style="color:{pic.BLUE}">●</span>', "○", "×")
    key = "   ".join(f"{sign} {mark.words}" for sign, mark in zip(signs, marks, strict=True))
    notes.append(pic.note(key, 0, height + pic.LINE / 2, xref="paper", font=pic.ink(pic.GREY, pic.SMALL)))
    figure = _figure(say, traces, height + pic.LINE, (0.5, families + 0.5), [], notes)
    lines = [(row.label, row.wave, row.improved, row.others, row.silent) for row in rows]
    return pic.Picture(figure, _declared_takeaway(say, rows[-1]), pic.table(names, lines))


def change_marks(say: Language, rows: Sequence[ChangeRow]) -> pic.Picture:
    """The mean change of each score since entry, wave by wave, with its interval and the least that matters."""
    names = [say("Strumento"), say("Anno"), say("Famiglie"), say("Variazione (punti)")]
    names += [say("Variazione (% della scala)"), say("Da (%)"), say("A (%)")]
    if not rows:
        return pic.nothing_yet(say, names)
    middles, height, notes = _groups([(row.label, row.wave) for row in rows])
    reach = [value for row in rows for value in (row.share, row.enough or 0.0, *(row.interval or ()))]
    low, high = min(0.0, *reach) - 0.01, max(0.05, *reach) + 0.01
    shapes: list[pic.Part] = []
    for row, middle in zip(rows, middles, strict=True):
        shapes += _change_lines(row, middle, (low, high))
        words = say("{points} punti", points=_signed(say, row.points))
        notes.append(pic.note(words, 1, middle, xref="paper", xanchor="right", font=pic.ink(pic.INK, pic.SMALL)))
    marker = {
        "symbol": "circle",
        "size": 11,
        "color": [pic.BLUE if row.interval else pic.WHITE for row in rows],
        "opacity": 1,
        "line": {"color": pic.BLUE, "width": 2},
    }
    hovers = [_hover(say, row) for row in rows]
    dots = pic.dots([row.share for row in rows], middles, hovers, marker, name="changes")
    keys = (
        say("│ come all'ingresso   ┊ cambiamento minimo che conta"),
        say("● media delle famiglie   ━ margine del caso (95 %)"),
    )
    for number, words in enumerate(keys):
        notes.append(
            pic.note(words, 0, height + pic.LINE * (number + 0.5), xref="paper", font=pic.ink(pic.GREY, pic.SMALL))
        )
    figure = _figure(say, [dots], height + pic.LINE * len(keys), (low, high), shapes, notes)
    lines = [
        (
            row.label,
            row.wave,
            row.families,
            round(row.points, 2),
            *_in_per_cent((row.share, *(row.interval or (None, None)))),
        )
        for row in rows
    ]
    return pic.Picture(figure, _change_takeaway(say, rows), pic.table(names, lines))


def _in_per_cent(shares: Iterable[float | None]) -> list[float | None]:
    return [None if share is None else round(share * 100, 1) for share in shares]


def _change_lines(row: ChangeRow, middle: float, ends: tuple[float, float]) -> Iterator[pic.Part]:
    """The track of a row, zero upon it, its interval and the least change that matters."""
    height = (middle - _PITCH / 2, middle + _PITCH / 2)
    yield pic.line(ends, (middle, middle), pic.HAIR, layer="below")
    yield pic.line((0, 0), height, pic.GREY, layer="below")
    if row.interval:
        yield pic.line(row.interval, (middle, middle), pic.BLUE, width=2.5)
    if row.enough is not None:
        yield pic.line((row.enough, row.enough), height, pic.INK, dash="dot", width=1.5)


def _groups(rows: Sequence[tuple[str, str]]) -> tuple[list[float], float, list[pic.Part]]:
    """The middle of each row, the height of all, and the words before them; a bold line begins each group."""
    middles: list[float] = []
    notes: list[pic.Part] = []
    top, last = 0.0, ""
    for label, wave in rows:
        if label != last:
            top += _GAP if last else 0
            notes.append(pic.note(f"<b>{label}</b>", 0, top + pic.LINE / 2, xref="paper"))
            top, last = top + pic.LINE, label
        middles.append(top + _PITCH / 2)
        notes.append(pic.note(wave, 0, top + _PITCH / 2, xref="paper", font=pic.ink(pic.GREY, pic.SMALL)))
        top += _PITCH
    return middles, top, notes


def _figure(
    say: Language,
    traces: Sequence[pic.Part],
    height: float,
    ends: tuple[float, float],
    shapes: list[pic.Part],
    notes: list[pic.Part],
) -> go.Figure:
    """Rows whose marks stand between the words on their left and the numbers on their right."""
    between = [_LEFT, _RIGHT]
    return pic.draw_rows(say, traces, height, ends, between=between, shapes=shapes, annotations=notes)


def _dots(mark: _Mark, places: Sequence[tuple[int, int]], middles: Sequence[float], families: int) -> pic.Part:
    """So many dots in each row, behind so many others; they fit side by side on a narrow screen."""
    size = max(5, min(_WIDEST, int(_ROOM / families * 0.8)))
    return pic.dots(
        [before + place for before, count in places for place in range(1, count + 1)],
        [middle for (_, count), middle in zip(places, middles, strict=True) for _ in range(count)],
        [f"{mark.words}: {count}" for _, count in places for _ in range(count)],
        pic.dot(size, mark.fill, mark.edge, symbol=mark.symbol, edge_width=1.5),
        name=mark.name,
    )


def _bars(mark: _Mark, places: Sequence[tuple[int, int]], middles: Sequence[float]) -> pic.Part:
    """The same rows for many families: lengths in place of dots."""
    edge = {"color": mark.edge, "width": 1}
    return pic.bars(
        [count for _, count in places],
        middles,
        _BAR,
        [f"{mark.words}: {count}" for _, count in places],
        {"color": mark.fill, "line": edge, "pattern": mark.pattern or {"shape": ""}},
        name=mark.name,
        base=[before + 0.5 for before, _ in places],
    )


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
