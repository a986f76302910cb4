"""Rent paid beside the market's, and its weight on what families have, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.pairs import Look, Pair, pair_rows
from h4a_ui.charts.picture import BLUE, GREY, Number, Picture, exact, nothing_yet, table
from h4a_ui.language import Language


@dataclass(frozen=True)
class RentRow:
    """Mean rents of some families, EUR a month: the market's and the one paid."""

    label: str
    families: int
    market: Number
    paid: Number


@dataclass(frozen=True)
class BurdenRow:
    """Rent as a share of what some families have a month, before and after."""

    label: str
    families: int
    before: float
    after: float


def rent_pairs(say: Language, rows: Sequence[RentRow], references: Sequence[tuple[str, Number]]) -> Picture:
    """Mean rent paid and market rent of the same homes, published means as thin rules; the first row is the whole."""
    names = [say("Famiglie di"), say("Famiglie"), say("Canone di mercato (EUR)"), say("Canone pagato (EUR)")]
    names.append(say("Risparmio (EUR al mese)"))
    if not rows:
        return nothing_yet(say, names)
    saved = [exact(row.market) - exact(row.paid) for row in rows]
    pairs = [
        Pair(
            row.label,
            say(
                "{market} → {paid} · {saved}",
                market=say.number(row.market),
                paid=say.euro(row.paid),
                saved=say.signed_euro(-less),
            ),
            (float(row.market), float(row.market)),
            (float(row.paid), float(row.paid)),
        )
        for row, less in zip(rows, saved, strict=True)
    ]
    looks = (Look(say("canone di mercato della stessa casa"), GREY, "diamond"), Look(say("pagato"), BLUE, "circle"))
    rules = [(float(value), f"{words}: {say.number(value)}") for words, value in references]
    columns = (
        [row.label for row in rows],
        [row.families for row in rows],
        [round(float(row.market), 2) for row in rows],
        [round(float(row.paid), 2) for row in rows],
        [round(float(less), 2) for less in saved],
    )
    words = (
        say("Una famiglia paga in media {amount} al mese meno del mercato")
        if saved[0] >= 0
        else say("Una famiglia paga in media {amount} al mese più del mercato")
    )
    takeaway = words.format(amount=say.euro(abs(saved[0])))
    figure = pair_rows(say, pairs, looks, rules)
    return Picture(figure, takeaway, table(dict(zip(names, columns, strict=True))))


def burden_pairs(say: Language, rows: Sequence[BurdenRow], words: tuple[str, str], sentence: str) -> Picture:
    """The weight of the rent before and after, as `words` call them; `sentence` tells {before} and {after} of all."""
    names = [say("Famiglie di"), say("Famiglie"), f"{words[0]} (%)", f"{words[1]} (%)"]
    if not rows:
        return nothing_yet(say, names)
    pairs = [
        Pair(
            row.label,
            f"{say.percent(row.before)} → {say.percent(row.after)}",
            (row.before, row.before),
            (row.after, row.after),
        )
        for row in rows
    ]
    looks = (Look(words[0], GREY, "diamond"), Look(words[1], BLUE, "circle"))
    columns = (
        [row.label for row in rows],
        [row.families for row in rows],
        [round(row.before * 100, 1) for row in rows],
        [round(row.after * 100, 1) for row in rows],
    )
    takeaway = sentence.format(before=say.percent(rows[0].before), after=say.percent(rows[0].after))
    figure = pair_rows(say, pairs, looks, whole=(0.0, max(max(row.before, row.after) for row in rows)))
    return Picture(figure, takeaway, table(dict(zip(names, columns, strict=True))))
