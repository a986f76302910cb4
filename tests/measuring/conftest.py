"""What tests of the measuring stand on: a store of their own, and records brought in as files are."""

from collections.abc import Iterator

import pytest

from h4a_core.store.connection import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory."""
    opened = Store.open(":memory:")
    yield opened
    opened.close()
