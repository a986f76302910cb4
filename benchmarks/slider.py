"""From a move of a slider to the changed figure and to all pictures redrawn: `python benchmarks/slider.py`.

The scenario page over the sample records stands against an otherwise empty Streamlit page with as many charts: the same
settings, both served and measured in one run, by turns, in a real Chromium. Times are taken inside the page.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from chromium import LEFT_OUT, find  # noqa: E402 - the line above makes it known
from live import browser, settle  # noqa: E402

_BAR = 1.5
_QUIET_MS = 150  # after so long without a change the page has settled
_WARM_UP = 6
_PARTS = ("figure", "pictures", "sent", "first answer", "last answer")

# Notes when a key goes down, when the page sends and is answered, and when the figure and each chart last changed.
_WATCH = """() => {
    const seen = window.seen = {};
    const now = () => performance.now();
    const changed = mark => new MutationObserver(() => { mark(); seen.last = now(); });
    const everything = {subtree: true, childList: true, characterData: true};
    addEventListener('keydown', () => {
        const figure = document.querySelector('[data-testid="stMetricValue"]');
        const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
        Object.assign(seen, {start: now(), last: now(), figure: 0, charts: charts.map(() => 0), was: figure.textContent,
            sent: 0, first: 0, answered: 0, bytes: 0, messages: 0});
        seen.observers?.forEach(observer => observer.disconnect());
        seen.observers = charts.map((chart, i) => {
            const observer = changed(() => { seen.charts[i] = now(); });
            observer.observe(chart, {...everything, attributes: true});
            return observer;
        });
        const observer = changed(() => {
            const value = document.querySelector('[data-testid="stMetricValue"]');
            if (!seen.figure && value && value.textContent !== seen.was) seen.figure = now();
        });
        observer.observe(document.querySelector('[data-testid="stMain"]'), everything);
        seen.observers.push(observer);
    }, true);
}"""
_TRAFFIC = """(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        if (!this.watched) {
            this.watched = true;
            this.addEventListener('message', message => {
                const seen = window.seen;
                if (!seen?.sent) return;
                seen.first ||= performance.now();
                seen.answered = performance.now();
                seen.messages += 1;
                seen.bytes += message.data.byteLength || message.data.size || 0;
            });
        }
        if (window.seen) window.seen.sent ||= performance.now();
        return send.call(this, data);
    };
})()"""
_SETTLED = f"""() => seen.figure && seen.charts.every(Boolean)
    && performance.now() - Math.max(seen.last, seen.answered) > {_QUIET_MS}"""
_TIMES = """() => {
    const since = at => at - seen.start;
    return {figure: since(seen.figure), pictures: since(Math.max(...seen.charts)), sent: since(seen.sent),
        'first answer': since(seen.first), 'last answer': since(seen.answered), bytes: seen.bytes,
        messages: seen.messages};
}"""


@contextmanager
def _served(script: Path, folder: Path, **env: str) -> Iterator[str]:
    """Serve a script with the project's settings; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with (folder / f"{script.stem}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own script
            command, cwd=ROOT, env=os.environ | env, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{script.name} did not start: {(folder / f'{script.stem}.log').read_text()}")
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()  # noqa: S310 - our own server
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=15)


@dataclass
class Contender:
    """A page with a slider that is moved, and what its moves took."""

    name: str
    page: Page
    slider: str
    moves: list[dict[str, float]]

    def move(self, key: str, *, count: bool = True) -> None:
        """Press a key on the slider and wait until the page has settled."""
        self.page.locator(self.slider).press(key)
        self.page.wait_for_function(_SETTLED, timeout=20_000, polling=20)
        if count:
            self.moves.append(self.page.evaluate(_TIMES))

    def times(self, part: str) -> list[float]:
        """All times of one part, in milliseconds."""
        return [move[part] for move in self.moves]


def _open(chromium: Browser, url: str) -> Page:
    page = chromium.new_context(locale="it-IT", viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(_TRAFFIC)
    page.goto(url)
    settle(page)
    page.evaluate(_WATCH)
    return page


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _report(ours: Contender, empty: Contender) -> bool:
    print(f"{len(ours.moves)} moves each, milliseconds from the key: median (p95)")
    print(f"{'':14}{ours.name:>18}{empty.name:>18}{'ratio':>8}{'bar':>6}")
    kept = True
    for part in _PARTS:
        a, b = statistics.median(ours.times(part)), statistics.median(empty.times(part))
        judged = part in {"figure", "pictures"}
        kept = kept and (not judged or a / b <= _BAR)
        cells = [f"{statistics.median(one.times(part)):.0f} ({_p95(one.times(part)):.0f})" for one in (ours, empty)]
        print(f"{part:14}{cells[0]:>18}{cells[1]:>18}{a / b:>8.2f}{_BAR if judged else '':>6}")
    for part in ("bytes", "messages"):
        cells = [f"{statistics.median(one.times(part)):.0f}" for one in (ours, empty)]
        print(f"{part:14}{cells[0]:>18}{cells[1]:>18}")
    return kept


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=60, help="moves of each page")
    parser.add_argument("--slider", default="premium_per_household", help="name of the slider of the scenario page")
    return parser.parse_args()


def main() -> int:
    """Measure both pages by turns; 0 if the bar is kept."""
    args = _arguments()
    executable = find()
    if executable is None:
        raise SystemExit(LEFT_OUT)
    with tempfile.TemporaryDirectory() as where, browser(executable) as chromium:
        folder = Path(where)
        with _served(ROOT / "app.py", folder, H4A_DB=str(folder / "h4a.duckdb"), H4A_SAMPLE="1") as url:
            page = _open(chromium, f"{url}/scenari?{args.slider}=8000")
            ours = Contender("scenari", page, f".st-key-slider_{args.slider} input[type=range]", [])
            charts = page.get_by_test_id("stPlotlyChart").count()
            with _served(ROOT / "benchmarks" / "empty_page.py", folder, CHARTS=str(charts)) as other:
                page = _open(chromium, other)
                empty = Contender(f"empty, {charts} charts", page, "input[type=range]", [])
                both = (ours, empty)
                for one in both:
                    for _ in range(_WARM_UP):
                        one.move("ArrowRight", count=False)
                for turn in range(4):
                    for one in both:
                        one.page.bring_to_front()
                        for _ in range(args.moves // 4):
                            one.move("ArrowLeft" if turn % 2 else "ArrowRight")
    return 0 if _report(ours, empty) else 1


if __name__ == "__main__":
    raise SystemExit(main())
