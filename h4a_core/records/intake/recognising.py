"""Recognises the tables in the files that are brought in: opens them, finds table and columns, replaces codes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from h4a_core.progress import ProgressMonitor
from h4a_core.records.cells.blanks import is_blank
from h4a_core.records.formats.archives import SEPARATOR
from h4a_core.records.formats.frames import Cells
from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.records.formats.sheets import ReadingChoices, Sheet, Sheets, find_sheets, with_rows_read
from h4a_core.records.formats.uploads import read_upload
from h4a_core.records.intake.column_mapping import ColumnMapping, header_test, map_headers, no_table, with_answers
from h4a_core.records.intake.correction_workbook import read_corrected_rows
from h4a_core.records.intake.personal_data import REFUSED, is_personal, personal_headers
from h4a_core.records.intake.profile_columns import SecondFile, add_profile_columns, map_by_profile
from h4a_core.records.intake.profiles import Profile
from h4a_core.records.intake.questions import Question, answers_for, ask
from h4a_core.records.intake.rekeying import rekeyed
from h4a_core.tables.fields import plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_SHEET_LEFT_OUT = Text(
    it="Foglio lasciato fuori, perché non è una tabella di dati: {name}.",
    en="Sheet left out, since it is no table of records: {name}.",
)
_HIDDEN_SHEETS = Text(
    it="Fogli nascosti con dati, lasciati fuori: {names}. Vanno letti anche quelli?",
    en="Hidden sheets with records, left out: {names}. Are they to be read too?",
)
_COLUMNS_LEFT_OUT = Text(
    it="Colonne non riconosciute, lasciate fuori: {columns}.", en="Columns not recognised, left out: {columns}."
)
_REKEYED = Text(
    it="I codici dei nuclei sono stati sostituiti con codici nostri, ricavati con la chiave segreta.",
    en="The codes of the households have been replaced by codes of our own, made with the secret key.",
)
_NO_COLUMN = Text(
    it="Nessuna colonna di questi file si chiama «{column}».{hint} Scrivi l'intestazione com'è nel file.",
    en='No column of these files is called "{column}".{hint} Write the header as it is in the file.',
)
_NO_FILE = Text(
    it="Una risposta riguarda «{file}», che non è tra questi file.{hint} Scrivi il nome com'è nella domanda.",
    en='An answer is about "{file}", which is none of these files.{hint} Write the name as in the question.',
)
_REPLACING = Text(it="sostituisco i codici dei nuclei", en="replacing the codes of the households")
_JOINED = Text(it="Le sue colonne sono unite a quelle di: {file}.", en="Its columns are joined to those of: {file}.")
_READ, _RECOGNISED = (0, 0.7), (0.7, 1)
"""Shares of the work that go into reading the files, and into recognising their tables."""
_OPENED = 0.5
"""Share of the reading after which a file is text, or the cells of a workbook."""


@dataclass(frozen=True)
class IntakeSettings:
    """What a caller says about the files: columns not to be read, answers, profile, secret; who follows, who did it."""

    drop_columns: Sequence[str]
    answers: Mapping[str, str]
    profile: Profile | None
    rekey_secret: str | None
    monitor: ProgressMonitor
    by: str | None = None
    names_must_fit: bool = False
    """Whether columns and answers that name nothing of the files are a reason to refuse them."""


@dataclass(frozen=True)
class RecognisedTable:
    """One table of a file with its columns recognised, or the refusal of it.

    `name` is that of the file, with the sheet or the file inside an archive behind it where there are several.
    """

    name: str
    size: int
    """Bytes of the file."""
    sha256: str = ""
    """Fingerprint of the file's bytes; none where they could not be read."""
    sheet: Sheet | None = None
    mapping: ColumnMapping | None = None
    notes: tuple[Text, ...] = ()
    refusal: Text | None = None
    personal: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    """Headers that a profile could map, where no table was recognised."""
    questions: tuple[Question, ...] = ()
    """What has to be answered about the file before it can be read."""
    choices: tuple[Question, ...] = ()
    """What may be answered about the file; it is imported also without."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What to take where the file does not tell, by what is asked."""
    in_archive: bool = False
    """Whether the file came in an archive, whose name stands before its own."""

    @property
    def turn(self) -> int:
        """Its turn among tables imported together: households first."""
        return list(TABLES).index(self.mapping.table.name) if self.mapping else len(TABLES)


@dataclass(frozen=True)
class _File:
    """One file, archives opened, with its sheets; or the reason why it cannot be read."""

    name: str
    size: int
    sha256: str
    sheets: Sheets | None = None
    refusal: Text | None = None


