"""Long work that is called off leaves no trace, and the store goes on."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext

import pytest

from h4a_core.store.batches import history
from h4a_core.store.cancelling import _control_c
from h4a_core.store.connection import Store
from h4a_core.store.errors import CancelledError
from tests.records.made import load
from tests.store.made import households_file

SLOW = "CREATE TEMP TABLE slow AS SELECT sum(hash(range) % 7) FROM range(1000000000000)"
WRITE = "INSERT INTO superseded VALUES (1, 1, 2)"


@pytest.fixture
def store():
    store = Store.open(":memory:")
    yield store
    with store.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM superseded").fetchall() == [(0,)]
    load(store, "n.csv", households_file(1, 3))
    with store.reading() as cursor:
        assert len(history(cursor)) == 1
    store.close()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("step", ["prepare", "write"])
def test_a_running_statement_stops_soon_after_it_is_cancelled(store, step):
    asked = threading.Event()
    timer = threading.Timer(0.2, asked.set)
    timer.start()
    began = time.monotonic()

    def prepare(cursor):
        if step == "prepare":
            cursor.execute(SLOW)

    def write():
        with store.writing(prepare, cancel=asked.is_set) as cursor:
            cursor.execute(WRITE)
            cursor.execute(SLOW)

    with pytest.raises(CancelledError):
        write()
    assert time.monotonic() - began < 5
    assert store.generation == 0


def test_work_that_takes_no_notice_is_not_kept_either(store):
    with pytest.raises(CancelledError, match="annullata"), store.writing(cancel=lambda: True) as cursor:
        cursor.execute(WRITE)


def test_an_error_that_is_no_cancelling_stays_what_it_was(store):
    def write():
        with store.writing(cancel=lambda: False) as cursor:
            cursor.execute(WRITE)
            raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        write()


def test_what_is_not_cancelled_is_kept():
    store = Store.open(":memory:")
    with store.writing(cancel=lambda: False) as cursor:
        cursor.execute(WRITE)
    with store.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM superseded").fetchall() == [(1,)]
    store.close()


_INTERRUPTED = """
import json, signal, sys
from pathlib import Path
from h4a_core.store.cancelling import _control_c
from h4a_core.store.connection import Store
signal.signal(signal.SIGINT, signal.default_int_handler)
store = Store.open(Path(sys.argv[1]))
try:
    with store.writing() as cursor:
        cursor.execute(sys.argv[2])
        print("writing", flush=True)
        cursor.execute(sys.argv[3])
    told = "nothing"
except KeyboardInterrupt:
    told = "interrupted"
with store.reading() as cursor:
    print(json.dumps([told, cursor.execute("SELECT count(*) FROM superseded").fetchall()[0][0]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_control_c_stops_an_import_without_trace(tmp_path):
    with subprocess.Popen(  # noqa: S603 - this very interpreter, the program above
        [sys.executable, "-c", _INTERRUPTED, str(tmp_path / "h4a.duckdb"), WRITE, SLOW], stdout=subprocess.PIPE
    ) as writer:
        writer.stdout.readline()
        time.sleep(0.2)
        os.kill(writer.pid, signal.SIGINT)
        assert json.loads(writer.communicate(timeout=20)[0]) == ["interrupted", 0]


def test_control_c_is_one_again_when_the_database_gives_it_another_name(store):
    def write():
        with store.writing() as cursor:
            cursor.execute(WRITE)
            raise RuntimeError("Query interrupted")

    with pytest.raises(KeyboardInterrupt):
        write()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.timeout(20)
def test_control_c_reaches_a_statement_that_does_not_look_for_it(store, monkeypatch):
    told = []
    monkeypatch.setattr("h4a_core.store.cancelling._control_c", lambda: nullcontext(lambda: not told.append(1)))

    def write():
        with store.writing() as cursor:
            cursor.execute(WRITE)
            cursor.execute(SLOW)

    with pytest.raises(KeyboardInterrupt):
        write()
    assert told == [1]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_an_event_loop_that_listens_to_signals_goes_on_doing_so(store):
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing)
    try:
        with store.writing() as cursor:
            cursor.execute("SELECT 1")
            assert signal.set_wakeup_fd(writing) == writing
    finally:
        assert signal.set_wakeup_fd(before) == writing
        os.close(reading)
        os.close(writing)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_pipe_without_a_signal_means_no_and_with_one_yes():
    with _control_c() as pressed:
        assert not pressed()
        with pytest.raises(KeyboardInterrupt):
            _press()
        assert pressed()


def _press():
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    finally:
        signal.signal(signal.SIGINT, handler)
