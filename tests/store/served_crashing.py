"""The real server killed while a visitor acts: `python -m tests.store.served_crashing SECONDS SEED`.

A visitor of the page Dati brings in families, undoes, brings back, takes a copy away and starts over. In the midst of
one of these acts the server gets SIGKILL. What is left is looked at as it lies (a copy of its files), then the server
starts again over the same files, says itself whether all is well, and the visitor goes on. What the visitor was told is
done must be there, the act under way whole or not at all. Copies are asked for by the page's button and by the command
beside it: one that was given out is whole, and so is each folder that has its name.
"""

import json
import random
import shutil
import sys
import tempfile
import threading
import time
import urllib.error
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from io import BytesIO
from pathlib import Path

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from h4a_core.store.backup import verify, verify_store
from h4a_core.store.batches import batch_events, history
from h4a_core.store.connection import Store
from h4a_core.store.control_socket import ask_dashboard
from h4a_core.store.errors import StoreError
from h4a_core.store.events import EVERY_IMPORT
from live import served
from tests.records.made import households
from visitor import Visitor

ACTS = ("clear", "backup", "undo", "import", "redo")
_FAMILIES = 300
_ROW = "K-{};2022;20/04/2022;09/11/2022;3;1;0;Incapiente;{};separazione;CEA"
_LONGEST_SECONDS = 0.25
"""An act is killed within this time after it was begun, which is about what it takes."""
_GONE = (ConnectionClosed, InvalidHandshake, OSError, HTTPException, urllib.error.URLError)
"""What a visitor meets whose server is no more."""
Log = list[tuple[str, int]]


@dataclass
class _Told:
    """What the visitor knows: the log of what was said to be done, and the act that was not answered yet."""

    log: Log = field(default_factory=list)
    under_way: tuple[str, int] | None = None
    copies: list[tuple[Log, bytes | Path]] = field(default_factory=list)
    """Those given out, each with the log of its moment: from the page a ZIP, from beside a folder."""
    turn: int = 0
    asked: int = 0
    at: str = ""
    """What was asked for last."""
    wrong: list[str] = field(default_factory=list)

    def shown(self) -> dict[int, bool]:
        """Whether each import counts."""
        return {number: action != "undo" for action, number in self.log if number != EVERY_IMPORT}


def _after(log: Log, act: tuple[str, int]) -> Log:
    """The log once this has happened as well: starting over leaves its own traces only."""
    return [*(one for one in log if act[0] != "clear" or one[0] == "clear"), act]


def _import(visitor: Visitor, told: _Told, begun: Callable[[], None]) -> None:
    told.turn += 1
    # each file brings an income that was never in force: what had been would need a yes
    file = households(*(_ROW.format(number, 1000 + told.turn) for number in range(_FAMILIES)))
    (uploader,) = visitor.elements("file_uploader")
    visitor.upload(uploader.id.rpartition("-")[2], f"{told.turn}.csv", file)  # type: ignore[attr-defined]
    told.under_way = ("import", max(told.shown(), default=0) + 1)
    begun()
    visitor.press("Importa 1 file")
    if not any(f"{_FAMILIES} righe importate" in one for one in visitor.alerts()):
        told.wrong.append(f"not brought in: {visitor.texts()[:8]}")


def _change(visitor: Visitor, told: _Told, what: str, begun: Callable[[], None]) -> None:
    """Undo or bring back the newest import that can be."""
    numbers = sorted(told.shown(), reverse=True)
    number = next(one for one in numbers if told.shown()[one] == (what == "undo"))
    (table,) = (one.id.split("-", 2)[-1] for one in visitor.elements("dataframe") if "-imports_" in one.id)  # type: ignore[attr-defined]
    if numbers.index(number):
        visitor.select_row(table, numbers.index(number))
    told.under_way = (what, number)
    begun()
    visitor.press(f"{what}_{number}")


def _back_up(visitor: Visitor, told: _Told, database: Path, begun: Callable[[], None]) -> None:
    """Take a copy away, in turn from the page and with the command for a dashboard at work."""
    told.asked += 1
    begun()
    if told.asked % 2 == 0:
        told.copies.append((told.log, visitor.download("backup")))
        return
    out = database.parent / f"copy-{told.asked}"
    try:
        answer = ask_dashboard(database, "backup", out)
    except StoreError as error:
        if "si è fermato prima di rispondere" not in error.text.it:
            raise
        answer = None
    if answer is None:
        raise ConnectionError(out)
    told.copies.append((told.log, out))


def _act(visitor: Visitor, told: _Told, database: Path, begun: Callable[[], None]) -> None:
    """Do one thing as far as the server lives; `begun` is called when it is asked for."""
    what = told.at
    if what == "backup":
        _back_up(visitor, told, database, begun)
        return
    if what == "import":
        _import(visitor, told, begun)
    elif what == "clear":
        visitor.press("from_empty")
        told.under_way = ("clear", EVERY_IMPORT)
        begun()
        visitor.press("sure")
    else:
        _change(visitor, told, what, begun)
    if refused := [one for one in visitor.alerts() if one.startswith("Non ho")]:
        told.wrong.append(f"{what} refused: {refused}")
    if told.under_way is not None:
        told.log, told.under_way = _after(told.log, told.under_way), None


