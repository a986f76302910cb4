"""Integrity of the store: what must hold at any time, each invariant a query that counts what breaks it."""

# ruff: noqa: S608 - names of tables and columns come from the registry

from dataclasses import dataclass

import duckdb

from h4a_core.store.events import EVERY_IMPORT
from h4a_core.store.faults import reason_of
from h4a_core.store.migrations import current_rows
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_BROKEN = Text(it="{what}: {count} ({where}).", en="{what}: {count} ({where}).")
_UNREADABLE = Text(
    it="La tabella {where} non si legge per intero: {reason}.", en="Table {where} cannot be read in full: {reason}."
)
_LACKING = Text(it="Manca la tabella {where}.", en="Table {where} is missing.")


@dataclass(frozen=True)
class _Invariant:
    """What is wrong, in words, where, and the query whose one number should be zero."""

    what: Text
    where: str
    query: str


_WITHOUT_IMPORT = Text(it="Righe senza il loro import", en="Rows without their import")
_TWICE = Text(it="Record che contano due volte", en="Records that count twice")
_SAME_LINE = Text(it="Righe con lo stesso numero in un import", en="Rows with the same number in one import")
_ACCEPTED = Text(it="Import con righe in meno o in più", en="Imports with rows too few or too many")
_REJECTED = Text(
    it="Import con righe messe da parte in meno o in più", en="Imports with set-aside rows too few or too many"
)
_SUPERSEDED = Text(
    it="Sostituzioni che non puntano a una riga e a un import successivo della stessa tabella",
    en="Replacements that do not point to a row and a later import of the same table",
)
_BATCHES = Text(
    it="Import con numero doppio o di tabella sconosciuta", en="Imports numbered twice or of no known table"
)
_EVENTS = Text(
    it="Import il cui stato non segue dagli eventi (importato, annullato, ripristinato)",
    en="Imports whose state does not follow from their events (imported, undone, brought back)",
)
_ORDER = Text(it="Eventi fuori ordine o di nessun import", en="Events out of order or of no import")


def integrity_problems(cursor: duckdb.DuckDBPyConnection, tables: list[str]) -> list[Text]:
    """What does not hold in the tables the cursor sees, in words; empty when all is well.

    Args:
        cursor: of a store, or of any database where the tables are views of the same names.
        tables: the names there; records and events that an older version did not have yet are not asked for.

    """
    lacking = [name for name in ("batches", "superseded", "findings", "rejected_rows") if name not in tables]
    if lacking:
        return [_LACKING.format(where=name) for name in lacking]
    found = [problem for name in tables if (problem := _unreadable(cursor, name))]
    if found:
        return found
    for invariant in [*_invariants_of_batches(tables), *_invariants_of_records(tables), *_invariants_of_events(tables)]:
        (count,) = cursor.execute(invariant.query).fetchall()[0]
        if count:
            found.append(
                Text(
                    it=_BROKEN.it.format(what=invariant.what.it, count=count, where=invariant.where),
                    en=_BROKEN.en.format(what=invariant.what.en, count=count, where=invariant.where),
                )
            )
    return found


def _unreadable(cursor: duckdb.DuckDBPyConnection, table: str) -> Text | None:
    """Read every value once: a damaged block shows itself by its checksum."""
    try:
        cursor.execute(f'SELECT bit_xor(hash(COLUMNS(*))) FROM "{table}"').fetchall()
    except duckdb.Error as error:
        return _UNREADABLE.format(where=table, reason=reason_of(error).words)
    return None


def _invariants_of_batches(tables: list[str]) -> list[_Invariant]:
    names = ", ".join(f"'{name}'" for name in TABLES)
    return [
        _Invariant(
            _BATCHES,
            "batches",
            "SELECT count(*) FROM (SELECT batch_id FROM batches GROUP BY batch_id "
            f"HAVING count(*) > 1 OR NOT bool_and(table_name IN ({names})))",
        ),
        _Invariant(
            _REJECTED,
            "batches",
            "SELECT count(*) FROM batches b WHERE rows_rejected != "
            "(SELECT count(*) FROM rejected_rows r WHERE r.batch_id = b.batch_id)",
        ),
        *(
            _Invariant(
                _WITHOUT_IMPORT,
                name,
                f"SELECT count(*) FROM {name} WHERE batch_id NOT IN (FROM batches SELECT batch_id)",
            )
            for name in ("rejected_rows", "findings")
        ),
        _Invariant(_SUPERSEDED, "superseded", _superseded_sql([name for name in TABLES if f"{name}_rows" in tables])),
    ]


