"""Who brought what in and when, what was corrected, undone and brought back; and what was known at any moment."""

import getpass
import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from h4a_core.measuring.households import FactTerms, measured_facts
from h4a_core.records.intake.importing import SAMPLE_FOLDER, bundled_sample
from h4a_core.statement import statement
from h4a_core.store import events
from h4a_core.store.backup import verify_store
from h4a_core.store.batches import (
    Erased,
    batch_events,
    clear,
    counts,
    erased_by_clear,
    has_invented,
    history,
    newest_record_day,
    redo,
    undo,
)
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.events import EVERY_IMPORT, NOT_SAID, known_moment, last_moment, signature
from h4a_core.store.versions import key_values, row_history
from tests.records.made import households, load, load_many
from tests.store.made import ROW, households_file


def _members(store, known_at=None):
    with store.reading(known_at) as cursor:
        return [n for (n,) in cursor.execute("SELECT members FROM households ORDER BY household_id").fetchall()]


def test_an_import_says_who_made_it_and_when(store, monkeypatch):
    monkeypatch.setenv("H4A_USER", " Ada ")
    before = datetime.now(UTC)
    load(store, "n.csv", households_file(1, 3))
    with store.reading() as cursor:
        (batch,) = history(cursor)
        (event,) = batch_events(cursor)
    assert batch.imported_by == event.by == "Ada"
    assert before < batch.imported_at == event.at < datetime.now(UTC)
    assert event.label.en == "imported"


def test_an_import_may_say_who_brings_it_in(store):
    load(store, "n.csv", households_file(1, 3), by="ufficio casa")
    with store.reading() as cursor:
        assert history(cursor)[0].imported_by == "ufficio casa"
        assert batch_events(cursor)[0].by == "ufficio casa"


def test_s5_what_is_done_without_a_name_is_signed_non_detto_not_with_the_systems_account(store, monkeypatch):
    monkeypatch.delenv("H4A_USER", raising=False)
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    monkeypatch.setenv("USER", "root")
    number = load(store, "n.csv", households_file(1, 3), by="  ").batch_id
    undone, again = undo(store, number), redo(store, number, by="Bo")
    with store.reading() as cursor:
        assert history(cursor)[0].imported_by == NOT_SAID
        assert [event.by for event in batch_events(cursor)] == [NOT_SAID, NOT_SAID, "Bo"]
    assert clear(store).by == NOT_SAID
    assert (signature(undone.by).it, signature(undone.by).en, signature(None).it) == (
        "non detto",
        "not said",
        "non detto",
    )
    assert signature(again.by).it == "Bo"


def test_the_same_content_again_changes_nothing_and_makes_no_event(store):
    load(store, "n.csv", households_file(2, 3))
    load(store, "other name.csv", households_file(2, 3))
    with store.reading() as cursor:
        assert len(history(cursor)) == len(batch_events(cursor)) == 1


def test_each_undo_and_redo_is_an_event_that_stays(store):
    number = load(store, "n.csv", households_file(1, 3)).batch_id
    undo(store, number, by="Ada")
    assert _members(store) == []
    redo(store, number, by="Bo")
    assert _members(store) == [3]
    undo(store, number)
    with store.reading() as cursor:
        told = [(event.action, event.by) for event in batch_events(cursor, number)]
        moments = [event.at for event in batch_events(cursor)]
        assert history(cursor)[0].hidden_at == moments[-1]
    assert told[1:] == [("undo", "Ada"), ("redo", "Bo"), ("undo", NOT_SAID)]
    assert moments == sorted(set(moments))


def test_only_an_undone_import_can_be_brought_back(store):
    number = load(store, "n.csv", households_file(1, 3)).batch_id
    for wrong in (number, 77):
        with pytest.raises(StoreError, match=str(wrong)):
            redo(store, wrong)


def test_an_import_brought_back_takes_its_old_place_among_corrections(store):
    _first, second, third = (load(store, f"{n}.csv", households_file(2, n)).batch_id for n in (1, 2, 3))
    undo(store, second)
    redo(store, second)
    assert _members(store) == [3, 3]
    undo(store, third)
    assert _members(store) == [2, 2]
    undo(store, second)
    assert _members(store) == [1, 1]
    redo(store, third)
    assert _members(store) == [3, 3]


