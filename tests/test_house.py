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

# What is still larger: these lists only get shorter, and are to be empty.
LARGE_FILES: set[str] = set()
LARGE_PAGES: set[str] = {
    "pages/accesso.py",
    "pages/alloggi.py",
    "pages/benessere.py",
    "pages/catena.py",
    "pages/conti.py",
    "pages/coorti.py",
    "pages/elenco.py",
    "pages/premio.py",
    "pages/risparmio.py",
    "pages/scenari.py",
    "pages/servizi.py",
    "pages/sintesi.py",
    "pages/valore.py",
}
LARGE_FUNCTIONS: set[str] = {
    "h4a_core/engine/savings.py savings",
    "h4a_ui/charts/cumulative.py cumulative_costs",
    "h4a_ui/charts/heat_map.py heat_map",
    "h4a_ui/charts/ratio_range.py ratio_range",
    "h4a_ui/charts/saving_spread.py saving_spread",
    "h4a_ui/charts/sizes.py by_size_bars",
    "h4a_ui/charts/staircase.py staircase",
    "h4a_ui/charts/surveys.py survey_bars",
    "h4a_ui/charts/tornado.py tornado",
    "h4a_ui/charts/treatments.py treatment_rows",
    "h4a_ui/parts/replication.py show_figures",
}
COMPLEX: set[str] = {
    "h4a_core/records/cells/numbers.py readings",
    "h4a_core/records/cells/styles.py decide",
    "h4a_core/records/intake/importing.py _summed",
    "h4a_core/records/intake/preparing.py _ways",
    "h4a_core/records/intake/receiving.py _recognised",
    "h4a_core/records/intake/receiving.py receive",
    "h4a_core/records/intake/together.py prepare_together",
    "h4a_ui/charts/access_waits.py _dots",
    "h4a_ui/charts/access_waits.py access_waits",
    "h4a_ui/charts/cumulative.py cumulative_costs",
    "h4a_ui/charts/heat_map.py heat_map",
    "h4a_ui/charts/homes_by_origin.py homes_by_origin",
    "h4a_ui/charts/impact_chain.py _table",
    "h4a_ui/charts/odds.py premium_fan",
    "h4a_ui/charts/outcomes.py outcome_dots",
    "h4a_ui/charts/pairs.py pair_rows",
    "h4a_ui/charts/path.py path_steps",
    "h4a_ui/charts/premium_years.py premium_by_year",
    "h4a_ui/charts/ranking.py ranking_bars",
    "h4a_ui/charts/references.py reference_rows",
    "h4a_ui/charts/replication.py families_ahead",
    "h4a_ui/charts/replication.py money_ahead",
    "h4a_ui/charts/service_flow.py service_flow",
    "h4a_ui/charts/sizes.py by_size_bars",
    "h4a_ui/charts/staircase.py staircase",
    "h4a_ui/charts/step_days.py step_days",
    "h4a_ui/charts/surveys.py survey_bars",
    "h4a_ui/charts/tornado.py tornado",
    "h4a_ui/charts/treatments.py treatment_rows",
    "h4a_ui/charts/waiting.py _wait_bars",
    "h4a_ui/charts/waiting.py _wait_dots",
    "h4a_ui/charts/waterfall.py waterfall",
    "h4a_ui/charts/waves.py change_marks",
}


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
    assert {_name(path) for path in CODE if _lines(path) > MOST_LINES} <= LARGE_FILES


def test_a_page_has_at_most_80_lines():
    pages = [path for path in CODE if path.parent.name == "pages"]
    assert len(pages) > 10
    assert {_name(path) for path in pages if _lines(path) > MOST_LINES_OF_A_PAGE} <= LARGE_PAGES


def test_a_function_has_at_most_60_lines():
    found = {name for path in CODE for name, lines in _functions(path) if lines > MOST_LINES_OF_A_FUNCTION}
    assert found <= LARGE_FUNCTIONS


def test_no_function_branches_more_than_15_times():
    assert {name for path in CODE for name, number in _complexities(path) if number > MOST_COMPLEXITY} <= COMPLEX
