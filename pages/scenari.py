"""Scenari: what would happen if. Sliders on the left, what they change on the right, at once and without a query."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.headroom import final_payment_by_successes
from h4a_core.engine.premium import Counted
from h4a_core.scenario import Scenario
from h4a_core.statement import Statement, statement
from h4a_ui import session
from h4a_ui.charts.premium_years import YearRow, premium_by_year
from h4a_ui.charts.staircase import staircase
from h4a_ui.components import cohort_label, download, empty_page, figure_change, picture, small
from h4a_ui.language import Language
from h4a_ui.parts.sensitivity import show_sensitivity
from h4a_ui.session import View
from h4a_ui.sliders import (
    WAITING_LIMIT,
    Slider,
    address,
    back_to_facts,
    changed_counts,
    changed_values,
    cohort_sliders,
    follow,
    link,
    value_sliders,
)

_RULES = (
    "full_threshold", "floor_threshold", "floor_payment", "waiting_limit_months", "target_households",
    "year_1_share", "year_2_share", "year_3_share",
)  # fmt: skip
_VALUES = (
    "premium_per_household", "cost_per_night", "expected_nights", "hotel_probability", "other_costs_per_household",
)  # fmt: skip
_SAVED_KEY = "_saved_scenarios"
_MOST_SAVED = 3


@dataclass(frozen=True)
class _Board:
    """All sliders of the page, by group; only those of one group are drawn."""

    values: dict[str, Slider]
    cohorts: dict[int, dict[str, Slider]]

    @property
    def all(self) -> list[Slider]:
        return [*self.values.values(), *(slider for own in self.cohorts.values() for slider in own.values())]

    def scenario(self, view: View) -> Scenario:
        """What was moved, wherever it stands."""
        counts = {key: n for year, own in self.cohorts.items() for key, n in changed_counts(year, own).items()}
        return Scenario(
            values=changed_values(view.programme, self.values), readings=view.scenario.readings, counts=counts
        )


def _board(view: View) -> _Board:
    values = value_sliders(view, (*_RULES, *_VALUES))
    limit = values[WAITING_LIMIT].chosen
    return _Board(values, {one.cohort: cohort_sliders(view, one, limit) for one in view.measured.cohorts})


def _controls(view: View, board: _Board, scenario: Scenario) -> None:
    say, programme = view.say, view.programme
    groups = {"families": say("Famiglie e risultati"), "rules": say("Soglie e regole"), "values": say("Valori")}
    group = st.segmented_control(
        say("Cursori"), list(groups), default=_moved_group(scenario), required=True, format_func=groups.__getitem__,
        key="slider_group", persist_state="session", label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    if group == "families":
        for slider in board.cohorts[_year(view)].values():
            slider.show(say)
        return
    for name in _RULES if group == "rules" else _VALUES:
        board.values[name].show(say)
    in_force = programme.in_force(scenario.values)
    shares = sum((in_force[name] for name in _RULES if programme.values[name].part_of), Decimal(0))
    if group == "rules" and shares != 1:
        small(say(":orange[Le quote dei tre anni fanno {total}, non 100 %.]", total=say.percent(shares)))


def _moved_group(scenario: Scenario) -> str:
    """The group in which a link's changes stand, so that whoever opens it sees them."""
    if scenario.counts or not scenario.values:
        return "families"
    return "values" if any(name in _VALUES for name in scenario.values) else "rules"


def _year(view: View) -> int:
    """The cohort on the screen: the newest until another is chosen."""
    years = [cohort.cohort for cohort in view.measured.cohorts]
    said = st.session_state.get("scenario_cohort") or st.query_params.get("scenario_cohort", "")
    return int(said) if str(said).isdecimal() and int(said) in years else years[-1]


def _final_tier(say: Language, made: Statement, year: int) -> str:
    results = [one for one in made.outcomes if one.cohort in {year, None}]
    if not results:
        return "–"
    low, high = min(one.worst for one in results), min(one.best for one in results)
    return say.percent(low) if low == high else say("da {low} a {high}", low=say.percent(low), high=say.percent(high))


def _figures(view: View, facts: Statement, made: Statement, year: int) -> None:
    say = view.say
    one, two, three, four = (*st.columns(2), *st.columns(2))
    changes = [
        (one, say("Premio maturato"), facts.earned, made.earned),
        (two, say("Premio ancora possibile"), facts.possible, made.possible),
        (three, say("Saldo per la Città"), facts.savings.net_saving, made.savings.net_saving),
    ]
    for column, label, before, after in changes:
        with column:
            figure_change(say, label, before, after, good=column is three)
    before_tier, after_tier = _final_tier(say, facts, year), _final_tier(say, made, year)
    with four:
        said = say("come oggi") if before_tier == after_tier else say("oggi {now}", now=before_tier)
        label = say("Parte finale, {cohort}", cohort=cohort_label(say, year).lower())
        st.metric(label, after_tier, said, delta_color="off", delta_arrow="off", border=True)


