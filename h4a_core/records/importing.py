"""The door for records: a file's bytes in, its rows in the store and a report out. All that is behind it is hidden."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import duckdb

from h4a_core.records.fields import plain_words
from h4a_core.records.findings import FAILED, FOUND, TYPED, literal
from h4a_core.records.mapping import NO_TABLE, Mapping, map_headers, table_labels
from h4a_core.records.personal import REFUSED, personal_headers
from h4a_core.records.reading import Sheet, UnreadableFileError, read_sheets
from h4a_core.records.results import MOST_FINDINGS, Finding, ImportResult, Preview
from h4a_core.records.staging import Staged, stage
from h4a_core.records.tables import TABLES
from h4a_core.records.validation import Outcome, personal_columns, personal_faults, validate
from h4a_core.store.batches import open_batch, seal_batch
from h4a_core.store.connection import Store
from h4a_core.text import Text

SAMPLE_FOLDER = Path(__file__).resolve().parents[2] / "data" / "sample"
"""Files of invented families that come with the program; their rows are marked as invented."""
INVENTED_WORDS = "dati inventati"
"""Words above the header by which a file says that its records are invented."""
_SHOWN_ROWS = 10

_SEVERAL_SHEETS = Text(
    it="Più fogli contengono dati: {sheets}. Salva ciascuno come file a sé e importali insieme.",
    en="Several sheets hold records: {sheets}. Save each one as a file of its own and import them together.",
)
_SHEET_LEFT_OUT = Text(
    it="Foglio lasciato fuori, perché non è una tabella di dati: {name}.",
    en="Sheet left out, since it is no table of records: {name}.",
)
_COLUMNS_LEFT_OUT = Text(
    it="Colonne non riconosciute, lasciate fuori: {columns}.", en="Columns not recognised, left out: {columns}."
)
_LINES_LEFT_OUT = Text(
    it="Righe di totale o vuote, lasciate fuori: {count}.", en="Lines of totals or blanks, left out: {count}."
)
_UNCHANGED = Text(
    it="Tutte le righe buone di questo file sono già nell'archivio con gli stessi valori: non è cambiato nulla.",
    en="All good rows of this file are in the store already with the same values: nothing has changed.",
)


def bundled_sample() -> list[tuple[str, bytes]]:
    """The files of invented families, by name and content; the one that is there to be refused is left out."""
    files = sorted(file for file in SAMPLE_FOLDER.iterdir() if file.suffix in {".csv", ".tsv", ".xlsx"})
    return [(file.name, file.read_bytes()) for file in files if file.name != "nuclei_con_dati_personali.csv"]


@dataclass(frozen=True)
class _Read:
    """One file read and recognised, or the refusal of it."""

    name: str
    data: bytes
    sheet: Sheet | None = None
    mapping: Mapping | None = None
    notes: tuple[Text, ...] = ()
    refusal: Text | None = None
    personal: tuple[str, ...] = ()

    @property
    def place(self) -> int:
        """Its turn among files imported together: households first."""
        return list(TABLES).index(self.mapping.table.name) if self.mapping else len(TABLES)


def load(
    store: Store, name: str, data: bytes, *, drop_columns: Sequence[str] = (), dry_run: bool = False
) -> ImportResult:
    """Import one file: its good rows, its findings and its faulty rows in one transaction; or refuse it whole.

    A file that identifies people is refused unless those columns are named in `drop_columns`. A file whose good rows
    are all stored already changes nothing. With `dry_run` nothing is kept.
    """
    return load_many(store, [(name, data)], drop_columns=drop_columns, dry_run=dry_run)[0]


def load_many(
    store: Store,
    files: Iterable[tuple[str, bytes]],
    *,
    drop_columns: Sequence[str] = (),
    dry_run: bool = False,
    despite_refusals: bool = False,
) -> list[ImportResult]:
    """Import files that belong together in one transaction, households first; results in the order given.

    If one of them is refused none is written, unless `despite_refusals`; the others then say what they would do.
    """
    previews = _bring_in(store, files, drop_columns, dry_run=dry_run, despite_refusals=despite_refusals)
    return [preview.result for preview in previews]


def preview(store: Store, name: str, data: bytes, *, drop_columns: Sequence[str] = ()) -> Preview:
    """Say what a file is and what importing it would do, without writing anything."""
    return preview_many(store, [(name, data)], drop_columns=drop_columns)[0]


def preview_many(
    store: Store, files: Iterable[tuple[str, bytes]], *, drop_columns: Sequence[str] = ()
) -> list[Preview]:
    """The same for files that belong together: stays may be of households that come in another of them."""
    return _bring_in(store, files, drop_columns, dry_run=True, despite_refusals=True)


def _bring_in(
    store: Store,
    files: Iterable[tuple[str, bytes]],
    drop_columns: Sequence[str],
    *,
    dry_run: bool,
    despite_refusals: bool,
) -> list[Preview]:
    read = [_read(name, data, drop_columns) for name, data in files]
    order = sorted(range(len(read)), key=lambda index: read[index].place)
    staged: dict[int, Staged] = {}

    def stage_all(cursor: duckdb.DuckDBPyConnection) -> None:
        for index, one in enumerate(read):
            if one.sheet is not None and one.mapping is not None:
                staged[index] = stage(cursor, one.sheet, f"staged_{index}")

    done: dict[int, Preview] = {}
    try:
        with store.writing(stage_all) as cursor:
            for index in order:
                done[index] = _import_one(cursor, read[index], staged.get(index))
            _check_if_kept(list(done.values()), dry_run=dry_run, despite_refusals=despite_refusals)
    except _NothingKeptError:
        done = {index: replace(one, result=replace(one.result, batch_id=None)) for index, one in done.items()}
    return [done[index] for index in range(len(read))]


def _check_if_kept(previews: list[Preview], *, dry_run: bool, despite_refusals: bool) -> None:
    """Raise when nothing of the transaction is to stay: rehearsed, refused, or nothing written anyway."""
    refused = any(preview.result.refusal for preview in previews)
    written = any(preview.result.batch_id is not None for preview in previews)
    if dry_run or (refused and not despite_refusals) or not written:
        raise _NothingKeptError


class _NothingKeptError(Exception):
    """Ends a transaction of which nothing is to stay."""


def _read(name: str, data: bytes, drop_columns: Sequence[str]) -> _Read:
    """Read the file and recognise its table; a refusal names columns, never a value."""
    try:
        sheets, others = read_sheets(name, data)
    except UnreadableFileError as error:
        return _Read(name, data, refusal=error.text)
    notes = tuple(_SHEET_LEFT_OUT.format(name=other) for other in others)
    if len(sheets) != 1:
        labels = table_labels()
        missing = Text(it=NO_TABLE.it.format(tables=labels.it), en=NO_TABLE.en.format(tables=labels.en))
        several = _SEVERAL_SHEETS.format(sheets=", ".join(sheet.name for sheet in sheets))
        return _Read(name, data, refusal=several if sheets else missing)
    sheet = sheets[0]
    dropped = {plain_words(header) for header in drop_columns}
    gone = frozenset(place for place, header in enumerate(sheet.headers) if header and plain_words(header) in dropped)
    kept = tuple("" if place in gone else header for place, header in enumerate(sheet.headers))
    personal = tuple(personal_headers(kept))
    if personal:
        return _Read(name, data, sheet, refusal=REFUSED.format(columns=", ".join(personal)), personal=personal)
    mapping = map_headers(kept, name)
    if isinstance(mapping, Text):
        return _Read(name, data, sheet, refusal=mapping)
    unknown = [header for place, header in enumerate(kept) if header and place not in mapping.positions.values()]
    if unknown:
        notes += (_COLUMNS_LEFT_OUT.format(columns=", ".join(unknown)),)
    return _Read(name, data, replace(sheet, headers=kept, dropped=gone), mapping, notes)


def _import_one(cursor: duckdb.DuckDBPyConnection, read: _Read, staged: Staged | None) -> Preview:
    """Validate one file and write its rows inside the caller's transaction."""
    if read.mapping is None or staged is None:
        return Preview(ImportResult(read.name, refusal=read.refusal, personal=read.personal))
    table = read.mapping.table
    personal = personal_columns(cursor, staged, read.mapping)
    if not personal:
        outcome = validate(cursor, staged, read.mapping)
        personal = personal_faults(cursor, staged)
    if personal:
        refusal = REFUSED.format(columns=", ".join(personal))
        return Preview(ImportResult(read.name, table.name, refusal=refusal, personal=tuple(personal)))
    unchanged = outcome.good > 0 and _all_stored(cursor, read.mapping)
    batch_id = (
        None if unchanged or not outcome.good + outcome.faulty else _write(cursor, read, read.mapping, staged, outcome)
    )
    notes = read.notes
    notes += (_LINES_LEFT_OUT.format(count=outcome.left_out),) if outcome.left_out else ()
    notes += (_UNCHANGED,) if unchanged else ()
    total = int(cursor.execute(f"SELECT count(*) FROM {FOUND}").fetchall()[0][0])
    accepted = 0 if unchanged else outcome.good
    result = ImportResult(
        read.name, table.name, accepted, outcome.faulty, batch_id, _findings(cursor), total, unchanged, notes=notes
    )
    fields = {position: name for name, position in read.mapping.positions.items()}
    return Preview(
        result,
        staged.sheet.name,
        staged.sheet.encoding,
        staged.sheet.separator,
        staged.sheet.header_line,
        {header: fields.get(place) for place, header in enumerate(staged.sheet.headers) if header},
        _first_rows(cursor, table.columns),
        _is_invented(read),
    )


