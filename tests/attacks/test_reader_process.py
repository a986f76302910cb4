"""Uploads are read by a process that starts quickly, knows no secret, and may die without harm."""

import io
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from h4a_core.progress import CancelledError, ProgressMonitor
from h4a_core.records.cells.blanks import TypedText
from h4a_core.records.formats import frames, isolation, limits, reader, workbook_reading
from h4a_core.records.formats.binary_extents import xls_extents
from h4a_core.records.formats.decoding import encoding_of
from h4a_core.records.formats.frames import FrameError, batches, read_frames, write_bytes, write_message
from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.records.formats.uploads import read_upload, text_rows
from h4a_core.records.intake.importing import load_many
from h4a_core.store.connection import Store
from tests.attacks import making
from tests.attacks.corpus import ATTACKS, ORDINARY_FILES
from tests.records.made import GOOD, REFERENCE, households, load
from tests.records.test_rekeying_and_limits import zipped

pytestmark = pytest.mark.reader_process
ROOT = Path(__file__).resolve().parents[2]
HOSTILE = ROOT / "tests" / "hostile" / "files"
NOBODY = ProgressMonitor()
HEAVY = {"pydantic", "duckdb", "pyarrow", "pandas", "openpyxl", "numpy", "ruamel", "streamlit"}
LOADED = """
import sys
from h4a_core.records.formats import reader
from h4a_core.records.formats.workbook_reading import read_workbook
print(*sorted({name.partition(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.startswith("h4a_core.")))
"""


@pytest.fixture
def reader_is(monkeypatch):
    """Start this Python in the place of the reader."""
    return lambda code: monkeypatch.setattr(isolation, "_READER", code)


def given_up(data=b"x"):
    (read,) = read_upload("x.csv", data, NOBODY)
    return read.refusal.it


# what it is


def test_the_reader_imports_nothing_slow():
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    everything, ours = (set(line.split()) for line in done.stdout.splitlines())
    assert not everything & HEAVY
    formats = "archives binary_extents csv_reading decoding extents foreign_formats frames limits reader sheet_details"
    assert ours == {
        *("h4a_core.text", "h4a_core.records", "h4a_core.records.cells", "h4a_core.records.cells.blanks"),
        *(
            "h4a_core.records.formats",
            *(f"h4a_core.records.formats.{name}" for name in (*formats.split(), "workbook_reading")),
        ),
    }


def test_the_reader_knows_nothing_of_the_environment(reader_is, monkeypatch):
    monkeypatch.setenv("H4A_REKEY_SECRET", "only ours")
    reader_is("import os, sys; sys.exit(sys.stdout.write('M' if 'H4A_REKEY_SECRET' in os.environ else ''))")
    assert "più memoria" in given_up()
    told = []
    monkeypatch.setattr(isolation.subprocess, "Popen", lambda *_, **options: told.append(options) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        isolation._started([])
    assert set(told[0]["env"]) <= set(isolation._KEPT_VARIABLES)


def test_the_bytes_reach_the_reader_through_a_pipe_and_no_file():
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        (read,) = read_upload("x.csv", b"a;b\n" * 100_000, NOBODY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (read.encoding, read.size) == ("utf-8", 400_000)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_the_reader_has_limits_on_memory_and_work_and_leaves_no_dump(reader_is):
    reader_is(
        "import json, resource as r, sys; from h4a_core.records.formats import reader, frames\n"
        "reader.answer = lambda *_: frames.write_message(sys.stdout.buffer, {'file': 'x', 'size': 0, 'sha256': "
        "json.dumps([r.getrlimit(one)[0] for one in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE)])}); reader.main()"
    )
    with isolation.reading(["upload"], b"x" * 2_000_000, NOBODY) as answered:
        first = next(answered)
    assert json.loads(first["sha256"]) == [limits.memory_bytes(2_000_000), limits.work_seconds(2_000_000), 0]
    assert (limits.memory_bytes(2_000_000), limits.work_seconds(2_000_000)) == (384_000_000 + 5 * 2_000_000, 4 + 3 * 2)


# how it may end


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise SystemExit(0)",
        "import json, sys; sys.stdout.write('M')",
        "import sys; sys.stdout.buffer.write(b'M' + (9).to_bytes(8, 'little') + b'{'); sys.exit(0)",
        (
            "import resource; from h4a_core.records.formats import reader\n"
            "reader.answer = lambda *_: bytearray(10**9); reader.main()"
        ),
        (
            "from h4a_core.records.formats import limits, reader\n"
            "limits.take = lambda _: None; limits.work_seconds = lambda _: 1\n"
            "def endless(*_):\n    while True: pass\n"
            "reader.answer = endless; reader.main()"
        ),
    ],
    ids=["abort", "fault", "nothing said", "cut head", "cut frame", "memory", "work"],
)
def test_s1_however_the_reader_dies_the_file_is_refused_and_the_next_one_read(reader_is, monkeypatch, code):
    with monkeypatch.context() as patch:
        patch.setattr(isolation, "_READER", code)
        assert "più memoria o più tempo" in given_up()
    assert read_upload("x.csv", b"a;b\n", NOBODY)[0].content == b"a;b\n"


