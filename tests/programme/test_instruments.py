"""The file of the instruments is read whole or refused with every fault, its line and its remedy."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.instruments import load_instruments
from tests.conftest import TORINO

INSTRUMENTS = TORINO.parent / "homes4all-torino" / "instruments.yaml"
GOOD = """
instruments:
  - id: prova
    label: {it: Prova, en: Trial}
    dimension: other
    source: {document: ipotesi}
    scale: {from: 1, to: 3}
    items: [{id: p1}, {id: p2, reversed: true}]
    scoring: {rule: sum, fewest_answers: 2}
"""


def _refused(tmp_path: Path, old: str, new: str) -> ProgrammeError:
    assert old in GOOD
    path = tmp_path / "instruments.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_instruments(path)
    return refused.value


def test_the_invented_instruments_say_that_they_are_invented_and_what_change_counts() -> None:
    wellbeing, empowerment, economic, _ = load_instruments(INSTRUMENTS).instruments
    assert [one.dimension for one in (wellbeing, empowerment, economic)] == ["wellbeing", "empowerment", "economic"]
    assert "inventato" in (wellbeing.source.note.it if wellbeing.source.note else "")
    assert wellbeing.score_range == (4, 20)  # four items from 1 to 5, summed
    assert empowerment.score_range == (1, 5)  # a mean stays on the scale
    assert (wellbeing.score_width, empowerment.score_width) == (16, 4)
    assert economic.improved_from
    assert economic.improved_from.value == Decimal("1.5")


def test_the_licensed_scale_has_its_form_and_none_of_its_words() -> None:
    licensed = load_instruments(INSTRUMENTS).instruments[-1]
    assert [item.words for item in licensed.items] == [None] * 7
    assert licensed.score_range == (7, 35)
    assert licensed.improved_from is None
    assert licensed.source.note
    assert licensed.source.note.it == "testo concesso in licenza: lo inserisce il valutatore"


def test_a_conversion_table_sets_the_range_of_the_score(tmp_path: Path) -> None:
    path = tmp_path / "instruments.yaml"
    table = "{2: 1.5, 3: 2, 4: 3.25, 5: 4, 6: 6}"
    path.write_text(GOOD.replace("fewest_answers: 2", f"fewest_answers: 2, conversion: {table}"), encoding="utf-8")
    (one,) = load_instruments(path).instruments
    assert one.score_range == (Fraction(3, 2), 6)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("{from: 1, to: 3}", "{from: 3, to: 3}", "scale.to", "deve essere più grande"),
        ("{from: 1, to: 3}", "{from: 1, to: 3, anchors: {4: {it: a, en: a}}}", "scale.anchors.4", "fuori dalla scala"),
        ("{id: p1}, {id: p2", "{id: p1}, {id: p1", "items.1.id", "due volte"),
        ("fewest_answers: 2", "fewest_answers: 3", "scoring.fewest_answers", "i quesiti sono 2"),
        ("fewest_answers: 2", "fewest_answers: 1, conversion: {2: 1}", "scoring.conversion", "somme intere"),
        ("fewest_answers: 2", "fewest_answers: 2, conversion: {2: 1, 3: 2}", "scoring.conversion", "manca 4"),
        ("dimension: other", "dimension: happiness", "dimension", "ammessi"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_its_place(
    old: str, new: str, place: str, words: str, tmp_path: Path
) -> None:
    faults = _refused(tmp_path, old, new).faults
    found = next(fault for fault in faults if words in fault.message.it)
    assert found.place == f"instruments.0.{place}"


def test_two_instruments_of_one_name_are_refused(tmp_path: Path) -> None:
    again = GOOD.split("instruments:\n")[1]
    error = _refused(tmp_path, "  - id: prova", again.rstrip() + "\n  - id: prova")
    assert [fault.place for fault in error.faults] == ["instruments.1.id"]
    assert error.faults[0].line == 10


def test_a_smallest_change_must_lie_between_its_bounds(tmp_path: Path) -> None:
    value = "{label: {it: a, en: a}, value: 1, unit: number, low: 2, high: 3, source: {document: ipotesi}}"
    error = _refused(tmp_path, "    scoring:", f"    improved_from: {value}\n    scoring:")
    assert [fault.message.en for fault in error.faults] == ["low 2, value 1, high 3: above 0, and they must rise"]
