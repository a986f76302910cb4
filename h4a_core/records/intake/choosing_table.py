"""Chooses between tables with the same columns: the codes that are known decide, then the file's own name."""

# ruff: noqa: S608 - names of tables and columns come from the registry

import dataclasses

import duckdb

from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.questions import Question, ask
from h4a_core.records.intake.row_checks import TYPED_ROWS
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_WHICH = Text(
    it="Il file può essere più di una tabella: {tables}. Né i codici dei nuclei ({some}) né il nome del file lo dicono "
    "con certezza. Quale tabella è?",
    en="The file may be more than one table: {tables}. Neither the household codes ({some}) nor the name of the file "
    "tell for certain. Which table is it?",
)
_SOME = {
    True: Text(it="alcuni o tutti conosciuti", en="some or all known"),
    False: Text(it="nessuno conosciuto", en="none known"),
}
_NOT_IN_TABLE = Text(
    it="Colonne che la tabella scelta non ha, lasciate fuori: {columns}.",
    en="Columns that the table chosen does not have, left out: {columns}.",
)


@dataclasses.dataclass(frozen=True)
class _Codes:
    """How many different household codes of a file are those of families of the programme."""

    known: int
    unknown: int
    families: int
    """Families of the programme there are."""


def choose_table(
    cursor: duckdb.DuckDBPyConnection, mapping: ColumnMapping, file: str, headers: tuple[str, ...]
) -> tuple[ColumnMapping, tuple[Text, ...]] | Question:
    """The mapping to the right table, with what is left out in words; or the question which table it is.

    Looks at the view of typed rows, made with the table of these columns that has most of them.
    """
    if not mapping.contenders:
        return mapping, ()
    codes = _codes(cursor)
    chosen = _choose(mapping, codes)
    if chosen is None:
        names = [TABLES[name].label for name in mapping.contenders]
        text = Text(
            it=_WHICH.it.format(tables=", ".join(one.it for one in names), some=_SOME[codes.known > 0].it),
            en=_WHICH.en.format(tables=", ".join(one.en for one in names), some=_SOME[codes.known > 0].en),
        )
        return ask(file, "table", ", ".join(header for header in headers if header), text, mapping.contenders)
    table = TABLES[chosen]
    positions = {name: place for name, place in mapping.positions.items() if name in table.columns}
    left = [headers[place] for name, place in mapping.positions.items() if name not in positions]
    notes = (_NOT_IN_TABLE.format(columns=", ".join(left)),) if left else ()
    return dataclasses.replace(mapping, table=table, positions=positions, contenders=()), notes


def _codes(cursor: duckdb.DuckDBPyConnection) -> _Codes:
    """The counts; where all codes are known, or none can be, only whether there is any, which is quicker to know."""
    (families,) = cursor.execute("SELECT count(*) FROM households").fetchall()[0]
    any_code = f"SELECT count(*) FROM (SELECT 1 FROM {TYPED_ROWS} WHERE household_id IS NOT NULL LIMIT 1)"
    if not families:
        return _Codes(0, cursor.execute(any_code).fetchall()[0][0], 0)
    codes = f"SELECT count(DISTINCT household_id) FROM {TYPED_ROWS} WHERE household_id"
    (unknown,) = cursor.execute(f"{codes} NOT IN (SELECT household_id FROM households)").fetchall()[0]
    known = f"{codes} IN (SELECT household_id FROM households)" if unknown else any_code
    return _Codes(cursor.execute(known).fetchall()[0][0], unknown, families)


def _choose(mapping: ColumnMapping, codes: _Codes) -> str | None:
    """The table that codes or name settle; None where they do not, or contradict each other."""
    pair = _families_and_others(mapping)
    if pair is None:
        return mapping.by_name if mapping.by_name == mapping.table.name else None
    of_families, of_others = pair
    has_more = not set(mapping.positions) <= set(TABLES[of_families].columns)
    if codes.known:
        others_likely = mapping.by_name == of_others or (has_more and codes.known < codes.unknown)
        return None if others_likely else of_families
    if mapping.by_name is not None or not has_more:
        return mapping.by_name or of_families
    return None if codes.unknown and not codes.families else of_others


def _families_and_others(mapping: ColumnMapping) -> tuple[str, str] | None:
    """The two contenders, if one is of the programme's families and the other, with all its columns, of others."""
    names = sorted(mapping.contenders, key=lambda name: not TABLES[name].of_known_household)
    if [TABLES[name].of_known_household for name in names] != [True, False]:
        return None
    of_families, of_others = names
    return (of_families, of_others) if set(TABLES[of_families].columns) <= set(mapping.table.columns) else None
