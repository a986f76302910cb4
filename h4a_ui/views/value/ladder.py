"""From the gross value of a year to what the programme may call its own."""

from collections.abc import Sequence
from dataclasses import replace

from h4a_core.engine.value import Valuation, together
from h4a_core.engine.working import Working, cents
from h4a_ui.charts.waterfall import WaterfallItem, waterfall
from h4a_ui.components import missing_records, picture
from h4a_ui.language import Language
from h4a_ui.views.value.reckoning import Reckoning


def _steps(say: Language, found: Sequence[Valuation], worth: Working, saving: Working | None) -> None:
    steps = together(one.ladder for one in found if one.proxy)
    items = [
        WaterfallItem(say("Valore lordo di un anno"), cents(steps.gross), "gain"),
        WaterfallItem(say("Sarebbe successo comunque"), cents(steps.deadweight), "cost"),
        WaterfallItem(say("Tolto ad altri"), cents(steps.displacement), "cost"),
        WaterfallItem(say("Merito di altri"), cents(steps.elsewhere), "cost"),
        WaterfallItem(say("Valore del primo anno"), cents(steps.first_year), "total"),
        WaterfallItem(say("Anni successivi, con il calo"), cents(steps.later_years), "gain"),
        WaterfallItem(say("Sconto: un euro domani vale meno"), cents(steps.discount), "cost"),
        WaterfallItem(say("Valore sociale, oggi"), cents(steps.present), "total"),
    ]
    takeaway = say(
        "Di {gross} l'anno al lordo, il programma ne vale {first}; su tutta la durata, oggi, {present}",
        gross=say.euro(steps.gross),
        first=say.euro(steps.first_year),
        present=say.euro(steps.present),
    )
    if saving:
        takeaway = say("{takeaway}; con il risparmio, {sum}", takeaway=takeaway, sum=say.euro(worth.amount))
        items += [
            WaterfallItem(say("Risparmio monetizzabile, sommato"), saving.amount, "gain"),
            WaterfallItem(say.text(worth.label), worth.amount, "total"),
        ]
    picture(say, replace(waterfall(say, items), takeaway=takeaway), key="value_ladder")


def show_ladder(say: Language, made: Reckoning) -> None:
    """What is taken off the gross value, what later years add, and the saving where it is counted too."""
    _steps(say, made.found, made.worth, made.saving)


def show_unvalued(say: Language) -> None:
    """Say that no outcome has a value yet, and what gives it one."""
    missing_records(
        say,
        say("Nessun outcome ha ancora un valore in euro: servono i canoni di mercato, o un valore da provare."),
    )
