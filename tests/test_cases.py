"""The contract, case by case: each case of tests/cases is a sentence that must hold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from h4a_core.facts import CohortFacts, Exposure, ObservedNights, Waits
from h4a_core.programme import Programme
from h4a_core.scenario import parse_changes
from h4a_core.statement import statement
from tests.facts_made import HOTELS, cohort_facts, facts_of, tally

CASES = Path(__file__).parent / "cases"


def _cases(name: str) -> list[Any]:
    cases = YAML(typ="safe").load(CASES / name)
    return [pytest.param(case, id=case["name"]) for case in cases]


def _waits(found: list[list[int]]) -> tuple[Waits, ...]:
    return tuple(Waits(months, True, households) for months, households in found)


def _with_readings(case: dict[str, Any], cohort: CohortFacts) -> CohortFacts:
    """The cohort with its waits one by one, and with what other readings count."""
    others = case.get("otherwise", {})
    tallies = {name: one for name, one in cohort.tallies.items() if name != "waiting" or "waits" not in case}
    return replace(
        cohort,
        tallies=tallies,
        waits=_waits(case.get("waits", [])),
        other_tallies={
            name: {metric: tally(cohort.households, one) for metric, one in found.items()}
            for name, found in others.items()
            if "waits" not in found
        },
        other_waits={name: _waits(found["waits"]) for name, found in others.items() if "waits" in found},
    )


@pytest.mark.parametrize("case", [*_cases("premium.yaml"), *_cases("readings.yaml")])
def test_premium_case(case: dict[str, Any], torino: Programme) -> None:
    cohorts = [_with_readings(case, cohort_facts(year, **counts)) for year, counts in case["facts"].items()]
    made = statement(torino, facts_of(*cohorts), parse_changes(torino, case.get("set", [])))
    for clause, amount in case["earned"].items():
        found = sum(line.earned for line in made.lines if line.clause == clause)
        assert found == Decimal(str(amount)), clause
    for clause, amount in case.get("possible", {}).items():
        assert sum(line.possible for line in made.lines if line.clause == clause) == Decimal(str(amount)), clause
    assert made.earned == sum(line.earned for line in made.lines)


@pytest.mark.parametrize("case", _cases("savings.yaml"))
def test_savings_case(case: dict[str, Any], torino: Programme) -> None:
    exposures = tuple(Exposure(one["on"], one["members"], one["households"]) for one in case["enrolled"])
    observed = tuple(
        ObservedNights(one["month"], one["members"], one["nights"], Decimal(one["cost"]))
        for one in case.get("stays", [])
    )
    households = sum(one.households for one in exposures)
    cohorts = [
        cohort_facts(2022, households, exposures=exposures, observed=observed, **case.get("counts", {})),
    ] if households else []  # fmt: skip
    as_of: date = case["as_of"]
    made = statement(
        torino, facts_of(*cohorts, as_of=as_of), parse_changes(torino, [*HOTELS, *case.get("set", [])])
    ).savings
    assert made.expected_cost == case["expected_cost"]
    assert made.gross_saving == case["gross"]
    if "net" in case:
        assert made.net_saving == case["net"]
