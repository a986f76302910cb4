"""Families, homes, premium and balance of the whole plan."""

from collections.abc import Mapping
from decimal import Decimal

from h4a_core.engine.replication import CaseYear, PlanYear, plan_total
from h4a_core.engine.savings import PROBABILITIES
from h4a_core.engine.working import Working, value_working
from h4a_core.text import Text
from h4a_ui.components import PREMIUM_PER_HOUSEHOLD, Figure, figures, premium_basis
from h4a_ui.language import Language
from h4a_ui.session import View


def show_figures(
    view: View, years: list[PlanYear], cases: Mapping[str, list[CaseYear]], plan: tuple[Working, ...]
) -> None:
    """Families, homes, premium and balance of the whole plan, each with its working."""
    say = view.say
    total = plan_total(years, cases)
    taken = _families_working(total.entered, plan)
    due = _premium_working(view, total.premium["middle"], taken)
    left = _balance_working(total.balance["middle"], _saving_working(view, total.saving, taken), due)
    needed = Working(
        Text(it="Case da ristrutturare", en="Homes to renovate"), total.homes_needed, "number", "estimate",
        Text(it="famiglie × (1 − quota che tiene la casa)", en="families × (1 − share that keeps its home)"), (taken,),
    )  # fmt: skip
    cards = [
        Figure(
            say("Famiglie accolte"), say.number(total.entered),
            say("oggi {n}", n=say.number(view.facts.households)), taken,
        ),
        Figure(
            say("Case da ristrutturare"), say.number(total.homes_needed),
            say("capitale: {amount}", amount=say.euro(total.capital)), needed,
        ),
        Figure(
            say("Premio"), say.euro(total.premium["middle"]),
            premium_basis(say, view.statement, _range(say, total.premium)), due,
        ),
        Figure(say("Saldo delle città"), say.signed_euro(total.balance["middle"]), _range(say, total.balance), left),
    ]  # fmt: skip
    figures(say, view.programme, cards[:2], key="replica")
    figures(say, view.programme, cards[2:], key="replica_money")


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
            it="famiglie × (probabilità × notti × costo di una notte − spesa media dopo l'ingresso)",
            en="families × (probability × nights × cost of a night − mean spending after entry)",
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
        "{cautious} se poche famiglie riescono, {hopeful} se molte",
        cautious=say.euro(cases["cautious"]),
        hopeful=say.euro(cases["hopeful"]),
    )
