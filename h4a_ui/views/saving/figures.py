"""The saving in four figures."""

from h4a_ui.components import Figure, figures
from h4a_ui.session import View
from h4a_ui.views.saving.cards import balance_card, saving_card


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
        saving_card(view),
        balance_card(view),
    ]
    figures(say, view.programme, cards, key="saving")