def _all_stored(cursor: duckdb.DuckDBPyConnection, mapping: Mapping) -> bool:
    """Whether every good row is current in the store with the same values."""
    table = mapping.table.name
    if not cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchall():
        return False
    columns = ", ".join(f'"{name}"' for name in mapping.table.columns)
    new = f"SELECT {columns} FROM {TYPED} WHERE ordinal NOT IN (SELECT ordinal FROM {FAILED})"
    return not cursor.execute(f'{new} EXCEPT SELECT {columns} FROM "{table}" LIMIT 1').fetchall()


def _write(cursor: duckdb.DuckDBPyConnection, read: _Read, mapping: Mapping, staged: Staged, outcome: Outcome) -> int:
    """Append the good rows, the faulty rows as written, and the findings; returns the number of the import."""
    table = mapping.table
    digest = hashlib.sha256(read.data).hexdigest()
    batch_id = open_batch(cursor, table, read.name, digest, invented=_is_invented(read))
    columns = ", ".join(f'"{name}"' for name in table.columns)
    good = f"WHERE ordinal NOT IN (SELECT ordinal FROM {FAILED})" if outcome.faulty else ""
    cursor.execute(f'INSERT INTO "{table.name}_rows" SELECT {columns}, {batch_id}, row_number FROM {TYPED} {good}')
    if outcome.faulty:
        cells = ", ".join(
            f"{literal(staged.sheet.headers[position])}, s.c{position}"
            for position in sorted(mapping.positions.values())
        )
        cursor.execute(
            f"INSERT INTO rejected_rows SELECT {batch_id}, t.row_number, json_object({cells}) FROM {TYPED} t "
            f"JOIN {staged.table} s ON s.rowid = t.ordinal WHERE t.ordinal IN (SELECT ordinal FROM {FAILED})"
        )
        cursor.execute(f"INSERT INTO findings SELECT {batch_id}, * EXCLUDE (ordinal) FROM {FOUND}")
    seal_batch(cursor, table, batch_id, outcome.faulty)
    return batch_id


