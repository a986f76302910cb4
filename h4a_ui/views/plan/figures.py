"""Families, homes, premium and balance of the whole plan."""

from collections.abc import Mapping
from decimal import Decimal

from h4a_core.engine.savings import PROBABILITIES
from h4a_core.engine.working import Working, value_working
from h4a_core.text import Text
from h4a_ui.components import PREMIUM_PER_HOUSEHOLD, Figure, figures, premium_basis
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.plan.ahead import Ahead


def show_figures(view: View, ahead: Ahead) -> None:
    """Families, homes, premium and balance of the whole plan, each with its working; without cases no money."""
    say, total = view.say, ahead.total
    taken = _families_working(total.entered, ahead.inputs)
    needed = Working(
        Text(it="Case da ristrutturare", en="Homes to renovate"), total.homes_needed, "number", "estimate",
        Text(it="famiglie × (1 − quota che tiene la casa)", en="families × (1 − share that keeps its home)"), (taken,),
    )  # fmt: skip
    out = say.plural("; altra {n} resta fuori", "; altre {n} restano fuori", total.kept_out) if total.kept_out else ""
    cards = [
        Figure(
            say("Famiglie accolte"), say.number(total.entered),
            say("in tutto il piano; oggi {n}", n=say.number(view.facts.households)) + out, taken,
        ),
        Figure(
            say("Case da ristrutturare"), say.number(total.homes_needed),
            say("in tutto il piano; capitale: {amount}", amount=say.euro(total.capital)), needed,
        ),
    ]  # fmt: skip
    figures(say, view.programme, cards, key="replica")
    if ahead.cases:
        _show_money(view, ahead, taken)


def _show_money(view: View, ahead: Ahead, taken: Working) -> None:
    """Premium and balance of the whole plan, in the middle case and between the other two."""
    say, total = view.say, ahead.total
    due = _premium_working(view, total.premium["middle"], taken)
    left = _balance_working(total.balance["middle"], _saving_working(view, total.saving["middle"], taken), due)
    cards = [
        Figure(
            say("Premio"), say.euro(total.premium["middle"]),
            premium_basis(say, view.statement, _range(say, total.premium)), due,
        ),
        Figure(say("Saldo delle città"), say.signed_euro(total.balance["middle"]), _range(say, total.balance), left),
    ]  # fmt: skip
    figures(say, view.programme, cards, key="replica_money")


def _families_working(families: int, plan: tuple[Working, ...]) -> Working:
    return Working(
        Text(it="Famiglie accolte", en="Families taken in"), families, "households", "estimate",
        Text(
            it="per ogni città e anno il minore tra domanda, case, capitale e posti di accompagnamento",
            en="for each city and year the lowest of demand, homes, capital and places of accompaniment",
        ),
        plan,
    )  # fmt: skip


def _premium_working(view: View, premium: Decimal, families: Working) -> Working:
    return Working(
        Text(it="Premio", en="Premium"), premium, "EUR", "estimate",
        Text(
            it="clausole del contratto su ogni nuova coorte, con le riuscite attese; obiettivo = famiglie entrate",
            en="clauses of the contract on every new cohort, with the successes expected; target = families entered",
        ),
        (families, value_working(view.programme, view.statement.terms, PREMIUM_PER_HOUSEHOLD)),
    )  # fmt: skip


def _saving_working(view: View, saving: Decimal, families: Working) -> Working:
    return Working(
        Text(it="Albergo evitato", en="Hotel cost avoided"),
        saving, "EUR", "estimate",
        Text(
            it="famiglie che tengono la casa × probabilità × notti × costo di una notte − famiglie × spesa media dopo "
            "l'ingresso",
            en="families that keep their home × probability × nights × cost of a night − families × mean spending "
            "after entry",
        ),
        (
            families,
            *(
                value_working(view.programme, view.statement.terms, name)
                for name in (*PROBABILITIES.values(), "expected_nights", "cost_per_night")
            ),
            Working(
                Text(it="Spesa media dopo l'ingresso", en="Mean spending after entry"),
                view.statement.observed_cost_per_household, "EUR", "data",
            ),
        ),
    )  # fmt: skip


def _balance_working(balance: Decimal, saving: Working, premium: Working) -> Working:
    return Working(
        Text(it="Saldo delle città", en="Balance of the cities"), balance, "EUR", "estimate",
        Text(it="albergo evitato − premio − altri costi", en="hotel cost avoided − premium − other costs"),
        (saving, premium),
    )  # fmt: skip


def _range(say: Language, cases: Mapping[str, Decimal]) -> str:
    return say(
        "in tutto il piano; {cautious} se poche famiglie riescono, {hopeful} se molte",
        cautious=say.euro(cases["cautious"]),
        hopeful=say.euro(cases["hopeful"]),
    )
