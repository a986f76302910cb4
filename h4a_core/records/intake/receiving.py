"""What is brought in, made ready to be typed: archives opened, sheets found, tables recognised, codes re-keyed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from h4a_core.progress import Course
from h4a_core.records.cells.blanks import is_blank
from h4a_core.records.cells.styles import answers_for
from h4a_core.records.formats.archives import SEPARATOR, is_archive, unpacked
from h4a_core.records.formats.limits import UnreadableFileError, check_size
from h4a_core.records.formats.sheets import Sheet, Sheets, cell_by_cell, read_sheets
from h4a_core.records.formats.workbooks import Cells
from h4a_core.records.intake.mapping import (
    MISSING_COLUMNS,
    NO_TABLE,
    Mapping,
    map_headers,
    mapping_of,
    missing_fields,
    table_labels,
)
from h4a_core.records.intake.personal import REFUSED, is_personal, personal_headers
from h4a_core.records.intake.profiles import Join, Profile
from h4a_core.records.intake.rekeying import rekeyed
from h4a_core.records.intake.returning import returned
from h4a_core.tables.fields import Field, plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_SHEET_LEFT_OUT = Text(
    it="Foglio lasciato fuori, perché non è una tabella di dati: {name}.",
    en="Sheet left out, since it is no table of records: {name}.",
)
_COLUMNS_LEFT_OUT = Text(
    it="Colonne non riconosciute, lasciate fuori: {columns}.", en="Columns not recognised, left out: {columns}."
)
_REKEYED = Text(
    it="I codici dei nuclei sono stati sostituiti con codici nostri, ricavati con la chiave segreta.",
    en="The codes of the households have been replaced by codes of our own, made with the secret key.",
)
_UNPACKING = Text(it="apro l'archivio ZIP", en="opening the ZIP archive")
_REPLACING = Text(it="sostituisco i codici dei nuclei", en="replacing the codes of the households")
_JOINING = Text(it="unisco le colonne", en="joining the columns")
_JOINED = Text(it="Le sue colonne sono unite a quelle di: {file}.", en="Its columns are joined to those of: {file}.")
_NO_SECOND_FILE = Text(
    it="Il profilo «{profile}» unisce a questo file un secondo file ({pattern}), che manca. Importali insieme.",
    en='The profile "{profile}" joins a second file ({pattern}) to this one, and it is missing. Import them together.',
)
_NO_SUCH_COLUMN = Text(
    it="Il profilo «{profile}» chiede colonne che nel file {file} non ci sono: {columns}.",
    en='The profile "{profile}" asks for columns that the file {file} does not have: {columns}.',
)
_KEY_TWICE = Text(
    it="Nel file {file} la chiave che lo unisce a questo sta in due righe ({lines}): non si sa quale valga.",
    en="In the file {file} the key that joins it to this one stands in two rows ({lines}): it is unclear which counts.",
)


@dataclass(frozen=True)
class Options:
    """What a caller says about the files: columns not to be read, answers, profile, secret; who follows, who did it."""

    drop_columns: Sequence[str]
    answers: AnyMapping[str, str]
    profile: Profile | None
    rekey_secret: str | None
    course: Course
    by: str | None = None


@dataclass(frozen=True)
class Received:
    """One table of one file read and recognised, or the refusal of it. `file` counts the files as they were given."""

    file: int
    name: str
    data: bytes
    sheet: Sheet | None = None
    mapping: Mapping | None = None
    notes: tuple[Text, ...] = ()
    refusal: Text | None = None
    personal: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    """Headers that a profile could map, where no table was recognised."""
    answers: AnyMapping[str, str] = field(default_factory=dict)
    """What to take where the file does not tell, by what is asked."""
    rekeyed: bool = False

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the file's bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def place(self) -> int:
        """Its turn among files imported together: households first."""
        return list(TABLES).index(self.mapping.table.name) if self.mapping else len(TABLES)


def receive(files: Iterable[tuple[str, bytes]], options: Options) -> list[Received]:
    """Read all files and recognise their tables; one with several tables gives several, in their order."""
    opened = [
        (number, name, data)
        for number, (given, content) in enumerate(files)
        for name, data in _opened(given, content, options.course.part(0, 0, given))
    ]
    sizes = [(name, len(data) if isinstance(data, bytes) else 0) for _, name, data in opened]
    reading, recognising = (options.course.part(*part).split(sizes) for part in ((0, 0.7), (0.7, 1)))
    sheets = [_sheets(name, data, options, course) for (_, name, data), course in zip(opened, reading, strict=True)]
    seconds = [
        (name, found.found[0])
        for (_, name, _), found in zip(opened, sheets, strict=True)
        if isinstance(found, Sheets) and found.found and options.profile is not None and options.profile.joins(name)
    ]
    received = []
    for (number, name, data), found, course in zip(opened, sheets, recognising, strict=True):
        base = Received(number, name, data if isinstance(data, bytes) else b"")
        if isinstance(found, Text):
            received.append(replace(base, refusal=found))
        elif options.profile is not None and options.profile.joins(name):
            received.append(replace(base, notes=(_JOINED.format(file=options.profile.file),)))
        else:
            received += list(_tables(base, found, seconds, replace(options, course=course)))
    return received


def _opened(name: str, data: bytes, course: Course) -> Iterator[tuple[str, bytes | Text]]:
    """The files in a ZIP, each with a name that says where it was; any other file as it is."""
    try:
        check_size(data)
        if is_archive(data):
            for inner, content in list(course.over(unpacked(data), _UNPACKING, 1)):
                yield f"{name}{SEPARATOR}{inner}", content
        else:
            yield name, data
    except UnreadableFileError as error:
        yield name, error.text


def _sheets(name: str, data: bytes | Text, options: Options, course: Course) -> Sheets | Text:
    if isinstance(data, Text):
        return data
    try:
        return read_sheets(name, data, options.profile.headers() if options.profile else frozenset(), course)
    except UnreadableFileError as error:
        return error.text


def _tables(base: Received, sheets: Sheets, seconds: list[tuple[str, Sheet]], options: Options) -> Iterator[Received]:
    """Each sheet with records as a table of its own; further sheets are said with the first."""
    if not sheets.found:
        labels = table_labels()
        missing = Text(it=NO_TABLE.it.format(tables=labels.it), en=NO_TABLE.en.format(tables=labels.en))
        personal = personal_headers(sheets.guessed_headers)
        yield replace(base, refusal=missing, headers=() if personal else sheets.guessed_headers)
        return
    notes = tuple(_SHEET_LEFT_OUT.format(name=other) for other in sheets.others)
    for sheet, course in zip(
        sheets.found, options.course.split([("", len(sheet.rows)) for sheet in sheets.found]), strict=True
    ):
        name = base.name if len(sheets.found) == 1 else f"{base.name}{SEPARATOR}{sheet.name}"
        profile = options.profile if options.profile and options.profile.is_for(name) else None
        given = (profile.answers if profile else {}) | answers_for(name, options.answers)
        one = replace(base, name=name, sheet=sheet, notes=notes + sheet.notes, answers=given)
        try:
            yield _recognised(one, sheet, profile, seconds, replace(options, course=course))
        except UnreadableFileError as error:
            yield replace(one, sheet=None, refusal=error.text)
        notes = ()


def _recognised(
    one: Received, sheet: Sheet, profile: Profile | None, seconds: list[tuple[str, Sheet]], options: Options
) -> Received:
    """Recognise the table; a refusal names columns, never a value. Rows that come back corrected need no profile."""
    back = returned(sheet, options.course)
    if back is not None:
        answers = back.answers | answers_for(one.name, options.answers)
        sheet, profile, one = back.sheet, back.profile, replace(one, notes=one.notes + back.notes, answers=answers)
    dropped, course = {plain_words(header) for header in options.drop_columns}, options.course
    if profile is not None:
        dropped |= {plain_words(header) for header, name in profile.columns.items() if name is None}
        if profile.join is not None:
            joined = _with_second(sheet, profile.name, profile.join, seconds, course.part(0, 0.5))
            if isinstance(joined, Text):
                return replace(one, refusal=joined)
            sheet = joined
        sheet = _with_constants(sheet, profile, course.part(0.5, 0.6))
    gone = frozenset(place for place, header in enumerate(sheet.headers) if header and plain_words(header) in dropped)
    kept = tuple("" if place in gone else header for place, header in enumerate(sheet.headers))
    personal = tuple(personal_headers(kept))
    if personal:
        return replace(one, refusal=REFUSED.format(columns=", ".join(personal)), personal=personal)
    mapping = map_headers(kept, one.name) if profile is None else _by_profile(kept, profile)
    if isinstance(mapping, Text):
        return replace(one, refusal=mapping, headers=tuple(header for header in kept if header))
    notes = one.notes
    unknown = [header for place, header in enumerate(kept) if header and place not in mapping.positions.values()]
    if unknown:
        notes += (_COLUMNS_LEFT_OUT.format(columns=", ".join(unknown)),)
    sheet = replace(sheet, headers=kept, dropped=gone)
    place = mapping.positions.get("household_id")
    if options.rekey_secret and place is not None:
        sheet = cell_by_cell(sheet, course.part(0.6, 0.7))
        count, looking, replacing = len(sheet.rows), course.part(0.7, 0.8), course.part(0.8, 1)
        if any(is_personal(cells[place] or "") for _, cells in looking.over(sheet.rows, _REPLACING, count)):
            return replace(one, refusal=REFUSED.format(columns=kept[place]), personal=(kept[place],))
        old = replacing.over(sheet.rows, _REPLACING, count)
        rows = tuple((line, _rekeyed(cells, place, options.rekey_secret)) for line, cells in old)
        sheet, notes = replace(sheet, rows=rows), (*notes, _REKEYED)
    return replace(one, sheet=sheet, mapping=mapping, notes=notes, rekeyed=bool(options.rekey_secret))


def _rekeyed(cells: Cells, place: int, secret: str) -> Cells:
    code = cells[place]
    if code is None or is_blank(code):
        return cells
    return [*cells[:place], rekeyed(code, secret), *cells[place + 1 :]]


def _by_profile(headers: tuple[str, ...], profile: Profile) -> Mapping | Text:
    """The mapping that a profile says; headers it does not name are recognised as usual."""
    table = TABLES[profile.table]
    named = {plain_words(header): name for header, name in profile.columns.items()}
    if profile.join is not None:
        named |= {plain_words(header): name for header, name in profile.join.columns.items()}
    named |= {plain_words(table.field(name).label.it): name for name in profile.constants}
    taken = set(named.values())
    usual = {word: one.name for one in table.fields if one.name not in taken for word in one.headers()}
    fields: list[Field | None] = []
    for header in headers:
        name = named.get(plain_words(header), usual.get(plain_words(header))) if header else None
        fields.append(table.field(name) if name else None)
    missing = missing_fields(table.name, fields)
    if missing:
        return Text(
            it=MISSING_COLUMNS.it.format(table=table.label.it, columns=", ".join(one.label.it for one in missing)),
            en=MISSING_COLUMNS.en.format(table=table.label.en, columns=", ".join(one.label.en for one in missing)),
        )
    mapping = mapping_of(table, headers, fields)
    return mapping if isinstance(mapping, Text) else replace(mapping, words=profile.words())


def _with_constants(sheet: Sheet, profile: Profile, course: Course) -> Sheet:
    """The sheet with a column for each constant, headed as our own templates do."""
    if not profile.constants:
        return sheet
    sheet = cell_by_cell(sheet, course)
    labels = [TABLES[profile.table].field(name).label.it for name in profile.constants]
    values = list(profile.constants.values())
    rows = tuple((line, [*cells, *values]) for line, cells in sheet.rows)
    return replace(sheet, headers=(*sheet.headers, *labels), rows=rows)


def _with_second(
    sheet: Sheet, profile: str, join: Join, seconds: list[tuple[str, Sheet]], course: Course
) -> Sheet | Text:
    """The sheet with the columns of the second file, row by row where the keys are the same; blank where none is."""
    if not seconds:
        return _NO_SECOND_FILE.format(profile=profile, pattern=join.file)
    name, second = seconds[0][0], cell_by_cell(seconds[0][1], course.part(0, 0.3))
    sheet = cell_by_cell(sheet, course.part(0.3, 0.6))
    here, there = _places(sheet, list(join.on)), _places(second, list(join.on.values()))
    given = _places(second, list(join.columns))
    for file, wanted, places in (("1", join.on, here), (name, join.on.values(), there), (name, join.columns, given)):
        absent = [header for header, place in zip(wanted, places, strict=True) if place is None]
        if absent:
            return _NO_SUCH_COLUMN.format(profile=profile, file=file, columns=", ".join(absent))
    found: dict[tuple[str, ...], tuple[int, Cells]] = {}
    for line, cells in course.part(0.6, 0.8).over(second.rows, _JOINING, len(second.rows)):
        key = _key(cells, there)
        if key in found and any(key):
            return _KEY_TWICE.format(file=name, lines=f"{found[key][0]}, {line}")
        found[key] = (line, [cells[place] for place in given if place is not None])
    nothing: tuple[int, Cells] = (0, [None] * len(given))
    ours = course.part(0.8, 1).over(sheet.rows, _JOINING, len(sheet.rows))
    rows = tuple((line, [*cells, *found.get(_key(cells, here), nothing)[1]]) for line, cells in ours)
    return replace(sheet, headers=(*sheet.headers, *join.columns), rows=rows)


def _places(sheet: Sheet, headers: list[str]) -> list[int | None]:
    plain = [plain_words(header) for header in sheet.headers]
    return [plain.index(word) if (word := plain_words(header)) in plain else None for header in headers]


def _key(cells: Cells, places: list[int | None]) -> tuple[str, ...]:
    return tuple((cells[place] or "").strip() for place in places if place is not None)