def _superseded_sql(tables: list[str]) -> str:
    rows = " UNION ALL ".join(
        f"SELECT '{name}' AS table_name, batch_id, row_number FROM {name}_rows" for name in tables
    )
    return f"""
        WITH lines AS ({rows or "SELECT NULL::VARCHAR AS table_name, 0 AS batch_id, 0 AS row_number WHERE FALSE"})
        SELECT count(*) FROM superseded s
        LEFT JOIN (SELECT DISTINCT * FROM lines) l USING (batch_id, row_number)
        LEFT JOIN batches o ON o.batch_id = s.batch_id LEFT JOIN batches n ON n.batch_id = s.by_batch_id
        WHERE NOT coalesce(s.by_batch_id > s.batch_id AND o.table_name = n.table_name
            AND l.table_name = o.table_name, FALSE)"""


def _invariants_of_records(tables: list[str]) -> list[_Invariant]:
    invariants = []
    for name, table in TABLES.items():
        rows = f"{name}_rows"
        if rows not in tables:
            continue
        key = ", ".join(f'"{column}"' for column in table.key)
        invariants += [
            _Invariant(
                _WITHOUT_IMPORT,
                name,
                f"SELECT count(*) FROM {rows} WHERE batch_id NOT IN "
                f"(SELECT batch_id FROM batches WHERE table_name = '{name}')",
            ),
            _Invariant(
                _ACCEPTED,
                name,
                "SELECT count(*) FROM batches b "
                f"LEFT JOIN (SELECT batch_id, count(*) AS held FROM {rows} GROUP BY ALL) USING (batch_id) "
                f"WHERE b.table_name = '{name}' AND b.rows_accepted != coalesce(held, 0)",
            ),
            _Invariant(
                _SAME_LINE,
                name,
                f"SELECT count(*) - count(DISTINCT (batch_id, row_number)) FROM {rows}",
            ),
            _Invariant(
                _TWICE,
                name,
                f"SELECT count(*) FROM (SELECT {key} FROM ({current_rows(table, table.key)}) "
                "GROUP BY ALL HAVING count(*) > 1)",
            ),
        ]
    return invariants


def _invariants_of_events(tables: list[str]) -> list[_Invariant]:
    if "batch_events" not in tables:
        return []
    return [
        _Invariant(
            _ORDER,
            "batch_events",
            "SELECT count(*) FROM (SELECT *, lag(happened_at) OVER (ORDER BY event_id) AS before, "
            "lag(action, 1, '') OVER (PARTITION BY batch_id ORDER BY event_id) AS previous FROM batch_events) "
            f"WHERE batch_id NOT IN (SELECT batch_id FROM batches UNION ALL SELECT {EVERY_IMPORT}) "
            f"OR (action = 'clear') != (batch_id = {EVERY_IMPORT}) OR happened_at < before OR happened_at = 'infinity' "
            "OR (previous, action) NOT IN (('', 'import'), ('import', 'undo'), ('undo', 'redo'), ('redo', 'undo'), "
            "('', 'clear'), ('clear', 'clear'))",
        ),
        _Invariant(
            _EVENTS,
            "batches",
            "SELECT count(*) FROM batches b LEFT JOIN (SELECT batch_id, arg_max(action, event_id) AS action, "
            "arg_max(happened_at, event_id) AS last_at, min(happened_at) AS first_at "
            "FROM batch_events GROUP BY batch_id) e USING (batch_id) "
            "WHERE e.action IS NULL OR b.imported_at IS DISTINCT FROM e.first_at "
            "OR b.hidden_at IS DISTINCT FROM CASE WHEN e.action = 'undo' THEN e.last_at END",
        ),
    ]
