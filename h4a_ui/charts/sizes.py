"""The cost of hotels by size of the family, with and without the programme."""

from collections.abc import Sequence

from h4a_core.engine.savings import SizeGroup
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_THIN = 15


def by_size_bars(say: Language, rows: Sequence[SizeGroup]) -> pic.Picture:
    """Cost in hotels by size of the family: grey without the programme, blue with it."""
    names = [say("Componenti"), say("Famiglie"), say("Senza programma (EUR)"), say("Con il programma (EUR)")]
    names.append(say("Spesa evitata (EUR)"))
    if not rows:
        return pic.nothing_yet(say, names)
    heads = [(_size(say, row), say.plural("{n} famiglia", "{n} famiglie", row.households)) for row in rows]
    placed = pic.Rows(heads, 2 * _THIN, 12)
    widest = max(1.0, *(max(float(row.expected), float(row.observed)) for row in rows))
    starts = [top + placed.words_height for top in placed.tops]
    upper, lower = [start + _THIN * 0.5 for start in starts], [start + _THIN * 1.5 + 2 for start in starts]
    traces = [
        _bars(say, [row.expected for row in rows], upper, say("senza"), (pic.GREY, pic.INK)),
        _bars(say, [row.observed for row in rows], lower, say("con"), (pic.BLUE, pic.BLUE)),
    ]
    figure = pic.draw_rows(say, traces, placed.bottom, (0, widest * 1.42), annotations=placed.words())
    lines = [(_size(say, row), row.households, row.expected, row.observed, row.saved) for row in rows]
    best = max(rows, key=lambda row: row.saved)
    words = (
        say("La spesa evitata è più alta per le famiglie di {size}: {amount}")
        if best.saved > 0
        else say("Nessuna spesa evitata: il dato migliore è quello delle famiglie di {size}, {amount}")
    )
    takeaway = words.format(size=_size(say, best), amount=say.euro(best.saved))
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _bars(
    say: Language, amounts: Sequence[pic.Number], middles: Sequence[float], words: str, colors: tuple[str, str]
) -> pic.Part:
    """Bars with their amounts behind them, in a colour and that of its words."""
    fill, text = colors
    return pic.bars(
        pic.floats(amounts),
        middles,
        _THIN,
        [f"{words}: {say.euro(amount)}" for amount in amounts],
        {"color": fill},
        name=words,
        text=[f"{pic.compact(say, amount)} {words}" for amount in amounts],
        textposition="outside",
        textfont=pic.ink(text, pic.SMALL),
        constraintext="none",
        cliponaxis=False,
    )


def _size(say: Language, row: SizeGroup) -> str:
    if row.fewest == row.most:
        return say.plural("{n} persona", "{n} persone", row.most)
    return say("{first}–{last} persone", first=row.fewest, last=row.most)
