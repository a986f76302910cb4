"""The impact chain as data: what leads to what, and what cannot."""

from pathlib import Path

import pytest

from h4a_core.programme import Programme, ProgrammeError
from h4a_core.programme.impact_chain import STAGES, ImpactChain, load_chain
from h4a_core.programme.indicators import load_indicators
from tests.conftest import TORINO

FILE = TORINO.with_suffix("") / "impact-chain.yaml"
WORDS = "label: {it: a, en: a}, source: {document: ipotesi}"


@pytest.fixture
def chain(torino: Programme) -> ImpactChain:
    return load_chain(FILE, load_indicators(FILE.with_name("indicators.yaml"), torino))


def _box(name: str, to: str = "", more: str = "") -> str:
    links = ", ".join(f"{{to: {one}, assumption: {{it: se, en: if}}}}" for one in to.split())
    return f"{{id: {name}, {WORDS}, indicators: [i_{name}], leads_to: [{links}]{more}}}"


def _stages(**changes: str) -> str:
    stages = {
        "inputs": _box("a", "b"),
        "activities": _box("b", "c"),
        "outputs": _box("c", "d"),
        "outcomes": _box("d", "e", ", cashable: true"),
        "impact": _box("e"),
    } | changes
    return "stages:\n" + "\n".join(f"  {name}: [{boxes}]" for name, boxes in stages.items())


def _faults(folder: Path, **changes: str) -> list[str]:
    path = folder / "impact-chain.yaml"
    path.write_text(_stages(**changes), encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_chain(path, [f"i_{name}" for name in "abcdefg"])
    return [fault.said("en") for fault in refused.value.faults]


def test_the_chain_of_torino_has_one_cashable_outcome_and_two_valued_ones(chain: ImpactChain) -> None:
    assert {box.id: box.cashable for box in chain.stages.outcomes} == {
        "access": False,
        "no_hotel": True,
        "wellbeing": False,
    }


def test_every_indicator_of_torino_stands_in_one_box(chain: ImpactChain, torino: Programme) -> None:
    used = [name for box in chain.boxes.values() for name in box.indicators]
    assert sorted(used) == sorted(load_indicators(FILE.with_name("indicators.yaml"), torino))


def test_boxes_are_given_in_the_order_of_the_stages(tmp_path: Path) -> None:
    path = tmp_path / "impact-chain.yaml"
    path.write_text(_stages(), encoding="utf-8")
    assert list(load_chain(path, ["i_a", "i_b", "i_c", "i_d", "i_e"]).boxes) == list("abcde")
    assert STAGES[0] == "inputs"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"inputs": _box("a", "b x")}, "'x' is unknown. Allowed: a, b, c, d, e"),
        ({"inputs": _box("a", "b c")}, "from 'a' (inputs) one does not go to 'c' (outputs)"),
        ({"outputs": _box("c", "d b")}, "from 'c' (outputs) one does not go to 'b' (activities)"),
        ({"impact": _box("e", "d")}, "'e' is in the last stage: it leads nowhere"),
        ({"inputs": _box("a", "b") + ", " + _box("f")}, "'f' leads nowhere: add  leads_to: [{to: ..., assumption"),
        ({"impact": _box("e") + ", " + _box("f")}, "no box of the stage before leads to 'f'"),
        ({"impact": _box("e") + ", " + _box("a")}, "'a' is already the name of another box"),
        ({"impact": _box("e").replace("i_e", "i_x")}, "'i_x' is unknown"),
        ({"impact": _box("e").replace("i_e", "i_a")}, "'i_a' already stands in the box 'a'"),
        ({"outcomes": _box("d", "e")}, "it is not said whether the City spends less by 'd'"),
        ({"impact": _box("e", more=", cashable: false")}, "only outcomes are cashable: remove it"),
        (
            {
                "outputs": _box("c", "d f"),
                "outcomes": _box("d", "e", ", cashable: true") + ", " + _box("f", "e", ", cashable: true"),
            },
            "2 outcomes are cashable: the model wants exactly one",
        ),
    ],
)
def test_a_chain_that_does_not_hold_together_is_refused(changes: dict[str, str], words: str, tmp_path: Path) -> None:
    assert any(words in fault for fault in _faults(tmp_path, **changes))
