"""An empty store for each test of the import."""

from collections.abc import Iterator

import pytest

from h4a_core.store.connection import Store


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(":memory:")
    yield opened
    opened.close()
