"""The sliders of a scenario: each knows its present value from the facts, and the way back to it.

What was moved is kept by the names of the changes, in the session and in the address bar: the address is the scenario
(`cost_per_night=60`, `2023.stability=9`), and a link reproduces the view. It is read before any slider is drawn, so the
figures change first, and holds for the sliders of the groups that are not on the screen too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

import streamlit as st

from h4a_core.engine.working import half_up, percentage, share_of_percentage
from h4a_core.facts import CohortFacts
from h4a_core.programme import Programme
from h4a_core.scenario import Scenario
from h4a_ui.components import quantity
from h4a_ui.language import Language
from h4a_ui.session import View, programme

MOST_FAMILIES = 60
WAITING_LIMIT = "waiting_limit_months"
MOVED_KEY = "_moved"


@dataclass(frozen=True, slots=True)
class Slider:
    """A slider in whole numbers: its key, range, and the present value `now`, said in words as `today`."""

    key: str
    label: str
    ends: tuple[int, int]
    now: int
    today: str
    step: int = 1
    form: str = "%d"
    meaning: str | None = None
    drops: tuple[str, ...] = ()

    @property
    def chosen(self) -> int:
        """The value that was moved to, the present one otherwise; never beyond the ends."""
        low, high = self.ends
        return min(max(_moved().get(self.key, self.now), low), high)

    def show(self, say: Language) -> None:
        """Draw it, with an arrow back to the present value once it was moved; moving it forgets those in `drops`."""
        low, high = self.ends
        widget = f"slider_{self.key}"
        if st.session_state.get(widget) != self.chosen:
            st.session_state[widget] = self.chosen
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.slider(
                f"{self.label} · {say('oggi')} {self.today}",
                low,
                max(high, low + 1),
                step=self.step,
                format=self.form,
                key=widget,
                disabled=high <= low,
                help=self.meaning,
                on_change=_move,
                args=(self,),
            )
            if self.chosen != self.now:
                st.button(
                    say("Torna al valore di oggi"),
                    icon=":material/undo:",
                    key=f"back_{self.key}",
                    type="tertiary",
                    on_click=_back,
                    args=(self,),
                )


def _moved() -> dict[str, int]:
    """What this session has moved, by key; on the first visit what the address says."""
    if MOVED_KEY not in st.session_state:
        st.session_state[MOVED_KEY] = _said_in_address(programme())
    moved: dict[str, int] = st.session_state[MOVED_KEY]
    return moved


def _said_in_address(contract: Programme) -> dict[str, int]:
    """The numbers that the address says, by key; what it says by an alias, of each value that this stands for."""
    said = {key: int(value) for key, value in st.query_params.to_dict().items() if value.isdecimal()}
    alike = {name: said[alias] for alias, one in contract.aliases.items() if alias in said for name in one.values}
    for alias in contract.aliases:
        st.query_params.pop(alias, None)
    return alike | said


def _move(slider: Slider) -> None:
    _moved()[slider.key] = st.session_state[f"slider_{slider.key}"]
    _forget(slider.drops)


def _back(slider: Slider) -> None:
    _forget((slider.key, *slider.drops))


def _forget(keys: Iterable[str]) -> None:
    for key in keys:
        _moved().pop(key, None)


def back_to_facts() -> None:
    """Put every slider back to its present value."""
    _moved().clear()


def follow(scenario: Mapping[str, str], sliders: Iterable[Slider]) -> None:
    """Write the scenario into the address bar, and nothing else of it."""
    for slider in sliders:
        wanted = scenario.get(slider.key)
        if wanted is None:
            st.query_params.pop(slider.key, None)
        elif st.query_params.get(slider.key) != wanted:
            st.query_params[slider.key] = wanted


def to_slider(number: Decimal | Fraction, unit: str) -> int:
    """Where a number of a unit stands on its slider, in whole numbers: a share as its percentage."""
    return int(half_up(percentage(number) if unit == "share" else number, 0))


def from_slider(chosen: int, unit: str) -> Decimal:
    """The number of a unit that a place on its slider stands for."""
    return share_of_percentage(chosen) if unit == "share" else Decimal(chosen)


def value_sliders(view: View, names: Iterable[str]) -> dict[str, Slider]:
    """The sliders of terms and assumptions, by name."""
    say, found = view.say, {}
    drops = {WAITING_LIMIT: tuple(f"{cohort.cohort}.waiting" for cohort in view.measured.cohorts)}
    for name in names:
        value = view.programme.values[name]
        if value.slider is None:
            continue
        scale = (value.slider.lowest, value.slider.highest, value.slider.step, view.statement.terms[name])
        lowest, highest, step, in_force = (to_slider(number, value.unit) for number in scale)
        now = min(max(in_force, lowest), highest)
        found[name] = Slider(
            name,
            say.text(value.label),
            (lowest, highest),
            now,
            quantity(say, in_force, value.unit),
            step,
            {"share": "%d %%", "EUR": "%d EUR"}.get(value.unit, "%d"),
            drops=drops.get(name, ()),
        )
    return found


def changed_values(programme: Programme, sliders: Mapping[str, Slider]) -> dict[str, Decimal]:
    """What was moved, in the programme file's units."""
    return {
        name: from_slider(slider.chosen, programme.values[name].unit)
        for name, slider in sliders.items()
        if slider.chosen != slider.now
    }


