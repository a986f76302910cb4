"""Hours of support per family, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from h4a_ui.charts.picture import (
    BLUE,
    INK,
    SMALL,
    Number,
    Picture,
    draw,
    ink,
    iso,
    line,
    month_axis,
    note,
    nothing_yet,
    table,
)
from h4a_ui.language import Language

_HEIGHT = 200


@dataclass(frozen=True)
class HoursMonth:
    """One month: its first day, hours in all, families in the programme, hours per family."""

    month: date
    hours: Decimal
    families: int
    per_family: Decimal


def support_hours(say: Language, months: Sequence[HoursMonth], mean: Number) -> Picture:
    """A bar per month, and a rule at the mean of the last twelve."""
    names = [say("Mese"), say("Ore"), say("Famiglie"), say("Ore per famiglia")]
    if not months:
        return nothing_yet(say, names)
    days = [one.month for one in months]
    words = say("{hours} ore", hours=say.number(mean, 1))
    bars = {
        "type": "bar",
        "name": "hours",
        "x": iso(days),
        "y": [float(one.per_family) for one in months],
        "hovertext": [_hover(say, one) for one in months],
        "hoverinfo": "text",
        "marker": {"color": BLUE},
    }
    top = max(float(mean), *(float(one.per_family) for one in months)) * 1.12
    figure = draw(
        say,
        [bars],
        _HEIGHT,
        x=month_axis(say, days, at_most=5),
        y={"visible": False, "range": [0, top * 1.08]},
        shapes=[line((0, 1), (float(mean), float(mean)), INK, width=1.5, dash="dot", xref="paper")],
        annotations=[
            note(say("tratteggio: media di 12 mesi"), 1, top, xref="paper", xanchor="right", font=ink(size=SMALL))
        ],
    )  # fmt: skip
    columns = (
        [say.month(one.month) for one in months],
        [one.hours for one in months],
        [one.families for one in months],
        [round(one.per_family, 2) for one in months],
    )
    takeaway = say("In media una famiglia riceve {words} di accompagnamento al mese", words=words)
    return Picture(figure, takeaway, table(dict(zip(names, columns, strict=True))))


def _hover(say: Language, one: HoursMonth) -> str:
    return f"<b>{say.month(one.month)}</b><br>" + say(
        "{per} ore per famiglia<br>{hours} ore, {n} famiglie",
        per=say.number(one.per_family, 1),
        hours=say.number(one.hours, 1),
        n=say.number(one.families),
    )
