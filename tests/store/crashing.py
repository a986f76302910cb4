"""A program that kills a writer at random moments and looks at what is left: `python -m tests.store.crashing`.

A child imports, undoes, redoes, backs up, starts over, and now and then brings an old file up to date; it notes each
step before it begins and after it has returned. The parent ends it with SIGKILL after a random time, opens the store
again and checks that every step that had returned is there whole, that the one under way is there whole or not at
all, that the rules of the store hold, and that every folder with the name of a backup is one.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from h4a_core.records.intake.importing import load_many
from h4a_core.store.backup import backup, verify, verify_store
from h4a_core.store.batches import batch_events, clear, counts, redo, undo
from h4a_core.store.connection import Store
from h4a_core.store.events import EVERY_IMPORT
from tests.store.made import households_file, make_old

_LONGEST_LIFE_SECONDS = 0.35


def _note(notes: Path, *words: object) -> None:
    with notes.open("ab", buffering=0) as file:
        file.write((json.dumps(words) + "\n").encode())


def _work(folder: Path, seed: int) -> None:
    """What the child does until it is killed."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    notes = folder / "notes"
    store = Store.open(folder / "h4a.duckdb")
    with store.reading() as cursor:
        hidden = {event.batch_id: event.action == "undo" for event in batch_events(cursor) if event.batch_id}
    with store.writing() as cursor:
        cursor.execute(f"SET checkpoint_threshold = '{chance.choice(['1KB', '100KB', '16MB'])}'")
    while True:
        what = chance.choice(["import", "import", "import", "undo", "undo", "redo", "backup", "clear"])
        if what == "import":
            families, members = chance.choice([3, 300, 1500]), chance.randint(1, 9)
            _note(notes, "begin", what, len(hidden) + 1, families)
            made = load_many(store, [(f"{members}.csv", households_file(families, members))])[0].batch_id
            if made is not None:
                hidden[made] = False
            _note(notes, "done", what, made, families)
        elif what == "backup":
            out = folder / f"backup-{chance.randint(0, 10**9)}"
            _note(notes, "begin", what, str(out), 0)
            backup(store, out)
            _note(notes, "done", what, str(out), 0)
        elif what == "clear":
            _note(notes, "begin", what, EVERY_IMPORT, 0)
            clear(store)
            hidden.clear()
            _note(notes, "done", what, EVERY_IMPORT, 0)
        else:
            open_to = [batch for batch, is_hidden in hidden.items() if is_hidden == (what == "redo")]
            if open_to:
                batch = chance.choice(open_to)
                _note(notes, "begin", what, batch, 0)
                (undo if what == "undo" else redo)(store, batch)
                hidden[batch] = what == "undo"
                _note(notes, "done", what, batch, 0)


def _log_after(log: list[tuple[str, int]], *acts: tuple[str, int]) -> list[tuple[str, int]]:
    """The log of events once these things have happened as well: starting over leaves only its own traces."""
    for act in acts:
        log = [*(event for event in log if act[0] != "clear" or event[0] == "clear"), act]
    return log


def _check(folder: Path, *, old: bool) -> str:
    """Look at what is left after a kill; returns what the child had been doing."""
    notes = folder / "notes"
    said = [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []
    path = folder / "h4a.duckdb"
    store = Store.open(path)
    try:
        found = verify_store(store)
        assert found.sound, found.problems
        with store.reading() as cursor:
            events = [(event.action, event.batch_id) for event in batch_events(cursor)]
            rows = counts(cursor)["households"]
            sizes = dict(cursor.execute("SELECT batch_id, count(*) FROM households_rows GROUP BY ALL").fetchall())
    finally:
        store.close()
    seen = folder / "seen"  # what there was after the last kill
    start = [tuple(event) for event in json.loads(seen.read_text())] if seen.exists() else []
    start = start or ([("import", 1), ("undo", 1), ("import", 2)] if old else [])
    done = [(what, which) for when, what, which, _ in said if when == "done" and what != "backup" and which is not None]
    begun = [(what, which, size) for when, what, which, size in said if when == "begin"]
    under_way = begun[-1] if begun and said[-1][0] == "begin" else None
    returned = _log_after(start, *done)
    assert events in (returned, _log_after(returned, under_way[:2]) if under_way else returned), (events, under_way)
    families = {which: size for when, what, which, size in said if what == "import" and which in sizes}
    assert all(sizes[batch] == size for batch, size in families.items()), (sizes, families)
    state = {batch: action for action, batch in events if batch != EVERY_IMPORT}
    old = old and ("clear", EVERY_IMPORT) not in events  # of its 500 families nothing is left otherwise
    in_force = [batch for batch in state if state[batch] != "undo"]
    own = [sizes[batch] for batch in in_force if not old or batch > 2]
    assert rows == max(own, default=0) + 500 * (len(in_force) - len(own))
    for copy in folder.glob("backup-*"):
        assert verify(copy).sound
        copy.rename(folder / f"seen-{copy.name}")
    for when, what, which, _ in said:
        assert when != "done" or what != "backup" or (folder / f"seen-{Path(which).name}").is_dir()
    seen.write_text(json.dumps(events))
    notes.unlink(missing_ok=True)
    return under_way[0] if under_way else ("opening" if not said else "between")


def crash(rounds: int, seconds: float, seed: int) -> dict[str, int]:
    """Kill so many children, or for so long; says how often each kind of work was hit."""
    chance = random.Random(seed)  # noqa: S311 - see above
    hit: dict[str, int] = {}
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as top:
        make_old(Path(top) / "old.duckdb")
        for turn in range(rounds):
            if time.monotonic() > until:
                break
            if turn % 6 == 0:  # a few lives on one file, then a fresh one, every other time an old one
                folder, old = Path(top) / str(turn), turn % 12 == 6
                folder.mkdir()
                if old:
                    shutil.copy(Path(top) / "old.duckdb", folder / "h4a.duckdb")
            number, opening = chance.randint(0, 10**9), turn % 6 == 0
            life = chance.uniform(0, 0.12 if opening else _LONGEST_LIFE_SECONDS)
            child = os.fork()
            if child == 0:
                with contextlib.suppress(BaseException):
                    _work(folder, number)
                os._exit(1)
            time.sleep(life)
            assert os.waitpid(child, os.WNOHANG) == (0, 0), f"the child ended by itself, seed {number}"
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            what = _isolated_check(folder, old=old)
            hit[what] = hit.get(what, 0) + 1
            if turn % 6 == 5:
                shutil.rmtree(folder)
    return hit


def _isolated_check(folder: Path, *, old: bool) -> str:
    """Check in a process of its own: one that has opened DuckDB should not fork."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, _check(folder, old=old).encode())
            os._exit(0)
        except BaseException:  # noqa: BLE001 - whatever it is, it is told
            import traceback  # noqa: PLC0415

            traceback.print_exc()
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as answer:
        what = answer.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, "what was left after a kill did not pass the check"
    return what


if __name__ == "__main__":
    sys.stdout.write(json.dumps(crash(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))) + "\n")
