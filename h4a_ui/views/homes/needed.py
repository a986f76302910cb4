"""How many homes are lacking: families waiting against homes ready and empty."""

from collections.abc import Sequence

from h4a_core.engine.homes import Home, needs
from h4a_core.measuring.homes import measured_waiting
from h4a_ui import session
from h4a_ui.charts.homes_needed import NeedPoint, homes_needed
from h4a_ui.components import picture, small
from h4a_ui.session import View


def _points(view: View, homes: Sequence[Home]) -> None:
    say = view.say
    waiting = session.measured(measured_waiting, view.as_of)
    points = [NeedPoint(one.day, one.waiting, one.free) for one in needs(homes, waiting.months)]
    picture(say, homes_needed(say, points), key="need")
    if waiting.with_candidates:
        who = say(
            "Aspetta chi ha fatto domanda e non ha casa né è uscito: anche chi l'Elenco escluderebbe, "
            "quindi è un massimo."
        )
    else:
        who = say("Senza l'elenco delle candidature si contano solo le famiglie poi entrate nel programma.")
    rest = say(
        "Chi resta nella propria casa aspetta fino al nuovo contratto; chi ha perso la casa non torna nel conto."
    )
    small(f"{who} {rest}")
    if any(point.waiting is None for point in points):
        small(say("Dove la linea grigia si interrompe aspettano una o due famiglie."))


def show_needed(view: View, homes: Sequence[Home]) -> None:
    """Families waiting and homes free, day by day."""
    _points(view, homes)
