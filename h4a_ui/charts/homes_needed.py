"""Families waiting for a home against homes standing ready and empty, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_HEIGHT = 270
_APART = 18  # pixels between two lines of words


@dataclass(frozen=True)
class NeedPoint:
    """One day: families waiting (None: one or two, too few to be told) and homes free."""

    day: date
    waiting: int | None
    free: int


def homes_needed(say: Language, points: Sequence[NeedPoint]) -> pic.Picture:
    """Two step lines, grey for families that wait, blue for free homes; what lacks lies between them."""
    names = [say("Mese"), say("Famiglie in attesa"), say("Alloggi liberi")]
    if not points:
        return pic.nothing_yet(say, names)
    days = pic.iso(point.day for point in points)
    free = [point.free for point in points]
    high = max([1, *free, *(point.waiting or 0 for point in points)]) * 1.12
    common: pic.Part = {"type": "scatter", "mode": "lines"}
    waiting = {"line": {"shape": "hv", "color": pic.GREY, "width": 2.5}, "fill": "tozeroy", "fillcolor": pic.GREY_TINT}
    traces = [
        common
        | waiting
        | {"name": "waiting", "hoverinfo": "skip"}
        | {"x": pic.iso(point.day for point in run), "y": [point.waiting for point in run]}
        for told, run in _runs(points)
        if told
    ]
    traces.append(
        common
        | {
            "name": "free",
            "x": days,
            "y": free,
            "line": {"shape": "hv", "color": pic.BLUE, "width": 3},
            "hovertext": [_hover(say, point) for point in points],
            "hoverinfo": "text",
        }
    )
    figure = pic.draw(
        say,
        traces,
        _HEIGHT,
        x=axes.month_axis(say, [point.day for point in points], at_most=5) | {"range": [days[0], days[-1]]},
        y=axes.amount_axis(say, 0, high),
        annotations=_labels(say, points, high),
        margin={"l": 4, "r": 10, "t": 8, "b": 4},
    )
    lines = [(say.month(point.day), _count(say, point.waiting), point.free) for point in points]
    return pic.Picture(figure, _takeaway(say, points[-1]), pic.table(names, lines))


def _runs(points: Sequence[NeedPoint]) -> list[tuple[bool, list[NeedPoint]]]:
    """Neighbouring days whose waiting families may be told, and those whose may not."""
    return [(told, list(run)) for told, run in groupby(points, lambda point: point.waiting is not None)]


def _count(say: Language, waiting: int | None) -> str:
    return say("meno di 3") if waiting is None else say.number(waiting)


def _hover(say: Language, point: NeedPoint) -> str:
    return (
        f"<b>{say.date(point.day)}</b><br>"
        + say("in attesa: {n}", n=_count(say, point.waiting))
        + "<br>"
        + say("alloggi liberi: {n}", n=say.number(point.free))
    )


def _labels(say: Language, points: Sequence[NeedPoint], high: float) -> list[pic.Part]:
    """The names of the lines at their right end, kept apart where the lines meet."""
    last = points[-1]
    place: pic.Part = {"xanchor": "right", "yanchor": "bottom", "bgcolor": pic.VEIL}
    waiting = last.waiting if last.waiting is not None else 0
    close = abs(waiting - last.free) / high * _HEIGHT < _APART
    above = waiting >= last.free
    words = say.plural("{n} famiglia in attesa", "{n} famiglie in attesa", waiting)
    if last.waiting is None:
        words = say("meno di 3 famiglie in attesa")
    homes = say.plural("{n} alloggio libero", "{n} alloggi liberi", last.free)
    day = last.day.isoformat()
    return [
        pic.note(
            f"<b>{words}</b>", day, waiting, yshift=_APART if close and above else 2, font=pic.ink(pic.GREY), **place
        ),
        pic.note(
            f"<b>{homes}</b>",
            day,
            last.free,
            yshift=_APART if close and not above else 2,
            font=pic.ink(pic.BLUE),
            **place,
        ),
    ]


def _takeaway(say: Language, last: NeedPoint) -> str:
    free = say.plural("{n} alloggio pronto e vuoto", "{n} alloggi pronti e vuoti", last.free)
    if last.waiting is None:
        return say("Aspettano meno di 3 famiglie; {free}", free=free)
    if not last.waiting:
        return say("Nessuna famiglia aspetta; {free}", free=free)
    lacking = last.waiting - last.free
    waits = say.plural("Aspetta {n} famiglia", "Aspettano {n} famiglie", last.waiting)
    if lacking > 0:
        short = say.plural("manca {n} alloggio", "mancano {n} alloggi", lacking)
        there = say.plural("c'è {n} alloggio pronto e vuoto", "ci sono {n} alloggi pronti e vuoti", last.free)
        return say("{waits} e {there}: {short}", waits=waits, there=there, short=short)
    enough = say.plural(
        "c'è {n} alloggio pronto e vuoto: basta, se è adatto",
        "ci sono {n} alloggi pronti e vuoti: bastano, se sono adatti",
        last.free,
    )
    return say("{waits} e {enough}", waits=waits, enough=enough)
