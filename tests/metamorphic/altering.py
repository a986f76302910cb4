"""Changes that alter the meaning of a file, which the file itself, its fellows or the store betray."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from openpyxl import load_workbook

from tests.metamorphic.keeping import CHANGES, NUMBERS
from tests.metamorphic.made import Doc, as_csv, as_xlsx, typed, written

Files: TypeAlias = list[tuple[str, bytes]]
Alteration: TypeAlias = Callable[[Doc, random.Random], Files]


def _place(doc: Doc, *kinds: str) -> int | None:
    return next(
        (at for at, one in enumerate(doc.fields) if one and one.kind in kinds and (one.required or one.codes)), None
    )


def _named(doc: Doc, name: str) -> int | None:
    return next((at for at, one in enumerate(doc.fields) if one and one.name == name), None)


def _one_file(doc: Doc, data: bytes) -> Files:
    return [(doc.name, data)]


def _with_notes(doc: Doc, draw: random.Random) -> None:
    CHANGES["a column not read"](doc, draw)


def quote_that_swallows_rows(doc: Doc, draw: random.Random) -> Files:
    _with_notes(doc, draw)
    place, rows = doc.headers.index("Annotazioni"), sorted(draw.sample(range(len(doc.rows)), 2))
    doc.rows[rows[0]][place], doc.rows[rows[1]][place] = "#A", "#B"
    return _one_file(doc, as_csv(doc).replace(b"#A", b'"visto').replace(b"#B", b'visto"'))


def quote_that_never_closes(doc: Doc, draw: random.Random) -> Files:
    _with_notes(doc, draw)
    doc.rows[draw.randrange(len(doc.rows) - 1)][doc.headers.index("Annotazioni")] = "#A"
    return _one_file(doc, as_csv(doc).replace(b"#A", b'"visto'))


def _changed_figure(doc: Doc, draw: random.Random) -> None:
    place = draw.choice([at for at, one in enumerate(doc.fields) if one and one.kind in NUMBERS and _filled(doc, at)])
    row = draw.choice([row for row in doc.rows if isinstance(row[place], Decimal)])
    value = row[place]
    assert isinstance(value, Decimal)
    row[place] = value + 1


def _filled(doc: Doc, place: int) -> bool:
    return any(isinstance(row[place], Decimal) for row in doc.rows)


def _against(lines: str) -> Alteration:
    def alter(doc: Doc, draw: random.Random) -> Files:
        CHANGES[lines](doc, draw)
        _changed_figure(doc, draw)
        return written(doc)

    return alter


def row_gone_under_total(doc: Doc, draw: random.Random) -> Files:
    CHANGES["total"](doc, draw)
    del doc.rows[draw.randrange(len(doc.rows))]
    return written(doc)


def row_gone_under_counts(doc: Doc, draw: random.Random) -> Files:
    CHANGES["counts"](doc, draw)
    del doc.rows[draw.randrange(len(doc.rows))]
    return written(doc)


def row_twice_under_total(doc: Doc, draw: random.Random) -> Files:
    CHANGES["total"](doc, draw)
    doc.rows.append(list(draw.choice(doc.rows)))
    return written(doc)


def row_twice(doc: Doc, draw: random.Random) -> Files:
    doc.rows.append(list(draw.choice(doc.rows)))
    return written(doc)


def key_twice_with_other_values(doc: Doc, draw: random.Random) -> Files:
    row = draw.choice(doc.rows)
    doc.rows.append(_otherwise(doc, row))
    return written(doc)


def _otherwise(doc: Doc, row: list[object]) -> list[object]:
    """The same key with another value that could be true."""
    other, key = list(row), _key(doc)
    for at, one in enumerate(doc.fields):
        if one is None or one.name in key:
            continue
        value = other[at]
        if one.kind in {"money", "decimal"} and isinstance(value, Decimal):
            other[at] = value + 1
            return other
        if one.codes and isinstance(value, str):
            other[at] = next(code.label.it for code in one.codes if code.label.it.lower() != value.lower())
            return other
    return other


def _key(doc: Doc) -> tuple[str, ...]:
    from h4a_core.tables.registry import TABLES  # noqa: PLC0415 - one look

    return TABLES[doc.table].key


def contradicting_sheet(doc: Doc, draw: random.Random) -> Files:
    old = replace(doc, rows=[_otherwise(doc, draw.choice(doc.rows))])
    return [(doc.name.replace(".csv", ".xlsx"), as_xlsx([("Dati", typed(doc)), ("Riepilogo", typed(old))]))]


def contradicting_file(doc: Doc, draw: random.Random) -> Files:
    old = replace(doc, rows=[_otherwise(doc, draw.choice(doc.rows))])
    return [(doc.name, as_csv(doc)), (f"vecchio_{doc.name}", as_csv(old))]


def hidden_old_sheet(doc: Doc, draw: random.Random) -> Files:
    old = replace(doc, rows=[_otherwise(doc, draw.choice(doc.rows))])
    data = as_xlsx([("Dati", typed(doc)), ("Vecchio", typed(old))], hidden="Vecchio")
    return [(doc.name.replace(".csv", ".xlsx"), data)]


def two_encodings(doc: Doc, draw: random.Random) -> Files:
    _with_notes(doc, draw)
    place = doc.headers.index("Annotazioni")
    for row in doc.rows:
        row[place] = "più città"
    data = as_csv(doc)
    at = draw.randrange(len(doc.rows))
    lines = data.split(b"\n")
    lines[at + 1] = lines[at + 1].decode().encode("cp1252")
    return _one_file(doc, b"\n".join(lines))


def one_utf8_line_in_cp1252(doc: Doc, draw: random.Random) -> Files:
    _with_notes(doc, draw)
    place = doc.headers.index("Annotazioni")
    for row in doc.rows:
        row[place] = "più città"
    lines = as_csv(doc).split(b"\n")
    at = draw.randrange(len(doc.rows)) + 1
    return _one_file(doc, b"\n".join(one if n == at else one.decode().encode("cp1252") for n, one in enumerate(lines)))


def _cell(kind: tuple[str, ...], text: Callable[[str], str]) -> Alteration:
    """One cell of a kind written otherwise."""

    def alter(doc: Doc, draw: random.Random) -> Files:
        place = _place(doc, *kind)
        assert place is not None
        row = draw.choice(doc.rows)
        one = doc.fields[place]
        row[place] = text(doc.text(one, row[place]))
        return written(replace(doc, word=lambda _, word: word))

    return alter


def end_before_start(doc: Doc, draw: random.Random) -> Files:
    names = {"households": ("application_date", "enrolled_date"), "tenancies": ("signed_date", "end_date")}
    first, second = names.get(doc.table, ("start_date", "end_date"))
    start, end = _named(doc, first), _named(doc, second)
    assert start is not None
    assert end is not None
    row = draw.choice(doc.rows)
    day = row[start]
    assert isinstance(day, date)
    row[end] = day - timedelta(days=400)
    return written(doc)


def more_minors_than_people(doc: Doc, draw: random.Random) -> Files:
    row = draw.choice(doc.rows)
    row[_named(doc, "minors") or 0] = Decimal(20)
    return written(doc)


def separator_lost(doc: Doc, draw: random.Random) -> Files:
    lines = as_csv(doc).split(b"\n")
    at = draw.randrange(1, len(doc.rows) + 1)
    lines[at] = lines[at].replace(b";", b" ", 1)
    return _one_file(doc, b"\n".join(lines))


def separator_too_many(doc: Doc, draw: random.Random) -> Files:
    lines = as_csv(doc).split(b"\n")
    at = draw.randrange(1, len(doc.rows) + 1)
    lines[at] = lines[at].replace(b";", b";x;", 1)
    return _one_file(doc, b"\n".join(lines))


def cut_in_a_row(doc: Doc, draw: random.Random) -> Files:
    lines = as_csv(doc).split(b"\n")
    at = draw.randrange(2, len(doc.rows) + 1)
    return _one_file(doc, b"\n".join([*lines[:at], lines[at].split(b";")[0]]))


def line_break_lost(doc: Doc, draw: random.Random) -> Files:
    lines = as_csv(doc).split(b"\n")
    at = draw.randrange(1, len(doc.rows))
    return _one_file(doc, b"\n".join([*lines[:at], lines[at] + b";" + lines[at + 1], *lines[at + 2 :]]))


def unknown_household(doc: Doc, draw: random.Random) -> Files:
    draw.choice(doc.rows)[_named(doc, "household_id") or 0] = "DEMO-9999999"
    return written(doc)


def cost_a_thousand_times(doc: Doc, draw: random.Random) -> Files:
    row, place = draw.choice(doc.rows), _named(doc, "daily_cost")
    assert place is not None
    value = row[place]
    assert isinstance(value, Decimal)
    row[place] = value * 1000
    return written(doc)


def future_survey(doc: Doc, draw: random.Random) -> Files:
    draw.choice(doc.rows)[_named(doc, "date") or 0] = date(2099, 1, 1)
    return written(doc)


def _formulas(doc: Doc, *, zero: bool) -> Files:
    book = load_workbook(io.BytesIO(as_xlsx([("Dati", typed(doc))])))
    sheet = book.worksheets[0]
    place = _place(doc, *NUMBERS)
    assert place is not None
    for line in range(2, len(doc.rows) + 2):
        sheet.cell(line, place + 1).value = "=1+2"
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    if zero:
        data = _saved_as_zero(data)
    return [(doc.name.replace(".csv", ".xlsx"), data)]


def _saved_as_zero(data: bytes) -> bytes:
    """What XlsxWriter writes: formulas with the result 0, and the wish that they be calculated when opened."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(stream, "w") as made:
        for name in book.namelist():
            content = book.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b"</f><v/>", b"</f><v>0</v>").replace(b"</f><v></v>", b"</f><v>0</v>")
                content = content.replace(b"</f><v />", b"</f><v>0</v>")
            made.writestr(name, content)
    return stream.getvalue()