def _findings(cursor: duckdb.DuckDBPyConnection) -> tuple[Finding, ...]:
    rows = cursor.execute(
        f"SELECT * EXCLUDE (ordinal) FROM {FOUND} ORDER BY row_number, rule LIMIT {MOST_FINDINGS}"
    ).fetchall()
    return tuple(Finding(row, column, value, rule, Text(it=it, en=en)) for row, column, value, rule, it, en in rows)


def _first_rows(cursor: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> tuple[dict[str, object], ...]:
    names = ", ".join(f'"{name}"' for name in columns)
    rows = cursor.execute(
        f"SELECT {names} FROM {TYPED} WHERE ordinal NOT IN (SELECT ordinal FROM {FAILED}) ORDER BY ordinal "
        f"LIMIT {_SHOWN_ROWS}"
    ).fetchall()
    return tuple(dict(zip(columns, row, strict=True)) for row in rows)


def _is_invented(read: _Read) -> bool:
    said = read.sheet is not None and INVENTED_WORDS in plain_words(read.sheet.preamble)
    return said or hashlib.sha256(read.data).hexdigest() in _sample_digests()


@cache
def _sample_digests() -> frozenset[str]:
    files = sorted(SAMPLE_FOLDER.glob("*")) if SAMPLE_FOLDER.is_dir() else []
    return frozenset(hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file())
