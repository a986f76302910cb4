"""R15: what may stand in a facts file is paid, refused or warned about, with its line and a remedy that works.

Every remedy is pasted into the file at the line that it names, and the file is then read again.
"""

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from h4a_core.cli.command import main
from h4a_core.facts_file import FactsError, FactsFile, ReadFacts, load_facts, read_facts
from h4a_core.facts_file.cells import meant
from h4a_core.programme import Programme, load_programme
from h4a_core.yaml_files import Fault, FileRefusedError
from tests.contracts.making import WORDS, programme_tree, written

TODAY = dt.date(2025, 6, 30)
SHORT: dict[str, Any] = {
    "terms": {"price": [500, "EUR"], "none": [0, "EUR"]},
    "metrics": {"homes": "homes", "jobs": "people", "growth": "share", "cost": "EUR", "relief": "EUR"},
    "clauses": {
        "homes": {"pays": {"product": [{"metric": "homes"}, {"value": "price"}]}},
        "jobs": {"pays": {"metric": "jobs"}},
        "growth": {"pays": {"metric": "growth"}},
        "cost": {"pays": {"metric": "cost"}},
        "relief": {"pays": {"metric": "relief"}, "since": "2022-01-01", "until": "2023-01-01"},
        "stable": {"pays": {"product": [{"value": "price"}, {"rate": "stable"}]}, "for_each": ["cohort"]},
    },
}
WHOLE = (
    "{metric: homes, value: 3}", "{metric: jobs, value: 3}", "{metric: growth, value: 0.5}",
    "{metric: cost, value: 10.50}", "{metric: relief, value: 5, period: 2022-01-01}",
    "{metric: stable, cohort: 2022, value: 9, of: 11}",
)  # fmt: skip
"""Rows in which nothing is to be looked at."""
ROW = 3
"""Line of the first row of a file."""


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    tree = programme_tree(SHORT)
    tree["outcomes"] = {"stable": {"label": WORDS, "meaning": WORDS}}
    return load_programme(written(tmp_path, "case.yaml", tree))


def _file(folder: Path, *rows: str, head: str = "programme: case") -> Path:
    path = folder / "case.facts.yaml"
    path.write_text("\n".join([head, "facts:", *(f"- {row}" for row in rows)]) + "\n", encoding="utf-8")
    return path


def _refused(path: Path, programme: Programme) -> tuple[Fault, ...]:
    with pytest.raises(FactsError) as refused:
        read_facts(path, programme, today=TODAY)
    return refused.value.faults


def _doubts(path: Path, programme: Programme) -> tuple[Fault, ...]:
    return read_facts(path, programme, today=TODAY).doubts


def _ways(message: str) -> list[str]:
    """What a message offers to be pasted: all that stands between two spaces and two more, or the end."""
    return [part for part in message.split("  ")[1:] if re.match(r"-? ?[{]|\w+: ", part)]


