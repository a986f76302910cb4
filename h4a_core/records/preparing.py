"""Types a sheet before anything is written: in one pass where its cells are written as usual, else cell by cell."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import tempfile
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace

import duckdb

from h4a_core.records.days import read_day, usual_format
from h4a_core.records.fields import Field, plain_words
from h4a_core.records.limits import check_rows
from h4a_core.records.mapping import Mapping
from h4a_core.records.numbers import read_number
from h4a_core.records.personal import is_personal, personal_value_sql
from h4a_core.records.reading import Sheet, cell_by_cell
from h4a_core.records.staging import CsvBody, Names, stage_all_text, stage_rows
from h4a_core.records.styles import Decision, Evidences, Style, decide, evidence
from h4a_core.records.suspicion import doubts
from h4a_core.records.typing_sql import Way, full_sql, quick_sql, raw_sql, typed_columns
from h4a_core.records.workbooks import Cells
from h4a_core.text import Text

_FEW_ROWS = 500
"""Rows that are as quickly looked at one by one."""
_FEW_NUMBERS = 16
_LONG_BYTES = 1_000_000
_FEW_SUSPECTS = 1000
_SUSPECT_SHARE = 50
"""One row in so many may need a closer look before the whole file is read again as text."""


@dataclass(frozen=True)
class Prepared:
    """A sheet typed into temporary tables, or the reason why it is not: open questions, personal data."""

    sheet: Sheet
    names: Names
    decision: Decision
    quick: bool = False
    """Whether the rows that left no doubt are in `names.quick`, and `names.staged` holds the others only."""
    personal: tuple[str, ...] = ()
    body: CsvBody | None = None
    notes: tuple[Text, ...] = ()


def prepare(
    cursor: duckdb.DuckDBPyConnection, number: int, sheet: Sheet, mapping: Mapping, answers: AnyMapping[str, str]
) -> Prepared:
    """Bring a sheet into the temporary tables of `Names(number)`. To be called outside a transaction.

    Raises UnreadableFileError when it has too many rows.
    """
    names = Names(number)
    with tempfile.TemporaryDirectory() as folder:
        if sheet.body is not None and sheet.body.count(b"\n", 0, _LONG_BYTES) >= _FEW_ROWS:
            body = CsvBody.written(sheet, sheet.body, folder)
            check_rows(body.lines)
            done = _in_one_pass(cursor, names, body, mapping, answers) or _as_text(
                cursor, names, body, mapping, answers
            )
            if done is not None:
                return done
    sheet = cell_by_cell(sheet)
    stage_rows(cursor, names, sheet, ((place, line, cells) for place, (line, cells) in enumerate(sheet.rows)))
    decision = decide(_evidences(mapping, [cells for _, cells in sheet.rows]), answers)
    return _finish(cursor, Prepared(sheet, names, decision), mapping, {})


def _evidences(mapping: Mapping, rows: Iterable[Cells]) -> dict[str, Evidences]:
    columns = {name: [cells[position] for cells in rows] for name, position in mapping.positions.items()}
    return {name: evidence(mapping.table.field(name), dict.fromkeys(cells)) for name, cells in columns.items()}


def _in_one_pass(
    cursor: duckdb.DuckDBPyConnection, names: Names, body: CsvBody, mapping: Mapping, answers: AnyMapping[str, str]
) -> Prepared | None:
    """Type the rows while they are read, in the way in which the first rows are written; None if that does not do."""
    sample = body.sample()
    if any(len(cells) != len(body.sheet.headers) for cells in sample):
        return None
    seen = _evidences(mapping, sample)
    decision = decide(seen, answers)
    if decision.open:
        return None
    ways = _ways(mapping, decision, sample)
    try:
        _type_quickly(cursor, names, body, mapping, ways)
    except duckdb.Error:
        return None
    (rows, suspects) = cursor.execute(f"SELECT count(*), count(*) FILTER (suspect) FROM {names.quick}").fetchall()[0]
    if rows == body.lines and suspects <= max(_FEW_SUSPECTS, rows // _SUSPECT_SHARE):
        ordinals = cursor.execute(f"SELECT rowid FROM {names.quick} WHERE suspect ORDER BY rowid").fetchall()
        picked = body.pick([ordinal for (ordinal,) in ordinals])
        if decide(_evidences(mapping, [*sample, *(cells for *_, cells in picked)]), answers) == decision:
            stage_rows(cursor, names, body.sheet, picked)
            return _finish(cursor, Prepared(body.sheet, names, decision, quick=True, body=body), mapping, ways)
    cursor.execute(f"DROP TABLE {names.quick}")
    return None


def _as_text(
    cursor: duckdb.DuckDBPyConnection, names: Names, body: CsvBody, mapping: Mapping, answers: AnyMapping[str, str]
) -> Prepared | None:
    """Read all cells as text and decide by all of them; None where the quick reader does not understand the lines."""
    if not stage_all_text(cursor, names, body):
        return None
    seen = {
        name: evidence(mapping.table.field(name), _different(cursor, names, position))
        for name, position in mapping.positions.items()
        if mapping.table.field(name).kind not in ("code", "text")
    }
    decision = decide(seen, answers)
    ways = _ways(mapping, decision, body.sample())
    return _finish(cursor, Prepared(body.sheet, names, decision), mapping, ways)


def _different(cursor: duckdb.DuckDBPyConnection, names: Names, position: int) -> list[str]:
    rows = cursor.execute(f"SELECT DISTINCT c{position} FROM {names.staged} WHERE c{position} IS NOT NULL").fetchall()
    return [text for (text,) in rows]


def _ways(mapping: Mapping, decision: Decision, sample: list[Cells]) -> dict[str, Way]:
    ways = {}
    for name, position in mapping.positions.items():
        one, style = mapping.table.field(name), decision.styles.get(name, Style())
        texts = [cells[position] for cells in sample if position < len(cells)]
        filled = [text for text in texts if text is not None]
        codes: dict[str, str] = {}
        if one.codes:
            known = mapping.code_words(one)
            codes = {text: known[plain] for text in dict.fromkeys(filled) if (plain := plain_words(text)) in known}
        day_format = usual_format(filled, style.date_order) if one.kind == "date" else None
        ways[name] = Way(style, day_format, codes, _few_numbers(one, filled, style))
    return ways


def _few_numbers(one: Field, texts: list[str], style: Style) -> dict[str, str]:
    """The values of the numbers in the first rows, the most frequent first; none if they are many."""
    counted = Counter(texts) if one.kind in ("int", "money", "decimal") else {}
    if not 0 < len(counted) <= _FEW_NUMBERS:
        return {}
    read = {text: read_number(one, text, style.decimal_sign) for text in sorted(counted, key=counted.__getitem__)[::-1]}
    return {text: f"{number.value:f}" for text, number in read.items() if number is not None and not number.rounded}


def _type_quickly(
    cursor: duckdb.DuckDBPyConnection, names: Names, body: CsvBody, mapping: Mapping, ways: dict[str, Way]
) -> None:
    def value(one: Field, raw: str) -> str:
        return quick_sql(one, raw, ways[one.name])

    columns = typed_columns(mapping, value)
    looked_at = _wordy(mapping, body.sheet)
    raws = sorted({*mapping.positions.values(), *looked_at})
    kept = [f"s.c{position}" for position in raws]
    personal = [f"coalesce({personal_value_sql(f's.c{position}')}, false)" for position in looked_at]
    rows = f"SELECT {', '.join([*columns, *kept])} FROM {body.relation} s"
    names_kept = ", ".join(f'"{name}"' for name in mapping.table.columns)
    suspect = " OR ".join([*doubts(mapping), *personal])
    cursor.execute(f"CREATE TEMP TABLE {names.quick} AS SELECT {names_kept}, ({suspect}) AS suspect FROM ({rows}) s")


def _wordy(mapping: Mapping, sheet: Sheet) -> list[int]:
    """Columns that hold words or are not known: there names and the like are looked for."""
    typed = {
        position
        for name, position in mapping.positions.items()
        if mapping.table.field(name).kind not in ("code", "text")
    }
    return [place for place in range(len(sheet.headers)) if place not in typed and place not in sheet.dropped]


def _finish(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping, ways: dict[str, Way]) -> Prepared:
    """Look for personal data in the staged rows, then type them."""
    personal = _personal(cursor, prepared, mapping)
    if personal or prepared.decision.open:
        return replace(prepared, personal=personal)
    _read_values(cursor, prepared, mapping, ways)
    _type_slowly(cursor, prepared.names, mapping, ways)
    return prepared


def _personal(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping) -> tuple[str, ...]:
    """Headers of the columns in which a value identifies a person; in columns of words, names and old days too."""
    names, wordy, found = prepared.names, set(_wordy(mapping, prepared.sheet)), []
    few = _few_cells(cursor, prepared)
    for position, header in enumerate(prepared.sheet.headers):
        words = position in wordy
        if few is None:
            condition = personal_value_sql(f"c{position}", words=words)
            query = f"SELECT DISTINCT c{position} FROM {names.staged} WHERE {condition}"
            texts = [text for (text,) in cursor.execute(query).fetchall()]
        else:
            texts = few[position]
        if any(is_personal(text, words=words) for text in texts):
            found.append(header or f"n. {position + 1}")
    return tuple(found)


def _few_cells(cursor: duckdb.DuckDBPyConnection, prepared: Prepared) -> list[list[str]] | None:
    """The different texts of each column of the staged rows, where these are few; otherwise None."""
    rows = cursor.execute(
        f"SELECT * EXCLUDE (ordinal, row_number) FROM {prepared.names.staged} LIMIT {_FEW_ROWS + 1}"
    ).fetchall()
    if len(rows) > _FEW_ROWS:
        return None
    columns = zip(*rows, strict=True) if rows else [()] * len(prepared.sheet.headers)
    return [[text for text in dict.fromkeys(column) if text is not None] for column in columns]


def _read_values(cursor: duckdb.DuckDBPyConnection, prepared: Prepared, mapping: Mapping, ways: dict[str, Way]) -> None:
    """Find out once what each different text means that is not written in the usual way."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    names, rows = prepared.names, []
    few = _few_cells(cursor, prepared)
    for name, position in mapping.positions.items():
        one = mapping.table.field(name)
        if one.kind in ("code", "text"):
            continue
        if few is None:
            usual = "" if one.codes else f" AND {quick_sql(one, raw_sql(mapping, one), ways[name])} IS NULL" if name in ways else ""
            query = f"SELECT DISTINCT c{position} FROM {names.staged} s WHERE c{position} IS NOT NULL{usual}"
            texts = [text for (text,) in cursor.execute(query).fetchall()]
        else:
            texts = few[position]
        style, known = prepared.decision.styles.get(name, Style()), mapping.code_words(one) if one.codes else {}
        meant = ((text, _meaning(one, text, style, known)) for text in texts)
        rows += [(name, text, *read) for text, read in meant if read is not None]
    columns = list(zip(*rows, strict=True)) or [()] * 4
    cursor.register(
        "values_found",
        pa.table([pa.array(one, pa.string()) for one in columns], names=["field", "raw", "said", "note"]),
    )
    cursor.execute(f"CREATE TEMP TABLE {names.values} AS FROM values_found")
    cursor.unregister("values_found")