def _changed(facts: Statement, made: Statement) -> bool:
    """Whether the scenario changes anything at all."""
    return made.facts is not facts.facts or made.terms != facts.terms


def _lowest(made: Statement, year: int) -> Counted:
    """The outcome of the cohort that decides."""
    found = [one.counted for one in made.outcomes if one.cohort in {year, None}]
    return min(found, key=lambda one: (one.achieved + one.pending, one.achieved))


def _steps(view: View, facts: Statement, made: Statement, year: int) -> None:
    part = view.programme.final_part
    cohort = next((one for one in made.facts.cohorts if one.cohort == year), None)
    if part is None or cohort is None:
        return
    stairs = final_payment_by_successes(view.programme, part, cohort.households, made.terms)
    before = _lowest(facts, year)
    now = before.achieved if not before.pending else (before.achieved, before.achieved + before.pending)
    after = _lowest(made, year)
    chosen = after.achieved if _changed(facts, made) and not after.pending else None
    picture(view.say, staircase(view.say, stairs, now, chosen), key="staircase")


def _years(view: View, facts: Statement, made: Statement) -> None:
    say = view.say
    rows = []
    for clause in view.programme.clauses:
        sums = [
            sum((getattr(line, part) for line in one.lines if line.clause == clause.id), Decimal(0))
            for one in ((facts, made) if _changed(facts, made) else (facts,))
            for part in ("earned", "possible")
        ]
        rows.append(YearRow(say.text(clause.label), *sums))
    picture(say, premium_by_year(say, rows), key="premium_by_year")


def _keep(view: View) -> None:
    say = view.say
    saved: list[Scenario] = st.session_state.setdefault(_SAVED_KEY, [])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(say("Nome dello scenario"), key="scenario_name", persist_state="session", max_chars=40)
        st.button(
            say("Salva"), icon=":material/bookmark_add:", on_click=_save,
            args=(view, name or say("Scenario {n}", n=len(saved) + 1)),
        )  # fmt: skip
        st.button(say("Torna ai fatti"), icon=":material/restart_alt:", on_click=back_to_facts)
        shared = st.popover(say("Condividi"), icon=":material/link:", key="share", on_change="rerun")
    if shared.open:
        with shared:
            small(say("Questo indirizzo riapre lo scenario così com'è:"))
            query = {"scenario_cohort": str(_year(view)), session.AS_OF_KEY: view.as_of.isoformat()}
            if say.code != "it":
                query[session.LANGUAGE_KEY] = say.code
            base = (st.context.url or "").split("?")[0]
            st.code(
                link(base, query | address(_board(view).scenario(view), view.programme)), language=None, wrap_lines=True
            )


def _save(view: View, name: str) -> None:
    scenario = _board(view).scenario(view)
    others = [one for one in st.session_state[_SAVED_KEY] if one.name != name]
    kept = Scenario(name, scenario.values, scenario.readings, scenario.counts)
    st.session_state[_SAVED_KEY] = [*others, kept][-_MOST_SAVED:]


def _compare(view: View, facts: Statement, made: Statement) -> None:
    saved: list[Scenario] = st.session_state.get(_SAVED_KEY, [])
    if not saved:
        return
    say = view.say
    st.subheader(say("Scenari salvati, a confronto"))
    columns = {say("Fatti"): facts, say("Sullo schermo"): made}
    columns |= {one.name: statement(view.programme, view.measured, one) for one in saved}
    names = [
        say("Famiglie"),
        say("Spesa evitata"),
        say("Premio maturato"),
        say("Premio ancora possibile"),
        say("Saldo per la Città"),
    ]
    table = pd.DataFrame({name: _key_figures(say, one) for name, one in columns.items()}, index=names)
    st.table(table, border="horizontal")
    download(say, table.reset_index(names=""), name="scenari")


def _key_figures(say: Language, made: Statement) -> list[str]:
    return [
        say.number(made.facts.households),
        say.euro(made.savings.gross_saving),
        say.euro(made.earned),
        say.euro(made.possible),
        say.signed_euro(made.savings.net_saving),
    ]


@st.fragment
def _explore(view: View, facts: Statement) -> None:
    say = view.say
    years = [cohort.cohort for cohort in view.measured.cohorts]
    left, right = st.columns([2, 3], gap="large")
    board = _board(view)
    scenario = board.scenario(view)
    made = statement(view.programme, view.measured, scenario)
    year = _year(view)
    with right:
        _figures(view, facts, made, year)
        _steps(view, facts, made, year)
        _years(view, facts, made)
    with left:
        st.segmented_control(
            say("Coorte"), years, default=years[-1], required=True, key="scenario_cohort", bind="query-params"
        )
        _controls(view, board, scenario)
    follow(address(scenario, view.programme), board.all)
    _compare(view, facts, made)
    show_sensitivity(view, scenario, made)


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Scenari"))
    st.title(say("Scenari"))
    st.markdown(
        say("Che cosa succederebbe se: sposta un cursore e guarda premio e saldo cambiare. I fatti non cambiano.")
    )
    _keep(view)
    _explore(view, view.statement)


_page()
