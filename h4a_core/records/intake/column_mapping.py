"""Which table a sheet holds, and which of its columns is which field."""

import dataclasses
from collections import Counter
from dataclasses import dataclass
from functools import cache, partial

from h4a_core.records.formats.sheets import FEWEST_HEADERS, Headers, HeaderTest
from h4a_core.records.intake.personal_data import may_name_people, personal_headers
from h4a_core.tables.fields import Field, Table, plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_NO_TABLE = Text(
    it="In questo file non si riconosce nessuna tabella: manca una riga di intestazione con almeno due colonne note. "
    "Parti da uno dei modelli ({tables}) oppure rinomina le intestazioni come nei modelli.",
    en="No table can be recognised in this file: there is no header line with at least two known columns. Start from "
    "one of the templates ({tables}) or rename the headers as in the templates.",
)
_MISSING_COLUMNS = Text(
    it="Sembra la tabella «{table}», ma mancano le colonne: {columns}. Aggiungile, oppure rinomina quelle che le "
    "contengono come nel modello.",
    en='This looks like the table "{table}", but these columns are missing: {columns}. Add them, or rename the ones '
    "that hold them as in the template.",
)
_TWO_COLUMNS = Text(
    it="Nella tabella «{table}» due colonne significano la stessa cosa: {columns}. Togline una o rinominala.",
    en='In the table "{table}" two columns mean the same: {columns}. Remove one or rename it.',
)
_AMBIGUOUS = Text(
    it="Il file può essere più di una tabella: {tables}. Rinomina le intestazioni come nel modello di quella giusta.",
    en="The file may be more than one table: {tables}. Rename the headers as in the template of the right one.",
)


@dataclass(frozen=True)
class ColumnMapping:
    """The table recognised and, for each field found, the position of its column in the sheet."""

    table: Table
    positions: dict[str, int]
    words: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    """Further words for the codes of a field, reduced by `plain_words`."""

    def code_words(self, field: Field) -> dict[str, str]:
        """The code of each word of a field, ours and those of the profile."""
        return _own_words(self.table.name, field.name) | self.words.get(field.name, {})


@cache
def _header_index(table_name: str) -> dict[str, Field]:
    return {header: field for field in TABLES[table_name].fields for header in field.headers()}


@cache
def _own_words(table_name: str, field_name: str) -> dict[str, str]:
    return TABLES[table_name].field(field_name).code_words()


@cache
def _all_headers() -> frozenset[str]:
    return frozenset(header for name in TABLES for header in _header_index(name))


def header_test(also: frozenset[str] = frozenset()) -> HeaderTest:
    """How the header of a file of records is found; `also` are further headers (reduced by `plain_words`)."""
    return HeaderTest(partial(_count_known, also=also), lambda headers: not may_name_people(headers))


def _count_known(headers: Headers, also: frozenset[str]) -> int:
    """How many of these cells are headers we know, those that name personal data and those of `also` included."""
    personal = set(personal_headers(headers))
    known = _all_headers() | also
    return len({plain for header in headers if (plain := plain_words(header)) in known or header in personal})


def no_table() -> Text:
    """The refusal of a file in which no table is recognised; it names all tables."""
    tables = TABLES.values()
    return Text(
        it=_NO_TABLE.it.format(tables=", ".join(table.label.it for table in tables)),
        en=_NO_TABLE.en.format(tables=", ".join(table.label.en for table in tables)),
    )


def missing_columns(table: Table, missing: list[Field]) -> Text:
    """The refusal of a file that lacks columns of its table."""
    return Text(
        it=_MISSING_COLUMNS.it.format(table=table.label.it, columns=", ".join(field.label.it for field in missing)),
        en=_MISSING_COLUMNS.en.format(table=table.label.en, columns=", ".join(field.label.en for field in missing)),
    )


def map_headers(headers: Headers, file_name: str) -> ColumnMapping | Text:
    """Recognise the table of these headers, or return the reason for refusing them, with its remedy.

    The table of which most columns are there wins, and must lack none that is required; a table with fewer of its
    columns there is never taken instead, even if it lacks none. Where two are equally good, a word of the file's name
    decides ("storico" for reference stays), then the table that needs no such word.
    """
    found = {name: [_header_index(name).get(plain_words(header)) for header in headers] for name in TABLES}
    sizes = {name: len({field.name for field in fields if field}) for name, fields in found.items()}
    most = max(sizes.values())
    complete = [name for name in TABLES if sizes[name] == most and not missing_fields(name, found[name])]
    if not complete:
        return _refusal(found, sizes)
    best = _by_file_name(complete, file_name)
    if len(best) > 1:
        return _AMBIGUOUS.format(tables=", ".join(TABLES[name].label.it for name in best))
    return mapping_of(TABLES[best[0]], headers, found[best[0]])


def mapping_of(table: Table, headers: Headers, fields: list[Field | None]) -> ColumnMapping | Text:
    """The mapping of these headers to these fields of a table, unless two of them mean the same."""
    twice = {name for name, times in Counter(field.name for field in fields if field).items() if times > 1}
    if twice:
        doubled = ", ".join(
            header for header, field in zip(headers, fields, strict=True) if field and field.name in twice
        )
        return Text(
            it=_TWO_COLUMNS.it.format(table=table.label.it, columns=doubled),
            en=_TWO_COLUMNS.en.format(table=table.label.en, columns=doubled),
        )
    return ColumnMapping(table, {field.name: position for position, field in enumerate(fields) if field})


def missing_fields(table_name: str, fields: list[Field | None]) -> list[Field]:
    """The fields that a table needs and that are not among these."""
    there = {field.name for field in fields if field}
    table = TABLES[table_name]
    missing = [field for field in table.fields if field.required and field.name not in there]
    unanswered = [
        name for name in table.scored if name not in there and not {f"{name}_score", f"{name}_baseline"} <= there
    ]
    return missing + [table.field(name) for name in unanswered]


def _by_file_name(names: list[str], file_name: str) -> list[str]:
    plain = plain_words(file_name)
    hinted = [name for name in names if any(hint in plain for hint in TABLES[name].file_hints)]
    return hinted or [name for name in names if not TABLES[name].file_hints] or names


def _refusal(found: dict[str, list[Field | None]], sizes: dict[str, int]) -> Text:
    nearest = max(TABLES, key=lambda name: (sizes[name], -len(missing_fields(name, found[name]))))
    if sizes[nearest] < FEWEST_HEADERS:
        return no_table()
    return missing_columns(TABLES[nearest], missing_fields(nearest, found[nearest]))
