"""Checks of single rows, in SQL: cheap conditions for every row, then the findings in the rows they leave in doubt.

Which rule is broken, in which cell, and what to do about it goes into the table `findings_made`.
"""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from h4a_core.records.formats.sheets import Sheet
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.row_rules import FIRST_DAY, HAPPENED, message
from h4a_core.records.intake.typing_sql import blank_sql, formula_error_sql, literal, raw_sql
from h4a_core.tables.fields import LONGEST_TEXT, Field, Table
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

TYPED_ROWS, TEXT_ROWS, MEANINGS = "typed_rows", "text_rows", "meanings"
"""Temporary views of the table being judged: its typed rows; the text cells of those that need a closer look; what
single texts mean."""
FINDINGS, FAULTY_ROWS, PASSED_OVER = "findings_made", "faulty_rows", "passed_over"
"""Temporary tables of the table being judged: its findings; the ordinals of the rows to be set aside, and of those that
an answer leaves out."""
GOOD = f"ordinal NOT IN (SELECT ordinal FROM {FAULTY_ROWS} UNION ALL SELECT ordinal FROM {PASSED_OVER})"
"""Condition of the typed rows that are to be stored."""
ENDS = frozenset({"end_date", "exit_date"})
"""Days on which something ended; where they are blank, it has not yet."""
STILL_OPEN = "still_open"
"""The note of a text by which an end is said not to have come yet."""
_UNREADABLE = {"date": "invalid_date", "enum": "unknown_code", "bool": "unknown_code"}


def doubt_conditions(mapping: ColumnMapping) -> list[str]:
    """Cheap conditions of which one is true of every row that may have a finding.

    They are about a row `s` that has typed columns, `answer_` columns and its text cells. They ask less than the tests
    of the findings do: a cell of spaces is doubted here and cleared there.
    """
    table = mapping.table
    found: list[str] = []
    for field in table.fields:
        value, raw = f's."{field.name}"', raw_sql(mapping, field)
        if field.required:
            found.append(f"{value} IS NULL")
        elif field.name in table.scored:
            found.append(f'({raw} IS NOT NULL AND s."answer_{field.name}" IS NULL)')
        elif field.name in mapping.positions:
            found.append(f"({value} IS NULL AND {raw} IS NOT NULL)")
        if field.kind in ("code", "text"):
            found.append(f"coalesce(strlen({value}) > {LONGEST_TEXT}, false)")
        found += _range_tests(field, value)
    found += [test for *_, test in _pair_tests(table, "s")]
    possible = [table, *(TABLES[name] for name in mapping.contenders if set(TABLES[name].columns) < set(table.columns))]
    return found + [test for one in possible for *_, test in _day_tests(one, "s")]


def _range_tests(field: Field, value: str) -> list[str]:
    """The condition under which a value is outside what the field allows; none if it allows all."""
    limits = [f"{value} < {field.low}"] if field.low is not None else []
    limits += [f"{value} > {field.high}"] if field.high is not None else []
    return [f"coalesce({' OR '.join(limits)}, false)"] if limits else []


def _pair_tests(table: Table, row: str) -> list[tuple[str, str, str, str]]:
    """Rules about two cells: rule, the field to show, the other one, and the condition."""
    late = [
        ("dates_reversed", second, first, f'coalesce({row}."{second}" < {row}."{first}", false)')
        for first, second in table.in_order
    ]
    return late + [
        ("more_than_members", part, whole, f'coalesce({row}."{part}" > {row}."{whole}", false)')
        for part, whole in table.at_most
    ]


def _day_tests(table: Table, row: str) -> list[tuple[str, str, str]]:
    """Rules about one day: rule, field and condition. Days of other families, and of waiting, may lie far back."""
    future = "planned_day" if table.name not in HAPPENED else "future_day"
    tests = [
        (future, field.name, f'coalesce({row}."{field.name}" > current_date, false)')
        for field in table.fields
        if field.kind == "date"
    ]
    return tests + [
        ("before_programme", name, f"coalesce({row}.\"{name}\" < DATE '{FIRST_DAY}', false)")
        for name in table.newest_by
        if name != "application_date"
    ]


@dataclass(frozen=True)
class _Test:
    """A condition on a row (never NULL) under which a rule is broken, the field to show, and the words to fill in."""

    rule: str
    field: Field
    words: dict[str, Text]
    condition: str


