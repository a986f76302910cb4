"""Imports say how far they are, and leave nothing behind when somebody calls them off, whenever that is."""

import io
import os
import signal
import threading
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from h4a_core import progress
from h4a_core.cli import command as cli
from h4a_core.cli import records as cli_records
from h4a_core.progress import CancelledError
from h4a_core.records.formats.archives import SEPARATOR
from h4a_core.records.intake import typing_tables
from h4a_core.records.intake.importing import COMMITTING, preview_many
from h4a_core.records.intake.profiles import load_profile
from h4a_core.store.connection import Store
from h4a_core.store.errors import CLOSED, StoreError
from tests.records.made import GOOD, REFERENCE, households, load, load_many

EVERY = 1 if "H4A_SOAK_SECONDS" in os.environ else 5
"""Every how many steps work is called off; `make soak` tries each."""
SECRET = "a secret that only the office knows"  # noqa: S105 - it is one of a test
PROFILE = load_profile(Path(__file__).resolve().parents[2] / "data" / "profiles" / "ville-de-lyon-hebergements.yaml")
NIGHTS = (
    "Code ménage;Type d'hébergement;Entrée;Sortie;Prix de la nuit;Observations\n"
    "M-1;hôtel;03/04/2024;05/04/2024;72,50;\nM-2;foyer;13/05/2024;;80,00;\n"
)
ROWS = [f"R-{number};2;Albergo;{1 + number % 28:02}/03/2022;;{50 + number % 9},50;0,00" for number in range(1100)]


def stays(*further, change=lambda row: row):
    """Eleven hundred stays of other families: enough to be read in one pass."""
    return "\n".join([REFERENCE, *map(change, ROWS), *further]).encode()


def book(*rows):
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.csv", data)
    return stream.getvalue()


NEWER = households(GOOD.replace(";3;1;", ";4;1;"), GOOD.replace("A-1", "A-3"), GOOD.replace("09/11", "31/11"))
SHEET = book(*(line.split(";") for line in (REFERENCE, *ROWS[20:25])))
SETS = {
    "a short file": ([("nuclei.csv", NEWER)], {}),
    "read in one pass": ([("storico.csv", stays("X;2;Albergo;31/02/2022;;64,00;0"))], {}),
    "read as text": (
        [("storico.csv", stays(change=lambda row: row.replace(",50;", f",{sum(row.encode()) % 90 + 10} €;")))],
        {},
    ),
    "read row by row": ([("storico.csv", stays('X;2;"Al\nbergo";13/03/2022;;64,00;0'))], {}),
    "files that belong together": ([("z.zip", zipped(nuclei=NEWER, storico=stays())), ("foglio.xlsx", SHEET)], {}),
    "codes of our own": ([("nuclei.csv", NEWER)], {"rekey_secret": SECRET}),
    "two files joined": (
        [("nuitees_1.csv", NIGHTS.encode()), ("menages_1.csv", "Ménage;Nombre de personnes\nM-1;4\nM-2;2\n".encode())],
        {"profile": PROFILE},
    ),
}


@pytest.fixture
def filled(store):
    """A store with an earlier import, a row of which the newer files replace."""
    load(store, "prima.csv", households(GOOD, GOOD.replace("A-1", "A-2")))
    return store


def whole(store):
    """All that is in a store, row by row, and its temporary tables."""
    with store.reading() as cursor:
        names = cursor.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
        rows = {
            name: cursor.execute(f'SELECT COLUMNS(*)::VARCHAR FROM "{name}" ORDER BY ALL').fetchall()  # noqa: S608
            for (name,) in names
        }
        return store.generation, rows, cursor.execute("FROM duckdb_temporary_files()").fetchall()


def told(store, files, **options):
    """The steps of a rehearsal that goes as far as committing would."""
    steps = []
    load_many(store, files, progress=lambda words, share: steps.append((words, share)), **options)
    return steps


def stopping_at(turn):
    """What to tell, and whom to ask, so that an import is called off when it tells its step number `turn`."""
    counted, asked = [], threading.Event()

    def progress(words, share):
        counted.append((words, share))
        if len(counted) == turn:
            asked.set()

    return {"progress": progress, "cancel": asked.is_set}


def turns(steps):
    """The numbers of the steps at which work is called off: the first, every so many further, and the last."""
    return sorted({*range(1, len(steps) + 1, EVERY), len(steps)})


@pytest.fixture
def _only_own_steps(monkeypatch):
    """No steps told by the clock: they would be counted differently each time."""
    monkeypatch.setattr(progress, "_ASK_EVERY_SECONDS", 60)


@pytest.mark.parametrize(("files", "options"), SETS.values(), ids=SETS)
def test_the_steps_go_from_the_first_byte_to_the_confirming_and_never_back(filled, files, options):
    steps = told(filled, files, **options)
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert steps[-1] == (COMMITTING, 0.97)
    names = {words.it.rsplit(": ", 1)[0] for words, _ in steps[:-1]}
    assert {name.split(SEPARATOR)[0] for name in names} == {name for name, _ in files}


def test_each_step_says_in_words_what_is_being_done(filled):
    said = [words.it.removeprefix("storico.csv: ") for words, _ in told(filled, [("storico.csv", stays())])]
    assert list(dict.fromkeys(said)) == [
        "leggo il file",
        "guardo come sono scritti date e numeri",
        "leggo date, numeri e codici",
        "cerco dati che identificano persone",
        "leggo i valori scritti in altri modi",
        "controllo le righe, una per una e fra loro",
        "confronto con l'archivio",
        "scrivo le righe",
        "confermo l'import",
    ]


