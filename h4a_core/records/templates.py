"""Workbooks for people: an empty template for each table, and the rows that were set aside with the reason beside."""

# ruff: noqa: S608 - the number of columns asked for is fixed here

import io
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import duckdb

from h4a_core.records.fields import Field, Table
from h4a_core.text import Lang, Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TEMPLATE_MARK = Text(it="Modello per l'import", en="Template for import")
_INSTRUCTIONS = Text(it="Istruzioni", en="Instructions")
_ROWS = Text(it="Righe da correggere", en="Rows to correct")
_HEADINGS = (
    Text(it="Colonna", en="Column"),
    Text(it="Obbligatoria", en="Required"),
    Text(it="Come si scrive", en="How to write it"),
    Text(it="Che cos'è", en="What it is"),
)
_YES, _NO = Text(it="sì", en="yes"), Text(it="no", en="no")
_HOW: dict[str, Text] = {
    "code": Text(it="un codice, mai un nome", en="a code, never a name"),
    "text": Text(it="una parola breve", en="a short word"),
    "int": Text(it="un numero intero", en="a whole number"),
    "money": Text(it="un importo in euro: 1234,56", en="an amount in euro: 1234,56"),
    "decimal": Text(it="un numero: 1,5", en="a number: 1,5"),
    "date": Text(it="una data: gg/mm/aaaa", en="a date: dd/mm/yyyy"),
    "enum": Text(it="una di: {codes}", en="one of: {codes}"),
    "bool": Text(it="una di: {codes}", en="one of: {codes}"),
}
_ROW, _FAULTS = Text(it="Riga del file", en="Row of the file"), Text(it="Che cosa non va", en="What is wrong")
_NUMBER = re.compile(r"[-+][0-9.,]+")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def template_workbook(table: Table, lang: Lang = "it") -> bytes:
    """An XLSX with the header row of a table and a sheet that explains each column; it can be filled and imported."""
    workbook = _new_workbook()
    sheet = workbook.create_sheet(table.label[lang])
    _append(sheet, [field.label[lang] for field in table.fields])
    explained = workbook.create_sheet(_INSTRUCTIONS[lang])
    _append(explained, [f"{TEMPLATE_MARK[lang]}: {table.label[lang]}", "", "", table.description[lang]])
    _append(explained, [heading[lang] for heading in _HEADINGS])
    for number, field in enumerate(table.fields, start=1):
        required = (_YES if field.required else _NO)[lang]
        _append(explained, [f"{number}. {field.label[lang]}", required, _how(field, lang), field.description[lang]])
    return _bytes(workbook)


def rejected_workbook(cursor: duckdb.DuckDBPyConnection, batch_id: int, lang: Lang = "it") -> bytes:
    """An XLSX of the rows of an import that were set aside: as the file had them, with line number and reasons."""
    rows = cursor.execute(
        f"""SELECT r.row_number, r.raw, (SELECT string_agg(f.message_{lang}, ' ' ORDER BY f.rule) FROM findings f
        WHERE f.batch_id = r.batch_id AND f.row_number = r.row_number)
        FROM rejected_rows r WHERE r.batch_id = ? ORDER BY r.row_number""",
        [batch_id],
    ).fetchall()
    cells = [(number, json.loads(raw), reasons) for number, raw, reasons in rows]
    headers = list(cells[0][1]) if cells else []
    workbook = _new_workbook()
    sheet = workbook.create_sheet(_ROWS[lang])
    _append(sheet, [_ROW[lang], *headers, _FAULTS[lang]])
    for number, raw, reasons in cells:
        _append(sheet, [number, *raw.values(), reasons])
    return _bytes(workbook)


def harmless(value: object) -> object:
    """A text that no spreadsheet takes for a formula: what begins like one, and is no number, gets an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _how(field: Field, lang: Lang) -> str:
    return _HOW[field.kind][lang].format(codes=", ".join(code.label[lang] for code in field.codes))


def _new_workbook() -> "Workbook":
    from openpyxl import Workbook  # noqa: PLC0415 - needed for workbooks only

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    return workbook


def _append(sheet: "Worksheet", values: Iterable[object]) -> None:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        cell.value = harmless(value)  # type: ignore[assignment]
        if isinstance(value, str):
            cell.data_type = "s"


def _bytes(workbook: "Workbook") -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
