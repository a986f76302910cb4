"""The flow of families: from the services that sent them, step by step, to where they are today.

It runs from the top down, so that it reads on a telephone: what arrives at a step is as wide as what passed the one
before, and who does not go on leaves on the right. Up to some sixty families each is a tile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from h4a_ui.charts import picture as pic
from h4a_ui.foreign import in_picture
from h4a_ui.language import Language

_BAR = 16
_THIN = 10
_GAP = 8
_SECTION = 12
_FLOW = "#EDF3FA"
"""What flows on: so light that words upon it read as upon white."""

Kind: TypeAlias = Literal["before", "listed", "passed", "pending", "stable", "stopped"]
_FILLS: dict[Kind, tuple[str, str]] = {
    "before": (pic.GREY, pic.GREY),
    "listed": (pic.GREY_TINT, pic.GREY),
    "passed": (pic.BLUE, pic.BLUE),
    "pending": (pic.WHITE, pic.BLUE),
    "stable": (pic.BLUE_TINT, pic.BLUE),
    "stopped": (pic.ORANGE, pic.ORANGE),
}
"""Filling and edge; those under way are hatched."""


@dataclass(frozen=True)
class Branch:
    """Families of one service, or (not `inside`) those on the list, of whom no service is recorded."""

    label: str
    families: int
    inside: bool = True


@dataclass(frozen=True)
class FlowRow:
    """A step: how many passed it, are on their way, left well or stopped there; `before` it is the programme.

    `note` is a word on its time, `pending_words` and `stopped_words` name who does not go on.
    """

    label: str
    passed: int
    pending: int
    stable: int
    stopped: int
    pending_words: str
    stopped_words: str
    note: str = ""
    before: bool = False
    entry: bool = False

    @property
    def arrived(self) -> int:
        """All of them."""
        return self.passed + self.pending + self.stable + self.stopped


@dataclass(frozen=True)
class Destination:
    """Where families of the programme are today."""

    label: str
    families: int
    kind: Kind


@dataclass(frozen=True)
class _Strip:
    """One bar of the picture: its words, its parts side by side from `start`, how thick it is."""

    words: tuple[str, str]
    parts: tuple[tuple[Kind, int], ...]
    start: int = 0
    under: tuple[str, str] = ("", "")
    thick: int = _THIN

    @property
    def words_height(self) -> int:
        return pic.LINE * 2 if any(self.under) else pic.LINE

    @property
    def height(self) -> int:
        return self.words_height + self.thick + _GAP


def service_flow(
    say: Language, branches: Sequence[Branch], rows: Sequence[FlowRow], destinations: Sequence[Destination]
) -> pic.Picture:
    """Services on top, the steps under each other, today's state at the foot; who stops in orange, on the right."""
    names = [say("Passo"), say("Arrivate"), say("Passate"), say("In corso"), say("Uscite verso una casa stabile")]
    names += [say("Ferme"), say("Nota")]
    if not rows or not rows[0].arrived:
        return pic.nothing_yet(say, names)
    sent = _sent(say, branches)
    steps = [_step(say, row) for row in rows]
    today = _today(say, destinations)
    titles = (say("Chi le ha segnalate"), say("I passi"), say("Dove sono oggi"))
    notes: list[pic.Part] = []
    places: list[tuple[_Strip, int]] = []
    top = 0
    for title, section in zip(titles, (sent, steps, today), strict=True):
        if section:
            notes.append(pic.note(title, 0, top + pic.LINE / 2, xref="paper", font=pic.ink(pic.GREY, pic.SMALL)))
            top += pic.LINE
        for strip in section:
            places.append((strip, top))
            top += strip.height
        top += _SECTION if section else 0
    notes += [part for strip, at in places for part in _words(strip, at)]
    widest = rows[0].arrived
    figure = pic.draw_rows(
        say,
        _bars(places, tiled=widest <= pic.DOTS_UP_TO),
        top,
        (0, widest),
        shapes=list(_bands(places[: len(sent)], places[len(sent) : len(sent) + len(steps)])),
        annotations=notes,
        bargap=0,
    )
    lines = [(row.label, row.arrived, row.passed, row.pending, row.stable, row.stopped, row.note) for row in rows]
    return pic.Picture(figure, _takeaway(say, rows), pic.table(names, lines))


def _sent(say: Language, branches: Sequence[Branch]) -> list[_Strip]:
    strips, start = [], 0
    for one in branches:
        kind: Kind = "before" if one.inside else "listed"
        strips.append(_Strip((one.label, say.number(one.families)), ((kind, one.families),), start))
        start += one.families
    return strips


