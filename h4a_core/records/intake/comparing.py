"""Compares the good rows of a judged table with the store: older content, likely doubles, rows that are gone.

What the comparison leaves to a person becomes a question or a choice; what was answered is done.
"""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from dataclasses import dataclass

import duckdb

from h4a_core.records.formats.sheets import Sheet
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.contradictions import Call
from h4a_core.records.intake.questions import Question, ask
from h4a_core.records.intake.recognising import RecognisedTable
from h4a_core.records.intake.row_checks import FINDINGS, GOOD, PASSED_OVER, TYPED_ROWS, header_sql
from h4a_core.records.intake.row_rules import message
from h4a_core.records.intake.typing_sql import literal
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.tables.fields import Table
from h4a_core.text import Text

WITHDRAWN = "withdrawn_rows"
"""Temporary table of the table being judged: `batch_id` and `row_number` of stored rows that an answer takes out of
force."""
BROUGHT = "keys_of_call"
"""View of the keys that the files of the call bring, as far as they may be of the table being judged."""
_GOOD_ROWS = f"(SELECT * FROM {TYPED_ROWS} WHERE {GOOD})"
_BEFORE = "SELECT batch_id FROM batch_events WHERE action = 'import' AND happened_at < 'infinity'"
"""Imports before this call: those of files brought in together are of the same time."""
_FEW = 3
_OLDER = Text(
    it="{count} righe di questo file valevano già e sono state sostituite il {day} da «{file}»: {examples}. Devono "
    "tornare a valere come in questo file?",
    en='{count} rows of this file counted once and were superseded on {day} by "{file}": {examples}. Shall they count '
    "again as in this file?",
)
_KEPT = Text(
    it="Righe più vecchie di una correzione, lasciate fuori: {count}.",
    en="Rows older than a correction, left out: {count}.",
)
_GONE = Text(
    it="{count} righe che stavano in «{file}» non ci sono più in questo file ({examples}): restano in vigore.",
    en='{count} rows that stood in "{file}" are no longer in this file ({examples}): they stay in force.',
)
_WITHDRAWN = Text(
    it="{count} righe che stavano in «{file}» e qui non ci sono più ({examples}) sono ritirate.",
    en='{count} rows that stood in "{file}" and are no longer here ({examples}) are withdrawn.',
)
_DOUBLES = Text(
    it="{count} righe somigliano a registrazioni che ci sono già, con un'altra data: {examples}. Che cosa sono?",
    en="{count} rows look like records that are there already, with another date: {examples}. What are they?",
)
_REPLACED = Text(
    it="Registrazioni sostituite da righe di questo file con un'altra data: {count}.",
    en="Records replaced by rows of this file with another date: {count}.",
)


@dataclass(frozen=True)
class _Likeness:
    """What makes two rows of a table likely the same record: equal fields, and a date of each some days apart."""

    equal: tuple[str, ...]
    day: str
    days_apart: int


_LIKENESSES = {
    "payments": _Likeness(("programme", "cohort", "amount"), "date", 62),
    "tenancies": _Likeness(("household_id", "dwelling_id"), "signed_date", 62),
    "temporary_stays": _Likeness(("household_id", "facility_type", "daily_cost"), "start_date", 10),
    "reference_stays": _Likeness(("household_id", "facility_type", "daily_cost"), "start_date", 10),
    "support_events": _Likeness(("household_id", "hours"), "date", 3),
    "surveys": _Likeness(("household_id",), "date", 14),
    "instrument_answers": _Likeness(("household_id", "instrument", "item"), "date", 14),
}


@dataclass(frozen=True)
class Comparison:
    """What is to be asked, what may be chosen, what is said, and how many good rows an answer leaves out."""

    questions: tuple[Question, ...] = ()
    choices: tuple[Question, ...] = ()
    notes: tuple[Text, ...] = ()
    passed_over: int = 0
    withdrawn: int = 0


def compare_with_store(
    cursor: duckdb.DuckDBPyConnection, table: RecognisedTable, typed: TypedTable, mapping: ColumnMapping, call: Call
) -> Comparison:
    """Compare a judged table with what is in force; fills PASSED_OVER and WITHDRAWN, adds warnings to the findings."""
    sheet, file, answers = typed.sheet, table.name, table.answers
    others = call.other_keys(mapping.table, typed)
    key = ", ".join(f'"{name}"' for name in mapping.table.key)
    brought = " UNION ALL ".join([f"SELECT {key} FROM {TYPED_ROWS}", *others])
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW {BROUGHT} AS {brought}")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {WITHDRAWN} (batch_id INTEGER, row_number BIGINT)")
    if not cursor.execute("SELECT 1 FROM batches WHERE table_name = ? LIMIT 1", [mapping.table.name]).fetchall():
        return Comparison()
    header = sheet.headers[mapping.positions[mapping.table.key[0]]]
    parts = (
        _older_rows(cursor, mapping.table, file, header, answers.get("older_rows")),
        _likely_doubles(cursor, sheet, mapping, file, answers.get("likely_doubles")),
        _missing_rows(cursor, mapping.table, file, header, answers.get("missing_rows"), call.told_of, alone=not others),
    )
    return Comparison(
        tuple(one for part in parts for one in part.questions),
        tuple(one for part in parts for one in part.choices),
        tuple(one for part in parts for one in part.notes),
        sum(part.passed_over for part in parts),
        int(cursor.execute(f"SELECT count(*) FROM {WITHDRAWN}").fetchall()[0][0]),
    )


