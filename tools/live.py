"""The real product in a real browser: start the server, open a page, wait until it is drawn."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]

_DRAWN = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
        && document.querySelector('[data-testid="stMainBlockContainer"]')?.childElementCount > 0
        && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
            .every(chart => chart.querySelector('.main-svg'));
}"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own word for yes
    except (URLError, OSError):
        return False


@contextmanager
def server(database: Path, log: Path, wait_seconds: float = 60, *, sample: bool = True) -> Iterator[str]:
    """Serve the product on a free port over this database file, give its address, and end it afterwards.

    A file that is not there yet is made with the sample's records, or empty.
    """
    with served(database, log, wait_seconds, sample=sample) as (url, _):
        yield url


@contextmanager
def served(
    database: Path, log: Path, wait_seconds: float = 60, *, sample: bool = True
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """As `server`, with its process beside the address."""
    port = _free_port()
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"H4A_DB": str(database), "H4A_SAMPLE": str(int(sample))},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + wait_seconds
            while not _answers(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")
                time.sleep(0.1)
            yield url, process
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def browser(executable: str) -> Iterator[Browser]:
    """Open a Chromium that asks nothing of the network by itself."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        try:
            yield chromium
        finally:
            chromium.close()


def settle(page: Page, timeout_seconds: float = 30) -> None:
    """Wait until the page's script has ended and every chart is drawn, and stays so for a moment."""
    for _ in range(2):
        page.wait_for_function(_DRAWN, timeout=timeout_seconds * 1000)
        page.wait_for_timeout(200)
    page.wait_for_function(_DRAWN, timeout=timeout_seconds * 1000)
