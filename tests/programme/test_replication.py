"""Phase III as data."""

from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.replication import load_replication

FILE = Path(__file__).parents[2] / "data" / "programmes" / "homes4all-torino" / "replication.yaml"


def test_every_value_of_the_plan_has_a_source_a_range_and_a_slider():
    for name, value in load_replication(FILE).values.items():
        assert value.source.quote or value.source.note, name
        assert value.slider is not None, name
        assert value.low is not None, name
        assert value.high is not None, name
        assert value.slider.lowest <= value.low <= value.value <= value.high <= value.slider.highest, name


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [("value: 8\n", "value: 8.5\n", "whole number"), ("value: 11667", "value: 0", "above zero")],
)
def test_a_number_that_cannot_be_is_refused_with_its_remedy(tmp_path: Path, good: str, bad: str, words: str):
    path = tmp_path / "replication.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(ProgrammeError, match=words):
        load_replication(path)
