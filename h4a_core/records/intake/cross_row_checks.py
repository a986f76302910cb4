"""Checks across rows: keys twice, unknown households, overlaps, surveys too early, costs far from the others."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from decimal import Decimal
from itertools import accumulate

import duckdb

from h4a_core.records.formats.sheets import Sheet
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.household_codes import folded_sql
from h4a_core.records.intake.row_checks import FINDINGS, TYPED_ROWS, header_sql, rule_sql
from h4a_core.records.intake.row_rules import FENCE, PAID_AGAIN_DAYS, SMALLEST_GROUP, WARNINGS, message
from h4a_core.records.intake.typing_sql import literal
from h4a_core.text import Text

_PERIODS: dict[str, tuple[str, str, str, str]] = {
    "temporary_stays": ("stays_overlap", "start_date", "start_date", "end_date"),
    "tenancies": ("tenancies_overlap", "signed_date", "coalesce(move_in_date, signed_date)", "end_date"),
}
"""Tables whose periods exclude each other for one household: rule, field to show, first day, day after the last."""
_SMALLEST_SPREAD = Decimal("0.05")
"""Share of the median that the interquartile range counts at least: where all pay the same, a cent is no outlier."""


def find_across_rows(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping) -> None:
    """Add the findings that show only in comparison with other rows, of this file or of the store."""
    table = mapping.table
    if table.of_known_household:
        _find_unknown_households(cursor, sheet, mapping)
    if _any_twice(cursor, table.key):
        _find_duplicates(cursor, sheet, mapping)
    if table.name in _PERIODS:
        _find_overlaps(cursor, sheet, mapping)
    if table.name == "surveys":
        _find_early_surveys(cursor, sheet, mapping)
    if "daily_cost" in table.columns:
        _find_outlying_costs(cursor, sheet, mapping)
    if table.name == "payments":
        otherwise_spelled = "t.date = o.date AND NOT (t.programme = o.programme AND t.clause = o.clause)"
        _find_paid_twice(cursor, sheet, mapping, "paid_twice", otherwise_spelled)
        near = f"t.date <> o.date AND abs(t.date - o.date) <= {PAID_AGAIN_DAYS}"
        _find_paid_twice(cursor, sheet, mapping, "paid_again", near)


def _find_paid_twice(
    cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping, rule: str, condition: str
) -> None:
    """Payments of the file for the same cohort and clause, however spelled, with the same amount, if `condition`."""
    same = " AND ".join(f"{folded_sql(f't.{name}')} = {folded_sql(f'o.{name}')}" for name in ("programme", "clause"))
    text = message(rule, {"first": Text(it="{first}", en="{first}")})
    filled = ", ".join(
        f"replace({literal(one)}, '{{first}}', CAST(min(o.row_number) AS VARCHAR))" for one in (text.it, text.en)
    )
    cursor.execute(
        f"INSERT INTO {FINDINGS} SELECT t.ordinal, any_value(t.row_number), "
        f"{header_sql(sheet, mapping, mapping.table.field('date'))}, any_value(strftime(t.date, '%d/%m/%Y')), "
        f"'{rule}', {filled} FROM {TYPED_ROWS} t JOIN {TYPED_ROWS} o ON o.ordinal < t.ordinal AND {same} "
        f"AND t.cohort = o.cohort AND t.amount = o.amount AND {condition} GROUP BY t.ordinal"
    )


def _find_unknown_households(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping) -> None:
    field = mapping.table.field("household_id")
    cursor.execute(
        f"INSERT INTO {FINDINGS} SELECT t.ordinal, t.row_number, {header_sql(sheet, mapping, field)}, t.household_id, "
        f"{rule_sql('unknown_household', {})} FROM {TYPED_ROWS} t WHERE t.household_id IS NOT NULL "
        "AND t.household_id NOT IN (SELECT h.household_id FROM households h)"
    )


def _any_twice(cursor: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> bool:
    """Whether these columns may have the same values in two rows; sorting their hashes is the quickest way to know."""
    names = ", ".join(f'"{name}"' for name in columns)
    import numpy as np  # noqa: PLC0415 - heavy

    codes = np.sort(np.asarray(cursor.execute(f"SELECT hash({names}) AS code FROM {TYPED_ROWS}").fetchnumpy()["code"]))
    return bool((codes[1:] == codes[:-1]).any())


def _find_duplicates(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping) -> None:
    """Rows with the key of an earlier row of the file; a row that is faulty itself takes nobody's place."""
    table = mapping.table
    key = ", ".join(f't."{name}"' for name in table.key)
    whole = ", ".join(f't."{name}"' for name in table.columns)
    labels = [table.field(name).label for name in table.key]
    label = Text(it=" + ".join(one.it for one in labels), en=" + ".join(one.en for one in labels))
    words = {"label": label, "first": Text(it="{first}", en="{first}")}
    same, changed = message("duplicate_row", words), message("duplicate_key", words)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT hash({key}) AS code FROM {TYPED_ROWS} t GROUP BY code "
        "HAVING count(*) > 1"
    )
    cursor.execute(
        f"INSERT INTO {FINDINGS} SELECT ordinal, row_number, {header_sql(sheet, mapping, table.field(table.key[0]))}, "
        f"\"{table.key[0]}\", if(alike, 'duplicate_row', 'duplicate_key'), "
        f"replace(if(alike, {literal(same.it)}, {literal(changed.it)}), '{{first}}', CAST(first AS VARCHAR)), "
        f"replace(if(alike, {literal(same.en)}, {literal(changed.en)}), '{{first}}', CAST(first AS VARCHAR)) FROM ("
        f"SELECT t.*, first_value(t.row_number) OVER same AS first, row({whole}) IS NOT DISTINCT FROM "
        f"first_value(row({whole})) OVER same AS alike FROM {TYPED_ROWS} t "
        f"WHERE hash({key}) IN (SELECT code FROM repeated) AND t.ordinal NOT IN ({_faulty()}) "
        f"WINDOW same AS (PARTITION BY {key} ORDER BY t.ordinal) "
        "QUALIFY row_number() OVER same > 1)"
    )


