"""Axes that are seen: months, amounts in EUR, and numbers with their unit under them."""

from collections.abc import Sequence
from datetime import date

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120)
_STEPS_OF_A_DECADE = (1, 2, 5, 10)


def month_axis(say: Language, months: Sequence[date], at_most: int = 6) -> pic.Part:
    """An axis of months whose few labels are in the reader's language, the year under the month."""
    count = len(months)
    step = next((step for step in _MONTH_STEPS if count <= step * at_most), _MONTH_STEPS[-1])
    marked = [day for day in months if (day.year * 12 + day.month - 1) % step == 0] or list(months[:1])
    return {
        "type": "date",
        "tickmode": "array",
        "tickvals": pic.iso(marked),
        "ticktext": [say.month(day).replace(" ", "<br>") for day in marked],
        "hoverformat": "%m/%Y",
        "ticks": "outside",
        "tickcolor": pic.HAIR,
    }


def amount_axis(say: Language, low: float, high: float, at_most: int = 4) -> pic.Part:
    """An axis of amounts with few round ticks, zero among them when it is in sight."""
    step = _round_step((high - low) / at_most)
    first = -int(-low // step) if low < 0 else int(low // step)
    ticks = [step * i for i in range(first, int(high // step) + 1)]
    return grid(ticks, [pic.compact(say, tick) for tick in ticks]) | {"range": [low, high]}


def grid(ticks: Sequence[float], words: Sequence[str]) -> pic.Part:
    """Ticks with a dotted line across the picture at each."""
    return {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": words,
        "showgrid": True,
        "gridcolor": pic.HAIR,
        "griddash": "dot",
    }


def ruled(ends: tuple[float, float], ticks: Sequence[float], words: Sequence[str], title: str) -> pic.Part:
    """A drawn axis with its ticks, and what it counts in small grey words under it."""
    return {
        "range": list(ends),
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": words,
        "showline": True,
        "linecolor": pic.GREY,
        "ticks": "outside",
        "tickcolor": pic.GREY,
        "title": {"text": title, "font": pic.ink(pic.GREY, pic.SMALL), "standoff": 6},
    }


def _round_step(raw: float) -> float:
    if raw <= 0:
        return 1.0
    decade = 10.0 ** (len(str(int(raw))) - 1) if raw >= 1 else 1.0
    return next(decade * m for m in _STEPS_OF_A_DECADE if decade * m >= raw or m == _STEPS_OF_A_DECADE[-1])
