"""Each attack is refused with words, soon, and the process that asked stays as small as it was."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from h4a_core.records.formats import limits
from tests.attacks.corpus import ATTACKS, ORDINARY_FILES

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS, MOST_GROWTH = 5, 200
"""Seconds of work until a refusal; MB that the process which asked may grow by."""
MOST_BYTES = 3_500_000
"""Size of the largest file of the corpus: they are small."""


@pytest.fixture(scope="module")
def measured():
    """What became of each file of the corpus, previewed one after the other in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.measuring"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


@pytest.mark.timeout(300)
def test_s1_the_corpus_outlives_in_one_process_and_all_its_files_are_small(measured):
    assert set(measured) == set(ATTACKS) | set(ORDINARY_FILES)
    assert max(one["bytes"] for one in measured.values()) <= MOST_BYTES


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ATTACKS)
def test_s1_a_small_file_that_wants_much_is_refused_with_words_soon_and_takes_no_memory(measured, name):
    _, words = ATTACKS[name]
    found = measured[name]
    assert words in found["refusal"]
    assert found["refusal"] or found["accepted"] == 1
    assert found["seconds"] < MOST_SECONDS
    assert found["grown"] < MOST_GROWTH


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ORDINARY_FILES)
def test_s1_a_file_of_an_office_that_only_looks_like_an_attack_is_read(measured, name):
    assert (measured[name]["refusal"], measured[name]["accepted"]) == ("", 1)
    assert measured[name]["seconds"] < MOST_SECONDS


@pytest.mark.timeout(300)
def test_s1_a_refusal_names_no_path_and_no_process(measured):
    for one in measured.values():
        assert "/" not in one["refusal"]
        assert "Traceback" not in one["refusal"]
        assert one["refusal"] == "" or one["refusal"].startswith(("Il file non si legge", "In questo file"))


def test_s1_the_page_and_the_code_say_the_same_limit_of_a_file():
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["server"]
    assert server["maxUploadSize"] * limits.MEGABYTE == limits.MAX_FILE_BYTES
