"""Takes out of a typed table the lines that are no records; totals among them are held against the rows."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from h4a_core.records.cells.blanks import is_blank
from h4a_core.records.cells.notation import Notation
from h4a_core.records.cells.numbers import readings
from h4a_core.records.formats.frames import Cells
from h4a_core.records.formats.line_tally import Why, code_format
from h4a_core.records.formats.sheets import Sheet
from h4a_core.records.intake.accounts import LeftOutLine
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.total_lines import WORDS, Explained, Stretch, explain, is_total_label
from h4a_core.records.intake.typing_sql import blank_sql
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.records.intake.units import is_converted
from h4a_core.tables.fields import Field, plain_words
from h4a_core.text import Text

_NUMBERS = ("int", "money", "decimal")
_TOTAL = r"^\s*(gran |sub ?)?(total|tot\b|somma\b|sum\b)"
_COUNTED_IN_LABEL = re.compile(r":\s*([0-9]{1,7})\b")
_COUNTED = re.compile(r"([0-9]{1,7})\s+[a-zà-ù]{3,}", re.IGNORECASE)
_FIGURE = Field("total", "money", Text(it="totale", en="total"), Text(it="", en=""))


@dataclass(frozen=True)
class LeftOut:
    """The lines of a table that are no records, and the first total line with a figure that nobody can explain."""

    lines: tuple[LeftOutLine, ...] = ()
    doubtful: tuple[int, tuple[Explained, ...]] | None = None


def leave_out_non_records(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping) -> LeftOut:
    """Take out lines of totals, remarks, repeated headers and lines with no recognised cell: they are no families."""
    tables = typed.tables
    if not cursor.execute(f"SELECT 1 FROM {tables.by_value} WHERE doubtful LIMIT 1").fetchall():
        return LeftOut()
    found = _non_records(cursor, typed, mapping)
    if not found:
        return LeftOut()
    totals = [(ordinal, line, cells) for ordinal, line, why, cells in found if why == "total"]
    cursor.execute(
        f"DELETE FROM {tables.by_value} WHERE ordinal IN (SELECT unnest(?))", [[ordinal for ordinal, *_ in found]]
    )
    explained = dict(zip([line for _, line, _ in totals], _explained(cursor, typed, mapping, totals), strict=True))
    headers = typed.sheet.headers
    lines = tuple(
        LeftOutLine(line, why, _about(explained.get(line, []), headers) if why == "total" else None)
        for _, line, why, _ in found
    )
    doubtful = next(
        (
            (line, tuple(one for one in figures if one.meaning is None))
            for line, figures in explained.items()
            if any(one.meaning is None for one in figures)
        ),
        None,
    )
    return LeftOut(lines, doubtful)


def _non_records(
    cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping
) -> list[tuple[int, int, Why, Cells]]:
    """Ordinal, line, reason and cells of the rows that are no records."""
    width = len(typed.sheet.headers)
    used = [f"s.c{position}" for position in sorted(mapping.positions.values())]
    every = [f"s.c{position}" for position in range(width)]
    blank = " AND ".join(blank_sql(cell) for cell in used)
    total = " OR ".join(f"coalesce(regexp_matches(lower({cell}), '{_TOTAL}'), false)" for cell in every)
    filled = " + ".join(f"if({blank_sql(cell)}, 0, 1)" for cell in every)
    first = min(mapping.positions.values())
    header = f"s.c{first} = ?"
    missing = " OR ".join(f't."{field.name}" IS NULL' for field in mapping.table.fields if field.required)
    rows = cursor.execute(
        f"SELECT t.ordinal, t.row_number, {', '.join(every)} FROM {typed.tables.by_value} t "
        f"JOIN {typed.tables.text_rows} s ON s.ordinal = t.ordinal WHERE t.doubtful AND ({missing}) "
        f"AND (({blank}) OR {total} OR {filled} = 1 OR {header}) ORDER BY t.ordinal",
        [typed.sheet.headers[first]],
    ).fetchall()
    if not rows:
        return []
    formats = _code_formats(cursor, typed, mapping)
    found: list[tuple[int, int, Why, Cells]] = []
    for ordinal, line, *cells in rows:
        why = _why(list(cells), typed.sheet, mapping, formats)
        if why is not None:
            found.append((ordinal, line, why, list(cells)))
    return found


def _code_formats(cursor: duckdb.DuckDBPyConnection, typed: TypedTable, mapping: ColumnMapping) -> set[str]:
    """The formats of the first codes of the table's key."""
    key = mapping.table.key[0]
    source = typed.tables.one_pass if typed.in_one_pass else typed.tables.by_value
    codes = cursor.execute(f'SELECT CAST("{key}" AS VARCHAR) FROM {source} WHERE NOT doubtful LIMIT 1000').fetchall()
    return {code_format(code) for (code,) in codes if code} - {""}


