"""Types the rows that need a closer look: what each different text means is found out once, then put into SQL."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from collections.abc import Mapping as AnyMapping

import duckdb

from h4a_core.records.cells.days import read_day
from h4a_core.records.cells.numbers import read_number
from h4a_core.records.cells.styles import Style
from h4a_core.records.intake.mapping import Mapping
from h4a_core.records.intake.staging import Names
from h4a_core.records.intake.suspicion import doubts
from h4a_core.records.intake.typing_sql import Way, full_sql, literal, quick_sql, raw_sql, typed_columns
from h4a_core.tables.fields import Field, plain_words

FEW_ROWS = 500
"""Rows that are as quickly looked at one by one."""
FEW_DIFFERENT = 16
"""Different texts in the first rows of a column that are quicker compared with than read."""


def few_cells(cursor: duckdb.DuckDBPyConnection, names: Names, width: int) -> list[list[str]] | None:
    """The different texts of each column of the staged rows, where these are few; otherwise None."""
    rows = cursor.execute(f"SELECT * EXCLUDE (ordinal, row_number) FROM {names.staged} LIMIT {FEW_ROWS + 1}").fetchall()
    if len(rows) > FEW_ROWS:
        return None
    columns = zip(*rows, strict=True) if rows else [()] * width
    return [[text for text in dict.fromkeys(column) if text is not None] for column in columns]


def read_values(
    cursor: duckdb.DuckDBPyConnection,
    names: Names,
    mapping: Mapping,
    styles: AnyMapping[str, Style],
    ways: dict[str, Way],
    few: list[list[str]] | None,
) -> dict[str, dict[str, str]]:
    """Find out once what each different text means that is not written in the usual way; field, text, meaning.

    `few` are the texts of each column, if they are few.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    rows: list[tuple[str, str, str, str | None]] = []
    for name, position in mapping.positions.items():
        one = mapping.table.field(name)
        if one.kind in ("code", "text"):
            continue
        if few is None:
            query = f"SELECT DISTINCT c{position} FROM {names.staged} s WHERE c{position} IS NOT NULL"
            if not one.codes and name in ways:
                query += f" AND {quick_sql(one, raw_sql(mapping, one), ways[name])} IS NULL"
            texts = [text for (text,) in cursor.execute(query).fetchall()]
        else:
            texts = few[position]
        style, known = styles.get(name, Style()), mapping.code_words(one) if one.codes else {}
        meanings = ((text, _meaning(one, text, style, known)) for text in texts)
        rows += [(name, text, *read) for text, read in meanings if read is not None]
    columns = list(zip(*rows, strict=True)) or [()] * 4
    cursor.register(
        "values_found",
        pa.table([pa.array(one, pa.string()) for one in columns], names=["field", "raw", "said", "note"]),
    )
    cursor.execute(f"CREATE TEMP TABLE {names.values} AS FROM values_found")
    cursor.unregister("values_found")
    found: dict[str, dict[str, str]] = {name: {} for name in mapping.positions}
    for name, text, meant, _ in rows:
        found[name][text] = meant
    return found


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


def type_slowly(
    cursor: duckdb.DuckDBPyConnection,
    names: Names,
    mapping: Mapping,
    ways: dict[str, Way],
    read: dict[str, dict[str, str]],
) -> None:
    """Type the staged rows; few different texts are written into the query, many are joined to it."""
    table = mapping.table
    joined = {name for name, meant in read.items() if len(meant) > FEW_DIFFERENT}

    def value(one: Field, raw: str) -> str:
        said = f"v_{one.name}.said" if one.name in joined else _written_out(raw, read[one.name])
        return full_sql(one, raw, said, ways.get(one.name))

    joins = " ".join(
        f"LEFT JOIN {names.values} v_{name} ON v_{name}.field = '{name}' AND v_{name}.raw = s.c{position}"
        for name, position in mapping.positions.items()
        if name in joined
    )
    columns = typed_columns(mapping, value)
    kept = [f"s.c{position}" for position in sorted(set(mapping.positions.values()))]
    rows = f"SELECT s.ordinal, s.row_number, {', '.join([*columns, *kept])} FROM {names.staged} s {joins}"
    stored = ", ".join(f'"{name}"' for name in table.columns)
    cursor.execute(
        f"CREATE TEMP TABLE {names.slow} AS SELECT ordinal, row_number, {stored}, "
        f"({' OR '.join(doubts(mapping))}) AS suspect FROM ({rows}) s ORDER BY ordinal"
    )


def _written_out(raw: str, meant: dict[str, str]) -> str:
    cases = " ".join(f"WHEN {literal(text)} THEN {literal(one)}" for text, one in meant.items())
    return f"CASE {raw} {cases} END" if meant else "CAST(NULL AS VARCHAR)"