def columns_swapped_in_one_row(doc: Doc, draw: random.Random) -> Files:
    code = _place(doc, "enum", "text")
    number = _place(doc, "date")
    assert code is not None
    assert number is not None
    row = draw.choice(doc.rows)
    lines = [list(line) for line in doc.texts()]
    at = doc.rows.index(row) + 1
    lines[at][code], lines[at][number] = lines[at][number], lines[at][code]
    return _one_file(doc, as_csv(doc, lines))


_DATED = frozenset({"nuclei.csv", "contratti.csv", "albergamenti.csv", "storico_albergamenti.csv"})
_NUMBERED = frozenset(
    {"nuclei.csv", "contratti.csv", "albergamenti.csv", "accompagnamento.csv", "storico_albergamenti.csv"}
)
_COSTS = frozenset({"storico_albergamenti.csv"})
_OF_HOUSEHOLDS = frozenset({"contratti.csv", "albergamenti.csv", "questionari.csv", "accompagnamento.csv"})
_CODED = frozenset({"nuclei.csv", "contratti.csv", "albergamenti.csv", "questionari.csv", "storico_albergamenti.csv"})
_ALL = _NUMBERED | {"questionari.csv"}

ALTERATIONS: dict[str, tuple[frozenset[str], Alteration]] = {
    "a quote that swallows rows": (_ALL, quote_that_swallows_rows),
    "a quote that never closes": (_ALL, quote_that_never_closes),
    "a figure changed against the total": (_NUMBERED, _against("total")),
    "a figure changed against the means": (_COSTS, _against("means")),
    "a figure changed against subtotals": (_NUMBERED, _against("subtotals and total")),
    "a row gone above the total": (_NUMBERED - {"albergamenti.csv"}, row_gone_under_total),
    "a row gone above the counts": (_NUMBERED, row_gone_under_counts),
    "a row twice above the total": (_NUMBERED, row_twice_under_total),
    "a row twice": (_ALL, row_twice),
    "a key twice with other values": (_CODED, key_twice_with_other_values),
    "a contradicting sheet": (_CODED, contradicting_sheet),
    "a contradicting file": (_CODED, contradicting_file),
    "a hidden old sheet": (_CODED, hidden_old_sheet),
    "a line of cp1252 in UTF-8": (_ALL, two_encodings),
    "a line of UTF-8 in cp1252": (_ALL, one_utf8_line_in_cp1252),
    "a day that does not exist": (_ALL, _cell(("date",), lambda _: "31/02/2022")),
    "a day with the month first": (_ALL, _cell(("date",), lambda _: "12/31/2021")),
    "a day without its year": (_ALL, _cell(("date",), lambda text: text[:5])),
    "a letter for a figure": (_NUMBERED, _cell(NUMBERS, lambda text: f"{text}O")),
    "a minus before a figure": (_COSTS, _cell(("money",), lambda text: f"-1{text}")),
    "a word bent": (_CODED, _cell(("enum",), lambda text: f"{text}x")),
    "a required cell emptied": (_ALL, _cell(("date",), lambda _: "")),
    "the error of a formula": (_ALL, _cell(("date",), lambda _: "#RIF!")),
    "an end before its start": (_DATED, end_before_start),
    "more minors than people": (frozenset({"nuclei.csv"}), more_minors_than_people),
    "a separator lost": (_ALL, separator_lost),
    "a separator too many": (_ALL, separator_too_many),
    "a file cut within a row": (_ALL, cut_in_a_row),
    "a line break lost": (_ALL, line_break_lost),
    "a household nobody knows": (_OF_HOUSEHOLDS, unknown_household),
    "a cost a thousand times too high": (_COSTS, cost_a_thousand_times),
    "a survey in the future": (frozenset({"questionari.csv"}), future_survey),
    "formulas without results": (_NUMBERED, lambda doc, _: _formulas(doc, zero=False)),
    "formulas with the writer's 0": (_NUMBERED, lambda doc, _: _formulas(doc, zero=True)),
    "two cells of a row swapped": (_CODED, columns_swapped_in_one_row),
}
"""By name: the files it can be made in, and how."""
