"""The years ahead: the plan's inputs and sliders, its figures, what would unlock it, and the successes to expect."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.replication import CASES, CaseYear, PlanYear, expected_successes, relaxed
from h4a_core.engine.working import Working, assumed, value_working
from h4a_core.measuring.replication import PlanRecords
from h4a_core.programme.model import Value
from h4a_core.programme.replication import Replication
from h4a_core.text import Text
from h4a_ui.components import Figure, badge, figures, quantity, small, source_words
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.sliders import Slider

_GROUPS = (
    ("years", "cities", "city_every_years", "families", "growth"),
    ("homes", "kept_share", "renovation_cost", "capital", "operators", "families_per_operator", "care_years"),
)
_LEAST_RECORDS = 3


@dataclass(frozen=True)
class PlanInput:
    """One value of the plan: what the records say of it, where they do, else what is supposed."""

    name: str
    value: Value
    now: Decimal
    working: Working

    @property
    def factor(self) -> int:
        """Shares stand on a slider as whole percentages."""
        return 100 if self.value.unit == "share" else 1

    def slider(self, say: Language) -> Slider:
        """Its slider; the present value is that of the records or the one supposed."""
        ends = self.value.slider
        assert ends is not None  # noqa: S101 - every value of the plan has one, a test looks
        now = int((self.now * self.factor).quantize(Decimal(1), ROUND_HALF_UP))
        return Slider(
            f"replica.{self.name}",
            f"{say.text(self.value.label)} {badge(say, self.working.badge)}",
            (min(int(ends.lowest * self.factor), now), max(int(ends.highest * self.factor), now)),
            now,
            quantity(say, Decimal(now) / self.factor, self.value.unit),
            int(ends.step * self.factor),
            {"share": "%d %%", "EUR": "%d EUR"}.get(self.value.unit, "%d"),
            source_words(say, self.working.source) if self.working.source else None,
        )


def plan_inputs(plan: Replication, known: PlanRecords) -> dict[str, PlanInput]:
    """The values of the plan by name; where there are records enough, what they say."""
    found = {name: PlanInput(name, value, value.value, assumed(value)) for name, value in plan.values.items()}
    if known.contracts >= _LEAST_RECORDS:
        kept = (Decimal(known.kept_homes) / known.contracts).quantize(Decimal("0.01"), ROUND_HALF_UP)
        working = Working(
            plan.kept_share.label, kept, "share", "data",
            Text(it="contratti sulla casa di prima / contratti", en="contracts of a home kept / contracts"),
            (Working(Text(it="Contratti", en="Contracts"), known.contracts, "number", "data"),
             Working(Text(it="sulla casa di prima", en="of a home kept"), known.kept_homes, "number", "data")),
        )  # fmt: skip
        found["kept_share"] = PlanInput("kept_share", plan.kept_share, kept, working)
    if known.renovated >= _LEAST_RECORDS:
        each = (known.renovation_cost / known.renovated).quantize(Decimal(1), ROUND_HALF_UP)
        working = Working(
            plan.renovation_cost.label, each, "EUR", "data",
            Text(it="costo delle ristrutturazioni / case ristrutturate", en="cost of renovations / homes renovated"),
            (Working(Text(it="Case ristrutturate", en="Homes renovated"), known.renovated, "number", "data"),
             Working(Text(it="Costo in tutto", en="Cost in all"), known.renovation_cost, "EUR", "data")),
        )  # fmt: skip
        found["renovation_cost"] = PlanInput("renovation_cost", plan.renovation_cost, each, working)
    return found


def limit_words(say: Language) -> dict[str, str]:
    """What can keep families out, by name."""
    return {
        "families": say("domanda delle città"),
        "homes": say("case"),
        "capital": say("capitale per ristrutturare"),
        "accompaniment": say("accompagnamento"),
    }


def show_controls(say: Language, sliders: Mapping[str, Slider]) -> None:
    """The sliders of one group."""
    groups = {"plan": say("Città e famiglie"), "limits": say("Che cosa una città può reggere")}
    chosen = st.segmented_control(
        say("Cursori"), list(groups), default="plan", required=True, format_func=groups.__getitem__,
        key="replica_group", persist_state="session", label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    for name in _GROUPS[list(groups).index(chosen)]:
        sliders[name].show(say)


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
    taken = Working(
        Text(it="Famiglie accolte", en="Families taken in"), families, "households", "estimate",
        Text(
            it="per ogni città e anno il minore tra domanda, case, capitale e posti di accompagnamento",
            en="for each city and year the lowest of demand, homes, capital and places of accompaniment",
        ),
        plan,
    )  # fmt: skip
    due = Working(
        Text(it="Premio", en="Premium"), premium["middle"], "EUR", "estimate",
        Text(
            it="clausole del contratto su ogni nuova coorte, con le riuscite attese; obiettivo = famiglie entrate",
            en="clauses of the contract on every new cohort, with the successes expected; target = families entered",
        ),
        (taken,),
    )  # fmt: skip
    left = Working(
        Text(it="Saldo delle città", en="Balance of the cities"), balance["middle"], "EUR", "estimate",
        Text(it="albergo evitato − premio − altri costi", en="hotel cost avoided − premium − other costs"),
        (
            Working(
                Text(it="Albergo evitato", en="Hotel cost avoided"),
                sum((one.saving for one in cases["middle"]), Decimal(0)), "EUR", "estimate",
                Text(
                    it="famiglie × (probabilità × notti × costo di una notte − spesa media dopo l'ingresso)",
                    en="families × (probability × nights × cost of a night − mean spending after entry)",
                ),
                (
                    taken,
                    *(
                        value_working(view.programme, view.statement.terms, name)
                        for name in ("hotel_probability", "expected_nights", "cost_per_night")
                    ),
                    Working(
                        Text(it="Spesa media dopo l'ingresso", en="Mean spending after entry"),
                        view.statement.savings.observed_cost / view.facts.households, "EUR", "data",
                    ),
                ),
            ),
            due,
        ),
    )  # fmt: skip
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


def _range(say: Language, cases: Mapping[str, Decimal]) -> str:
    return say(
        "{cautious} se poche famiglie riescono, {hopeful} se molte",
        cautious=say.euro(cases["cautious"]),
        hopeful=say.euro(cases["hopeful"]),
    )


def show_unlocks(say: Language, plan: Mapping[str, Decimal]) -> None:
    """What a tenth more of one thing would do."""
    words = limit_words(say)
    st.subheader(say("Che cosa sblocca"))
    small(say("Un decimo in più di una cosa sola, le altre ferme."))
    for limit, more in sorted(relaxed(plan), key=lambda one: -one[1]):
        gained = (
            say.plural("{n} famiglia in più", "{n} famiglie in più", more)
            if more > 0
            else say("nessuna famiglia in più")
        )
        st.markdown(f"- {words[limit]}: **{gained}** {badge(say, 'estimate')}")


def show_rates(view: View, families: int) -> None:
    """The successes that a new cohort may expect, in the three cases."""
    say = view.say
    st.subheader(say("Quante famiglie riescono"))
    small(
        say(
            "Le riuscite misurate finora dicono che cosa attendersi da una nuova coorte di {n} famiglie: i tre casi "
            "sono i punti sotto i quali stanno 10, 50 e 90 esiti su 100. Ogni caso suppone che tutto vada così "
            "insieme.",
            n=say.number(families),
        )
        + f" {badge(say, 'estimate')}"
    )
    terms = view.statement.terms
    won = {
        case: expected_successes(view.programme, view.measured, terms, families, share) for case, share in CASES.items()
    }
    names = {"cautious": say("Caso prudente"), "middle": say("Caso centrale"), "hopeful": say("Caso fiducioso")}
    rows = [
        {say("Esito"): say.text(view.programme.metric(metric).label)}
        | {
            names[case]: say("{n} di {total}", n=say.number(won[case][metric]), total=say.number(families))
            for case in CASES
        }
        for metric in won["middle"]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=say("Riuscite attese di una nuova coorte, nei tre casi"))