def recognise_tables(files: Iterable[tuple[str, bytes]], settings: IntakeSettings) -> list[RecognisedTable]:
    """Read all files and recognise their tables; a file with several tables gives several, in their order."""
    monitor = settings.monitor
    given = list(files)
    parts = monitor.part(*_READ).split([(name, len(data)) for name, data in given])
    read = [
        one
        for (name, data), part in zip(given, parts, strict=True)
        for one in _files_of(name, data, replace(settings, monitor=part))
    ]
    recognising = monitor.part(*_RECOGNISED).split([(one.name, one.size) for one in read])
    second_files = _second_files(read, settings.profile)
    tables: list[RecognisedTable] = []
    for one, part in zip(read, recognising, strict=True):
        tables += _tables_of_file(one, second_files, replace(settings, monitor=part))
    unfit = _unfit_name(read, [one.name for one in tables], settings) if settings.names_must_fit else None
    return [replace(one, refusal=one.refusal or unfit, mapping=None) for one in tables] if unfit else tables


def _second_files(read: Sequence[_File], profile: Profile | None) -> list[SecondFile]:
    """The files whose columns a profile joins to those of others."""
    if profile is None:
        return []
    return [
        SecondFile(one.name, one.sheets.found[0])
        for one in read
        if one.sheets is not None and one.sheets.found and profile.joins(one.name)
    ]


def _unfit_name(read: Sequence[_File], names: Sequence[str], settings: IntakeSettings) -> Text | None:
    """What is said of the first column or answer that names nothing of these files; None if all do."""
    if any(one.sheets is None for one in read):
        return None
    headers = dict.fromkeys(
        header
        for one in read
        if one.sheets is not None
        for header in (*(name for sheet in one.sheets.found for name in sheet.headers), *one.sheets.guessed_headers)
        if header
    )
    plain = {plain_words(header) for header in headers}
    for column in settings.drop_columns:
        if plain_words(column) not in plain:
            return _NO_COLUMN.format(column=column, hint=_hint(column, headers))
    for key in settings.answers:
        file, _, _ = key.rpartition(":")
        if file and file not in names:
            return _NO_FILE.format(file=file, hint=_hint(file, names))
    return None


def _hint(name: str, known: Iterable[str]) -> str:
    """The nearest of the known names, to stand behind a sentence in any language."""
    lower = {one.lower(): one for one in known}
    near = get_close_matches(name.lower(), lower, 1, 0.5)
    return f" → «{lower[near[0]]}»?" if near else ""


def _files_of(name: str, data: bytes, settings: IntakeSettings) -> Iterator[_File]:
    """The file itself, or those in an archive, each with its sheets."""
    profile, monitor = settings.profile, settings.monitor
    test = header_test(profile.headers() if profile else frozenset())
    read = read_upload(name, data, monitor.part(0, _OPENED))
    parts = monitor.part(_OPENED, 1).split([(one.name, one.size) for one in read])
    for one, part in zip(read, parts, strict=True):
        file = _File(one.name, one.size, one.sha256, refusal=one.refusal)
        answers = answers_for(one.name, settings.answers)
        choices = ReadingChoices(answers.get("open_quote") != "letters", answers.get("hidden_sheets") == "read")
        try:
            yield file if one.refusal else replace(file, sheets=find_sheets(one, test, part, choices))
        except UnreadableFileError as error:
            yield replace(file, refusal=error.text)


def _tables_of_file(
    file: _File, second_files: Sequence[SecondFile], settings: IntakeSettings
) -> Iterator[RecognisedTable]:
    base = RecognisedTable(file.name, file.size, file.sha256, in_archive=SEPARATOR in file.name)
    if file.sheets is not None and file.sheets.hidden:
        text = _HIDDEN_SHEETS.format(names=", ".join(file.sheets.hidden))
        asked = (ask(file.name, "hidden_sheets", "", text),)
        base = replace(base, notes=(text,))
        base = replace(base, choices=asked) if file.sheets.found else replace(base, questions=asked)
    if file.sheets is None:
        yield replace(base, refusal=file.refusal)
    elif settings.profile is not None and settings.profile.joins(file.name):
        yield replace(base, notes=(_JOINED.format(file=settings.profile.file),))
    elif not file.sheets.found and file.sheets.hidden:
        yield replace(base, refusal=base.questions[0].text)
    elif not file.sheets.found:
        guessed = file.sheets.guessed_headers
        yield replace(base, refusal=no_table(), headers=() if personal_headers(guessed) else guessed)
    else:
        yield from _tables_of_sheets(base, file.sheets, second_files, settings)


