"""Changes that keep the meaning of a file."""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from h4a_core.tables.fields import Field, code_spelling
from tests.metamorphic.made import MONTHS, Cells, Doc

Change = Callable[[Doc, random.Random], None]
NUMBERS = ("int", "money", "decimal")


def _set(**values: object) -> Change:
    def change(doc: Doc, _: random.Random) -> None:
        for name, value in values.items():
            setattr(doc, name, value)

    return change


def columns_in_another_order(doc: Doc, draw: random.Random) -> None:
    order = list(range(len(doc.headers)))
    draw.shuffle(order)
    doc.headers, doc.fields = [doc.headers[at] for at in order], [doc.fields[at] for at in order]
    doc.rows = [[row[at] for at in order] for row in doc.rows]


def rows_in_another_order(doc: Doc, draw: random.Random) -> None:
    draw.shuffle(doc.rows)


def blank_lines(doc: Doc, draw: random.Random) -> None:
    doc.after.setdefault(draw.randrange(len(doc.rows)), []).append([""])


def lines_of_separators(doc: Doc, _: random.Random) -> None:
    doc.below += [[None] * len(doc.headers)] * 2


def title(doc: Doc, _: random.Random) -> None:
    doc.above += [["Estrazione del 03/11/2025"], ["Settore Casa", None, "pagina 1"]]


def title_with_blanks(doc: Doc, _: random.Random) -> None:
    doc.above += [["COMUNE DI PROVA"], [""], ["elenco dei nuclei"], [""]]


def source_below(doc: Doc, _: random.Random) -> None:
    doc.below += [["Fonte: gestionale interno, estratto il 3 novembre"]]


def header_again(doc: Doc, draw: random.Random) -> None:
    doc.after.setdefault(draw.randrange(len(doc.rows) - 1), []).append(list(doc.headers))


def _figures(doc: Doc, rows: list[list[object]], what: str) -> Cells:
    cells: Cells = [None] * len(doc.headers)
    for place, one in enumerate(doc.fields):
        values = [row[place] for row in rows if isinstance(row[place], Decimal)]
        if one is None or one.kind not in NUMBERS or not values:
            continue
        total = sum(values, Decimal(0))
        if what == "mean":
            total = (total / len(values)).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
        elif what == "count":
            total = Decimal(len(values))
        cells[place] = doc.amount(total) if one.kind != "int" or what == "mean" else str(total)
    label = next((at for at, one in enumerate(doc.fields) if one and one.name == "household_id"), 0)
    cells[label] = "Totale"
    return cells


def total(doc: Doc, _: random.Random) -> None:
    doc.below.append(_figures(doc, doc.rows, "sum"))


def means(doc: Doc, _: random.Random) -> None:
    doc.below.append(_figures(doc, doc.rows, "mean"))


def counts(doc: Doc, _: random.Random) -> None:
    doc.below.append(_figures(doc, doc.rows, "count"))


def subtotals(doc: Doc, draw: random.Random) -> None:
    at = draw.randrange(1, len(doc.rows) - 1)
    for place, rows in ((at, doc.rows[: at + 1]), (len(doc.rows) - 1, doc.rows[at + 1 :])):
        cells = _figures(doc, rows, "sum")
        cells[cells.index("Totale")] = "Subtotale"
        doc.after.setdefault(place, []).append(cells)
    doc.below.append(_figures(doc, doc.rows, "sum"))


def _renamed(name: Callable[[Field, random.Random], str]) -> Change:
    def change(doc: Doc, draw: random.Random) -> None:
        doc.headers = [name(one, draw) if one else header for one, header in zip(doc.fields, doc.headers, strict=True)]

    return change


def _with_column(doc: Doc, header: str, values: list[str | None], at: int) -> None:
    doc.headers.insert(at, header)
    doc.fields.insert(at, None)
    for row, value in zip(doc.rows, values, strict=True):
        row.insert(at, value)
    for lines in (doc.below, *doc.after.values()):
        for cells in lines:
            if len(cells) == len(doc.headers) - 1:
                cells.insert(at, None)


def unread_column(doc: Doc, draw: random.Random) -> None:
    _with_column(doc, "Annotazioni", ["visto"] * len(doc.rows), draw.randrange(1, len(doc.headers) + 1))


def empty_column(doc: Doc, draw: random.Random) -> None:
    _with_column(doc, "", [None] * len(doc.rows), draw.randrange(1, len(doc.headers)))


def cells_of_several_lines(doc: Doc, draw: random.Random) -> None:
    texts: list[str | None] = ["prima nota\nseconda nota", "una\n\naltra; e ancora", 'detto "sì"\na voce', None]
    values = [draw.choice(texts) for _ in doc.rows]
    _with_column(doc, "Annotazioni", values, draw.randrange(1, len(doc.headers) + 1))


def short_day(day: date) -> str:
    return f"{day.day}-{MONTHS[day.month - 1][:3]}-{day.year}"


