"""What can go wrong with a disk or a file: each said in words, with the remedy, and nothing lost."""

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from h4a_core.store import connection as connections
from h4a_core.store import files
from h4a_core.store.batches import counts
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.errors import explaining_errors, opening_error
from h4a_core.store.files import create_database, sync_to_disk, temporary_path
from tests.records.made import load
from tests.store.made import households_file


def _run(program, *arguments):
    """A program of a few lines in a process of its own; it answers with one line of JSON."""
    done = subprocess.run(  # noqa: S603 - this very interpreter, programs written below
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=True, timeout=50
    )
    return json.loads(done.stdout.splitlines()[-1])


_FULL_DISK = """
import json, resource, sys
from pathlib import Path
from h4a_core.store.backup import backup, verify_store
from h4a_core.store.batches import counts
from h4a_core.store.connection import Store, StoreError
from tests.records.made import load
from tests.store.made import households_file

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def fails(work):
    try:
        work()
    except StoreError as error:
        return error.detailed.en
    return "nothing"

def held():
    with store.reading() as cursor:
        return counts(cursor)["households"]

def write():
    with store.writing() as cursor:
        cursor.execute("INSERT INTO superseded SELECT range, range, range + 1 FROM range(50000)")

path = Path(sys.argv[1])
store = Store.open(path)
load(store, "n.csv", households_file(10, 3))
limit(60_000)
told = [fails(lambda: load(store, "n.csv", households_file(5000, 4))), fails(write), held()]
limit(3000)
told += [fails(lambda: backup(store, path.parent / "copy")), fails(lambda: Store.open(path.parent / "b.duckdb"))]
limit(resource.RLIM_INFINITY)
load(store, "n.csv", households_file(20, 5))
names = sorted(file.name for file in path.parent.iterdir() if "wal" not in file.name)
told += [held(), verify_store(store).sound, names]
store.close()
store = Store.open(path)
told.append(held())
store.close()
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are of Unix")
def test_a_full_disk_is_said_and_nothing_is_lost_or_half_there(tmp_path):
    *written, before, backup_said, opening_said, after, sound, left, again = _run(_FULL_DISK, tmp_path / "h4a.duckdb")
    assert all("no space left on the disk" in said and "Nothing of this operation was kept" in said for said in written)
    assert len(written) == 2
    assert "copy" in backup_said
    assert "no space left on the disk" in backup_said
    assert "b.duckdb" in opening_said
    assert (before, after, again, sound) == (10, 20, 20, True)
    assert left == ["h4a.duckdb"]


_NOT_ALLOWED = """
import json, os, sys
from pathlib import Path
from h4a_core.store.backup import backup, verify
from h4a_core.store.connection import Store, StoreError

folder = Path(sys.argv[1])
inside = Store.open(":memory:")
if os.getuid() == 0:
    os.setuid(65534)
told = []
for work in (
    lambda: Store.open(folder / "fixed.duckdb"),
    lambda: Store.open(folder / "new.duckdb"),
    lambda: Store.open(folder / "deep" / "new.duckdb"),
    lambda: Store.open(folder / "closed" / "new.duckdb"),
    lambda: backup(inside, folder / "copy"),
    lambda: verify(folder / "closed" / "copy"),
):
    try:
        work()
        told.append("nothing")
    except StoreError as error:
        told.append(error.detailed.en)
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
def test_a_read_only_or_closed_file_or_folder_is_said():
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        Store.open(folder / "fixed.duckdb").close()
        (folder / "fixed.duckdb").chmod(0o444)
        (folder / "closed").mkdir(mode=0o000)
        folder.chmod(0o555)
        told = _run(_NOT_ALLOWED, folder)
        folder.chmod(0o755)
        for said, name in zip(told, ("fixed.duckdb", "new.duckdb", "deep", "closed", "", "closed"), strict=True):
            assert "cannot be written" in said or "cannot be used" in said
            assert name in said
        assert {path.name for path in folder.iterdir()} == {"fixed.duckdb", "closed"}


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="non si può creare"):
        Store.open(tmp_path / "file" / "deep" / "h4a.duckdb")


