"""Backup and check of a file that another process holds: that process is asked, by its owner only."""

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from h4a_core.cli import command as cli
from h4a_core.progress import CancelledError
from h4a_core.store import control_socket
from h4a_core.store.backup import restore, verify
from h4a_core.store.batches import counts
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.control_socket import ask_dashboard, serve_control_socket, socket_path
from live import server
from tests.records.made import load
from tests.store.made import households_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")


@pytest.fixture
def folder():
    """A folder whose name is short: the address of a Unix socket has about a hundred characters."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        yield Path(made)


@pytest.fixture
def store(folder):
    store = Store.open(folder / "h4a.duckdb")
    load(store, "n.csv", households_file(20, 3))
    yield store
    store.close()


def _call(capsys, *words):
    code = cli.main([*map(str, words), "--lang", "en"])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_backup_of_the_running_dashboard_is_made_by_it_and_read_again(folder, capsys):
    path = folder / "h4a.duckdb"
    with server(path, folder / "server.log"):
        assert socket_path(path).stat().st_mode & 0o777 == 0o600
        code, said = _call(capsys, "backup", "--db", path, "--out", folder / "copy")
        assert (code, "and read again" in said) == (0, True), said
        code, again = _call(capsys, "verify", path)
        assert (code, "all is well" in again) == (0, True), again
        code, refused = _call(capsys, "backup", "--db", path, "--out", folder / "copy")
        assert (code, "is not written over" in refused) == (2, True)
    assert not socket_path(path).exists()
    found = restore(folder / "copy", folder / "new.duckdb")
    assert verify(path).rows == found.rows == verify(folder / "new.duckdb").rows
    assert found.rows["households_rows"] == 22


def test_a_backup_asked_for_while_records_come_in_is_one_whole_moment(store, folder):
    over = threading.Event()

    def write():
        members = 4
        while not over.is_set():
            load(store, "n.csv", households_file(20, members % 20 + 1))
            members += 1

    writer = threading.Thread(target=write)
    with serve_control_socket(store):
        writer.start()
        try:
            for turn in range(3):
                ask_dashboard(store.path, "backup", folder / f"copy-{turn}")
        finally:
            over.set()
            writer.join(timeout=20)
        assert ask_dashboard(store.path, "verify").sound
    for turn in range(3):
        found = verify(folder / f"copy-{turn}")
        assert found.sound
        assert found.rows["households_rows"] == 20 * found.rows["batches"]


def test_problems_and_refusals_over_there_are_said_here(store, folder):
    with store.writing() as cursor:
        cursor.execute("DELETE FROM batch_events")
    with serve_control_socket(store):
        (problem,) = ask_dashboard(store.path, "verify").problems
        assert "does not follow" in problem.en
        with pytest.raises(StoreError, match="esiste già"):
            ask_dashboard(store.path, "backup", store.path)
        assert ask_dashboard(store.path, "backup", folder / "copy").rows["households_rows"] == 20


def test_the_channel_is_its_owners_and_goes_with_the_dashboard(store):
    with serve_control_socket(store):
        assert socket_path(store.path).stat().st_mode & 0o777 == 0o600
        assert socket_path(store.path).stat().st_uid == os.getuid()
    assert not socket_path(store.path).exists()
    assert ask_dashboard(store.path, "verify") is None


def test_what_a_killed_dashboard_left_behind_is_taken_over(store):
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(socket_path(store.path)))
    assert ask_dashboard(store.path, "verify") is None
    with serve_control_socket(store):
        assert ask_dashboard(store.path, "verify").sound


@pytest.mark.parametrize("held", ["a file of that name", "a path too long"])
def test_where_there_can_be_no_channel_the_dashboard_says_so_and_works(held, folder, caplog):
    deep = folder / ("x" * 120 if held == "a path too long" else ".")
    store = Store.open(deep / "h4a.duckdb")
    if held == "a file of that name":
        socket_path(store.path).write_text("somebody's")
    with serve_control_socket(store):
        assert ask_dashboard(store.path, "verify") is None
        with store.reading() as cursor:
            assert counts(cursor)["households"] == 0
    assert "h4a.duckdb.sock" in caplog.text
    assert held == "a path too long" or socket_path(store.path).read_text() == "somebody's"
    store.close()


def test_without_unix_sockets_or_a_file_nothing_is_opened_or_asked(store, monkeypatch):
    memory = Store.open(":memory:")
    with serve_control_socket(memory):
        pass
    monkeypatch.delattr(socket, "AF_UNIX")
    with serve_control_socket(store):
        assert not socket_path(store.path).exists()
        assert ask_dashboard(store.path, "verify") is None


def test_a_file_held_by_something_else_is_refused_with_its_name_as_before(folder, capsys):
    path = folder / "h4a.duckdb"
    Store.open(path).close()
    program = f"import duckdb; c = duckdb.connect({str(path)!r}); print('open', flush=True); input()"
    with subprocess.Popen(  # noqa: S603 - this very interpreter, a program of one line
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        told = [_call(capsys, "backup", "--db", path, "--out", folder / "copy"), _call(capsys, "verify", path)]
        other.communicate(b"\n")
    for code, said in told:
        assert (code, f"process {other.pid}" in said) == (2, True)
    assert not (folder / "copy").exists()


def _line(path):
    line = socket.socket(socket.AF_UNIX)
    line.connect(str(socket_path(path)))
    return line


def test_a_backup_nobody_waits_for_any_longer_is_given_up(store, folder, monkeypatch):
    begun, given_up = threading.Event(), threading.Event()
    real = control_socket.backup

    def slow(store, out, progress):
        def look(table, done):
            begun.set()
            time.sleep(0.05)
            progress(table, done)

        try:
            return real(store, out, look)
        except CancelledError:
            given_up.set()
            raise

    monkeypatch.setattr(control_socket, "backup", slow)
    with serve_control_socket(store):
        with _line(store.path) as line:
            line.sendall(json.dumps({"verb": "backup", "out": str(folder / "copy")}).encode() + b"\n")
            assert begun.wait(5)
        assert given_up.wait(5)
        assert ask_dashboard(store.path, "verify").sound
    assert not (folder / "copy").exists()


def test_a_dashboard_that_stops_before_it_answers_is_said(store, monkeypatch):
    def stop(_store):
        raise KeyError("stopped")

    monkeypatch.setattr(control_socket, "verify_store", stop)
    with serve_control_socket(store), pytest.raises(StoreError, match="fermato prima di rispondere"):
        ask_dashboard(store.path, "verify")

    def hang_up():
        line = listening.accept()[0]
        select.select([line], [], [])
        line.close()  # with the question unread: the line breaks

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(socket_path(store.path)))
        listening.listen()
        killed = threading.Thread(target=hang_up)
        killed.start()
        with pytest.raises(StoreError, match="fermato prima di rispondere"):
            ask_dashboard(store.path, "verify")
        killed.join(timeout=5)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b'{"verb": "verify"',
        b"x" * 200_000,
        b"[" * 60_000 + b"\n",
        b"null\n",
        b'{"verb": "drop", "out": "x"}\n',
        b'{"verb": "verify", "out": 3}\n',
        b"\xff\xfe\n",
    ],
)
def test_s7_a_caller_who_says_nothing_sensible_holds_up_nobody_and_is_hung_up_on(store, said, monkeypatch):
    monkeypatch.setattr(control_socket, "_REQUEST_WITHIN_SECONDS", 0.5)
    with serve_control_socket(store), _line(store.path) as line:
        line.settimeout(10)
        with contextlib.suppress(OSError):  # hung up on before all was said
            line.sendall(said)
        began = time.monotonic()
        assert ask_dashboard(store.path, "verify").sound
        with contextlib.suppress(ConnectionError):
            assert line.recv(1) == b""
        assert time.monotonic() - began < 5


def test_s7_a_caller_who_says_a_little_now_and_then_is_hung_up_on_as_well(store, monkeypatch):
    monkeypatch.setattr(control_socket, "_REQUEST_WITHIN_SECONDS", 0.5)
    began = time.monotonic()

    def drip():
        while time.monotonic() - began < 10:
            line.sendall(b" ")
            time.sleep(0.05)

    with serve_control_socket(store), _line(store.path) as line, pytest.raises(OSError, match="Broken pipe"):
        drip()
    assert time.monotonic() - began < 5


def test_s7_hundreds_of_silent_callers_hold_up_nobody_and_not_the_end_either(store):
    silent = []
    try:
        with serve_control_socket(store):
            silent.extend(_line(store.path) for _ in range(300))
            began = time.monotonic()
            assert ask_dashboard(store.path, "verify").sound
            waited = time.monotonic() - began
            began = time.monotonic()
        assert waited < 3
        assert time.monotonic() - began < 3  # the dashboard ends without waiting for them
    finally:
        for line in silent:
            line.close()


def test_s7_a_caller_who_does_not_fetch_the_answer_holds_up_nobody(store):
    with serve_control_socket(store), _line(store.path) as line:
        line.sendall(b'{"verb": "verify", "out": ""}\n')
        assert ask_dashboard(store.path, "verify").sound
