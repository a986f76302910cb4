"""The real server and a real browser, for tests that click."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chromium import LEFT_OUT, find
from h4a_core.store.connection import Store
from live import browser, server, settle

_LOCALES = {"it": "it-IT", "en": "en-GB"}
_HERE = Path(__file__).parent

expect.set_options(timeout=15_000)  # a busy machine is no fault of the page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    executable = find()
    if executable is None:
        pytest.skip(LEFT_OUT)
    with browser(executable) as opened:
        yield opened


@pytest.fixture(scope="module")
def server_url(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the product over the sample records, with a database of its own for each file of tests."""
    folder = tmp_path_factory.mktemp("server")
    with server(folder / "h4a.duckdb", folder / "server.log") as url:
        yield url


@pytest.fixture(scope="module")
def empty_server_url(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the product over a database without records."""
    folder = tmp_path_factory.mktemp("empty")
    Store.open(folder / "h4a.duckdb").close()
    with server(folder / "h4a.duckdb", folder / "server.log") as url:
        yield url


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Let fresh visitors come to a server, each in a browser of their own: `visit(url, lang="it", width=1440)`."""
    contexts = []

    def come(url: str, lang: str = "it", width: int = 1440) -> Page:
        context = chromium.new_context(base_url=url, locale=_LOCALES[lang], viewport={"width": width, "height": 900})
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def page(visit: Visit, server_url: str) -> Page:
    """A fresh visitor: Italian, on a screen of 1440 x 900, with `server_url` as base of its addresses."""
    return visit(server_url)


@pytest.fixture
def opened(page: Page) -> Page:
    """The same visitor on the first page, drawn."""
    page.goto("/")
    settle(page)
    return page