def _why(cells: Cells, sheet: Sheet, mapping: ColumnMapping, formats: set[str]) -> Why | None:
    """Why a row is no record; None if it may be one."""
    filled = [cell for cell in cells if cell is not None and not is_blank(cell)]
    labelled = any(is_total_label(cell) for cell in filled)
    if all(is_blank(cells[place]) for place in mapping.positions.values()):
        return "total" if labelled else "blank"
    if _repeats_header(cells, sheet):
        return "header"
    if labelled and _has_no_code(cells, mapping):
        return "total"
    if len(filled) == 1 and re.search(r"\s", filled[0].strip()) and code_format(filled[0]) not in formats:
        return "note"
    return None


def _has_no_code(cells: Cells, mapping: ColumnMapping) -> bool:
    """Whether the first column of the key is not there, empty, or holds the word for a total."""
    place = mapping.positions.get(mapping.table.key[0])
    key = None if place is None else cells[place]
    return key is None or is_blank(key) or is_total_label(key)


def _repeats_header(cells: Cells, sheet: Sheet) -> bool:
    both = zip(cells, sheet.headers, strict=True)
    return all(plain_words(cell) == plain_words(header) for cell, header in both if cell)


def _about(figures: list[Explained], headers: tuple[str, ...]) -> Text | None:
    """What each figure of a total line is, in words."""
    told = [(headers[one.position], shown(one.value), WORDS[one.meaning]) for one in figures if one.meaning]
    if not told:
        return None
    return Text(
        it=", ".join(f"«{header}» {value} = {what.it}" for header, value, what in told),
        en=", ".join(f'"{header}" {value} = {what.en}' for header, value, what in told),
    )


def shown(value: Decimal) -> str:
    """A figure without zeros that say nothing."""
    return f"{value.normalize():f}"


def _explained(
    cursor: duckdb.DuckDBPyConnection,
    typed: TypedTable,
    mapping: ColumnMapping,
    totals: list[tuple[int, int, Cells]],
) -> list[list[Explained]]:
    """For each total line what its figures are."""
    figures = [_figures(typed, mapping, cells) for _, _, cells in totals]
    places = sorted({place for one in figures for place in one})
    if not places:
        return [[] for _ in totals]
    stretches = _stretches(cursor, typed, mapping, [ordinal for ordinal, *_ in totals], places)
    return list(explain(stretches, figures))


def _figures(typed: TypedTable, mapping: ColumnMapping, cells: Cells) -> dict[int, Decimal]:
    """The numbers of a total line by the place of their column; those of columns that were not read are left out."""
    fields = _fields_as_written(mapping)
    found = {}
    for place, cell in enumerate(cells):
        if cell is None or is_blank(cell) or (typed.in_one_pass and place not in fields):
            continue
        value = _figure(cell, typed.notations.by_field.get(fields.get(place, ""), Notation()), typed)
        if value is not None:
            found[place] = value
    return found


def _fields_as_written(mapping: ColumnMapping) -> dict[int, str]:
    """The field of each place, without those whose values are stored in another unit than the file's."""
    return {
        place: name
        for name, place in mapping.positions.items()
        if not is_converted(mapping.table.field(name), mapping.units.get(name))
    }