def _meaning(one: Field, text: str, style: Style, known: dict[str, str]) -> tuple[str, str | None] | None:
    """What one text means, as SQL can cast it, and the rule of a warning about it; None if it means nothing."""
    if one.codes:
        code = known.get(plain_words(text))
        return None if code is None else (code, None)
    if one.kind == "date":
        day = read_day(text, style.date_order, style.century)
        return None if day is None else (day[0].isoformat(), "counted_day" if day[1] else None)
    number = read_number(one, text, style.decimal_sign, answered=style.answered)
    return None if number is None else (f"{number.value:f}", "rounded" if number.rounded else None)


def _type_slowly(
    cursor: duckdb.DuckDBPyConnection, names: Names, mapping: Mapping, ways: dict[str, Way]
) -> None:
    def value(one: Field, raw: str) -> str:
        return full_sql(one, raw, f"v_{one.name}.said", ways.get(one.name))

    table = mapping.table
    joins = " ".join(
        f"LEFT JOIN {names.values} v_{name} ON v_{name}.field = '{name}' AND v_{name}.raw = s.c{position}"
        for name, position in mapping.positions.items()
        if table.field(name).kind not in ("code", "text")
    )
    columns = typed_columns(mapping, value)
    kept = [f"s.c{position}" for position in sorted(set(mapping.positions.values()))]
    rows = f"SELECT s.ordinal, s.row_number, {', '.join([*columns, *kept])} FROM {names.staged} s {joins}"
    stored = ", ".join(f'"{name}"' for name in table.columns)
    cursor.execute(
        f"CREATE TEMP TABLE {names.slow} AS SELECT ordinal, row_number, {stored}, "
        f"({' OR '.join(doubts(mapping))}) AS suspect FROM ({rows}) s ORDER BY ordinal"
    )
