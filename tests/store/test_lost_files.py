"""The database deleted, replaced, cut short, or parted from its journal while it is open: noticed, nothing "done"."""

import os
import shutil
import threading
from contextlib import suppress

import pytest

from h4a_core.cli import command as cli
from h4a_core.records.intake.importing import load_many
from h4a_core.store import watching
from h4a_core.store.backup import backup, verify
from h4a_core.store.batches import clear, counts, undo
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.control_socket import serve_control_socket
from h4a_core.store.files import journal_of
from h4a_core.store.watching import Loss, LostFileError
from tests.records.made import load
from tests.store.made import households_file


@pytest.fixture
def path(tmp_path):
    return tmp_path / "h4a.duckdb"


@pytest.fixture
def store(path):
    """A store whose import of 30 families is still in the journal."""
    store = Store.open(path)
    load(store, "n.csv", households_file(30, 3))
    yield store
    store.close()


@pytest.fixture
def other(tmp_path):
    """Another database with a journal of its own, of 50 families."""
    live = tmp_path / "elsewhere" / "live.duckdb"
    store = Store.open(live)
    load(store, "n.csv", households_file(50, 3))
    copy = tmp_path / "elsewhere" / "other.duckdb"
    shutil.copy(live, copy)
    shutil.copy(journal_of(live), journal_of(copy))
    store.close()
    return copy


def _delete(path, other):
    path.unlink()


def _move_away(path, other):
    path.rename(path.with_name("moved.duckdb"))


def _replace(path, other):
    other.replace(path)
    journal_of(other).replace(journal_of(path))


def _write_over(path, other):
    path.write_bytes(other.read_bytes())


def _cut_short(path, other):
    os.truncate(path, 20_000)


def _delete_journal(path, other):
    journal_of(path).unlink()


def _replace_journal(path, other):
    journal_of(other).replace(journal_of(path))


def _cut_journal(path, other):
    os.truncate(journal_of(path), 100)


_LOSSES = [
    (_delete, Loss.MISSING),
    (_move_away, Loss.MISSING),
    (_replace, Loss.REPLACED),
    (_write_over, Loss.CHANGED),
    (_cut_short, Loss.CHANGED),
    (_delete_journal, Loss.JOURNAL),
    (_replace_journal, Loss.JOURNAL),
    (_cut_journal, Loss.JOURNAL),
]


@pytest.mark.parametrize(("happens", "loss"), _LOSSES)
def test_s2_a_database_lost_while_open_is_noticed_before_anything_is_written(store, path, other, happens, loss):
    assert store.loss() is None
    assert store.trouble() is None
    happens(path, other)
    assert store.loss() is loss
    assert store.trouble() == loss.value
    for write in (
        lambda: load_many(store, [("n.csv", households_file(5, 4))]),
        lambda: undo(store, 1),
        lambda: clear(store),
        store.refuse_lost_file,
    ):
        with pytest.raises(LostFileError) as told:
            write()
        assert told.value.loss is loss
        assert "/" not in told.value.text.it
        assert "restore" in told.value.text.it
        assert "intatt" not in told.value.text.it
        assert path.name in told.value.detailed.it
    assert store.generation == 1


@pytest.mark.parametrize(("happens", "loss"), _LOSSES)
def test_s2_a_database_lost_while_a_write_is_under_way_is_noticed_before_it_is_said_to_be_done(
    store, path, other, happens, loss
):
    def write():
        with store.writing() as cursor:
            cursor.execute("INSERT INTO superseded VALUES (1, 1, 2)")
            happens(path, other)

    if loss is Loss.CHANGED:  # the blocks of a large import grow the file too: what is damaged shows itself later
        write()
        return
    with pytest.raises(LostFileError):
        write()
    assert store.loss() is not None


@pytest.mark.parametrize("happens", [_delete, _move_away, _replace])
def test_s2_a_database_lost_during_the_commit_itself_is_told_as_in_doubt(store, path, other, happens, monkeypatch):
    real = store._files.before_commit

    def before_commit():
        real()
        happens(path, other)

    monkeypatch.setattr(store._files, "before_commit", before_commit)
    with pytest.raises(LostFileError, match="può andare persa"):
        load_many(store, [("n.csv", households_file(5, 4))])


