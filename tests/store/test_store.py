"""The one connection: who may open it, who sees what, and what survives."""

import subprocess
import sys
import threading

import duckdb
import pytest

from h4a_core.store.batches import clear, counts, history, newest_record_day, undo
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.migrations import MIGRATIONS, migrate
from tests.records.made import GOOD, households, load


def test_a_new_file_is_made_with_its_folder_and_opens_again(tmp_path):
    path = tmp_path / "new" / "h4a.duckdb"
    store = Store.open(path)
    load(store, "n.csv", households(GOOD))
    store.close()
    store.close()
    again = Store.open(path)
    with again.reading() as cursor:
        assert counts(cursor)["households"] == 1
        version = cursor.execute(
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE path IS NOT NULL"
        ).fetchall()
    assert version[0][0].startswith("v1.4")
    again.close()


def test_a_closed_store_says_that_it_is_closed():
    store = Store.open(":memory:")
    store.close()
    with pytest.raises(StoreError, match="già stato chiuso"), store.reading():
        pass


def test_a_file_open_in_another_process_is_refused_kindly(tmp_path):
    path = tmp_path / "h4a.duckdb"
    program = f"import duckdb; c = duckdb.connect({str(path)!r}); print('open', flush=True); input()"
    with subprocess.Popen(  # noqa: S603 - this very interpreter, a program of one line
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreError) as refused:
            Store.open(path)
        other.communicate(b"\n")
    assert "another program" in refused.value.text.en


def test_a_file_that_is_no_database_is_refused_kindly(tmp_path):
    path = tmp_path / "h4a.duckdb"
    path.write_text("hello " * 5000)
    with pytest.raises(StoreError, match="non si apre"):
        Store.open(path)


def test_a_file_of_a_newer_version_is_refused_kindly(tmp_path):
    path = tmp_path / "h4a.duckdb"
    store = Store.open(path)
    with store.writing() as cursor:
        cursor.execute("INSERT INTO migrations (name) VALUES ('add_moon')")
    store.close()
    with pytest.raises(StoreError, match="add_moon"):
        Store.open(path)


def test_a_step_that_fails_leaves_nothing_behind(monkeypatch):
    store = Store.open(":memory:")

    def broken(cursor):
        cursor.execute("CREATE TABLE half (x INTEGER)")
        raise RuntimeError("half way")

    monkeypatch.setitem(MIGRATIONS, "broken", broken)
    with store._new_cursor() as cursor, pytest.raises(RuntimeError):
        migrate(cursor)
    with store.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchall() == [(0,)]


def test_an_error_while_writing_keeps_nothing():
    store = Store.open(":memory:")

    def fail_half_way():
        with store.writing() as cursor:
            cursor.execute("INSERT INTO superseded VALUES (1, 1, 2)")
            cursor.execute("SELECT nonsense")

    with pytest.raises(duckdb.Error, match="nonsense"):
        fail_half_way()
    with store.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM superseded").fetchall() == [(0,)]
    assert store.generation == 0


def test_a_reader_sees_one_state_while_a_writer_writes():
    store = Store.open(":memory:")
    with store.reading() as cursor:
        assert counts(cursor)["households"] == 0
        load(store, "n.csv", households(GOOD))
        assert counts(cursor)["households"] == 0
    with store.reading() as cursor:
        assert counts(cursor)["households"] == 1


@pytest.mark.timeout(30)
def test_no_reader_ever_gets_another_readers_rows():
    store = Store.open(":memory:")
    wrong = []

    def read(own):
        for turn in range(60):
            with store.reading() as cursor:
                query = "SELECT ? + range FROM range(50)"
                rows = cursor.execute(query, [own * 1000 + turn]).fetchall()
            if rows != [(own * 1000 + turn + i,) for i in range(50)]:
                wrong.append(own)

    def write():
        for turn in range(5):
            load(store, "n.csv", households(GOOD.replace("A-1", f"A-{turn}")))

    threads = [threading.Thread(target=read, args=(own,)) for own in range(6)] + [threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=25)
    assert not any(thread.is_alive() for thread in threads)
    assert wrong == []
    assert store.generation == 5
    store.close()


def test_only_an_import_that_is_there_can_be_undone():
    store = Store.open(":memory:")
    batch = load(store, "n.csv", households(GOOD)).batch_id
    undo(store, batch)
    for number in (batch, 77):
        with pytest.raises(StoreError, match=str(number)):
            undo(store, number)


def test_starting_over_leaves_an_empty_store():
    store = Store.open(":memory:")
    load(store, "n.csv", households(GOOD))
    clear(store)
    with store.reading() as cursor:
        assert sum(counts(cursor).values()) == 0
        assert history(cursor) == []
        assert newest_record_day(cursor) is None
