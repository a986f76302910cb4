"""The saving in four figures."""

from h4a_ui.components import Figure, figures
from h4a_ui.session import View


def show_saving(view: View) -> None:
    """What hotels would have cost, what they did cost, the difference, and the balance for the City."""
    say, made = view.say, view.statement
    nights = made.savings.observed_nights
    cards = [
        Figure(
            say("Costo atteso in albergo"),
            say.euro(made.savings.expected_cost),
            say("{nights} notti in tutto", nights=say.number(made.savings.expected_nights)),
            made.savings.expected,
        ),
        Figure(
            say("Costo avvenuto in albergo"),
            say.euro(made.savings.observed_cost),
            say("{nights} notti dall'ingresso nel programma", nights=say.number(nights)),
            made.savings.observed,
        ),
        Figure(
            say("Spesa evitata"),
            say.euro(made.savings.gross_saving),
            say("stimata, senza gruppo di controllo"),
            made.savings.gross,
        ),
        Figure(
            say("Saldo per la Città"),
            say.signed_euro(made.savings.net_saving),
            say("dopo il premio e gli altri costi"),
            made.savings.net,
        ),
    ]
    figures(say, view.programme, cards, key="saving")