def _possible(told: _Told, what: str) -> bool:
    shown = told.shown().values()
    return what in ("import", "backup") or (what == "clear" and bool(shown)) or (what == "undo") in shown


def _live(url: str, told: _Told, acts: list[str], database: Path, begun: threading.Event) -> None:
    """Look whether all is well, do all acts, and set `begun` when the last of them is asked for."""
    try:
        with Visitor(url, "dati") as visitor:
            visitor.press("verify")
            if not any(one.startswith("Tutto a posto") for one in visitor.alerts()):
                told.wrong.append(f"not sound: {visitor.alerts()}")
            for place, wanted in enumerate(acts, start=1):
                told.at = wanted if _possible(told, wanted) else "import"
                _act(visitor, told, database, begun.set if place == len(acts) else lambda: None)
            told.wrong += visitor.exceptions
    except _GONE as error:
        if not begun.is_set():
            told.wrong.append(f"gone too early: {error!r}")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        told.wrong.append(repr(error))
    finally:
        begun.set()


def _check(database: Path, told: _Told) -> None:
    """Look at what a killed server left; the log that is there is what was told from now on."""
    as_left = database.parent / "as left"
    as_left.mkdir()
    for file in database.parent.glob(f"{database.name}*"):
        shutil.copy(file, as_left)
    store = Store.open(as_left / database.name)
    try:
        told.wrong += [problem.en for problem in verify_store(store).problems]
        with store.reading() as cursor:
            log: Log = [(event.action, event.batch_id) for event in batch_events(cursor)]
            incomes = {one.batch_id: 1000 + int(one.file.removesuffix(".csv")) for one in history(cursor)}
            query = "SELECT batch_id, CAST(isee AS INTEGER), count(*) FROM households GROUP BY ALL"
            in_force = cursor.execute(query).fetchall()
    finally:
        store.close()
    allowed = [told.log, *([_after(told.log, told.under_way)] if told.under_way else [])]
    if log not in allowed:
        told.wrong.append(f"the log is {log}, told was {allowed}")
    told.log, told.under_way = log, None
    newest = max((number for number, is_shown in told.shown().items() if is_shown), default=None)
    if in_force != ([] if newest is None else [(newest, incomes[newest], _FAMILIES)]):
        told.wrong.append(f"in force is {in_force}, told was {log}")
    shutil.rmtree(as_left)
    for when, copy in told.copies:
        folder = copy if isinstance(copy, Path) else _unpacked(copy, database.with_name("copy-from-page"))
        if verify(folder).rows["batch_events"] != len(when):
            told.wrong.append(f"a copy has not what there was: {verify(folder).rows}, {when}")
    told.copies.clear()
    for folder in database.parent.glob("copy-*"):  # also one that was not answered for, but has its name
        told.wrong += [f"a copy is not whole: {problem.en}" for problem in verify(folder).problems]
        shutil.rmtree(folder)


def _unpacked(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        archive.extractall(folder.parent)
    return (folder.parent / "h4a-backup").rename(folder)


def crash(lives: int, seconds: float, seed: int, folder: Path) -> tuple[Counter[str], Counter[str], list[str]]:
    """Kill so many servers, or for so long: what each was at, what came of it ("done" or "undone"), what was wrong.

    One after the other each kind of act is under way, after some others that were answered.
    """
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    database = folder / "h4a.duckdb"
    told, hit, became = _Told(), Counter[str](), Counter[str]()
    until = time.monotonic() + seconds
    for life in range(lives):
        if time.monotonic() > until or told.wrong:
            break
        acts = [*chance.choices(ACTS, k=chance.randint(0, 1)), "import", ACTS[life % len(ACTS)]]
        begun = threading.Event()
        with served(database, folder / "log", sample=False) as (url, process):
            visitor = threading.Thread(target=_live, args=(url, told, acts, database, begun))
            visitor.start()
            begun.wait(60)
            time.sleep(chance.uniform(0, _LONGEST_SECONDS))
            process.kill()
            process.wait()
            visitor.join(90)
        under_way = told.under_way
        before = told.log
        _check(database, told)
        hit[told.at] += 1
        became["answered" if under_way is None else "undone" if told.log == before else "done"] += 1
    return hit, became, told.wrong


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        hits, outcomes, faults = crash(1_000_000, float(sys.argv[1]), int(sys.argv[2]), Path(where))
    sys.stdout.write(json.dumps({"killed": hits, "of which": outcomes, "wrong": faults[:20]}) + "\n")
    sys.exit(1 if faults else 0)
