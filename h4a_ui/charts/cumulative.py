"""The running cost of hotels, with and without the programme."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from h4a_ui.charts.picture import (
    BLUE,
    GREY,
    GREY_TINT,
    INK,
    ORANGE,
    SMALL,
    Number,
    Part,
    Picture,
    amount_axis,
    compact,
    compact_euro,
    draw,
    exact,
    floats,
    ink,
    iso,
    line,
    month_axis,
    note,
    nothing_yet,
    table,
)
from h4a_ui.language import Language

_HEIGHT = 340
_BAND_UP_TO = 2.6  # the band may rise to so many times the lines; above, it leaves the picture and says how far it goes
_ROOM_FOR_WORDS = 0.2  # of the height, between the lines, for the words that name the space


def cumulative_costs(
    say: Language,
    months: Sequence[date],
    expected: Sequence[Number],
    observed: Sequence[Number],
    low: Sequence[Number] = (),
    high: Sequence[Number] = (),
) -> Picture:
    """Running totals of hotel costs: grey without the programme, with its band; blue with it; the space in euro.

    Without `low` and `high` there is no band.
    """
    low, high = low or expected, high or expected
    names = [say("Mese"), say("Senza programma (EUR)"), say("Con il programma (EUR)"), say("Spesa evitata (EUR)")]
    names += [say("Senza, ipotesi bassa (EUR)"), say("Senza, ipotesi alta (EUR)")]
    if not months:
        return nothing_yet(say, names)
    expected_y, observed_y, low_y, high_y = map(floats, (expected, observed, low, high))
    saved = exact(expected[-1]) - exact(observed[-1])
    peak = max(*expected_y, *observed_y, 1.0)
    top = min(max(high_y) * 1.06, peak * _BAND_UP_TO) if max(high_y) > peak else peak * 1.3
    cut = max(high_y) > top
    days = iso(months)
    path: Part = {"type": "scatter", "mode": "lines", "x": days}
    traces: list[Part] = [
        path | {"name": "low", "y": low_y, "line": {"width": 0}, "hoverinfo": "skip"},
        path
        | {
            "name": "high",
            "y": high_y,
            "line": {"width": 0},
            "fill": "tonexty",
            "fillcolor": GREY_TINT,
            "hoverinfo": "skip",
        },
        path | {"name": "expected", "y": expected_y, "line": {"width": 3, "color": GREY, "dash": "dash"}},
        path | {"name": "observed", "y": observed_y, "line": {"width": 3, "color": BLUE}},
    ]
    traces[2]["hovertemplate"] = say("senza programma: %{y:,.0f} EUR") + "<extra></extra>"
    traces[3]["hovertemplate"] = say("con il programma: %{y:,.0f} EUR") + "<extra></extra>"

    end = days[-1]
    ahead = 1 if saved >= 0 else -1  # +1: the grey line is above the blue one
    wide = abs(float(saved)) > top * _ROOM_FOR_WORDS
    last: Part = {"x": end, "xanchor": "right"}
    grey = f"{say('senza programma')} <b>{compact(say, expected[-1])}</b>"
    blue = f"{say('con il programma')} <b>{compact(say, observed[-1])}</b>"
    below = -ahead if not wide else 1
    notes = [
        note(grey, y=expected_y[-1], font=ink(INK), **last, **_beside(ahead if not wide else 1)),
        note(blue, y=observed_y[-1], font=ink(BLUE), **last, **_beside(below)),
    ]
    shapes: list[Part] = []
    if wide:
        words = say("{amount} evitati") if saved > 0 else say("{amount} in più")
        words = words.format(amount=f"<b>{compact_euro(say, abs(saved))}</b>")
        color = BLUE if saved > 0 else ORANGE
        middle = (max(expected_y[-1], observed_y[-1]) * 0.55) + min(expected_y[-1], observed_y[-1]) * 0.45
        shapes.append(line((end, end), (expected_y[-1], observed_y[-1]), color, width=2))
        notes.append(note(words, y=middle, xshift=-8, font=ink(color, 15), **last))
    if high_y != expected_y or low_y != expected_y:
        edge = say("costo fino a {amount}", amount=compact(say, high[-1]))
        notes.append(
            note(
                f"{edge} ↑" if cut else edge,
                y=top if cut else high_y[-1],
                yanchor="top",
                yshift=-4,
                font=ink(GREY, SMALL),
                **last,
            )
        )
    figure = draw(
        say,
        traces,
        _HEIGHT,
        x=month_axis(say, months) | {"range": [days[0], end]},
        y=amount_axis(say, min(0.0, *observed_y, *expected_y) - top * (0.1 if not wide else 0), top),
        shapes=shapes,
        annotations=notes,
        hovermode="x unified",
        margin={"l": 4, "r": 8, "t": 6, "b": 4},
    )
    columns = (
        [say.month(month) for month in months],
        expected,
        observed,
        [exact(e) - exact(o) for e, o in zip(expected, observed, strict=True)],
        low,
        high,
    )
    shown = 4 if high_y == low_y else 6
    data = table(dict(zip(names[:shown], columns[:shown], strict=True)))
    return Picture(figure, _cumulative_takeaway(say, months[-1], saved, (low[-1], high[-1]), observed[-1]), data)


def _beside(side: int) -> Part:
    return {"yanchor": "bottom", "yshift": 4} if side > 0 else {"yanchor": "top", "yshift": -4}


def _cumulative_takeaway(
    say: Language, month: date, saved: Decimal, band: tuple[Number, Number], observed: Number
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
    low, high = (exact(edge) - exact(observed) for edge in band)
    if low == high:
        return words
    return words + say("; secondo le ipotesi, da {low} a {high}", low=compact(say, low), high=compact_euro(say, high))
