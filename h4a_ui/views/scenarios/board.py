"""The sliders of a scenario, and the scenario that they make."""

from dataclasses import dataclass

import streamlit as st

from h4a_core.scenario import Scenario
from h4a_core.statement import Statement, statement
from h4a_ui.components import small
from h4a_ui.session import View
from h4a_ui.sliders import (
    WAITING_LIMIT,
    Slider,
    address,
    changed_counts,
    changed_values,
    cohort_sliders,
    follow,
    value_sliders,
)

_RULES = (
    "full_threshold", "floor_threshold", "floor_payment", "waiting_limit_months", "target_households",
    "year_1_share", "year_2_share", "year_3_share",
)  # fmt: skip
_VALUES = (
    "premium_per_household", "cost_per_night", "expected_nights", "hotel_probability_new_home",
    "hotel_probability_kept_home", "other_costs_per_household",
)  # fmt: skip


@dataclass(frozen=True)
class Board:
    """All sliders of the page, by group; only those of one group are drawn."""

    values: dict[str, Slider]
    cohorts: dict[int, dict[str, Slider]]

    @property
    def all(self) -> list[Slider]:
        """The sliders of every group."""
        return [*self.values.values(), *(slider for own in self.cohorts.values() for slider in own.values())]

    def scenario(self, view: View) -> Scenario:
        """What was moved, wherever it stands."""
        counts = {key: n for year, own in self.cohorts.items() for key, n in changed_counts(year, own).items()}
        return Scenario(
            values=changed_values(view.programme, self.values), readings=view.scenario.readings, counts=counts,
            counterfactual=view.scenario.counterfactual,
        )  # fmt: skip


def board_of(view: View) -> Board:
    """The sliders of terms, assumptions and cohorts, as they stand."""
    values = value_sliders(view, (*_RULES, *_VALUES))
    limit = values[WAITING_LIMIT].chosen
    return Board(values, {one.cohort: cohort_sliders(view, one, limit) for one in view.measured.cohorts})


def show_controls(view: View, board: Board, scenario: Scenario) -> None:
    """The sliders of the group that is chosen."""
    say, programme = view.say, view.programme
    groups = {"families": say("Famiglie e risultati"), "rules": say("Soglie e regole"), "values": say("Valori")}
    group = st.segmented_control(
        say("Cursori"), list(groups), default=_moved_group(scenario), required=True, format_func=groups.__getitem__,
        key="slider_group", persist_state="session", label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    if group == "families":
        for slider in board.cohorts[cohort_on_screen(view)].values():
            slider.show(say)
        return
    for name in _RULES if group == "rules" else _VALUES:
        board.values[name].show(say)
    shares = programme.shares_in_all(scenario.values)
    if group == "rules" and shares != 1:
        small(say(":orange[Le quote dei tre anni fanno {total}, non 100 %.]", total=say.percent(shares)))


def _moved_group(scenario: Scenario) -> str:
    """The group in which a link's changes stand, so that whoever opens it sees them."""
    if scenario.counts or not scenario.values:
        return "families"
    return "values" if any(name in _VALUES for name in scenario.values) else "rules"


def cohort_on_screen(view: View) -> int:
    """The cohort on the screen: the newest until another is chosen."""
    years = [cohort.cohort for cohort in view.measured.cohorts]
    said = st.session_state.get("scenario_cohort") or st.query_params.get("scenario_cohort", "")
    return int(said) if str(said).isdecimal() and int(said) in years else years[-1]


def show_cohorts(view: View) -> None:
    """A button for each cohort; `cohort_on_screen` tells which is chosen, also before the buttons are drawn."""
    say = view.say
    years = [cohort.cohort for cohort in view.measured.cohorts]
    st.segmented_control(
        say("Coorte"),
        years,
        default=years[-1],
        required=True,
        format_func=str,
        key="scenario_cohort",
        bind="query-params",
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """What the sliders make: the scenario, its statement, and the cohort on the screen."""

    scenario: Scenario
    made: Statement
    cohort: int


def tried(view: View, board: Board) -> Tried:
    """The scenario of the sliders; made of the facts at hand, without a query."""
    scenario = board.scenario(view)
    return Tried(scenario, statement(view.programme, view.measured, scenario, view.known), cohort_on_screen(view))


def keep_address(view: View, board: Board, scenario: Scenario) -> None:
    """Write the scenario into the address bar."""
    follow(address(scenario, view.programme), board.all)
