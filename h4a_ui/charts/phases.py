"""The phases of the project on a line of time, with the families that are followed, and the day looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BAR = 12
_GAP = 12
_AXIS = 36
_ROOM = timedelta(days=300)
"""How far the line goes on after the last known day, for what has no dates."""
_ALL_YEARS = 8
"""Up to so many years each has its number."""


@dataclass(frozen=True)
class PhaseRow:
    """A row of the picture: its name, its time in words, its first and last day (None: not set); `done` when over.

    `followed` is for the families rather than for a phase: what lies after the day looked at is still to come.
    """

    label: str
    when: str
    first: date | None = None
    last: date | None = None
    done: bool = False
    followed: bool = False


def phases_in_time(say: Language, rows: Sequence[PhaseRow], today: date) -> pic.Picture:
    """A bar for each phase, full as far as it is done or past, hatched for what is to come, white without dates."""
    names = [say("Fase"), say("Periodo"), say("Dal"), say("Al"), say("Conclusa")]
    dated = [day for row in rows for day in (row.first, row.last) if day is not None]
    if not dated:
        return pic.nothing_yet(say, names)
    low, high = date(min(dated).year, 1, 1), max(*dated, today) + _ROOM
    placed = pic.Rows([(row.label, row.when) for row in rows], _BAR, _GAP)
    marks = [
        one for row, middle in zip(rows, placed.middles, strict=True) for one in _marks(row, middle, today, (low, high))
    ]
    height = placed.bottom + _AXIS
    at = _share(today, low, high)
    shapes = [
        pic.line((at, at), (middle - _BAR / 2 - 2, middle + _BAR / 2 + 2), pic.INK, width=2)
        for middle in placed.middles
    ]
    notes = [*placed.words(), *_years(low, high, height - _AXIS * 3 / 4), _today(say, at, height - _AXIS / 4)]
    figure = pic.draw_rows(say, marks, height, (0, 1), shapes=shapes, annotations=notes)
    lines = [
        (row.label, row.when, *(day.isoformat() if day else "" for day in (row.first, row.last)), _done(say, row))
        for row in rows
    ]
    return pic.Picture(figure, _takeaway(say, rows), pic.table(names, lines))


def _share(day: date, low: date, high: date) -> float:
    return (day - low).days / (high - low).days


def _marks(row: PhaseRow, middle: float, today: date, ends: tuple[date, date]) -> Iterator[pic.Part]:
    first, last = row.first or today, row.last or ends[1]
    past = last if row.done else min(max(today, first), last) if row.first else first
    parts: list[tuple[date, date, pic.Part, str]] = [
        (first, past, {"color": pic.BLUE_TINT if row.followed else pic.BLUE}, "done")
    ]
    ahead = {"color": pic.WHITE, "line": {"color": pic.BLUE, "width": 1}, "pattern": pic.hatch()}
    unset = {"color": pic.WHITE, "line": {"color": pic.ORANGE, "width": 1}, "pattern": pic.hatch(pic.ORANGE)}
    parts.append((past, last, ahead if row.first else unset, "ahead" if row.first else "unset"))
    for begin, end, look, name in parts:
        if begin < end:
            start = _share(begin, *ends)
            length = _share(end, *ends) - start
            yield pic.bars([length], [middle], _BAR, [f"{row.label}: {row.when}"], look, name=name, base=[start])


def _years(low: date, high: date, middle: float) -> Iterator[pic.Part]:
    """The number of each year where it begins."""
    years = range(low.year, high.year + 1)
    for year in years[:: -(-len(years) // _ALL_YEARS)]:
        at = _share(date(year, 1, 1), low, high)
        yield pic.note(str(year), at, middle, font=pic.ink(pic.GREY, pic.SMALL))


def _today(say: Language, at: float, middle: float) -> pic.Part:
    words = f"<b>{say('oggi')}</b>"
    return pic.note(words, at, middle, xanchor=pic.anchor(at, 0.05, 0.95), font=pic.ink(pic.INK, pic.SMALL))


def _done(say: Language, row: PhaseRow) -> str:
    return "" if row.followed else say("sì") if row.done else say("no")


def _takeaway(say: Language, rows: Sequence[PhaseRow]) -> str:
    phases = [row for row in rows if not row.followed]
    unset = [row.label for row in phases if row.first is None]
    words = say.plural(
        "{n} fase su {total} è conclusa",
        "{n} fasi su {total} sono concluse",
        sum(row.done for row in phases),
        total=say.number(len(phases)),
    )
    if unset:
        words += "; " + say("senza ancora una data: {labels}", labels=", ".join(unset))
    return words
