"""`pay` and `schema` on the command line: results, words, and every way a call can be wrong."""

import datetime as dt
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from h4a_core.cli.command import main
from tests.conftest import TORINO
from tests.contracts.making import WORDS, programme_tree, written

FOLDER = TORINO.parent
Capture = pytest.CaptureFixture[str]


def _pay(name: str, *words: str) -> int:
    files = ("--programme", str(FOLDER / f"{name}.yaml"), "--facts", str(FOLDER / f"{name}.facts.yaml"))
    return main(["pay", *files, *words])


def test_a_payment_as_json_has_money_as_text_and_every_line(capsys: Capture) -> None:
    assert _pay("cambodia-sanitation", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "programme": "cambodia-sanitation",
        "total": "3125000.00",
        "currency": "USD",
        "lines": [
            {"clause": "villages_reached", "metric": "villages", "claims": 500, "people": None, "gross": "3125000.00",
             "amount": "3125000.00", "caps": []},
        ],
    }  # fmt: skip


def test_a_change_is_laid_over_and_a_cap_that_bites_is_named_with_what_it_took(capsys: Capture) -> None:
    assert _pay("cambodia-sanitation", "--json", "--set", "price_per_village=20000") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["total"] == "9999999.00"
    assert made["lines"][0]["caps"] == [{"cap": "contract_maximum", "limit": "9999999.00", "taken": "1.00"}]
    assert _pay("cambodia-sanitation", "--set", "price_per_village=20000", "--lang", "en", "--explain") == 0
    said = capsys.readouterr().out
    assert "cap 'Maximum of the contract': at most 9999999.00, 1.00 taken off" in said
    assert "Villages reached: 9999999.00 USD  = gross − cuts by caps" in said
    assert "    Price per village: 20000.00 USD  [from INDIGO data" in said


@pytest.fixture
def euro(tmp_path: Path) -> tuple[Path, Path]:
    """A contract in EUR with cohorts, periods, people and a claim that is not whole."""
    short = {
        "terms": {"price": [100, "EUR"]},
        "metrics": {"hours": "hours"},
        "clauses": {
            "hours": {
                "pays": {"product": [{"metric": "hours"}, {"value": "price"}]},
                "for_each": ["cohort", "period", "person"],
            },
            "fixed": {"pays": {"number": 7}, "until": "2021-01-01"},
        },
    }
    row = {"metric": "hours", "value": 2.5, "cohort": "first", "period": "2020-01-01", "person": "A"}
    facts = {"programme": "case", "as_of": "2020-12-31", "facts": [row]}
    return written(tmp_path, "euro.yaml", programme_tree(short)), written(tmp_path, "euro.facts.json", facts)


