"""Attacks on the page: the frame over a store of its own, as the tests of pages open it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from h4a_ui import session
from tests.attacks.planting import plant
from tests.pages.conftest import _own_store, empty, only_looked_at, opened

__all__ = ["_own_store", "empty", "opened", "own_planted", "planted"]


@pytest.fixture(scope="session")
def _planted_looked_at(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("planted") / "pages.duckdb"
    plant(sample_file, path)
    yield path
    session.close_store()


@pytest.fixture
def planted(_planted_looked_at: Path) -> Iterator[None]:
    """The sample's records with markup behind every word of them, to look at."""
    yield from only_looked_at(_planted_looked_at)


@pytest.fixture
def own_planted(_own_store: None, sample_file: Path) -> None:
    """A store of its own with the same records, to change."""
    plant(sample_file, session.store_path())