def _pasted(path: Path, line: int, way: str) -> None:
    """Put a remedy where the message says: a row at the end, a key in its row in place of the old or as a new one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    key = way.partition(":")[0]
    if way.startswith("- "):
        lines.append(way)
    elif way.startswith(("facts:", "as_of:")):
        at = next((at for at, one in enumerate(lines) if one.startswith(key)), 0)
        kept = lines[at + 1 :] if key == "as_of" else []
        lines = [*lines[:at], way, *kept]
    elif re.search(rf"\b{key}: ", lines[line - 1]):
        lines[line - 1] = re.sub(rf"\b{key}: ('[^']*'|\"[^\"]*\"|\[[^]]*\]|[^,}}]*)", way, lines[line - 1])
    else:
        lines[line - 1] = lines[line - 1].replace("}", f", {way}}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _every_remedy_works(path: Path, programme: Programme, fault: Fault) -> None:
    """In either language, every remedy pasted in is read, and nothing is said of its place any more."""
    original = path.read_text(encoding="utf-8")
    assert _ways(fault.message.it) == _ways(fault.message.en) != []
    for way in _ways(fault.message.en):
        path.write_text(original, encoding="utf-8")
        _pasted(path, fault.line, way)
        assert fault not in read_facts(path, programme, today=TODAY).doubts, way
    path.write_text(original, encoding="utf-8")


def test_r15_rows_in_which_all_is_well_are_paid_without_a_word(programme: Programme, tmp_path: Path) -> None:
    assert _doubts(_file(tmp_path, *WHOLE), programme) == ()
    assert read_facts(_file(tmp_path, *WHOLE), programme).said("it") == ""


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("value: 1.000", "1.000 can be read in two ways: write  value: 1000  if the point parts the thousands, or  va"),
        ("value: 12.345", "write  value: 12345  if the point parts the thousands, or  value: 12.3450"),
        ("value: '1.500'", "write  value: 1500  if the point parts the thousands, or  value: 1.5"),
        ("value: -1.000", "write  value: -1000  if"),
        ("value: 3, of: 1.000", "facts.0.of: 1.000 can be read in two ways: write  of: 1000  if"),
        ("value: 3, people: 1.000", "facts.0.people: 1.000 is not written as a whole number"),
        ("value: '1.234,50'", "'1.234,50' is no number: write  value: 1234.5"),
        ("value: '1,234'", "write  value: 1234  or  value: 1.2340"),
        ("value: '1 000'", "write  value: 1000"),
        ("value: '1.000.000'", "write  value: 1000000"),
        ("value: '1,000,000.5'", "write  value: 1000000.5"),
        ("value: € 12", "write  value: 12"),
        ("value: 50 %", "write  value: 0.5"),
        ("value: many", "'many' is no number: write  value: 1"),
        ("value: .nan", "'.nan' is no measure: remove the row if nothing was counted, or if there is nothing write  v"),
        ("value: 'Infinity'", "'Infinity' is no measure"),
        ("value: ", "'' is no measure"),
        ("value: [3]", "'[3]' is no measure"),
        ("value: true", "'true' is no number: write  value: 1"),
        ("value: yes", "'yes' is no number: write  value: 1"),
        ("value: 3, people: false", "'false' is no number: write  people: 0"),
        ("value: '1e400'", "1e400 is more than a programme can count: check the digits and write for instance  value:"),
        ("value: 1234567890123456", "is more than a programme can count"),
        ("value: 3, of: -3", "facts.0.of: -3 is below zero, and counting begins at zero: write  of: 3"),
        ("value: 3, of: 0", "3 achieved of 0 counted is not possible"),
        ("value: 3, people: -2.5", "facts.0.people: -2.5 is below zero, and counting begins at zero: write  people: 2"),
        ("value: 3, people: 2.5", "people are counted whole: write  people: 2  or  people: 3"),
        ("value: 3, period: 2023-02-31", "'2023-02-31' is not in the calendar: the last day of that month is written"),
        ("value: 3, period: 31/02/2023", "period: 2023-02-28"),
        ("value: 3, period: 01/02/2023", "'01/02/2023' is no day: write  period: 2023-02-01  or  period: 2023-01-02"),
        ("value: 3, period: 2023", "'2023' is no day: write  period: 2023-01-01"),
        ("value: 3, period: 2023-07", "write  period: 2023-07-01"),
        ("value: 3, period: '20230701'", "write  period: 2023-07-01"),
        ("value: 3, period: '1672531200'", "write  period: 2022-01-01"),
        ("value: 3, period: 2023-13-01", "write  period: 2022-01-01"),
        ("value: 3, period: 2023-01-01 10:00:00", "is no day: write  period: 2023-01-01"),
        ("value: 3, period: 0203-01-01", "the year of 0203-01-01 is not between 1900 and 2199"),
        ("value: 3, cohort: true", "'True' is no cohort"),
        ("value: 3, cohort: 2.022", "'2.022' is no cohort"),
        ("value: 3, cohort: 2022-01-01", "'2022-01-01' is no cohort"),
        ("value: 3, cohort: ''", "'' is no cohort"),
        ("value: 3, cohort: 12345678901234567890", "is no cohort"),
        ("value: 3, person: 007", "is no code: write  person: "),
        ("value: 3, person: ' '", "is no code: write  person: P-001"),
    ],
)  # fmt: skip
def test_r15_a_cell_that_is_not_what_its_column_holds_is_refused_and_each_way_offered_works(
    cell: str, said: str, programme: Programme, tmp_path: Path
) -> None:
    path = _file(tmp_path, f"{{metric: homes, {cell}}}", *WHOLE[1:])
    (fault,) = _refused(path, programme)
    assert fault.line == ROW
    assert said in fault.said("en")
    _every_remedy_works(path, programme, fault)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.0000", 1), ("1000.000", 1000), ("0.335", Decimal("0.335")), ("' 8 '", 8), ("2.50", Decimal("2.5")),
     ("0x10", 16), ("-0b11", -3), ("1_000", 1000)],
)  # fmt: skip
def test_r15_a_number_that_means_one_thing_is_read(
    cell: str, value: Decimal, programme: Programme, tmp_path: Path
) -> None:
    assert load_facts(_file(tmp_path, f"{{metric: homes, value: {cell}}}"), programme).facts[0].value == value


def test_r15_a_cohort_with_a_point_and_no_part_is_the_whole_number(programme: Programme, tmp_path: Path) -> None:
    rows = ("{metric: homes, value: 1, cohort: 2022.0}", "{metric: jobs, value: 1, cohort: 2022}")
    assert [fact.cohort for fact in load_facts(_file(tmp_path, *rows), programme).facts] == [2022, 2022]


def test_r15_a_share_of_1_000_is_the_whole_and_leaves_no_doubt(programme: Programme, tmp_path: Path) -> None:
    assert load_facts(_file(tmp_path, "{metric: growth, value: 1.000}"), programme).facts[0].value == 1


def test_r15_numbers_without_a_sense_offer_none_of_their_own() -> None:
    assert [meant(words) for words in ("12 rooms", "1.2.3,4,5", "--3", "")] == [[], [], [], []]
    assert [meant(words) for words in ("1'234,5", "−3", "12.5%", "12 USD")] == [["1234.5"], ["-3"], ["0.125"], ["12"]]


@pytest.mark.parametrize("number", ["1e400", "1e-400", "9" * 5000, "1e999999999"])
def test_r15_a_number_of_more_digits_than_people_write_is_never_built(
    number: str, programme: Programme, tmp_path: Path
) -> None:
    (fault,) = _refused(_file(tmp_path, f"{{metric: homes, value: {number}}}"), programme)
    assert "has too many digits to be a measure (at most 30): write it in full, as 1000" in fault.said("en")
    assert fault.line == ROW
    assert len(fault.message.it) < 200


@pytest.mark.parametrize("word", ["!!int 8.5", "!!bool maybe"])
def test_r15_a_mark_that_promises_another_kind_is_refused(word: str, programme: Programme, tmp_path: Path) -> None:
    (fault,) = _refused(_file(tmp_path, f"{{metric: homes, value: {word}}}"), programme)
    assert "is not what the mark !! before it promises: remove the mark" in fault.said("en")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (" []", "there is no row, so nothing to pay: write  facts: [{metric: homes, value: 1}]"),
        ("", "a list is needed here, not 'None': write  facts: [{metric: homes, value: 1}]"),
        (" {metric: homes, value: 1}", "a list is needed here, not '{'metric': 'homes', 'value': 1}': write  facts: "),
        (" 8", "a list is needed here, not '8'"),
    ],
)
def test_r15_facts_without_a_row_are_refused_with_one_to_paste(
    facts: str, said: str, programme: Programme, tmp_path: Path
) -> None:
    path = tmp_path / "none.facts.yaml"
    path.write_text(f"programme: case\nfacts:{facts}\n", encoding="utf-8")
    (fault,) = _refused(path, programme)
    assert said in fault.said("en")
    assert fault.line == 2
    _every_remedy_works(path, programme, fault)


def test_r15_a_row_that_is_no_mapping_is_shown_what_a_row_is(programme: Programme, tmp_path: Path) -> None:
    for row in ("[homes, 3]", "homes"):
        (fault,) = _refused(_file(tmp_path, row), programme)
        assert "keys are needed here" in fault.message.en
        assert "write  - {metric: homes, value: 1}" in fault.message.en


def test_r15_a_key_that_is_missing_is_offered_with_what_may_stand_there(programme: Programme, tmp_path: Path) -> None:
    path = _file(tmp_path, "{metric: homes}", "{value: 3}")
    value, metric = _refused(path, programme)
    assert value.message.en == "'value' is missing: add  value: 1"
    assert metric.message.en == "'metric' is missing: add  metric: homes"
    _pasted(path, value.line, "value: 1")
    _pasted(path, metric.line, "metric: homes")
    assert len(load_facts(path, programme).facts) == 2


def test_r15_a_programme_whose_clauses_count_nothing_has_no_row_to_show(tmp_path: Path) -> None:
    short = {"terms": {"fee": [7, "EUR"]}, "metrics": ["homes"], "clauses": {"fee": {"pays": {"value": "fee"}}}}
    programme = load_programme(written(tmp_path, "fee.yaml", programme_tree(short)))
    path = _file(tmp_path)
    with pytest.raises(FactsError):
        load_facts(path, programme)
    assert load_facts(_file(tmp_path, "{metric: homes, value: 3, period: 2022-01-01}"), programme).facts[0].value == 3


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "the file is empty: it needs the keys\nprogramme: case\nfacts: [{metric: homes, value: 1}]"),
        (b"# nothing yet\n", 1, "the file is empty"),
        (b"- homes\n", 1, "the file is a list or a text: it starts with key: value, and needs\nprogramme: case"),
        ("programme: case\nfacts: []\n".encode("utf-16"), 1, "the file is UTF-16 ('Unicode' for Notepad): save it"),
        ("programme: case\nfacts: []\n".encode("utf-16-le"), 1, "the file is UTF-16"),
        ("programme: case\n# perché\nfacts: []\n".encode("latin-1"), 2, "a character is not UTF-8 (the file may be"),
        (b"programme: case\nfacts:\n\t- {metric: homes, value: 3}\n", 3, "there is a tab where spaces are needed"),
        (b"programme: case\nfacts:\n- metric: homes\n\tvalue: 3\n", 4, "there is a tab"),
        (b"%YAML 1.1\n---\nprogramme: case\n", 1, "a line that begins with % numbers would be read in another way"),
        (b"programme: case\nfacts: []\n---\nprogramme: case\n", 3, "a line '---' begins a second file in the file"),
        (b"programme: case\nfacts:\n- metric: homes\n   value: 3\n", 4, "align the line with those above"),
        (b"programme: case\nfacts:\n- {metric: 'homes, value: 3}\n", 4, "quotes are opened above and never closed"),
        (b"programme: case\nfacts:\n- {metric: homes, value: 3\n", 4, "a bracket opened above is not closed"),
        (b"programme: case\nfacts:\n- {metric: hom\x01es, value: 3}\n", 3, "there is a character that is not seen"),
        (b"programme: case\nfacts: *other\n", 2, "this is not correct YAML (found undefined alias"),
        (b"programme: case\nfacts:\n- {metric: homes, value: 3, value: 4}\n", 3, "the key 'value' stands twice"),
        (b"programme: case\nfacts:\n- {metric: homes, value: 3, 5: 4}\n", 3, "key '5' is unknown. Allowed: cohort"),
    ],
)
def test_r15_a_file_that_is_not_in_its_form_is_refused_in_plain_words(
    data: bytes, line: int, said: str, programme: Programme, tmp_path: Path
) -> None:
    path = tmp_path / "form.facts.yaml"
    path.write_bytes(data)
    fault = _refused(path, programme)[0]
    assert said in fault.message.en
    assert fault.line == line
    assert fault.message.it != fault.message.en


def test_r15_the_keys_offered_for_an_empty_file_make_one_that_is_read(programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "empty.facts.yaml"
    path.write_text("", encoding="utf-8")
    (fault,) = _refused(path, programme)
    path.write_text(fault.message.en.partition("\n")[2], encoding="utf-8")
    assert isinstance(load_facts(path, programme), FactsFile)


def test_r15_a_mark_of_byte_order_is_no_fault(programme: Programme, tmp_path: Path) -> None:
    path = _file(tmp_path, *WHOLE)
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert len(load_facts(path, programme).facts) == len(WHOLE)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{metric: stable, cohort: 2022, value: 12, of: 11}", "12 achieved of 11 counted is not possible: correct one"),
        ("{metric: stable, cohort: 2022, value: 8.5, of: 11}", "'stable' counts people or households, and 8.5 is not"),
        ("{metric: stable, cohort: 2022, value: 9}", "'of' is missing, which 'stable' needs (rate): add  of: 11"),
        ("{metric: stable, value: 9, of: 11}", "'cohort' is missing, which 'stable' needs (stable): add  cohort: 2022"),
    ],
)
def test_r15_what_a_household_reaches_or_not_is_never_in_parts_nor_above_those_counted(
    row: str, said: str, programme: Programme, tmp_path: Path
) -> None:
    path = _file(tmp_path, row, *WHOLE[:5])
    (fault,) = _refused(path, programme)
    assert said in fault.said("en")
    _every_remedy_works(path, programme, fault)


def test_r15_more_taken_back_than_achieved_is_refused_for_outcomes_and_warned_of_for_people(
    programme: Programme, tmp_path: Path
) -> None:
    back = "{metric: stable, cohort: 2022, value: -10, of: 0}"
    (fault,) = _refused(_file(tmp_path, *WHOLE, back), programme)
    assert "line 9, facts.6.value: the rows of 'stable' add up to -1: more is taken back than there is" in fault.said(
        "en"
    )
    (doubt,) = _doubts(_file(tmp_path, *WHOLE, "{metric: jobs, value: -4}"), programme)
    assert "the rows of 'jobs' add up to -1" in doubt.message.en
    assert _doubts(_file(tmp_path, *WHOLE, "{metric: jobs, value: -3}"), programme) == ()
    assert _doubts(_file(tmp_path, *WHOLE, "{metric: cost, value: -300}"), programme) == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("{metric: homes, value: 1, cohort: 2023}", "{metric: jobs, value: 1, cohort: '2023'}"), "cohort: 2023"),
        (("{metric: homes, value: 1, cohort: '2023'}", "{metric: jobs, value: 1, cohort: 2023}"), "cohort: 2023"),
        (("{metric: homes, value: 1, cohort: First}", "{metric: jobs, value: 1, cohort: first}"), "cohort: First"),
        (("{metric: homes, value: 1, person: P-001}", "{metric: jobs, value: 1, person: p-1}"), "person: P-001"),
        (
            ("{metric: homes, value: 1, person: A\u20111}", "{metric: jobs, value: 1, person: A-1}"),
            'person: "A\u20111"',
        ),
        (("{metric: homes, value: 1, person: 'A 1'}", "{metric: jobs, value: 1, person: A\u200b1}"), 'person: "A 1"'),
    ],
)
def test_r15_one_cohort_or_person_spelled_in_two_ways_is_refused(
    rows: tuple[str, ...], said: str, programme: Programme, tmp_path: Path
) -> None:
    path = _file(tmp_path, *rows, *WHOLE)
    (fault,) = _refused(path, programme)
    assert fault.message.en.endswith(f"and would be two: write  {said}")
    assert _ways(fault.message.en) == [said]
    _pasted(path, fault.line, said)
    assert len(load_facts(path, programme).facts) == 8


@pytest.mark.parametrize(
    ("row", "line", "said"),
    [
        ("{metric: homes, value: 3}", 9, "line 3 says of the same what this one says: together they count 6; remove"),
        ("{metric: stable, cohort: 2022, value: 1, of: 1}", 9, "line 8 says of the same what this one says: together"),
        ("{metric: jobs, value: 12, of: 11, person: P-1}", 9, "12 achieved of 11 counted is not possible"),
        ("{metric: jobs, value: 2.5, person: P-1}", 9, "'jobs' counts people or households, and 2.5 is not whole"),
        ("{metric: jobs, value: 3, people: 4, person: P-1}", 9, "'P-1' is one person, but the row says 4"),
        ("{metric: growth, value: 80, person: P-1}", 9, "'growth' is a share, and 80 is more than the whole"),
        ("{metric: cost, value: 1234.567}", 9, "1234.567 is money with more than two decimals"),
        ("{metric: homes, value: 1, period: 2025-07-01}", 9, "2025-07-01 is still to come (today is 2025-06-30)"),
        ("{metric: homes, value: 1, cohort: 2032}", 9, "cohort 2032 is not known yet: the facts go up to 2025"),
        ("{metric: relief, value: 1, period: 2023-01-01}", 9, "no clause pays 'relief' of 2023-01-01"),
        ("{metric: relief, value: 1, period: 2021-12-31}", 9, "if the day is wrong write  period: 2022-01-01"),
    ],
)
def test_r15_what_is_more_often_a_slip_is_paid_with_a_warning_whose_remedy_works(
    row: str, line: int, said: str, programme: Programme, tmp_path: Path
) -> None:
    path = _file(tmp_path, *WHOLE, row)
    doubts = [doubt for doubt in _doubts(path, programme) if said in doubt.message.en]
    assert [doubt.line for doubt in doubts] == [line]
    if "says of the same" not in said:
        _every_remedy_works(path, programme, doubts[0])


def test_r15_a_row_for_both_of_two_that_are_the_same_counts_what_they_count(
    programme: Programme, tmp_path: Path
) -> None:
    (doubt,) = _doubts(_file(tmp_path, *WHOLE, "{metric: homes, value: 3}"), programme)
    path = _file(tmp_path, *WHOLE)
    _pasted(path, ROW, _ways(doubt.message.en)[0])
    assert read_facts(path, programme, today=TODAY).doubts == ()
    assert load_facts(path, programme).facts[0].value == 6


def test_r15_a_person_in_two_cohorts_counts_twice_and_is_told(programme: Programme, tmp_path: Path) -> None:
    rows = (
        "{metric: jobs, value: 1, person: P-1, cohort: 2022}",
        "{metric: jobs, value: 1, person: P-1, cohort: 2023}",
        "{metric: homes, value: 1, cohort: 2023}",
        "{metric: homes, value: 2, person: P-1}",
    )
    path = _file(tmp_path, *WHOLE, *rows)
    (doubt,) = _doubts(path, programme)
    assert doubt.said("en").startswith("line 10, facts.7.cohort: 'P-1' is already of cohort 2022 (line 9)")
    _every_remedy_works(path, programme, doubt)


def test_r15_a_cohort_of_which_nothing_else_is_said_is_told(programme: Programme, tmp_path: Path) -> None:
    path = _file(tmp_path, *WHOLE, "{metric: homes, value: 4, cohort: 2022}", "{metric: jobs, value: 1, cohort: 2002}")
    (doubt,) = _doubts(path, programme)
    assert doubt.said("en").startswith("line 10, facts.7.cohort: nothing else is said of cohort 2002")
    assert _ways(doubt.message.en) == ["cohort: 2022"]
    _every_remedy_works(path, programme, doubt)


def test_r15_an_as_of_to_come_is_told_and_a_row_after_it_refused(programme: Programme, tmp_path: Path) -> None:
    path = _file(tmp_path, *WHOLE, head="programme: case\nas_of: 2052-06-30")
    (doubt,) = _doubts(path, programme)
    assert doubt.said("en").startswith("line 2, as_of: 2052-06-30 is still to come")
    _every_remedy_works(path, programme, doubt)
    late = _file(tmp_path, *WHOLE, "{metric: homes, value: 1, period: 2022-07-01}",
                 head="programme: case\nas_of: 2022-06-30")  # fmt: skip
    (fault,) = _refused(late, programme)
    assert "after as_of 2022-06-30: remove the row or write  as_of: 2022-07-01" in fault.message.en
    _every_remedy_works(late, programme, fault)


@pytest.mark.parametrize("gone", range(len(WHOLE)))
def test_r15_a_metric_of_which_no_row_speaks_is_told_with_a_row_to_add(
    gone: int, programme: Programme, tmp_path: Path
) -> None:
    path = _file(tmp_path, *(row for at, row in enumerate(WHOLE) if at != gone))
    (doubt,) = _doubts(path, programme)
    metric = WHOLE[gone].split(",")[0].removeprefix("{metric: ")
    assert f"no row says '{metric}': '{metric}' pays nothing; if it was counted add a row such as" in doubt.message.en
    _every_remedy_works(path, programme, doubt)


def test_r15_a_metric_that_counts_as_zero_because_no_row_says_it_is_told(tmp_path: Path) -> None:
    rule = {"difference": [{"metric": "housed"}, {"metric": "elsewhere"}]}
    short = {"metrics": {"housed": "days", "elsewhere": "days"}, "clauses": {"days": {"pays": rule,
             "for_each": ["person", "period"]}}}  # fmt: skip
    programme = load_programme(written(tmp_path, "days.yaml", programme_tree(short)))
    path = _file(tmp_path, "{metric: housed, person: '007', period: 2022-01-01, value: 300}")
    (doubt,) = _doubts(path, programme)
    assert "no row says 'elsewhere': for 'days' it is zero; if so add a row" in doubt.message.en
    assert '- {metric: elsewhere, period: 2022-01-01, person: "007", value: 0}' in doubt.message.en
    _every_remedy_works(path, programme, doubt)
    as_json = written(tmp_path, "days.facts.json", {"programme": "case", "as_of": "2022-12-31", "facts": [
        {"metric": "housed", "person": "no", "value": 300}]})  # fmt: skip
    (fault,) = _refused(as_json, programme)
    assert "add  period: 2022-01-01" in fault.message.en


def test_r15_the_row_offered_where_a_clause_compares_is_read_when_it_is_pasted_in(tmp_path: Path) -> None:
    rule = {"ratio": [{"metric": "homes"}, {"rate": "jobs"}]}
    short = {"metrics": ["homes", "jobs"], "clauses": {"fall": {"pays": rule, "for_each": ["cohort"]}}}
    programme = load_programme(written(tmp_path, "fall.yaml", programme_tree(short)))
    path = _file(tmp_path, "{metric: homes, cohort: 1, value: 3}")
    (fault,) = _refused(path, programme)
    assert fault.message.en.endswith("add a row  - {metric: jobs, cohort: 1, value: 0, of: 0}")
    _every_remedy_works(path, programme, fault)


def test_r15_pay_says_its_warnings_beside_the_payment_and_in_its_json(
    programme: Programme, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["--programme", str(tmp_path / "case.yaml"), "--facts"]
    twice = str(_file(tmp_path, *WHOLE, "{metric: homes, value: 3}"))
    assert main(["pay", *files, twice, "--json", "--lang", "en"]) == 0
    found = capsys.readouterr()
    (warning,) = json.loads(found.out)["warnings"]
    assert (warning["line"], warning["place"]) == (9, "facts.6")
    assert found.err.startswith("case.facts.yaml: to be looked at\n  line 9, facts.6: line 3 says of the same")
    assert main(["pay", *files, str(_file(tmp_path, *WHOLE)), "--json"]) == 0
    found = capsys.readouterr()
    assert (found.err, "warnings" in json.loads(found.out)) == ("", False)
    assert main(["pay", *files, str(_file(tmp_path, *WHOLE, "{metric: homes, value: 3}"))]) == 0
    assert capsys.readouterr().err.startswith("case.facts.yaml: da controllare\n  riga 9")


def test_r15_the_facts_that_are_shipped_are_read_without_a_warning() -> None:
    folder = Path(__file__).resolve().parents[2] / "data" / "programmes"
    found = sorted(folder.glob("*.facts.yaml"))
    assert len(found) >= 3
    for path in found:
        programme = load_programme(path.with_name(path.name.replace(".facts", "")))
        read = read_facts(path, programme)
        assert isinstance(read, ReadFacts)
        assert read.said("en") == ""


def test_r15_every_refusal_is_one_of_the_house() -> None:
    assert issubclass(FactsError, FileRefusedError)