def test_a_payment_in_euro_says_so_in_the_name_of_its_total(euro: tuple[Path, Path], capsys: Capture) -> None:
    programme, facts = map(str, euro)
    assert main(["pay", "--programme", programme, "--facts", facts, "--json", "--explain"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["total"], made["as_of"]) == ("257.00", "2020-12-31")
    hours, fixed = made["lines"]
    assert (hours["cohort"], hours["period"], hours["person"]) == ("first", "2020-01-01", "A")
    assert (hours["claims"], hours["people"]) == ("2.5", 1)
    assert hours["working"]["value"] == "250.00"
    assert hours["working"]["source"] == "made up"
    assert [one["value"] for one in hours["working"]["inputs"]] == ["2.5", "100.00"]
    assert (fixed["metric"], fixed["amount"], fixed["working"]["inputs"][0]["value"]) == (None, "7.00", "7")


def test_in_words_a_payment_is_a_table_in_either_language(euro: tuple[Path, Path], capsys: Capture) -> None:
    programme, facts = map(str, euro)
    assert main(["pay", "--programme", programme, "--facts", facts]) == 0
    head, titles, hours, fixed, total = capsys.readouterr().out.splitlines()
    assert titles.split() == ["clausola", "per", "richieste", "persone", "lordo", "pagato"]
    assert hours.split() == ["-", "first,", "2020-01-01,", "A", "2.5", "1", "250.00", "250.00"]
    assert fixed.split() == ["-", "7.00", "7.00"]
    assert (head, total) == ("-", "Totale: 257.00 EUR")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "price_per_vilage=3"), "Did you mean 'price_per_village'?"),
        (("--set", "2022.households=3"), "counts are changed in the facts file"),
        (("--programme", "{tmp}/none.yaml"), "none.yaml cannot be read"),
        (("--facts", "{tmp}/none.yaml"), "none.yaml cannot be read"),
        (("--programme", "{tmp}/wrong.yaml"), "key 'curency' is unknown. Did you mean 'currency'?"),
        (("--facts", "{tmp}/wrong.facts.yaml"), "facts.0.metric: 'vilages' is unknown. Did you mean 'villages'?"),
    ],
)  # fmt: skip
def test_a_wrong_call_ends_with_2_and_says_what_to_do(
    words: tuple[str, ...], said: str, tmp_path: Path, capsys: Capture
) -> None:
    for ending, old, new in ((".yaml", "currency", "curency"), (".facts.yaml", "metric: villages", "metric: vilages")):
        text = (FOLDER / f"cambodia-sanitation{ending}").read_text(encoding="utf-8")
        (tmp_path / f"wrong{ending}").write_text(text.replace(old, new), encoding="utf-8")
    filled = [word.format(tmp=tmp_path) for word in words]
    assert _pay("cambodia-sanitation", *filled, "--lang", "en") == 2
    err = capsys.readouterr()
    assert said in err.err
    assert err.out == ""


def _plain(value: Any) -> Any:
    """What YAML holds, as JSON would."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def test_the_schema_accepts_every_file_that_is_shipped_and_refuses_what_it_does_not_know(capsys: Capture) -> None:
    assert main(["schema"]) == 0
    schemas = json.loads(capsys.readouterr().out)
    assert set(schemas) == {"programme", "facts"}
    found = sorted(FOLDER.glob("*.yaml"))
    assert len(found) >= 7
    for path in found:
        schema = Draft202012Validator(schemas["facts" if path.name.endswith(".facts.yaml") else "programme"])
        tree = _plain(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
        assert schema.is_valid(tree), path.name
        assert not schema.is_valid({**tree, "extra": 1})


@pytest.mark.parametrize(("kind", "key"), [("programme", "clauses"), ("facts", "facts")])
def test_one_schema_alone_may_be_asked_for(kind: str, key: str, capsys: Capture) -> None:
    assert main(["schema", kind]) == 0
    assert key in json.loads(capsys.readouterr().out)["properties"]


def test_a_source_with_an_address_is_cited_with_it(tmp_path: Path, capsys: Capture) -> None:
    programme = tmp_path / "cited.yaml"
    text = (FOLDER / "utah-preschool.yaml").read_text(encoding="utf-8")
    cited = "    unit: USD\n    source: {document: A page, address: 'https://example.org', note: {it: a, en: b}}\n"
    programme.write_text(text.replace("    unit: USD\n", cited, 1), encoding="utf-8")
    shutil.copy(FOLDER / "utah-preschool.facts.yaml", tmp_path)
    facts = tmp_path / "utah-preschool.facts.yaml"
    assert main(["pay", "--programme", str(programme), "--facts", str(facts), "--explain", "--lang", "en"]) == 0
    assert "Cost avoided: 281000.00 USD  [from A page, https://example.org]" in capsys.readouterr().out


def test_a_number_without_end_is_shown_to_six_decimals(tmp_path: Path, capsys: Capture) -> None:
    rule = {"label": WORDS, "product": [{"number": 300}, {"rate": "homes"}]}
    short = {"metrics": ["homes"], "clauses": {"third": {"pays": rule}}}
    programme = written(tmp_path, "third.yaml", programme_tree(short))
    rows = [{"metric": "homes", "value": 1, "of": 3}]
    facts = written(tmp_path, "third.facts.yaml", {"programme": "case", "facts": rows})
    assert main(["pay", "--programme", str(programme), "--facts", str(facts), "--explain"]) == 0
    said = capsys.readouterr().out
    assert ": 0.333333 share" in said
    assert f"Totale: {Decimal(100):.2f} EUR" in said
