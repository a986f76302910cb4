"""A process killed at any moment leaves every committed import whole and nothing half.

See `crashing`, for the store in a process of its own, and `served_crashing`, for the server with a visitor at it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store import served_crashing

SECONDS = float(os.environ.get("H4A_SOAK_SECONDS", "3"))
"""How long to kill for; `make soak` takes ten minutes, with other seeds each time."""
SEED = int(os.environ.get("H4A_SOAK_SEED", "4"))
SERVED_LIVES = 1_000_000 if "H4A_SOAK_SECONDS" in os.environ else 4
"""Servers to kill: in `make test` one in the midst of each kind of act, but for bringing back."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by Unix signals")


@pytest.mark.timeout(SECONDS + 50)
def test_a_process_killed_at_random_moments_leaves_nothing_half():
    root = Path(__file__).parents[2]
    done = subprocess.run(  # noqa: S603 - this very interpreter, a program of these tests
        [sys.executable, "-m", "tests.store.crashing", "1000000", str(SECONDS), str(SEED)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS + 40,
    )
    assert done.returncode == 0, done.stderr
    hit = json.loads(done.stdout)
    assert sum(hit.values()) >= 3
    sys.stdout.write(f"killed {sum(hit.values())} times: {hit}\n")


@pytest.mark.timeout(SECONDS + 180)
def test_a_server_killed_while_a_visitor_clears_copies_undoes_and_imports_starts_again_with_all_that_was_done(tmp_path):
    seconds = SECONDS if "H4A_SOAK_SECONDS" in os.environ else 120
    hit, became, wrong = served_crashing.crash(SERVED_LIVES, seconds, SEED, tmp_path)
    sys.stdout.write(f"killed at {dict(hit)}: {dict(became)}\n")
    assert wrong == []
    assert set(served_crashing.ACTS[:4]) <= set(hit)
