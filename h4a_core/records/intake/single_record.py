"""One record written by hand, as the file of one row that it is: it then goes the way of every other file."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import duckdb

from h4a_core.records.intake.questions import ASKED, UNIT
from h4a_core.records.intake.units import UNITS
from h4a_core.store.versions import row_history
from h4a_core.tables.fields import Field
from h4a_core.tables.registry import TABLES

_ANSWERS = {
    "date_order": "day_first",
    "century": "2000",
    "decimal_sign": "comma",
    "last_day": "day_of_leaving",
    **{f"{UNIT}{name}": units.own for name, units in UNITS.items() if f"{UNIT}{name}" in ASKED},
}
"""What a form says beside its fields, so that nobody needs to be asked."""


def record_file(table: str, values: Mapping[str, str]) -> tuple[str, bytes]:
    """Name and content of the file of one row with these values, as texts by field; others stay blank.

    KeyError where there is no such table or field. Nothing is checked: that is done when the file is brought in.
    """
    fields = TABLES[table].fields
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([one.name for one in fields])
    unknown = set(values) - {one.name for one in fields}
    if unknown:
        raise KeyError(min(unknown))
    writer.writerow([values.get(one.name, "") for one in fields])
    return f"a mano - {TABLES[table].label.it.lower()}.csv", stream.getvalue().encode()


def answers_for_record(table: str, name: str) -> dict[str, str]:
    """What is known of the file of one row of a table, as answers to the questions about it."""
    return {f"{name}:{asked}": option for asked, option in (_ANSWERS | {"table": table}).items()}


def record_in_force(cursor: duckdb.DuckDBPyConnection, table: str, key: Sequence[object]) -> dict[str, str]:
    """The version of a record that counts, as texts that the file of one row can hold; empty where none does."""
    versions = [one for one in row_history(cursor, table, key) if one.visible]
    if not versions:
        return {}
    return {one.name: as_cell(one, versions[-1].values[one.name]) for one in TABLES[table].fields}


def as_cell(field: Field, value: object) -> str:
    """A stored value as it stands in a file: days as dd/mm/yyyy, numbers with a comma, codes in words."""
    match value:
        case None:
            return ""
        case bool():
            return "sì" if value else "no"
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return f"{value:f}".replace(".", ",")
    named = next((code.label.it for code in field.codes if code.name == value), None)
    return named or str(value)
