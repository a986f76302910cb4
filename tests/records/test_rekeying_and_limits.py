"""Codes of our own in the place of an office's, and files that are too much."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from h4a_core.records.formats import limits
from h4a_core.records.intake.correction_workbook import rejected_workbook
from h4a_core.records.intake.rekeying import SECRET_VARIABLE, rekeyed
from tests.records.made import GOOD, HOUSEHOLDS, REFERENCE, households, load, load_many, preview

SECRET = "a secret that only the office knows"  # noqa: S105 - it is one of a test


def everything(store):
    with store.reading() as cursor:
        names = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        queries = [f'SELECT COLUMNS(*)::VARCHAR FROM "{name}"' for (name,) in names]  # noqa: S608 - our own tables
        return " ".join(str(cursor.execute(query).fetchall()) for query in queries)


def test_a_code_is_always_the_same_for_the_same_secret_and_never_made_twice():
    code = rekeyed(" TO-4711 ", SECRET)
    assert code == rekeyed("TO-4711", SECRET) == rekeyed(code, SECRET)
    assert len(code) == 16
    assert code != rekeyed("TO-4711", "another")
    assert len({rekeyed(str(number), SECRET) for number in range(1000)}) == 1000


@pytest.mark.parametrize("given", ["argument", "variable"])
def test_the_offices_own_code_never_enters_not_even_in_rows_set_aside(store, monkeypatch, given):
    monkeypatch.setenv(SECRET_VARIABLE, SECRET if given == "variable" else "")
    secret = {"rekey_secret": SECRET} if given == "argument" else {}
    faulty = GOOD.replace("A-1", "TO-4712").replace("Incapiente", "ricco")
    stays = (
        f"{REFERENCE.replace('N. componenti;', '')}\nTO-4711;Hotel;13/10/2022;;58;0\nTO-9999;Hotel;13/10/2022;;58;0\n"
    )
    files = [("n.csv", households(GOOD.replace("A-1", "TO-4711"), faulty, "TO-4711;2022")), ("a.csv", stays.encode())]
    done = load_many(store, files, **secret)
    assert [(r.rows_accepted, r.rows_rejected) for r in done] == [(1, 2), (1, 1)]
    assert "chiave segreta" in done[0].notes[-1].it
    assert "TO-4" not in everything(store) + repr(done)
    assert rekeyed("TO-4712", SECRET) in everything(store)


def test_corrected_rows_of_a_rekeyed_file_come_back_with_the_same_codes(store):
    first = load(
        store, "n.csv", households(GOOD, GOOD.replace("A-1", "A-2").replace("Incapiente", "ricco")), rekey_secret=SECRET
    )
    with store.reading() as cursor:
        book = load_workbook(io.BytesIO(rejected_workbook(cursor, first.batch_id)))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            cell.value = "Incapiente" if cell.value == "ricco" else cell.value
    stream = io.BytesIO()
    book.save(stream)
    assert load(store, "da-correggere.xlsx", stream.getvalue(), rekey_secret=SECRET).rows_accepted == 1
    with store.reading() as cursor:
        codes = cursor.execute("SELECT household_id FROM households ORDER BY 1").fetchall()
    assert codes == sorted([(rekeyed("A-1", SECRET),), (rekeyed("A-2", SECRET),)])


def test_a_tax_code_is_refused_even_if_it_would_be_rekeyed(store):
    result = load(store, "n.csv", households(GOOD.replace("A-1", "BNCLGU75T50F205Q")), rekey_secret=SECRET)
    assert result.personal == ("Cod. nucleo",)
    assert "BNCLGU" not in repr(result)


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MAX_FILE_BYTES", 100, "il limite è 1 MB"),
        ("MAX_ROWS", 1, "più di 1 righe"),
        ("MAX_COLUMNS", 5, "11 colonne"),
    ],
)
@pytest.mark.parametrize("kind", ["text", "long text", "blank lines", "workbook"])
def test_a_file_beyond_a_limit_is_refused_with_the_limit(store, monkeypatch, limit, value, words, kind):
    monkeypatch.setattr(limits, limit, value)
    rows = [GOOD.replace("A-1", f"A-{number}") for number in range(600 if kind == "long text" else 3)]
    data = households(*rows, *(["", rows[0]] if kind == "blank lines" else []))
    if kind == "workbook":
        book = Workbook()
        for row in (HOUSEHOLDS, *rows):
            book.worksheets[0].append(row.split(";"))
        stream = io.BytesIO()
        book.save(stream)
        data = stream.getvalue()
    assert words in load(store, "n.csv", data).refusal.it


def zipped(*files, password=False):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    data = stream.getvalue()
    if password:
        data = data.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
        )
    return data


def test_too_many_files_in_an_archive_are_refused(store, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FILES_IN_ZIP", 1)
    assert "contiene 2 file" in load(store, "z.zip", zipped(("a.csv", b"x"), ("b.csv", b"y"))).refusal.it


def test_an_archive_with_a_password_or_a_damaged_file_is_refused(store):
    assert "parola chiave" in load(store, "z.zip", zipped(("a.csv", households(GOOD)), password=True)).refusal.it
    whole = zipped(("a.csv", households(GOOD)))
    damaged = whole.replace(b"Incapiente", b"Inc@piente", 1)
    assert "rovinato" in load(store, "z.zip", damaged).refusal.it


def test_an_archive_gives_one_result_for_each_of_its_files_and_is_refused_whole(store):
    archive = zipped(("b.csv", households(GOOD)), ("a.csv", households(GOOD.replace("A-1", "A-2"))))
    assert [(one.file, one.table, one.rows_accepted) for one in load_many(store, [("z.zip", archive)])] == [
        ("z.zip › a.csv", "households", 1),  # noqa: RUF001 - our own sign
        ("z.zip › b.csv", "households", 1),  # noqa: RUF001
    ]
    with_text = zipped(("c.csv", households(GOOD.replace("A-1", "A-3"))), ("d.txt", b"ciao"))
    first, second = load_many(store, [("z.zip", with_text)])
    assert second.refusal is not None
    assert (first.batch_id, second.batch_id) == (None, None)


def test_an_empty_archive_gives_no_result(store):
    assert load_many(store, [("z.zip", zipped())]) == []


def test_a_file_without_known_headers_offers_them_to_be_mapped_unless_they_may_be_data(store):
    assert list(preview(store, "x.csv", b"Code;Type\n1;hotel\n").columns) == ["Code", "Type"]
    assert preview(store, "x.csv", b"Maria;hotel\nLucia;hotel\n").columns == {}
    assert preview(store, "x.csv", b"Cognome;Tipo\nRossi;hotel\n").columns == {}


def test_blank_codes_stay_blank_and_broken_files_are_refused_when_rekeyed(store):
    result = load(store, "n.csv", households(GOOD, GOOD.replace("A-1", "")), rekey_secret=SECRET)
    assert [(finding.row, finding.rule) for finding in result.findings] == [(3, "missing_required")]
    endless = households(GOOD, *(GOOD for _ in range(100)), '"' + "x" * 200_000)
    assert "virgoletta" in load(store, "n.csv", endless, rekey_secret=SECRET).refusal.it


def test_a_zip_that_only_calls_itself_a_workbook_is_refused(store):
    assert "rovinata" in load(store, "x.xlsx", zipped(("[Content_Types].xml", b"<x/>"))).refusal.it
