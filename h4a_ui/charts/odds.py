"""The odds: how likely each final payment is, and the premium to expect year by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_THICK = 16
_GAP = 12
_OUT_OF = 100
_MIDDLE_BLUE = "#5C9EDE"


@dataclass(frozen=True)
class ChanceRow:
    """One way it may end, with its chance (0 to 1)."""

    label: str
    chance: float


@dataclass(frozen=True)
class FanRow:
    """One year of the contract: what is certain, and the 5, 25, 50, 75 and 95 % quantiles of what it will pay, EUR."""

    label: str
    certain: pic.Number
    quantiles: tuple[pic.Number, pic.Number, pic.Number, pic.Number, pic.Number]


def tier_chances(say: Language, rows: Sequence[ChanceRow]) -> pic.Picture:
    """A bar for each way it may end, told as so many times out of a hundred."""
    names = [say("Esito"), say("Volte su 100")]
    if not rows:
        return pic.nothing_yet(say, names)
    times = [_times(say, row.chance) for row in rows]
    heads = [(row.label, say("{times} su 100", times=one)) for row, one in zip(rows, times, strict=True)]
    placed = pic.Rows(heads, _THICK, _GAP)
    # Without a text position: no text is written on these bars.
    blue, tint = {"color": pic.BLUE}, {"color": pic.BLUE_TINT}
    bars = pic.bars([row.chance for row in rows], placed.middles, _THICK, placed.hovers, blue, textposition=None)
    behind = bars | {"x": [1.0] * len(rows), "marker": tint, "hoverinfo": "skip"}
    figure = pic.draw_rows(say, [behind, bars], placed.bottom, (0, 1), annotations=placed.words())
    likely = max(rows, key=lambda row: row.chance)
    takeaway = say(
        "L'esito più probabile: {label}, {times} volte su 100",
        label=likely.label.lower(),
        times=_times(say, likely.chance),
    )
    return pic.Picture(figure, takeaway, pic.table(names, zip([row.label for row in rows], times, strict=True)))


def _times(say: Language, chance: float) -> str:
    out_of = chance * _OUT_OF
    if 0 < out_of < 1:
        return say("meno di 1")
    if _OUT_OF - 1 < out_of < _OUT_OF:
        return say("più di 99")
    return say.number(out_of)


def premium_fan(say: Language, rows: Sequence[FanRow], total: pic.Number) -> pic.Picture:
    """Per year of the contract the middle of what it may pay, half of all cases and nine in ten around it.

    Args:
        say: the reader's language.
        rows: one for each year.
        total: the middles of all years added up, EUR.

    """
    names = [say("Anno"), say("Certo (EUR)"), *(f"{share} %" for share in (5, 25, 50, 75, 95))]
    if not rows:
        return pic.nothing_yet(say, names)
    placed = pic.Rows([(row.label, _span(say, row)) for row in rows], _THICK, _GAP)
    height = placed.bottom + 18
    most = max(1.0, *(float(row.quantiles[4]) for row in rows))
    shapes: list[pic.Part] = []
    for row, middle in zip(rows, placed.middles, strict=True):
        low, lower, centre, upper, high = (float(amount) for amount in row.quantiles)
        shapes += [
            _box(0, low, middle, _THICK * 0.5, pic.BLUE),
            _box(low, high, middle, _THICK * 0.5, pic.BLUE_TINT),
            _box(lower, upper, middle, _THICK * 0.5, _MIDDLE_BLUE),
            _box(centre - most * 0.003, centre + most * 0.003, middle, _THICK * 0.8, pic.INK),
        ]
    key = say("tacca: metà dei casi sotto e metà sopra · azzurro: metà dei casi · chiaro: 9 casi su 10")
    notes = [*placed.words(), pic.note(key, 0, height - 8, xref="paper", font=pic.ink(pic.GREY, pic.SMALL))]
    centres = [float(row.quantiles[2]) for row in rows]
    unseen = {"color": pic.WHITE, "size": _THICK, "opacity": 0}
    hover = pic.dots(centres, placed.middles, placed.hovers, unseen, cliponaxis=None)
    figure = pic.draw_rows(say, [hover], height, (0, most * 1.02), shapes=shapes, annotations=notes)
    takeaway = say(
        "Il premio che ci si può attendere in tutto è intorno a {amount}",
        amount=pic.compact_euro(say, total),
    )
    return pic.Picture(figure, takeaway, pic.table(names, [(row.label, row.certain, *row.quantiles) for row in rows]))


def _span(say: Language, row: FanRow) -> str:
    low, _, centre, _, high = row.quantiles
    if low == high:
        return pic.compact_euro(say, centre)
    return say(
        "{centre} (da {low} a {high})",
        centre=pic.compact_euro(say, centre),
        low=pic.compact_euro(say, low),
        high=pic.compact_euro(say, high),
    )


def _box(left: float, right: float, middle: float, half: float, color: str) -> pic.Part:
    return pic.rect((left, right), (middle - half, middle + half), fillcolor=color, line={"width": 0})
