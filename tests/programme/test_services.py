"""The steps of the way, read from their file."""

from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.services import STEPS, load_services

FILE = Path(__file__).parents[2] / "data" / "programmes" / "homes4all-torino" / "services.yaml"


def _refused(tmp_path: Path, old: str, new: str) -> ProgrammeError:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "services.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_services(path)
    return refused.value


def test_the_file_holds_every_step_that_the_records_know_in_order():
    services = load_services(FILE)
    assert tuple(services.steps) == STEPS
    assert services.silence_limit.value == 90
    assert services.silence_limit.source.document == "ipotesi"


def test_what_the_sources_say_of_the_two_charts_stands_in_them():
    words = (FILE.parents[1] / "sources" / "homes4all-analisi-impatto.txt").read_text(encoding="utf-8")
    for source in load_services(FILE).sources:
        assert source.quote
        assert source.quote in words


def test_an_unknown_step_is_refused_with_the_nearest_one(tmp_path):
    fault = _refused(tmp_path, "  moved_in:", "  move_in:").faults[0]
    assert fault.place == "steps.move_in"
    assert "moved_in" in fault.message.en


def test_a_way_without_the_entry_into_the_programme_is_refused(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    start, end = text.index("  enrolled:\n"), text.index("  signed:\n")
    refused = _refused(tmp_path, text[start:end], "")
    assert "the step 'enrolled' is missing" in refused.said("en")


def test_the_application_comes_first(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    start, end = text.index("  applied:\n"), text.index("  enrolled:\n")
    step, rest = text[start:end], text[end : text.index("\n# {days}")]
    refused = _refused(tmp_path, step + rest, rest + step)
    assert "it comes first" in refused.said("en")


@pytest.mark.parametrize("days", ["0", "90.5", "200"])
def test_a_limit_of_silence_that_is_no_whole_number_of_days_in_its_range_is_refused(tmp_path, days):
    assert "whole days" in _refused(tmp_path, "value: 90", f"value: {days}").said("en")
