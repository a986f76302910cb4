"""Families, homes, premium and balance of the whole plan."""

from collections.abc import Mapping
from decimal import Decimal

from h4a_core.engine.replication import CaseYear, PlanYear
from h4a_core.engine.savings import PROBABILITIES
from h4a_core.engine.working import Working, value_working
from h4a_core.text import Text
from h4a_ui.components import Figure, figures
from h4a_ui.language import Language
from h4a_ui.session import View


def show_figures(
    view: View, years: list[PlanYear], cases: Mapping[str, list[CaseYear]], plan: tuple[Working, ...]
) -> None:
    """Families, homes, premium and balance of the whole plan, each with its working."""
    say = view.say
    families = sum(one.entered for one in years)
    homes = sum(one.homes_needed for one in years)
    capital = sum((one.capital for one in years), Decimal(0))
    premium = {name: sum((one.premium for one in found), Decimal(0)) for name, found in cases.items()}
    balance = {name: sum((one.balance for one in found), Decimal(0)) for name, found in cases.items()}
    taken = _families_working(families, plan)
    due = _premium_working(premium["middle"], taken)
    left = _balance_working(balance["middle"], _saving_working(view, cases["middle"], taken), due)
    needed = Working(
        Text(it="Case da ristrutturare", en="Homes to renovate"), homes, "number", "estimate",
        Text(it="famiglie × (1 − quota che tiene la casa)", en="families × (1 − share that keeps its home)"), (taken,),
    )  # fmt: skip
    cards = [
        Figure(
            say("Famiglie accolte"), say.number(families), say("oggi {n}", n=say.number(view.facts.households)), taken
        ),
        Figure(
            say("Case da ristrutturare"), say.number(homes), say("capitale: {amount}", amount=say.euro(capital)), needed
        ),
        Figure(say("Premio"), say.euro(premium["middle"]), _range(say, premium), due),
        Figure(say("Saldo delle città"), say.signed_euro(balance["middle"]), _range(say, balance), left),
    ]
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


def _premium_working(premium: Decimal, families: Working) -> Working:
    return Working(
        Text(it="Premio", en="Premium"), premium, "EUR", "estimate",
        Text(
            it="clausole del contratto su ogni nuova coorte, con le riuscite attese; obiettivo = famiglie entrate",
            en="clauses of the contract on every new cohort, with the successes expected; target = families entered",
        ),
        (families,),
    )  # fmt: skip


def _saving_working(view: View, years: list[CaseYear], families: Working) -> Working:
    return Working(
        Text(it="Albergo evitato", en="Hotel cost avoided"),
        sum((one.saving for one in years), Decimal(0)), "EUR", "estimate",
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
                view.statement.savings.observed_cost / view.facts.households, "EUR", "data",
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
