"""Which table a sheet holds, and which of its columns is which field."""

import dataclasses
from collections import Counter
from dataclasses import dataclass
from functools import cache

from h4a_core.records.intake.personal import personal_headers
from h4a_core.tables.fields import Field, Table, plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

NO_TABLE = Text(
    it="In questo file non si riconosce nessuna tabella: manca una riga di intestazione con almeno due colonne note. "
    "Parti da uno dei modelli ({tables}) oppure rinomina le intestazioni come nei modelli.",
    en="No table can be recognised in this file: there is no header line with at least two known columns. Start from "
    "one of the templates ({tables}) or rename the headers as in the templates.",
)
MISSING_COLUMNS = Text(
    it="Sembra la tabella «{table}», ma mancano le colonne: {columns}. Aggiungile, oppure rinomina quelle che le "
    "contengono come nel modello.",
    en='This looks like the table "{table}", but these columns are missing: {columns}. Add them, or rename the ones '
    "that hold them as in the template.",
)
TWO_COLUMNS = Text(
    it="Nella tabella «{table}» due colonne significano la stessa cosa: {columns}. Togline una o rinominala.",
    en='In the table "{table}" two columns mean the same: {columns}. Remove one or rename it.',
)
AMBIGUOUS = Text(
    it="Il file può essere più di una tabella: {tables}. Rinomina le intestazioni come nel modello di quella giusta.",
    en="The file may be more than one table: {tables}. Rename the headers as in the template of the right one.",
)


FEWEST_HEADERS = 2
"""Known columns a line needs to be taken for a header."""


@dataclass(frozen=True)
class Mapping:
    """The table recognised and, for each field found, the position of its column in the sheet."""

    table: Table
    positions: dict[str, int]
    constants: dict[str, str] = dataclasses.field(default_factory=dict)
    """Fields whose value is the same in all rows and stands in no column, as a person would write it."""
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


def recognised_headers(headers: tuple[str, ...], also: frozenset[str] = frozenset()) -> int:
    """How many of these cells are headers we know, those that name personal data and those of `also` included."""
    personal = set(personal_headers(headers))
    known = _all_headers() | also
    return len({plain for header in headers if (plain := plain_words(header)) in known or header in personal})


def table_labels() -> Text:
    """The names of all tables in one line."""
    return Text(
        it=", ".join(table.label.it for table in TABLES.values()),
        en=", ".join(table.label.en for table in TABLES.values()),
    )


def map_headers(headers: tuple[str, ...], file_name: str) -> Mapping | Text:
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
        return AMBIGUOUS.format(tables=", ".join(TABLES[name].label.it for name in best))
    return mapping_of(TABLES[best[0]], headers, found[best[0]])


def mapping_of(table: Table, headers: tuple[str, ...], fields: list[Field | None]) -> Mapping | Text:
    """The mapping of these headers to these fields of a table, unless two of them mean the same."""
    twice = {name for name, times in Counter(field.name for field in fields if field).items() if times > 1}
    if twice:
        doubled = ", ".join(
            header for header, field in zip(headers, fields, strict=True) if field and field.name in twice
        )
        return Text(
            it=TWO_COLUMNS.it.format(table=table.label.it, columns=doubled),
            en=TWO_COLUMNS.en.format(table=table.label.en, columns=doubled),
        )
    return Mapping(table, {field.name: position for position, field in enumerate(fields) if field})


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
        labels = table_labels()
        return Text(it=NO_TABLE.it.format(tables=labels.it), en=NO_TABLE.en.format(tables=labels.en))
    missing = missing_fields(nearest, found[nearest])
    label = TABLES[nearest].label
    return Text(
        it=MISSING_COLUMNS.it.format(table=label.it, columns=", ".join(field.label.it for field in missing)),
        en=MISSING_COLUMNS.en.format(table=label.en, columns=", ".join(field.label.en for field in missing)),
    )
