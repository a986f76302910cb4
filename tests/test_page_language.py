"""The page says its language, so that a screen reader reads Italian as Italian."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

from h4a_ui.page_language import PageLanguage

PAGE = '<!DOCTYPE html><html lang="en"><title>Sì</title></html>'


def _streamed(_: object) -> StreamingResponse:
    return StreamingResponse(iter([PAGE[:20], PAGE[20:]]), media_type="text/html")


APP = Starlette(
    routes=[
        Route("/premio", lambda _: HTMLResponse(PAGE)),
        Route("/streamed", _streamed),
        Route("/data", lambda _: JSONResponse({"html": '<html lang="en">'})),
        Route("/page.html", lambda _: HTMLResponse(PAGE)),
    ],
    middleware=[Middleware(PageLanguage)],
)


def _get(path: str, query: str = "") -> str:
    """What a browser would get; the length that is told is checked against the body."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()  # the browser stays and says nothing more
        return {}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept-encoding", b"gzip")]
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": headers, "root_path": "", "scheme": "http", "server": ("localhost", 80), "http_version": "1.1",
    }  # fmt: skip
    with ThreadPoolExecutor(1) as apart:  # a loop of its own, whatever runs in this thread
        apart.submit(asyncio.run, APP(scope, receive, send)).result()
    body = b"".join(message.get("body", b"") for message in sent)
    length = dict(sent[0]["headers"]).get(b"content-length")
    assert length is None or int(length) == len(body)
    return body.decode()


def test_a_page_is_declared_italian_unless_english_is_asked_for() -> None:
    assert '<html lang="it">' in _get("/premio")
    assert '<html lang="it">' in _get("/streamed")
    assert '<html lang="en">' in _get("/premio", "lang=en")


def test_what_is_no_page_passes_as_it_is() -> None:
    assert json.loads(_get("/data")) == {"html": '<html lang="en">'}
    assert _get("/page.html") == PAGE
