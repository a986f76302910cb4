"""What only the process that holds the database can do, the command line asks of it: a backup, a check of the store.

While the dashboard holds the file it listens at a Unix socket beside it, which its owner alone may open (mode 0600): no
port, no secret. A question and its answer are one line of JSON each.
"""

import json
import logging
import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

from h4a_core.progress import CancelledError
from h4a_core.store.backup import Verification, backup, verify_store
from h4a_core.store.connection import Store
from h4a_core.store.errors import StoreError
from h4a_core.text import Text

Verb: TypeAlias = Literal["backup", "verify"]

_LONGEST_QUESTION = 65_536
_NO_ANSWER = Text(
    it="Il cruscotto che tiene aperto {path} si è fermato prima di rispondere. I dati sono intatti: riprova.",
    en="The dashboard that holds {path} stopped before it answered. The data are intact: try again.",
)


def door(path: Path) -> Path:
    """Where the dashboard that holds the database at `path` listens."""
    return path.resolve().with_name(f".{path.resolve().name}.sock")


@contextmanager
def answering(store: Store) -> Iterator[None]:
    """Answer the owner's questions about an open store, in a thread of its own, until the block ends.

    Nothing is opened where there are no Unix sockets, or for a store in memory. Where the system refuses one (a path
    too long for it, something else of that name) it is logged. The store can be copied from inside only, then.
    """
    server = _listening(store)
    if server is None:
        yield
        return
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="answering", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()  # after the answer under way
        thread.join()
        server.server_close()
        Path(str(server.server_address)).unlink(missing_ok=True)


def ask(path: Path, verb: Verb, out: Path | None = None) -> Verification | None:
    """Ask the process that holds the database at `path` for a backup to the folder `out`, or to verify the store.

    None when nobody answers there, or not to this user. What is refused over there raises its StoreError here.
    """
    if not hasattr(socket, "AF_UNIX"):
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            line.connect(str(door(path)))
        except OSError:  # no dashboard, somebody else's, or left over from one that was killed
            return None
        try:
            line.sendall(json.dumps({"verb": verb, "out": str(out)}).encode() + b"\n")
            with line.makefile("rb") as heard:
                answer = json.loads(heard.readline() or b"null")
        except ConnectionError:
            answer = None
    if answer is None:
        raise StoreError(_NO_ANSWER.format(path=path))
    if "refused" in answer:
        raise StoreError(Text(**answer["refused"]))
    return Verification(path, "database", answer["rows"], tuple(Text(**problem) for problem in answer["problems"]))


class _Question(socketserver.StreamRequestHandler):
    timeout = 5  # seconds for a question to be put

    def __init__(self, store: Store, *connected: Any) -> None:  # noqa: ANN401 - as the server hands them over
        self.store = store
        super().__init__(*connected)

    def handle(self) -> None:
        asked = json.loads(self.rfile.readline(_LONGEST_QUESTION))
        try:
            answer = self._answer(asked["verb"], Path(asked["out"]))
        except CancelledError:
            return
        except StoreError as error:
            answer = {"refused": error.text.model_dump()}
        self.wfile.write(json.dumps(answer).encode() + b"\n")

    def _answer(self, verb: Verb, out: Path) -> dict[str, object]:
        if verb == "backup":
            made = backup(self.store, out, self._unless_gone)
            return {"rows": {name: table.rows for name, table in made.tables.items()}, "problems": []}
        found = verify_store(self.store)
        return {"rows": found.rows, "problems": [problem.model_dump() for problem in found.problems]}

    def _unless_gone(self, _table: str, _done: float) -> None:
        """Stop when whoever asked does not wait any longer: they say nothing more, only close the line."""
        if select.select([self.connection], [], [], 0)[0]:
            raise CancelledError


def _listening(store: Store) -> socketserver.TCPServer | None:
    if store.path == ":memory:" or not hasattr(socket, "AF_UNIX"):
        return None
    place = door(store.path)
    if place.is_socket():  # of a dashboard that was killed: the file is ours now
        place.unlink()
    server = socketserver.UnixStreamServer(str(place), partial(_Question, store), bind_and_activate=False)
    try:
        server.server_bind()
        place.chmod(0o600)  # before anybody can be let in
        server.server_activate()
    except OSError as error:
        server.server_close()
        logging.getLogger(__name__).warning("%s: %s", place, error)
        return None
    return server
