"""The workbook of rows to correct: makes it, with what is wrong beside each cell, and reads it when it comes back.

What was read is written as a day or a number, and what another office's profile had explained in our words: so the
workbook needs no answer and no profile when it comes back.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from h4a_core.progress import ProgressMonitor
from h4a_core.records.cells.blanks import SPACES
from h4a_core.records.cells.days import parse_day
from h4a_core.records.cells.formulas import with_formula
from h4a_core.records.cells.numbers import readings
from h4a_core.records.formats.frames import Cells
from h4a_core.records.formats.sheets import Sheet, with_rows_read
from h4a_core.records.intake.profiles import Profile
from h4a_core.records.intake.row_rules import Severity, severity
from h4a_core.tables.fields import Field, Table, plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Lang, Text

if TYPE_CHECKING:
    from openpyxl.cell import Cell

MOST_ROWS = 5_000
"""Rows that one workbook holds: more than that are mended where they come from, not by hand."""
_ROW_HEADER = Text(it="Riga del file", en="Row of the file")
_WRONG_HEADER = Text(it="▸ {header}: che cosa non va", en="▸ {header}: what is wrong")
_MARK = re.compile(r"\[([0-9a-f]{8})\]")
"""The fingerprint of a row, in the explanation of one that stays out as long as it is what it was."""
UNSETTLED = " ?"
"""Behind a text that was set aside although by itself it can be read: it stays a fault until it is mended."""

_ROWS = Text(it="Righe da correggere", en="Rows to correct")
_WHOLE_ROW = Text(it="riga intera", en="whole row")
_WHAT_TO_DO = Text(
    it="{table}: correggi le celle evidenziate e ricarica questo file; le colonne ▸ dicono che cosa non va e non si "
    "leggono.",
    en="{table}: correct the highlighted cells and upload this file again; the columns ▸ say what is wrong and are not "
    "read.",
)
_INVENTED = Text(it=" Dati inventati.", en=" Invented records (dati inventati).")
_FIRST_OF_MANY = Text(
    it=" Sono le prime {count} righe di {total}: così tante conviene correggerle nel file di origine.",
    en=" These are the first {count} rows of {total}: so many are better corrected in the file they come from.",
)
_WARNING = Text(it="Avviso: {message}", en="Warning: {message}")
_STAYS_OUT = Text(
    it=" Lasciata così la riga resta fuori; se va bene com'è, cancella questa spiegazione. [{mark}]",
    en=" Left as it is the row stays out; if it is right as it is, delete this explanation. [{mark}]",
)
_FURTHER_CELLS = Text(
    it=" Le celle in più non sono qui: confronta la riga con il file di origine.",
    en=" The further cells are not here: compare the row with the file it comes from.",
)
_OURS = Text(
    it="È un file di righe da correggere: le nostre spiegazioni sono lasciate fuori.",
    en="This is a file of rows to correct: our explanations are left out.",
)
_UNTOUCHED = Text(
    it="Righe doppie o con celle di troppo, tornate come erano e lasciate fuori: {count}.",
    en="Rows that are doubled or have too many cells, returned as they were and left out: {count}.",
)
_IN_A_WORKBOOK = {
    "date_order": "day_first",
    "century": "2000",
    "cell_days": "as_written",
    "midnight": "same_day",
}
"""How the findings ask for a day to be written; taken where the cells of a workbook leave it open. A text file may have
been written by a spreadsheet in the manner of its country: there it stays a question."""
_UNSEEN_IN_WORKBOOK = frozenset({"duplicate_row", "duplicate_key", "too_many_cells"})
"""Rules that a row no longer breaks in a workbook by itself, although nothing of it was mended."""
_NUMBERS = ("int", "money", "decimal")

_Cells: TypeAlias = dict[str, dict[str, str | None]]
"""By header of the file: the field, and what was read or, where nothing was, the text."""


@dataclass(frozen=True)
class _SetAsideRows:
    """The rows of an import that were set aside, up to the most that a workbook holds."""

    rows: list[tuple[int, _Cells]]
    fields: dict[str, Field]
    """By header of the file."""
    faults: dict[tuple[int, str | None], list[tuple[Severity, str]]]
    """By line and header (None: the whole row), the gravest first: what is wrong and what to do."""
    what_to_do: str


@dataclass(frozen=True)
class _Layout:
    """Which column of the workbook holds what, by header of the file; None stands for the whole row."""

    values: dict[str | None, int]
    """Where each column of the file stands; for the whole row, where the number of its line does."""
    explanations: dict[str | None, int]
    """Where it is said what is wrong with a column, if anything is."""
    headers: dict[int, str]
    """The header of each column of the workbook."""


def rejected_workbook(cursor: duckdb.DuckDBPyConnection, batch_id: int, lang: Lang = "it") -> bytes:
    """An XLSX of the rows of an import that were set aside, to be corrected and imported again as it is.

    Each faulty cell is coloured and has a comment; to the right of each column with findings stands what is wrong,
    and what to do. Findings of whole rows are in the last column. Without rows there is the header of their lines only.
    """
    from h4a_core.records.formats import workbook_writing as book  # noqa: PLC0415 - slow, for workbooks only

    found = _set_aside_rows(cursor, batch_id, lang)
    layout = _layout(found, lang)
    workbook = book.new_workbook()
    sheet = workbook.create_sheet(_ROWS[lang])
    if found.rows:
        book.put_title(sheet, found.what_to_do)
    top = 2 if found.rows else 1
    for at, text in layout.headers.items():
        book.put_header(sheet, top, at, text, ours=at in layout.explanations.values())
    for line, (number, cells) in enumerate(found.rows, start=top + 1):
        written: dict[str | None, Cell] = {None: book.put_body(sheet, line, 1, number, "int")}
        for key, field in found.fields.items():
            value = _value(field, cells[key], lang, faulty=(number, key) in found.faults)
            written[key] = book.put_body(sheet, line, layout.values[key], value, field.kind)
        mark = _fingerprint(written[key].value for key in found.fields)
        for about, at in layout.explanations.items():
            faults = found.faults.get((number, about), [])
            words = "\n".join(message.replace("{mark}", mark) for _, message in faults)
            explanation = book.put_body(sheet, line, at, words or None, "text")
            if faults:
                book.mark(written[about], explanation, words, lightly=faults[0][0] == "warning")
    sheet.freeze_panes = sheet.cell(top + 1, 2)
    return book.saved(workbook)


def _layout(found: _SetAsideRows, lang: Lang) -> _Layout:
    """Each column of the file, with its explanations to the right; the file's own header where it is known anyway."""
    faulty = {key for _, key in found.faults}
    values: dict[str | None, int] = {None: 1}
    explanations: dict[str | None, int] = {}
    headers = {1: _ROW_HEADER[lang]}
    last = 1
    for key, field in found.fields.items():
        name = key if plain_words(key) in field.headers() else field.label[lang]
        values[key] = last = last + 1
        headers[last] = name
        if key in faulty:
            explanations[key] = last = last + 1
            headers[last] = _WRONG_HEADER[lang].format(header=name)
    if None in faulty:
        explanations[None] = last + 1
        headers[last + 1] = _WRONG_HEADER[lang].format(header=_WHOLE_ROW[lang])
    return _Layout(values, explanations, headers)


