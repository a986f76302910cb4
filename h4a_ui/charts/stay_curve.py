"""How long families stay in hotel without the programme: the share still there, night after night."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import GREY, GREY_TINT, HAIR, INK, SMALL, Part, Picture, draw, ink, line, note, table
from h4a_ui.language import Language

_TICKS = 6
_STEPS = (30, 60, 90, 180, 365)


@dataclass(frozen=True)
class StayPoint:
    """After so many nights: the share still in hotel, its interval, the stays still observed."""

    nights: float
    share: float
    low: float
    high: float
    observed: int


def stay_curve(say: Language, points: Sequence[StayPoint], mean_nights: float, stays: int, open_stays: int) -> Picture:
    """The share still in hotel with its 95 % band; a rule at the mean; under the axis the stays still observed."""
    nights = [point.nights for point in points]
    curve: Part = {"type": "scatter", "mode": "lines", "x": nights}
    band: Part = {"line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
    hover = say("notte %{x}: %{y:.0f} % ancora in albergo<br>permanenze osservate: %{customdata}") + "<extra></extra>"
    traces: list[Part] = [
        curve | band | {"name": "high", "y": [point.high * 100 for point in points]},
        curve
        | band
        | {"name": "low", "y": [point.low * 100 for point in points], "fill": "tonexty", "fillcolor": GREY_TINT},
        curve
        | {
            "name": "share",
            "y": [point.share * 100 for point in points],
            "line": {"width": 3, "shape": "hv", "color": GREY},
            "customdata": [point.observed for point in points],
            "hovertemplate": hover,
        },
    ]
    last = points[-1].nights
    marked = _observed_at(points)
    under = say("sotto l’asse: notti e, tra parentesi, permanenze osservate")
    notes = [
        note(
            say("in media <b>{nights} notti</b>", nights=say.number(mean_nights)),
            mean_nights, 98, xanchor="left", xshift=6, yanchor="top", font=ink(INK, 14),
        ),
        note(under, 0, 0, xref="paper", yref="paper", yanchor="top", yshift=-40, font=ink(GREY, SMALL)),
    ]  # fmt: skip
    figure = draw(
        say,
        traces,
        290,
        x={
            "tickmode": "array",
            "tickvals": [night for night, _ in marked],
            "ticktext": [f"{say.number(night)}<br>({say.number(seen)})" for night, seen in marked],
            "range": [0, last * 1.02 or 1],
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
        shapes=[line((mean_nights, mean_nights), (0, 100), INK, dash="dot")],
        annotations=notes,
        margin={"l": 4, "r": 6, "t": 6, "b": 62},
    )
    takeaway = say(
        "Senza il programma una famiglia resta in albergo in media {nights} notti: {stays} permanenze, {open}",
        nights=say.number(mean_nights),
        stays=say.number(stays),
        open=say.plural("{n} ancora aperta", "{n} ancora aperte", open_stays),
    )
    columns: dict[str, Sequence[object]] = {
        say("Notte"): nights,
        say("Ancora in albergo (%)"): [round(point.share * 100, 1) for point in points],
        say("Da (%)"): [round(point.low * 100, 1) for point in points],
        say("A (%)"): [round(point.high * 100, 1) for point in points],
        say("Permanenze osservate"): [point.observed for point in points],
    }
    return Picture(figure, takeaway, table(columns))


def _observed_at(points: Sequence[StayPoint]) -> list[tuple[int, int]]:
    """At a few nights evenly apart, the stays on which the curve rests there."""
    last = points[-1].nights
    step = next((step for step in _STEPS if last / step < _TICKS), _STEPS[-1])
    return [
        (night, next(point.observed for point in points if point.nights >= night))
        for night in range(0, int(last) + 1, step)
    ]
