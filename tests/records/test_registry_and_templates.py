"""The registry of fields holds together, and the templates made from it can be filled and imported."""

import io
from collections import Counter

import pytest
from openpyxl import load_workbook

from h4a_core.records.cells.formulas import without_formula
from h4a_core.records.intake.correction_workbook import rejected_workbook
from h4a_core.records.intake.row_rules import RULES
from h4a_core.records.intake.templates import template_workbook
from h4a_core.store.connection import Store
from h4a_core.tables.registry import TABLES
from tests.records.made import GOOD, households, load


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_no_header_means_two_fields_and_no_word_two_codes(table):
    headers = Counter(header for field in table.fields for header in field.headers())
    assert [header for header, times in headers.items() if times > 1] == []
    for field in table.fields:
        assert len(field.code_words()) == sum(len(code.spellings()) for code in field.codes)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
@pytest.mark.parametrize("lang", ["it", "en"])
def test_an_empty_template_is_recognised_as_its_table(table, lang):
    store = Store.open(":memory:")
    result = load(store, f"{table.label[lang]}.xlsx", template_workbook(table, lang))
    store.close()
    assert (result.table, result.refusal, result.rows_rejected) == (table.name, None, 0)


def test_every_rule_speaks_both_languages_with_a_remedy():
    assert all(text.it.count(".") >= 2 or ":" in text.it for text in RULES.values())
    assert all(text.en for text in RULES.values())


def test_rows_set_aside_come_back_with_their_reasons_and_without_formulas():
    store = Store.open(":memory:")
    batch = load(store, "n.csv", households(GOOD.replace("CEA", "=1+1").replace("09/11", "31/11"))).batch_id
    with store.reading() as cursor:
        sheet = load_workbook(io.BytesIO(rejected_workbook(cursor, batch))).worksheets[0]
        empty = load_workbook(io.BytesIO(rejected_workbook(cursor, 99, "en"))).worksheets[0]
    store.close()
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == "Riga del file"
    assert rows[2][0] == 2
    assert "non è una data" in str(rows[2][5])
    assert rows[2][-1] == "'=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert empty.max_row == 1


def test_a_negative_number_keeps_its_sign_and_a_formula_loses_its_power():
    assert without_formula("-58,00") == "-58,00"
    assert without_formula("-1+cmd") == "'-1+cmd"
    assert without_formula(3) == 3
