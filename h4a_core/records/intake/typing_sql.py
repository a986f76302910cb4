"""SQL that types the cells of a row: those written as usual directly, the rest from the values read one by one."""

from collections.abc import Callable

from h4a_core.records.cells.blanks import BLANKS, FORMULA_ERRORS
from h4a_core.records.cells.days import usual_day_sql
from h4a_core.records.cells.numbers import usual_number_sql
from h4a_core.records.intake.column_formats import ColumnFormat
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.units import in_own_unit_sql
from h4a_core.tables.fields import Field

_UNSEEN = r"[\p{Cf}\x{ad}\x{80}-\x{9f}\x{2028}\x{2029}]"
"""Characters that steer how a text is shown, and the soft hyphen: they are no part of a code or word."""
_SPACES = " \t\u00a0\r\n"
_UNUSUAL_FIRST = "9, 10, 13, 32, 35, 160"
"""Code points of spaces, and of the sign with which formula errors begin."""
_BLANKS = ", ".join(f"'{word}'" for word in BLANKS)
_LONGEST_BLANK = max(map(len, BLANKS))
_UNUSUAL_LAST = ", ".join(f"'{space}'" for space in _SPACES)


def blank_sql(column: str) -> str:
    """True where a cell holds nothing, or only spaces."""
    return f"({column} IS NULL OR trim({column}, '{_SPACES}') = '')"


def formula_error_sql(column: str) -> str:
    """True where a cell holds what a formula that went wrong leaves behind."""
    errors = ", ".join(literal(word) for word in FORMULA_ERRORS)
    return f"coalesce(trim({column}, '{_SPACES}') IN ({errors}), false)"


def usual_sql(one: Field, raw: str, usual: ColumnFormat) -> str:
    """The typed value of a cell written in the usual way; NULL for any other cell."""
    if one.kind in ("code", "text"):
        return _usual_text(raw, usual)
    if one.kind in ("enum", "bool"):
        if not usual.codes:
            return f"CAST(NULL AS {one.sql_type})"
        cases = " ".join(f"WHEN {literal(word)} THEN {literal(code)}" for word, code in usual.codes.items())
        return f"CAST(CASE {raw} {cases} END AS {one.sql_type})"
    if one.kind == "date":
        return usual_day_sql(raw, usual.day_format)
    number = usual_number_sql(one, raw, usual.notation.decimal_sign, grouped=usual.grouped)
    if not usual.numbers:
        return number
    cases = " ".join(f"WHEN {literal(text)} THEN {value}" for text, value in usual.numbers.items())
    return f"CAST(CASE {raw} {cases} ELSE {number} END AS {one.sql_type})"


def _usual_text(raw: str, usual: ColumnFormat) -> str:
    """A text as it is, unless it has spaces around it, says "not known", or may be the error of a formula."""
    unusual = (
        f"{_untidy_sql(raw)} OR ascii({raw}) IN ({_UNUSUAL_FIRST}) OR {raw}[-1] IN ({_UNUSUAL_LAST}) "
        f"OR starts_with({raw}, 'Err:')"
    )
    if usual.codes:
        known = ", ".join(literal(word) for word in usual.codes)
        return (
            f"(CASE WHEN {raw} IN ({known}) THEN {raw} WHEN {unusual} OR {raw} IN ({_BLANKS}) THEN NULL ELSE {raw} END)"
        )
    blank = f"CASE WHEN strlen({raw}) <= {_LONGEST_BLANK} THEN {raw} IN ({_BLANKS}) ELSE false END"
    return f"(CASE WHEN {unusual} THEN NULL WHEN {blank} THEN NULL ELSE {raw} END)"


def _untidy_sql(raw: str) -> str:
    """Whether a text may hold characters that do not show, or line ends: asked of the few that are not plain only."""
    return f"(strlen({raw}) != length({raw}) AND regexp_matches({raw}, '{_UNSEEN}')) OR contains({raw}, chr(10))"


def _tidy_sql(raw: str) -> str:
    """A text without characters that do not show, with one space where line ends or several spaces stood."""
    plain = f"regexp_replace(regexp_replace({raw}, '{_UNSEEN}', '', 'g'), '[\\s\\x{{a0}}]+', ' ', 'g')"
    return f"trim(if({_untidy_sql(raw)}, {plain}, {raw}), '{_SPACES}')"


def any_cell_sql(one: Field, raw: str, meaning: str, usual: ColumnFormat | None) -> str:
    """The typed value of any cell; `meaning` is the column of the values that were read one by one."""
    if one.kind in ("code", "text"):
        return f"(CASE WHEN {formula_error_sql(raw)} THEN NULL ELSE nullif({_tidy_sql(raw)}, '') END)"
    read = f"TRY_CAST({meaning} AS {one.sql_type})"
    return read if one.kind in ("enum", "bool") or usual is None else f"coalesce({usual_sql(one, raw, usual)}, {read})"


def raw_sql(mapping: ColumnMapping, one: Field) -> str:
    """The text cell of a field in the text rows `s`; NULL where the file has no such column."""
    position = mapping.positions.get(one.name)
    return "CAST(NULL AS VARCHAR)" if position is None else f"s.c{position}"


def typed_columns(mapping: ColumnMapping, value: Callable[[Field, str], str]) -> list[str]:
    """One SQL column for each field of the table, and `answer_<name>` for answers that may also come as scores.

    `value` gives the SQL of a cell that the file has. Where an answer is blank, score and baseline speak for it.
    """
    table, columns = mapping.table, []

    def of(one: Field) -> str:
        if one.name not in mapping.positions:
            return f"CAST(NULL AS {one.sql_type})"
        typed = in_own_unit_sql(one, value(one, raw_sql(mapping, one)), mapping.units.get(one.name))
        return f"({typed} + 1)" if one.name == "end_date" and mapping.last_night_paid else typed

    for one in table.fields:
        if one.name not in table.scored:
            columns.append(f'{of(one)} AS "{one.name}"')
            continue
        score, baseline = (of(table.field(f"{one.name}_{part}")) for part in ("score", "baseline"))
        columns.append(f'{of(one)} AS "answer_{one.name}"')
        columns.append(
            f"coalesce({of(one)}, CASE WHEN {score} > {baseline} THEN 'improved' WHEN {score} = {baseline} THEN 'same' "
            f"WHEN {score} < {baseline} THEN 'worse' ELSE 'no_answer' END) AS \"{one.name}\""
        )
    return columns


def literal(text: str) -> str:
    """A text as an SQL word."""
    return "'" + text.replace("'", "''") + "'"
