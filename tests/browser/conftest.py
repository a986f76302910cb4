"""The real server and a real browser, for tests that click."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chromium import LEFT_OUT, find
from live import browser, server, settle

_HERE = Path(__file__).parent


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


@pytest.fixture
def page(chromium: Browser, server_url: str) -> Iterator[Page]:
    """A fresh visitor: Italian, on a screen of 1440 x 900, with `server_url` as base of its addresses."""
    context = chromium.new_context(base_url=server_url, locale="it-IT", viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(page: Page) -> Page:
    """The same visitor on the first page, drawn."""
    page.goto("/")
    settle(page)
    return page
