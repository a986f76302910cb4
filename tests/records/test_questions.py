"""Where a file can be read in two ways and nothing in it decides, somebody is asked; never a silent guess."""

import json
from datetime import date
from decimal import Decimal

import pytest

from h4a_core.cli import command as cli
from h4a_core.records.intake.questions import wrong_answers
from tests.records.made import GOOD, REFERENCE, households, load, load_many, preview, stored

OPEN = households(GOOD.replace("20/04/2022", "03/04/2022").replace("1.111,27", "1.234"))
BOTH = {"date_order": "day_first", "decimal_sign": "comma"}


def stays(*rows):
    return "\n".join([REFERENCE.replace("N. componenti;", ""), *rows]).encode()


def test_nothing_is_imported_before_the_questions_are_answered(store):
    result = load(store, "n.csv", OPEN)
    assert [one.id for one in result.questions] == ["n.csv:date_order", "n.csv:decimal_sign"]
    assert "03/04/2022" in result.questions[0].text.it
    assert result.questions[0].column == "Data domanda, Data ingresso"
    assert list(result.questions[0].options) == ["day_first", "month_first"]
    assert "gg/mm/aaaa" in result.questions[0].options["day_first"].it
    assert result.questions[0].text.it in result.refusal.it
    assert store.generation == 0
    half = load(store, "n.csv", OPEN, answers={"date_order": "day_first"})
    assert [one.id for one in half.questions] == ["n.csv:decimal_sign"]
    assert preview(store, "n.csv", OPEN).questions == result.questions


@pytest.mark.parametrize(
    ("answers", "day", "isee"),
    [
        (BOTH, date(2022, 4, 3), Decimal(1234)),
        ({"n.csv:date_order": "month_first", "decimal_sign": "point"}, date(2022, 3, 4), Decimal("1.23")),
        (BOTH | {"n.csv:date_order": "month_first"}, date(2022, 3, 4), Decimal(1234)),
    ],
)
def test_the_answer_decides_and_one_for_the_file_goes_before_one_for_all(store, answers, day, isee):
    assert load(store, "n.csv", OPEN, answers=answers).rows_accepted == 1
    assert stored(store, "application_date, isee") == [(day, isee)]


def test_an_answer_that_the_values_exclude_leaves_the_question_open(store):
    short = stays("R-1;Albergo;25-03-22;;64,00;0")
    ids = [one.id for one in load(store, "storico.csv", short, answers={"century": "2000"}).questions]
    assert ids == ["storico.csv:date_order"]
    answers = {"century": "2000", "date_order": "month_first"}
    question = load(store, "storico.csv", short, answers=answers).questions[0]
    assert "year_first" in question.options
    assert load(store, "storico.csv", short, answers=answers | {"date_order": "year_first"}).rows_accepted == 1
    assert stored(store, "start_date", "reference_stays") == [(date(2025, 3, 22),)]


def test_a_century_is_asked_for_and_taken(store):
    data = stays("R-1;Albergo;25/03/78;;64,00;0")
    assert [one.id for one in load(store, "storico.csv", data).questions] == ["storico.csv:century"]
    assert load(store, "storico.csv", data, answers={"century": "1900"}).rows_accepted == 1
    assert stored(store, "start_date", "reference_stays") == [(date(1978, 3, 25),)]


def test_two_open_columns_that_leave_one_order_in_common_decide_for_each_other(store):
    data = stays("R-1;Albergo;12-03-22;13-04-22;64,00;0", "R-2;Albergo;13-03-2022;;64,00;0")
    assert load(store, "storico.csv", data).rows_accepted == 2
    assert (date(2022, 3, 12), date(2022, 4, 13)) in stored(store, "start_date, end_date", "reference_stays")


def test_columns_that_disagree_decide_nothing_for_a_third(store):
    head = "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Canone mensile"
    data = f"{head}\nA-1;AL;Nuovo alloggio;13/04/2022;04/14/2022;05/06/2022;400\n".encode()
    load(store, "n.csv", households(GOOD))
    assert [one.column for one in load(store, "c.csv", data).questions] == ["Data fine"]


def test_a_file_brought_in_with_contradicting_ones_still_asks(store):
    day_first, month_first = stays("R-1;Albergo;25/03/2022;;64,00;0"), stays("R-2;Albergo;03/25/2022;;64,00;0")
    files = [
        ("storico 1.csv", day_first),
        ("storico 2.csv", month_first),
        ("storico 3.csv", stays("R-3;Albergo;03/04/2022;;64;0")),
    ]
    done = load_many(store, files, dry_run=True)
    assert [len(one.questions) for one in done] == [0, 0, 1]


def test_the_command_line_refuses_with_the_question_and_the_option_that_answers_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("H4A_DB", str(tmp_path / "h4a.duckdb"))
    path = tmp_path / "n.csv"
    path.write_bytes(OPEN)
    assert cli.main(["import", str(path)]) == 2
    said = capsys.readouterr().err
    assert "--answer n.csv:date_order=day_first" in said
    assert "--answer n.csv:decimal_sign=comma" in said
    assert cli.main(["import", str(path), "--json", "--lang", "en"]) == 2
    asked = json.loads(capsys.readouterr().out)[0]["questions"]
    assert [one["id"] for one in asked] == ["n.csv:date_order", "n.csv:decimal_sign"]
    answers = ["--answer", "n.csv:date_order=day_first", "--answer", "decimal_sign=comma"]
    assert cli.main(["import", str(path), *answers]) == 0
    assert cli.main(["import", str(path), "--answer", "date_order=first"]) == 2
    assert "date_order=first" in capsys.readouterr().err


def test_an_answer_nobody_asked_for_is_named():
    assert wrong_answers({"x.csv:date_order": "day_first", "colour": "red", "century": "1800"}) == [
        "colour=red",
        "century=1800",
    ]


def test_warnings_are_said_apart_from_faults(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("H4A_DB", str(tmp_path / "h4a.duckdb"))
    path = tmp_path / "storico.csv"
    path.write_bytes(stays("R-1;Albergo;25/03/2022;31/12/2099;64,00;0"))
    assert cli.main(["import", str(path), "--dry-run"]) == 0
    assert "riga 2, avviso:" in capsys.readouterr().out
    assert cli.main(["import", str(path), "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert (answer["findings"], [one["rule"] for one in answer["warnings"]]) == ([], ["planned_day"])
