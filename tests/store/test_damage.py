"""Files that are damaged, foreign, newer or taken: each told for what it is, and nothing said to be whole unseen."""

import os
import shutil
import struct
import subprocess
import sys
from contextlib import contextmanager

import duckdb
import pytest

from h4a_core.records.intake.importing import load_many as bring_in
from h4a_core.store.backup import verify
from h4a_core.store.batches import counts
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.errors import InUseError, explaining_errors, opening_error
from h4a_core.store.faults import Fault, fault_of
from h4a_core.store.files import journal_of
from tests.records.made import load
from tests.store.made import households_file

_PLACES = 10


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The bytes of a database of 3,000 families, which have been corrected once."""
    path = tmp_path_factory.mktemp("sound") / "h4a.duckdb"
    store = Store.open(path)
    for members in (3, 4):
        load(store, "n.csv", households_file(3000, members))
    store.close()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path):
    """A place whose name holds all the words by which a fault could be guessed wrongly."""
    folder = tmp_path / 'lock, "no space left on device": permission denied, read-only version number 9'
    folder.mkdir()
    return folder / "block.duckdb"


def _told(path):
    """What opening, reading all and writing say: the first refusal, or None."""
    try:
        store = Store.open(path)
    except StoreError as error:
        return error
    try:
        with store.reading() as cursor:
            cursor.execute("SELECT * FROM households_rows").fetchall()
        bring_in(store, [("n.csv", households_file(3000, 5))])
    except StoreError as error:
        return error
    finally:
        store.close()
    return None


@pytest.mark.parametrize("place", range(_PLACES))
@pytest.mark.parametrize("damage", ["flipped", "zeroed"])
def test_s2_bytes_damaged_anywhere_are_never_told_as_a_lock_nor_as_whole(sound, path, place, damage):
    at = len(sound) * place // _PLACES
    part = bytes(byte ^ 255 for byte in sound[at : at + 4096]) if damage == "flipped" else bytes(4096)
    path.write_bytes(sound[:at] + part + sound[at + 4096 :])
    error = _told(path)
    if error is None:  # what was hit is not in use, or was written anew: all is there
        assert verify(path).sound
        return
    assert not isinstance(error, InUseError)
    assert "danneggiato" in error.text.it or "non si apre come archivio" in error.text.it
    for words in (error.text, error.detailed):
        assert "intatt" not in words.it
        assert "intact" not in words.en
        assert "safe" not in words.en
    assert "damaged" in error.text.en or at == 0


def test_s2_at_least_half_of_the_damaged_places_are_noticed(sound, path):
    noticed = 0
    for place in range(_PLACES):
        at = len(sound) * place // _PLACES
        path.write_bytes(sound[:at] + bytes(byte ^ 255 for byte in sound[at : at + 4096]) + sound[at + 4096 :])
        noticed += _told(path) is not None
        journal_of(path).unlink(missing_ok=True)
    assert noticed >= _PLACES // 2


@pytest.mark.parametrize("kept_bytes", [100, 4096, 12_288, 20_000, 700_000, -1])
def test_s2_a_truncated_database_is_told_as_damaged(sound, path, kept_bytes):
    path.write_bytes(sound[:kept_bytes])
    assert "is damaged" in _told(path).text.en


@pytest.mark.parametrize("content", [b"", b"hello " * 5000, b"SQLite format 3\0" + bytes(8000), b"PK\x03\x04" * 999])
def test_s2_a_foreign_file_is_told_as_none_of_ours_and_stays_as_it_is(path, content):
    path.write_bytes(content)
    error = _told(path)
    assert "cannot be opened as a data store" in error.text.en
    assert "http" not in error.detailed.en  # nobody is asked for an extension that could read it
    assert path.read_bytes() == content


def _with_version(sound, version):
    """The same database as a DuckDB of that version would begin it, checksum included."""
    made = bytearray(sound)
    (checksum, before) = struct.unpack_from("<QQ", made, 0)
    struct.pack_into("<Q", made, 12, version)
    (after,) = struct.unpack_from("<Q", made, 8)
    weigh = [word * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF for word in (before, after)]
    struct.pack_into("<Q", made, 0, checksum ^ weigh[0] ^ weigh[1])
    return bytes(made)


def test_s2_a_file_of_a_newer_duckdb_is_told_as_newer(sound, path):
    path.write_bytes(_with_version(sound, 1999))
    assert "newer version" in _told(path).text.en


@contextmanager
def _held(path):
    program = f"import duckdb; c = duckdb.connect({str(path)!r}); print('open', flush=True); input()"
    with subprocess.Popen(  # noqa: S603 - this very interpreter, a program of one line
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        yield other.pid
        other.communicate(b"\n")


@pytest.mark.skipif(sys.platform == "win32", reason="words of Unix")
def test_s2_s7_a_file_held_by_another_process_is_told_as_such_and_visitors_see_neither_path_nor_number(sound, path):
    path.write_bytes(sound)
    with _held(path) as pid:
        error = _told(path)
    assert isinstance(error, InUseError)
    assert f"process {pid}" in error.detailed.en
    assert str(path) in error.detailed.it
    for words in (error.text.it, error.text.en, str(error)):
        assert str(pid) not in words
        assert "/" not in words
        assert path.name not in words


def test_s2_a_damaged_file_that_another_process_holds_is_in_use_first(sound, path):
    path.write_bytes(sound)
    with _held(path):
        path.write_bytes(bytes(len(sound)))
        assert isinstance(_told(path), InUseError)


@pytest.fixture
def with_journal(path):
    """A database whose only import is still in the journal: a copy of both files as they lay there."""
    live = path.with_name("live.duckdb")
    store = Store.open(live)
    load(store, "n.csv", households_file(30, 3))
    shutil.copy(journal_of(live), journal_of(path))
    copied = subprocess.run(["cp", str(live), str(path)], check=True)  # noqa: S603, S607 - opened here, its lock would go
    assert copied.returncode == 0
    store.close()
    return path


def _families(path):
    store = Store.open(path)
    try:
        with store.reading() as cursor:
            return counts(cursor)["households"]
    finally:
        store.close()


def test_s2_a_whole_journal_brings_its_imports(with_journal):
    assert _families(with_journal) == 30


@pytest.mark.parametrize("at", [0, 3, 6, 8, 60, 500, 1500])
def test_s2_a_damaged_journal_is_refused_and_not_thrown_away(with_journal, at):
    journal = journal_of(with_journal)
    whole = journal.read_bytes()
    damaged = whole[:at] + bytes(byte ^ 255 for byte in whole[at : at + 40]) + whole[at + 40 :]
    journal.write_bytes(damaged)
    with pytest.raises(StoreError, match="diario"):
        Store.open(with_journal)
    assert journal.read_bytes() == damaged


@pytest.mark.parametrize("content", [b"junk" * 100, bytes(3000)])
def test_s2_a_journal_that_is_none_is_refused_and_not_written_over(with_journal, content):
    journal_of(with_journal).write_bytes(content)
    with pytest.raises(StoreError, match="diario"):
        Store.open(with_journal)
    assert journal_of(with_journal).read_bytes() == content


def test_s2_the_journal_of_another_database_is_refused(with_journal, sound):
    with_journal.write_bytes(sound)
    with pytest.raises(StoreError, match="diario"):
        Store.open(with_journal)


@pytest.mark.parametrize("kept_bytes", [0, 5, 40, 75, 400])
def test_s2_a_journal_whose_first_commit_never_came_to_its_end_is_none(with_journal, kept_bytes):
    os.truncate(journal_of(with_journal), kept_bytes)
    assert _families(with_journal) == 0


def test_s2_other_words_about_locks_and_blocks_are_no_lock(tmp_path):
    for reason in (
        "Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 3",
        'IO Error: Could not set lock on file "/x": No locks available',
        'IO Error: Cannot open file "/lock/used by another process": No such file or directory',
        "deadlock",
    ):
        assert not isinstance(opening_error(duckdb.IOException(reason), tmp_path), InUseError)


def test_s2_an_input_output_error_of_the_disk_stops_the_store(tmp_path):
    error = duckdb.IOException(f'IO Error: Could not read from file "{tmp_path}": Input/output error')
    assert fault_of(error) is Fault.STOPPED
    assert fault_of(duckdb.IOException("")) is None


_WRITES = """
import os, sys
import pyarrow  # while its files may be read
from pathlib import Path
from h4a_core.records.intake.importing import load_many
from h4a_core.store.batches import counts
from h4a_core.store.connection import Store, StoreError
from tests.store.made import households_file