def test_every_version_of_a_record_stays_in_its_history(store):
    first, second = (load(store, f"{n}.csv", households_file(2, n)).batch_id for n in (4, 5))
    with store.reading() as cursor:
        old, new = row_history(cursor, "households", ["A-1"])
        assert row_history(cursor, "households", ["nobody"]) == []
    assert (old.file, old.values["members"], old.visible, old.replaced_by) == ("4.csv", 4, False, second)
    assert (new.file, new.values["members"], new.visible, new.replaced_by) == ("5.csv", 5, True, None)
    assert (old.batch_id, old.row_number, old.imported_by) == (first, 3, NOT_SAID)
    assert old.imported_at < new.imported_at
    before_the_undo = datetime.now(UTC)
    undo(store, second)
    with store.reading() as cursor:
        old, new = row_history(cursor, "households", ["A-1"])
    assert (old.visible, new.visible, old.replaced_by) == (True, False, None)
    assert new.hidden_at > before_the_undo
    with store.reading(known_at=before_the_undo) as cursor:
        assert [version.visible for version in row_history(cursor, "households", ["A-1"])] == [False, True]


def test_events_keep_their_order_when_the_clock_is_set_back(store, monkeypatch):
    load(store, "n.csv", households_file(1, 3))

    class Early(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr(events, "datetime", Early)
    undo(store, 1)
    monkeypatch.undo()
    with store.reading() as cursor:
        first, second = batch_events(cursor)
    assert second.at == first.at + timedelta(microseconds=1)


def test_files_imported_together_become_known_together(store):
    load_many(store, bundled_sample())
    with store.reading() as cursor:
        assert len({batch.imported_at for batch in history(cursor)}) == 1
        moment = known_moment(cursor)
        assert len(history(cursor)) > 1
    with store.reading(known_at=moment - timedelta(microseconds=1)) as cursor:
        assert history(cursor) == []


def test_a_day_means_its_end_and_a_time_without_a_zone_is_in_utc():
    noon = datetime.fromisoformat("2025-11-30T12:00")
    assert last_moment(date(2025, 11, 30)) == datetime(2025, 11, 30, 23, 59, 59, 999999, UTC)
    assert last_moment(noon) == noon.replace(tzinfo=UTC)
    assert last_moment(noon.replace(tzinfo=timezone(timedelta(hours=1)))) == datetime(2025, 11, 30, 11, tzinfo=UTC)


def test_what_was_known_includes_history_undone_imports_and_invented_records(store):
    with store.reading() as cursor:
        assert known_moment(cursor) is None
    load(store, "n.csv", households_file(1, 3))
    load_many(store, [("stays.csv", (SAMPLE_FOLDER / "storico_albergamenti.csv").read_bytes())], despite_refusals=True)
    with store.reading() as cursor:
        before = known_moment(cursor)
        said = (history(cursor), counts(cursor), has_invented(cursor), newest_record_day(cursor), batch_events(cursor))
    for batch in said[0]:
        undo(store, batch.batch_id)
    load(store, "n.csv", households_file(3, 4))
    with store.reading(known_at=before) as cursor:
        now = (history(cursor), counts(cursor), has_invented(cursor), newest_record_day(cursor), batch_events(cursor))
        assert known_moment(cursor) == before
    assert now == said
    assert _members(store, known_at=date(2100, 1, 1)) == _members(store) == [4, 4, 4]
    assert _members(store, known_at=date(2000, 1, 1)) == []


def test_looking_back_is_the_business_of_one_cursor_only(store):
    load(store, "n.csv", households_file(1, 3))
    with store.reading(known_at=date(2000, 1, 1)) as back, store.reading() as cursor:
        assert (counts(back)["households"], counts(cursor)["households"]) == (0, 1)


def test_an_old_statement_is_reproduced_to_the_cent_whatever_came_after(tmp_path, torino):
    path = tmp_path / "h4a.duckdb"
    store = Store.open(path)
    terms = FactTerms(int(torino.in_force()["gap_limit_days"]), torino.stable_exit_reasons)
    days = (date(2024, 6, 30), date(2025, 11, 30))
    told = []

    def state(known_at=None):
        made = []
        for day in days:
            with store.reading(known_at) as cursor:
                made.append(statement(torino, measured_facts(cursor, terms, day)).as_dict())
        return made

    def tell():
        with store.reading() as cursor:
            moment = known_moment(cursor)
        said = state()
        told.append((moment if len(told) % 2 else datetime.now(UTC), said))  # by the log, and by the clock on the wall
        time.sleep(0.002)

    load_many(store, bundled_sample())
    tell()
    with store.reading() as cursor:
        families = cursor.execute("SELECT household_id FROM households ORDER BY ALL LIMIT 5").fetchall()
        stays = next(batch.batch_id for batch in history(cursor) if batch.table == "temporary_stays")
        tenancies = next(batch.batch_id for batch in history(cursor) if batch.table == "tenancies")
    moved = [ROW.format(family, 6) for (family,) in families]
    corrected = load(store, "correzioni.csv", households(*moved))
    assert corrected.rows_accepted == 5
    tell()
    undo(store, stays)
    tell()
    undo(store, corrected.batch_id)
    undo(store, tenancies)
    tell()
    redo(store, stays)
    redo(store, corrected.batch_id)
    tell()
    redo(store, tenancies)
    tell()
    assert told[1][1] == told[-1][1]
    assert len({str(said) for _, said in told}) == 5
    store.close()
    store = Store.open(path)
    for moment, said in told:
        assert state(moment) == said
    store.close()


def test_starting_over_forgets_all_but_that_it_happened_and_by_whom(store, monkeypatch):
    faulty = b"\nA-99;2022;never;x;1;0;0;Incapiente;1;separazione;CEA"
    load(store, "n.csv", households_file(2, 3) + faulty)
    undo(store, load(store, "n.csv", households_file(2, 4)).batch_id)
    with store.reading() as cursor:
        assert erased_by_clear(cursor) == Erased(imports=2, rows=4, rows_set_aside=1, statements_kept=0)
        before = known_moment(cursor)

    class Early(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr(events, "datetime", Early)
    clear(store, by="Ada")
    monkeypatch.undo()
    with store.reading() as cursor:
        (event,) = batch_events(cursor)
        assert erased_by_clear(cursor) == Erased(0, 0, 0, 0)
        assert known_moment(cursor) == event.at
    assert (event.batch_id, event.action, event.by) == (EVERY_IMPORT, "clear", "Ada")
    assert event.at == before + timedelta(microseconds=1)
    assert event.label.it == "ricominciato da capo"
    load(store, "n.csv", households_file(2, 3))
    clear(store)
    number = load(store, "n.csv", households_file(1, 3)).batch_id
    assert verify_store(store).sound
    with store.reading() as cursor:
        told = [(one.action, one.by) for one in batch_events(cursor)]
        assert [one.action for one in batch_events(cursor, number)] == ["import"]
    assert told[0] == ("clear", "Ada")
    assert [action for action, _ in told] == ["clear", "clear", "import"]
    with store.reading(known_at=event.at) as cursor:
        assert (history(cursor), batch_events(cursor)) == ([], [event])


def test_the_keys_on_record_are_offered_part_by_part(store):
    load_many(store, bundled_sample())
    undo(store, load(store, "n.csv", households_file(1, 3)).batch_id)
    with store.reading() as cursor:
        families = key_values(cursor, "households")
        assert families == sorted(families)
        assert (len(families), families[0]) == (23, "A-0")
        assert key_values(cursor, "households", at_most=2) == families[:2]
        events = [
            (day, kind)
            for day in key_values(cursor, "support_events", [families[1]])
            for kind in key_values(cursor, "support_events", [families[1], day])
        ]
        assert all(isinstance(day, date) for day, _ in events)
        assert all(row_history(cursor, "support_events", [families[1], *rest])[0].visible for rest in events)
        assert key_values(cursor, "temporary_stays", ["nobody"]) == []
    with store.reading(known_at=date(2000, 1, 1)) as cursor:
        assert key_values(cursor, "households") == []
