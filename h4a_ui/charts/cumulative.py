"""The running cost of hotels, with and without the programme."""

from collections.abc import Sequence
from decimal import Decimal

from h4a_core.engine.savings import MonthCost
from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_HEIGHT = 340
_BAND_UP_TO = 2.6  # times the lines; a higher band is cut off, and words say how far it goes
_ROOM_FOR_WORDS = 0.2  # of the height, between the lines, for the words that name the space


def cumulative_costs(
    say: Language, running: Sequence[MonthCost], low: Sequence[MonthCost] = (), high: Sequence[MonthCost] = ()
) -> pic.Picture:
    """Running totals of hotel costs: grey without the programme, with its band; blue with it; the space in euro.

    Args:
        say: the reader's language.
        running: each month with all those before it.
        low: the same with the fewest nights assumed; without it and `high` there is no band.
        high: the same with the most nights assumed.

    """
    names = [say("Mese"), say("Senza programma (EUR)"), say("Con il programma (EUR)"), say("Spesa evitata (EUR)")]
    names += [say("Senza, ipotesi bassa (EUR)"), say("Senza, ipotesi alta (EUR)")]
    if not running:
        return pic.nothing_yet(say, names)
    low, high = low or running, high or running
    months, last = [one.month for one in running], running[-1]
    expected_y, low_y, high_y = (pic.floats(one.expected for one in path) for path in (running, low, high))
    observed_y, saved = pic.floats(one.observed for one in running), last.saved
    peak = max(*expected_y, *observed_y, 1.0)
    top = min(max(high_y) * 1.06, peak * _BAND_UP_TO) if max(high_y) > peak else peak * 1.3
    days = pic.iso(months)
    wide = abs(float(saved)) > top * _ROOM_FOR_WORDS
    notes = _names_of_lines(say, days[-1], last, wide=wide)
    shapes: list[pic.Part] = []
    if wide:
        color = pic.BLUE if saved > 0 else pic.ORANGE
        shapes.append(pic.line((days[-1], days[-1]), (expected_y[-1], observed_y[-1]), color, width=2))
        notes.append(_name_of_space(say, days[-1], last, color))
    banded = high_y != low_y
    if banded:
        notes.append(_name_of_edge(say, days[-1], high[-1].expected, top))
    bottom = min(0.0, *observed_y, *expected_y) - (0 if wide else top * 0.1)
    figure = pic.draw(
        say,
        _traces(say, days, (low_y, high_y), expected_y, observed_y),
        _HEIGHT,
        x=axes.month_axis(say, months) | {"range": [days[0], days[-1]]},
        y=axes.amount_axis(say, bottom, top),
        shapes=shapes,
        annotations=notes,
        hovermode="x unified",
        margin={"l": 4, "r": 8, "t": 6, "b": 4},
    )
    takeaway = _cumulative_takeaway(say, last, low[-1].saved, high[-1].saved)
    columns = names if banded else names[:4]
    return pic.Picture(figure, takeaway, pic.table(columns, _lines(say, (running, low, high), len(columns))))


def _lines(
    say: Language, paths: tuple[Sequence[MonthCost], Sequence[MonthCost], Sequence[MonthCost]], columns: int
) -> list[tuple[object, ...]]:
    """What the table shows: a month each, expected, lowest and highest beside one another."""
    return [
        (say.month(one.month), one.expected, one.observed, one.saved, least.expected, most.expected)[:columns]
        for one, least, most in zip(*paths, strict=True)
    ]


def _traces(
    say: Language,
    days: Sequence[str],
    band: tuple[Sequence[float], Sequence[float]],
    expected: Sequence[float],
    observed: Sequence[float],
) -> list[pic.Part]:
    """The band first, then the two lines upon it."""
    path: pic.Part = {"type": "scatter", "mode": "lines", "x": days}
    edge: pic.Part = {"line": {"width": 0}, "hoverinfo": "skip"}
    grey = {"width": 3, "color": pic.GREY, "dash": "dash"}
    without = say("senza programma: %{y:,.0f} EUR") + "<extra></extra>"
    within = say("con il programma: %{y:,.0f} EUR") + "<extra></extra>"
    return [
        path | edge | {"name": "low", "y": band[0]},
        path | edge | {"name": "high", "y": band[1], "fill": "tonexty", "fillcolor": pic.GREY_TINT},
        path | {"name": "expected", "y": expected, "line": grey, "hovertemplate": without},
        path | {"name": "observed", "y": observed, "line": {"width": 3, "color": pic.BLUE}, "hovertemplate": within},
    ]


def _names_of_lines(say: Language, end: str, last: MonthCost, *, wide: bool) -> list[pic.Part]:
    """The names of both lines with their last amounts: above them, or where they are close, on either side of them."""
    expected, observed = last.expected, last.observed
    upper = 1 if wide or expected >= observed else -1
    lower = 1 if wide else -upper
    grey = f"{say('senza programma')} <b>{pic.compact(say, expected)}</b>"
    blue = f"{say('con il programma')} <b>{pic.compact(say, observed)}</b>"
    return [
        pic.note(grey, end, float(expected), xanchor="right", font=pic.ink(), **_beside(upper)),
        pic.note(blue, end, float(observed), xanchor="right", font=pic.ink(pic.BLUE), **_beside(lower)),
    ]


def _name_of_space(say: Language, end: str, last: MonthCost, color: str) -> pic.Part:
    """What lies between both lines at their end, a little above the middle of it."""
    words = say("{amount} evitati") if last.saved > 0 else say("{amount} in più")
    words = words.format(amount=f"<b>{pic.compact_euro(say, abs(last.saved))}</b>")
    ends = sorted((float(last.expected), float(last.observed)))
    middle = ends[1] * 0.55 + ends[0] * 0.45
    return pic.note(words, end, middle, xanchor="right", xshift=-8, font=pic.ink(color, 15))


def _name_of_edge(say: Language, end: str, highest: Decimal, top: float) -> pic.Part:
    """How far the band goes up, also where it is cut off."""
    edge = say("costo fino a {amount}", amount=pic.compact(say, highest))
    words, place = (f"{edge} ↑", top) if highest > top else (edge, float(highest))
    small: pic.Part = {"yanchor": "top", "yshift": -4, "font": pic.ink(pic.GREY, pic.SMALL)}
    return pic.note(words, end, place, xanchor="right", **small)


def _beside(side: int) -> pic.Part:
    return {"yanchor": "bottom", "yshift": 4} if side > 0 else {"yanchor": "top", "yshift": -4}


def _cumulative_takeaway(say: Language, last: MonthCost, low: Decimal, high: Decimal) -> str:
    """What was saved up to the last month, and between what and what it lies."""
    when, saved = say.month(last.month), last.saved
    if saved > 0:
        words = say(
            "Fino a {month} si stima che il programma abbia evitato {amount} di spesa in alberghi",
            month=when,
            amount=say.euro(saved),
        )
    elif saved < 0:
        words = say(
            "Fino a {month} gli alberghi sono costati {amount} in più che senza programma",
            month=when,
            amount=say.euro(abs(saved)),
        )
    else:
        words = say("Fino a {month} il programma non ha evitato spese in alberghi", month=when)
    if low == high:
        return words
    return words + say(
        "; secondo le ipotesi, da {low} a {high}", low=pic.compact(say, low), high=pic.compact_euro(say, high)
    )
