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
    assert "Maturato 145000.00 EUR, ancora possibile 55000.00 EUR" in said


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
    assert "Balance for the City: 7168.00 EUR" in said
    assert "Pagamento del 100%" in said
