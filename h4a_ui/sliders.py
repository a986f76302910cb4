"""The sliders of a scenario: each knows its present value from the facts, and the way back to it.

Their keys are the names of the scenario's changes, so that the address bar is the scenario (`cost_per_night=60`,
`2023.stability=9`) and a link reproduces the view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

import streamlit as st

from h4a_core.programme import Programme, Value
from h4a_core.scenario import Scenario
from h4a_ui.components import quantity
from h4a_ui.language import Language
from h4a_ui.session import View

_MOST_FAMILIES = 60
WAITING_LIMIT = "waiting_limit_months"


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

    def show(self, say: Language) -> int:
        """Draw it, with an arrow back to the present value once it was moved; moving it forgets the keys in `drops`."""
        low, high = self.ends
        moved = st.session_state.get(self.key, self.now) != self.now
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            chosen: int = st.slider(
                f"{self.label} · :gray[{say('oggi')} {self.today}]",
                low,
                max(high, low + 1),
                self.now,
                self.step,
                format=self.form,
                key=self.key,
                bind="query-params",
                disabled=high <= low,
                help=self.meaning,
                on_change=_forget,
                args=(self.drops,),
            )
            st.button(
                " ",
                icon=":material/undo:",
                key=f"back_{self.key}",
                type="tertiary",
                disabled=not moved,
                help=say("Torna al valore di oggi"),
                on_click=_back,
                args=(self.key, self.now, self.drops),
            )
        return chosen


def _forget(keys: tuple[str, ...]) -> None:
    for key in keys:
        st.session_state.pop(key, None)


def _back(key: str, value: int, drops: tuple[str, ...]) -> None:
    st.session_state[key] = value
    _forget(drops)


def _factor(value: Value) -> int:
    """Shares stand on a slider as whole percentages."""
    return 100 if value.unit == "share" else 1


def value_slider(say: Language, programme: Programme, name: str, drops: tuple[str, ...] = ()) -> Decimal:
    """The slider of a term or an assumption; its value in the programme file's unit."""
    value = programme.values[name]
    if value.slider is None:
        return value.value
    factor = _factor(value)
    lowest, highest, step, now = (
        int(number * factor) for number in (value.slider.lowest, value.slider.highest, value.slider.step, value.value)
    )
    form = {"share": "%d %%", "EUR": "%d EUR"}.get(value.unit, "%d")
    today = quantity(say, value.value, value.unit)
    shown = Slider(name, say.text(value.label), (lowest, highest), now, today, step, form, drops=drops).show(say)
    return Decimal(shown) / factor


def metrics(programme: Programme) -> tuple[str, ...]:
    """What families may succeed in, in the order of the contract."""
    return (*programme.milestones, *programme.outcomes)


def waiting_keys(view: View) -> tuple[str, ...]:
    """Keys of the sliders whose present value follows the waiting limit."""
    return tuple(f"{cohort.cohort}.waiting" for cohort in view.facts.cohorts)


def cohort_sliders(view: View, year: int) -> dict[tuple[int, str], int]:
    """The sliders of one cohort: how many families, and how many of them succeed; what was moved is returned."""
    say, cohort = view.say, next(one for one in view.facts.cohorts if one.cohort == year)
    own = tuple(f"{year}.{metric}" for metric in metrics(view.programme))
    families = Slider(
        f"{year}.households",
        say("Famiglie nella coorte"),
        (0, _MOST_FAMILIES),
        cohort.households,
        say.number(cohort.households),
        drops=own,
    ).show(say)
    counts: dict[tuple[int, str], int] = {}
    if families != cohort.households:
        counts[year, "households"] = families
    limit = int(st.session_state.get(WAITING_LIMIT, view.statement.terms[WAITING_LIMIT]))
    terms = view.programme.in_force({WAITING_LIMIT: Decimal(limit)})
    (after,) = [one for one in Scenario(counts=counts).facts(view.facts, terms).cohorts if one.cohort == year]
    for key, metric in zip(own, metrics(view.programme), strict=True):
        tally, named = after.tally(metric, limit), view.programme.metric(metric)
        now = tally.achieved + tally.pending
        today = say("{count} di {total}", count=say.number(now), total=say.number(families))
        if tally.pending:
            done, open_ = say.number(tally.achieved), say.number(tally.pending)
            today = say("{count} riuscite, {pending} in corso", count=done, pending=open_)
        label, meaning = say.text(named.label), say.text(named.meaning)
        chosen = Slider(key, label, (0, families), now, today, meaning=meaning).show(say)
        if chosen != now:
            counts[year, metric] = chosen
    return counts


def hidden_counts(view: View, shown: int) -> dict[tuple[int, str], int]:
    """What the address bar says of the cohorts whose sliders are not on the screen."""
    counts = {}
    for cohort in view.facts.cohorts:
        for metric in ("households", *metrics(view.programme)):
            said = st.query_params.get(f"{cohort.cohort}.{metric}", "")
            if cohort.cohort != shown and said.isdecimal():
                counts[cohort.cohort, metric] = min(int(said), _MOST_FAMILIES)
    return counts


def address(scenario: Scenario, programme: Programme) -> str:
    """The scenario as the query of a link."""
    changes: dict[str, int] = {}
    for name, exact in scenario.values.items():
        changes[name] = int(exact * _factor(programme.values[name]))
    changes |= {f"{year}.{metric}": n for (year, metric), n in scenario.counts.items()}
    return urlencode(changes)


def back_to_facts(view: View, names: Mapping[str, object]) -> None:
    """Put every slider back to its present value."""
    for name in names:
        value = view.programme.values[name]
        st.session_state[name] = int(value.value * _factor(value))
    limit = int(view.statement.terms[WAITING_LIMIT])
    for cohort in view.facts.cohorts:
        st.session_state[f"{cohort.cohort}.households"] = cohort.households
        for metric in metrics(view.programme):
            tally = cohort.tally(metric, limit)
            st.session_state[f"{cohort.cohort}.{metric}"] = tally.achieved + tally.pending
