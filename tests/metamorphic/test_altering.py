"""A file changed in a way that alters its meaning, and that something betrays, is never taken without a word."""

import random
import re
from collections import Counter

import pytest

from h4a_core.records.intake.importing import preview_many
from tests.metamorphic.altering import ALTERATIONS
from tests.metamorphic.betrayed_by_store import BETRAYED
from tests.metamorphic.conftest import RUNS, SEED
from tests.metamorphic.made import FILES, clean, written

FEWEST_KINDS = 20


def told(store, files):
    """All that is said of these files: rule and line of findings, questions, refusals and notes with a line."""
    words = Counter()
    for shown in preview_many(store, files):
        result = shown.result
        words.update(("finding", finding.rule) for finding in result.findings if finding.row)
        words.update(("asked", one.id.rsplit(":", 1)[1]) for one in (*result.questions, *result.choices))
        words.update(
            ("question", one.text.it)
            for one in (*result.questions, *result.choices)
            if re.search(r"\d|«|:", one.text.it)
        )
        words.update(("refusal", result.refusal.it) for _ in [0] if result.refusal and not result.questions)
        words.update(("note", note.it) for note in result.notes if re.search(r"[Rr]igh?[ae].*\d", note.it))
    return words


def named(said, what):
    """Whether a question, a choice or a finding of that name is among what is said."""
    return bool({("asked", what), ("finding", what)} & set(said))


@pytest.fixture(scope="module")
def plain(store):
    return {name: told(store, written(clean(name, SEED))) for name in FILES}


@pytest.fixture(scope="module")
def plain_in_full(full_store):
    return {name: told(full_store, written(clean(name, SEED))) for name in FILES}


@pytest.fixture(scope="module")
def catches():
    """How often each kind was made and caught, printed at the end."""
    table: dict[str, list[int]] = {}
    yield table
    for kind, (made, caught) in sorted(table.items()):
        print(f"{kind:45} {caught:6} of {made}")  # noqa: T201 - the table of catches


def test_there_are_enough_kinds():
    assert len(ALTERATIONS) >= FEWEST_KINDS
    assert set(ALTERATIONS).isdisjoint(BETRAYED)


def draws(kind, names):
    """For each run of a kind: its seed, its chance, and the file it is made in."""
    for seed in range(max(RUNS // (len(ALTERATIONS) + len(BETRAYED)), 1)):
        draw = random.Random(f"{kind} {seed} {SEED}")  # noqa: S311 - the same each time
        yield seed, draw, draw.choice(sorted(names))


def test_the_files_as_they_were_change_nothing_in_a_store_that_knows_them(full_store, plain_in_full):
    for name in FILES:
        (shown,) = preview_many(full_store, written(clean(name, SEED)))
        assert (shown.result.unchanged, shown.result.questions, shown.result.choices) == (True, (), ())


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("kind", ALTERATIONS)
def test_each_kind_alone_is_caught(store, plain, catches, kind):
    names, alter = ALTERATIONS[kind]
    missed = []
    for seed, draw, name in draws(kind, names):
        said = told(store, alter(clean(name, SEED), draw)) - plain[name]
        made, caught = catches.setdefault(kind, [0, 0])
        catches[kind] = [made + 1, caught + bool(said)]
        if not said:
            missed.append((seed, name))
    assert missed == []


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("kind", BETRAYED)
def test_what_the_store_or_a_whole_column_betrays_is_named(store, full_store, plain, plain_in_full, catches, kind):
    one = BETRAYED[kind]
    known, before = (full_store, plain_in_full) if one.files_before else (store, plain)
    missed = []
    for seed, draw, name in draws(kind, one.names):
        said = told(known, one.alter(clean(name, SEED), draw)) - before[name]
        made, caught = catches.setdefault(kind, [0, 0])
        catches[kind] = [made + 1, caught + named(said, one.told)]
        if not named(said, one.told):
            missed.append((seed, name))
    assert missed == []
