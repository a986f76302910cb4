"""Rent paid beside the market's, and its weight on what families have, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from h4a_ui.charts import picture as pic
from h4a_ui.charts.pairs import Look, Pair, pair_rows
from h4a_ui.language import Language


@dataclass(frozen=True)
class RentRow:
    """Mean rents of some families, EUR a month: the market's, the one paid, what they save and the change that this is.

    The change is below zero where they pay less than the market.
    """

    label: str
    families: int
    market: Fraction
    paid: Fraction
    saved: Fraction
    change: Fraction


@dataclass(frozen=True)
class BurdenRow:
    """Rent as a share of what some families have a month, before and after."""

    label: str
    families: int
    before: float
    after: float


def rent_pairs(say: Language, rows: Sequence[RentRow], references: Sequence[tuple[str, pic.Number]]) -> pic.Picture:
    """Mean rent paid and market rent of the same homes, published means as thin rules; the first row is the whole."""
    names = [say("Famiglie di"), say("Famiglie"), say("Canone di mercato (EUR)"), say("Canone pagato (EUR)")]
    names.append(say("Risparmio (EUR al mese)"))
    if not rows:
        return pic.nothing_yet(say, names)
    pairs = [
        Pair(
            row.label,
            say(
                "{market} → {paid} · {saved}",
                market=say.number(row.market),
                paid=say.euro(row.paid),
                saved=say.signed_euro(row.change),
            ),
            (float(row.market), float(row.market)),
            (float(row.paid), float(row.paid)),
        )
        for row in rows
    ]
    looks = (
        Look(say("canone di mercato della stessa casa"), pic.GREY, "diamond"),
        Look(say("pagato"), pic.BLUE, "circle"),
    )
    rules = [(float(value), f"{words}: {say.number(value)}") for words, value in references]
    lines = [
        (row.label, row.families, *(round(float(amount), 2) for amount in (row.market, row.paid, row.saved)))
        for row in rows
    ]
    words = (
        say("Una famiglia paga in media {amount} al mese meno del mercato")
        if rows[0].saved >= 0
        else say("Una famiglia paga in media {amount} al mese più del mercato")
    )
    takeaway = words.format(amount=say.euro(abs(rows[0].saved)))
    figure = pair_rows(say, pairs, looks, rules)
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def burden_pairs(say: Language, rows: Sequence[BurdenRow], words: tuple[str, str], sentence: str) -> pic.Picture:
    """The weight of the rent before and after, as `words` call them; `sentence` tells {before} and {after} of all."""
    names = [say("Famiglie di"), say("Famiglie"), f"{words[0]} (%)", f"{words[1]} (%)"]
    if not rows:
        return pic.nothing_yet(say, names)
    pairs = [
        Pair(
            row.label,
            f"{say.percent(row.before)} → {say.percent(row.after)}",
            (row.before, row.before),
            (row.after, row.after),
        )
        for row in rows
    ]
    looks = (Look(words[0], pic.GREY, "diamond"), Look(words[1], pic.BLUE, "circle"))
    lines = [(row.label, row.families, round(row.before * 100, 1), round(row.after * 100, 1)) for row in rows]
    takeaway = sentence.format(before=say.percent(rows[0].before), after=say.percent(rows[0].after))
    figure = pair_rows(say, pairs, looks, whole=(0.0, max(max(row.before, row.after) for row in rows)))
    return pic.Picture(figure, takeaway, pic.table(names, lines))
