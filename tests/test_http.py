"""The page says its language, so that a screen reader reads Italian as Italian."""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

from h4a_ui.http import PageLanguage, SecurityHeaders, security_headers

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


def _ask(app: Starlette, path: str, query: str = "") -> tuple[int, dict[bytes, bytes], str]:
    """Status, headers and body that a browser would get; the length that is told is checked against the body."""
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
        apart.submit(asyncio.run, app(scope, receive, send)).result()
    body = b"".join(message.get("body", b"") for message in sent)
    headers_sent = dict(sent[0]["headers"])
    assert int(headers_sent.get(b"content-length", len(body))) == len(body)
    return sent[0]["status"], headers_sent, body.decode()


def _get(path: str, query: str = "") -> str:
    return _ask(APP, path, query)[2]


def test_a_page_is_declared_italian_unless_english_is_asked_for() -> None:
    assert '<html lang="it">' in _get("/premio")
    assert '<html lang="it">' in _get("/streamed")
    assert '<html lang="en">' in _get("/premio", "lang=en")


def test_what_is_no_page_passes_as_it_is() -> None:
    assert json.loads(_get("/data")) == {"html": '<html lang="en">'}
    assert _get("/page.html") == PAGE


GUARDED = Starlette(
    routes=[
        Route("/premio", lambda _: HTMLResponse(PAGE, headers={"X-Frame-Options": "ALLOWALL"})),
        Route("/_stcore/health", lambda _: JSONResponse("ok")),
        Route("/{anything:path}", lambda _: JSONResponse("open")),
    ],
    middleware=[Middleware(SecurityHeaders), Middleware(PageLanguage)],
)


@pytest.mark.parametrize("path", ["/premio", "/_stcore/health", "/_stcore/metrics", "/data"])
def test_every_answer_carries_the_security_headers_once(path: str) -> None:
    _, headers, _ = _ask(GUARDED, path)
    for name, value in security_headers().items():
        assert headers[name.encode()].decode() == value
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"x-frame-options"] == b"DENY"


def test_pages_may_load_from_their_own_server_only() -> None:
    policy = dict(part.split(" ", 1) for part in security_headers()["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert not re.search(r"https?:|\*|unsafe-eval", security_headers()["content-security-policy"])
    # the one script that stands in Streamlit's page is allowed by its own fingerprint, no other
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/=]{44}')+", policy["script-src"])


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics", "/_stcore/metrics/", "//_stcore//metrics", "/premio/_stcore/metrics",
        "/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp",
    ],
)  # fmt: skip
def test_metrics_and_the_programming_interface_are_closed(path: str) -> None:
    status, _, body = _ask(GUARDED, path)
    assert (status, body) == (404, "Not Found")


def test_what_the_pages_need_stays_open() -> None:
    assert _ask(GUARDED, "/_stcore/health")[0] == 200
    assert _ask(GUARDED, "/premio")[0] == 200