def _tables_of_sheets(
    base: RecognisedTable, sheets: Sheets, second_files: Sequence[SecondFile], settings: IntakeSettings
) -> Iterator[RecognisedTable]:
    """Each sheet with records as a table of its own; the first one notes which sheets are left out."""
    notes = (*base.notes, *(_SHEET_LEFT_OUT.format(name=other) for other in sheets.others))
    parts = settings.monitor.split([("", len(sheet.rows)) for sheet in sheets.found])
    for sheet, part in zip(sheets.found, parts, strict=True):
        name = base.name if len(sheets.found) == 1 else f"{base.name}{SEPARATOR}{sheet.name}"
        profile = settings.profile if settings.profile and settings.profile.is_for(name) else None
        answers = (profile.answers if profile else {}) | answers_for(name, settings.answers)
        one = replace(base, name=name, sheet=sheet, notes=notes + sheet.notes, answers=answers)
        try:
            yield _recognise(one, sheet, profile, second_files, replace(settings, monitor=part))
        except UnreadableFileError as error:
            yield replace(one, sheet=None, refusal=error.text)
        notes, base = (), replace(base, choices=())


def _recognise(
    one: RecognisedTable,
    sheet: Sheet,
    profile: Profile | None,
    second_files: Sequence[SecondFile],
    settings: IntakeSettings,
) -> RecognisedTable:
    """Recognise the table of a sheet; a refusal names columns, never a value. Corrected rows need no profile."""
    corrected = read_corrected_rows(sheet, settings.monitor)
    if corrected is not None:
        answers = corrected.answers | answers_for(one.name, settings.answers)
        one = replace(one, notes=one.notes + corrected.notes, answers=answers)
        sheet, profile = corrected.sheet, corrected.profile
    if profile is not None:
        extended = add_profile_columns(sheet, profile, second_files, settings.monitor)
        if isinstance(extended, Text):
            return replace(one, refusal=extended)
        sheet = extended
    sheet = _without_dropped_columns(sheet, profile, settings.drop_columns)
    personal = tuple(personal_headers(sheet.headers))
    if personal:
        return _refused_as_personal(one, personal)
    mapping = (
        map_headers(sheet.headers, own_name(one.name, in_archive=one.in_archive), one.answers.get("table"))
        if profile is None
        else map_by_profile(sheet.headers, profile)
    )
    if isinstance(mapping, Text):
        return replace(one, refusal=mapping, headers=tuple(header for header in sheet.headers if header))
    mapping = with_answers(mapping, sheet.headers, one.answers)
    used = mapping.positions.values()
    unknown = [header for place, header in enumerate(sheet.headers) if header and place not in used]
    if unknown:
        one = replace(one, notes=(*one.notes, _COLUMNS_LEFT_OUT.format(columns=", ".join(unknown))))
    if settings.rekey_secret and "household_id" in mapping.positions:
        return _with_codes_replaced(one, sheet, mapping, settings.rekey_secret, settings.monitor)
    return replace(one, sheet=sheet, mapping=mapping)


def own_name(name: str, *, in_archive: bool) -> str:
    """The name of a file and sheet without that of the archive and folder it was in, which say nothing of its rows."""
    if not in_archive:
        return name
    return name.split(SEPARATOR, 1)[1].rsplit("/", 1)[-1]


def _without_dropped_columns(sheet: Sheet, profile: Profile | None, drop_columns: Sequence[str]) -> Sheet:
    """The sheet with those columns marked as not to be read which the caller or the profile leaves out."""
    unread = {plain_words(header) for header in drop_columns}
    if profile is not None:
        unread |= {plain_words(header) for header, name in profile.columns.items() if name is None}
    dropped = frozenset(place for place, header in enumerate(sheet.headers) if header and plain_words(header) in unread)
    headers = tuple("" if place in dropped else header for place, header in enumerate(sheet.headers))
    return replace(sheet, headers=headers, dropped=dropped)


def _refused_as_personal(one: RecognisedTable, headers: tuple[str, ...]) -> RecognisedTable:
    return replace(one, refusal=REFUSED.format(columns=", ".join(headers)), personal=headers)


def _with_codes_replaced(
    one: RecognisedTable, sheet: Sheet, mapping: ColumnMapping, secret: str, monitor: ProgressMonitor
) -> RecognisedTable:
    """The table with a code of our own in place of each household code; refused where a code identifies a person."""
    place = mapping.positions["household_id"]
    sheet = with_rows_read(sheet, monitor.part(0.6, 0.7))
    checked = monitor.part(0.7, 0.8).track(sheet.rows, _REPLACING, len(sheet.rows))
    if any(is_personal(cells[place] or "") for _, cells in checked):
        return _refused_as_personal(one, (sheet.headers[place],))
    replaced = monitor.part(0.8, 1).track(sheet.rows, _REPLACING, len(sheet.rows))
    rows = tuple((line, _with_code_replaced(cells, place, secret)) for line, cells in replaced)
    return replace(one, sheet=replace(sheet, rows=rows), mapping=mapping, notes=(*one.notes, _REKEYED))


def _with_code_replaced(cells: Cells, place: int, secret: str) -> Cells:
    code = cells[place]
    if code is None or is_blank(code):
        return cells
    return [*cells[:place], rekeyed(code, secret), *cells[place + 1 :]]