def test_s1_a_reader_that_takes_too_long_is_ended(reader_is, monkeypatch):
    monkeypatch.setattr(limits, "wall_seconds", lambda _: 0.3)
    reader_is("import time; time.sleep(60)")
    begun = time.monotonic()
    assert "più tempo" in given_up()
    assert time.monotonic() - begun < 10


def test_s1_a_reader_that_takes_too_much_is_ended_also_where_the_system_has_no_limit(reader_is, monkeypatch):
    monkeypatch.setattr(isolation, "_SYSTEM_LIMITS_MEMORY", False)
    monkeypatch.setattr(isolation, "_WEIGH_EVERY_SECONDS", 0.1)
    monkeypatch.setattr(limits, "most_memory_bytes", lambda _: 60_000_000)
    reader_is("import time; much = bytearray(b'x') * 90_000_000; time.sleep(60)")
    begun = time.monotonic()
    assert "più memoria" in given_up()
    assert time.monotonic() - begun < 10
    assert isolation._memory_bytes(os.getpid()) > 10_000_000
    assert limits.most_memory_bytes(1) == 60_000_000


def test_the_memory_that_a_file_may_take_where_it_is_only_watched_is_that_of_the_largest_it_can_expand_to():
    assert limits.most_memory_bytes(1000) == 384_000_000 + 5 * (1000 + 2_000_000) + 48 * 20_000_000


def test_a_computer_that_cannot_start_a_program_refuses_a_file_for_now(monkeypatch):
    def full(*_, **__):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(isolation.subprocess, "Popen", full)
    assert "avviare un altro programma" in given_up()


def test_cancelling_ends_the_reader_at_once(reader_is):
    reader_is("import time; time.sleep(60)")
    asked = threading.Event()
    threading.Timer(0.3, asked.set).start()
    begun = time.monotonic()
    with pytest.raises(CancelledError):
        read_upload("x.csv", b"x", ProgressMonitor(cancel=asked.is_set))
    assert time.monotonic() - begun < 10


def test_a_file_that_takes_long_to_open_is_left_behind_and_its_reader_ended(store, reader_is, monkeypatch):
    started, begin = [], isolation._started

    def slowly(arguments):
        started.append(begin(arguments))
        return started[-1]

    reader_is("import time; time.sleep(60)")
    monkeypatch.setattr(isolation, "_started", slowly)
    begun = time.monotonic()
    with pytest.raises(CancelledError):
        load(store, "nuclei.csv", households(GOOD), cancel=lambda: bool(started))
    assert time.monotonic() - begun < 10
    assert [one.poll() for one in started] == [-signal.SIGKILL]
    assert store.generation == 0


def test_a_reader_that_nobody_listens_to_any_more_is_ended():
    with isolation.reading(["rows", ";", "1"], b"a;b\n" * 500_000, NOBODY) as answered:
        assert len(next(answered)) == 50_000
    assert not [one for one in threading.enumerate() if one.name == "reader"]


# what it says


def answered(*arguments, data):
    out = io.BytesIO()
    reader.answer([*arguments], data, out)
    return list(read_frames(io.BytesIO(out.getvalue())))


@pytest.mark.parametrize("name", [*ATTACKS, *ORDINARY_FILES])
def test_the_reader_answers_each_attack_as_long_as_it_lives(name, monkeypatch):
    """In this process, without limits on memory: so without the attacks that only those stop."""
    monkeypatch.setattr(reader, "_limit_memory", lambda _: None)
    if name in {"repeated-both.ods", "one-text-in-many-cells.xlsx", "false-size.xls", "merged-again-and-again.xlsx"}:
        return
    make, words = ATTACKS.get(name) or (ORDINARY_FILES[name], "")
    said = answered("upload", data=make())
    reasons = [one.get("refused") or one.get("unreadable") for one in said if isinstance(one, dict)]
    reason = next((one["it"] for one in reasons if one), "")
    assert words in reason or "colonne" in words or name in {"endless-cell.csv", "endless-line.csv"}
    assert "refused" in said[-1] or said[-1] == {"done": True}


