"""The house: who may import whom, what the core brings in, and how large its parts may be."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_visit

from tests.conftest import Paths

_SCREEN = """
import importlib, pkgutil, sys
import h4a_core
for module in pkgutil.walk_packages(h4a_core.__path__, "h4a_core."):
    importlib.import_module(module.name)
print(*sorted({"streamlit", "plotly", "h4a_ui"} & {name.partition(".")[0] for name in sys.modules}))
"""

ROOT = Path(__file__).resolve().parents[1]
CODE = (ROOT / "app.py", *(path for room in ("h4a_core", "h4a_ui", "pages", "tools", "benchmarks")
                           for path in sorted((ROOT / room).rglob("*.py"))))  # fmt: skip

MOST_LINES = 350
MOST_LINES_OF_A_PAGE = 80
MOST_LINES_OF_A_FUNCTION = 60
MOST_COMPLEXITY = 15


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


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{_name(path)} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def _complexities(path: Path) -> Iterator[tuple[str, int]]:
    for block in cc_visit(path.read_text(encoding="utf-8")):
        for one in (block, *getattr(block, "methods", ())):
            yield f"{_name(path)} {one.name}", one.complexity if one.letter != "C" else 0


def test_a_file_has_at_most_350_lines():
    assert {_name(path) for path in CODE if _lines(path) > MOST_LINES} == set()


def test_a_page_has_at_most_80_lines():
    pages = [path for path in CODE if path.parent.name == "pages"]
    assert len(pages) > 10
    assert {_name(path) for path in pages if _lines(path) > MOST_LINES_OF_A_PAGE} == set()


def test_a_function_has_at_most_60_lines():
    found = {name for path in CODE for name, lines in _functions(path) if lines > MOST_LINES_OF_A_FUNCTION}
    assert found == set()


def test_no_function_branches_more_than_15_times():
    assert {name for path in CODE for name, number in _complexities(path) if number > MOST_COMPLEXITY} == set()
