"""Pictures of every page at its full height: `python tools/screenshots.py OUT_DIR [--lang en] [--width 390]`."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[1]))

from chromium import LEFT_OUT, find
from h4a_ui.menu import PAGES, address
from live import browser, server, settle

_HEIGHT = 900
_TALLEST = 12_000
_NEEDED = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.ceil(main.scrollHeight + window.innerHeight - main.clientHeight);
}"""


def take(page: Page, url: str, picture: Path) -> None:
    """Open an address and write the whole page, which Streamlit scrolls inside its main part, as one picture."""
    width = (page.viewport_size or {"width": 1440})["width"]
    page.set_viewport_size({"width": width, "height": _HEIGHT})
    page.goto(url)
    settle(page)
    for _ in range(3):  # a chart may still grow once there is room for it
        height = min(int(page.evaluate(_NEEDED)), _TALLEST)
        if height <= (page.viewport_size or {"height": 0})["height"]:
            break
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
    page.screenshot(path=picture)


@contextmanager
def _address(given: str | None) -> Iterator[str]:
    if given:
        yield given.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with server(here / "h4a.duckdb", here / "server.log") as url:
            yield url


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--lang", choices=("it", "en"), default="it")
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--page", action="append", choices=PAGES, help="only this page (may be repeated)")
    parser.add_argument("--url", help="a server that runs already; else one is started over the sample records")
    return parser.parse_args()


def main() -> None:
    """Write one picture per page."""
    args = _arguments()
    executable = find()
    if executable is None:
        raise SystemExit(LEFT_OUT)
    args.out.mkdir(parents=True, exist_ok=True)
    with _address(args.url) as url, browser(executable) as chromium:
        locale = {"it": "it-IT", "en": "en-GB"}[args.lang]
        page = chromium.new_page(locale=locale, viewport={"width": args.width, "height": _HEIGHT})
        for name in args.page or PAGES:
            picture = args.out / f"{name}-{args.lang}-{args.width}.png"
            take(page, f"{url}/{address(name)}?lang={args.lang}", picture)
            print(picture, "(shows an error)" if page.locator('[data-testid="stException"]').count() else "")


if __name__ == "__main__":
    main()
