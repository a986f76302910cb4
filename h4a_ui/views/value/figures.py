"""The social value in figures; the saving stands apart."""

from h4a_core.engine.working import Working
from h4a_core.text import Text
from h4a_ui.charts.ratio_range import per_euro
from h4a_ui.components import Figure, figures
from h4a_ui.session import View
from h4a_ui.views.value.reckoning import Reckoning
from h4a_ui.views.value.resources import PUT_IN


def _cards(view: View, made: Reckoning) -> None:
    say, worth, put_in, found, spread = view.say, made.worth, made.put_in, made.found, made.spread
    valued, summed = sum(one.proxy is not None for one in found), made.saving is not None
    counted = say("valore attuale di {n} delle {all} voci: le altre sono vuote", n=say.number(valued), all=len(found))
    if valued == len(found):
        counted = say("valore attuale di tutte le voci")
    cards = [
        Figure(say.text(worth.label), say.euro(worth.amount), counted, worth),
        Figure(say.text(PUT_IN), say.euro(put_in.amount), say("contate tutte al primo giorno"), put_in),
    ]
    if spread:
        share = Working(
            Text(it="Valore su risorse", en="Value over resources"), spread.value, "share", "estimate",
            Text(it="valore ÷ risorse impiegate", en="value ÷ resources put in"), (worth, put_in),
        )  # fmt: skip
        ends = {"low": per_euro(say, spread.low), "high": per_euro(say, spread.high)}
        words = say("risparmio compreso, ") if summed else ""
        cards.append(
            Figure(
                say("Per ogni euro messo"),
                f"{per_euro(say, spread.value)} EUR",
                words + say("da {low} a {high} secondo le ipotesi", **ends),
                share,
            )
        )
    gross = view.statement.savings.gross
    apart = say("Sommato, perché l'hai chiesto.") if summed else say("Non è sommato.")
    apart += " " + say("Soldi che la Città non spende, stimati senza gruppo di controllo.")
    saving = say("Di cui spesa evitata") if summed else say("A parte: spesa evitata")
    cards.append(Figure(saving, say.euro(gross.amount), apart, gross))
    figures(say, view.programme, cards, key="value")


def show_value(view: View, made: Reckoning) -> None:
    """Value, resources, their ratio, and the cashable saving."""
    _cards(view, made)
