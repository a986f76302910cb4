"""Finds codes that are written otherwise than those known but mean the same household, and asks once about them."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import re

import duckdb

from h4a_core.records.intake.questions import Question, ask
from h4a_core.records.intake.row_checks import TYPED_ROWS
from h4a_core.tables.fields import Table
from h4a_core.text import Text

_SAME = Text(
    it="{count} codici si distinguono da altri solo per come sono scritti (maiuscole, trattini, zeri, spazi, "
    "note): {examples}. Sono gli stessi?",
    en="{count} codes differ from others only in how they are written (capitals, hyphens, zeros, spaces, "
    "notes): {examples}. Are they the same?",
)
_ALIGNED = Text(
    it="Codici scritti in un altro modo, riportati a quelli conosciuti: {count}.",
    en="Codes written otherwise, brought back to those known: {count}.",
)
VARIANTS = "code_variants"
"""Temporary table of the table being judged: `code` as the file writes it, `known` the one it may stand for."""
_FEW = 3
_COMPARED = ("household_id", "dwelling_id", "clause")
_WIDE = "".join(chr(sign + 0xFEE0) for sign in range(ord("0"), ord("z") + 1))
"""Figures and letters as wide as Chinese ones."""
_ALIKE = "АВЕКМНОРСТУХавекмнорстухΑΒΕΗΙΚΜΝΟΡΤΥΧ" + _WIDE
_LATIN = "ABEKMHOPCTYXabekmhopctyxABEHIKMNOPTYX" + "".join(map(chr, range(ord("0"), ord("z") + 1)))
_NOTES = r"(\s*(\([0-9*]{1,2}\)|\[[0-9a-z]{1,2}\]|[*†‡§°ªº¹²³⁰⁴-⁹]+))+\s*$"
"""Marks of notes behind a code: in brackets, raised, stars and the like."""


def folded_sql(code: str) -> str:
    """SQL of a code without what people write in more ways than one: case, hyphens, zeros in front, spaces, notes."""
    parted = _parted_sql(code)
    short = f"regexp_replace({parted}, '(^|[^0-9])0+([0-9])', '\\1\\2', 'g')"
    return f"(CASE WHEN regexp_full_match({parted}, '[0-9]{{9,}}') THEN {parted} ELSE {short} END)"


def _parted_sql(code: str) -> str:
    """SQL of a code in small Latin letters, figures and hyphens; an O among figures is a zero."""
    plain = f"lower(translate(regexp_replace({code}, '{_NOTES}', ''), '{_ALIKE}', '{_LATIN}'))"
    parted = f"trim(regexp_replace({plain}, '[^a-z0-9]+', '-', 'g'), '-')"
    before = f"regexp_replace({parted}, '(^|[-0-9])o([0-9])', '\\10\\2', 'g')"
    return f"regexp_replace({before}, '([0-9])o(-|$)', '\\10\\2', 'g')"


def code_field(table: Table) -> str | None:
    """The field of a table whose codes are compared, if it has one."""
    return next((name for name in _COMPARED if name in table.key), None)


def find_code_variants(cursor: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Fill VARIANTS with the codes of the file that fold to the same as another, of the store or the file.

    Known is the code in the store, else the one that stands in most rows of the file. Where codes must be those of
    known households, only these count. Returns how many there are.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {VARIANTS} (code VARCHAR, known VARCHAR)")
    name = code_field(table)
    if name is None:
        return 0
    known_in = "households" if table.of_known_household else table.name
    new = (
        f'SELECT "{name}" AS code, count(*) AS times FROM {TYPED_ROWS} WHERE "{name}" IS NOT NULL '
        f'AND "{name}" NOT IN (SELECT "{name}" FROM {known_in}) GROUP BY ALL'
    )
    if table.of_known_household:
        if not cursor.execute(f"SELECT 1 FROM ({new}) LIMIT 1").fetchall():
            return 0
    elif _same_shape(cursor, name, known_in):
        return 0
    stored = f'SELECT DISTINCT "{name}", 0, true FROM {known_in}'
    codes = f"(SELECT code, times, false AS stored FROM ({new}) UNION ALL {stored})"
    cursor.execute(
        f"INSERT INTO {VARIANTS} SELECT code, known FROM (SELECT code, stored, first_value(code) OVER alike AS known, "
        f"first_value(stored) OVER alike AS known_stored FROM (SELECT *, {folded_sql('code')} AS folded FROM {codes}) "
        "WINDOW alike AS (PARTITION BY folded ORDER BY stored DESC, times DESC, code DESC)) "
        f"WHERE NOT stored AND code != known AND (known_stored OR NOT {table.of_known_household})"
    )
    _add_without_hyphens(cursor, codes, of_known=table.of_known_household)
    return int(cursor.execute(f"SELECT count(*) FROM {VARIANTS}").fetchall()[0][0])


def _add_without_hyphens(cursor: duckdb.DuckDBPyConnection, codes: str, *, of_known: bool) -> None:
    """Add the codes that have no hyphen where another has some: H4A2201 for H4A-22-01."""
    parted = f"(SELECT *, {_parted_sql('code')} AS parted FROM {codes})"
    cursor.execute(
        f"INSERT INTO {VARIANTS} WITH parted AS MATERIALIZED {parted}, "
        "squeezed AS (SELECT *, replace(parted, '-', '') AS short, NOT contains(parted, '-') AS bare FROM parted "
        "WHERE regexp_matches(parted, '[a-z]')) "
        "SELECT n.code, first(o.code ORDER BY o.stored DESC, o.times DESC, o.code) FROM squeezed n JOIN squeezed o "
        f"ON n.short = o.short AND n.bare != o.bare WHERE NOT n.stored AND (o.stored OR (n.bare AND NOT {of_known})) "
        f"AND n.code NOT IN (SELECT code FROM {VARIANTS}) GROUP BY n.code"
    )


def _same_shape(cursor: duckdb.DuckDBPyConnection, name: str, known_in: str) -> bool:
    """Whether all codes have capitals, small letters, figures and signs in the same places: no two can fold alike."""
    first = cursor.execute(f'SELECT "{name}" FROM {TYPED_ROWS} WHERE "{name}" IS NOT NULL LIMIT 1').fetchall()
    if not first:
        return True
    shape = "".join(
        "[A-Z]" if sign.isupper() else "[a-z]" if sign.islower() else "[0-9]" if sign.isdigit() else re.escape(sign)
        for sign in first[0][0]
    )
    return first[0][0].isascii() and not any(
        cursor.execute(f'SELECT 1 FROM {rows} WHERE NOT regexp_full_match("{name}", ?) LIMIT 1', [shape]).fetchall()
        for rows in (TYPED_ROWS, known_in)
    )


def ask_about_codes(cursor: duckdb.DuckDBPyConnection, count: int, file: str, header: str) -> Question:
    """The one question about all codes of a file that are written otherwise."""
    rows = cursor.execute(f"SELECT code, known FROM {VARIANTS} ORDER BY ALL LIMIT {_FEW}").fetchall()
    examples = ", ".join(f"«{code}» = «{known}»" for code, known in rows)
    return ask(file, "same_code", header, _SAME.format(count=count, examples=examples))


def aligned_note(count: int) -> Text:
    """What is said of codes that were brought back to those known."""
    return _ALIGNED.format(count=count)
