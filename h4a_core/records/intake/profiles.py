"""Profiles: how another office's or another country's export maps to our tables, kept in a YAML file.

A profile is made once, by mapping the columns of one file, and used for every later file of that office.
"""

import io
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from h4a_core.records.formats.archives import SEPARATOR
from h4a_core.records.intake.questions import ASKED
from h4a_core.records.intake.results import Preview
from h4a_core.tables.fields import Table, plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text
from h4a_core.yaml_files import FileRefusedError, Place, load_model, unknown_name


class ProfileError(FileRefusedError):
    """A profile is refused; `faults` holds every reason, `said(lang)` the whole message."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Join(_Strict):
    """A second file that gives further columns, found by a key that both files have."""

    file: str
    """Pattern of its name, as in `Profile.file`."""
    on: dict[str, str] = Field(min_length=1)
    """Header of the key in the first file, header of the same key in the second."""
    columns: dict[str, str]
    """Header in the second file, and the field it is."""


class Profile(_Strict):
    """How the files of one office map to one of our tables."""

    name: str
    """For people: whose export this is."""
    file: str = "*"
    """Pattern of the names of the files it is for: `*` stands for anything, case does not count."""
    table: str
    columns: dict[str, str | None]
    """Header as the file writes it, and the field it is; null leaves the column out."""
    codes: dict[str, dict[str, str]] = {}
    """For a field: a word of the file, and the code it means, beside the words known anyway."""
    constants: dict[str, str] = {}
    """Fields that stand in no column: the same value for all rows, written as in a file."""
    answers: dict[str, str] = {}
    """What a file does not tell by itself, as it would be answered: date_order, century, decimal_sign, last_day ..."""
    join: Join | None = None

    def is_for(self, file: str) -> bool:
        """Whether the pattern fits the name of a file, or of a file inside an archive."""
        return _fits(self.file, file)

    def joins(self, file: str) -> bool:
        """Whether a file is the second one of the join."""
        return self.join is not None and _fits(self.join.file, file)

    def headers(self) -> frozenset[str]:
        """All headers it knows, reduced by `plain_words`."""
        joined = [] if self.join is None else [*self.join.on, *self.join.on.values(), *self.join.columns]
        return frozenset(plain_words(header) for header in (*self.columns, *joined))

    def words(self) -> dict[str, dict[str, str]]:
        """The code words of each field, reduced by `plain_words`."""
        return {name: {plain_words(word): code for word, code in codes.items()} for name, codes in self.codes.items()}

    def dump(self) -> str:
        """The profile as a YAML file, with nothing in it that says no more than the default."""
        stream = io.StringIO()
        yaml = YAML()
        yaml.width = 120
        yaml.dump(self.model_dump(exclude_defaults=True), stream)
        return stream.getvalue()

    @classmethod
    def from_preview(
        cls,
        preview: Preview,
        *,
        name: str,
        table: str | None = None,
        columns: Mapping[str, str | None] | None = None,
        file: str | None = None,
    ) -> "Profile":
        """A profile from a preview, with the columns that somebody mapped by hand over those that were recognised.

        `table` may be left out where one was recognised, `file` is the pattern (else: any name). The answers given
        for the preview are kept. Raises ValueError where no table is named or a field is none of the table's.
        """
        chosen = table or preview.result.table
        if chosen not in TABLES:
            raise ValueError(unknown_name(str(chosen), TABLES).en)
        mapped = {header: field for header, field in (preview.columns | dict(columns or {})).items() if field}
        unknown = [field for field in mapped.values() if field not in TABLES[chosen].columns]
        if unknown:
            raise ValueError(unknown_name(unknown[0], TABLES[chosen].columns).en)
        return cls(name=name, file=file or "*", table=chosen, columns=mapped, answers=dict(preview.answers))


def load_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        ProfileError: unknown or duplicate key, a table, field, code or answer that does not exist. All faults are
            reported together, with their lines and what is allowed.
        OSError: the file cannot be read.

    """
    return load_model(path, Profile, _contradictions, ProfileError)


def _fits(pattern: str, file: str) -> bool:
    names = (file, file.split(SEPARATOR, 1)[0], file.rsplit(SEPARATOR, 1)[-1].rsplit("/", 1)[-1])
    return any(fnmatch(one.lower(), pattern.lower()) for one in names)


def _contradictions(profile: Profile) -> Iterator[tuple[Place, Text]]:
    if profile.table not in TABLES:
        yield ("table",), unknown_name(profile.table, TABLES)
        return
    table = TABLES[profile.table]
    for header, field in profile.columns.items():
        yield from _field_fault(table, field, ("columns", header))
    for name in profile.constants:
        yield from _field_fault(table, name, ("constants", name))
    if profile.join is not None:
        for header, field in profile.join.columns.items():
            yield from _field_fault(table, field, ("join", "columns", header))
    yield from _code_faults(table, profile.codes)
    for aspect, option in profile.answers.items():
        if aspect not in ASKED:
            yield ("answers", aspect), unknown_name(aspect, ASKED)
        elif option not in ASKED[aspect]:
            yield ("answers", aspect), unknown_name(option, ASKED[aspect])


def _code_faults(table: Table, codes: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Place, Text]]:
    for name, words in codes.items():
        faults = list(_field_fault(table, name, ("codes", name)))
        yield from faults
        known = [] if faults else [code.name for code in table.field(name).codes]
        for word, code in words.items():
            if not faults and code not in known:
                yield ("codes", name, word), unknown_name(code, known)


def _field_fault(table: Table, field: str | None, place: Place) -> Iterator[tuple[Place, Text]]:
    if field is not None and field not in table.columns:
        yield place, unknown_name(field, table.columns)
