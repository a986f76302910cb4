"""Texts that a spreadsheet would take for formulas, and how they are kept from it in all that we hand out."""

import re

_NUMBER = re.compile(r"[-+][0-9.,]+")
_LIKE_A_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[-=+@＝＋－＠])")  # noqa: RUF001 - spreadsheets take the wide ones too


def without_formula(value: object) -> object:
    """A text that no spreadsheet takes for a formula: what begins like one, and is no number, gets an apostrophe.

    So does a text that is like a formula after its apostrophes: `with_formula` undoes each of them, and no other.
    """
    if isinstance(value, str) and _LIKE_A_FORMULA.match(value) and not _NUMBER.fullmatch(value.lstrip("'")):
        return f"'{value}"
    return value


def with_formula(text: str) -> str:
    """The text as it was before `without_formula`."""
    return text[1:] if text.startswith("'") and without_formula(text[1:]) == text else text
