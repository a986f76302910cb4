"""The one entrance for records: takes the bytes of files, puts their rows into the store, reports what became of them.

Files are opened and their tables recognised (`recognising`), typed (`typing_tables`), examined (`examining`) and
written (`writing`); what is told of it is in `results`.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypedDict, Unpack

import duckdb

from h4a_core.progress import Cancel, ProgressInWords, ProgressMonitor
from h4a_core.records.intake.asking import left_out_notes, offices_questions, open_ends, unknown_words
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.contradictions import Call
from h4a_core.records.intake.examining import examine
from h4a_core.records.intake.judging import Judgement, first_rows, listed_findings
from h4a_core.records.intake.personal_data import REFUSED
from h4a_core.records.intake.profiles import Profile
from h4a_core.records.intake.questions import Question
from h4a_core.records.intake.recognising import IntakeSettings, RecognisedTable, recognise_tables
from h4a_core.records.intake.rekeying import SECRET_VARIABLE
from h4a_core.records.intake.results import MOST_FINDINGS, ImportResult, Preview
from h4a_core.records.intake.typing_tables import TypedTable, type_tables
from h4a_core.records.intake.writing import Source, nothing_new, warn_of_missing_tenancies, write
from h4a_core.store.connection import Store
from h4a_core.tables.fields import plain_words
from h4a_core.text import Text

SAMPLE_FOLDER = Path(__file__).resolve().parents[3] / "data" / "sample"
"""Files of invented families that come with the program; their rows are marked as invented."""
INVENTED_WORDS = "dati inventati"
"""Words above the header by which a file says that its records are invented."""
_SHOWN_ROWS = 10
_RECOGNISED, _TYPED, _WRITTEN, _WARNED = 0.2, 0.75, 0.95, 0.97
"""Shares of the whole after which all files are recognised, typed, written, compared; measured on long text files."""

COMMITTING = Text(it="confermo l'import", en="confirming the import")
"""The last step told of an import that is to be kept; after it nothing is cancelled any more."""
_CHECKING = Text(
    it="controllo le righe, una per una e fra loro", en="checking the rows, one by one and beside one another"
)
_COMPARING = Text(it="confronto con l'archivio", en="comparing with the store")
_WITHOUT_TENANCY = Text(it="cerco nuclei senza contratto", en="looking for households without a tenancy")
_WRITING = Text(it="scrivo le righe", en="writing the rows")
_TO_BE_ANSWERED = Text(
    it="Il file si può leggere in più modi, e non è stato importato nulla. {questions} Rispondi e riprova.",
    en="The file can be read in more ways than one, and nothing has been imported. {questions} Answer and try again.",
)
_SET_ASIDE_BEFORE = Text(
    it="Le righe di questo file messe da parte lo erano già, uguali, in un import precedente: non è cambiato nulla.",
    en="The rows of this file that are set aside were so already by an earlier import: nothing has changed.",
)
_UNCHANGED = Text(
    it="Tutte le righe buone di questo file sono già nell'archivio con gli stessi valori: non è cambiato nulla.",
    en="All good rows of this file are in the store already with the same values: nothing has changed.",
)


def bundled_sample() -> list[tuple[str, bytes]]:
    """The files of invented families, by name and content; the one that is there to be refused is left out."""
    files = sorted(file for file in SAMPLE_FOLDER.iterdir() if file.suffix in {".csv", ".tsv", ".xlsx"})
    return [(file.name, file.read_bytes()) for file in files if file.name != "nuclei_con_dati_personali.csv"]


class FileOptions(TypedDict, total=False):
    """What a caller may say about the files, by keyword."""

    drop_columns: Sequence[str]
    """Columns not to be read; a file that identifies people is refused unless those columns are named here."""
    answers: Mapping[str, str] | None
    """Options by question; a file that can be read in more ways than one is refused until they settle it."""
    profile: Profile | None
    """How another office's files map to our tables."""
    rekey_secret: str | None
    """The secret (else the variable H4A_REKEY_SECRET) by which household codes are replaced before they are stored."""


class ImportOptions(FileOptions, total=False):
    """All that any import or preview takes by keyword: what the files are like, and who follows the work."""

    progress: ProgressInWords | None
    """Told each step, with the file's name, and the share of the whole that is done when it begins."""
    cancel: Cancel | None
    """Whether to stop: CancelledError is raised and nothing is kept. The last step it is asked at is COMMITTING."""
    by: str | None
    """Who brings it in, to be written beside it; else the operating system's user."""