@pytest.mark.parametrize("path", sorted(HOSTILE.iterdir()), ids=lambda path: path.name)
def test_the_reader_gives_the_text_of_a_file_or_the_filled_rows_of_its_sheets(path, monkeypatch):
    monkeypatch.setattr(reader, "_limit_memory", lambda _: None)
    data = path.read_bytes()
    *inside, last = answered("upload", data=data)
    if "refused" in last:
        assert path.suffix == ".zip"
        return
    assert last == {"done": True}
    first = inside.pop(0)
    messages = [one for one in inside if isinstance(one, dict)]
    encoding = next((one["encoding"] for one in messages if "encoding" in one), None)
    if encoding and not first["file"]:
        text = b"".join(one for one in inside if isinstance(one, bytes))
        plain = data.removeprefix(b"\xef\xbb\xbf")
        both = zip(data.decode(encoding, "replace").encode().split(b"\n"), text.split(b"\n"), strict=False)
        foreign = [number for number, (as_file, read) in enumerate(both, start=1) if as_file != read]
        assert messages[0]["same"] or set(foreign) <= set(encoding_of(data).foreign_lines)
        assert data.decode(encoding, "replace").count("\n") == (plain if messages[0]["same"] else text).count(b"\n")
        assert not messages[0]["same"] or plain.decode() == data.decode(encoding)
    elif not encoding:
        names = [one["sheet"] for one in messages if "sheet" in one]
        rows = [row for one in inside if isinstance(one, list) for row in one]
        assert names or [one for one in messages if "unreadable" in one]
        assert all(line > 0 and any(cells) for line, cells in rows)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 no archive", "l'archivio ZIP è rovinato"),
        (b"PK\x05\x06", "l'archivio ZIP è rovinato"),
        (b" \n ", "è vuoto"),
        (b"\xff\xfe\x00\xd8", "non è testo"),
        (zipped(("a.csv", b"a;b"), password=True), "parola chiave"),
        (making.xlsx("<row><c><f>1</f></c></row>"), "formule senza il loro risultato"),
    ],
    ids=["no archive", "no directory", "blank", "no text", "password", "no results"],
)
def test_the_reader_says_why_it_cannot_read(data, words, monkeypatch):
    monkeypatch.setattr(reader, "_limit_memory", lambda _: None)
    said = answered("upload", data=data)
    assert words in next(
        reason["it"] for one in said for kind, reason in one.items() if kind in {"refused", "unreadable"}
    )


def test_a_line_of_a_text_that_is_too_long_is_refused_with_its_number():
    said = answered("rows", ";", "3000000", data=b"a;b\n" + b";" * 1_000_001)
    assert "la riga 2 ha più di 1000000 caratteri" in said[-1]["refused"]["it"]


def test_the_rows_of_a_text_come_in_batches_with_their_lines_and_without_blank_ones():
    said = answered("rows", ";", "1000", data=b"a;b\n;\n\nc;\n")
    assert said == [[(1, ["a", "b"]), (4, ["c", None])], {"done": True}]


@pytest.mark.parametrize(("limit", "words"), [("MAX_ROWS", "più di 1 righe"), ("MAX_CELLS", "più di 1 celle")])
def test_rows_beyond_a_limit_are_refused_while_they_are_read(monkeypatch, limit, words):
    monkeypatch.setattr(limits, limit, 1)
    monkeypatch.setattr(limits, "MOST_LINES_ABOVE", 0)
    assert words in answered("rows", ";", "1000", data=b"a;b\nc;d\n")[-1]["refused"]["it"]


def test_a_long_text_is_read_row_by_row_by_a_reader_and_a_short_one_here():
    body = "\n".join(f"{n};x" for n in range(200_000)).encode()
    with text_rows(body, ";", len(body), NOBODY) as rows:
        read = list(rows)
    assert (len(read), read[0], read[-1]) == (200_000, (1, ["0", "x"]), (200_000, ["199999", "x"]))
    with text_rows(b"a;b", ";", 3, NOBODY) as rows:
        assert list(rows) == [(1, ["a", "b"])]


def test_a_long_untidy_file_is_read_by_a_reader_with_true_lines():
    store = Store.open(":memory:")
    rows = [GOOD.replace("A-1", f"A-{number}") for number in range(15_000)]
    result = load(store, "n.csv", households(*rows, "", GOOD.replace("CEA", '"C\nEA"')), dry_run=True)
    assert result.rows_accepted == 15_000
    assert [(one.row, one.rule) for one in result.findings] == [(15_003, "duplicate_key")]
    store.close()


