"""A visitor of the running server without a browser: Streamlit's own messages over its own websocket.

Many of them fit on a small machine, where as many browsers would not. What a browser does with the messages that
matters here is done here too: the elements of the last run are kept by where they stand, a part that runs by itself
replaces its own, and every control's state is sent again with each move.
"""

import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import uuid4

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

_XSRF = "_streamlit_xsrf"
_Drawn = dict[tuple[int, ...], tuple[str, Element]]
"""Elements by their place on the page, each with the part of the page that it runs with (empty: the whole)."""
_TEXTS = {"alert": "body", "markdown": "body", "heading": "body"}


class Health:
    """What `/health` answers while others are at work: a context manager that asks five times a second.

    `slowest_seconds` is the slowest answer of the `asked`; `wrong` are those that were not 200.
    """

    def __init__(self, url: str) -> None:
        self._url, self._enough = url, threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self.slowest_seconds = 0.0
        self.asked = 0
        self.wrong: list[str] = []

    def __enter__(self) -> Self:
        """Begin to ask."""
        self._watcher.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Ask no more."""
        self._enough.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._enough.wait(0.2):
            begun = time.monotonic()
            try:
                urllib.request.urlopen(f"{self._url}/health", timeout=30).close()  # noqa: S310 - our own server
            except OSError as error:
                self.wrong.append(f"/health: {error}")
            self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - begun)
            self.asked += 1


class NotThereError(Exception):
    """The page has no such control."""


class Visitor:
    """One session of the server, on one page at a time; a context manager.

    A method that moves something comes back when the server has drawn the page anew. A run that does not end within
    `patience_seconds` raises TimeoutError.
    """

    def __init__(self, url: str, page: str = "", query: str = "", patience_seconds: float = 60) -> None:
        self._url, self._page, self._query, self._patience = url, page, query, patience_seconds
        self._states: dict[str, WidgetState] = {}
        self._drawn: _Drawn = {}
        self._fresh: _Drawn = {}
        self._session = self._script = ""
        self._leaving = ExitStack()
        self.exceptions: list[str] = []

    def __enter__(self) -> Self:
        """Connect and draw the page for the first time."""
        jar = CookieJar()
        self._http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self._http.open(f"{self._url}/_stcore/health", timeout=self._patience).close()
        self._token = next(cookie.value or "" for cookie in jar if cookie.name == _XSRF)
        place = urlsplit(self._url).netloc
        connection = connect(
            f"ws://{place}/_stcore/stream",
            subprotocols=["streamlit", self._token],  # type: ignore[list-item]
            additional_headers={"Cookie": f"{_XSRF}={self._token}", "Origin": self._url},
            max_size=None,
            open_timeout=self._patience,
        )
        self._socket: ClientConnection = self._leaving.enter_context(connection)
        self._run()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave."""
        self._leaving.close()

    def elements(self, kind: str) -> Iterator[Message]:
        """All elements of a kind (`button`, `metric`, `alert`) as they stand on the page, from the top."""
        for _, (_, element) in sorted(self._drawn.items()):
            if element.WhichOneof("type") == kind:
                yield getattr(element, kind)

    def texts(self) -> list[str]:
        """What the page says in messages, texts and headings, as Markdown."""
        return [getattr(one, field) for kind, field in _TEXTS.items() for one in self.elements(kind)]

    def alerts(self) -> list[str]:
        """What the page says in messages: done, refused, wrong."""
        return [str(one.body) for one in self.elements("alert")]

    def redraw(self) -> None:
        """Draw the page again as it stands."""
        self._run()

    def press(self, name: str) -> None:
        """Press the button with this key, or this label."""
        button, fragment = self._control("button", name)
        self._run(WidgetState(id=button, trigger_value=True), fragment)

    def has_button(self, name: str) -> bool:
        """Whether the page has a button with this key or label."""
        try:
            self._control("button", name)
        except NotThereError:
            return False
        return True

    def write(self, key: str, text: str) -> None:
        """Write into a text field."""
        self._set("text_input", key, "string_value", text)

    def select_row(self, key: str, row: int) -> None:
        """Choose a row of a table."""
        self._set("dataframe", key, "string_value", f'{{"selection": {{"rows": [{row}], "columns": [], "cells": []}}}}')

    def upload(self, key: str, name: str, data: bytes) -> None:
        """Give one file to an uploader, in place of what is there."""
        identity, fragment = self._control("file_uploader", key)
        asked = BackMsg()
        asked.file_urls_request.request_id = str(uuid4())
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self._session
        self._socket.send(asked.SerializeToString())
        urls = self._answered_urls()
        self._put(urls.upload_url, name, data)
        state = WidgetState(id=identity)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = urls.file_id, name, len(data)
        info.file_urls.CopyFrom(urls)
        self._states[identity] = state
        self._run(None, fragment)

    def download(self, name: str) -> bytes:
        """What the button with this key or label gives, which is made at the click."""
        button, _ = self._found("download_button", name)
        asked = BackMsg()
        asked.backend_operation_request.request_id = str(uuid4())
        asked.backend_operation_request.session_id = self._session
        asked.backend_operation_request.deferred_file.file_id = button.deferred_file_id
        self._socket.send(asked.SerializeToString())
        while (message := self._received()).WhichOneof("type") != "backend_operation_response":
            self._take(message)
        made = message.backend_operation_response
        if made.error_msg:
            raise NotThereError(made.error_msg)
        with self._http.open(f"{self._url}{made.deferred_file.url}", timeout=self._patience) as answer:
            return bytes(answer.read())

    def _answered_urls(self) -> FileURLs:
        while True:
            message = self._received()
            if message.WhichOneof("type") == "file_urls_response":
                urls: FileURLs = message.file_urls_response.file_urls[0]
                return urls
            self._take(message)

    def _put(self, address: str, name: str, data: bytes) -> None:
        mark = uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self._url}{address}",
            method="PUT",
            data=head.encode() + data + f"\r\n--{mark}--\r\n".encode(),
            headers={"Content-Type": f"multipart/form-data; boundary={mark}", "X-Xsrftoken": self._token},
        )
        self._http.open(request, timeout=self._patience).close()

    def _set(self, kind: str, key: str, field: str, value: str) -> None:
        identity, fragment = self._control(kind, key)
        self._states[identity] = WidgetState(id=identity, **{field: value})  # type: ignore[arg-type]
        self._run(None, fragment)

    def _control(self, kind: str, name: str) -> tuple[str, str]:
        """Identity of a control and the part of the page that runs with it."""
        control, fragment = self._found(kind, name)
        return str(control.id), fragment

    def _found(self, kind: str, name: str) -> tuple[Any, str]:
        """A control and the part of the page that runs with it."""
        for _, (fragment, element) in sorted(self._drawn.items()):
            if element.WhichOneof("type") == kind:
                control = getattr(element, kind)
                if control.id.endswith(f"-{name}") or getattr(control, "label", None) == name:
                    return control, fragment
        raise NotThereError(f"{kind} {name!r}: the page says {self.texts()[:8]}")

    def _run(self, pressed: WidgetState | None = None, fragment: str = "") -> None:
        """Ask for a run with all that is set, and take what comes until it has ended."""
        asked = BackMsg()
        run = asked.rerun_script
        run.page_name, run.page_script_hash = ("" if self._script else self._page), self._script
        run.query_string, run.fragment_id = self._query, fragment
        run.context_info.locale, run.context_info.timezone = "it-IT", "Europe/Rome"
        run.widget_states.widgets.extend([*self._states.values(), *([pressed] if pressed else [])])
        self._socket.send(asked.SerializeToString())
        while not self._take(self._received()):
            pass

    def _received(self) -> ForwardMsg:
        data = self._socket.recv(self._patience)
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        return message

    def _take(self, message: ForwardMsg) -> bool:
        """Keep what a message brings; whether it was the last of a run after which no other follows by itself."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._session = message.new_session.initialize.session_id or self._session
            self._fresh = {}
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._fresh[tuple(message.metadata.delta_path)] = (message.delta.fragment_id, message.delta.new_element)
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "script_finished":
            return self._finish(message.script_finished)
        return False

    def _finish(self, status: int) -> bool:
        """Put what a run drew on the page: of the whole in place of all, of a part in place of that part."""
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        if status == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            parts = {fragment for fragment, _ in self._fresh.values()}
            self._fresh = {at: one for at, one in self._drawn.items() if one[0] not in parts} | self._fresh
        self._drawn = self._fresh
        self.exceptions += [
            f"{one.exception.type}: {one.exception.message}"
            for _, one in self._drawn.values()
            if one.WhichOneof("type") == "exception"
        ]
        return True
