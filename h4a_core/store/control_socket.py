"""Control socket: through it the command line asks the dashboard that holds the database for a backup or a check.

Only the process that holds the file can do either. While it does, the dashboard listens at a Unix socket beside the
file, which its owner alone may open (mode 0600): no port, no secret. Request and answer are one line of JSON each.
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

_LONGEST_REQUEST_BYTES = 65_536
_NO_ANSWER = Text(
    it="Il cruscotto che tiene aperto {path} si è fermato prima di rispondere. I dati sono intatti: riprova.",
    en="The dashboard that holds {path} stopped before it answered. The data are intact: try again.",
)


def socket_path(path: Path) -> Path:
    """Where the dashboard that holds the database at `path` listens."""
    return path.resolve().with_name(f".{path.resolve().name}.sock")


@contextmanager
def serve_control_socket(store: Store) -> Iterator[None]:
    """Answer requests of the file's owner about an open store, in a thread of its own, until the block ends.

    No socket is opened where there are no Unix sockets, or for a store in memory. Where the system refuses one (a path
    too long for it, something else of that name) that is logged; backups can then be made from the dashboard only.
    """
    server = _listening(store)
    if server is None:
        yield
        return
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="control-socket", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()  # after the answer under way
        thread.join()
        server.server_close()
        Path(str(server.server_address)).unlink(missing_ok=True)


def ask_dashboard(path: Path, verb: Verb, out: Path | None = None) -> Verification | None:
    """Ask the dashboard that holds the database at `path` for a backup to the folder `out`, or to verify the store.

    Returns None when nobody answers there, or not to this user. What the dashboard refuses raises StoreError here.
    """
    if not hasattr(socket, "AF_UNIX"):
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(str(socket_path(path)))
        except OSError:  # no dashboard, somebody else's, or left over from one that was killed
            return None
        try:
            connection.sendall(json.dumps({"verb": verb, "out": str(out)}).encode() + b"\n")
            with connection.makefile("rb") as received:
                answer = json.loads(received.readline() or b"null")
        except ConnectionError:
            answer = None
    if answer is None:
        raise StoreError(_NO_ANSWER.format(path=path))
    if "refused" in answer:
        raise StoreError(Text(**answer["refused"]))
    return Verification(path, "database", answer["rows"], tuple(Text(**problem) for problem in answer["problems"]))


class _Request(socketserver.StreamRequestHandler):
    timeout = 5  # seconds for a request to come in

    def __init__(self, store: Store, *connected: Any) -> None:  # noqa: ANN401 - as the server hands them over
        self.store = store
        super().__init__(*connected)

    def handle(self) -> None:
        request = json.loads(self.rfile.readline(_LONGEST_REQUEST_BYTES))
        try:
            answer = self._answer(request["verb"], Path(request["out"]))
        except CancelledError:
            return
        except StoreError as error:
            answer = {"refused": error.text.model_dump()}
        self.wfile.write(json.dumps(answer).encode() + b"\n")

    def _answer(self, verb: Verb, out: Path) -> dict[str, object]:
        if verb == "backup":
            made = backup(self.store, out, self._stop_if_gone)
            return {"rows": {name: table.rows for name, table in made.tables.items()}, "problems": []}
        found = verify_store(self.store)
        return {"rows": found.rows, "problems": [problem.model_dump() for problem in found.problems]}

    def _stop_if_gone(self, _table: str, _done: float) -> None:
        """Cancel the backup when whoever asked has closed the connection: only then is there anything to read."""
        if select.select([self.connection], [], [], 0)[0]:
            raise CancelledError


def _listening(store: Store) -> socketserver.TCPServer | None:
    if store.path == ":memory:" or not hasattr(socket, "AF_UNIX"):
        return None
    path = socket_path(store.path)
    if path.is_socket():  # of a dashboard that was killed: the file is ours now
        path.unlink()
    server = socketserver.UnixStreamServer(str(path), partial(_Request, store), bind_and_activate=False)
    try:
        server.server_bind()
        path.chmod(0o600)  # before anybody can be let in
        server.server_activate()
    except OSError as error:
        server.server_close()
        logging.getLogger(__name__).warning("%s: %s", path, error)
        return None
    return server
