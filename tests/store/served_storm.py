"""Many people at once at the real server: `python -m tests.store.served_storm SECONDS SEED`.

Twenty visitors, each a session with its own websocket, stand on the page of the records: they upload and bring in
their own families, choose one of the newest imports of anybody, press «Annulla» or «Ripristina» as it was drawn for
them a while ago, and read other pages. What the server told them is held against the log that it leaves behind.
Meanwhile somebody asks `/health`.
"""

import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from h4a_core.store.backup import verify_store
from h4a_core.store.batches import batch_events, history
from h4a_core.store.connection import Store
from h4a_core.store.errors import StoreError
from live import server
from tests.store.storm import SESSIONS, Session, expected, own_file
from visitor import Health, Visitor

_NEWEST = 4
"""How many imports a visitor chooses among: few, so that others often look at the same ones."""
_IMPORTS, _READS = 0.2, 0.2
"""Shares of a visitor's acts that bring something in, and that open another page."""
_REFUSED = "Non ho fatto nulla"


def _bring_in(visitor: Visitor, session: Session, turn: int) -> int:
    """Upload one's own families and confirm; gives how many times the uploader was emptied since."""
    visitor.upload(f"files_{turn}", *own_file(session))
    if not visitor.has_button("Importa 1 file"):
        session.wrong.append(f"not understood: {visitor.texts()[:12]}")
        return turn
    visitor.press("Importa 1 file")
    while visitor.has_button("call_off"):  # it takes long: the page shows how far it is
        time.sleep(0.2)
        visitor.redraw()
    said = " ".join(visitor.alerts())
    if "righe importate" in said:
        session.counted["import"] += 1
        session.done.append((0, "import"))
    else:
        session.wrong.append(f"not brought in: {said}")
    return turn + 1


def _change(visitor: Visitor, session: Session) -> None:
    """Choose one of the newest imports, think, and press its button as it was drawn."""
    visitor.redraw()
    (table,) = (key for key in _keys(visitor, "dataframe") if key.startswith("imports_"))
    visitor.select_row(table, session.chance.randrange(_NEWEST))
    (number,) = _numbers(visitor)
    act = "undo" if visitor.has_button(f"undo_{number}") else "redo"
    time.sleep(session.chance.uniform(0, 0.3))  # a person reads before pressing
    visitor.press(f"{act}_{number}")
    refused = [words for words in visitor.alerts() if words.startswith(_REFUSED)]
    session.counted["refused" if refused else act] += 1
    if not refused:
        session.done.append((number, act))


def _numbers(visitor: Visitor) -> list[int]:
    """Numbers of the imports that have a button."""
    return [int(key.partition("_")[2]) for key in _keys(visitor, "button") if key.startswith(("undo_", "redo_"))]


def _keys(visitor: Visitor, kind: str) -> list[str]:
    """The keys of all controls of a kind."""
    return [one.id.split("-", 2)[-1] for one in visitor.elements(kind)]  # type: ignore[attr-defined]


def _live(url: str, session: Session, seconds: float, together: threading.Barrier) -> None:
    try:
        with Visitor(url, "dati") as visitor, Visitor(url, session.chance.choice(["", "coorti", "premio"])) as reader:
            visitor.write("_acting_user", session.name)
            turn = _bring_in(visitor, session, 0)
            together.wait(60)
            until = time.monotonic() + seconds
            _change(visitor, session)
            while time.monotonic() < until:
                chance = session.chance.random()
                if chance < _IMPORTS:
                    turn = _bring_in(visitor, session, turn)
                elif chance < _IMPORTS + _READS:
                    reader.redraw()
                    session.counted["read"] += 1
                else:
                    _change(visitor, session)
            session.wrong += visitor.exceptions + reader.exceptions
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        session.wrong.append(repr(error))


def storm(seconds: float, seed: int, folder: Path, visitors: int = SESSIONS) -> tuple[Counter[str], list[str], Health]:
    """Let the visitors loose for so long; returns what was counted, all that was wrong, and what `/health` said."""
    database = folder / "storm.duckdb"
    sessions = [Session(number, random.Random(seed * 1000 + number)) for number in range(visitors)]  # noqa: S311
    together = threading.Barrier(visitors)
    with server(database, folder / "server.log", sample=False) as url, Health(url) as health:
        threads = [threading.Thread(target=_live, args=(url, one, seconds, together)) for one in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds + 120)
    wrong = [words for one in sessions for words in one.wrong] + health.wrong
    wrong += ["somebody still waits"] if any(thread.is_alive() for thread in threads) else []
    return sum((one.counted for one in sessions), Counter()), wrong + _left_behind(database, sessions), health


def _left_behind(database: Path, sessions: list[Session]) -> list[str]:
    """What is wrong with the file that the server left, held against what the visitors were told."""
    try:
        store = Store.open(database)
    except StoreError as error:
        return [f"the file does not open: {error.detailed.en}"]
    with store.reading() as cursor:
        log = batch_events(cursor)
        files = {batch.batch_id: batch.file for batch in history(cursor)}
        in_force = dict(cursor.execute("SELECT household_id, batch_id FROM households").fetchall())
    wrong = [problem.en for problem in verify_store(store).problems]
    store.close()
    told = Counter((one.name, *act) for one in sessions for act in one.done)
    logged = Counter((one.by, 0 if one.action == "import" else one.batch_id, one.action) for one in log)
    wrong += [] if logged == told else [f"log and told differ: {logged - told} {told - logged}"]
    events = [(one.batch_id, one.action) for one in log]
    return wrong + ([] if in_force == expected(events, files) else ["the records do not follow from the log"])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        found, faults, answers = storm(float(sys.argv[1]), int(sys.argv[2]), Path(where))
    counted = dict(found) | {"/health asked": answers.asked, "slowest in seconds": answers.slowest_seconds}
    sys.stdout.write(json.dumps({"counted": counted, "wrong": faults[:20]}) + "\n")
    sys.exit(1 if faults else 0)
