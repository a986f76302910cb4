"""How long each step takes, from finding a home to moving in."""

from collections.abc import Sequence

from h4a_core.engine.homes import Home, step_days
from h4a_ui.charts import step_days as days_chart
from h4a_ui.components import picture, small
from h4a_ui.language import Language
from h4a_ui.views.homes.known import count_of_homes


def show_steps(say: Language, homes: Sequence[Home]) -> None:
    """The days of each step, home by home, and how many lack a date."""
    labels = {
        "works": say("Trovato → pronto"),
        "letting": say("Pronto → contratto"),
        "moving": say("Contratto → ingresso in casa"),
    }
    found = step_days(homes)
    rows = [
        days_chart.DaysRow(labels[one.key], one.days, one.median, count_of_homes(say, len(one.days)))
        for one in found
        if one.median is not None
    ]
    picture(say, days_chart.step_days(say, rows), key="steps")
    lacking = sum(one.lacking for one in found)
    if lacking:
        small(
            say.plural(
                "{n} passaggio senza una delle due date, o con le date al contrario, non è contato.",
                "{n} passaggi senza una delle due date, o con le date al contrario, non sono contati.",
                lacking,
            )
        )
    small(say("Il costo registrato è quello dei lavori; acquisto, mesi vuoti e ricerca delle case non sono nei dati."))
