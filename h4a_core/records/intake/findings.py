"""The faults of the rows, found in SQL: which rule, which cell, and what to do about it."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from decimal import Decimal

import duckdb

from h4a_core.records.formats.sheets import Sheet
from h4a_core.records.intake.mapping import Mapping
from h4a_core.records.intake.rules import RULES
from h4a_core.records.intake.suspicion import day_tests, pair_tests, range_tests
from h4a_core.records.intake.typing_sql import blank_sql, formula_error_sql, literal, raw_sql
from h4a_core.tables.fields import LONGEST_TEXT, Field, Table
from h4a_core.text import Text

TYPED, STAGED, VALUES, FOUND, FAILED = "typed_rows", "staged_rows", "read_values", "found_faults", "failed_rows"
"""Temporary: typed rows; text cells of those that need a closer look; what single texts mean; findings; rows set
aside."""
_UNREADABLE = {"date": "invalid_date", "enum": "unknown_code", "bool": "unknown_code"}


def find_in_rows(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: Mapping, slow: str) -> None:
    """Make `found_faults` and fill it with what concerns one row alone; `slow` are the rows that were staged."""
    cursor.execute(
        f'CREATE OR REPLACE TEMP TABLE {FOUND} (ordinal BIGINT, row_number BIGINT, "column" VARCHAR, value VARCHAR, '
        "rule VARCHAR, message_it VARCHAR, message_en VARCHAR)"
    )
    if cursor.execute(f"SELECT 1 FROM {slow} WHERE suspect LIMIT 1").fetchall():
        _find_suspects(cursor, sheet, mapping, slow)
    for rule, name in cursor.execute(f"SELECT DISTINCT note, field FROM {VALUES} WHERE note IS NOT NULL").fetchall():
        field = mapping.table.field(name)
        raw = raw_sql(mapping, field)
        cursor.execute(
            f"INSERT INTO {FOUND} SELECT t.ordinal, t.row_number, {header(sheet, mapping, field)}, {raw}, "
            f"{said(rule, {'label': field.label})} FROM {slow} t JOIN {STAGED} s ON s.ordinal = t.ordinal "
            f"WHERE {raw} IN (SELECT raw FROM {VALUES} WHERE field = '{name}' AND note = '{rule}')"
        )
    for line, _ in sheet.too_long:
        cursor.execute(
            f"INSERT INTO {FOUND} SELECT ordinal, row_number, NULL, NULL, {said('too_many_cells', {})} FROM {slow} "
            "WHERE row_number = ?",
            [line],
        )


def _find_suspects(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: Mapping, slow: str) -> None:
    """All tests of all suspects in one pass: each suspect gives as many findings as tests are true of it."""
    table = mapping.table
    broken = [
        (rule, field, {"label": field.label, **_limits(field)}, test)
        for field in table.fields
        for rule, test in _cell_tests(table, field, raw_sql(mapping, field))
    ]
    broken += [
        (rule, table.field(name), {"label": table.field(name).label, "other": table.field(other).label}, test)
        for rule, name, other, test in pair_tests(table, "t")
    ]
    broken += [
        (rule, table.field(name), {"label": table.field(name).label}, test)
        for rule, name, test in day_tests(table, "t")
    ]
    tests = ", ".join(f"if({test}, {number}, NULL)" for number, (*_, test) in enumerate(broken))
    texts = ", ".join(raw_sql(mapping, field) for _, field, *_ in broken)
    rules = ", ".join(
        f"({number}, {header(sheet, mapping, field)}, {said(rule, words)})"
        for number, (rule, field, words, _) in enumerate(broken)
    )
    cursor.execute(
        f"INSERT INTO {FOUND} SELECT f.ordinal, f.row_number, r.header, left(f.texts[r.number + 1], 200), r.rule, "
        "r.it, r.en FROM (SELECT t.ordinal, t.row_number, "
        f"[{texts}] AS texts, unnest(list_filter([{tests}], lambda x: x IS NOT NULL)) AS number FROM {slow} t "
        f"JOIN {STAGED} s ON s.ordinal = t.ordinal WHERE t.suspect) f "
        f"JOIN (VALUES {rules}) r(number, header, rule, it, en) USING (number)"
    )


def _cell_tests(table: Table, field: Field, raw: str) -> list[tuple[str, str]]:
    """Rules about one cell, each with the condition (never NULL) under which it is broken."""
    blank, error, value = blank_sql(raw), formula_error_sql(raw), f't."{field.name}"'
    tests = [("missing_required", f"({value} IS NULL AND ({blank} OR {error}))")] if field.required else []
    tests.append(("formula_error", error))
    if field.kind in ("code", "text"):
        tests.append(("out_of_range", f"coalesce(length({value}) > {LONGEST_TEXT}, false)"))
    elif field.name in table.scored:
        known = f"(SELECT raw FROM {VALUES} WHERE field = '{field.name}')"
        tests.append(("unknown_code", f"(NOT {blank} AND NOT {error} AND {raw} NOT IN {known})"))
    else:
        unreadable = _UNREADABLE.get(field.kind, "invalid_number")
        tests.append((unreadable, f"({value} IS NULL AND NOT {blank} AND NOT {error})"))
    return tests + [("out_of_range", test) for test in range_tests(field, value)]


def _limits(field: Field) -> dict[str, Text]:
    """The words for what a field allows."""
    labels = [code.label for code in field.codes]
    allowed = Text(it=", ".join(one.it for one in labels), en=", ".join(one.en for one in labels))
    if field.kind in ("code", "text"):
        return {"range": Text(it=f"al massimo {LONGEST_TEXT} caratteri", en=f"at most {LONGEST_TEXT} characters")}
    low, high = _figure(field.low), _figure(field.high)
    if field.high is None:
        return {"allowed": allowed, "range": Text(it=f"almeno {low}", en=f"at least {low}")}
    return {"allowed": allowed, "range": Text(it=f"da {low} a {high}", en=f"from {low} to {high}")}


def _figure(limit: Decimal | None) -> str:
    return "" if limit is None else str(limit)


def header(sheet: Sheet, mapping: Mapping, field: Field) -> str:
    """The header as the file writes it, as an SQL word; the label of the field where the file has no such column."""
    position = mapping.positions.get(field.name)
    return literal(field.label.it if position is None else sheet.headers[position])


def message(rule: str, words: dict[str, Text]) -> Text:
    """The sentence of a rule with the places filled in, each language with its own words."""
    return Text(
        it=RULES[rule].it.format(**{name: text.it for name, text in words.items()}),
        en=RULES[rule].en.format(**{name: text.en for name, text in words.items()}),
    )


def said(rule: str, words: dict[str, Text]) -> str:
    """Rule and sentences as SQL words."""
    text = message(rule, words)
    return f"{literal(rule)}, {literal(text.it)}, {literal(text.en)}"
