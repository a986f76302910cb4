"""What one visitor looks at: language, day, records, statement. The one place that opens a store cursor for a page.

The store is one per process and lends cursors; facts are kept per state of the store, day and terms, so that a slider
never touches the database. Everything kept is frozen and shared between visitors; what a visitor chose lives in the
session's state under the keys named here.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import streamlit as st

from h4a_core.facts import Answers, Facts, HouseholdFacts
from h4a_core.measuring import (
    FactTerms,
    measured_answers,
    measured_facts,
    measured_households,
    measured_payments,
)
from h4a_core.programme import Programme, load_programme
from h4a_core.scenario import Scenario
from h4a_core.statement import Statement, statement
from h4a_core.store.batches import has_invented, history, newest_record_day
from h4a_core.store.connection import Store
from h4a_core.store.statements import Issued, issued
from h4a_core.text import Lang
from h4a_ui.language import Language

ROOT = Path(__file__).parents[1]
PROGRAMMES = ROOT / "data" / "programmes"

LANGUAGE_KEY = "lang"
AS_OF_KEY = "al"
NEWEST_KEY = "_newest_record_day"
READINGS_KEY = "_readings"
"""Keys of the session's state; the first two also stand in the address bar."""

_stores: dict[Path, Store] = {}
_opening = threading.Lock()


def store_path() -> Path:
    """Where the records are kept: `H4A_DB`, else `data/h4a.duckdb`."""
    return Path(os.environ.get("H4A_DB") or ROOT / "data" / "h4a.duckdb").resolve()


def open_store() -> Store:
    """The process's one store, opened at first use.

    Raises:
        StoreError: the file is in use, is no database, or is of a newer version.

    """
    path = store_path()
    with _opening:
        if path not in _stores:
            _stores[path] = Store.open(path)
        return _stores[path]


def close_store() -> None:
    """Close what this process has opened."""
    with _opening:
        for store in _stores.values():
            store.close()
        _stores.clear()


@dataclass(frozen=True, slots=True)
class View:
    """All that a page needs to show: words, contract, day, facts and the statement made of them."""

    say: Language
    programme: Programme
    as_of: date
    measured: Facts
    scenario: Scenario
    statement: Statement

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
    """Take the language from the address on the first visit, and keep it there: a link carries its language.

    A bound control would write the words of its buttons into the address, which change with the language.
    """
    asked = st.query_params.get(LANGUAGE_KEY)
    if LANGUAGE_KEY not in st.session_state:
        st.session_state[LANGUAGE_KEY] = "en" if asked == "en" else "it"
    if st.session_state[LANGUAGE_KEY] == "en":
        st.query_params[LANGUAGE_KEY] = "en"
    elif asked:
        del st.query_params[LANGUAGE_KEY]


def language() -> Language:
    """The language of this session; Italian until another is chosen."""
    code: Lang = "en" if st.session_state.get(LANGUAGE_KEY) == "en" else "it"
    return Language(code)


@st.cache_resource(max_entries=8, show_spinner=False)
def programme(name: str = "homes4all-torino") -> Programme:
    """The programme file by name, read once.

    Raises:
        ProgrammeError: the file cannot be used; every fault is named.

    """
    return load_programme(PROGRAMMES / f"{name}.yaml")


@dataclass(frozen=True, slots=True)
class Records:
    """What the store holds, as one state of it: the newest day, whether any of it is invented."""

    newest_day: date | None
    invented: bool


def records() -> Records:
    """What the store holds now."""
    return _records(store_path(), open_store().generation)


@st.cache_resource(max_entries=8, show_spinner=False)
def _records(path: Path, generation: int) -> Records:  # noqa: ARG001 - what the kept answer depends on
    with open_store().reading() as cursor:
        return Records(newest_record_day(cursor), has_invented(cursor))


@st.cache_resource(max_entries=64, show_spinner=False)
def _facts(path: Path, generation: int, terms: FactTerms, as_of: date) -> Facts:  # noqa: ARG001 - see above
    with open_store().reading() as cursor:
        return measured_facts(cursor, terms, as_of)


@st.cache_resource(max_entries=64, show_spinner=False)
def _households(path: Path, generation: int, terms: FactTerms, as_of: date, cohort: int | None) -> list[HouseholdFacts]:  # noqa: ARG001 - see above
    with open_store().reading() as cursor:
        return measured_households(cursor, terms, as_of, cohort)


@st.cache_resource(max_entries=64, show_spinner=False)
def _answers(path: Path, generation: int, as_of: date) -> list[Answers]:  # noqa: ARG001 - see above
    with open_store().reading() as cursor:
        return measured_answers(cursor, as_of)


def answers(view: View) -> list[Answers]:
    """The survey answers as of the view's day."""
    return _answers(store_path(), open_store().generation, view.as_of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _file_names(path: Path, generation: int) -> dict[int, str]:  # noqa: ARG001 - see above
    with open_store().reading() as cursor:
        return {batch.batch_id: batch.file for batch in history(cursor)}


def file_names() -> dict[int, str]:
    """The file behind each import, by its number."""
    return _file_names(store_path(), open_store().generation)


@st.cache_resource(max_entries=64, show_spinner=False)
def _paid(path: Path, generation: int, programme_id: str, as_of: date) -> dict[tuple[str, int | None], Decimal]:  # noqa: ARG001 - see above
    with open_store().reading() as cursor:
        return measured_payments(cursor, programme_id, as_of)


def paid(view: View) -> dict[tuple[str, int | None], Decimal]:
    """What was paid by the view's day (EUR), by clause and cohort."""
    return _paid(store_path(), open_store().generation, view.programme.id, view.as_of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _issued(path: Path, generation: int, programme_id: str) -> list[Issued]:  # noqa: ARG001 - see above
    with open_store().reading() as cursor:
        return issued(cursor, programme_id)


def issued_statements(view: View) -> list[Issued]:
    """The statements issued so far, the newest first."""
    return _issued(store_path(), open_store().generation, view.programme.id)


def households(view: View, cohort: int | None = None) -> list[HouseholdFacts]:
    """The families behind the view's counts, with the records that prove each state."""
    return _households(store_path(), open_store().generation, _fact_terms(view.programme), view.as_of, cohort)


def _fact_terms(contract: Programme) -> FactTerms:
    return FactTerms(int(contract.in_force()["gap_limit_days"]), contract.stable_exit_reasons)


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


def view(scenario: Scenario | None = None) -> View:
    """The statement of the session's programme, day and readings, under a scenario if one is given."""
    contract = programme()
    day = as_of()
    measured = _facts(store_path(), open_store().generation, _fact_terms(contract), day)
    asked = scenario or Scenario()
    asked = replace(asked, readings={**readings(), **asked.readings})
    return View(language(), contract, day, measured, asked, statement(contract, measured, asked))