def _same_key(table: Table, one: str, other: str) -> str:
    return " AND ".join(f'{one}."{name}" = {other}."{name}"' for name in table.key)


def _shown_key(table: Table, row: str) -> str:
    """SQL of a row's key in words, as it stands in examples."""
    parts = [
        f"strftime({row}.\"{name}\", '%d/%m/%Y')" if table.field(name).kind == "date" else f'{row}."{name}"'
        for name in table.key
    ]
    return f"concat_ws(' ', {', '.join(parts)})"


def _older_rows(
    cursor: duckdb.DuckDBPyConnection, table: Table, file: str, header: str, answer: str | None
) -> Comparison:
    """Rows that say what was in force once, was superseded since, and is not in force now."""
    whole = " AND ".join(f'n."{name}" IS NOT DISTINCT FROM o."{name}"' for name in table.columns)
    current = " AND ".join(f'n."{name}" IS NOT DISTINCT FROM c."{name}"' for name in table.columns)
    any_superseded = "SELECT 1 FROM superseded s JOIN batches b ON b.batch_id = s.by_batch_id WHERE b.table_name = ?"
    if answer == "restore" or not cursor.execute(f"{any_superseded} LIMIT 1", [table.name]).fetchall():
        return Comparison()
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE older_rows AS SELECT n.ordinal, any_value({_shown_key(table, 'n')}) AS shown, "
        f"max(s.by_batch_id) AS by_batch_id FROM {_GOOD_ROWS} n "
        f'JOIN "{table.name}_rows" o ON {_same_key(table, "n", "o")} AND {whole} '
        "JOIN superseded s ON s.batch_id = o.batch_id AND s.row_number = o.row_number "
        "JOIN batches ob ON ob.batch_id = o.batch_id AND ob.hidden_at IS NULL "
        "JOIN batches sb ON sb.batch_id = s.by_batch_id AND sb.hidden_at IS NULL "
        f"AND sb.batch_id IN ({_BEFORE}) "
        f'WHERE NOT EXISTS (SELECT 1 FROM "{table.name}" c WHERE {_same_key(table, "n", "c")} AND {current}) '
        "GROUP BY n.ordinal"
    )
    found = cursor.execute("SELECT count(*), max(by_batch_id) FROM older_rows").fetchall()[0]
    if not found[0]:
        return Comparison()
    if answer == "keep":
        cursor.execute(f"INSERT INTO {PASSED_OVER} SELECT ordinal FROM older_rows")
        return Comparison(notes=(_KEPT.format(count=found[0]),), passed_over=found[0])
    name, day = cursor.execute(
        "SELECT file_name, strftime(imported_at AT TIME ZONE 'Europe/Rome', '%d/%m/%Y') FROM batches "
        "WHERE batch_id = ?",
        [found[1]],
    ).fetchall()[0]
    text = _OLDER.format(count=found[0], day=day, file=name, examples=_examples(cursor, "older_rows"))
    return Comparison(questions=(ask(file, "older_rows", header, text),))


def _examples(cursor: duckdb.DuckDBPyConnection, table: str) -> str:
    rows = cursor.execute(f"SELECT DISTINCT shown FROM {table} ORDER BY ALL LIMIT {_FEW + 1}").fetchall()
    shown = [str(one) for (one,) in rows]
    return ", ".join([*shown[:_FEW], "..."] if len(shown) > _FEW else shown)