def find_in_rows(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping, by_value: str) -> None:
    """Make the table of findings and fill it with what concerns one row alone.

    `by_value` is the table of the rows that were typed by value: only these can have findings of their own.
    """
    cursor.execute(
        f'CREATE OR REPLACE TEMP TABLE {FINDINGS} (ordinal BIGINT, row_number BIGINT, "column" VARCHAR, value VARCHAR, '
        "rule VARCHAR, message_it VARCHAR, message_en VARCHAR)"
    )
    if cursor.execute(f"SELECT 1 FROM {by_value} WHERE doubtful LIMIT 1").fetchall():
        _find_in_doubtful_rows(cursor, sheet, mapping, by_value)
    notes = cursor.execute(f"SELECT DISTINCT note, field FROM {MEANINGS} WHERE note <> '{STILL_OPEN}'").fetchall()
    for rule, name in notes:
        field = mapping.table.field(name)
        raw = raw_sql(mapping, field)
        cursor.execute(
            f"INSERT INTO {FINDINGS} SELECT t.ordinal, t.row_number, {header_sql(sheet, mapping, field)}, {raw}, "
            f"{rule_sql(rule, {'label': field.label})} FROM {by_value} t JOIN {TEXT_ROWS} s ON s.ordinal = t.ordinal "
            f"WHERE {raw} IN (SELECT raw FROM {MEANINGS} WHERE field = '{name}' AND note = '{rule}')"
        )
    for line, _ in sheet.too_long:
        cursor.execute(
            f"INSERT INTO {FINDINGS} SELECT ordinal, row_number, NULL, NULL, {rule_sql('too_many_cells', {})} "
            f"FROM {by_value} WHERE row_number = ?",
            [line],
        )


def _find_in_doubtful_rows(
    cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping, by_value: str
) -> None:
    """Apply all tests to all doubtful rows in one pass: each row gives as many findings as tests are true of it."""
    tests = _tests(mapping)
    broken = ", ".join(f"if({test.condition}, {number}, NULL)" for number, test in enumerate(tests))
    texts = ", ".join(raw_sql(mapping, test.field) for test in tests)
    rules = ", ".join(
        f"({number}, {header_sql(sheet, mapping, test.field)}, {rule_sql(test.rule, test.words)})"
        for number, test in enumerate(tests)
    )
    cursor.execute(
        f"INSERT INTO {FINDINGS} SELECT f.ordinal, f.row_number, r.header, left(f.texts[r.number + 1], 200), r.rule, "
        "r.it, r.en FROM (SELECT t.ordinal, t.row_number, "
        f"[{texts}] AS texts, unnest(list_filter([{broken}], lambda x: x IS NOT NULL)) AS number FROM {by_value} t "
        f"JOIN {TEXT_ROWS} s ON s.ordinal = t.ordinal WHERE t.doubtful) f "
        f"JOIN (VALUES {rules}) r(number, header, rule, it, en) USING (number)"
    )


def _tests(mapping: ColumnMapping) -> list[_Test]:
    """All tests of a typed row `t` with its text cells `s`."""
    table = mapping.table
    of_cells = [
        _Test(rule, field, {"label": field.label, **_limits(field)}, condition)
        for field in table.fields
        for rule, condition in _cell_tests(table, field, raw_sql(mapping, field))
    ]
    of_pairs = [
        _Test(rule, field, {"label": field.label, "other": table.field(other).label}, condition)
        for rule, name, other, condition in _pair_tests(table, "t")
        for field in [table.field(name)]
    ]
    of_days = [
        _Test(rule, field, {"label": field.label}, condition)
        for rule, name, condition in _day_tests(table, "t")
        for field in [table.field(name)]
    ]
    return of_cells + of_pairs + of_days


def _cell_tests(table: Table, field: Field, raw: str) -> list[tuple[str, str]]:
    """Rules about one cell, each with the condition (never NULL) under which it is broken."""
    blank, error, value = blank_sql(raw), formula_error_sql(raw), f't."{field.name}"'
    tests = [("missing_required", f"({value} IS NULL AND ({blank} OR {error}))")] if field.required else []
    tests.append(("formula_error", error))
    if field.kind in ("code", "text"):
        tests.append(("out_of_range", f"coalesce(length({value}) > {LONGEST_TEXT}, false)"))
    elif field.name in table.scored:
        known = f"(SELECT raw FROM {MEANINGS} WHERE field = '{field.name}')"
        tests.append(("unknown_code", f"(NOT {blank} AND NOT {error} AND {raw} NOT IN {known})"))
    else:
        unreadable = _UNREADABLE.get(field.kind, "invalid_number")
        still_open = f"(SELECT raw FROM {MEANINGS} WHERE field = '{field.name}' AND note = '{STILL_OPEN}')"
        known = f" AND {raw} NOT IN {still_open}" if field.name in ENDS else ""
        tests.append((unreadable, f"({value} IS NULL AND NOT {blank} AND NOT {error}{known})"))
    return tests + [("out_of_range", test) for test in _range_tests(field, value)]


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


def header_sql(sheet: Sheet, mapping: ColumnMapping, field: Field) -> str:
    """The header as the file writes it, as an SQL word; the label of the field where the file has no such column."""
    position = mapping.positions.get(field.name)
    return literal(field.label.it if position is None else sheet.headers[position])


def rule_sql(rule: str, words: dict[str, Text]) -> str:
    """Rule and sentences as SQL words."""
    text = message(rule, words)
    return f"{literal(rule)}, {literal(text.it)}, {literal(text.en)}"
