"""Backup, restore, verify and what was known, from the command line."""

import json
import shutil

import pytest

from h4a_core.cli import command as cli
from h4a_core.records.intake.importing import bundled_sample
from h4a_core.store.batches import undo
from h4a_core.store.connection import Store
from h4a_core.store.events import known_moment
from tests.records.made import load_many


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A store from which all imports have been undone, and the moment before."""
    path = tmp_path_factory.mktemp("made") / "h4a.duckdb"
    store = Store.open(path)
    batches = [result.batch_id for result in load_many(store, bundled_sample())]
    with store.reading() as cursor:
        moment = known_moment(cursor)
    for batch in batches:
        undo(store, batch)
    store.close()
    return path, moment


def _call(capsys, *words):
    code = cli.main([*map(str, words), "--lang", "en"])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_store_is_copied_checked_and_brought_back(made, tmp_path, capsys):
    path, _ = made
    assert _call(capsys, "backup", "--db", path, "--out", tmp_path / "copy")[0] == 0
    code, said = _call(capsys, "verify", tmp_path / "copy")
    assert (code, "all is well" in said) == (0, True)
    code, said = _call(capsys, "restore", "--from", tmp_path / "copy", "--db", tmp_path / "new.duckdb")
    assert (code, "compared" in said) == (0, True)
    assert _call(capsys, "verify", tmp_path / "new.duckdb")[0] == 0
    shutil.copy(tmp_path / "copy" / "batches.parquet", tmp_path / "copy" / "surveys_rows.parquet")
    code, said = _call(capsys, "verify", tmp_path / "copy")
    assert (code, "surveys_rows.parquet" in said) == (2, True)
    code, said = _call(capsys, "restore", "--from", tmp_path / "copy", "--db", tmp_path / "two.duckdb")
    assert (code, "surveys_rows.parquet" in said) == (2, True)


def test_a_store_that_is_not_there_is_not_copied(tmp_path, capsys):
    code, said = _call(capsys, "backup", "--db", tmp_path / "none.duckdb", "--out", tmp_path / "copy")
    assert (code, "is not there" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_statement_shows_what_was_known_at_a_moment(made, capsys):
    path, moment = made
    call = ("statement", "--db", path, "--as-of", "2025-11-30")
    then = json.loads(_call(capsys, *call, "--known-at", moment.isoformat(), "--json")[1])
    now = json.loads(_call(capsys, *call, "--json")[1])
    assert then["known_at"] == moment.isoformat()
    assert "known_at" not in now
    assert len(then["lines"]) > 0 == len(now["lines"])
    assert "as known at 2001-01-01" in _call(capsys, *call, "--known-at", "2001-01-01")[1]


def test_a_moment_that_is_none_ends_with_2(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["statement", "--known-at", "yesterday"])
    assert ended.value.code == 2
    assert "write 2025-11-30" in capsys.readouterr().err


def test_control_c_ends_with_130_and_says_that_nothing_is_written(monkeypatch, capsys, tmp_path):
    def interrupted(path):
        raise KeyboardInterrupt

    monkeypatch.setattr("h4a_core.cli.store.verify", interrupted)
    assert _call(capsys, "verify", tmp_path) == (130, "Interrupted: nothing has been written.\n")
