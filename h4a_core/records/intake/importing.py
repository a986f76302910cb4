"""The door for records: files' bytes in, their rows in the store and a report out. All that is behind it is hidden."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypedDict, Unpack

import duckdb

from h4a_core.progress import Cancel, Course, ProgressInWords
from h4a_core.records.cells.styles import questions
from h4a_core.records.intake.mapping import Mapping
from h4a_core.records.intake.personal import REFUSED
from h4a_core.records.intake.preparing import Prepared
from h4a_core.records.intake.profiles import Profile
from h4a_core.records.intake.receiving import Options, Received, receive
from h4a_core.records.intake.rekeying import SECRET_VARIABLE
from h4a_core.records.intake.results import MOST_FINDINGS, ImportResult, Preview, Question
from h4a_core.records.intake.together import prepare_together
from h4a_core.records.intake.writing import add_homeless, first_rows, judge, listed_findings, nothing_new, write
from h4a_core.store.connection import Store
from h4a_core.tables.fields import plain_words
from h4a_core.text import Text

SAMPLE_FOLDER = Path(__file__).resolve().parents[3] / "data" / "sample"
"""Files of invented families that come with the program; their rows are marked as invented."""
INVENTED_WORDS = "dati inventati"
"""Words above the header by which a file says that its records are invented."""
_SHOWN_ROWS = 10
_RECEIVED, _PREPARED, _WRITTEN, _WARNED = 0.2, 0.75, 0.95, 0.97
"""Shares of the whole after which all files are read, typed, written, compared; measured on long text files."""

COMMITTING = Text(it="confermo l'import", en="confirming the import")
"""The last step told of an import that is to be kept; after it nothing is called off any more."""
_CHECKING = Text(
    it="controllo le righe, una per una e fra loro", en="checking the rows, one by one and beside one another"
)
_COMPARING = Text(it="confronto con l'archivio", en="comparing with the store")
_HOMELESS = Text(it="cerco nuclei senza contratto", en="looking for households without a tenancy")
_WRITING = Text(it="scrivo le righe", en="writing the rows")
_TO_BE_ANSWERED = Text(
    it="Il file si può leggere in più modi, e non è stato importato nulla. {questions} Rispondi e riprova.",
    en="The file can be read in more ways than one, and nothing has been imported. {questions} Answer and try again.",
)
_LINES_LEFT_OUT = Text(
    it="Righe di totale o vuote, lasciate fuori: {count}.", en="Lines of totals or blanks, left out: {count}."
)
_ASIDE_BEFORE = Text(
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


class Said(TypedDict, total=False):
    """What a caller may say about the files, by keyword."""

    drop_columns: Sequence[str]
    """Columns not to be read; a file that identifies people is refused unless those columns are named here."""
    answers: AnyMapping[str, str] | None
    """Options by question; a file that can be read in more ways than one is refused until they settle it."""
    profile: Profile | None
    """How another office's files map to our tables."""
    rekey_secret: str | None
    """The secret (else the variable H4A_REKEY_SECRET) by which household codes are replaced before they are stored."""


class ImportOptions(Said, total=False):
    """All that any import or preview takes by keyword: what is said about the files, and who follows the work."""

    progress: ProgressInWords | None
    """Told each step, with the file's name, and the share of the whole that is done when it begins."""
    cancel: Cancel | None
    """Whether to stop: CancelledError is raised and nothing is kept. The last step it is asked at is COMMITTING."""
    by: str | None
    """Who brings it in, to be written beside it; else the operating system's user."""


