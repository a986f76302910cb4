"""S3: an undo, redo or clear acts on what is named and carries what the caller saw; else it is refused with a word."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from h4a_core.store.backup import verify_store
from h4a_core.store.batches import (
    ChangedMeanwhileError,
    batch_events,
    clear,
    counts,
    erased_by_clear,
    history,
    redo,
    undo,
)
from h4a_core.store.connection import StoreError
from h4a_core.store.events import EVERY_IMPORT
from tests.records.made import load
from tests.store.made import households_file

_PEOPLE = 20


def _seen(store):
    with store.reading() as cursor:
        return {batch.batch_id: batch.last_event for batch in history(cursor)}


def test_s3_the_second_of_two_equal_clicks_is_refused_and_says_who_was_quicker(store):
    number = load(store, "n.csv", households_file(3, 3)).batch_id
    seen = _seen(store)[number]
    done = undo(store, number, "Ada", seen=seen)
    assert (done.batch_id, done.action, done.by) == (number, "undo", "Ada")
    with pytest.raises(ChangedMeanwhileError) as refused:
        undo(store, number, "Bo", seen=seen)
    assert f"L'import numero {number} è già stato annullato (chi: Ada) il {done.at:%d/%m/%Y} alle" in str(refused.value)
    assert refused.value.event == done
    with store.reading() as cursor:
        assert [event.action for event in batch_events(cursor)] == ["import", "undo"]


def test_s3_a_click_on_what_was_undone_and_brought_back_meanwhile_is_refused(store):
    number = load(store, "n.csv", households_file(3, 3)).batch_id
    seen = _seen(store)[number]
    undo(store, number)
    redo(store, number, "Bo")
    with pytest.raises(ChangedMeanwhileError, match=r"ripristinato \(chi: Bo\)"):
        undo(store, number, seen=seen)
    undo(store, number, seen=_seen(store)[number])


def test_s3_a_click_on_a_number_that_was_given_anew_after_starting_over_is_refused(store):
    number = load(store, "n.csv", households_file(3, 3)).batch_id
    seen = _seen(store)[number]
    clear(store)
    assert load(store, "n.csv", households_file(3, 4)).batch_id == number
    with pytest.raises(ChangedMeanwhileError):
        undo(store, number, seen=seen)
    assert _seen(store).keys() == {number}


def test_s3_what_was_never_there_is_said_so(store):
    load(store, "n.csv", households_file(3, 3))
    clear(store)
    for number in (77, EVERY_IMPORT):
        for act in (undo, redo):
            with pytest.raises(StoreError, match=f"numero {number} non c'è"):
                act(store, number)


def test_s3_starting_over_is_refused_when_somebody_brought_something_in_after_it_was_asked_for(store):
    load(store, "n.csv", households_file(3, 3))
    with store.reading() as cursor:
        seen = erased_by_clear(cursor)
    load(store, "n.csv", households_file(4, 4), by="Bo")
    with pytest.raises(ChangedMeanwhileError, match=r"è cambiato \(importato .*chi: Bo"):
        clear(store, "Ada", seen=seen)
    with store.reading() as cursor:
        assert counts(cursor)["households"] == 4
        seen = erased_by_clear(cursor)
    assert clear(store, "Ada", seen=seen).action == "clear"
    with pytest.raises(ChangedMeanwhileError, match="ricominciato da capo"):
        clear(store, "Bo", seen=seen)


def _at_once(works):
    """What each of the works did or why it was refused, all begun at the same moment."""
    together = threading.Barrier(len(works))

    def one(work):
        together.wait(20)
        try:
            return work()
        except StoreError as error:
            return error

    with ThreadPoolExecutor(len(works)) as people:
        return list(people.map(one, works))


def test_s3_of_twenty_who_undo_the_same_import_at_once_one_does_and_the_others_are_told(store):
    number = load(store, "n.csv", households_file(3, 3)).batch_id
    seen = _seen(store)[number]
    found = _at_once([lambda name=f"P{n}": undo(store, number, name, seen=seen) for n in range(_PEOPLE)])
    refused = [one for one in found if isinstance(one, ChangedMeanwhileError)]
    (done,) = [one for one in found if not isinstance(one, StoreError)]
    assert len(refused) == _PEOPLE - 1
    assert all(one.event == done for one in refused)


def test_s3_of_twenty_who_undo_their_own_imports_at_once_nobody_undoes_anothers(store):
    own = [load(store, f"{n}.csv", households_file(2, n + 1)).batch_id for n in range(_PEOPLE)]
    seen = _seen(store)
    found = _at_once([lambda n=n: undo(store, own[n], f"P{n}", seen=seen[own[n]]) for n in range(_PEOPLE)])
    assert [(one.batch_id, one.by) for one in found] == [(own[n], f"P{n}") for n in range(_PEOPLE)]
    assert verify_store(store).sound


def test_s3_of_twenty_who_start_over_at_once_one_does_and_the_others_are_told(store):
    load(store, "n.csv", households_file(3, 3))
    with store.reading() as cursor:
        seen = erased_by_clear(cursor)
    found = _at_once([lambda: clear(store, seen=seen) for _ in range(_PEOPLE)])
    assert len([one for one in found if isinstance(one, ChangedMeanwhileError)]) == _PEOPLE - 1
    with store.reading() as cursor:
        assert len(batch_events(cursor)) == 1