def _grouped(amount: Decimal, group: str, sign: str) -> str:
    whole, _, cents = f"{amount:,.2f}".partition(".")
    return whole.replace(",", group) + sign + cents


def english(one: Field, word: str) -> str:
    """The English word of the same code."""
    name = one.code_words()[code_spelling(word)]
    return next(code.label.en for code in one.codes if code.name == name)


CHANGES: dict[str, Change] = {
    "UTF-8 with its mark": _set(encoding="utf-8-sig"),
    "UTF-16": _set(encoding="utf-16"),
    "UTF-16 without its mark": _set(encoding="utf-16-le"),
    "cp1252": _set(encoding="cp1252"),
    "ISO 8859-15": _set(encoding="iso-8859-15"),
    "comma as separator": _set(separator=",", quote_all=True),
    "tab": _set(separator="\t"),
    "bar": _set(separator="|"),
    "CRLF": _set(newline="\r\n"),
    "CR": _set(newline="\r"),
    "all cells quoted": _set(quote_all=True),
    "separator at line ends": _set(line_end=";"),
    "columns in another order": columns_in_another_order,
    "rows in another order": rows_in_another_order,
    "blank lines": blank_lines,
    "lines of separators": lines_of_separators,
    "title": title,
    "title with blank lines": title_with_blanks,
    "source below": source_below,
    "header again": header_again,
    "total": total,
    "means": means,
    "counts": counts,
    "subtotals and total": subtotals,
    "days as 2022-08-13": _set(day=lambda day: day.isoformat()),
    "days as 13.08.2022": _set(day=lambda day: day.strftime("%d.%m.%Y")),
    "days as 13-08-2022": _set(day=lambda day: day.strftime("%d-%m-%Y")),
    "days as 13 agosto 2022": _set(day=lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}"),
    "days as 13-ago-2022": _set(day=short_day),
    "days with a time": _set(day=lambda day: f"{day.isoformat()} 00:00:00"),
    "amounts as 1.234,50": _set(amount=lambda amount: _grouped(amount, ".", ",")),
    "amounts as € 1.234,50": _set(amount=lambda amount: "€ " + _grouped(amount, ".", ",")),
    "amounts as 1234.50": _set(amount=lambda amount: f"{amount:.2f}"),
    "amounts as 1 234,50 EUR": _set(amount=lambda amount: _grouped(amount, " ", ",") + " EUR"),
    "English headers": _renamed(lambda one, _: one.label.en),
    "names of fields as headers": _renamed(lambda one, _: one.name),
    "synonyms as headers": _renamed(lambda one, draw: draw.choice([one.label.it, *one.aliases])),
    "headers in capitals": _renamed(lambda one, _: f" {one.label.it.upper()} "),
    "English words": _set(word=english),
    "words in capitals": _set(word=lambda _, word: f"{word.upper()} "),
    "spaces around cells": _set(cell=lambda cell: f" {cell}\u00a0"),
    "codes as formulas": _set(code=lambda code: f'="{code}"'),
    "n.d. for nothing": _set(blank="n.d."),
    "- for nothing": _set(blank="-"),
    "NULL for nothing": _set(blank="NULL"),
    "a column not read": unread_column,
    "an empty column": empty_column,
    "cells of several lines": cells_of_several_lines,
    "XLSX": _set(container="xlsx"),
    "XLSX of texts": _set(container="xlsx_text"),
    "XLSX with a sheet of notes": _set(container="xlsx_notes"),
    "ODS": _set(container="ods"),
    "HTML named .xls": _set(container="html"),
    "SpreadsheetML": _set(container="xml"),
    "ZIP": _set(container="zip"),
    "two files": _set(parts=2),
    "two sheets": _set(parts=2, container="xlsx"),
    "ZIP of two files": _set(parts=2, container="zip"),
}
"""By name; those that add lines of figures come after those that say how figures are written."""
_FIGURES = {"total", "means", "counts", "subtotals and total"}
_IN_PARTS = {"two files", "two sheets", "ZIP of two files"}
_WORKBOOKS = {"XLSX", "XLSX of texts", "XLSX with a sheet of notes", "two sheets"}
EXCLUDED = [
    _FIGURES,
    {*_IN_PARTS, *_FIGURES, "header again"},
    {"separator at line ends", "comma as separator", "tab", "bar"},
    {"CR", "cells of several lines"},
    {"codes as formulas", "all cells quoted", "comma as separator", "spaces around cells"},
    {"codes as formulas", *_WORKBOOKS},
]
"""Of each set at most one change is made at a time."""


def together(names: list[str]) -> list[str]:
    """The changes in the order in which they are to be made, without those that exclude each other."""
    kept: list[str] = []
    for name in names:
        if not any(name in one and one & set(kept) for one in EXCLUDED):
            kept.append(name)
    late = {"header again", *_FIGURES}
    early = {"rows in another order", "columns in another order"}
    return sorted(kept, key=lambda name: (name in late) - (name in early))
