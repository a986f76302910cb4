"""Long files on the page Dati: how far it is, calling it off, and going to other pages meanwhile."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from h4a_core.progress import CancelledError
from h4a_core.records.intake import importing as core
from h4a_core.store.batches import history
from h4a_core.store.errors import CLOSED, StoreError
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.views.archive import importing
from tests.pages.reading import press

ROOT = Path(__file__).resolve().parents[2]
READING = Text(it="leggo riga per riga", en="reading row by row")
FILE = ("nuclei_2022.csv", (ROOT / "data" / "sample" / "nuclei_2022.csv").read_bytes(), "text/csv")


class Slow:
    """In the place of a function of the core: tells that it is half done, then waits until let go or called off."""

    def __init__(self, real: Callable[..., object]) -> None:
        self.real, self.calls, self.ended = real, 0, 0
        self.go = threading.Event()

    def __call__(self, store, files, *, progress, cancel, **said):
        self.calls += 1
        try:
            progress(READING, 0.5)
            while not self.go.wait(0.01):
                if cancel():
                    raise CancelledError
            return self.real(store, files, progress=progress, cancel=cancel, **said)
        finally:
            self.ended += 1


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Slow]]:
    """Make a function of the core slow, by its name; at the end all are let go."""
    made = []
    monkeypatch.setattr(importing, "_SMALL_SECONDS", 0.05)

    def make(name: str) -> Slow:
        one = Slow(getattr(core, name))
        monkeypatch.setattr(importing, name, one)
        made.append(one)
        return one

    yield make
    for one in made:
        one.go.set()


def settled(app: AppTest) -> AppTest:
    """The page once no job of its session is under way, as the browser would have drawn it by itself."""
    for key in (importing._READING_KEY, importing._IMPORT_KEY):
        if key in app.session_state:
            assert app.session_state[key].ended(20)
    return app.run()


def chosen(app: AppTest) -> AppTest:
    return app.file_uploader[0].set_value([FILE]).run()


def bars(app: AppTest) -> list[str]:
    return [one.proto.text for one in app.get("progress")]


def said(app: AppTest, kind: str) -> str:
    return "\n".join(str(one.value) for one in app.get(kind))


def imports() -> int:
    with session.open_store().reading() as cursor:
        return len(history(cursor))


def test_a_long_preview_shows_how_far_it_is_and_then_what_was_found(empty: None, opened, slow) -> None:
    reading = slow("preview_many")
    app = chosen(opened("dati"))
    assert bars(app) == ["50 % · leggo riga per riga"]
    assert "3. Conferma" not in said(app, "subheader")
    reading.go.set()
    app = settled(app)
    assert bars(app) == []
    assert "11 righe pronte, 0 messe da parte" in said(app, "markdown")
    assert settled(app).button
    assert reading.calls == 1  # what was read is not read again each time the page is drawn


def test_a_preview_is_called_off_and_begun_again(empty: None, opened, slow) -> None:
    reading = slow("preview_many")
    app = press(chosen(opened("dati", "en")), "Interrupt")
    assert reading.ended or bars(app) == ["50 % · Interrupting…"]
    app = settled(app)
    assert "Cancelled: nothing has been written." in said(app, "info")
    assert bars(app) == []
    reading.go.set()
    app = settled(press(app, "Read again"))
    assert "11 rows ready" in said(app, "markdown")


def test_a_long_import_is_called_off_and_leaves_nothing_but_the_files_that_were_chosen(
    empty: None, opened, slow
) -> None:
    bringing_in = slow("load_many")
    app = press(settled(chosen(opened("dati"))), "Importa 1 file")
    assert bars(app) == ["50 % · leggo riga per riga"]
    assert app.file_uploader[0].disabled
    assert "2. Guarda che cosa si è capito" not in said(app, "subheader")
    app = settled(press(app, "Interrompi"))
    assert (bringing_in.calls, bringing_in.ended, imports()) == (1, 1, 0)
    assert "Operazione annullata: non è stato scritto nulla." in said(app, "info")
    bringing_in.go.set()
    app = press(app, "Importa 1 file")
    assert "11 righe importate" in said(settled(app), "success")
    assert imports() == 1


def test_a_long_import_goes_on_while_the_visitor_looks_at_other_pages(empty: None, opened, slow) -> None:
    bringing_in = slow("load_many")
    app = press(settled(chosen(opened("dati"))), "Importa 1 file")
    app.switch_page(str(ROOT / "pages" / "sintesi.py")).run()
    assert bars(app) == []
    app.switch_page(str(ROOT / "pages" / "dati.py")).run()
    assert bars(app) == ["50 % · leggo riga per riga"]
    bringing_in.go.set()
    app = settled(app)
    assert "11 righe importate" in said(app, "success")
    assert not app.exception
    assert (bringing_in.calls, imports()) == (1, 1)


def test_a_preview_that_was_left_alone_is_there_on_coming_back_with_its_files(empty: None, opened, slow) -> None:
    reading = slow("preview_many")
    app = chosen(opened("dati"))
    app.switch_page(str(ROOT / "pages" / "sintesi.py")).run()
    app.switch_page(str(ROOT / "pages" / "dati.py")).run()
    assert bars(app) == ["50 % · leggo riga per riga"]
    assert "File scelti: nuclei_2022.csv" in said(app, "markdown")
    reading.go.set()
    app = settled(app)
    assert (reading.calls, "11 righe pronte, 0 messe da parte" in said(app, "markdown")) == (1, True)
    app = press(app, "Scegline altri")
    assert "3. Conferma" not in said(app, "subheader")


def test_other_files_call_off_the_reading_of_those_before(empty: None, opened, slow) -> None:
    reading = slow("preview_many")
    app = chosen(opened("dati"))
    app.file_uploader[0].set_value([FILE, ("altri.csv", *FILE[1:])]).run()
    app.file_uploader[0].set_value([]).run()
    assert bars(app) == []
    for _ in range(500):
        if reading.ended == 2:
            break
        threading.Event().wait(0.01)
    assert (reading.calls, reading.ended) == (2, 2)


def test_a_store_that_cannot_be_written_is_said_on_the_page(empty: None, opened, monkeypatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise StoreError(CLOSED)

    app = chosen(opened("dati"))
    monkeypatch.setattr(importing, "load_many", closed)
    app = press(app, "Importa 1 file")
    assert CLOSED.it in said(app, "error")
    assert "Importa 1 file" in [one.label for one in app.button]


def test_what_another_import_changes_is_seen_in_the_preview(empty: None, opened) -> None:
    app = chosen(opened("dati"))
    assert "11 righe pronte" in said(app, "markdown")
    core.load_many(session.open_store(), [FILE[:2]])
    assert "già nell'archivio con gli stessi valori" in said(settled(app.run()), "caption") + said(app, "markdown")


QUESTION = (
    "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;ISEE (€);"
    "Causa emergenza;Servizio inviante\nA-1;2022;02/04/2022;09/11/2022;3;1;0;Incapiente;1.111,27;separazione;CEA\n"
).encode()


def test_an_answer_holds_while_the_page_shows_other_things_and_until_its_file_is_taken_away(
    empty: None, opened, slow
) -> None:
    app = opened("dati")
    app = settled(app.file_uploader[0].set_value([("n.csv", QUESTION, "text/csv")]).run())
    assert len(app.radio) == 1
    reading = slow("preview_many")
    app.radio[0].set_value("day_first").run()
    assert bars(app) == ["50 % · leggo riga per riga"]
    reading.go.set()
    app = settled(app.run())
    assert "1 riga pronta" in said(app, "markdown")
    assert "1 riga pronta" in said(app.run(), "markdown")
    assert reading.calls == 1
    app.file_uploader[0].set_value([]).run()
    app.file_uploader[0].set_value([("n.csv", QUESTION, "text/csv")]).run()
    assert len(settled(app).radio) == 1
