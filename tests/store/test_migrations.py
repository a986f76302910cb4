"""Files of older versions keep what they hold and gain what is new."""

import pytest

from h4a_core.store.backup import verify, verify_store
from h4a_core.store.batches import batch_events, counts, history, undo
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.migrations import add_missing_columns
from h4a_core.tables.registry import TABLES
from tests.records.made import load
from tests.store.made import households_file, make_old


def test_a_file_of_the_first_version_gains_events_and_keeps_its_imports(tmp_path):
    make_old(tmp_path / "h4a.duckdb")
    store = Store.open(tmp_path / "h4a.duckdb")
    with store.reading() as cursor:
        second, first = history(cursor)
        told = [(event.batch_id, event.action, event.at, event.by) for event in batch_events(cursor)]
        assert counts(cursor)["households"] == 500
    assert told == [
        (1, "import", first.imported_at, None),
        (1, "undo", first.hidden_at, None),
        (2, "import", second.imported_at, None),
    ]
    assert verify_store(store).sound
    undo(store, 2)
    assert load(store, "n.csv", households_file(3, 3)).batch_id == 3
    assert verify_store(store).sound
    store.close()


def test_columns_and_tables_that_a_file_lacks_are_added_in_their_place(tmp_path):
    path = tmp_path / "h4a.duckdb"
    store = Store.open(path)
    load(store, "n.csv", households_file(3, 3))
    with store.writing() as cursor:
        cursor.execute("ALTER TABLE households_rows DROP COLUMN minors")
        cursor.execute("DROP VIEW candidates")
        cursor.execute("DROP TABLE candidates_rows")
    store.close()
    assert verify(path).sound
    store = Store.open(path)
    with store.reading() as cursor:
        kept = cursor.execute("SELECT household_id, members, minors FROM households ORDER BY ALL").fetchall()
        columns = [name for (name, *_) in cursor.execute("DESCRIBE households_rows").fetchall()]
        assert counts(cursor)["candidates"] == 0
        assert add_missing_columns(cursor) == []
    assert kept == [(f"A-{n}", 3, None) for n in range(3)]
    assert columns == [*TABLES["households"].columns, "batch_id", "row_number"]
    assert verify_store(store).sound
    store.close()


def test_a_column_that_only_a_newer_version_knows_is_not_touched(tmp_path):
    path = tmp_path / "h4a.duckdb"
    store = Store.open(path)
    with store.writing() as cursor:
        cursor.execute("ALTER TABLE households_rows ADD COLUMN moons INTEGER")
    store.close()
    with pytest.raises(StoreError, match=r"households\.moons"):
        Store.open(path)
