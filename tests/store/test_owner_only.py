"""S5: what the store writes can be read by its owner only, whatever the system lets new files be."""

import os
import stat
import sys

import pytest

from h4a_core.store.backup import backup, restore
from h4a_core.store.connection import Store
from h4a_core.store.control_socket import serve_control_socket, socket_path
from h4a_core.store.files import journal_of, owner_only
from tests.records.made import load
from tests.store.made import households_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")


@pytest.fixture(autouse=True)
def _everything_for_everybody():
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_s5_database_journal_backups_and_what_is_restored_are_their_owners_alone(tmp_path):
    path = tmp_path / "data" / "h4a.duckdb"
    store = Store.open(path)
    load(store, "n.csv", households_file(30, 3))
    assert (_mode(path.parent), _mode(path), _mode(journal_of(path))) == (0o700, 0o600, 0o600)
    os.umask(0)  # another part of the program may do so
    load(store, "n.csv", households_file(30, 4))
    backup(store, tmp_path / "copies" / "monday")
    assert _mode(journal_of(path)) == 0o600
    store.close()
    restore(tmp_path / "copies" / "monday", tmp_path / "again.duckdb")
    for made in (tmp_path / "copies").rglob("*"):
        assert _mode(made) == (0o700 if made.is_dir() else 0o600), made
    assert _mode(tmp_path / "again.duckdb") == 0o600


def test_s5_existing_files_are_tightened_when_they_are_opened(tmp_path):
    path = tmp_path / "h4a.duckdb"
    Store.open(path).close()
    path.chmod(0o666)
    journal_of(path).write_bytes(b"")
    journal_of(path).chmod(0o644)
    store = Store.open(path)
    assert _mode(path) == 0o600
    load(store, "n.csv", households_file(3, 3))
    assert _mode(journal_of(path)) == 0o600
    store.close()


def test_s5_nothing_that_is_being_built_or_spilt_can_be_read_by_others(tmp_path):
    seen = {}

    def look(store):
        with store.writing() as cursor:
            cursor.execute("SET memory_limit = '60MB'")
            cursor.execute("CREATE TEMP TABLE wide AS SELECT range AS a, hash(range) AS b FROM range(6000000)")
        for made in tmp_path.rglob("*"):
            seen[made.name] = _mode(made)

    assert Store.create(tmp_path / "h4a.duckdb", look)
    assert any("tmp" in name for name in seen), seen
    folder = next(mode for name, mode in seen.items() if name.endswith(".new"))
    assert folder == 0o700
    assert all(not mode & 0o077 for mode in seen.values()), seen


def test_s5_the_socket_is_its_owners_alone(tmp_path):
    store = Store.open(tmp_path / "h4a.duckdb")
    with serve_control_socket(store):
        assert _mode(socket_path(store.path)) == 0o600
    store.close()


def test_s5_the_rest_of_the_program_gets_its_own_way_back(tmp_path):
    os.umask(0o022)
    store = Store.open(tmp_path / "h4a.duckdb")
    with owner_only():
        pass
    store.close()
    assert os.umask(0) == 0o022