path = Path(sys.argv[1])
os.chown(path.parent, 65534, 65534)
os.chown(path, 65534, 65534)
os.setuid(65534)
store = Store.open(path)
path.chmod(0o444)
path.parent.chmod(0o555)
try:
    load_many(store, [("n.csv", households_file(30, 7))])
    print("done")
except StoreError as error:
    print(error.text.en)
with store.reading() as cursor:
    print(counts(cursor)["households"])
path.parent.chmod(0o755)
"""


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="becomes another user of Unix")
def test_s2_a_file_and_folder_made_read_only_while_open_are_told_and_nothing_is_written(sound):
    folder = "/tmp/h4a-read-only-test"  # noqa: S108 - a folder that another user can enter
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder, 0o755)  # noqa: PTH102 - as text, for the program
    try:
        with open(f"{folder}/h4a.duckdb", "wb") as file:  # noqa: PTH123 - as above
            file.write(sound)
        done = subprocess.run(  # noqa: S603 - this very interpreter, a program written above
            [sys.executable, "-c", _WRITES, f"{folder}/h4a.duckdb"], capture_output=True, text=True, check=True
        )
    finally:
        shutil.rmtree(folder)
    said, families = done.stdout.splitlines()
    assert "cannot be written" in said
    assert families == "3000"


def test_s2_a_disk_that_is_full_in_the_middle_of_any_message_is_told(tmp_path):
    reason = (
        'IO Error: Async write failed: {"exception_type":"IO","exception_message":"Could not write file '
        '\\"/x/batches.parquet\\": No space left on device","errno":"28"}'
    )

    def fail():
        with explaining_errors(tmp_path):
            raise duckdb.IOException(reason)

    with pytest.raises(StoreError, match="spazio sul disco"):
        fail()
