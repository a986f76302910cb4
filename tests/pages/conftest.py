"""Page tests: the frame over a store of its own, with the sample's records, with one family, or empty."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from h4a_core.records.intake.importing import load_many
from h4a_core.store.connection import Store
from h4a_ui import session

ROOT = Path(__file__).resolve().parents[2]

Opener = Callable[..., AppTest]


@pytest.fixture
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("H4A_DB", str(tmp_path / "pages.duckdb"))
    yield
    session.close_store()


@pytest.fixture
def empty(_own_store: None) -> None:
    """A store without records."""
    session.open_store()


def only_looked_at(path: Path) -> Iterator[None]:
    """A store that all tests share, since none changes it: what was worked out for one serves the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("H4A_DB", str(path))
        before = session.open_store().generation
        yield
        assert session.open_store().generation == before, "who changes the records takes a store of its own"


@pytest.fixture(scope="session")
def _sample_looked_at(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield Path(shutil.copyfile(sample_file, tmp_path_factory.mktemp("looked_at") / "pages.duckdb"))
    session.close_store()


@pytest.fixture
def sample(_sample_looked_at: Path) -> Iterator[None]:
    """The sample's records, to look at."""
    yield from only_looked_at(_sample_looked_at)


@pytest.fixture
def own_sample(_own_store: None, sample_file: Path) -> None:
    """A store of its own with the sample's records, to change."""
    shutil.copyfile(sample_file, session.store_path())
    session.open_store()


@pytest.fixture(scope="session")
def _family_looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    head = "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    files = [
        (
            "nuclei.csv",
            (
                f"{head}Causa emergenza;Servizio inviante\nH-1;2022;20/04/2022;25/10/2022;3;1;0;Incapiente;"
                "sfratto per morosità;CEA\n"
            ),
        ),
        (
            "contratti.csv",
            (
                "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Canone mensile (€)\n"
                "H-1;AL-1;Nuovo alloggio;25/10/2022;27/10/2022;310\n"
            ),
        ),
    ]
    path = tmp_path_factory.mktemp("one_family") / "pages.duckdb"
    store = Store.open(path)
    results = load_many(store, [(name, text.encode()) for name, text in files])
    store.close()
    assert [one.rows_accepted for one in results] == [1, 1]
    yield path
    session.close_store()


@pytest.fixture
def one_family(_family_looked_at: Path) -> Iterator[None]:
    """One family in its home and nothing else of it, to look at."""
    yield from only_looked_at(_family_looked_at)


@pytest.fixture
def own_family(_own_store: None, _family_looked_at: Path) -> None:
    """A store of its own with the same family, to change."""
    shutil.copyfile(_family_looked_at, session.store_path())
    session.open_store()


@pytest.fixture
def opened() -> Opener:
    """Open a page from the frame, in a language, and fail on any exception it shows."""

    def open_page(name: str = "", lang: str = "it", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "h4a_ui" / "frame.py"), default_timeout=30)
        if lang != "it":
            app.query_params["lang"] = lang
        for key, value in query.items():
            app.query_params[key] = value
        if name:  # from the frame to the page at once, as a deep link does
            app.switch_page(str(ROOT / "pages" / f"{name}.py"))
        app.run()
        assert not app.exception, app.exception
        return app

    return open_page
