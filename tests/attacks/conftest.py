"""Attacks on the page: the frame over a store of its own, as the tests of pages open it."""

from pathlib import Path

import pytest

from h4a_ui import session
from tests.attacks.planting import plant
from tests.pages.conftest import _own_store, empty, opened

__all__ = ["_own_store", "empty", "opened", "planted"]


@pytest.fixture
def planted(_own_store: None, sample_file: Path) -> None:
    """A store with the sample's records and markup behind every word of them."""
    plant(sample_file, session.store_path())
