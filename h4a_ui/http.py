"""What every answer of the server carries and what it never gives: language, security headers, closed addresses.

Streamlit writes `<html lang="en">` whatever is on the page (streamlit issue 8399), sends no security headers, and
offers its metrics and a programming interface to anybody.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LANGUAGE_TAG = b'<html lang="en">'
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_CLOSED = ("/_stcore/metrics", "/_stcore/agent")
"""Addresses of Streamlit that tell a stranger about the server or let a program drive it."""


class PageLanguage:
    """Middleware that says the language of the address in the page: Italian, unless `?lang=en`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; of a page, mend the first tag."""
        if scope["type"] != "http" or "." in scope["path"].rpartition("/")[2] or _english(scope):
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
        start: Message = {}
        body = bytearray()

        async def mended(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                start.update(message)
                return
            if not start:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = bytes(body).replace(_LANGUAGE_TAG, b'<html lang="it">', 1)
            headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(whole)).encode())]})
            await send({"type": "http.response.body", "body": whole})

        await self._app({**scope, "headers": plain}, receive, mended)


def _english(scope: Scope) -> bool:
    return parse_qs(scope["query_string"].decode("latin-1")).get("lang") == ["en"]


def _is_page(message: Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])


class SecurityHeaders:
    """Middleware that puts security headers on every answer and closes the addresses nobody needs.

    The pages may load from this server only, be framed by nobody, and tell no other site where a visitor was: an
    address holds a scenario.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in security_headers().items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 at a closed address; elsewhere add the headers, in place of any of the same name."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in self._headers}
                kept = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
                message = {**message, "headers": [*kept, *self._headers]}
            await send(message)

        app = PlainTextResponse("Not Found", 404) if _is_closed(scope["path"]) else self._app
        await app(scope, receive, with_headers)


def _is_closed(path: str) -> bool:
    """Whether an address is closed, wherever below the server's root it is asked for."""
    folded = re.sub(r"/+", "/", path)
    return any(f"{closed}/" in f"{folded}/" for closed in _CLOSED)


@cache
def security_headers() -> dict[str, str]:
    """The headers of every answer, by name in small letters."""
    policy = {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "script-src": ["'self'", *_script_hashes(_index_page())],
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
    }
    return {
        "content-security-policy": "; ".join(f"{name} {' '.join(allowed)}" for name, allowed in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


def _index_page() -> bytes:
    return files("streamlit").joinpath("static", "index.html").read_bytes()


def _script_hashes(page: bytes) -> Iterable[str]:
    """The scripts that stand in the page itself, each allowed by its sha256."""
    for script in _INLINE_SCRIPT.findall(page):
        yield f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'"
