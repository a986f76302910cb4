"""The server: which database it starts with, and what it tells a watcher."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

import app as program
from h4a_core.store.batches import counts, has_invented
from h4a_core.store.connection import Store
from h4a_core.store.errors import StoreError
from h4a_ui import session
from live import server


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Where the database is to be, named by nobody."""
    monkeypatch.delenv("H4A_DB", raising=False)
    monkeypatch.delenv("H4A_SAMPLE", raising=False)
    monkeypatch.setattr(session, "ROOT", tmp_path)
    yield tmp_path / "data" / "h4a.duckdb"
    session.close_store()


def _families(store):
    with store.reading() as cursor:
        return counts(cursor)["households"], has_invented(cursor)


def test_s2_where_nothing_is_named_and_no_file_is_there_it_is_made_with_the_sample(path):
    assert _families(program._prepare()) == (22, True)
    assert path.exists()


def test_s2_a_named_file_that_is_missing_gives_an_empty_store(path, monkeypatch):
    monkeypatch.setenv("H4A_DB", str(path))
    assert _families(program._prepare()) == (0, False)


def test_s2_a_named_file_that_is_missing_gets_the_sample_when_it_is_asked_for(path, monkeypatch):
    monkeypatch.setenv("H4A_DB", str(path))
    monkeypatch.setenv("H4A_SAMPLE", "1")
    assert _families(program._prepare())[1]


@pytest.mark.parametrize("asked", ["1", ""])
def test_s2_a_file_that_is_there_is_never_filled(path, monkeypatch, asked):
    Store.open(path).close()
    monkeypatch.setenv("H4A_SAMPLE", asked)
    assert _families(program._prepare()) == (0, False)


def test_s2_a_half_made_sample_leaves_no_file(path, monkeypatch):
    def stop(store, files):
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "load_many", stop)
    with pytest.raises(KeyboardInterrupt):
        program._prepare()
    assert list(path.parent.iterdir()) == []


_KILLED = """
import os, sys
from pathlib import Path
from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_core.store.connection import Store

def fill(store):
    load_many(store, bundled_sample())
    os._exit(9)

Store.create(Path(sys.argv[1]), fill)
"""


def test_s2_a_program_killed_while_it_makes_the_sample_leaves_no_file(path):
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)  # noqa: S603 - written above
    assert done.returncode == 9
    assert not path.exists()
    assert _families(program._prepare())[1]


def test_s2_s7_a_damaged_database_is_logged_with_its_path_and_told_to_watchers(path, caplog):
    path.parent.mkdir()
    path.write_bytes(b"hello " * 5000)
    assert program._prepare() is None
    assert str(path) in caplog.text
    with pytest.raises(StoreError) as told:
        session.open_store()
    assert "/" not in told.value.text.it
    assert session.opened_store() is None


def _health(url):
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:  # noqa: S310 - our own server
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_s2_health_says_that_the_database_of_a_running_server_is_gone_replaced_or_back(tmp_path):
    path = Path(os.path.realpath(tmp_path)) / "h4a.duckdb"
    with server(path, tmp_path / "server.log", sample=False) as url:
        assert _health(url) == (200, {"status": "ok"})
        path.rename(tmp_path / "moved")
        assert _health(url) == (503, {"status": "missing"})
        path.write_bytes((tmp_path / "moved").read_bytes()[:50_000])
        assert _health(url) == (503, {"status": "replaced"})
        (tmp_path / "moved").replace(path)
        assert _health(url) == (200, {"status": "ok"})
        os.truncate(path, 50_000)
        assert _health(url) == (503, {"status": "changed"})


def test_s2_a_page_says_that_the_database_is_gone(path, monkeypatch):
    program._prepare()
    path.unlink()
    with pytest.raises(StoreError, match="non c'è più") as told:
        session.open_store()
    assert "/" not in told.value.text.it
