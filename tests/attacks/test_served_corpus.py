"""The attacks reach the running server as a visitor would send them: it stays small, and answers meanwhile."""

import os
import sys
from pathlib import Path

import pytest

from live import served
from tests.attacks.corpus import ATTACKS
from visitor import Health, Visitor

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux tells it")
MOST_GROWTH_MB, MOST_SECONDS = 200, 1
_WORST = ["far-corner.xlsx", "far-corner.ods", "equal-rows.zip", "entities.xlsx", "false-size.zip"]
"""In `make test` one of each kind; `make storm` sends all that the page lets one choose."""
_SENT = ATTACKS if "H4A_STORM_SECONDS" in os.environ else _WORST


def _most_mb(process):
    """The most memory that a process ever took, in MB."""
    (line,) = (one for one in Path(f"/proc/{process}/status").read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


@pytest.mark.timeout(600)
def test_s1_no_file_of_the_corpus_makes_the_server_grow_or_keeps_health_waiting(tmp_path):
    with served(tmp_path / "h4a.duckdb", tmp_path / "log", sample=False) as (url, process), Visitor(url, "dati") as one:
        one.upload("files_0", "prova.txt", b"nothing of ours\n")
        (uploader,) = one.elements("file_uploader")
        before = _most_mb(process.pid)
        said = {}
        with Health(url) as health:
            for name in [name for name in _SENT if Path(name).suffix in uploader.type]:
                one.upload("files_0", name, ATTACKS[name][0]())
                while one.has_button("call_off"):
                    one.redraw()
                said[name] = " ".join(one.alerts())
        grown = _most_mb(process.pid) - before
    sys.stdout.write(f"{len(said)} files, {grown:.0f} MB, /health {health.slowest_seconds:.2f} s of {health.asked}\n")
    assert all(ATTACKS[name][1] in words.replace("\\", "") for name, words in said.items()), said
    assert (one.exceptions, health.wrong) == ([], [])
    assert grown < MOST_GROWTH_MB
    assert health.slowest_seconds < MOST_SECONDS
