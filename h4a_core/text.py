"""A text in both languages of the product."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

Lang: TypeAlias = Literal["it", "en"]
"""Language of a reader: Italian first, English at a click."""


class Text(BaseModel):
    """The same words in Italian and in English; `text["it"]` picks one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    it: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        """Return the words in the language asked for."""
        return self.en if lang == "en" else self.it

    def format(self, **values: object) -> "Text":
        """Fill the same placeholders in both languages."""
        return Text(it=self.it.format(**values), en=self.en.format(**values))
