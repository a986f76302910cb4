"""The saving and the balance as cards: one caption for each, wherever they stand."""

from h4a_core.engine.distribution import Spread
from h4a_core.statement import Statement
from h4a_ui.components import Figure
from h4a_ui.language import Language
from h4a_ui.session import View


def saving_card(view: View) -> Figure:
    """The cost avoided, with the range in which it lies 8 times of 10."""
    say, made = view.say, view.statement
    return Figure(
        say("Spesa evitata"),
        say.euro(made.savings.gross_saving),
        say("{range}; stimata, senza gruppo di controllo", range=range_words(say, made.ranges.gross)),
        made.savings.gross,
    )


def balance_card(view: View) -> Figure:
    """The City's balance with the premium earned so far, and what it would be if all that is pending succeeds."""
    say, made = view.say, view.statement
    balance = made.savings
    return Figure(say("Saldo per la Città, oggi"), say.euro(balance.net_saving), balance_words(say, made), balance.net)


def balance_words(say: Language, made: Statement) -> str:
    """How far today's balance can be off, what it would be if all that is pending succeeds, what is not in it."""
    balance, ranges = made.savings, made.ranges
    words = f"{range_words(say, ranges.net)}, {chance_words(say, ranges.net)}. "
    if balance.possible:
        words += say(
            "Se tutto riesce {amount} ({range}, {chance}).",
            amount=say.euro(balance.net_saving_if_all_succeed),
            range=range_words(say, ranges.net_if_all),
            chance=chance_words(say, ranges.net_if_all),
        )
        words += " "
    others = say.euro(balance.other_costs)
    return words + (
        say("Tolti {amount} di altri costi.", amount=others)
        if balance.other_costs
        else say("Gli altri costi della Città non sono noti: qui zero.")
    )


def range_words(say: Language, spread: Spread) -> str:
    """The range in which an amount lies 8 times of 10; that it is certain where nothing is left open."""
    low, high = (say.euro(round(end)) for end in spread.range_80)
    if low == high:
        return say("ai valori scelti, senza incertezza")
    return say("8 volte su 10 tra {low} e {high}", low=low, high=high)


def chance_words(say: Language, spread: Spread) -> str:
    """How often an amount is above zero."""
    share = round(100 * spread.positive_share)
    return say("positivo {n} volte su 100", n=say.number(share))


def basis_words(view: View) -> str:
    """What stands for the hotels without the programme: length, price, and what they rest on."""
    say, made = view.say, view.statement
    numbers = {
        "nights": say.number(made.terms["expected_nights"]),
        "cost": say.money(made.terms["cost_per_night"]),
    }
    if made.counterfactual == "stays" and made.reference:
        n = say.number(made.reference.stays)
        return say(
            "Senza il programma: {nights} notti a {cost} EUR, da {n} permanenze di altre famiglie.", n=n, **numbers
        )
    if made.counterfactual == "chosen":
        return say("Senza il programma: {nights} notti a {cost} EUR, valori scelti.", **numbers)
    return say("Senza il programma: {nights} notti a {cost} EUR, al centro delle prove pubblicate.", **numbers)
