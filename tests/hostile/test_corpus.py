"""Files as offices and statistical packages really write them, with what each must give."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from h4a_core.records.intake.correction_workbook import rejected_workbook
from h4a_core.records.intake.importing import load_many, preview_many
from h4a_core.records.intake.row_rules import RULES
from h4a_core.store.batches import counts
from h4a_core.store.connection import Store
from tests.records.made import GOOD, HOUSEHOLDS, load

HERE = Path(__file__).resolve().parent
EXPECTED = YAML(typ="safe").load((HERE / "expected.yaml").read_text(encoding="utf-8"))
FEWEST_FILES = 150
DWELLINGS = "Cod. alloggio;Circoscrizione;Provenienza;N. stanze;Superficie (m2)"
PAYMENTS = "Programma;Clausola;Coorte;Data pagamento;Importo (€);Riferimento"
KNOWN = (
    ("nuclei.csv", HOUSEHOLDS, GOOD.replace("A-1", "B-1")),
    ("alloggi.csv", DWELLINGS, *(f"AL-{number};3;asta;2;55,0" for number in (90, 91, 92, 93))),
    ("alloggi corretti.csv", DWELLINGS, "AL-93;3;asta;3;55,0"),
    (
        "pagamenti.csv",
        PAYMENTS,
        "altro;anno1;2021;31/12/2022;22.000,00;D 1",
        "altro;anno2;2021;31/12/2023;33.000,00;D 2",
        "altro;anno3;2021;31/12/2024;5.000,00;D 3",
        "altro;anno4;2021;31/12/2020;7.000,00;D 4",
    ),
    ("pagamenti corretti.csv", PAYMENTS, "altro;anno2;2021;31/12/2023;30.000,00;D 2"),
    ("eventi.csv", "Cod. nucleo;Data;Tipo attività;Ore", "B-1;22/05/2016;colloquio;2,75"),
)
"""What the store of these tests knows, in the order in which it came."""


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store that knows one household, B-1, without stays, and some rows that were corrected since."""
    opened = Store.open(":memory:")
    for name, *lines in KNOWN:
        load_many(opened, [(name, "\n".join(lines).encode())])
    yield opened
    opened.close()


def test_every_file_has_its_expectation_and_every_expectation_its_file():
    assert {path.name for path in (HERE / "files").iterdir()} == set(EXPECTED)
    assert len(EXPECTED) >= FEWEST_FILES


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_is_understood_or_refused_with_its_reason(store, name):
    expected = EXPECTED[name]
    generation = store.generation
    shown = preview_many(store, [(name, (HERE / "files" / name).read_bytes())])
    results = [one.result for one in shown]
    assert store.generation == generation
    refusals = " ".join(result.refusal.it for result in results if result.refusal)
    assert ("refused" in expected) <= (expected.get("refused", "") in refusals and bool(refusals))
    assert [column for result in results for column in result.personal] == expected.get("personal", [])
    asked = [question.id.rsplit(":", 1)[1] for result in results for question in result.questions]
    assert asked == expected.get("questions", [])
    choices = [choice.id.rsplit(":", 1)[1] for result in results for choice in result.choices]
    assert choices == expected.get("choices", [])
    assert all(result.unchanged for result in results) or not expected.get("unchanged", False)
    findings = sorted((finding.row, finding.rule) for result in results for finding in result.findings)
    assert [f"{row} {rule}" for row, rule in findings] == expected.get("findings", [])
    assert {rule for _, rule in findings} <= set(RULES)
    assert expected.get("said", "") in " ".join(note.it for result in results for note in result.notes)
    if "table" in expected or "tables" in expected:
        assert [result.table for result in results] == expected.get("tables", [expected.get("table")])
    if "accepted" in expected:
        assert not refusals
        totals = (sum(one.rows_accepted for one in results), sum(one.rows_rejected for one in results))
        assert totals == (expected["accepted"], expected["rejected"])
    for column, values in expected.get("stored", {}).items():
        typed = [row[column] for one in shown for row in one.first_rows]
        assert [None if value is None else str(value) for value in typed] == values


@pytest.mark.parametrize("name", [name for name, one in EXPECTED.items() if one.get("rejected")][::3])
def test_faulty_rows_downloaded_and_brought_back_as_they_were_change_nothing(name):
    fresh = Store.open(":memory:")
    load_many(fresh, [("nuclei.csv", "\n".join(KNOWN[0][1:]).encode())])
    for result in load_many(fresh, [(name, (HERE / "files" / name).read_bytes())]):
        with fresh.reading() as cursor:
            back = rejected_workbook(cursor, result.batch_id or 0)
        again = load(fresh, name, back) if result.rows_rejected else result
        assert (again.refusal, again.questions, again.personal, again.table) == (None, (), (), result.table)
        assert result.rows_rejected == 0 or again.batch_id is None
    fresh.close()


def test_what_a_preview_shows_is_what_an_import_stores(store):
    held = [name for name, one in EXPECTED.items() if one.get("accepted") and "table" in one][::12]
    results = load_many(store, [(name, (HERE / "files" / name).read_bytes()) for name in held])
    assert [result.rows_accepted or result.unchanged for result in results]
    with store.reading() as cursor:
        assert sum(counts(cursor).values()) > len(held) / 2
