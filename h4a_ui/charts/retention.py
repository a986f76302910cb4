"""How many families are still in their home, month after month."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import BLUE, BLUE_TINT, GREY, HAIR, SMALL, Part, Picture, draw, ink, note, nothing_yet, table
from h4a_ui.language import Language

_TICKS = 6


@dataclass(frozen=True)
class RetentionPoint:
    """The share still in their home after so many months, its interval and the families it rests on."""

    month: float
    share: float
    low: float
    high: float
    observed: int


def retention_curve(say: Language, points: Sequence[RetentionPoint]) -> Picture:
    """The share of families still in their home, with its interval and, under the axis, the number observed."""
    names = [say("Mese"), say("Ancora in casa (%)"), say("Da (%)"), say("A (%)"), say("Famiglie osservate")]
    if not points:
        return nothing_yet(say, names)
    months = [point.month for point in points]
    last = points[-1]
    curve: Part = {"type": "scatter", "mode": "lines", "x": months}
    traces: list[Part] = [
        curve
        | {
            "name": "high",
            "y": [point.high * 100 for point in points],
            "line": {"width": 0, "shape": "hv"},
            "hoverinfo": "skip",
        },
        curve
        | {
            "name": "low",
            "y": [point.low * 100 for point in points],
            "line": {"width": 0, "shape": "hv"},
            "fill": "tonexty",
            "fillcolor": BLUE_TINT,
            "hoverinfo": "skip",
        },
        curve
        | {
            "name": "share",
            "y": [point.share * 100 for point in points],
            "line": {"width": 3, "shape": "hv", "color": BLUE},
            "customdata": [point.observed for point in points],
            "hovertemplate": say("mese %{x}: %{y:.0f} %<br>famiglie osservate: %{customdata}") + "<extra></extra>",
        },
    ]
    marked = _observed_at(points)
    notes = [
        note(
            f"<b>{say.percent(last.share)}</b> {say('ancora in casa')}",
            last.month,
            min(point.low for point in points) * 100,
            xanchor="right",
            yanchor="top",
            yshift=-4,
            font=ink(BLUE, 14),
        ),
        note(
            say("sotto l’asse: mesi e, tra parentesi, famiglie osservate"),
            0,
            0,
            xref="paper",
            yref="paper",
            yanchor="top",
            yshift=-40,
            font=ink(GREY, SMALL),
        ),
    ]
    figure = draw(
        say,
        traces,
        290,
        x={
            "tickmode": "array",
            "tickvals": [month for month, _ in marked],
            "ticktext": [f"{say.number(month)}<br>({say.number(observed)})" for month, observed in marked],
            "range": [0, last.month * 1.04 or 1],
            "ticks": "outside",
            "tickcolor": HAIR,
        },
        y={
            "range": [0, 104],
            "tickmode": "array",
            "tickvals": [0, 50, 100],
            "ticktext": [say.percent(share) for share in (0, 0.5, 1)],
            "showgrid": True,
            "gridcolor": HAIR,
            "griddash": "dot",
        },
        annotations=notes,
        margin={"l": 4, "r": 6, "t": 6, "b": 62},
    )
    columns = (
        months,
        [round(point.share * 100, 1) for point in points],
        [round(point.low * 100, 1) for point in points],
        [round(point.high * 100, 1) for point in points],
        [point.observed for point in points],
    )
    takeaway = say(
        "Ancora in casa {when}: {share} delle famiglie (tra {low} e {high})",
        when=say.plural("dopo {n} mese", "dopo {n} mesi", round(last.month)),
        share=say.percent(last.share),
        low=say.percent(last.low),
        high=say.percent(last.high),
    )
    return Picture(figure, takeaway, table(dict(zip(names, columns, strict=True))))


def _observed_at(points: Sequence[RetentionPoint]) -> list[tuple[int, int]]:
    """At a few months evenly apart, the families on which the curve rests there."""
    end = points[-1].month
    step = next((step for step in (1, 2, 3, 6, 12, 24) if end / step < _TICKS), 48)
    marked = range(0, int(end) + 1, step)
    return [(month, [p.observed for p in points if p.month <= month or p is points[0]][-1]) for month in marked]