def _faulty() -> str:
    """The rows that have an error by now."""
    return f"SELECT ordinal FROM {FINDINGS} WHERE rule NOT IN ({', '.join(literal(rule) for rule in sorted(WARNINGS))})"


def _find_overlaps(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping) -> None:
    """Good rows whose period overlaps an earlier one of the household, of this file or current in the store."""
    table = mapping.table
    rule, shown, begin, end = _PERIODS[table.name]
    stored = cursor.execute(f'SELECT 1 FROM "{table.name}" LIMIT 1').fetchall()
    if not stored and not _any_twice(cursor, ("household_id",)):
        return
    period = f"household_id, {begin} AS first, coalesce({end}, DATE '9999-12-31') AS until"
    same_key = " AND ".join(f't."{name}" = o."{name}"' for name in table.key)
    cursor.execute(
        f"INSERT INTO {FINDINGS} SELECT ordinal, row_number, {header_sql(sheet, mapping, table.field(shown))}, NULL, "
        f"{rule_sql(rule, {})} FROM (SELECT *, max(until) OVER earlier AS before, lead(first) OVER in_order AS next, "
        "lead(ordinal) OVER in_order AS next_here FROM ("
        f"SELECT ordinal, row_number, {period} FROM {TYPED_ROWS} WHERE ordinal NOT IN ({_faulty()}) UNION ALL "
        f'SELECT NULL, NULL, {period} FROM "{table.name}" o '
        f"WHERE household_id IN (SELECT household_id FROM {TYPED_ROWS}) "
        f"AND NOT EXISTS (SELECT 1 FROM {TYPED_ROWS} t WHERE {same_key})) "
        "WINDOW in_order AS (PARTITION BY household_id ORDER BY first, until, ordinal), earlier AS (PARTITION BY "
        "household_id ORDER BY first, until, ordinal ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) "
        "WHERE ordinal IS NOT NULL AND (before > first OR (next < until AND next_here IS NULL))"
    )


def _find_early_surveys(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping) -> None:
    field = mapping.table.field("date")
    cursor.execute(
        f"INSERT INTO {FINDINGS} SELECT t.ordinal, t.row_number, {header_sql(sheet, mapping, field)}, "
        f"CAST(t.date AS VARCHAR), {rule_sql('survey_before_enrolment', {})} FROM {TYPED_ROWS} t "
        f"JOIN households h USING (household_id) WHERE t.date < h.enrolled_date AND t.ordinal NOT IN ({_faulty()})"
    )


def _find_outlying_costs(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping) -> None:
    """Costs beyond FENCE interquartile ranges from the quartiles of their facility type, in groups large enough."""
    field = mapping.table.field("daily_cost")
    rows = cursor.execute(
        f"SELECT facility_type, daily_cost, count(*) FROM {TYPED_ROWS} WHERE facility_type IS NOT NULL "
        "AND daily_cost IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    groups: dict[str, list[tuple[Decimal, int]]] = {}
    for facility, cost, count in rows:
        groups.setdefault(facility, []).append((cost, count))
    for facility, costs in groups.items():
        bounds = _fences(costs)
        if bounds is not None and (costs[0][0] < bounds[0] or costs[-1][0] > bounds[1]):
            cursor.execute(
                f"INSERT INTO {FINDINGS} SELECT t.ordinal, t.row_number, {header_sql(sheet, mapping, field)}, "
                f"CAST(t.daily_cost AS VARCHAR), {rule_sql('cost_far_outside', {'label': field.label})} "
                f"FROM {TYPED_ROWS} t WHERE t.facility_type = ? AND (t.daily_cost < ? OR t.daily_cost > ?) "
                f"AND t.ordinal NOT IN ({_faulty()})",
                [facility, *bounds],
            )


def _fences(costs: list[tuple[Decimal, int]]) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest cost that are not far outside; None for a group too small to say. Costs are sorted."""
    total = sum(count for _, count in costs)
    if total < SMALLEST_GROUP:
        return None
    low, middle, high = (_at(costs, total * share // 4) for share in (1, 2, 3))
    spread = FENCE * max(high - low, middle * _SMALLEST_SPREAD)
    return low - spread, high + spread


def _at(costs: list[tuple[Decimal, int]], place: int) -> Decimal:
    """The cost at a place (from 0) of the sorted list that each cost stands in as often as it occurs."""
    ends = accumulate(count for _, count in costs)
    return next(cost for (cost, _), end in zip(costs, ends, strict=True) if place < end)
