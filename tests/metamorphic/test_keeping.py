"""A file changed in ways that keep its meaning gives the same rows, without a question or a new warning."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from h4a_core.records.intake.importing import preview_many
from tests.metamorphic.conftest import RUNS, SEED
from tests.metamorphic.keeping import CHANGES, together
from tests.metamorphic.made import FILES, clean, written

FEWEST_KINDS = 30


def outcome(store, files):
    """Rows as they would be stored, findings without their lines, and all that asks or refuses."""
    rows, findings, asked = [], [], []
    for shown in preview_many(store, files):
        rows += [tuple(sorted((name, str(value)) for name, value in row.items())) for row in shown.first_rows]
        findings += [(finding.rule, finding.column is not None) for finding in shown.result.findings]
        asked += [question.id for question in (*shown.questions, *shown.result.choices)]
        asked += [shown.result.refusal.it] if shown.result.refusal else []
        assert shown.result.account is None or shown.result.account.adds_up
    return sorted(rows), sorted(findings), asked


@pytest.fixture(scope="module")
def plain(store):
    return {name: outcome(store, written(clean(name, SEED))) for name in FILES}


def same_as_plain(store, plain, name, names, seed):
    doc = clean(name, SEED)
    for one in together(names):
        CHANGES[one](doc, random.Random(seed))  # noqa: S311 - the same each time
    files = written(doc)
    rows, findings, asked = outcome(store, files)
    assert asked == []
    assert rows == plain[name][0]
    assert findings == plain[name][1]


def test_the_plain_files_are_clean(plain):
    assert len(CHANGES) >= FEWEST_KINDS
    for rows, _, asked in plain.values():
        assert (len(rows) > 2, asked) == (True, [])


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_alone_keeps_every_value(store, plain, change):
    for name in list(FILES) if RUNS else random.Random(change).sample(list(FILES), 1):  # noqa: S311
        same_as_plain(store, plain, name, [change], 1)


@pytest.mark.timeout(7200)
@settings(
    max_examples=RUNS or 20,
    derandomize=not RUNS,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    database=None,
)
@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4),
    st.integers(0, 999),
)
def test_changes_together_keep_every_value(store, plain, name, names, seed):
    same_as_plain(store, plain, name, names, seed)