def metrics(programme: Programme) -> tuple[str, ...]:
    """What families may succeed in, in the order of the contract."""
    return (*programme.milestones, *programme.outcomes)


def cohort_sliders(view: View, cohort: CohortFacts, waiting_limit_months: int) -> dict[str, Slider]:
    """The sliders of one cohort: how many families, and how many of them succeed."""
    say, year = view.say, cohort.cohort
    own = tuple(f"{year}.{metric}" for metric in metrics(view.programme))
    families = Slider(
        f"{year}.households",
        say("Famiglie nella coorte"),
        (0, MOST_FAMILIES),
        cohort.households,
        say.number(cohort.households),
        drops=own,
    )
    found = {"households": families}
    counts = {} if families.chosen == families.now else {(year, "households"): families.chosen}
    terms = view.programme.in_force({WAITING_LIMIT: Decimal(waiting_limit_months)})
    (after,) = [one for one in Scenario(counts=counts).facts(view.measured, terms).cohorts if one.cohort == year]
    for key, metric in zip(own, metrics(view.programme), strict=True):
        tally, named = after.tally(metric, waiting_limit_months), view.programme.metric(metric)
        now = tally.achieved + tally.pending
        today = say("{count} di {total}", count=say.number(now), total=say.number(after.households))
        if tally.pending:
            done, open_ = say.number(tally.achieved), say.number(tally.pending)
            today = say("{count} riuscite, {pending} in corso", count=done, pending=open_)
        label, meaning = say.text(named.label), say.text(named.meaning)
        found[metric] = Slider(key, label, (0, after.households), now, today, meaning=meaning)
    return found


def changed_counts(year: int, sliders: Mapping[str, Slider]) -> dict[tuple[int, str], int]:
    """What was moved, in families."""
    return {(year, name): slider.chosen for name, slider in sliders.items() if slider.chosen != slider.now}


def address(scenario: Scenario, programme: Programme) -> dict[str, str]:
    """The scenario as the query of a link."""
    changes = {name: to_slider(exact, programme.values[name].unit) for name, exact in scenario.values.items()}
    changes |= {f"{year}.{metric}": n for (year, metric), n in scenario.counts.items()}
    return {name: str(n) for name, n in changes.items()}


def link(base: str, query: Mapping[str, str]) -> str:
    """An address that reproduces a view."""
    return f"{base}?{urlencode(query)}" if query else base
