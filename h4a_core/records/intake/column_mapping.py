"""Which table a sheet holds, and which of its columns is which field."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from h4a_core.records.formats.sheets import FEWEST_HEADERS, Headers, HeaderTest
from h4a_core.records.intake.personal_data import may_name_people, personal_headers
from h4a_core.records.intake.questions import words_answered
from h4a_core.records.intake.units import UNITS, fields_by_unit, units_of
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


@dataclass(frozen=True)
class ColumnMapping:
    """The table recognised and, for each field found, the position of its column in the sheet."""

    table: Table
    positions: dict[str, int]
    words: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    """Further words for the codes of a field, reduced by `plain_words`."""
    contenders: tuple[str, ...] = ()
    """Tables that the columns allow as well as this one, this one included; `choosing_table` chooses among them."""
    by_name: str | None = None
    """The contender of which the file's own name speaks."""
    units: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """By field: the unit of its column, where header or answer tell it."""
    last_night_paid: bool = False
    """Whether the end of a stay is its last night, not the day of leaving."""

    def is_restated(self, name: str) -> bool:
        """Whether what is stored of a field says otherwise what the cell says, so that the cell is to be kept."""
        unit = self.units.get(name)
        converted = unit is not None and unit != UNITS[name].own
        return converted or (self.last_night_paid and name == "end_date")

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


def map_headers(headers: Headers, own_name: str, table: str | None = None) -> ColumnMapping | Text:
    """Recognise the table of these headers, or return the reason for refusing them, with its remedy.

    The table of which most columns are there must lack none that is required. Others of which as many required columns
    are there are kept as contenders: how many optional columns a file has decides nothing between them.

    Args:
        headers: of the sheet.
        own_name: the file's own name, without that of an archive it came in.
        table: the table that somebody named; it must lack no required column.

    """
    found = {name: [_field_of(name, header) for header in headers] for name in TABLES}
    if table is not None:
        return _mapping_to(TABLES[table], headers, found[table])
    complete = [name for name in TABLES if not missing_fields(name, found[name])]
    widest = _widest(found, complete)
    if widest is None:
        return _refusal(found)
    named = [name for name in complete if _speaks_of(own_name, name)]
    contenders = [name for name in complete if _required(name) == _required(widest) or name in named]
    mapping = mapping_of(TABLES[widest], headers, found[widest])
    if isinstance(mapping, Text) or len(contenders) == 1:
        return mapping
    return dataclasses.replace(mapping, contenders=tuple(contenders), by_name=named[0] if len(named) == 1 else None)


def _mapping_to(table: Table, headers: Headers, fields: list[Field | None]) -> ColumnMapping | Text:
    missing = missing_fields(table.name, fields)
    return missing_columns(table, missing) if missing else mapping_of(table, headers, fields)


def _widest(found: Mapping[str, list[Field | None]], complete: Iterable[str]) -> str | None:
    """Of the complete tables with as many columns as any: the one that could have most; None if there is none."""
    most = max(map(_known, found.values()))
    best = [name for name in complete if _known(found[name]) == most]
    return max(best, key=lambda name: len(TABLES[name].columns), default=None)


def _known(fields: Iterable[Field | None]) -> int:
    """How many different fields there are."""
    return len({field.name for field in fields if field})


def with_answers(mapping: ColumnMapping, headers: Headers, answers: Mapping[str, str]) -> ColumnMapping:
    """The mapping with the unit of each column, what the end of a stay means, and words that somebody explained."""
    by_field = {name: headers[place] for name, place in mapping.positions.items()}
    units = units_of(by_field, mapping.table, answers)
    explained = words_answered(answers)
    words = {name: mapping.words.get(name, {}) | explained.get(name, {}) for name in {**mapping.words, **explained}}
    last_night_paid = answers.get("last_day") == "last_night"
    return dataclasses.replace(mapping, units=units, last_night_paid=last_night_paid, words=words)


def _field_of(table_name: str, header: str) -> Field | None:
    """The field a header means, in whatever unit it says."""
    exact = _header_index(table_name).get(plain_words(header))
    in_unit = None if exact or not header else fields_by_unit(TABLES[table_name], header)
    return in_unit[0] if in_unit else exact


def _required(table_name: str) -> frozenset[str]:
    return frozenset(field.name for field in TABLES[table_name].fields if field.required)


def _speaks_of(own_name: str, table_name: str) -> bool:
    plain = plain_words(own_name)
    return any(hint in plain for hint in TABLES[table_name].file_hints)


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


def _refusal(found: dict[str, list[Field | None]]) -> Text:
    nearest = max(TABLES, key=lambda name: (_known(found[name]), -len(missing_fields(name, found[name]))))
    if _known(found[nearest]) < FEWEST_HEADERS:
        return no_table()
    return missing_columns(TABLES[nearest], missing_fields(nearest, found[nearest]))
