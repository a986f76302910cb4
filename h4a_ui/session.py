"""What one visitor looks at: language, day, records, statement. The one place that opens a store cursor for a page.

The store is one per process and lends cursors; facts are kept per state of the store, day and terms, so that a slider
never touches the database. Everything kept is frozen and shared between visitors; what a visitor chose lives in the
session's state under the keys named here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import duckdb
import streamlit as st

from h4a_core.engine.counterfactual import Reference, family_sizes
from h4a_core.facts import Answers, Facts, HouseholdFacts
from h4a_core.issued import Issued, issued
from h4a_core.measuring import past
from h4a_core.measuring.households import (
    FactTerms,
    measured_answers,
    measured_facts,
    measured_households,
    measured_payments,
)
from h4a_core.measuring.stays import measured_reference
from h4a_core.programme import Programme, load_programme
from h4a_core.programme.counterfactual import Counterfactual, load_counterfactual
from h4a_core.scenario import EVIDENCE, STAYS, Scenario
from h4a_core.statement import Statement, statement
from h4a_core.store.batches import has_invented, history, newest_record_day
from h4a_core.store.connection import Store
from h4a_core.text import Lang
from h4a_ui.language import Language

ROOT = Path(__file__).parents[1]
PROGRAMMES = ROOT / "data" / "programmes"
ROME = ZoneInfo("Europe/Rome")
"""Days on the screen are days in Turin."""

LANGUAGE_KEY = "lang"
AS_OF_KEY = "al"
KNOWN_AT_KEY = "noto_al"
NEWEST_KEY = "_newest_record_day"
READINGS_KEY = "_readings"
WITHOUT_KEY = "senza"
CHOSEN_WITHOUT_KEY = "_counterfactual"
ACTING_KEY = "_acting_user"
"""Keys of the session's state; those without a dash in front also stand in the address bar."""

Found = TypeVar("Found")

_stores: dict[Path, Store] = {}
_opening = threading.Lock()


def store_path() -> Path:
    """Where the records are kept: `H4A_DB`, else `data/h4a.duckdb`."""
    return Path(os.environ.get("H4A_DB") or ROOT / "data" / "h4a.duckdb").resolve()


def open_store() -> Store:
    """The process's one store, opened at first use.

    Raises:
        StoreError: the file is in use, damaged, no database, of a newer version, or not the one that was opened.

    """
    path = store_path()
    with _opening:
        if path not in _stores:
            _stores[path] = Store.open(path)
        store = _stores[path]
    store.refuse_lost_file()
    return store


def opened_store() -> Store | None:
    """The process's store if it is open, without waiting for anything."""
    return _stores.get(store_path())


def close_store() -> None:
    """Close what this process has opened."""
    with _opening:
        for store in _stores.values():
            store.close()
        _stores.clear()


@dataclass(frozen=True, slots=True)
class View:
    """All that a page needs to show: words, contract, day, facts and the statement made of them.

    `known` holds the stays of other families, where enough are known, whether they are in force or not.
    """

    say: Language
    programme: Programme
    as_of: date
    measured: Facts
    scenario: Scenario
    statement: Statement
    known: Reference | None

    @property
    def facts(self) -> Facts:
        """The facts as the statement sees them: measured, with the scenario's changes."""
        return self.statement.facts

    @property
    def empty(self) -> bool:
        """Whether no family is in the programme by the day."""
        return not self.measured.cohorts


def page(name: str) -> st.Page:
    """A page of the menu, to link to."""
    return st.Page(ROOT / "pages" / f"{name}.py", url_path=name)


def follow_address() -> None:
    """Take language and counterfactual from the address on the first visit, and keep them there for whoever shares it.

    A bound control would write the words of its buttons into the address, which change with the language.
    """
    _follow_counterfactual()
    asked = st.query_params.get(LANGUAGE_KEY)
    if LANGUAGE_KEY not in st.session_state:
        st.session_state[LANGUAGE_KEY] = "en" if asked == "en" else "it"
    if st.session_state[LANGUAGE_KEY] == "en":
        st.query_params[LANGUAGE_KEY] = "en"
    elif asked:
        del st.query_params[LANGUAGE_KEY]


def _follow_counterfactual() -> None:
    asked = st.query_params.get(WITHOUT_KEY)
    if CHOSEN_WITHOUT_KEY not in st.session_state:
        st.session_state[CHOSEN_WITHOUT_KEY] = asked if asked in {STAYS, EVIDENCE} else None
    chosen = counterfactual()
    if chosen:
        st.query_params[WITHOUT_KEY] = chosen
    elif asked:
        del st.query_params[WITHOUT_KEY]


def counterfactual() -> str | None:
    """What this session lets stand for the hotels without the programme; None: as by default."""
    chosen: str | None = st.session_state.get(CHOSEN_WITHOUT_KEY)
    return chosen


def choose_counterfactual(chosen: str) -> None:
    """Put the stays of other families, or the published evidence, in force on every page of this session."""
    default = STAYS if known_stays(as_of()) else EVIDENCE
    st.session_state[CHOSEN_WITHOUT_KEY] = None if chosen == default else chosen


def language() -> Language:
    """The language of this session; Italian until another is chosen."""
    code: Lang = "en" if st.session_state.get(LANGUAGE_KEY) == "en" else "it"
    return Language(code)


def programme(name: str = "homes4all-torino") -> Programme:
    """The programme file by name, read once.

    Raises:
        ProgrammeError: the file cannot be used; every fault is named.

    """
    found: Programme = _loaded(PROGRAMMES / f"{name}.yaml", load_programme)
    return found


