"""The forecast on the command line: its JSON key by key, and the same in words."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from h4a_core.cli.command import main
from h4a_core.cli.statement import premium_basis
from h4a_core.programme import Programme
from h4a_core.statement import statement
from tests.facts_made import sample_figures

SETTINGS = ("premium_per_household=10000", "expected_nights=150", "cost_per_night=48", "hotel_probability=1")


@pytest.fixture
def database(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sample_file, tmp_path / "records.duckdb"))


@pytest.fixture
def call(database: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def called(*words: str, settings: tuple[str, ...] = ()) -> str:
        changes = (word for one in settings for word in ("--set", one))
        assert main(["forecast", "--db", str(database), *words, *changes]) == 0
        return capsys.readouterr().out

    return called


def _keys(made: Any) -> Any:
    """The keys of plain data, however deep; of a list those of its members, which are all alike."""
    if isinstance(made, dict):
        return {name: _keys(value) for name, value in made.items()}
    if isinstance(made, list) and made and isinstance(made[0], dict):
        alike = [_keys(one) for one in made]
        assert all(set(one) == set(alike[0]) for one in alike)
        return [alike[0]]
    return type(made).__name__


def test_the_forecast_has_exactly_the_keys_that_are_promised(call: Any) -> None:
    made = json.loads(call("--as-of", "2025-11-30", "--json"))
    assert _keys(made) == {
        "programme": "str",
        "as_of": "str",
        "currency": "str",
        "outcomes": [
            {
                "cohort": "int", "outcome": "str", "achieved": "int", "pending": "int", "eligible": "int",
                "distribution": "list", "why_none": "NoneType",
            }
        ],
        "final_part": [{"cohort": "int", "tiers": [{"share": "str", "probability": "float"}]}],
        "premium": dict.fromkeys(("earned", "expected", "low", "median", "high"), "str"),
        "by_year": [{"year": "int"} | dict.fromkeys(("expected", "low", "high", "saving"), "str")],
        "balance": dict.fromkeys(("today", "if_all_succeed", "low", "median", "high"), "str")
        | {"probability_positive": "float"},
    }  # fmt: skip
    assert (made["programme"], made["as_of"], made["currency"]) == ("homes4all-torino", "2025-11-30", "EUR")


def test_chances_add_to_one_and_money_has_two_decimals(call: Any) -> None:
    made = json.loads(call("--as-of", "2025-11-30", "--json"))
    for one in made["outcomes"]:
        assert len(one["distribution"]) == one["eligible"] + 1
        assert sum(one["distribution"]) == pytest.approx(1)
        assert not any(one["distribution"][: one["achieved"]])  # what succeeded cannot be lost
    for part in made["final_part"]:
        assert sum(one["probability"] for one in part["tiers"]) == pytest.approx(1)
    # cohort 2022: 8 of 11 in the lowest outcome, so 80 % of its final part; nothing is open
    assert made["final_part"][0] == {"cohort": 2022, "tiers": [{"share": "0.80", "probability": 1.0}]}
    assert [one["share"] for one in made["final_part"][1]["tiers"]] == ["1.00", "0.80", "0.00"]
    amounts = [*made["premium"].values(), *(made["balance"][name] for name in ("today", "low", "median", "high"))]
    assert all(f"{Decimal(one):.2f}" == one for one in amounts)
    # 44,000 of cohort 2022 and 101,000 of the first two years are earned; at most 55,000 more
    premium = {name: Decimal(one) for name, one in made["premium"].items()}
    assert (premium["earned"], premium["high"]) == (145_000, 200_000)
    assert premium["earned"] <= premium["low"] <= premium["expected"] <= premium["high"]
    by_year = [{name: Decimal(one[name]) for name in ("expected", "saving")} for one in made["by_year"]]
    assert sum(one["expected"] for one in by_year) == pytest.approx(premium["expected"], abs=Decimal("0.03"))
    assert sum(one["saving"] for one in by_year) == Decimal("98038.62")


def test_the_balance_of_the_forecast_is_that_of_the_statement(call: Any) -> None:
    balance = json.loads(call("--as-of", "2025-11-30", "--json", settings=SETTINGS))["balance"]
    # 152,168 saved at the values set, less 145,000 earned, less 55,000 more: nothing is left to chance
    assert balance == {
        "today": "7168.00", "if_all_succeed": "-47832.00", "low": "7168.00", "median": "7168.00", "high": "7168.00",
        "probability_positive": 1.0,
    }  # fmt: skip


def test_where_nobody_has_answered_there_are_no_odds_and_it_says_why_in_the_readers_words(call: Any) -> None:
    made = json.loads(call("--as-of", "2024-06-30", "--json", "--lang", "en"))
    wellbeing = next(one for one in made["outcomes"] if (one["cohort"], one["outcome"]) == (2022, "wellbeing"))
    assert wellbeing["distribution"] is None
    assert wellbeing["why_none"] == "no family has come to its answer yet: there is nothing to judge from"
    stability = next(one for one in made["outcomes"] if (one["cohort"], one["outcome"]) == (2022, "stability"))
    # ten of eleven are in their home: nine came, and the product's old odds gave 4 % to that
    assert sum(stability["distribution"][9:]) > 0.7
    assert made["final_part"][0] == {"cohort": 2022, "tiers": None}
    assert (made["premium"]["expected"], made["premium"]["median"]) == (None, None)
    # 42,000 earned, at most 22 families x 10,000 in all
    assert (made["premium"]["low"], made["premium"]["high"]) == ("42000.00", "220000.00")
    open_year = next(one for one in made["by_year"] if one["year"] == 2026)
    assert open_year == {"year": 2026, "expected": None, "low": None, "high": None, "saving": "0.00"}


def test_a_contract_without_a_premium_per_family_names_none(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    assert premium_basis(made, "en") == ", at 10000.00 EUR a family (assumption)"
    assert premium_basis(replace(made, programme=torino.model_copy(update={"assumptions": {}})), "en") == ""


def test_the_forecast_in_words_says_what_it_rests_on(call: Any) -> None:
    said = call("--as-of", "2025-11-30")
    assert "Homes4All Torino, previsione al 2025-11-30, secondo il modello" in said
    assert "già maturato 145000.00, a 10000.00 EUR per famiglia (ipotesi)" in said
    assert "  2026: atteso 36586.65, bastano 55000.00 9 volte su 10; spesa evitata 0.00" in said
    before = call("--as-of", "2024-06-30", "--lang", "en")
    assert "Wellbeing, cohort 2022: 0 succeeded, 11 open of 11; no family has come to its answer yet" in before
    assert "Premium: 42000.00 EUR earned, at most 220000.00, at 10000.00 EUR a family (assumption)" in before
    assert "  2025: nothing to judge from yet; cost avoided 0.00" in before
