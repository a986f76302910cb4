"""A text in both languages of the product."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

Lang: TypeAlias = Literal["it", "en"]
"""Language of a reader: Italian first, English at a click."""


@dataclass(frozen=True)
class Text:
    """The same words in Italian and in English; `text["it"]` picks one.

    Of the standard library only, since the process that reads uploads imports it; inside a pydantic model it is checked
    as if it were one: both languages, and no other key.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    it: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        """Return the words in the language asked for."""
        return self.en if lang == "en" else self.it

    def format(self, **values: object) -> "Text":
        """Fill the same placeholders in both languages."""
        return Text(it=self.it.format(**values), en=self.en.format(**values))
