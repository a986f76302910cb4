"""Copies for bad days: whole, checked, refused when damaged, and brought back with all that was known."""

import json
import random
import shutil
import threading
from datetime import UTC, datetime

import duckdb
import pyarrow.parquet as pq
import pytest

from h4a_core.records.intake.importing import bundled_sample
from h4a_core.store import backup as backups
from h4a_core.store.backup import backup, restore, verify, verify_store
from h4a_core.store.batches import batch_events, counts, history, redo, undo
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.manifest import Manifest, read_manifest, write_manifest
from h4a_core.store.migrations import MIGRATIONS
from tests.records.made import households, load, load_many
from tests.store.made import households_file, make_old

FAULTY = b"\nA-99;2022;never;x;1;0;0;Incapiente;1;separazione;CEA"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A file with the sample records, a correction, rows set aside and an import undone; made once, copied often."""
    path = tmp_path_factory.mktemp("filled") / "h4a.duckdb"
    store = Store.open(path)
    load(store, "n.csv", households_file(20, 3) + FAULTY)
    load(store, "n2.csv", households_file(20, 4))
    undo(store, load(store, "n3.csv", households_file(20, 5)).batch_id)
    load_many(store, bundled_sample())
    store.close()
    return path


@pytest.fixture
def store(filled, tmp_path):
    store = Store.open(shutil.copy(filled, tmp_path / "h4a.duckdb"))
    yield store
    store.close()


def _all(store, known_at=None):
    with store.reading(known_at) as cursor:
        records = cursor.execute("SELECT * FROM households ORDER BY ALL").fetchall()
        return counts(cursor), history(cursor), batch_events(cursor), records


def test_a_backup_brings_back_records_history_and_what_was_known(store, tmp_path):
    steps = []
    said = backup(store, tmp_path / "copies" / "monday", lambda name, done: steps.append((name, done)))
    assert [name for name, _ in steps] == list(said.tables)
    assert steps[0][1] == 0 < steps[-1][1] < 1
    assert said.schema_steps == tuple(MIGRATIONS)
    assert said.duckdb_version == duckdb.__version__
    assert read_manifest(tmp_path / "copies" / "monday") == said
    assert verify(tmp_path / "copies" / "monday").sound
    found = restore(tmp_path / "copies" / "monday", tmp_path / "again" / "new.duckdb")
    assert found.rows == {name: table.rows for name, table in said.tables.items()}
    again = Store.open(tmp_path / "again" / "new.duckdb")
    assert _all(again) == _all(store)
    for event in _all(store)[2]:
        assert _all(again, event.at) == _all(store, event.at)
    load(again, "n4.csv", households_file(20, 6))
    redo(again, 3)
    assert verify_store(again).sound
    again.close()
    assert verify(tmp_path / "again" / "new.duckdb").sound
    assert {path.name for path in tmp_path.iterdir()} <= {"copies", "again", "h4a.duckdb", "h4a.duckdb.wal"}


def test_any_parquet_tool_reads_a_backup(store, tmp_path):
    said = backup(store, tmp_path / "copy")
    for name, table in said.tables.items():
        assert pq.read_table(tmp_path / "copy" / f"{name}.parquet").num_rows == table.rows
    with store.reading() as cursor:
        stays = cursor.execute("SELECT sum(daily_cost) FROM temporary_stays_rows").fetchall()[0][0]
    column = pq.read_table(tmp_path / "copy" / "temporary_stays_rows.parquet").column("daily_cost")
    assert str(column.type) == "decimal128(12, 2)"
    assert sum(column.to_pylist()) == stays


def test_a_backup_is_one_moment_while_others_write(store, tmp_path):
    moments = []

    def write(_name, _done):
        load(
            store,
            "while.csv",
            households(f"W-{len(moments)};2022;20/04/2022;09/11/2022;1;0;0;Incapiente;;separazione;CEA"),
        )
        moments.append(datetime.now(UTC))

    before = _all(store)
    backup(store, tmp_path / "copy", write)
    assert len(_all(store)[1]) == len(before[1]) + len(moments)
    restore(tmp_path / "copy", tmp_path / "new.duckdb")
    again = Store.open(tmp_path / "new.duckdb")
    assert _all(again) == before
    again.close()


def test_a_folder_or_file_that_is_there_is_never_written_over(store, tmp_path):
    (tmp_path / "empty").mkdir()
    backup(store, tmp_path / "empty")
    for taken in (tmp_path / "empty", tmp_path / "h4a.duckdb"):
        with pytest.raises(StoreError, match="esiste già"):
            backup(store, taken)
    before = (tmp_path / "h4a.duckdb").read_bytes()
    with pytest.raises(StoreError, match="esiste già"):
        restore(tmp_path / "empty", tmp_path / "h4a.duckdb")
    assert (tmp_path / "h4a.duckdb").read_bytes() == before


def test_a_file_that_appears_while_a_backup_is_brought_back_stays(store, tmp_path, monkeypatch):
    backup(store, tmp_path / "copy")

    def meanwhile(cursor, path):
        path.write_text("somebody else's")

    monkeypatch.setattr(backups, "bring_up_to_date", meanwhile)
    with pytest.raises(StoreError, match="esiste già"):
        restore(tmp_path / "copy", tmp_path / "new.duckdb")
    assert (tmp_path / "new.duckdb").read_text() == "somebody else's"


def test_a_backup_that_fails_leaves_nothing(store, tmp_path):
    def stop(name, done):
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(store, tmp_path / "copies" / "monday", stop)
    assert list((tmp_path / "copies").iterdir()) == []


def test_every_changed_byte_and_every_missing_file_is_noticed_and_named(store, tmp_path):
    backup(store, tmp_path / "copy")
    chance = random.Random(7)  # noqa: S311 - the same places every time
    for path in sorted((tmp_path / "copy").iterdir()):
        whole = path.read_bytes()
        place = chance.randrange(len(whole) - 1)
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(7)
        for damaged in (bytes(changed), whole[:place], None):
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            try:
                said = "\n".join(problem.en for problem in verify(tmp_path / "copy").problems)
            except StoreError as error:
                said = error.text.en
            assert path.name in said
            with pytest.raises(StoreError, match=path.name):
                restore(tmp_path / "copy", tmp_path / "new.duckdb")
            path.write_bytes(whole)
    assert verify(tmp_path / "copy").sound
    assert not (tmp_path / "new.duckdb").exists()


def _rewritten(folder, **changes):
    write_manifest(folder, Manifest.model_validate({**read_manifest(folder).model_dump(), **changes}))


def test_a_backup_of_a_newer_version_is_refused(store, tmp_path):
    backup(store, tmp_path / "copy")
    _rewritten(tmp_path / "copy", schema_steps=(*MIGRATIONS, "add_moon"))
    with pytest.raises(StoreError, match="add_moon"):
        restore(tmp_path / "copy", tmp_path / "new.duckdb")
    said = read_manifest(tmp_path / "copy")
    moons = said.tables["surveys_rows"].model_copy(update={"file": "moons.parquet"})
    shutil.copy(tmp_path / "copy" / "surveys_rows.parquet", tmp_path / "copy" / "moons.parquet")
    _rewritten(tmp_path / "copy", schema_steps=tuple(MIGRATIONS), tables={**said.tables, "moons": moons})
    with pytest.raises(StoreError, match="moons"):
        restore(tmp_path / "copy", tmp_path / "new.duckdb")
    _rewritten(tmp_path / "copy", format=2)
    with pytest.raises(StoreError, match="più nuova"):
        verify(tmp_path / "copy")


def test_a_manifest_that_says_something_else_is_refused(store, tmp_path):
    said = backup(store, tmp_path / "copy")
    wrong = said.tables["batches"].model_copy(update={"rows": 1})
    _rewritten(tmp_path / "copy", tables={**said.tables, "batches": wrong})
    (problem,) = verify(tmp_path / "copy").problems
    assert "batches" in problem.en
    whole = (tmp_path / "copy" / "manifest.json").read_text()
    later = whole.replace('"made_at": "20', '"made_at": "21')
    for text in (later, "[]", "{}", '{"sha256": "x"}', "no json"):
        (tmp_path / "copy" / "manifest.json").write_text(text)
        with pytest.raises(StoreError, match="danneggiato"):
            verify(tmp_path / "copy")


def test_rows_that_change_on_the_way_back_are_noticed(store, tmp_path, monkeypatch):
    backup(store, tmp_path / "copy")
    monkeypatch.setattr(backups, "_fill_table", lambda *_: backups._OTHER_ROWS.format(table="x", found=1, expected=2))
    with pytest.raises(StoreError, match="x"):
        restore(tmp_path / "copy", tmp_path / "new.duckdb")
    assert not (tmp_path / "new.duckdb").exists()


def test_a_file_of_a_backup_that_cannot_be_read_is_named(store, tmp_path):
    backup(store, tmp_path / "copy")
    (tmp_path / "copy" / "batches.parquet").unlink()
    (tmp_path / "copy" / "batches.parquet").mkdir()
    manifest = read_manifest(tmp_path / "copy")
    size = (tmp_path / "copy" / "batches.parquet").stat().st_size
    batches = manifest.tables["batches"].model_copy(update={"bytes": size})
    _rewritten(tmp_path / "copy", tables={**manifest.tables, "batches": batches})
    with pytest.raises(StoreError, match=r"batches\.parquet"):
        verify(tmp_path / "copy")


def test_a_backup_of_the_first_version_is_brought_up_to_date(tmp_path, monkeypatch):
    make_old(tmp_path / "old.duckdb")
    later = {name: MIGRATIONS[name] for name in list(MIGRATIONS)[2:]}
    for name in later:
        monkeypatch.delitem(MIGRATIONS, name)
    old = Store(duckdb.connect(str(tmp_path / "old.duckdb")))
    assert len(backup(old, tmp_path / "copy").schema_steps) == 2
    old.close()
    monkeypatch.undo()
    assert verify(tmp_path / "copy").sound
    assert verify(tmp_path / "old.duckdb").sound
    restore(tmp_path / "copy", tmp_path / "new.duckdb")
    store = Store.open(tmp_path / "new.duckdb")
    assert _all(store)[0]["households"] == 500
    assert [event.action for event in _all(store)[2]] == ["import", "undo", "import"]
    store.close()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DELETE FROM batches WHERE batch_id = 2", "without their import"),
        ("DELETE FROM households_rows WHERE batch_id = 1 AND row_number = 3", "too few or too many"),
        ("DELETE FROM rejected_rows", "set-aside rows"),
        ("DELETE FROM superseded", "count twice"),
        ("UPDATE superseded SET row_number = 9999", "do not point"),
        ("UPDATE superseded SET by_batch_id = batch_id", "do not point"),
        ("UPDATE batches SET table_name = 'moons' WHERE batch_id = 1", "no known table"),
        ("UPDATE batches SET batch_id = 1", "numbered twice"),
        ("UPDATE households_rows SET row_number = 3 WHERE batch_id = 1", "same number"),
        ("UPDATE batches SET hidden_at = NULL", "does not follow"),
        ("UPDATE batches SET imported_at = now()", "does not follow"),
        ("DELETE FROM batch_events WHERE action = 'import'", "out of order"),
        ("UPDATE batch_events SET happened_at = '2001-01-01' WHERE event_id = 3", "out of order"),
        ("UPDATE batch_events SET batch_id = 0 WHERE event_id = 1", "out of order"),
        ("UPDATE batch_events SET action = 'clear' WHERE event_id = 1", "out of order"),
        ("DROP TABLE superseded", "Table superseded is missing"),
    ],
)
def test_what_does_not_hold_in_a_database_is_named(harm, said, store):
    path = store.path
    assert verify_store(store).sound
    with store.writing() as cursor:
        cursor.execute(harm)
    store.close()
    found = verify(path)
    assert not found.sound
    assert said in "\n".join(problem.en for problem in found.problems)


def test_a_damaged_block_of_a_database_is_found(tmp_path):
    path = tmp_path / "h4a.duckdb"
    store = Store.open(path)
    load(store, "n.csv", households_file(3000, 3))
    store.close()
    whole = path.read_bytes()
    place = whole.find(b"A-1234")
    place = place if place > 0 else len(whole) // 2
    path.write_bytes(whole[:place] + b"#####" + whole[place + 5 :])
    try:
        said = "\n".join(problem.en for problem in verify(path).problems)
    except StoreError as error:
        said = error.text.en
    assert "cannot be read in full" in said or "cannot be opened" in said


def test_what_is_not_there_or_is_no_store_is_not_verified(tmp_path):
    with pytest.raises(StoreError, match="non c'è"):
        verify(tmp_path / "none")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("CREATE TABLE cats (name VARCHAR)")
    assert not verify(tmp_path / "other.duckdb").sound
    store = Store.open(tmp_path / "h4a.duckdb")
    with store.writing() as cursor:
        cursor.execute("INSERT INTO migrations (name) VALUES ('add_moon')")
    store.close()
    with pytest.raises(StoreError, match="add_moon"):
        verify(tmp_path / "h4a.duckdb")


@pytest.mark.timeout(30)
def test_readers_a_writer_an_undo_and_a_backup_get_on_with_each_other(tmp_path):
    store = Store.open(tmp_path / "h4a.duckdb")
    first = load(store, "n.csv", households_file(50, 1)).batch_id
    early = datetime.now(UTC)
    wrong, over = [], threading.Event()

    def read(known_at):
        while not over.is_set():
            with store.reading(known_at) as cursor:
                state = cursor.execute(
                    "SELECT count(*), count(DISTINCT members), min(members) FROM households"
                ).fetchall()
                again = cursor.execute(
                    "SELECT count(*), count(DISTINCT members), min(members) FROM households"
                ).fetchall()
            if state != again or state[0][:2] != (50, 1) or (known_at and state[0][2] != 1):
                wrong.append((state, again))

    def copy():
        for turn in range(2):
            backup(store, tmp_path / f"copy-{turn}")

    readers = [threading.Thread(target=read, args=(when,)) for when in (None, None, early)]
    copier = threading.Thread(target=copy)
    for thread in (*readers, copier):
        thread.start()
    try:
        for members in (2, 3, 4):
            batch = load(store, "n.csv", households_file(50, members)).batch_id
            undo(store, batch)
            redo(store, batch)
            undo(store, first)
            redo(store, first)
    finally:
        copier.join(timeout=20)
        over.set()
        for thread in readers:
            thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in (*readers, copier))
    assert wrong == []
    assert verify_store(store).sound
    assert all(verify(tmp_path / f"copy-{turn}").sound for turn in range(2))
    store.close()
    shutil.rmtree(tmp_path / "copy-0")


def test_the_manifest_is_plain_json_with_a_digest_of_each_file(store, tmp_path):
    backup(store, tmp_path / "copy")
    said = json.loads((tmp_path / "copy" / "manifest.json").read_text())
    assert datetime.fromisoformat(said["made_at"]).tzinfo is not None
    assert said["schema_version"] == len(MIGRATIONS)
    assert set(said["tables"]["batches"]) == {"file", "rows", "bytes", "sha256"}
