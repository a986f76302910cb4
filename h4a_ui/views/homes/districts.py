"""In which part of the city the homes are."""

from collections.abc import Sequence

from h4a_core.engine.homes import Home, by_district
from h4a_ui.charts.counted_bars import CountRow, counted_bars
from h4a_ui.components import joined, picture, small
from h4a_ui.language import Language


def show_districts(say: Language, homes: Sequence[Home]) -> None:
    """Homes by district; districts with few homes are joined with the next."""
    found = by_district(homes)
    rows = [CountRow(joined(say, group), number, say.number(number)) for group, number in found]
    total = say.number(sum(number for _, number in found))
    most = max((number for _, number in found), default=0)
    where = [row.label for row in rows if row.value == most]
    words = (
        say("Il maggior numero in {where}: {n} alloggi su {total}", where=where[0], n=say.number(most), total=total)
        if len(where) == 1
        else say("{total} alloggi, al massimo {n} per circoscrizione", total=total, n=say.number(most))
    )
    picture(say, counted_bars(say, rows, words, (say("Circoscrizione"), say("Alloggi"))), key="districts")
    small(say("Alloggi mobilitati; le circoscrizioni con meno di 3 alloggi sono unite alle vicine."))