def _figure(cell: str, notation: Notation, typed: TypedTable) -> Decimal | None:
    counted = _COUNTED_IN_LABEL.search(cell) if is_total_label(cell) else _COUNTED.fullmatch(cell.strip())
    if counted:
        return Decimal(counted[1])
    possible = readings(_FIGURE, cell)
    sign = notation.decimal_sign or next(
        (one.decimal_sign for one in typed.notations.by_field.values() if one.decimal_sign), None
    )
    if len(set(possible.values())) <= 1:
        return next(iter(possible.values()), None)
    return possible.get(sign or "comma")


def _stretches(
    cursor: duckdb.DuckDBPyConnection,
    typed: TypedTable,
    mapping: ColumnMapping,
    totals: list[int],
    places: list[int],
) -> list[Stretch]:
    """The rows before each total line and after the last, counted and added up."""
    fields = _fields_as_written(mapping)
    names = {place: name for place, name in fields.items() if mapping.table.field(name).kind in _NUMBERS}
    columns = [f'"{names[place]}"' if place in names else _as_number(typed, fields, place) for place in places]
    numbers = [f"{column} AS n{place}" for place, column in zip(places, columns, strict=True)]
    rows = (
        "SELECT t.ordinal, "
        + ", ".join([*numbers, *(f"({_filled(place, fields)}) AS f{place}" for place in places)])
        + f" FROM {typed.tables.by_value} t JOIN {typed.tables.text_rows} s ON s.ordinal = t.ordinal"
    )
    if typed.in_one_pass:
        sure = ", ".join([*numbers, *(f'"{fields[place]}" IS NOT NULL AS f{place}' for place in places)])
        rows += f" UNION ALL SELECT rowid AS ordinal, {sure} FROM {typed.tables.one_pass} WHERE NOT doubtful"
    selected = ", ".join(f"sum(n{place}), count(*) FILTER (f{place})" for place in places)
    found = {
        at: numbers
        for at, *numbers in cursor.execute(
            f"SELECT coalesce(b.stretch, 0), count(*), {selected} FROM ({rows}) r ASOF LEFT JOIN "
            "(SELECT unnest(?::BIGINT[]) AS ordinal, unnest(range(1, ?)) AS stretch) b ON r.ordinal >= b.ordinal "
            "GROUP BY ALL",
            [totals, len(totals) + 1],
        ).fetchall()
    }
    empty = [0, *([None, 0] * len(places))]
    return [_stretch(places, found.get(at, empty)) for at in range(len(totals) + 1)]


def _stretch(places: list[int], numbers: list[object]) -> Stretch:
    rows, *rest = numbers
    sums = {place: Decimal(str(rest[2 * at] or 0)) for at, place in enumerate(places)}
    filled = {place: int(str(rest[2 * at + 1])) for at, place in enumerate(places)}
    return Stretch(int(str(rows)), sums, filled)


def _filled(place: int, fields: Mapping[int, str]) -> str:
    return f"NOT {blank_sql(f's.c{place}')}" if place not in fields else f"s.c{place} IS NOT NULL"


def _as_number(typed: TypedTable, fields: Mapping[int, str], place: int) -> str:
    """SQL of a cell of a column that is not stored as a number, read as one if it is."""
    if place in fields:
        return "CAST(NULL AS DECIMAL(18,2))"
    sign = next((one.decimal_sign for one in typed.notations.by_field.values() if one.decimal_sign), "comma")
    raw = f"regexp_replace(s.c{place}, '[€\\s\\xa0]', '', 'g')"
    comma = f"replace(replace({raw}, '.', ''), ',', '.')"
    point = f"replace({raw}, ',', '')"
    plain = f"CASE WHEN regexp_full_match({raw}, '-?[0-9]+([.][0-9]{{1,2}})?') THEN {raw} END"
    return f"TRY_CAST(coalesce({plain}, {comma if sign == 'comma' else point}) AS DECIMAL(18,2))"