def test_frames_bring_typed_and_plain_cells_and_any_letters_back_as_they_were():
    rows = [(3, ["1", TypedText("1"), None, "\ud800\x00à;\n"]), (5, [None, None]), (9, ["1"])]
    out = io.BytesIO()
    write_message(out, {"file": "à"})
    write_bytes(out, b"\x00\xff")
    for batch in batches(iter(rows)):
        batch.write(out)
    message, piece, read = read_frames(io.BytesIO(out.getvalue()))
    assert (message, piece) == ({"file": "à"}, b"\x00\xff")
    assert read == [rows[0], rows[2]]
    assert [type(cell) for cell in read[0][1]] == [str, TypedText, type(None), str]
    with pytest.raises(FrameError):
        list(read_frames(io.BytesIO(out.getvalue()[:-1])))
    with pytest.raises(FrameError):
        list(read_frames(io.BytesIO(b"M12")))


def test_batches_are_no_larger_than_their_cells(monkeypatch):
    monkeypatch.setattr(frames, "_BATCH_CELLS", 10)
    assert [one.rows for one in batches((line, ["x"] * 4) for line in range(5))] == [2, 2, 1]


def test_the_reader_sets_its_limits_and_answers_what_its_arguments_ask(monkeypatch, tmp_path):
    """The same as the process does, here: with what is asked for instead of what is set."""
    asked = []
    (tmp_path / "x.csv").write_bytes(b"a;b\nc;d\n")
    monkeypatch.setattr(resource, "setrlimit", lambda kind, values: asked.append((kind, values[0])))
    monkeypatch.setattr(sys, "argv", ["reader", json.dumps({"MAX_ROWS": limits.MAX_ROWS}), "8", "rows", ";", "8"])
    heard = signal.getsignal(signal.SIGINT)
    out = io.BytesIO()
    with (tmp_path / "x.csv").open("rb") as source:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=source))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
        reader.main()
    signal.signal(signal.SIGINT, heard)
    assert {kind for kind, _ in asked} >= {resource.RLIMIT_CORE, resource.RLIMIT_CPU}
    assert list(read_frames(io.BytesIO(out.getvalue())))[-1] == {"done": True}


def test_a_fault_in_the_reader_ends_it_without_a_word(monkeypatch, tmp_path):
    ended = []
    (tmp_path / "x.csv").write_bytes(b"\xff")
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["reader", "{}", "1", "rows", ";", "1"])
    with (tmp_path / "x.csv").open("rb") as source:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=source))
        reader.main()
    assert ended == [1]


def test_files_of_an_archive_are_read_and_refused_one_by_one():
    store = Store.open(":memory:")
    other = households(GOOD.replace("A-1", "à")).decode().encode("cp1252")
    files = [("a.csv", households(GOOD)), ("b.csv", b"  "), ("c.csv", other)]
    first, blank, second = load_many(store, [("z.zip", making.zipped(*files))], dry_run=True)
    assert (first.rows_accepted, second.rows_accepted) == (1, 1)
    assert "è vuoto" in blank.refusal.it
    store.close()


def test_a_broken_old_workbook_says_nothing_of_its_extent():
    whole = making.xls()
    assert xls_extents(whole)["Foglio1"].rows == 2
    assert xls_extents(b"PK") == {}
    assert xls_extents(whole[:60]) == {}
    assert xls_extents(whole[:30] + b"\x01" + whole[31:]) == {}
    assert xls_extents(whole.replace("Workbook".encode("utf-16-le"), "Werkbook".encode("utf-16-le"))) == {}
    looping = whole[:68] + bytes(4) + whole[72:]
    assert xls_extents(looping)["Foglio1"].rows == 2


def test_a_run_of_numbers_in_an_old_workbook_reaches_as_far_as_its_last():
    run = making.xls_record(0x00BD, struct.pack("<HH", 4, 2) + bytes(6 * 3) + struct.pack("<H", 4))
    extent = xls_extents(making.xls(run))["Foglio1"]
    assert (extent.rows, extent.columns, extent.lowest) == (5, 7, "E5")


def test_many_different_values_of_a_sheet_are_all_read(monkeypatch):
    monkeypatch.setattr(workbook_reading, "_DIFFERENT_VALUES", 2)
    monkeypatch.setattr(reader, "_limit_memory", lambda _: None)
    rows = next(one for one in answered("upload", data=making.xlsx()) if isinstance(one, list))
    assert rows == [(1, REFERENCE.split(";")), (2, [cell or None for cell in making.STAY.split(";")])]


def test_s1_an_unreadable_file_says_why_in_both_languages():
    error = UnreadableFileError(limits.TOO_MANY_CELLS.format(limit=3))
    assert "3 celle" in error.text.it
    assert "3 cells" in error.text.en