def _fingerprint(cells: Iterable[object]) -> str:
    """A short mark of the cells of a row, the same before and after a spreadsheet has kept them."""
    return hashlib.sha256("\x1f".join(map(_plain, cells)).encode()).hexdigest()[:8]


def _plain(value: object) -> str:
    text = "" if value is None else str(value).strip(SPACES).removesuffix(" 00:00:00")
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text


def _set_aside_rows(cursor: duckdb.DuckDBPyConnection, batch_id: int, lang: Lang) -> _SetAsideRows:
    rows = cursor.execute(
        "SELECT row_number, raw, table_name, invented, count(*) OVER () FROM rejected_rows "
        "JOIN batches USING (batch_id) WHERE batch_id = ? ORDER BY row_number LIMIT ?",
        [batch_id, MOST_ROWS],
    ).fetchall()
    if not rows:
        return _SetAsideRows([], {}, {}, "")
    _, _, name, invented, total = rows[0]
    table = TABLES[name]
    cells = [(number, _cells(table, json.loads(raw))) for number, raw, *_ in rows]
    fields = {key: table.field(str(cell["field"])) for key, cell in cells[0][1].items()}
    what_to_do = _WHAT_TO_DO[lang].format(table=table.label[lang])
    what_to_do += _FIRST_OF_MANY[lang].format(count=len(rows), total=total) if total > len(rows) else ""
    what_to_do += _INVENTED[lang] if invented else ""
    return _SetAsideRows(cells, fields, _faults(cursor, batch_id, dict(cells), fields, lang), what_to_do)


def _faults(
    cursor: duckdb.DuckDBPyConnection,
    batch_id: int,
    rows: dict[int, _Cells],
    fields: dict[str, Field],
    lang: Lang,
) -> dict[tuple[int, str | None], list[tuple[Severity, str]]]:
    """What is wrong with these rows of an import, as `_SetAsideRows.faults`."""
    found = cursor.execute(
        'SELECT row_number, "column", rule, message_it, message_en FROM findings WHERE batch_id = ?', [batch_id]
    ).fetchall()
    faults: dict[tuple[int, str | None], list[tuple[Severity, str]]] = defaultdict(list)
    for number, column, rule, it, en in found:
        if number in rows:
            key = column if column in fields else None
            faults[number, key].append((severity(rule), _in_place(rule, Text(it=it, en=en)[lang], lang)))
    return {key: sorted(one) for key, one in faults.items()}


