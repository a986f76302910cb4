"""What identifies a person stays out, wherever it hides."""

# ruff: noqa: S608 - the tests name their own tables

import duckdb
import pytest

from h4a_core.records.intake.personal_data import (
    is_iban,
    is_personal,
    is_tax_code,
    personal_headers,
    personal_value_sql,
)
from h4a_core.tables.registry import TABLES
from tests.records.made import GOOD, HOUSEHOLDS, households, load, preview

SECRETS = {
    "tax code": "BNCLGU75T50F205Q",
    "e-mail": "luigia.bianchi@posta-esempio.it",
    "IBAN": "IT60X0542811101000000123456",
    "mobile": "333 1234567",
    "land line": "+39 011 4432211",
    "address": "Via Garibaldi 12",
}


PERSONAL_HEADERS = """Nome|COGNOME|Nominativo|C.F.|cod_fiscale|Tel.|E-mail|Indirizzo di residenza|Data di nascita|IBAN
Nome intestatario|Cellulare 2|date of birth|Full name|Documento d'identità|Nato il"""


@pytest.mark.parametrize("header", PERSONAL_HEADERS.replace("\n", "|").split("|"))
def test_headers_of_personal_columns_are_known(header):
    assert personal_headers((header,)) == [header]


def test_no_header_of_ours_is_taken_for_personal():
    ours = tuple(header for table in TABLES.values() for field in table.fields for header in field.headers())
    assert personal_headers(ours) == []


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
@pytest.mark.parametrize("place", ["unknown column", "text", "code", "faulty date"])
def test_a_value_that_identifies_a_person_refuses_the_whole_file(store, secret, place):
    head, row = HOUSEHOLDS, GOOD
    if place == "unknown column":
        head, row, column = f"{HOUSEHOLDS};Note", f"{GOOD};{secret}", "Note"
    elif place == "text":
        row, column = GOOD.replace("CEA", secret), "Servizio inviante"
    elif place == "code":
        row, column = GOOD.replace("A-1", secret), "Cod. nucleo"
    else:
        row, column = GOOD.replace("20/04/2022", secret), "Data domanda"
    seen = preview(store, "n.csv", households(GOOD, row, head=head))
    result = load(store, "n.csv", households(GOOD, row, head=head))
    assert result.personal == (column,)
    assert secret not in repr(result) + repr(seen)
    with store.reading() as cursor:
        for table in ("households_rows", "rejected_rows", "findings", "batches"):
            assert cursor.execute(f"SELECT * FROM {table}").fetchall() == []


def test_a_column_without_a_header_is_looked_at_too(store):
    head = HOUSEHOLDS.replace(";Fascia", ";;Fascia")
    row = GOOD.replace(";Incapiente", ";333 1234567;Incapiente")
    assert load(store, "n.csv", households(row, head=head)).personal == ("n. 8",)


@pytest.mark.parametrize("blank_line", [[], [""]], ids=["regular", "irregular"])
def test_dropped_columns_are_not_read_and_the_rest_is_imported(store, blank_line):
    data = households(*blank_line, f"{GOOD};Rossi;333 1234567", head=f"{HOUSEHOLDS};Cognome;Tel.")
    refused = load(store, "n.csv", data)
    assert refused.personal == ("Cognome", "Tel.")
    again = load(store, "n.csv", data, drop_columns=refused.personal)
    assert (again.rows_accepted, again.refusal) == (1, None)
    faulty = load(store, "n.csv", data.replace(b"09/11/2022", b"x"), drop_columns=refused.personal)
    assert faulty.rows_rejected == 1
    with store.reading() as cursor:
        assert "Rossi" not in str(cursor.execute("SELECT raw FROM rejected_rows").fetchall())


def test_when_only_dropped_columns_were_known_no_table_is_left(store):
    result = load(store, "x.csv", b"Cognome;Telefono;Note\na;b;c\n", drop_columns=["cognome", "TELEFONO"])
    assert "nessuna tabella" in result.refusal.it


def test_ordinary_codes_and_words_are_no_personal_data(store):
    rows = [GOOD.replace("A-1", code) for code in ("0000123456", "H4A-22-01", "FAM2022TORINO0001", "123456")]
    rows[0] = rows[0].replace("CEA", "Servizi sociali via rete")
    assert load(store, "n.csv", households(*rows)).rows_accepted == 4


@pytest.mark.parametrize(
    ("code", "personal"),
    [
        ("BNCLGU75T50F205Z", True),
        ("bnclgu75t50f205z", True),
        ("BNCLGUTRTRLFNLRM", True),
        ("BNCLGU75T50F205Q", True),
        ("BNCLGU75Z99F205X", False),
        ("BNCLGU75Z99F205G", True),
        ("FAM2022TORINO001", False),
    ],
)
def test_a_tax_code_is_known_by_its_check_letter_or_by_a_day_of_birth(code, personal):
    assert is_tax_code(code) == personal


def test_an_iban_is_known_by_its_remainder():
    assert is_iban("it60 x054 2811 1010 0000 0123 456")
    assert not is_iban("IT61X0542811101000000123456")
    assert not is_iban("IT60")


@pytest.mark.parametrize("value", [*SECRETS.values(), "Maria Rossi", "Rossi, Maria", "12/03/1978", "nata il 3 maggio"])
def test_what_is_looked_for_in_sql_is_at_least_what_is_looked_at_closely(value):
    for text in (value, f" {value}", f"{value}\n"):
        condition = personal_value_sql("x")
        ((found,),) = duckdb.execute(f"SELECT {condition} FROM (SELECT $1 AS x)", [text]).fetchall()
        assert (found, is_personal(text)) == (True, is_personal(text))
