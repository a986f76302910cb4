"""What hotels cost each month, with and without the programme."""

from collections.abc import Sequence
from datetime import date

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language


def monthly_bars(
    say: Language, months: Sequence[date], expected: Sequence[pic.Number], observed: Sequence[pic.Number]
) -> pic.Picture:
    """What each month costs: the grey outline without the programme, blue bars with it."""
    names = [say("Mese"), say("Senza programma (EUR)"), say("Con il programma (EUR)")]
    if not months:
        return pic.nothing_yet(say, names)
    expected_y, observed_y = pic.floats(expected), pic.floats(observed)
    days = pic.iso(months)
    top = max(*expected_y, *observed_y, 1.0) * 1.22
    traces: list[pic.Part] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "expected",
            "x": days,
            "y": expected_y,
            "line": {"shape": "hvh", "color": pic.GREY, "width": 2},
            "fill": "tozeroy",
            "fillcolor": pic.GREY_TINT,
            "hovertemplate": say("senza programma: %{y:,.0f} EUR") + "<extra></extra>",
        },
        {
            "type": "bar",
            "name": "observed",
            "x": days,
            "y": observed_y,
            "marker": {"color": pic.BLUE},
            "hovertemplate": say("con il programma: %{y:,.0f} EUR") + "<extra></extra>",
        },
    ]
    notes = [_at_peak(say("senza programma"), days, expected_y, pic.INK)]
    if any(observed_y):
        notes.append(_at_peak(say("con il programma"), days, observed_y, pic.BLUE))
    figure = pic.draw(
        say,
        traces,
        250,
        x=axes.month_axis(say, months),
        y=axes.amount_axis(say, 0, top),
        annotations=notes,
        hovermode="x unified",
        margin={"l": 4, "r": 8, "t": 6, "b": 4},
    )
    lines = zip([say.month(month) for month in months], expected, observed, strict=True)
    return pic.Picture(figure, _monthly_takeaway(say, months, expected, observed), pic.table(names, lines))


def _at_peak(words: str, days: Sequence[str], values: Sequence[float], color: str) -> pic.Part:
    """Words at the highest point of a series, kept inside the picture."""
    peak = max(range(len(days)), key=values.__getitem__)
    place = peak / max(len(days) - 1, 1)
    return pic.note(
        words,
        days[peak],
        values[peak],
        xanchor=pic.anchor(place),
        yanchor="bottom",
        yshift=3,
        font=pic.ink(color),
        bgcolor=pic.VEIL,
    )


def _monthly_takeaway(
    say: Language, months: Sequence[date], expected: Sequence[pic.Number], observed: Sequence[pic.Number]
) -> str:
    spent = [i for i, amount in enumerate(observed) if amount]
    if not spent:
        return say("Nessuna spesa in alberghi per le famiglie del programma")
    if spent[-1] < len(months) - 1:
        return say("L’ultima spesa in alberghi è di {month}; da allora nessuna", month=say.month(months[spent[-1]]))
    return say(
        "In {month} gli alberghi costano {observed}; senza programma {expected}",
        month=say.month(months[-1]),
        observed=say.euro(observed[-1]),
        expected=say.euro(expected[-1]),
    )
