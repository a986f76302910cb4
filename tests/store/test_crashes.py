"""A process killed at any moment leaves every committed import whole and nothing half (see `crashing`)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = float(os.environ.get("H4A_SOAK_SECONDS", "3"))
"""How long to kill for; `make soak` takes ten minutes, with other seeds each time."""
SEED = int(os.environ.get("H4A_SOAK_SEED", "4"))


@pytest.mark.skipif(sys.platform == "win32", reason="kills by Unix signals")
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