def load_many(
    store: Store,
    files: Iterable[tuple[str, bytes]],
    *,
    dry_run: bool = False,
    despite_refusals: bool = False,
    **options: Unpack[ImportOptions],
) -> list[ImportResult]:
    """Import files that belong together in one transaction, households first; results in the order given.

    A file with several tables gives one result for each, named after file and sheet. If one of them is refused none is
    written, unless `despite_refusals`; the others then say what they would do. A file with nothing new in it changes
    nothing. With `dry_run` nothing is kept. Columns and answers that name nothing of these files are refused too,
    unless `despite_refusals`.

    Raises CancelledError when `cancel` says so, and StoreError when the store cannot be written.
    """
    settings = replace(_options(**options), names_must_fit=not despite_refusals)
    previews = _bring_in(store, files, settings, dry_run=dry_run, despite_refusals=despite_refusals)
    return [preview.result for preview in previews]


def preview_many(store: Store, files: Iterable[tuple[str, bytes]], **options: Unpack[ImportOptions]) -> list[Preview]:
    """Say what files that belong together are and what importing them would do, without writing anything."""
    return _bring_in(store, files, _options(**options), dry_run=True, despite_refusals=True)


def _options(
    *,
    drop_columns: Sequence[str] = (),
    answers: Mapping[str, str] | None = None,
    profile: Profile | None = None,
    rekey_secret: str | None = None,
    progress: ProgressInWords | None = None,
    cancel: Cancel | None = None,
    by: str | None = None,
) -> IntakeSettings:
    secret = os.environ.get(SECRET_VARIABLE) if rekey_secret is None else rekey_secret
    return IntakeSettings(drop_columns, answers or {}, profile, secret or None, ProgressMonitor(progress, cancel), by)


def _bring_in(
    store: Store,
    files: Iterable[tuple[str, bytes]],
    settings: IntakeSettings,
    *,
    dry_run: bool,
    despite_refusals: bool,
) -> list[Preview]:
    monitor = settings.monitor
    tables = recognise_tables(files, replace(settings, monitor=monitor.part(0, _RECOGNISED)))
    order = sorted(range(len(tables)), key=lambda index: tables[index].turn)
    steps = monitor.part(_TYPED, _WRITTEN).split([(tables[index].name, tables[index].size) for index in order])
    typed: dict[int, TypedTable | Text] = {}

    def type_all(cursor: duckdb.DuckDBPyConnection) -> None:
        typed.update(type_tables(cursor, tables, monitor.part(_RECOGNISED, _TYPED)))

    done: dict[int, Preview] = {}
    call = Call.of(tables, typed)
    try:
        with store.writing(type_all, cancel=monitor.cancel) as cursor:
            for index, step in zip(order, steps, strict=True):
                done[index] = _import_one(cursor, tables[index], typed.get(index), step, settings.by, call)
            for index, one in done.items():
                done[index] = _with_tenancy_warnings(cursor, one, monitor.part(_WRITTEN, _WARNED, one.result.file))
            _check_if_kept(list(done.values()), dry_run=dry_run, despite_refusals=despite_refusals)
            monitor.report(COMMITTING, _WARNED)
    except _NothingKeptError:
        done = {index: replace(one, result=replace(one.result, batch_id=None)) for index, one in done.items()}
    return [done[index] for index in range(len(tables))]


def _check_if_kept(previews: list[Preview], *, dry_run: bool, despite_refusals: bool) -> None:
    """Raise when nothing of the transaction is to stay: rehearsed, refused, or nothing written anyway."""
    refused = any(preview.result.refusal for preview in previews)
    written = any(preview.result.batch_id is not None for preview in previews)
    if dry_run or (refused and not despite_refusals) or not written:
        raise _NothingKeptError


class _NothingKeptError(Exception):
    """Ends a transaction of which nothing is to stay."""


def _refused(table: RecognisedTable, refusal: Text | None) -> Preview:
    """The preview of a table that is not imported, with the headers that a profile could map."""
    result = ImportResult(
        table.name,
        refusal=refusal,
        personal=table.personal,
        notes=table.notes,
        questions=table.questions,
        choices=table.choices,
    )
    return Preview(result, columns=dict.fromkeys(table.headers))