def load(
    store: Store, name: str, data: bytes, *, dry_run: bool = False, **options: Unpack[ImportOptions]
) -> ImportResult:
    """Import one file: its good rows, its findings and its faulty rows in one transaction; or refuse it whole.

    A file with nothing new in it changes nothing. With `dry_run` nothing is kept. Of a file with
    several tables (sheets of a workbook, files of a ZIP) the sums come back, and each table's result in `parts`; if one
    of them is refused, so is the file.

    Raises CancelledError when `cancel` says so, and StoreError when the store cannot be written.
    """
    parts = load_many(store, [(name, data)], dry_run=dry_run, **options)
    return parts[0] if len(parts) == 1 else _summed(name, parts)


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
    written, unless `despite_refusals`; the others then say what they would do. Raises as `load`.
    """
    previews = _bring_in(store, files, _options(**options), dry_run=dry_run, despite_refusals=despite_refusals)
    return [preview.result for preview in previews]


def preview(store: Store, name: str, data: bytes, **options: Unpack[ImportOptions]) -> Preview:
    """Say what a file is and what importing it would do, without writing anything; of several tables, the first."""
    return preview_many(store, [(name, data)], **options)[0]


def preview_many(store: Store, files: Iterable[tuple[str, bytes]], **options: Unpack[ImportOptions]) -> list[Preview]:
    """The same for files that belong together: stays may be of households that come in another of them."""
    return _bring_in(store, files, _options(**options), dry_run=True, despite_refusals=True)


def _options(
    *,
    drop_columns: Sequence[str] = (),
    answers: AnyMapping[str, str] | None = None,
    profile: Profile | None = None,
    rekey_secret: str | None = None,
    progress: ProgressInWords | None = None,
    cancel: Cancel | None = None,
    by: str | None = None,
) -> Options:
    secret = os.environ.get(SECRET_VARIABLE) if rekey_secret is None else rekey_secret
    return Options(drop_columns, answers or {}, profile, secret or None, Course(progress, cancel), by)


def _summed(name: str, parts: list[ImportResult]) -> ImportResult:
    """The result of a file with several tables."""
    tables = {part.table for part in parts}
    refusals = [part.refusal for part in parts if part.refusal is not None]
    return ImportResult(
        name,
        tables.pop() if len(tables) == 1 else None,
        sum(part.rows_accepted for part in parts),
        sum(part.rows_rejected for part in parts),
        next((part.batch_id for part in parts if part.batch_id is not None), None),
        tuple(finding for part in parts for finding in part.findings)[:MOST_FINDINGS],
        sum(part.findings_total for part in parts),
        bool(parts) and all(part.unchanged for part in parts),
        refusals[0] if refusals else None,
        tuple(dict.fromkeys(column for part in parts for column in part.personal)),
        tuple(note for part in parts for note in part.notes),
        tuple(question for part in parts for question in part.questions),
        tuple(parts),
    )


def _bring_in(
    store: Store,
    files: Iterable[tuple[str, bytes]],
    options: Options,
    *,
    dry_run: bool,
    despite_refusals: bool,
) -> list[Preview]:
    course = options.course
    received = receive(files, replace(options, course=course.part(0, _RECEIVED)))
    order = sorted(range(len(received)), key=lambda index: received[index].place)
    steps = course.part(_PREPARED, _WRITTEN).split(
        [(received[index].name, len(received[index].data)) for index in order]
    )
    prepared: dict[int, Prepared | Text] = {}

    def prepare_all(cursor: duckdb.DuckDBPyConnection) -> None:
        prepared.update(prepare_together(cursor, received, course.part(_RECEIVED, _PREPARED)))

    done: dict[int, Preview] = {}
    try:
        with store.writing(prepare_all, cancel=course.cancel) as cursor:
            for index, step in zip(order, steps, strict=True):
                done[index] = _import_one(cursor, received[index], prepared.get(index), step, options.by)
            for index, one in done.items():
                done[index] = _with_homeless(cursor, one, course.part(_WRITTEN, _WARNED, one.result.file))
            _check_if_kept(list(done.values()), dry_run=dry_run, despite_refusals=despite_refusals)
            course.tell(COMMITTING, _WARNED)
    except _NothingKeptError:
        done = {index: replace(one, result=replace(one.result, batch_id=None)) for index, one in done.items()}
    return [done[index] for index in range(len(received))]


def _check_if_kept(previews: list[Preview], *, dry_run: bool, despite_refusals: bool) -> None:
    """Raise when nothing of the transaction is to stay: rehearsed, refused, or nothing written anyway."""
    refused = any(preview.result.refusal for preview in previews)
    written = any(preview.result.batch_id is not None for preview in previews)
    if dry_run or (refused and not despite_refusals) or not written:
        raise _NothingKeptError


class _NothingKeptError(Exception):
    """Ends a transaction of which nothing is to stay."""


def _refused(received: Received, refusal: Text | None, **further: object) -> Preview:
    """The preview of a file that is not imported, with the headers that a profile could map."""
    result = ImportResult(received.name, refusal=refusal, personal=received.personal, notes=received.notes)
    columns: dict[str, str | None] = dict.fromkeys(received.headers)
    return Preview(replace(result, **further), columns=columns)  # type: ignore[arg-type]


def _import_one(
    cursor: duckdb.DuckDBPyConnection,
    received: Received,
    prepared: Prepared | Text | None,
    course: Course,
    by: str | None,
) -> Preview:
    """Validate one table and write its rows inside the caller's transaction."""
    if received.mapping is None or prepared is None or isinstance(prepared, Text):
        return _refused(received, prepared if isinstance(prepared, Text) else received.refusal)
    table, sheet = received.mapping.table, prepared.sheet
    if prepared.personal:
        words = REFUSED.format(columns=", ".join(prepared.personal))
        return _refused(received, words, table=table.name, personal=prepared.personal)
    if prepared.decision.open:
        return _asked(received, prepared)
    course.tell(_CHECKING)
    outcome = judge(cursor, prepared, received.mapping)
    course.tell(_COMPARING, 0.4)
    unchanged = nothing_new(cursor, prepared, received.mapping, outcome)
    batch_id = None
    if not unchanged and outcome.good + outcome.faulty:
        source = (received.name, received.sha256)
        with course.part(0.5, 1).during(cursor, _WRITING):
            batch_id = write(
                cursor, prepared, received.mapping, outcome, source, invented=_is_invented(received), by=by
            )
    notes = (*received.notes, *prepared.notes)
    notes += (_LINES_LEFT_OUT.format(count=outcome.left_out),) if outcome.left_out else ()
    notes += (_ASIDE_BEFORE,) if unchanged and outcome.faulty else ()
    notes += (_UNCHANGED,) if unchanged and outcome.good else ()
    result = ImportResult(
        received.name,
        table.name,
        0 if unchanged else outcome.good,
        outcome.faulty,
        batch_id,
        listed_findings(cursor, MOST_FINDINGS),
        outcome.findings,
        unchanged,
        notes=notes,
    )
    rows = first_rows(cursor, table.columns, _SHOWN_ROWS)
    return Preview(
        result,
        sheet.name,
        sheet.encoding,
        sheet.separator,
        sheet.header_line,
        _columns(prepared, received.mapping),
        rows,
        _is_invented(received),
        dict(received.answers),
    )