def test_a_file_open_elsewhere_is_said_with_the_process_that_holds_it(tmp_path):
    path = tmp_path / "h4a.duckdb"
    Store.open(path).close()
    program = f"import duckdb; c = duckdb.connect({str(path)!r}); print('open', flush=True); input()"
    with subprocess.Popen(  # noqa: S603 - this very interpreter, a program of one line
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        with pytest.raises(StoreError) as refused:
            Store.open(path)
        other.communicate(b"\n")
    assert f"process {other.pid}" in refused.value.detailed.en
    unnamed = opening_error(
        duckdb.IOException(
            f'IO Error: Cannot open file "{path}": The process cannot access the file because it is being used by '
            "another process."
        ),
        path,
    )
    assert "not known which" in unnamed.detailed.en


def test_a_database_of_another_program_is_not_touched(tmp_path):
    path = tmp_path / "cats.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE cats (name VARCHAR)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="altro programma"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_file_format_of_a_newer_duckdb_is_said(tmp_path):
    reason = "IO Error: Trying to read a database file with version number 99, but we can only read version 68."
    assert "newer version" in opening_error(duckdb.IOException(reason), tmp_path / "x").text.en


def test_a_journal_without_its_file_is_not_thrown_away(tmp_path):
    (tmp_path / "h4a.duckdb.wal").write_bytes(b"perhaps the last import")
    with pytest.raises(StoreError, match="diario"):
        Store.open(tmp_path / "h4a.duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["h4a.duckdb.wal"]


def test_s2_a_store_stopped_by_the_disk_says_that_only_a_check_tells_what_is_left(tmp_path):
    def break_down():
        with explaining_errors(tmp_path / "x.duckdb"):
            raise duckdb.FatalException("FATAL Error: database has been invalidated because of a previous fatal error")

    with pytest.raises(StoreError) as told:
        break_down()
    assert "known only after a check" in told.value.text.en


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "no space left on the disk"),
        (duckdb.IOException("IO Error: Could not write file: Disk quota exceeded"), "no space left on the disk"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "cannot be written"),
        (duckdb.IOException("IO Error: Cannot open file: Read-only file system"), "cannot be written"),
    ],
)
def test_what_a_disk_refuses_is_said_in_words(error, said):
    def fail():
        with explaining_errors("x.duckdb"):
            raise error

    with pytest.raises(StoreError) as told:
        fail()
    assert said in told.value.text.en


def test_other_faults_pass_as_they_are():
    def fail(error):
        with explaining_errors("x"):
            raise error

    for error in (duckdb.CatalogException("no such table"), RuntimeError("other"), OSError()):
        with pytest.raises(type(error)) as passed:
            fail(error)
        assert passed.value is error


def test_a_fault_while_opening_closes_the_file_again(tmp_path, monkeypatch):
    path = tmp_path / "h4a.duckdb"
    Store.open(path).close()

    def fail(cursor, where):
        raise RuntimeError("half way")

    monkeypatch.setattr(connections, "bring_up_to_date", fail)
    with pytest.raises(RuntimeError):
        Store.open(path)
    monkeypatch.undo()
    duckdb.connect(str(path), read_only=True).close()


def test_of_two_that_make_the_same_file_one_wins(tmp_path):
    path = tmp_path / "h4a.duckdb"
    made = []

    def meanwhile(cursor):
        made.append(create_database(path, lambda inner: inner.execute("CREATE TABLE first (x INTEGER)")))

    assert not create_database(path, meanwhile)
    assert made == [True]
    with duckdb.connect(str(path)) as kept:
        assert kept.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("first",)]
    assert [file.name for file in tmp_path.iterdir()] == ["h4a.duckdb"]


def test_where_the_disk_knows_no_links_a_new_file_is_renamed(tmp_path, monkeypatch):
    def no_links(self, target):
        raise OSError("not supported")

    monkeypatch.setattr(files.Path, "hardlink_to", no_links)
    store = Store.open(tmp_path / "h4a.duckdb")
    load(store, "n.csv", households_file(1, 3))
    with store.reading() as cursor:
        assert counts(cursor)["households"] == 1
    store.close()
    assert not create_database(tmp_path / "other", lambda _: (tmp_path / "other").write_text("here first"))
    assert (tmp_path / "other").read_text() == "here first"


def test_remains_of_what_was_killed_are_swept_away_after_an_hour(tmp_path):
    remains = [tmp_path / ".h4a.duckdb.aa.new", tmp_path / ".h4a.duckdb.bb.new", tmp_path / ".h4a.duckdb.cc.new.wal"]
    for place, left in enumerate(remains):
        left.mkdir() if place == 0 else left.write_text("x")
        if place != 1:
            os.utime(left, (0, 0))
    temporary_path(tmp_path / "h4a.duckdb", "new")
    assert list(tmp_path.iterdir()) == [remains[1]]


def test_a_folder_that_cannot_be_opened_is_not_waited_for(tmp_path, monkeypatch):
    tried = []

    def barred(path, flags):
        tried.append(path)
        raise PermissionError

    monkeypatch.setattr(os, "open", barred)
    sync_to_disk(tmp_path)
    assert tried == [tmp_path]
