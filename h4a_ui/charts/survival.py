"""Kaplan-Meier curves: homes kept, month after month; stays in hotel, night after night."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_TICKS = 6
_MONTHS = (1, 2, 3, 6, 12, 24, 48)
_NIGHTS = (30, 60, 90, 180, 365)


@dataclass(frozen=True)
class SurvivalPoint:
    """The share that remains `at` so many months or nights, its interval, and how many are still observed."""

    at: float
    share: float
    low: float
    high: float
    observed: int


def retention_curve(say: Language, points: Sequence[SurvivalPoint]) -> pic.Picture:
    """The share of families still in their home, with its interval and, under the axis, the number observed."""
    names = [say("Mese"), say("Ancora in casa (%)"), say("Da (%)"), say("A (%)"), say("Famiglie osservate")]
    if not points:
        return pic.nothing_yet(say, names)
    last = points[-1]
    kept = f"<b>{say.percent(last.share)}</b> {say('ancora in casa')}"
    lowest = min(point.low for point in points) * 100
    figure = _drawn(
        say,
        points,
        _observed_at(points, _MONTHS),
        (pic.BLUE, pic.BLUE_TINT),
        say("mese %{x}: %{y:.0f} %<br>famiglie osservate: %{customdata}"),
        say("sotto l’asse: mesi e, tra parentesi, famiglie osservate"),
        notes=[pic.note(kept, last.at, lowest, xanchor="right", yanchor="top", yshift=-4, font=pic.ink(pic.BLUE, 14))],
    )
    takeaway = say(
        "Ancora in casa {when}: {share} delle famiglie (tra {low} e {high})",
        when=say.plural("dopo {n} mese", "dopo {n} mesi", round(last.at)),
        share=say.percent(last.share),
        low=say.percent(last.low),
        high=say.percent(last.high),
    )
    return pic.Picture(figure, takeaway, pic.table(names, _lines(points)))


def stay_curve(
    say: Language, points: Sequence[SurvivalPoint], mean_nights: float, stays: int, open_stays: int
) -> pic.Picture:
    """The share still in hotel with its 95 % band; a rule at the mean; under the axis the stays still observed."""
    names = [say("Notte"), say("Ancora in albergo (%)"), say("Da (%)"), say("A (%)"), say("Permanenze osservate")]
    mean = say("in media <b>{nights} notti</b>", nights=say.number(mean_nights))
    figure = _drawn(
        say,
        points,
        _observed_at(points, _NIGHTS),
        (pic.GREY, pic.GREY_TINT),
        say("notte %{x}: %{y:.0f} % ancora in albergo<br>permanenze osservate: %{customdata}"),
        say("sotto l’asse: notti e, tra parentesi, permanenze osservate"),
        notes=[pic.note(mean, mean_nights, 98, xanchor="left", xshift=6, yanchor="top", font=pic.ink(pic.INK, 14))],
        shapes=[pic.line((mean_nights, mean_nights), (0, 100), pic.INK, dash="dot")],
    )
    takeaway = say(
        "Senza il programma una famiglia resta in albergo in media {nights} notti: {stays} permanenze, {open}",
        nights=say.number(mean_nights),
        stays=say.number(stays),
        open=say.plural("{n} ancora aperta", "{n} ancora aperte", open_stays),
    )
    return pic.Picture(figure, takeaway, pic.table(names, _lines(points)))


def _drawn(  # noqa: PLR0913 - what tells one curve from another
    say: Language,
    points: Sequence[SurvivalPoint],
    marked: Sequence[tuple[int, int]],
    colors: tuple[str, str],
    hover: str,
    under: str,
    *,
    notes: Sequence[pic.Part],
    shapes: Sequence[pic.Part] = (),
) -> go.Figure:
    """A step curve on its band, in a colour and its tint; `marked` are the ticks with the number observed there."""
    color, tint = colors
    curve: pic.Part = {"type": "scatter", "mode": "lines", "x": [point.at for point in points]}
    edge: pic.Part = {"line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
    low, share, high = (
        [value * 100 for value in values]
        for values in zip(*((one.low, one.share, one.high) for one in points), strict=True)
    )
    traces: list[pic.Part] = [
        curve | edge | {"name": "high", "y": high},
        curve | edge | {"name": "low", "y": low, "fill": "tonexty", "fillcolor": tint},
        curve
        | {
            "name": "share",
            "y": share,
            "line": {"width": 3, "shape": "hv", "color": color},
            "customdata": [point.observed for point in points],
            "hovertemplate": hover + "<extra></extra>",
        },
    ]
    below = pic.note(
        under, 0, 0, xref="paper", yref="paper", yanchor="top", yshift=-40, font=pic.ink(pic.GREY, pic.SMALL)
    )
    return pic.draw(
        say,
        traces,
        290,
        x={
            "tickmode": "array",
            "tickvals": [at for at, _ in marked],
            "ticktext": [f"{say.number(at)}<br>({say.number(observed)})" for at, observed in marked],
            "range": [0, points[-1].at * 1.04 or 1],
            "ticks": "outside",
            "tickcolor": pic.HAIR,
        },
        y={"range": [0, 104]} | axes.grid([0, 50, 100], [say.percent(one) for one in (0, 0.5, 1)]),
        shapes=list(shapes),
        annotations=[*notes, below],
        margin={"l": 4, "r": 6, "t": 6, "b": 62},
    )


def _lines(points: Sequence[SurvivalPoint]) -> list[tuple[float, ...]]:
    return [
        (one.at, *(round(share * 100, 1) for share in (one.share, one.low, one.high)), one.observed) for one in points
    ]


def _observed_at(points: Sequence[SurvivalPoint], steps: Sequence[int]) -> list[tuple[int, int]]:
    """At a few places evenly apart, how many are observed there."""
    last = points[-1].at
    step = next((step for step in steps if last / step < _TICKS), steps[-1])
    return [
        (at, [one.observed for one in points if one.at <= at or one is points[0]][-1])
        for at in range(0, int(last) + 1, step)
    ]
