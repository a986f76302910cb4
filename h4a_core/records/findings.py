"""The faults of the rows, found in SQL: which rule, which cell, and what to do about it."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from decimal import Decimal

import duckdb

from h4a_core.records.fields import LONGEST_TEXT, Field, Table
from h4a_core.records.mapping import Mapping
from h4a_core.records.rules import RULES
from h4a_core.records.staging import Staged
from h4a_core.records.typing_sql import blank_sql
from h4a_core.text import Text

TYPED, FOUND, FAILED, WORDS = "typed_rows", "found_faults", "failed_rows", "code_words"
"""Temporary tables: typed rows, their findings, the rows that have any, and the code of each word in the file."""
_UNREADABLE = {"date": "invalid_date", "enum": "unknown_code", "bool": "unknown_code"}


def raw_sql(mapping: Mapping, field: Field) -> str:
    """The text cell of a field in the staged table `s`; NULL where the file has no such column."""
    position = mapping.positions.get(field.name)
    return "CAST(NULL AS VARCHAR)" if position is None else f"s.c{position}"


def doubts(mapping: Mapping) -> list[str]:
    """Conditions on a row `s` of typed and text cells, one of which is true wherever a finding may be.

    They run over every row, so they ask less than the tests do: a cell of spaces is doubted here and cleared there.
    """
    table = mapping.table
    found: list[str] = []
    for field in table.fields:
        value, raw = f's."{field.name}"', raw_sql(mapping, field)
        if field.required:
            found.append(f"{value} IS NULL")
        elif field.name in table.scored:
            found.append(f"({raw} IS NOT NULL AND {raw} NOT IN {_known_words(field)})")
        elif field.name in mapping.positions:
            found.append(f"({value} IS NULL AND {raw} IS NOT NULL)")
        if field.kind in ("code", "text"):
            found.append(f"coalesce(strlen({value}) > {LONGEST_TEXT}, false)")
        found += _range_tests(field, value)
    return found + [test for *_, test in _pair_tests(table, "s")]


def find_all(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> None:
    """Fill `found_faults`; what concerns one row alone is looked for only among the suspects of the typing pass."""
    cursor.execute(
        f'CREATE TEMP TABLE {FOUND} (ordinal BIGINT, row_number BIGINT, "column" VARCHAR, value VARCHAR, rule VARCHAR, '
        "message_it VARCHAR, message_en VARCHAR)"
    )
    if cursor.execute(f"SELECT 1 FROM {TYPED} WHERE suspect LIMIT 1").fetchall():
        _find_in_rows(cursor, staged, mapping)
    for line, _ in staged.sheet.too_long:
        cursor.execute(
            f"INSERT INTO {FOUND} SELECT ordinal, row_number, NULL, NULL, {_words('too_many_cells', {})} FROM {TYPED} "
            "WHERE row_number = ?",
            [line],
        )
    if mapping.table.of_known_household:
        _find_strangers(cursor, staged, mapping)
    _find_duplicates(cursor, staged, mapping)


def _cell_tests(table: Table, field: Field, raw: str) -> list[tuple[str, str]]:
    """Rules about one cell, each with the condition (never NULL) under which it is broken."""
    blank, value = blank_sql(raw), f't."{field.name}"'
    tests = [("missing_required", f"({value} IS NULL AND {blank})")] if field.required else []
    if field.kind in ("code", "text"):
        tests.append(("out_of_range", f"coalesce(length({value}) > {LONGEST_TEXT}, false)"))
    elif field.name in table.scored:
        tests.append(("unknown_code", f"(NOT {blank} AND {raw} NOT IN {_known_words(field)})"))
    else:
        tests.append((_UNREADABLE.get(field.kind, "invalid_number"), f"({value} IS NULL AND NOT {blank})"))
    return tests + [("out_of_range", test) for test in _range_tests(field, value)]


def _range_tests(field: Field, value: str) -> list[str]:
    limits = [f"{value} < {field.low}"] if field.low is not None else []
    limits += [f"{value} > {field.high}"] if field.high is not None else []
    return [f"coalesce({' OR '.join(limits)}, false)"] if limits else []


def _known_words(field: Field) -> str:
    return f"(SELECT raw FROM {WORDS} WHERE field = '{field.name}')"


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


def _find_in_rows(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> None:
    table = mapping.table
    broken = [
        (rule, field, {"label": field.label, **_limits(field)}, test)
        for field in table.fields
        for rule, test in _cell_tests(table, field, raw_sql(mapping, field))
    ]
    broken += [
        (rule, table.field(name), {"label": table.field(name).label, "other": table.field(other).label}, test)
        for rule, name, other, test in _pair_tests(table, "t")
    ]
    for rule, field, words, test in broken:
        cursor.execute(
            f"INSERT INTO {FOUND} SELECT t.ordinal, t.row_number, {_header(staged, mapping, field)}, "
            f"left({raw_sql(mapping, field)}, 200), {_words(rule, words)} FROM {TYPED} t "
            f"JOIN {staged.table} s ON s.rowid = t.ordinal WHERE t.suspect AND {test}"
        )


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


def _find_strangers(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> None:
    field = mapping.table.field("household_id")
    cursor.execute(
        f"INSERT INTO {FOUND} SELECT t.ordinal, t.row_number, {_header(staged, mapping, field)}, t.household_id, "
        f"{_words('unknown_household', {})} FROM {TYPED} t WHERE t.household_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM households h WHERE h.household_id = t.household_id)"
    )


def _find_duplicates(cursor: duckdb.DuckDBPyConnection, staged: Staged, mapping: Mapping) -> None:
    """Rows with the key of an earlier row of the file; a row that is faulty itself takes nobody's place."""
    table = mapping.table
    key = ", ".join(f't."{name}"' for name in table.key)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT hash({key}) AS code FROM {TYPED} t GROUP BY code "
        "HAVING count(*) > 1"
    )
    if not cursor.execute("SELECT 1 FROM repeated LIMIT 1").fetchall():
        return
    whole = ", ".join(f't."{name}"' for name in table.columns)
    labels = [table.field(name).label for name in table.key]
    label = Text(it=" + ".join(one.it for one in labels), en=" + ".join(one.en for one in labels))
    words = {"label": label, "first": Text(it="{first}", en="{first}")}
    same, changed = message("duplicate_row", words), message("duplicate_key", words)
    cursor.execute(
        f"INSERT INTO {FOUND} SELECT ordinal, row_number, {_header(staged, mapping, table.field(table.key[0]))}, "
        f"\"{table.key[0]}\", if(alike, 'duplicate_row', 'duplicate_key'), "
        f"replace(if(alike, {literal(same.it)}, {literal(changed.it)}), '{{first}}', CAST(first AS VARCHAR)), "
        f"replace(if(alike, {literal(same.en)}, {literal(changed.en)}), '{{first}}', CAST(first AS VARCHAR)) FROM ("
        f"SELECT t.*, first_value(t.row_number) OVER same AS first, row({whole}) IS NOT DISTINCT FROM "
        f"first_value(row({whole})) OVER same AS alike FROM {TYPED} t WHERE hash({key}) IN (SELECT code FROM repeated) "
        f"AND t.ordinal NOT IN (SELECT ordinal FROM {FOUND}) WINDOW same AS (PARTITION BY {key} ORDER BY t.ordinal) "
        "QUALIFY row_number() OVER same > 1)"
    )


def _header(staged: Staged, mapping: Mapping, field: Field) -> str:
    """The header as the file writes it, as an SQL word; the label of the field where the file has no such column."""
    position = mapping.positions.get(field.name)
    return literal(field.label.it if position is None else staged.sheet.headers[position])


def literal(text: str) -> str:
    """A text as an SQL word."""
    return "'" + text.replace("'", "''") + "'"


def message(rule: str, words: dict[str, Text]) -> Text:
    """The sentence of a rule with the places filled in, each language with its own words."""
    return Text(
        it=RULES[rule].it.format(**{name: text.it for name, text in words.items()}),
        en=RULES[rule].en.format(**{name: text.en for name, text in words.items()}),
    )


def _words(rule: str, words: dict[str, Text]) -> str:
    text = message(rule, words)
    return f"{literal(rule)}, {literal(text.it)}, {literal(text.en)}"