def _step(say: Language, row: FlowRow) -> _Strip:
    parts: list[tuple[Kind, int]] = [("before" if row.before else "passed", row.passed)]
    parts += [("listed" if row.entry else "pending", row.pending), ("stable", row.stable), ("stopped", row.stopped)]
    exits = [f"{say.number(row.pending)} {row.pending_words}"] if row.pending else []
    exits += [say.plural("{n} verso una casa stabile", "{n} verso una casa stabile", row.stable)] if row.stable else []
    exits += [f"<b style='color:{pic.ORANGE}'>{say.number(row.stopped)} {row.stopped_words}</b>"] if row.stopped else []
    count = say.number(row.passed)
    if row.passed != row.arrived:
        count = say("{count} di {total}", count=count, total=say.number(row.arrived))
    return _Strip((row.label, count), tuple(parts), under=(row.note, " · ".join(exits)), thick=_BAR)


def _today(say: Language, destinations: Sequence[Destination]) -> list[_Strip]:
    strips, start = [], 0
    for one in destinations:
        strips.append(_Strip((one.label, say.number(one.families)), ((one.kind, one.families),), start))
        start += one.families
    return strips


def _words(strip: _Strip, top: int) -> Iterator[pic.Part]:
    yield from pic.head(strip.words, top, pic.LINE)
    small: pic.Part = {"xref": "paper", "font": pic.ink(pic.GREY, pic.SMALL)}
    left, right = strip.under
    middle = top + pic.LINE * 1.5 - 2
    if left:
        yield pic.note(left, 0, middle, **small)
    if right:
        yield pic.note(right, 1, middle, xanchor="right", align="right", **small)


def _bars(places: Sequence[tuple[_Strip, int]], *, tiled: bool) -> list[pic.Part]:
    """One trace per kind, of a tile per family or of a bar per step."""
    found: dict[Kind, list[tuple[int, int, _Strip, int]]] = {}
    for strip, top in places:
        start = strip.start
        for kind, families in strip.parts:
            cuts = range(start, start + families) if tiled else range(start, start + bool(families))
            found.setdefault(kind, []).extend((at, 1 if tiled else families, strip, top) for at in cuts)
            start += families
    return [
        pic.bars(
            [length for _, length, _, _ in marks],
            [top + strip.words_height + strip.thick / 2 for _, _, strip, top in marks],
            [strip.thick for _, _, strip, _ in marks],
            [in_picture(f"{strip.words[0]}: {strip.words[1]}") for _, _, strip, _ in marks],
            _marker(kind, tiled=tiled),
            name=kind,
            base=[at for at, _, _, _ in marks],
        )
        for kind, marks in found.items()
        if marks
    ]


def _marker(kind: Kind, *, tiled: bool) -> pic.Part:
    fill, edge = _FILLS[kind]
    marker: pic.Part = {
        "color": fill,
        "line": {"color": pic.WHITE if fill == edge else edge, "width": 1 if tiled else 0},
    }
    return marker | {"pattern": pic.hatch()} if kind == "pending" else marker


def _bands(sent: Sequence[tuple[_Strip, int]], steps: Sequence[tuple[_Strip, int]]) -> Iterator[pic.Part]:
    """What flows on: from each service to the first step, and from each step to the next."""
    flows = [(one, steps[0]) for one in sent] + list(pairwise(steps))
    for (strip, top), (target, below) in flows:
        _, families = strip.parts[0]
        look = {"fillcolor": _FLOW, "line": {"width": 0}, "layer": "below"}
        ends = (strip.start, strip.start + families)
        yield pic.rect(ends, (top + strip.words_height + strip.thick, below + target.words_height), **look)


def _takeaway(say: Language, rows: Sequence[FlowRow]) -> str:
    """What became of the families that entered."""
    entry = next((i for i, row in enumerate(rows) if row.entry), 0)
    after, last = rows[entry + 1 :], rows[-1]
    words = say.plural(
        "{n} famiglia su {total} nel programma è arrivata a «{label}»",
        "{n} famiglie su {total} nel programma sono arrivate a «{label}»",
        last.passed,
        total=say.number(rows[entry].passed),
        label=last.label,
    )
    pending, stable = sum(row.pending for row in after), sum(row.stable for row in after)
    stopped = sum(row.stopped for row in after)
    if pending:
        words += "; " + say.plural("{n} è in cammino", "{n} sono in cammino", pending)
    if stable:
        words += "; " + say.plural("{n} ha un'altra casa stabile", "{n} hanno un'altra casa stabile", stable)
    if stopped:
        words += "; " + say.plural("{n} si è fermata prima", "{n} si sono fermate prima", stopped)
    return words
