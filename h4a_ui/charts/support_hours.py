"""Hours of support per family, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_HEIGHT = 200


@dataclass(frozen=True)
class HoursMonth:
    """One month: its first day, hours in all, families in the programme, hours per family."""

    month: date
    hours: Decimal
    families: int
    per_family: Decimal


def support_hours(say: Language, months: Sequence[HoursMonth], mean: pic.Number) -> pic.Picture:
    """A bar per month, and a rule at the mean of the last twelve."""
    names = [say("Mese"), say("Ore"), say("Famiglie"), say("Ore per famiglia")]
    if not months:
        return pic.nothing_yet(say, names)
    days = [one.month for one in months]
    words = say("{hours} ore", hours=say.number(mean, 1))
    bars = {
        "type": "bar",
        "name": "hours",
        "x": pic.iso(days),
        "y": [float(one.per_family) for one in months],
        "hovertext": [_hover(say, one) for one in months],
        "hoverinfo": "text",
        "marker": {"color": pic.BLUE},
    }
    top = max(float(mean), *(float(one.per_family) for one in months)) * 1.12
    key = say("tratteggio: media di 12 mesi")
    figure = pic.draw(
        say,
        [bars],
        _HEIGHT,
        x=axes.month_axis(say, days, at_most=5),
        y={"visible": False, "range": [0, top * 1.08]},
        shapes=[pic.line((0, 1), (float(mean), float(mean)), pic.INK, width=1.5, dash="dot", xref="paper")],
        annotations=[pic.note(key, 1, top, xref="paper", xanchor="right", font=pic.ink(size=pic.SMALL))],
    )
    lines = [(say.month(one.month), one.hours, one.families, round(one.per_family, 2)) for one in months]
    takeaway = say("In media una famiglia riceve {words} di accompagnamento al mese", words=words)
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _hover(say: Language, one: HoursMonth) -> str:
    return f"<b>{say.month(one.month)}</b><br>" + say(
        "{per} ore per famiglia<br>{hours} ore, {n} famiglie",
        per=say.number(one.per_family, 1),
        hours=say.number(one.hours, 1),
        n=say.number(one.families),
    )
