"""Files that people write, made by others to take everything: refused with a short error that names line and remedy."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from h4a_core import yaml_files
from h4a_core.facts_file import load_facts
from h4a_core.programme import load_programme
from h4a_core.records.intake.profiles import load_profile
from h4a_core.yaml_files import FileRefusedError

PROGRAMME = Path(__file__).resolve().parents[2] / "data" / "programmes" / "peterborough.yaml"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 10)}]\n" for before, here in pairwise("abcdefghij")
)
"""Ten lines, ten thousand million values."""
MANY = "repetitions (*aliases)"
DEEP = "inside one another for more than 40 levels"
FILES = {
    "aliases that multiply": (BOMB, MANY),
    "merged keys that multiply": (
        "a: &a {x: 1}\n"
        + "".join(f"b{n}: &b{n} {{<<: *a, y: [{', '.join([f'*b{n - 1}'] * 40) if n else ''}]}}\n" for n in range(8)),
        MANY,
    ),
    "an alias inside itself": ("a: &a [1, *a]\n", DEEP),
    "deep lists": ("a: " + "[" * 41 + "]" * 41, DEEP),
    "very deep lists": ("a: " + "[" * 100_000, DEEP),
    "very deep keys": ("\n".join(" " * depth + "a:" for depth in range(900)), DEEP),
    "a long file": ("# much\n" * 200_000, "at most 1 MB"),
}
READERS = {
    "programme": load_programme,
    "facts": lambda path: load_facts(path, load_programme(PROGRAMME)),
    "profile": load_profile,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(("written", "words"), FILES.values(), ids=FILES)
def test_s7_a_bomb_of_yaml_gets_a_short_error_soon(read, written, words, tmp_path):
    path = tmp_path / "bomb.yaml"
    path.write_text(written, encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(FileRefusedError) as refused:
        read(path)
    assert time.process_time() - begun < 5
    assert words in refused.value.said("en")
    assert len(refused.value.said("it").splitlines()) == 2
    assert len(refused.value.said("it")) < 300


def test_s7_aliases_within_the_limit_are_read(tmp_path, monkeypatch):
    path = tmp_path / "profile.yaml"
    path.write_text(
        "name: &name Lyon\ntable: reference_stays\ncolumns: {Entrée: start_date}\nconstants: {facility_type: hotel}\n",
        encoding="utf-8",
    )
    assert load_profile(path).name == "Lyon"
    # name, table, columns, constants and what they hold, with the mapping around them
    monkeypatch.setattr(yaml_files, "MAX_VALUES", 12)
    with pytest.raises(FileRefusedError):
        load_profile(path)
    monkeypatch.setattr(yaml_files, "MAX_VALUES", 13)
    assert load_profile(path).name == "Lyon"


def test_a_text_with_another_language_is_told_which_there_are(tmp_path):
    path = tmp_path / "programme.yaml"
    path.write_text("name: {it: Prova, en: Trial, fr: Essai}\n", encoding="utf-8")
    with pytest.raises(FileRefusedError) as refused:
        load_programme(path)
    assert "line 1, name.fr: key 'fr' is unknown. Allowed: en, it" in refused.value.said("en").replace(
        " Did you mean 'en'?", ""
    )