def _in_place(rule: str, message: str, lang: Lang) -> str:
    """What a finding says where its row stands in a workbook by itself; `{mark}` is filled in later."""
    if severity(rule) == "warning":
        return _WARNING[lang].format(message=message)
    further = _FURTHER_CELLS[lang] if rule == "too_many_cells" else ""
    return message + further + (_STAYS_OUT[lang] if rule in _UNSEEN_IN_WORKBOOK else "")


def _cells(table: Table, raw: dict[str, Any]) -> _Cells:
    """The cells of a row as they are kept; older imports kept the texts alone, under the file's headers."""
    if all(isinstance(cell, dict) for cell in raw.values()):
        return raw
    known = {header: field.name for field in table.fields for header in field.headers()}
    return {
        key: {"field": known[plain_words(key)], "read": None, "text": text}
        for key, text in raw.items()
        if plain_words(key) in known
    }


def _value(field: Field, cell: dict[str, str | None], lang: Lang, *, faulty: bool) -> object:
    """What was read, as a day, number or word of ours; else the text as it stood in the file."""
    read, text = cell["read"], cell["text"]
    if read is None:
        return f"{text}{UNSETTLED}" if text is not None and faulty and _readable(field, text) else text
    if field.kind == "date":
        return date.fromisoformat(read)
    if field.kind in _NUMBERS:
        return Decimal(read)
    return next(code.label[lang] for code in field.codes if code.name == read)


def _readable(field: Field, text: str) -> bool:
    """Whether a text that was set aside could be read by itself, or would be asked about."""
    if field.kind == "date":
        day = parse_day(text)
        return day is not None and bool(day.orders())
    return field.kind in _NUMBERS and bool(readings(field, text))


@dataclass(frozen=True)
class CorrectedRows:
    """The rows that came back, under the headers of the file; the table, if the first line still names it."""

    sheet: Sheet
    profile: Profile | None
    answers: dict[str, str]
    notes: tuple[Text, ...]


def read_corrected_rows(sheet: Sheet, monitor: ProgressMonitor) -> CorrectedRows | None:
    """What a sheet holds that was made by `rejected_workbook`; None for any other sheet.

    Raises UnreadableFileError where it was saved as a text file with a quote that never closes.
    """
    ours = [place for place, header in enumerate(sheet.headers) if _is_ours(header)]
    if not ours:
        return None
    sheet = with_rows_read(sheet, monitor)
    kept = [place for place in range(len(sheet.headers)) if place not in ours]
    rows, returned = [], []
    for line, cells in sheet.rows:
        own = [cells[place] for place in kept]
        if _is_untouched(own, [cells[place] for place in ours]):
            returned.append(line)
        else:
            rows.append((line, _without_apostrophes(own)))
    notes = [_OURS]
    if returned:
        notes.append(_UNTOUCHED.format(count=len(returned)))
    answers = _IN_A_WORKBOOK if sheet.separator is None else {}
    profile = _profile_of(sheet.preamble)
    headers = tuple(sheet.headers[place] for place in kept)
    sheet = replace(sheet, headers=headers, rows=tuple(rows), returned=tuple(returned))
    return CorrectedRows(sheet, profile, dict(answers), tuple(notes))


def _is_ours(header: str) -> bool:
    plain = plain_words(header)
    endings = tuple(plain_words(words.format(header="")) for words in (_WRONG_HEADER.it, _WRONG_HEADER.en))
    return plain.endswith(endings) or plain in {plain_words(_ROW_HEADER.it), plain_words(_ROW_HEADER.en)}


def _is_untouched(cells: Cells, explanations: Cells) -> bool:
    """Whether an explanation still bears the fingerprint of the row."""
    marks = {mark for one in explanations if one for mark in _MARK.findall(one)}
    return bool(marks) and _fingerprint(cells) in marks


def _without_apostrophes(cells: Cells) -> Cells:
    """The cells without the apostrophe that kept them from being formulas."""
    return [cell and with_formula(cell) for cell in cells]


def _profile_of(preamble: str) -> Profile | None:
    """The table that the first line names, as a profile without further columns."""
    words = {plain_words(line.split(":")[0]) for line in preamble.splitlines()}
    named = [one for one in TABLES.values() if words & {plain_words(one.label.it), plain_words(one.label.en)}]
    return Profile(name=named[0].label.it, table=named[0].name, columns={}) if named else None