def evaluation(name: str, load: Callable[[Path], Found]) -> Found:
    """One file of the programme's evaluation model, `data/programmes/<programme>/<name>.yaml`, read once.

    Raises:
        ProgrammeError: the file cannot be used; every fault is named.

    """
    found: Found = _loaded(PROGRAMMES / programme().id / f"{name}.yaml", load)
    return found


@st.cache_resource(max_entries=32, show_spinner=False)
def _loaded(path: Path, _load: Callable[[Path], object]) -> Any:  # noqa: ANN401 - whatever the file holds
    return _load(path)


@dataclass(frozen=True, slots=True)
class Records:
    """What the store holds, as one state of it: the newest day, whether any of it is invented."""

    newest_day: date | None
    invented: bool


def measured(query: Callable[..., Found], *asked: object) -> Found:
    """What `query(cursor, *asked)` finds in the records, kept until the store changes: a slider never queries.

    With a day to look back to (`known_at`), what was known then. What is found is shared between visitors: it must not
    be changed. `asked` is the key under which it is kept, so it must say all that the query depends on.
    """
    name = f"{query.__module__}.{query.__qualname__}"
    found: Found = _kept(store_path(), open_store().generation, known_at(), name, asked, query)
    return found


@st.cache_resource(max_entries=256, show_spinner=False)
def _kept(
    path: Path,  # noqa: ARG001
    generation: int,  # noqa: ARG001
    day: date | None,
    name: str,  # noqa: ARG001
    asked: tuple[object, ...],
    _query: Callable[..., object],
) -> Any:  # noqa: ANN401 - whatever the query finds
    with open_store().reading(datetime.combine(day, time.max, ROME) if day else None) as cursor:
        return _query(cursor, *asked)


def _records(cursor: duckdb.DuckDBPyConnection) -> Records:
    return Records(newest_record_day(cursor), has_invented(cursor))


def records() -> Records:
    """What the store holds now, or held on the day looked back to."""
    return measured(_records)


def answers(view: View, cohort: int) -> list[Answers]:
    """The survey answers of a cohort as of the view's day."""
    return [one for one in measured(measured_answers, view.as_of) if one.cohort == cohort]


def _file_names(cursor: duckdb.DuckDBPyConnection) -> dict[int, str]:
    return {batch.batch_id: batch.file for batch in history(cursor)}


def file_names() -> dict[int, str]:
    """The file behind each import, by its number."""
    return measured(_file_names)


def paid(view: View) -> dict[tuple[str, int | None], Decimal]:
    """What was paid by the view's day (EUR), by clause and cohort."""
    return measured(measured_payments, view.programme.id, view.as_of)


def issued_statements(view: View) -> list[Issued]:
    """The statements issued so far, the newest first."""
    return measured(issued, view.programme.id)


def households(view: View, cohort: int | None = None) -> list[HouseholdFacts]:
    """The families behind the view's counts, with the records that prove each state."""
    found = measured(measured_households, _fact_terms(view.programme), view.as_of, cohort)
    return [one.as_read(view.statement.terms.readings) for one in found]


def _fact_terms(contract: Programme) -> FactTerms:
    return FactTerms(int(contract.in_force()["gap_limit_days"]), contract.stable_exit_reasons)


def known_at() -> date | None:
    """The day to which this session looks back: what was brought in or undone later is not seen. None: now."""
    chosen: date | None = st.session_state.get(KNOWN_AT_KEY)
    return chosen


def acting_user() -> str | None:
    """Who this visitor said they are, to be written beside what they bring in, undo or clear; None: not said."""
    return str(st.session_state.get(ACTING_KEY) or "").strip() or None


def look_at_now() -> None:
    """Stop looking back."""
    st.session_state[KNOWN_AT_KEY] = None


def as_of() -> date:
    """The day this session looks at: the newest record's day until another is chosen."""
    return st.session_state.get(AS_OF_KEY) or records().newest_day or date.today()  # noqa: DTZ011 - a local day


def readings() -> dict[str, str]:
    """The readings of the contract that this session has chosen other than by default."""
    chosen: dict[str, str] = st.session_state.setdefault(READINGS_KEY, {})
    return chosen


def choose_reading(name: str, alternative: str, default: str) -> None:
    """Put a reading in force on every page of this session."""
    chosen = readings()
    chosen.pop(name, None)
    if alternative != default:
        chosen[name] = alternative


def choices() -> Counterfactual:
    """The evaluator's choices for the comparison with hotels."""
    return evaluation("counterfactual", load_counterfactual)


def _facts(day: date) -> Facts:
    return measured(measured_facts, _fact_terms(programme()), day)


def past_facts(days: tuple[date, ...]) -> dict[date, Facts]:
    """The facts as the records dated up to each of these days give them."""
    return measured(past.past_facts, _fact_terms(programme()), days)


def known_stays(day: date) -> Reference | None:
    """What the stays of other families known by a day say; None where they are too few."""
    return measured(measured_reference, *choices().of_stays, family_sizes(_facts(day)), day)


def view(scenario: Scenario | None = None) -> View:
    """The statement of the session's programme, day, readings and counterfactual, under a scenario if one is given."""
    contract = programme()
    day = as_of()
    facts, known = _facts(day), known_stays(day)
    asked = scenario or Scenario()
    asked = replace(
        asked,
        readings={**readings(), **asked.readings},
        counterfactual=asked.counterfactual or counterfactual(),
    )
    made = statement(contract, facts, asked, known)
    return View(language(), contract, day, facts, asked, made, known)
