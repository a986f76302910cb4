"""The verbs `import` and `sample`, and what they answer."""

import json
import runpy
import sys
from pathlib import Path

import pytest

from h4a_core.cli import command as cli
from h4a_core.records.intake import importing
from h4a_core.store.connection import Store
from tests.records.made import GOOD, households

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


@pytest.fixture
def database(tmp_path, monkeypatch):
    path = tmp_path / "h4a.duckdb"
    monkeypatch.setenv("H4A_DB", str(path))
    return path


def files(*names):
    return [str(SAMPLE / name) for name in names]


def test_import_answers_zero_when_all_rows_are_good(database, capsys):
    assert cli.main(["import", *files("nuclei_2022.csv")]) == 0
    assert "righe importate 11, messe da parte 0" in capsys.readouterr().out
    assert database.exists()


@pytest.mark.usefixtures("database")
def test_import_answers_three_when_rows_were_set_aside(capsys):
    names = ("albergamenti.csv", "nuclei_2022.csv", "nuclei_2023.xlsx")
    assert cli.main(["import", *files(*names), "--json"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["rows_accepted"], one["rows_rejected"]) for one in answer] == [
        ("albergamenti.csv", 8, 5),
        ("nuclei_2022.csv", 11, 0),
        ("nuclei_2023.xlsx", 11, 0),
    ]
    assert set(answer[0]["findings"][0]) == {"row", "column", "value", "rule", "message"}


def test_import_answers_two_and_writes_nothing_when_a_file_is_refused(database, capsys):
    assert cli.main(["import", *files("nuclei_2022.csv", "nuclei_con_dati_personali.csv")]) == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert "Codice fiscale" in answer.err
    assert "RSSMRA" not in answer.err
    assert cli.main(["import", *files("nuclei_con_dati_personali.csv"), "--json", "--lang", "en"]) == 2
    assert "identify people" in json.loads(capsys.readouterr().out)[0]["refusal"]
    store = Store.open(database)
    with store.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM batches").fetchall() == [(0,)]
    store.close()


def test_a_rehearsal_says_so_and_writes_nothing(tmp_path, capsys):
    path = tmp_path / "other.duckdb"
    assert cli.main(["import", *files("nuclei_2022.csv"), "--db", str(path), "--dry-run", "--lang", "en"]) == 0
    assert "rehearsal" in capsys.readouterr().out
    assert cli.main(["import", *files("nuclei_2022.csv"), "--db", str(path)]) == 0
    assert "righe importate 11" in capsys.readouterr().out


@pytest.mark.usefixtures("database")
def test_dropped_columns_are_said_by_name(tmp_path):
    path = tmp_path / "n.csv"
    path.write_bytes(households(f"{GOOD};Rossi").replace(b"Servizio inviante", b"Servizio inviante;Cognome"))
    assert cli.main(["import", str(path)]) == 2
    assert cli.main(["import", str(path), "--drop", "Cognome"]) == 0


@pytest.mark.usefixtures("database")
def test_findings_beyond_those_listed_are_counted(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(importing, "MOST_FINDINGS", 1)
    path = tmp_path / "n.csv"
    path.write_bytes(households("A-1;2022"))
    assert cli.main(["import", str(path)]) == 3
    assert "e altri 7" in capsys.readouterr().out


@pytest.mark.parametrize("what", ["nowhere.csv", "broken"])
def test_files_and_stores_that_do_not_open_are_told_kindly(database, capsys, what):
    if what == "broken":
        database.write_text("hello " * 5000)
        what = files("nuclei_2022.csv")[0]
    assert cli.main(["import", what]) == 2
    assert capsys.readouterr().err


def test_wrong_calls_answer_two(capsys):
    for call in ([], ["sample", "--families", "0", "--out", "x"], ["sample", "--families", "many", "--out", "x"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(call)
        assert ended.value.code == 2
    assert "1" in capsys.readouterr().err


def test_without_a_named_database_the_usual_one_is_taken(monkeypatch):
    monkeypatch.delenv("H4A_DB", raising=False)
    assert cli.database_path(None) == cli.DEFAULT_DATABASE


@pytest.mark.parametrize("families", [1, 11, 22, 60])
def test_invented_records_import_without_a_fault(database, tmp_path, capsys, families):
    out = tmp_path / "sample"
    assert cli.main(["sample", "--families", str(families), "--seed", "3", "--out", str(out)]) == 0
    assert cli.main(["import", *sorted(str(path) for path in out.iterdir()), "--json"]) == 0
    lines = capsys.readouterr().out
    answer = {one["table"]: one["rows_accepted"] for one in json.loads(lines[lines.index("[") :])}
    assert answer["households"] == answer["tenancies"] == families
    store = Store.open(database)
    with store.reading() as cursor:
        assert cursor.execute("SELECT bool_and(invented) FROM batches").fetchall() == [(True,)]
        sizes = cursor.execute("SELECT count(*) FROM households GROUP BY cohort").fetchall()
    store.close()
    assert max(sizes)[0] <= 12


def test_the_same_seed_gives_the_same_records_and_another_seed_others(tmp_path):
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert cli.main(["sample", "--families", "30", "--seed", seed, "--out", str(tmp_path / name)]) == 0
    texts = {name: [path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in "abc"}
    assert texts["a"] == texts["b"] != texts["c"]


def test_a_folder_that_cannot_be_written_is_told_kindly(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert cli.main(["sample", "--families", "1", "--out", str(tmp_path / "file")]) == 2
    assert "Scegli" in capsys.readouterr().err


def test_the_program_starts_as_a_module(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["h4a_core", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("h4a_core", run_name="__main__")
    assert ended.value.code == 0
