"""Past forecasts beside what came: a row per quarter, the middle 80 %, the mean, and what was true in the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_THICK = 14
_GAP = 12
_EDGE = 0.15
"""Of a family: how far a band goes beyond its whole numbers, so that one of a single number is seen."""


@dataclass(frozen=True)
class PastRow:
    """The forecast of one outcome on one day, in families: the middle 80 % from `low` to `high`, and the mean."""

    day: date
    low: int
    high: int
    mean: float


def past_forecasts(say: Language, rows: Sequence[PastRow], came: int, eligible: int) -> pic.Picture:
    """How many successes were forecast at the end of each quarter, and a mark at the number that came.

    Args:
        say: the reader's language.
        rows: the forecasts, from the first day.
        came: how many families reached the outcome.
        eligible: of how many.

    """
    names = [say("Previsione del"), say("Almeno"), say("In media"), say("Al più"), say("Venute")]
    if not rows:
        return pic.nothing_yet(say, names)
    heads = [(say.date(row.day), _expected(say, row)) for row in rows]
    placed = pic.Rows(heads, _THICK, _GAP)
    held = [row.low <= came <= row.high for row in rows]
    shapes: list[pic.Part] = []
    for row, good, middle in zip(rows, held, placed.middles, strict=True):
        band = {"fillcolor": pic.BLUE_TINT if good else pic.ORANGE, "line": {"width": 0}, "layer": "below"}
        ends = (middle - _THICK * 0.5, middle + _THICK * 0.5)
        shapes.append(pic.rect((row.low - _EDGE, row.high + _EDGE), ends, **band))
        shapes.append(pic.line((came, came), ends, width=4))
    means = pic.dots([row.mean for row in rows], placed.middles, placed.hovers, pic.dot(9, pic.BLUE, pic.BLUE))
    figure = pic.draw_rows(
        say, [means], placed.bottom, (-0.5, eligible + 0.5), shapes=shapes, annotations=placed.words()
    )
    takeaway = say.plural(
        "{held} previsione su {n} conteneva ciò che venne: {came} famiglie su {eligible}",
        "{held} previsioni su {n} contenevano ciò che venne: {came} famiglie su {eligible}",
        len(rows),
        held=say.number(sum(held)),
        came=say.number(came),
        eligible=say.number(eligible),
    )
    lines = [(say.date(row.day), row.low, round(row.mean, 1), row.high, came) for row in rows]
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _expected(say: Language, row: PastRow) -> str:
    if row.low == row.high:
        return say("attese {low}", low=say.number(row.low))
    return say("attese da {low} a {high}", low=say.number(row.low), high=say.number(row.high))
