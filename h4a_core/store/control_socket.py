"""Control socket: through it the command line asks the dashboard that holds the database for a backup or a check.

Only the process that holds the file can do either. While it does, the dashboard listens at a Unix socket beside the
file, which its owner alone may open (mode 0600): no port, no secret. Request and answer are one line of JSON each. Each
caller has a thread of their own and some seconds to make their request, so that a silent one holds up nobody.
"""

import json
import logging
import select
import socket
import socketserver
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from h4a_core.progress import CancelledError
from h4a_core.store.backup import Verification, backup, verify_store
from h4a_core.store.connection import Store
from h4a_core.store.errors import StoreError
from h4a_core.text import Text

Verb: TypeAlias = Literal["backup", "verify"]

_LONGEST_REQUEST_BYTES = 65_536
_REQUEST_WITHIN_SECONDS = 5.0
_MOST_WAITED_FOR = 64
"""How many callers may be making their request at once; the oldest is hung up on when there are more."""
_NO_ANSWER = Text(
    it="Il cruscotto che tiene aperto il file dei dati{path} si è fermato prima di rispondere. Riprova.",
    en="The dashboard that holds the data file{path} stopped before it answered. Try again.",
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
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()  # after the answers under way
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
        raise StoreError(_NO_ANSWER, path=path)
    if "refused" in answer:
        raise StoreError(Text(**answer["refused"]))
    return Verification(path, "database", answer["rows"], tuple(Text(**problem) for problem in answer["problems"]))


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    address_family = getattr(socket, "AF_UNIX", socket.AF_INET)
    request_queue_size = 128

    def __init__(self, path: Path, store: Store) -> None:
        self.store = store
        self._waited_for: list[socket.socket] = []
        self._changing = threading.Lock()
        super().__init__(str(path), _Request, bind_and_activate=False)  # type: ignore[arg-type] # an address of Unix

    def handle_error(self, *_request: object) -> None:
        logging.getLogger(__name__).error("no answer could be given: %s", traceback.format_exc())

    @contextmanager
    def waiting_for(self, connection: socket.socket) -> Iterator[None]:
        """Count a caller among those who are making their request, and hang up on the oldest of too many."""
        with self._changing:
            self._waited_for.append(connection)
            too_many = len(self._waited_for) > _MOST_WAITED_FOR
            oldest = self._waited_for[0]
        if too_many:
            _hang_up(oldest)
        try:
            yield
        finally:
            with self._changing:
                self._waited_for.remove(connection)

    def hang_up(self) -> None:
        """Wait no longer for requests that are not there yet."""
        with self._changing:
            for connection in self._waited_for:
                _hang_up(connection)


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class _Request(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        with self.server.waiting_for(self.request):
            asked = _request(self.request)
        if asked is None:
            return
        try:
            answer = self._answer(*asked)
        except CancelledError:
            return
        except StoreError as error:
            answer = {"refused": asdict(error.detailed)}
        with suppress(OSError):  # nobody waits for it any longer
            self.request.settimeout(_REQUEST_WITHIN_SECONDS)
            self.request.sendall(json.dumps(answer).encode() + b"\n")

    def _answer(self, verb: Verb, out: Path) -> dict[str, object]:
        if verb == "backup":
            made = backup(self.server.store, out, self._stop_if_gone)
            return {"rows": {name: table.rows for name, table in made.tables.items()}, "problems": []}
        found = verify_store(self.server.store)
        return {"rows": found.rows, "problems": [asdict(problem) for problem in found.problems]}

    def _stop_if_gone(self, _table: str, _done: float) -> None:
        """Cancel the backup when whoever asked has closed the connection: only then is there anything to read."""
        if select.select([self.request], [], [], 0)[0]:
            raise CancelledError


def _request(connection: socket.socket) -> tuple[Verb, Path] | None:
    """What a caller asks for; None when it does not come in time, is too long, or is nothing we know."""
    until = time.monotonic() + _REQUEST_WITHIN_SECONDS
    line = b""
    try:
        while not line.endswith(b"\n") and len(line) < _LONGEST_REQUEST_BYTES:
            connection.settimeout(max(until - time.monotonic(), 0.001))
            received = connection.recv(_LONGEST_REQUEST_BYTES)
            if not received:
                return None
            line += received
        asked = json.loads(line)
        verb, out = asked["verb"], Path(asked["out"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return (verb, out) if verb in get_args(Verb) else None


def _listening(store: Store) -> _Server | None:
    if store.path == ":memory:" or not hasattr(socket, "AF_UNIX"):
        return None
    path = socket_path(store.path)
    if path.is_socket():  # of a dashboard that was killed: the file is ours now
        path.unlink()
    server = _Server(path, store)
    try:
        server.server_bind()
        path.chmod(0o600)  # before anybody can be let in
        server.server_activate()
    except OSError as error:
        server.server_close()
        logging.getLogger(__name__).warning("%s: %s", path, error)
        return None
    return server
