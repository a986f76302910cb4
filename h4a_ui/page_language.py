"""The language of the page itself: Streamlit writes `<html lang="en">` whatever is on it (streamlit issue 8399)."""

from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WRITTEN = b'<html lang="en">'


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
            whole = bytes(body).replace(_WRITTEN, b'<html lang="it">', 1)
            headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(whole)).encode())]})
            await send({"type": "http.response.body", "body": whole})

        await self._app({**scope, "headers": plain}, receive, mended)


def _english(scope: Scope) -> bool:
    return parse_qs(scope["query_string"].decode("latin-1")).get("lang") == ["en"]


def _is_page(message: Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])
