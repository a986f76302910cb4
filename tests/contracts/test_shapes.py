"""Every shape of payment that other contracts use, as data: each case of shapes/ is a sentence that must hold."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from h4a_core.engine.payment import PaidLine
from tests.contracts.making import made_programme, paid

SHAPES = Path(__file__).parent / "shapes"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(SHAPES.glob("*.yaml"))
    for case in YAML(typ="safe").load(path)
]


@pytest.mark.parametrize("case", CASES)
def test_shape(case: dict[str, Any], tmp_path: Path) -> None:
    programme = made_programme(tmp_path, case["programme"])
    lines = paid(tmp_path, programme, case["facts"], case.get("set", []))
    assert sum(line.amount for line in lines) == Decimal(str(case["total"]))
    if "lines" in case:
        assert [_told(line, one) for line, one in zip(lines, case["lines"], strict=True)] == case["lines"]
    for line in lines:
        assert line.working.value == line.amount
        assert line.gross == line.amount + sum(cut.taken for cut in line.cuts)


def _told(line: PaidLine, asked: dict[str, Any]) -> dict[str, Any]:
    """What a line says of everything that the case asks about."""
    said = {
        "clause": line.clause.id, "metric": line.metric, "cohort": line.group.cohort, "period": line.group.period,
        "person": line.group.person, "claims": line.claims, "people": line.people, "gross": line.gross,
        "amount": line.amount, "caps": {cut.cap: [float(cut.limit), float(cut.taken)] for cut in line.cuts},
    }  # fmt: skip
    return {key: float(said[key]) if isinstance(asked[key], float) else said[key] for key in asked}
