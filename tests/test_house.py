"""The house: who may import whom, and what the core brings in."""

import subprocess
import sys

import pytest

from tests.conftest import Paths

_SCREEN = """
import importlib, pkgutil, sys
import h4a_core
for module in pkgutil.walk_packages(h4a_core.__path__, "h4a_core."):
    importlib.import_module(module.name)
print(*sorted({"streamlit", "plotly", "h4a_ui"} & {name.partition(".")[0] for name in sys.modules}))
"""


def _run(paths: Paths, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=paths.root, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.timeout(120)
def test_imports_go_one_way_only(paths):
    done = _run(
        paths, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo", "--no-cache"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_whole_core_brings_in_no_screen(paths):
    done = _run(paths, "-c", _SCREEN)
    assert done.stdout.split() == [], done.stderr
    assert done.returncode == 0, done.stderr
