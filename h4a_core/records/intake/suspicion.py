"""Conditions on a typed row, cheap enough for every row: one of them is true wherever a finding may be."""

from h4a_core.records.intake.mapping import Mapping
from h4a_core.records.intake.rules import FIRST_DAY, HAPPENED
from h4a_core.records.intake.typing_sql import raw_sql
from h4a_core.tables.fields import LONGEST_TEXT, Field, Table


def doubts(mapping: Mapping) -> list[str]:
    """Conditions on a row `s` that has typed columns, `said_` columns of answers, and its text cells.

    They ask less than the tests of the findings do: a cell of spaces is doubted here and cleared there.
    """
    table = mapping.table
    found: list[str] = []
    for field in table.fields:
        value, raw = f's."{field.name}"', raw_sql(mapping, field)
        if field.required:
            found.append(f"{value} IS NULL")
        elif field.name in table.scored:
            found.append(f'({raw} IS NOT NULL AND s."said_{field.name}" IS NULL)')
        elif field.name in mapping.positions:
            found.append(f"({value} IS NULL AND {raw} IS NOT NULL)")
        if field.kind in ("code", "text"):
            found.append(f"coalesce(strlen({value}) > {LONGEST_TEXT}, false)")
        found += range_tests(field, value)
    found += [test for *_, test in pair_tests(table, "s")]
    return found + [test for *_, test in day_tests(table, "s")]


def range_tests(field: Field, value: str) -> list[str]:
    """The condition under which a value is outside what the field allows; none if it allows all."""
    limits = [f"{value} < {field.low}"] if field.low is not None else []
    limits += [f"{value} > {field.high}"] if field.high is not None else []
    return [f"coalesce({' OR '.join(limits)}, false)"] if limits else []


def pair_tests(table: Table, row: str) -> list[tuple[str, str, str, str]]:
    """Rules about two cells: rule, the field to show, the other one, and the condition."""
    late = [
        ("dates_reversed", second, first, f'coalesce({row}."{second}" < {row}."{first}", false)')
        for first, second in table.in_order
    ]
    return late + [
        ("more_than_members", part, whole, f'coalesce({row}."{part}" > {row}."{whole}", false)')
        for part, whole in table.at_most
    ]


def day_tests(table: Table, row: str) -> list[tuple[str, str, str]]:
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
