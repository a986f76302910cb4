"""Long work says how far it is; called off it leaves no trace, and the store goes on."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, nullcontext

import duckdb
import pytest

from h4a_core import progress
from h4a_core.progress import CancelledError, ProgressMonitor, _control_c
from h4a_core.store.batches import history
from h4a_core.store.connection import Store
from h4a_core.text import Text
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
import json, os, signal, sys, threading
from pathlib import Path
from h4a_core.store.connection import Store

def die_with_the_parent():
    sys.stdin.read()  # it ends when the other end of the pipe is gone, however that came about
    os._exit(1)

threading.Thread(target=die_with_the_parent, daemon=True).start()
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
    print(json.dumps([told, cursor.execute("SELECT count(*) FROM superseded").fetchall()[0][0]]), flush=True)
"""


@contextmanager
def child(tmp_path):
    """A program that writes without end, has begun to, and ends with this one at the latest."""
    arguments = [sys.executable, "-c", _INTERRUPTED, str(tmp_path / "h4a.duckdb"), WRITE, SLOW]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:  # noqa: S603 - see above
        try:
            writer.stdout.readline()
            yield writer
        finally:
            writer.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_control_c_stops_an_import_without_trace(tmp_path):
    with child(tmp_path) as writer:
        time.sleep(0.2)
        os.kill(writer.pid, signal.SIGINT)
        assert json.loads(writer.stdout.readline()) == ["interrupted", 0]


def test_a_child_ends_when_nobody_holds_its_pipe_any_more(tmp_path):
    with child(tmp_path) as writer:
        writer.stdin.close()
        assert writer.wait(timeout=20) == 1


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
    monkeypatch.setattr("h4a_core.progress._control_c", lambda: nullcontext(lambda: not told.append(1)))

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


# how far long work is

READING = Text(it="leggo", en="reading")


def followed(cancel=None):
    steps = []
    return ProgressMonitor(lambda words, share: steps.append((words.it, round(share, 4))), cancel), steps


def test_a_part_tells_its_shares_as_shares_of_the_whole():
    whole, steps = followed()
    part = whole.part(0.2, 0.6, "a.csv")  # 0.4 wide: its half is at 0.4 of the whole, its end at 0.6
    part.report(READING)
    part.part(0.5, 1).report(READING)
    part.report(READING, 1)
    assert steps == [("a.csv: leggo", 0.2), ("a.csv: leggo", 0.4), ("a.csv: leggo", 0.6)]


def test_work_is_split_by_weight_and_what_weighs_nothing_still_has_its_part():
    whole, steps = followed()
    for part in whole.split([("a", 7), ("b", 0), ("", 1)]):  # 8, 1 and 2 of 11
        part.report(READING)
    assert steps == [("a: leggo", 0), ("b: leggo", 0.7273), ("leggo", 0.8182)]
    assert whole.split([]) == []


def test_many_items_tell_how_far_they_are_and_stop_at_the_next_one(monkeypatch):
    monkeypatch.setattr(progress, "_TELL_EVERY_ITEMS", 2)
    asked = threading.Event()
    whole, steps = followed(asked.is_set)
    items = whole.track("abcdef", READING, 4)  # about four: what is told never exceeds the whole
    assert [next(items) for _ in range(5)] == list("abcde")
    assert steps == [("leggo", 0), ("leggo", 0.5), ("leggo", 1)]
    asked.set()
    with pytest.raises(CancelledError):
        next(items)


class Cursor:
    """A database that says of a statement how many per cent are done, each time it is asked."""

    def __init__(self, *percent):
        self.percent, self.asked = list(percent), threading.Event()

    def execute(self, _query):
        pass

    def query_progress(self):
        if len(self.percent) == 1:
            self.asked.set()
            return self.percent[0]
        return self.percent.pop(0)


def test_a_long_statement_tells_what_the_database_says_and_never_goes_back(monkeypatch):
    monkeypatch.setattr(progress, "_ASK_EVERY_SECONDS", 0.001)
    whole, steps = followed()
    cursor = Cursor(-1, 30, 20, 150)  # -1: not known
    with whole.during_statement(cursor, READING):
        assert cursor.asked.wait(20)
    assert [share for _, share in steps][:5] == [0, 0, 0.3, 0.3, 1]


def test_what_nobody_follows_is_not_asked_of_the_database():
    with ProgressMonitor().during_statement(None, READING):
        pass


def test_the_database_itself_says_how_far_a_statement_is(monkeypatch):
    monkeypatch.setattr(progress, "_ASK_EVERY_SECONDS", 0.01)
    store, shares = Store.open(":memory:"), []
    with store.reading() as cursor:

        def tell(_words, share):
            shares.append(share)
            if share > 0:
                cursor.interrupt()

        with pytest.raises(duckdb.InterruptException), ProgressMonitor(tell).during_statement(cursor, READING):
            cursor.execute("CREATE TEMP TABLE slow AS SELECT sum(hash(range) % 7) FROM range(3000000000)")
    store.close()
    assert 0 < shares[-1] < 1


def test_work_in_a_thread_of_its_own_is_called_off_like_any_other(store):
    asked, caught = threading.Event(), []

    def write():
        try:
            with store.writing(cancel=asked.is_set) as cursor:
                cursor.execute(WRITE)
                asked.set()
                cursor.execute(SLOW)
        except CancelledError as error:
            caught.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(20)
    assert len(caught) == 1