def _likely_doubles(
    cursor: duckdb.DuckDBPyConnection, sheet: Sheet, mapping: ColumnMapping, file: str, answer: str | None
) -> Comparison:
    """Rows with a new key beside a stored one that differs only in a near date; each stored row is taken once."""
    table, like = mapping.table, _LIKENESSES.get(mapping.table.name)
    if like is None or answer == "both":
        return Comparison()
    same = " AND ".join(f'n."{name}" = o."{name}"' for name in like.equal)
    there = f'SELECT 1 FROM "{table.name}" c WHERE {_same_key(table, "n", "c")}'
    new = "true" if answer == "replace" else f"NOT EXISTS ({there})"
    nearest = f'ORDER BY abs(n."{like.day}" - o."{like.day}")'
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE likely_doubles AS WITH "
        f"arrived AS MATERIALIZED (SELECT n.* FROM {_GOOD_ROWS} n WHERE {new}), "
        f'left_over AS MATERIALIZED (SELECT o.* FROM "{table.name}" o WHERE NOT EXISTS '
        f"(SELECT 1 FROM {BROUGHT} t WHERE {_same_key(table, 't', 'o')})) "
        "SELECT n.ordinal, n.row_number, o.batch_id, o.row_number AS stored_row, "
        f'o."{like.day}" AS day, {_shown_key(table, "n")} AS shown FROM arrived n '
        f'JOIN left_over o ON {same} AND abs(n."{like.day}" - o."{like.day}") <= {like.days_apart} '
        f"QUALIFY row_number() OVER (PARTITION BY n.ordinal {nearest}) = 1 "
        f"AND row_number() OVER (PARTITION BY o.batch_id, o.row_number {nearest}) = 1"
    )
    (count,) = cursor.execute("SELECT count(*) FROM likely_doubles").fetchall()[0]
    if not count:
        return Comparison()
    if answer == "replace":
        cursor.execute(f"INSERT INTO {WITHDRAWN} SELECT batch_id, stored_row FROM likely_doubles")
        return Comparison(notes=(_REPLACED.format(count=count),))
    words = {name: Text(it=f"{{{name}}}", en=f"{{{name}}}") for name in ("day", "first", "file")}
    text = message("likely_double", words)
    filled = ", ".join(
        f"replace(replace(replace({literal(one)}, '{{day}}', strftime(d.day, '%d/%m/%Y')), '{{first}}', "
        "CAST(d.stored_row AS VARCHAR)), '{file}', b.file_name)"
        for one in (text.it, text.en)
    )
    field = table.field(like.day)
    cursor.execute(
        f"INSERT INTO {FINDINGS} SELECT d.ordinal, d.row_number, {header_sql(sheet, mapping, field)}, "
        f"strftime(n.\"{like.day}\", '%d/%m/%Y'), 'likely_double', {filled} FROM likely_doubles d "
        f"JOIN {TYPED_ROWS} n USING (ordinal) JOIN batches b ON b.batch_id = d.batch_id"
    )
    header = sheet.headers[mapping.positions[like.day]]
    asked = _DOUBLES.format(count=count, examples=_examples(cursor, "likely_doubles"))
    return Comparison(choices=(ask(file, "likely_doubles", header, asked),))


def _missing_rows(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    file: str,
    header: str,
    answer: str | None,
    told_of: set[int],
    *,
    alone: bool,
) -> Comparison:
    """Rows in force of an earlier export that are gone: the files of the call lack them, and repeat at least half.

    The first file with any of the others tells it. `told_of`: the imports of which it was told; `alone`: whether no
    other file of the call may hold such rows.
    """
    again = f'SELECT o.batch_id FROM "{table.name}" o JOIN {TYPED_ROWS} t ON {_same_key(table, "t", "o")}'
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE missing_rows AS WITH "
        f'absent AS MATERIALIZED (SELECT o.* FROM "{table.name}" o WHERE NOT EXISTS '
        f"(SELECT 1 FROM {BROUGHT} t WHERE {_same_key(table, 't', 'o')})), "
        "lacking AS (SELECT batch_id, count(*) AS gone FROM absent GROUP BY batch_id), "
        f'held AS (SELECT batch_id, count(*) AS rows FROM "{table.name}" GROUP BY batch_id) '
        f"SELECT o.batch_id, o.row_number, {_shown_key(table, 'o')} AS shown FROM absent o "
        "JOIN lacking USING (batch_id) JOIN held USING (batch_id) "
        f"{'' if alone else f'SEMI JOIN ({again}) a ON a.batch_id = o.batch_id '}"
        f"ANTI JOIN {WITHDRAWN} w ON w.batch_id = o.batch_id AND w.row_number = o.row_number "
        f"WHERE 2 * gone <= rows AND o.batch_id IN ({_BEFORE}) AND NOT list_contains(?, o.batch_id)",
        [list(told_of)],
    )
    count, newest = cursor.execute("SELECT count(*), max(batch_id) FROM missing_rows").fetchall()[0]
    if not count:
        return Comparison()
    told_of |= {batch for (batch,) in cursor.execute("SELECT DISTINCT batch_id FROM missing_rows").fetchall()}
    (name,) = cursor.execute("SELECT file_name FROM batches WHERE batch_id = ?", [newest]).fetchall()[0]
    words = {"count": count, "file": name, "examples": _examples(cursor, "missing_rows")}
    if answer == "withdraw":
        cursor.execute(f"INSERT INTO {WITHDRAWN} SELECT batch_id, row_number FROM missing_rows")
        return Comparison(notes=(_WITHDRAWN.format(**words),))
    text = _GONE.format(**words)
    choices = () if answer == "stay" else (ask(file, "missing_rows", header, text),)
    return Comparison(choices=choices, notes=(text,))
