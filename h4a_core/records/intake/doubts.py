"""Questions that only all typed rows together raise: units that are not said, ends of stays that may be paid nights."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from collections.abc import Iterator, Mapping

import duckdb

from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.questions import UNIT, Question, ask
from h4a_core.records.intake.row_checks import TYPED_ROWS
from h4a_core.records.intake.units import ASKS, UNITS, is_asked
from h4a_core.text import Text

_LAST_DAY = Text(
    it="I soggiorni sono scritti mese per mese (come {example}): ogni riga finisce il giorno prima della seguente o "
    "l'ultimo del mese. Se «{header}» è il giorno di uscita si perde una notte per riga. Che cosa è?",
    en="The stays are written month by month (like {example}): each row ends the day before the next one or on the "
    'last of a month. If "{header}" is the day of leaving, a night per row is lost. What is it?',
)
_ONE_ROW_IN = 10
"""One row in so many must show the pattern: in a long file a few do by chance."""
_ROWS_LOOKED_AT = 20_000
"""Rows, about, that are enough to see a habit."""


def doubts_of_rows(
    cursor: duckdb.DuckDBPyConnection,
    mapping: ColumnMapping,
    file: str,
    headers: tuple[str, ...],
    answers: Mapping[str, str],
) -> Iterator[Question]:
    """What has to be asked about the values of a typed table."""
    by_field = {name: headers[place] for name, place in mapping.positions.items()}
    for name, header in by_field.items():
        field = mapping.table.field(name)
        if name not in UNITS or name in mapping.units or not is_asked(field):
            continue
        (highest,) = cursor.execute(f'SELECT max("{name}") FROM {TYPED_ROWS}').fetchall()[0]
        if highest is not None and highest > UNITS[name].usual_high:
            words = {"header": Text(it=header, en=header), "example": Text(it=f"{highest:f}", en=f"{highest:f}")}
            words["label"] = field.label
            text = Text(
                it=ASKS.it.format(**{key: one.it for key, one in words.items()}),
                en=ASKS.en.format(**{key: one.en for key, one in words.items()}),
            )
            yield ask(file, f"{UNIT}{name}", header, text)
    if "last_day" not in answers and {"end_date", "facility_type"} <= set(by_field):
        example = _month_by_month(cursor, mapping)
        if example is not None:
            header = by_field["end_date"]
            yield ask(file, "last_day", header, _LAST_DAY.format(example=example, header=header))


def _month_by_month(cursor: duckdb.DuckDBPyConnection, mapping: ColumnMapping) -> str | None:
    """A stay of a file written month by month with paid last nights; None if the file does not look like that.

    It does if stays that end with a month go on in the same place on the first of the next, or last from the first to
    the last day of a month, and none goes on the same day. Stays in the store take part as neighbours.
    """
    if not _may_be_month_by_month(cursor, mapping.table.name):
        return None
    period = "household_id, facility_type, start_date, end_date"
    same_key = " AND ".join(f't."{name}" = o."{name}"' for name in mapping.table.key)
    rows, go_on, touching, months, example = cursor.execute(
        f"SELECT count(*) FILTER (here), "
        "count(*) FILTER (next = end_date + 1 AND day(next) = 1 AND (here OR next_here)), "
        "count(*) FILTER (next = end_date AND here AND next_here), "
        "count(*) FILTER (here AND day(start_date) = 1 AND end_date = last_day(start_date)), "
        "min(strftime(start_date, '%d/%m/%Y') || ' - ' || strftime(end_date, '%d/%m/%Y')) "
        "FILTER (here AND (next = end_date + 1 OR end_date = last_day(start_date))) FROM ("
        "SELECT *, lead(start_date) OVER later AS next, coalesce(lead(here) OVER later, false) AS next_here FROM ("
        f"SELECT {period}, true AS here FROM {TYPED_ROWS} UNION ALL SELECT {period}, false FROM "
        f'"{mapping.table.name}" o WHERE household_id IN (SELECT household_id FROM {TYPED_ROWS}) '
        f"AND NOT EXISTS (SELECT 1 FROM {TYPED_ROWS} t WHERE {same_key})) "
        "WINDOW later AS (PARTITION BY household_id, facility_type ORDER BY start_date)) "
        "WHERE end_date IS NOT NULL OR NOT here"
    ).fetchall()[0]
    enough = go_on > 0 or months > 1
    return example if enough and not touching and (go_on + months) * _ONE_ROW_IN >= rows else None


def _may_be_month_by_month(cursor: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether enough rows end the day before a start or fill a month, found by hashes; of a long file, some families.

    The pattern is a habit of who writes the file: it shows in a part of the families as in all.
    """
    start, after = (f"hash(household_id, facility_type, {day})" for day in ("start_date", "end_date + 1"))
    (all_rows,) = cursor.execute(f"SELECT count(*) FROM {TYPED_ROWS}").fetchall()[0]
    some = f"hash(household_id) % {all_rows // _ROWS_LOOKED_AT + 1} = 0"
    here, before = f"(SELECT * FROM {TYPED_ROWS} WHERE {some})", f'(SELECT * FROM "{table}" WHERE {some})'
    rows, months, go_on = cursor.execute(
        "SELECT count(*), count(*) FILTER (day(start_date) = 1 AND end_date = last_day(start_date)), "
        "count(*) FILTER (day(end_date + 1) = 1 AND "
        f"{after} IN (SELECT {start} FROM {here} UNION ALL SELECT {start} FROM {before})) "
        f"FROM {here} WHERE end_date IS NOT NULL"
    ).fetchall()[0]
    (stored,) = cursor.execute(
        f"SELECT count(*) FROM {before} WHERE end_date IS NOT NULL AND day(end_date + 1) = 1 "
        f"AND {after} IN (SELECT {start} FROM {here})"
    ).fetchall()[0]
    found = int(go_on + stored + months)
    return found > 0 and found * _ONE_ROW_IN >= int(rows)
