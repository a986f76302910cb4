"""Rents of the homes against the market, by where the homes come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_STRIP = 28
_DOT = 13


@dataclass(frozen=True)
class RentRow:
    """Mean rent paid and mean market rent (EUR a month) of the contracts of one group, and how much lower it is."""

    label: str
    contracts: int
    rent: Decimal
    market: Decimal
    below_market: Decimal


def home_rents(say: Language, rows: Sequence[RentRow], mean_below_market: Decimal) -> pic.Picture:
    """A line per group from the rent paid (blue) to the market (grey), with the difference in words.

    Args:
        say: the reader's language.
        rows: one for each group.
        mean_below_market: how much lower the rent is over the contracts of all groups, EUR a month.

    """
    names = [say("Alloggi"), say("Contratti"), say("Canone medio (EUR/mese)")]
    names += [say("Mercato (EUR/mese)"), say("Differenza (EUR/mese)")]
    if not rows:
        return pic.nothing_yet(say, names)
    amounts = [float(amount) for row in rows for amount in (row.rent, row.market)]
    low, high = min(amounts), max(amounts)
    room = max((high - low) * 0.35, 1.0)
    heads = [(f"{row.label} ({say.number(row.contracts)})", _against(say, row.below_market)) for row in rows]
    placed = pic.Rows(heads, _STRIP, 0)
    middles = [middle - 2 for middle in placed.middles]
    shapes, notes = _rents_in_words(say, rows, placed, middles)
    height = placed.bottom + pic.LINE
    key = f"<b style='color:{pic.BLUE}'>●</b> {say('canone pagato')}   <b>●</b> {say('mercato, EUR al mese')}"
    notes.append(pic.note(key, 0, height - pic.LINE / 2, xref="paper", font=pic.ink(pic.GREY, pic.SMALL)))
    dots = [_dots(say, rows, middles, rent=rent) for rent in (True, False)]
    ends = (low - room, high + room)
    figure = pic.draw_rows(say, dots, height, ends, shapes=shapes, annotations=notes)
    lines = [(row.label, row.contracts, row.rent, row.market, row.below_market) for row in rows]
    return pic.Picture(figure, _takeaway(say, rows, mean_below_market), pic.table(names, lines))


def _rents_in_words(
    say: Language, rows: Sequence[RentRow], placed: pic.Rows, middles: Sequence[float]
) -> tuple[list[pic.Part], list[pic.Part]]:
    """Of each row the line between its two rents, and its words: the head, and each rent beside its dot."""
    heads = placed.words()
    shapes: list[pic.Part] = []
    notes: list[pic.Part] = []
    for at, (row, middle) in enumerate(zip(rows, middles, strict=True)):
        notes += heads[2 * at : 2 * at + 2]
        (low, low_color), (high, high_color) = sorted(
            [(row.rent, pic.BLUE), (row.market, pic.GREY)], key=lambda end: end[0]
        )
        shapes.append(pic.line((float(low), float(high)), (middle, middle), pic.GREY, width=2, layer="below"))
        for amount, color, side, shift in ((low, low_color, "right", -_DOT), (high, high_color, "left", _DOT)):
            font = pic.ink(color, pic.SMALL)
            notes.append(pic.note(say.number(amount), float(amount), middle, xanchor=side, xshift=shift, font=font))
    return shapes, notes


def _dots(say: Language, rows: Sequence[RentRow], middles: Sequence[float], *, rent: bool) -> pic.Part:
    amounts = [row.rent if rent else row.market for row in rows]
    return pic.dots(
        pic.floats(amounts),
        middles,
        [f"{row.label}: {say.money(amount)} EUR" for row, amount in zip(rows, amounts, strict=True)],
        {"size": _DOT, "color": pic.BLUE if rent else pic.GREY, "opacity": 1},
        name="rent" if rent else "market",
        cliponaxis=None,
    )


def _against(say: Language, below: Decimal) -> str:
    if below >= 0:
        return say("{eur} sotto il mercato", eur=say.euro(below))
    return say("{eur} sopra il mercato", eur=say.euro(abs(below)))


def _takeaway(say: Language, rows: Sequence[RentRow], mean_below_market: Decimal) -> str:
    number = sum(row.contracts for row in rows)
    return say(
        "In media l'affitto è {against} al mese, su {n} contratti in corso",
        against=_against(say, mean_below_market),
        n=say.number(number),
    )
