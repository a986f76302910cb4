"""What a field and a table of records are: types of the one registry that DDL, import and templates derive from."""

import dataclasses
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from h4a_core.text import Text

Kind: TypeAlias = Literal["code", "text", "int", "money", "decimal", "date", "enum", "bool"]

SQL_TYPES: dict[Kind, str] = {
    "code": "VARCHAR",
    "text": "VARCHAR",
    "int": "INTEGER",
    "money": "DECIMAL(12,2)",
    "decimal": "DECIMAL(8,2)",
    "date": "DATE",
    "enum": "VARCHAR",
    "bool": "BOOLEAN",
}
LONGEST_TEXT = 80
"""Characters of a code or short text; longer ones are stories about a family, which have no place here."""


@lru_cache(maxsize=10_000)  # the same headers and words are compared again and again
def plain_words(text: str) -> str:
    """Reduce a header or a code word to what is compared: no case, accents, punctuation, euro sign or double spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    return " ".join(word for word in words if word not in {"eur", "euro"})


def code_spelling(text: str) -> str:
    """Reduce a code word to what is compared; of signs alone, which have no words, the signs themselves."""
    return plain_words(text) or text.strip()


@dataclass(frozen=True)
class Code:
    """One canonical code of a list, its name for people and the words offices write for it."""

    name: str
    label: Text
    words: tuple[str, ...] = ()

    def spellings(self) -> frozenset[str]:
        """All words that mean this code, reduced by `code_spelling`."""
        return frozenset(code_spelling(word) for word in (self.name, self.label.it, self.label.en, *self.words))


@dataclass(frozen=True)
class Field:
    """One column of a table: type, meaning, the headers offices give it and the values it may hold."""

    name: str
    kind: Kind
    label: Text
    description: Text
    aliases: tuple[str, ...] = ()
    required: bool = True
    codes: tuple[Code, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def sql_type(self) -> str:
        """The type of the stored column."""
        return SQL_TYPES[self.kind]

    def headers(self) -> frozenset[str]:
        """All headers that mean this field, reduced by `plain_words`."""
        return frozenset(plain_words(word) for word in (self.name, self.label.it, self.label.en, *self.aliases))

    def code_words(self) -> dict[str, str]:
        """The canonical code of each spelling."""
        return {spelling: code.name for code in self.codes for spelling in code.spellings()}


@dataclass(frozen=True)
class Table:
    """One table of records: its fields, what makes a row the same row, and what must hold between its fields."""

    name: str
    label: Text
    description: Text
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    file_hints: tuple[str, ...] = ()
    """Words of a file name that tell this table from one with the same columns."""
    in_order: tuple[tuple[str, str], ...] = ()
    """Pairs of dates of which the first may not be later than the second."""
    at_most: tuple[tuple[str, str], ...] = ()
    """Pairs of counts of which the first may not exceed the second."""
    of_known_household: bool = False
    """Whether `household_id` must be one of the table `households`."""
    scored: tuple[str, ...] = ()
    """Answers that may also come as `<name>_score` and `<name>_baseline`."""
    newest_by: tuple[str, ...] = ()
    """Dates on which something happened, by which the records are known to be up to date."""
    _by_name: dict[str, Field] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields by name."""
        self._by_name.update({one.name: one for one in self.fields})

    def field(self, name: str) -> Field:
        """Return the field of that name; KeyError if there is none."""
        return self._by_name[name]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns in their stored order."""
        return tuple(one.name for one in self.fields)
