"""What every test stands on."""

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from h4a_core.programme import Programme, load_programme
from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_core.store.connection import Store
from tests.reading_here import reading_here

settings.register_profile("same every time", derandomize=True, deadline=None)
settings.load_profile("same every time")

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Paths:
    """Where the things are that tests read."""

    root: Path = _ROOT
    sample: Path = _ROOT / "data" / "sample"
    programmes: Path = _ROOT / "data" / "programmes"
    cases: Path = _ROOT / "tests" / "cases"


@pytest.fixture(scope="session")
def paths() -> Paths:
    return Paths()


@pytest.fixture(scope="session", autouse=True)
def _nobodys_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test opens the database of whoever runs it; one that needs its own sets H4A_DB again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("H4A_DB", str(tmp_path_factory.mktemp("database") / "h4a.duckdb"))
        yield


@pytest.fixture(scope="module", autouse=True)
def _reader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files are read in this process, but by modules that say that they test the process that reads them."""
    with nullcontext() if request.node.get_closest_marker("reader_process") else reading_here():
        yield


TORINO = _ROOT / "data" / "programmes" / "homes4all-torino.yaml"


@pytest.fixture(scope="session")
def torino() -> Programme:
    """The contract of Homes4All Torino."""
    return load_programme(TORINO)


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(":memory:")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample's records, made once; who needs one of their own takes a copy."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    store = Store.open(path)
    load_many(store, bundled_sample())
    store.close()
    return path


@pytest.fixture
def sample_store(sample_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An open store with the sample's records."""
    store = Store.open(Path(shutil.copyfile(sample_file, tmp_path / "sample.duckdb")))
    yield store
    store.close()
