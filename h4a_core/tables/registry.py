"""The one registry of tables and fields; DDL, import, templates and documentation derive from it."""

from h4a_core.tables.families import CANDIDATES, HOUSEHOLDS, INCOMES, SUPPORT_EVENTS
from h4a_core.tables.fields import Table
from h4a_core.tables.homes import DWELLINGS, PAYMENTS, REFERENCE_STAYS, TEMPORARY_STAYS, TENANCIES
from h4a_core.tables.surveys import INSTRUMENT_ANSWERS, SURVEYS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        HOUSEHOLDS,
        TEMPORARY_STAYS,
        TENANCIES,
        SUPPORT_EVENTS,
        SURVEYS,
        INSTRUMENT_ANSWERS,
        INCOMES,
        DWELLINGS,
        REFERENCE_STAYS,
        CANDIDATES,
        PAYMENTS,
    )
}
"""All tables by name, in the order in which they are imported: households first, since others refer to them."""
