"""The store that knows the households, and results that show every row."""

import os
from collections.abc import Iterator

import pytest

from h4a_core.records.intake import importing
from h4a_core.records.intake.importing import load_many
from h4a_core.store.connection import Store
from tests.metamorphic.betrayed_by_store import with_a_member_less
from tests.metamorphic.made import FILES, all_households, clean, written

SEED = int(os.environ.get("H4A_METAMORPHIC_SEED", "5"))
"""Of the invented records; another one each time thousands of files are made."""
RUNS = int(os.environ.get("H4A_METAMORPHIC_RUNS", "0"))


@pytest.fixture(scope="module", autouse=True)
def _all_rows_shown() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "_SHOWN_ROWS", 1000)
        yield


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store that knows the households."""
    opened = Store.open(":memory:")
    load_many(opened, [("nuclei.csv", all_households(SEED))])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def full_store() -> Iterator[Store]:
    """A store that knows all files as they are, and of the households what was told of them before."""
    opened = Store.open(":memory:")
    before = clean("nuclei.csv", SEED)
    before = with_a_member_less(before, *range(len(before.rows)))
    for files in (written(before), *(written(clean(name, SEED)) for name in FILES)):
        for result in load_many(opened, files):
            assert (result.refusal, result.rows_rejected) == (None, 0)
    yield opened
    opened.close()
