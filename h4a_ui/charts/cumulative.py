"""The running cost of hotels, with and without the programme."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_HEIGHT = 340
_BAND_UP_TO = 2.6  # times the lines; a higher band is cut off, and words say how far it goes
_ROOM_FOR_WORDS = 0.2  # of the height, between the lines, for the words that name the space


def cumulative_costs(
    say: Language,
    months: Sequence[date],
    expected: Sequence[pic.Number],
    observed: Sequence[pic.Number],
    low: Sequence[pic.Number] = (),
    high: Sequence[pic.Number] = (),
) -> pic.Picture:
    """Running totals of hotel costs: grey without the programme, with its band; blue with it; the space in euro.

    Without `low` and `high` there is no band.
    """
    low, high = low or expected, high or expected
    names = [say("Mese"), say("Senza programma (EUR)"), say("Con il programma (EUR)"), say("Spesa evitata (EUR)")]
    names += [say("Senza, ipotesi bassa (EUR)"), say("Senza, ipotesi alta (EUR)")]
    if not months:
        return pic.nothing_yet(say, names)
    expected_y, observed_y, low_y, high_y = map(pic.floats, (expected, observed, low, high))
    saved = pic.exact(expected[-1]) - pic.exact(observed[-1])
    peak = max(*expected_y, *observed_y, 1.0)
    top = min(max(high_y) * 1.06, peak * _BAND_UP_TO) if max(high_y) > peak else peak * 1.3
    days = pic.iso(months)
    wide = abs(float(saved)) > top * _ROOM_FOR_WORDS
    notes = _names_of_lines(say, days[-1], (expected[-1], observed[-1]), wide=wide)
    shapes: list[pic.Part] = []
    if wide:
        words = say("{amount} evitati") if saved > 0 else say("{amount} in più")
        words = words.format(amount=f"<b>{pic.compact_euro(say, abs(saved))}</b>")
        color = pic.BLUE if saved > 0 else pic.ORANGE
        middle = (max(expected_y[-1], observed_y[-1]) * 0.55) + min(expected_y[-1], observed_y[-1]) * 0.45
        shapes.append(pic.line((days[-1], days[-1]), (expected_y[-1], observed_y[-1]), color, width=2))
        notes.append(pic.note(words, days[-1], middle, xanchor="right", xshift=-8, font=pic.ink(color, 15)))
    if high_y != expected_y or low_y != expected_y:
        edge = say("costo fino a {amount}", amount=pic.compact(say, high[-1]))
        words, place = (f"{edge} ↑", top) if max(high_y) > top else (edge, high_y[-1])
        small: pic.Part = {"yanchor": "top", "yshift": -4, "font": pic.ink(pic.GREY, pic.SMALL)}
        notes.append(pic.note(words, days[-1], place, xanchor="right", **small))
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
    differences = [pic.exact(e) - pic.exact(o) for e, o in zip(expected, observed, strict=True)]
    columns = ([say.month(month) for month in months], expected, observed, differences, low, high)
    shown = 4 if high_y == low_y else 6
    data = pic.table(names[:shown], zip(*columns[:shown], strict=True))
    return pic.Picture(figure, _cumulative_takeaway(say, months[-1], saved, (low[-1], high[-1]), observed[-1]), data)


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


def _names_of_lines(say: Language, end: str, last: tuple[pic.Number, pic.Number], *, wide: bool) -> list[pic.Part]:
    """The names of both lines with their last amounts: above them, or where they are close, on either side of them."""
    expected, observed = last
    upper = 1 if wide or expected >= observed else -1
    lower = 1 if wide else -upper
    grey = f"{say('senza programma')} <b>{pic.compact(say, expected)}</b>"
    blue = f"{say('con il programma')} <b>{pic.compact(say, observed)}</b>"
    return [
        pic.note(grey, end, float(expected), xanchor="right", font=pic.ink(), **_beside(upper)),
        pic.note(blue, end, float(observed), xanchor="right", font=pic.ink(pic.BLUE), **_beside(lower)),
    ]


def _beside(side: int) -> pic.Part:
    return {"yanchor": "bottom", "yshift": 4} if side > 0 else {"yanchor": "top", "yshift": -4}


def _cumulative_takeaway(
    say: Language, month: date, saved: Decimal, band: tuple[pic.Number, pic.Number], observed: pic.Number
) -> str:
    when = say.month(month)
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
    low, high = (pic.exact(edge) - pic.exact(observed) for edge in band)
    if low == high:
        return words
    return words + say(
        "; secondo le ipotesi, da {low} a {high}", low=pic.compact(say, low), high=pic.compact_euro(say, high)
    )