def test_s2_a_journal_deleted_during_the_commit_itself_is_told_as_in_doubt(store, path, monkeypatch):
    real = store._files.before_commit

    def before_commit():
        real()
        journal_of(path).unlink()

    monkeypatch.setattr(store._files, "before_commit", before_commit)
    with pytest.raises(LostFileError, match="può andare persa"):
        load_many(store, [("n.csv", households_file(5, 4))])


def test_s2_a_database_put_back_in_its_place_is_written_to_again(store, path):
    path.rename(path.with_name("moved.duckdb"))
    with pytest.raises(LostFileError):
        undo(store, 1)
    path.with_name("moved.duckdb").rename(path)
    undo(store, 1)
    assert store.loss() is None


def test_s2_closing_leaves_the_files_that_were_put_in_place_as_they_are(path, other):
    store = Store.open(path)
    load(store, "n.csv", households_file(30, 3))
    _replace(path, other)
    before = path.read_bytes(), journal_of(path).read_bytes()
    store.close()
    assert (path.read_bytes(), journal_of(path).read_bytes()) == before
    again = Store.open(path)
    with again.reading() as cursor:
        assert counts(cursor)["households"] == 50
    again.close()


def test_s2_a_store_that_lost_its_journal_still_writes_all_into_its_file_when_it_is_closed(path):
    store = Store.open(path)
    load(store, "n.csv", households_file(30, 3))
    journal_of(path).unlink()
    assert store.loss() is Loss.JOURNAL
    store.close()
    again = Store.open(path)
    with again.reading() as cursor:
        assert counts(cursor)["households"] == 30
    again.close()


def test_s2_what_a_deleted_database_held_can_still_be_copied_while_the_program_runs(store, path, tmp_path, capsys):
    path.unlink()
    backup(store, tmp_path / "copy")
    assert verify(tmp_path / "copy").rows["households_rows"] == 30
    with serve_control_socket(store):
        code = cli.main(["backup", "--db", str(path), "--out", str(tmp_path / "rescued"), "--lang", "en"])
    assert (code, "read again" in capsys.readouterr().out) == (0, True)
    assert verify(tmp_path / "rescued").rows["households_rows"] == 30
    assert not path.exists()


def test_s2_asking_whether_the_file_is_there_waits_for_no_writer(store, path):
    begun, over = threading.Event(), threading.Event()

    def write():
        with store.writing() as cursor:
            cursor.execute("INSERT INTO superseded SELECT range, range, range + 1 FROM range(100000)")
            begun.set()
            over.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(10)
    assert store.loss() is None
    assert store.trouble() is None
    over.set()
    writer.join(10)
    assert store.loss() is None


def test_s2_asking_in_the_moment_in_which_a_write_is_being_remembered_finds_no_loss(store, monkeypatch):
    found = []
    monkeypatch.setattr(watching, "tighten", lambda _journal: found.append(store.loss()))
    load(store, "n.csv", households_file(3, 4))
    assert found == [None]


def test_s2_no_write_of_our_own_is_taken_for_a_loss(path):
    store = Store.open(path)
    with store.writing() as cursor:
        cursor.execute("SET checkpoint_threshold = '50KB'")
    for turn in range(12):
        load(store, "n.csv", households_file(2000 if turn % 3 else 3, turn % 9 + 1))
        assert store.loss() is None

    def fail():
        with store.writing() as cursor:
            cursor.execute("INSERT INTO superseded SELECT range, range, range + 1 FROM range(500000)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.loss() is None
    store.close()


def test_a_store_in_memory_has_no_file_to_lose():
    store = Store.open(":memory:")
    assert store.loss() is None
    store.refuse_lost_file()
    store.close()
    assert store.trouble() == "stopped"


def test_s2_a_file_lost_while_a_write_is_under_way_is_noticed_by_its_name(tmp_path):
    path = tmp_path / "h4a.duckdb"
    store = Store.open(path)
    with suppress(StoreError), store.writing():
        path.unlink()
        assert store.loss() is not None
    store.close()