def _import_one(
    cursor: duckdb.DuckDBPyConnection,
    table: RecognisedTable,
    typed: TypedTable | Text | None,
    monitor: ProgressMonitor,
    by: str | None,
    call: Call,
) -> Preview:
    """Judge one table and write its rows inside the caller's transaction, unless it is refused."""
    mapping = table.mapping
    if mapping is None or typed is None or isinstance(typed, Text):
        return _refused(table, typed if isinstance(typed, Text) else table.refusal)
    if typed.personal:
        return _refused_as_personal(table, mapping, typed.personal)
    monitor.report(_CHECKING)
    found = examine(cursor, table, typed, mapping, call)
    mapping, judgement = found.mapping, found.judgement
    if found.questions:
        return _asked(table, typed, mapping, found.questions)
    monitor.report(_COMPARING, 0.4)
    unchanged = not found.comparison.withdrawn and nothing_new(cursor, typed, mapping, judgement)
    invented = _is_invented(table)
    batch_id = None
    if not unchanged and judgement.good + judgement.faulty:
        source = Source(table.name, table.sha256, invented=invented, by=by)
        with monitor.part(0.5, 1).during_statement(cursor, _WRITING):
            batch_id = write(cursor, typed, mapping, judgement, source)
    result = ImportResult(
        file=table.name,
        table=mapping.table.name,
        rows_accepted=0 if unchanged else judgement.good,
        rows_rejected=judgement.faulty,
        batch_id=batch_id,
        findings=listed_findings(cursor, MOST_FINDINGS),
        findings_total=judgement.findings,
        unchanged=unchanged,
        notes=(
            *table.notes,
            *typed.notes,
            *found.notes,
            *open_ends(cursor, typed, mapping),
            *_notes(judgement, unchanged=unchanged),
        ),
        choices=(*found.comparison.choices, *table.choices, *unknown_words(cursor, table.name, typed, mapping)),
        account=judgement.account,
    )
    rows = first_rows(cursor, mapping.table.columns, _SHOWN_ROWS)
    return replace(_recognised_preview(table, typed, mapping, result), first_rows=rows, invented=invented)


def _notes(judgement: Judgement, *, unchanged: bool) -> Iterator[Text]:
    yield from left_out_notes(judgement.left_out)
    if unchanged and judgement.faulty:
        yield _SET_ASIDE_BEFORE
    if unchanged and judgement.good:
        yield _UNCHANGED


def _refused_as_personal(table: RecognisedTable, mapping: ColumnMapping, headers: tuple[str, ...]) -> Preview:
    refused = _refused(table, REFUSED.format(columns=", ".join(headers)))
    asked = (*table.questions, *offices_questions(table, mapping, headers))
    result = replace(refused.result, table=mapping.table.name, personal=headers, questions=asked)
    return replace(refused, result=result)


def _asked(table: RecognisedTable, typed: TypedTable, mapping: ColumnMapping, asked: tuple[Question, ...]) -> Preview:
    """The preview of a table that waits for answers."""
    words = Text(
        it=_TO_BE_ANSWERED.it.format(questions=" ".join(one.text.it for one in asked)),
        en=_TO_BE_ANSWERED.en.format(questions=" ".join(one.text.en for one in asked)),
    )
    result = ImportResult(
        table.name,
        mapping.table.name,
        refusal=words,
        personal=table.personal,
        notes=table.notes,
        questions=asked,
        choices=table.choices,
    )
    return _recognised_preview(table, typed, mapping, result)


def _recognised_preview(
    table: RecognisedTable, typed: TypedTable, mapping: ColumnMapping, result: ImportResult
) -> Preview:
    """The preview of a table with what it was recognised as."""
    fields = {position: name for name, position in mapping.positions.items()}
    sheet = typed.sheet
    return Preview(
        result,
        sheet=sheet.name,
        encoding=sheet.encoding,
        separator=sheet.separator,
        header_line=sheet.header_line,
        columns={header: fields.get(place) for place, header in enumerate(sheet.headers) if header},
        answers=dict(table.answers),
    )


def _with_tenancy_warnings(cursor: duckdb.DuckDBPyConnection, preview: Preview, monitor: ProgressMonitor) -> Preview:
    """The preview of households with a warning for each that has no tenancy, now that all files are in."""
    if preview.result.table != "households" or preview.result.batch_id is None:
        return preview
    monitor.report(_WITHOUT_TENANCY)
    header = next(header for header, name in preview.columns.items() if name == "household_id")
    return replace(preview, result=warn_of_missing_tenancies(cursor, preview.result, header, MOST_FINDINGS))


def _is_invented(table: RecognisedTable) -> bool:
    """Whether a file says that its records are invented, or is one of those that come with the program."""
    stated = table.sheet is not None and INVENTED_WORDS in plain_words(table.sheet.preamble)
    return stated or table.sha256 in _sample_digests()


@cache
def _sample_digests() -> frozenset[str]:
    files = sorted(SAMPLE_FOLDER.glob("*")) if SAMPLE_FOLDER.is_dir() else []
    return frozenset(hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file())
