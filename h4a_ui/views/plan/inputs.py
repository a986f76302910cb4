"""What the plan starts from: each value from the records or supposed, and its slider."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from h4a_core.engine.working import Working, assumed
from h4a_core.measuring.replication import PlanRecords
from h4a_core.programme.model import Value
from h4a_core.programme.replication import Replication
from h4a_core.text import Text
from h4a_ui.components import badge, quantity, source_words
from h4a_ui.language import Language
from h4a_ui.sliders import Slider, from_slider, to_slider

_GROUPS = {
    "plan": ("years", "cities", "city_every_years", "families", "growth"),
    "limits": ("homes", "kept_share", "renovation_cost", "capital", "operators", "families_per_operator", "care_years"),
}
_LEAST_RECORDS = 3


@dataclass(frozen=True)
class PlanInput:
    """One value of the plan: what the records say of it, where they do, else what is supposed."""

    name: str
    value: Value
    now: Decimal | Fraction
    working: Working

    def slider(self, say: Language) -> Slider:
        """Its slider; the present value is that of the records or the one supposed."""
        ends = self.value.slider
        assert ends is not None  # noqa: S101 - every value of the plan has one, a test looks
        unit = self.value.unit
        now = to_slider(self.now, unit)
        return Slider(
            f"replica.{self.name}",
            f"{say.text(self.value.label)} {badge(say, self.working.badge)}",
            (min(to_slider(ends.lowest, unit), now), max(to_slider(ends.highest, unit), now)),
            now,
            quantity(say, from_slider(now, unit), unit),
            step=to_slider(ends.step, unit),
            form={"share": "%d %%", "EUR": "%d EUR"}.get(unit, "%d"),
            meaning=source_words(say, self.working.source) if self.working.source else None,
        )


def plan_inputs(plan: Replication, known: PlanRecords) -> dict[str, PlanInput]:
    """The values of the plan by name; where there are records enough, what they say."""
    found = {name: PlanInput(name, value, value.value, assumed(value)) for name, value in plan.values.items()}
    if known.contracts >= _LEAST_RECORDS:
        kept = known.kept_share
        working = Working(
            plan.kept_share.label, kept, "share", "data",
            Text(it="contratti sulla casa di prima / contratti", en="contracts of a home kept / contracts"),
            (Working(Text(it="Contratti", en="Contracts"), known.contracts, "number", "data"),
             Working(Text(it="sulla casa di prima", en="of a home kept"), known.kept_homes, "number", "data")),
        )  # fmt: skip
        found["kept_share"] = PlanInput("kept_share", plan.kept_share, kept, working)
    if known.renovated >= _LEAST_RECORDS:
        each = known.renovation_each
        working = Working(
            plan.renovation_cost.label, each, "EUR", "data",
            Text(it="costo delle ristrutturazioni / case ristrutturate", en="cost of renovations / homes renovated"),
            (Working(Text(it="Case ristrutturate", en="Homes renovated"), known.renovated, "number", "data"),
             Working(Text(it="Costo in tutto", en="Cost in all"), known.renovation_cost, "EUR", "data")),
        )  # fmt: skip
        found["renovation_cost"] = PlanInput("renovation_cost", plan.renovation_cost, each, working)
    return found


def show_controls(say: Language, sliders: Mapping[str, Slider]) -> None:
    """The sliders of one group."""
    groups = {"plan": say("Città e famiglie"), "limits": say("Che cosa una città può reggere")}
    chosen = st.segmented_control(
        say("Cursori"), list(groups), default="plan", required=True, format_func=groups.__getitem__,
        key="replica_group", persist_state="session", label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    for name in _GROUPS[chosen]:
        sliders[name].show(say)