@pytest.mark.usefixtures("_only_own_steps")
@pytest.mark.parametrize(("files", "options"), SETS.values(), ids=SETS)
def test_an_import_called_off_at_any_of_its_steps_leaves_no_trace(filled, files, options):
    before = whole(filled)
    rehearsal = Store.open(":memory:")
    load(rehearsal, "prima.csv", households(GOOD, GOOD.replace("A-1", "A-2")))
    steps = told(rehearsal, files, **options)
    rehearsal.close()
    for turn in turns(steps):
        with pytest.raises(CancelledError):
            load_many(filled, files, **stopping_at(turn), **options)
        assert whole(filled) == before
    assert told(filled, files, **options) == steps
    assert whole(filled)[0] == before[0] + 1


@pytest.mark.usefixtures("_only_own_steps")
def test_a_preview_called_off_at_any_of_its_steps_leaves_no_trace(filled):
    files, before, steps = [("nuclei.csv", NEWER), ("foglio.xlsx", SHEET)], whole(filled), []
    preview_many(filled, files, progress=lambda *step: steps.append(step))
    assert COMMITTING not in [words for words, _ in steps]
    for turn in turns(steps):
        with pytest.raises(CancelledError):
            preview_many(filled, files, **stopping_at(turn))
    assert whole(filled) == before


@pytest.mark.parametrize("turn", [1, 500, 1000, 2000])
def test_cancelling_is_heard_between_the_rows_that_python_reads(filled, turn):
    asked, before = [], whole(filled)

    def cancel():
        asked.append(1)
        return len(asked) > turn

    with pytest.raises(CancelledError):
        load(filled, *SETS["read row by row"][0][0], cancel=cancel)
    # eleven hundred rows are looked at when they are read, lined up, and once for each column
    assert len(asked) < turn + 30
    assert whole(filled) == before


def test_many_rows_tell_how_far_they_are(filled, monkeypatch):
    monkeypatch.setattr(progress, "_TELL_EVERY_ITEMS", 100)
    steps = told(filled, SETS["read row by row"][0])
    assert len([words for words, _ in steps if words.it.endswith("leggo riga per riga")]) == 12


def test_a_broken_workbook_is_refused_also_when_it_could_be_called_off(filled):
    assert "rovinato" in load(filled, "foglio.xlsx", SHEET[:200], cancel=lambda: False).refusal.it


@pytest.mark.parametrize("step", ["_type_while_reading", "store_all_text"])
def test_a_long_statement_is_stopped_and_nothing_else_is_tried_in_its_place(filled, monkeypatch, step):
    asked, before = threading.Event(), whole(filled)

    def endless(first, *_):
        cursor = first.cursor if isinstance(first, typing_tables._Task) else first
        threading.Timer(0.1, asked.set).start()
        cursor.execute("CREATE TEMP TABLE slow AS SELECT sum(hash(range) % 7) FROM range(1000000000000)")

    monkeypatch.setattr(typing_tables, step, endless)
    monkeypatch.setattr(typing_tables, "_row_by_row", None)
    with pytest.raises(CancelledError):
        load_many(filled, SETS["read as text"][0], cancel=asked.is_set)
    assert whole(filled) == before


def test_an_option_that_does_not_exist_is_an_error(store):
    with pytest.raises(TypeError, match="dropcolumns"):
        load(store, "n.csv", households(GOOD), dropcolumns=["x"])


# the command line


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Import the newer households from the command line, into a file that may exist; the exit code."""
    path = tmp_path / "nuclei.csv"
    path.write_bytes(NEWER)
    monkeypatch.setenv("COLUMNS", "40")

    def run(*options):
        return cli.main(["import", str(path), "--db", str(tmp_path / "h4a.duckdb"), *options])

    return run


def batches(tmp_path):
    store = Store.open(tmp_path / "h4a.duckdb")
    with store.reading() as cursor:
        (found,) = cursor.execute("SELECT count(*) FROM batches").fetchall()[0]
    store.close()
    return found


def test_a_terminal_is_told_in_one_line_which_is_wiped_at_the_end(call, monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    assert call() == 3
    lines = cli_records.sys.stderr.getvalue().split("\r")
    assert lines[:4] == ["", "  0 %  nuclei.csv: leggo il file       ", "", " 64 %  nuclei.csv: leggo riga per riga "]
    assert " 97 %  confermo l'import               " in lines
    assert {len(line) for line in lines} == {0, 39}
    assert lines[-2:] == [" " * 39, ""]


def test_nothing_is_told_where_no_terminal_listens(call, capsys):
    assert call() == 3
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.usefixtures("_only_own_steps")
def test_control_c_at_any_step_leaves_nothing_and_says_so_until_the_import_is_being_confirmed(
    call, capsys, monkeypatch, tmp_path
):
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    turn, steps, load_them = 1, [], cli_records.load_many

    def pressed(store, files, *, progress, **options):
        steps.clear()

        def tell(words, share):
            progress(words, share)
            steps.append(words)
            if len(steps) == turn:
                os.kill(os.getpid(), signal.SIGINT)

        return load_them(store, files, progress=tell, **options)

    monkeypatch.setattr(cli_records, "load_many", pressed)
    try:
        while (code := call()) == 130:
            assert capsys.readouterr().err == "Interrotto: non è stato scritto nulla.\n"
            assert batches(tmp_path) == 0
            turn += 1
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, heard)
    assert (code, len(steps), steps[-1]) == (3, turn, COMMITTING)
    assert batches(tmp_path) == 1


def test_a_store_that_cannot_be_written_is_said_in_words(call, capsys, monkeypatch):
    def full(*_, **__):
        raise StoreError(CLOSED)

    monkeypatch.setattr(cli_records, "load_many", full)
    assert call("--lang", "en") == 2
    assert capsys.readouterr().err == f"{CLOSED.en}\n"
