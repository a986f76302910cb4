"""The evaluator's choices for the comparison, read from their file."""

from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.counterfactual import load_counterfactual

FILE = Path(__file__).parents[2] / "data" / "programmes" / "homes4all-torino" / "counterfactual.yaml"


def test_every_choice_has_a_source_and_a_range():
    found = load_counterfactual(FILE)
    for value in (found.horizon_days, found.least_stays, found.comparison_window_days, found.least_families):
        assert value.source.note
        assert value.low is not None
        assert value.high is not None
        assert value.low < value.value < value.high


@pytest.mark.parametrize("wrong", ["0", "-5", "20.5"])
def test_a_number_that_is_no_whole_number_above_zero_is_refused_with_its_line(tmp_path: Path, wrong: str):
    path = tmp_path / "counterfactual.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace("value: 30\n", f"value: {wrong}\n"), encoding="utf-8")
    with pytest.raises(ProgrammeError, match="whole number above zero"):
        load_counterfactual(path)
