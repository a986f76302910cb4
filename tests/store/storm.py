"""Many people at once on one store: `python -m tests.store.storm SECONDS SEED`.

Each of twenty sessions imports its own families, undoes, brings back and reads, with what it saw on its screen, which
may be old by then; now and again two press the same button. Every act must be carried out once, or refused with a
word; afterwards the log of events must be exactly what the sessions were told was done, and the records what follows
from that log.
"""

import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from h4a_core.records.intake.importing import load_many
from h4a_core.store.backup import verify_store
from h4a_core.store.batches import Batch, batch_events, history, redo, undo
from h4a_core.store.connection import Store
from h4a_core.store.errors import StoreError
from h4a_core.store.events import NOT_SAID
from tests.records.made import households

SESSIONS = 20
_FAMILIES = 5
_ROW = "{}-{};2022;20/04/2022;09/11/2022;{};1;0;Incapiente;{};separazione;CEA"


@dataclass
class Session:
    """One visitor: a name, what was done for them, how often they were refused, and what was wrong."""

    number: int
    chance: random.Random
    done: list[tuple[int, str]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    turn: int = 0

    @property
    def name(self) -> str:
        """Who they say they are."""
        return f"visitor {self.number}"


def own_file(session: Session) -> tuple[str, bytes]:
    """The session's own families, all of them, with an income they never had: what was in force before is asked about.

    An import that says what one before it said would need a yes.
    """
    session.turn += 1
    rows = [_ROW.format(session.name.replace(" ", "-"), n, 3, 1000 + session.turn) for n in range(_FAMILIES)]
    return f"{session.name}.csv", households(*rows)


def _begin(store: Store, sessions: list[Session]) -> list[tuple[int, str]]:
    """One import of each before the storm, half of them undone, so that there is something to bring back."""
    made = [one.batch_id for one in load_many(store, [own_file(one) for one in sessions])]
    imported = [(batch_id, "import") for batch_id in made if batch_id is not None]
    undone = [undo(store, batch_id) for batch_id, _ in imported[::2]]
    return imported + [(event.batch_id, event.action) for event in undone]


def _bring_in(store: Store, session: Session) -> None:
    """Correct one's own families."""
    found = load_many(store, [own_file(session)], by=session.name)[0]
    if found.batch_id is None:
        session.wrong.append(f"not brought in: {found}")
    else:
        session.counted["import"] += 1
        session.done.append((found.batch_id, "import"))


def _change(store: Store, session: Session, seen: list[Batch]) -> None:
    """Press the button of any import on the screen, anybody's."""
    undone = [batch for batch in seen[:_NEWEST] if batch.hidden_at]
    batch = session.chance.choice(undone if undone and session.chance.random() < 0.5 else seen[:_NEWEST])
    act = redo if batch.hidden_at else undo
    time.sleep(session.chance.uniform(0, 0.02))  # a person reads before pressing
    try:
        event = act(store, batch.batch_id, session.name, seen=batch.last_event)
    except StoreError as error:
        session.counted["refused"] += 1
        if "già stato" not in error.text.it:
            session.wrong.append(f"refused without a word: {error.text.it}")
        return
    session.counted[event.action] += 1
    session.done.append((event.batch_id, event.action))
    if (event.batch_id, event.by) != (batch.batch_id, session.name):
        session.wrong.append(f"acted on {event.batch_id} instead of {batch.batch_id}")


_NEWEST = 6
"""How many imports a session looks at: few, so that others often look at the same ones."""
_IMPORTS = 0.15
"""Share of a session's acts that bring something in."""


def _read(store: Store, session: Session) -> list[Batch]:
    """All that a page shows at one moment must belong together."""
    with store.reading() as cursor:
        seen = history(cursor)
        rows = cursor.execute("SELECT household_id, members, batch_id FROM households").fetchall()
        files = {batch.batch_id: batch.file for batch in seen}
        shown = {batch.batch_id for batch in seen if not batch.hidden_at}
    session.counted["read"] += 1
    for household, _, batch_id in rows:
        if files[batch_id] != f"{household.rpartition('-')[0].replace('-', ' ')}.csv" or batch_id not in shown:
            session.wrong.append(f"{household} counts by import {batch_id} of {files[batch_id]}")
    if len({household for household, *_ in rows}) != len(rows):
        session.wrong.append("a family counts twice")
    return seen


def _live(store: Store, session: Session, until: float, together: threading.Barrier) -> None:
    together.wait(30)
    try:
        while time.monotonic() < until:
            seen = _read(store, session)
            if not seen or session.chance.random() < _IMPORTS:
                _bring_in(store, session)
            else:
                _change(store, session, seen)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        session.wrong.append(repr(error))


def expected(events: list[tuple[int, str]], files: dict[int, str]) -> dict[str, int]:
    """By whom each family's row in force was brought in, worked out from the log: the latest import not undone."""
    shown: dict[int, bool] = {}
    for batch_id, action in events:
        shown[batch_id] = action != "undo"
    found: dict[str, int] = {}
    for batch_id in sorted(number for number, is_shown in shown.items() if is_shown):
        owner = files[batch_id].removesuffix(".csv").replace(" ", "-")
        found |= {f"{owner}-{n}": batch_id for n in range(_FAMILIES)}
    return found


def storm(seconds: float, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Let the sessions loose on one file for so long; returns what was counted, and all that was wrong."""
    store = Store.open(folder / "storm.duckdb")
    sessions = [Session(number, random.Random(seed * 1000 + number)) for number in range(SESSIONS)]  # noqa: S311
    begun = _begin(store, sessions)
    together = threading.Barrier(SESSIONS)
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=_live, args=(store, one, until, together)) for one in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    wrong = [words for one in sessions for words in one.wrong]
    wrong += ["somebody still waits"] if any(thread.is_alive() for thread in threads) else []
    wrong += [problem.en for problem in verify_store(store).problems]
    wrong += [f"the file is lost: {store.loss()}"] if store.loss() else []
    before = _state(store)
    store.close()
    again = Store.open(folder / "storm.duckdb")
    wrong += [] if _state(again) == before else ["what was read before closing is not what is there afterwards"]
    again.close()
    events, by_whom, files, in_force = before
    told = Counter((one.name, *act) for one in sessions for act in one.done)
    told += Counter((NOT_SAID, *act) for act in begun)
    wrong += [] if Counter(by_whom) == told else ["the log is not what the sessions were told"]
    wrong += [] if in_force == expected(events, files) else ["the records do not follow from the log"]
    return sum((one.counted for one in sessions), Counter()), wrong


def _state(
    store: Store,
) -> tuple[list[tuple[int, str]], list[tuple[str | None, int, str]], dict[int, str], dict[str, int]]:
    with store.reading() as cursor:
        log = batch_events(cursor)
        return (
            [(event.batch_id, event.action) for event in log],
            [(event.by, event.batch_id, event.action) for event in log],
            {batch.batch_id: batch.file for batch in history(cursor)},
            dict(cursor.execute("SELECT household_id, batch_id FROM households").fetchall()),
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        found, faults = storm(float(sys.argv[1]), int(sys.argv[2]), Path(where))
    sys.stdout.write(json.dumps({"counted": found, "wrong": faults[:20]}) + "\n")
    sys.exit(1 if faults else 0)
