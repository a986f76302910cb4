"""The list of rules in the documentation is the list of rules in the code."""

import re
from pathlib import Path

from h4a_core.records.cells.days import EXCEL_DAY_NUMBERS
from h4a_core.records.cells.notation import OPTIONS
from h4a_core.records.formats import limits
from h4a_core.records.intake.questions import ASKED
from h4a_core.records.intake.row_rules import FENCE, FIRST_DAY, RULES, SMALLEST_GROUP, WARNINGS, severity

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "records.md").read_text(encoding="utf-8")


def test_every_rule_is_documented_with_its_severity_and_none_that_is_not_there():
    documented = re.findall(r"^\| `(\w+)` \| (error|warning) \|", DOCS, re.MULTILINE)
    assert documented == [(rule, severity(rule)) for rule, _ in documented]
    assert sorted(rule for rule, _ in documented) == sorted(RULES)
    assert set(RULES) >= WARNINGS


def test_questions_limits_and_thresholds_are_documented_as_they_are():
    for aspect, options in OPTIONS.items():
        assert f"| `{aspect}` | `{options[0]}`" in DOCS
    for asked, options in ASKED.items():
        assert f"`{asked}`" in DOCS
        assert asked == "table" or all(f"`{option}`" in DOCS for option in options)
    assert f"{limits.MAX_FILE_BYTES // 10**6} MB" in DOCS
    assert f"{limits.MAX_ROWS:,}" in DOCS
    assert f"columns of a table | {limits.MAX_COLUMNS} |" in DOCS
    assert f"files in a ZIP | {limits.MAX_FILES_IN_ZIP} |" in DOCS
    assert f"{limits.MAX_RATIO} times the file" in DOCS
    assert f"from {EXCEL_DAY_NUMBERS.start}" in DOCS
    assert f"more than {FENCE} interquartile ranges" in DOCS
    assert f"among {SMALLEST_GROUP} or more" in DOCS
    assert f"before {FIRST_DAY.year}" in DOCS
