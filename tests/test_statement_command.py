"""The statement on the command line: the figures of the sample's README, and every way a call can be wrong."""

import json
import shutil
from pathlib import Path

import pytest

from h4a_core.cli.command import main
from h4a_core.store.connection import Store
from tests.conftest import TORINO

SETTINGS = ("premium_per_household=10000", "expected_nights=150", "cost_per_night=48", "hotel_probability=1")


@pytest.fixture
def database(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sample_file, tmp_path / "records.duckdb"))


def _call(*words: str, settings: tuple[str, ...] = ()) -> int:
    return main(["statement", *words, *(word for one in settings for word in ("--set", one))])


def test_the_statement_of_the_sample_gives_the_figures_of_its_readme(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call("--db", str(database), "--as-of", "2025-11-30", "--json", settings=SETTINGS) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["totals"] == {"earned": "145000.00", "possible": "55000.00"}
    assert made["savings"]["gross_saving"] == "152168.00"
    assert {"clause": "year_3", "cohort": 2022, "count": 8, "of": 11, "amount": "44000.00"}.items() <= next(
        line.items() for line in made["lines"] if (line["clause"], line["cohort"]) == ("year_3", 2022)
    )
    assert (made["programme"], made["as_of"]) == ("homes4all-torino", "2025-11-30")


def test_without_a_day_the_statement_is_as_of_the_newest_record(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call("--db", str(database)) == 0
    said = capsys.readouterr().out
    assert "Homes4All Torino, al 2025-11-15" in said
    assert "year_3, coorte 2022: 8 di 11, 44000.00 EUR (definitivo)" in said
    basis = "a 10000.00 EUR per famiglia (ipotesi)"
    assert f"Premio maturato 145000.00 EUR, ancora possibile 55000.00 EUR, {basis}" in said


def test_the_programme_as_one_is_said_without_a_cohort(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _call("--db", str(database), "--lang", "en", settings=("unit_of_evaluation=programme",)) == 0
    assert "year_3, cohort *: 8 of 22" in capsys.readouterr().out


def test_an_empty_database_has_an_empty_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(tmp_path / "empty.duckdb").close()
    assert _call("--db", str(tmp_path / "empty.duckdb"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["lines"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--db", "{tmp}/none.duckdb"), "There is no database"),
        (("--db", "{db}", "--set", "cost_per_nigth=3"), "Did you mean 'cost_per_night'?"),
        (("--db", "{db}", "--programme", "{tmp}/none.yaml"), "cannot be read"),
        (("--db", "{db}", "--programme", "{tmp}/wrong.yaml"), "wrong.yaml: cannot be used"),
        (("--db", "{tmp}/wrong.yaml"), "cannot be opened as a data store"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_what_to_do(
    words: tuple[str, ...], said: str, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = TORINO.read_text(encoding="utf-8").replace("currency: EUR", "curency: EUR")
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    filled = [word.format(tmp=tmp_path, db=database) for word in words]
    assert _call(*filled, "--lang", "en") == 2
    assert said in capsys.readouterr().err


def test_a_day_that_does_not_exist_ends_with_2(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        _call("--db", str(database), "--as-of", "2025-02-30")
    assert ended.value.code == 2
    assert "write it as 2025-11-30" in capsys.readouterr().err


def test_a_statement_explains_the_premium_and_the_balance_down_to_their_sources(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call("--db", str(database), "--explain", "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "Premium earned: 145000.00 EUR" in said
    assert "Balance for the City, today: -46961.38 EUR" in said
    assert "Pagamento del 100%" in said


def _savings(database: Path, capsys: pytest.CaptureFixture[str], *settings: str) -> tuple[dict[str, str], str, str]:
    """What is saved, what stands for the hotels without the programme, and what is said in words."""
    where = ("--db", str(database), "--as-of", "2025-11-30")
    assert _call(*where, "--json", settings=settings) == 0
    made = json.loads(capsys.readouterr().out)
    assert _call(*where, settings=settings) == 0
    return made["savings"], made["counterfactual"]["in_force"], capsys.readouterr().out


def test_the_stays_of_other_families_are_in_force_where_30_are_known(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Kaplan-Meier mean of the 120 stays weighted to the sizes of the families: 137.78, and 66.626 EUR a night, worked
    # out apart. 10 new homes x 138 x 0.69 = 952.2 nights, 12 kept x 138 x 0.37 = 612.72: 1,564.92 x 66.63 = 104,270.62
    saved, in_force, said = _savings(database, capsys)
    assert (saved["expected_cost"], saved["gross_saving"], in_force) == ("104270.62", "98038.62", "stays")
    assert (saved["net_saving"], saved["net_saving_if_all_succeed"]) == ("-46961.38", "-101961.38")
    assert "Senza il programma: 120 permanenze di altre famiglie" in said
    assert "se tutto riesce -101961.38 EUR" in said


def test_the_evidence_of_the_programme_file_is_in_force_where_it_is_asked_for(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # 10 x 84 x 0.69 = 579.6 nights and 12 x 84 x 0.37 = 372.96: 952.56 x 60 = 57,153.60
    saved, in_force, said = _savings(database, capsys, "counterfactual=evidence")
    assert (saved["expected_cost"], in_force) == ("57153.60", "evidence")
    assert "Senza il programma: le prove pubblicate" in said


def test_values_that_are_set_stand_for_the_hotels_and_leave_nothing_open(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved, in_force, said = _savings(database, capsys, *SETTINGS, "counterfactual=stays")
    assert (saved["gross_saving"], in_force) == ("152168.00", "chosen")
    assert "Senza il programma: i valori scelti" in said


def test_stays_that_are_too_few_cannot_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(tmp_path / "empty.duckdb").close()
    where = ("--db", str(tmp_path / "empty.duckdb"), "--lang", "en", "--as-of", "2025-11-30")
    assert _call(*where, settings=("counterfactual=stays",)) == 2
    assert "Too few stays of other families are known by 2025-11-30" in capsys.readouterr().err
