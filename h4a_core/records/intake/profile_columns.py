"""Applies a profile to a sheet: adds the columns of a second file and constants, and maps columns as it says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from h4a_core.progress import ProgressMonitor
from h4a_core.records.formats.frames import Cells
from h4a_core.records.formats.sheets import Headers, Sheet, with_rows_read
from h4a_core.records.intake.column_mapping import ColumnMapping, mapping_of, missing_columns, missing_fields
from h4a_core.records.intake.profiles import Join, Profile
from h4a_core.tables.fields import Field, plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_JOINING = Text(it="unisco le colonne", en="joining the columns")
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
class SecondFile:
    """A file whose columns a profile joins to another's."""

    name: str
    sheet: Sheet


def add_profile_columns(
    sheet: Sheet, profile: Profile, second_files: Sequence[SecondFile], monitor: ProgressMonitor
) -> Sheet | Text:
    """The sheet with the columns that stand elsewhere, in a second file or the profile; or why they cannot be added."""
    if profile.join is not None:
        if not second_files:
            return _NO_SECOND_FILE.format(profile=profile.name, pattern=profile.join.file)
        joined = _with_joined_columns(sheet, profile.name, profile.join, second_files[0], monitor.part(0, 0.5))
        if isinstance(joined, Text):
            return joined
        sheet = joined
    return _with_constants(sheet, profile, monitor.part(0.5, 0.6))


def map_by_profile(headers: Headers, profile: Profile) -> ColumnMapping | Text:
    """The mapping that a profile says, or the reason for refusing; headers it does not name are recognised as usual."""
    table = TABLES[profile.table]
    by_header = _fields_by_header(profile)
    fields: list[Field | None] = []
    for header in headers:
        name = by_header.get(plain_words(header)) if header else None
        fields.append(table.field(name) if name else None)
    missing = missing_fields(table.name, fields)
    if missing:
        return missing_columns(table, missing)
    mapping = mapping_of(table, headers, fields)
    return mapping if isinstance(mapping, Text) else replace(mapping, words=profile.words())


def _fields_by_header(profile: Profile) -> dict[str, str | None]:
    """The field of each header (reduced by `plain_words`): the profile's, then our own for fields it does not name."""
    table = TABLES[profile.table]
    named = {plain_words(header): name for header, name in profile.columns.items()}
    if profile.join is not None:
        named |= {plain_words(header): name for header, name in profile.join.columns.items()}
    named |= {plain_words(table.field(name).label.it): name for name in profile.constants}
    taken = set(named.values())
    usual = {word: one.name for one in table.fields if one.name not in taken for word in one.headers()}
    return usual | named


def _with_constants(sheet: Sheet, profile: Profile, monitor: ProgressMonitor) -> Sheet:
    """The sheet with a column for each constant, headed as our own templates do."""
    if not profile.constants:
        return sheet
    sheet = with_rows_read(sheet, monitor)
    labels = [TABLES[profile.table].field(name).label.it for name in profile.constants]
    values = list(profile.constants.values())
    rows = tuple((line, [*cells, *values]) for line, cells in sheet.rows)
    return replace(sheet, headers=(*sheet.headers, *labels), rows=rows)


def _with_joined_columns(
    sheet: Sheet, profile: str, join: Join, second_file: SecondFile, monitor: ProgressMonitor
) -> Sheet | Text:
    """The sheet with the columns of the second file, row by row where the keys are the same; blank where none is."""
    second = with_rows_read(second_file.sheet, monitor.part(0, 0.3))
    sheet = with_rows_read(sheet, monitor.part(0.3, 0.6))
    here, there = _positions(sheet, list(join.on)), _positions(second, list(join.on.values()))
    given = _positions(second, list(join.columns))
    for file, wanted, places in (
        ("1", join.on, here),
        (second_file.name, join.on.values(), there),
        (second_file.name, join.columns, given),
    ):
        absent = [header for header, place in zip(wanted, places, strict=True) if place is None]
        if absent:
            return _NO_SUCH_COLUMN.format(profile=profile, file=file, columns=", ".join(absent))
    found: dict[tuple[str, ...], tuple[int, Cells]] = {}
    for line, cells in monitor.part(0.6, 0.8).track(second.rows, _JOINING, len(second.rows)):
        key = _key(cells, there)
        if key in found and any(key):
            return _KEY_TWICE.format(file=second_file.name, lines=f"{found[key][0]}, {line}")
        found[key] = (line, [cells[place] for place in given if place is not None])
    nothing: tuple[int, Cells] = (0, [None] * len(given))
    first = monitor.part(0.8, 1).track(sheet.rows, _JOINING, len(sheet.rows))
    rows = tuple((line, [*cells, *found.get(_key(cells, here), nothing)[1]]) for line, cells in first)
    return replace(sheet, headers=(*sheet.headers, *join.columns), rows=rows)


def _positions(sheet: Sheet, headers: list[str]) -> list[int | None]:
    plain = [plain_words(header) for header in sheet.headers]
    return [plain.index(word) if (word := plain_words(header)) in plain else None for header in headers]


def _key(cells: Cells, places: list[int | None]) -> tuple[str, ...]:
    return tuple((cells[place] or "").strip() for place in places if place is not None)