def _asked(received: Received, prepared: Prepared) -> Preview:
    """The preview of a table that waits for answers."""
    assert received.mapping is not None  # noqa: S101 - it was typed
    headers = {name: prepared.sheet.headers[place] for name, place in received.mapping.positions.items()}
    asked: tuple[Question, ...] = questions(prepared.decision, received.name, headers)
    words = Text(
        it=_TO_BE_ANSWERED.it.format(questions=" ".join(one.text.it for one in asked)),
        en=_TO_BE_ANSWERED.en.format(questions=" ".join(one.text.en for one in asked)),
    )
    refused = _refused(received, words, table=received.mapping.table.name, questions=asked)
    return replace(
        refused,
        sheet=prepared.sheet.name,
        encoding=prepared.sheet.encoding,
        separator=prepared.sheet.separator,
        header_line=prepared.sheet.header_line,
        columns=_columns(prepared, received.mapping),
        answers=dict(received.answers),
    )


def _columns(prepared: Prepared, mapping: Mapping) -> dict[str, str | None]:
    fields = {position: name for name, position in mapping.positions.items()}
    return {header: fields.get(place) for place, header in enumerate(prepared.sheet.headers) if header}


def _with_homeless(cursor: duckdb.DuckDBPyConnection, preview: Preview, course: Course) -> Preview:
    """The preview of households with a warning for each that has no tenancy, now that all files are in."""
    if preview.result.table != "households" or preview.result.batch_id is None:
        return preview
    course.tell(_HOMELESS)
    header = next(header for header, name in preview.columns.items() if name == "household_id")
    return replace(preview, result=add_homeless(cursor, preview.result, header, MOST_FINDINGS))


def _is_invented(received: Received) -> bool:
    said = received.sheet is not None and INVENTED_WORDS in plain_words(received.sheet.preamble)
    return said or received.sha256 in _sample_digests()


@cache
def _sample_digests() -> frozenset[str]:
    files = sorted(SAMPLE_FOLDER.glob("*")) if SAMPLE_FOLDER.is_dir() else []
    return frozenset(hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file())
