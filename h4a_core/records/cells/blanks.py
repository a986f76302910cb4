"""What offices and statistical packages write where they know nothing, or where a formula went wrong."""

import re
import unicodedata

BLANKS = (
    *("", "-", "--", "---", "—", "–", "/", ".", "...", "\\N"),
    *("n.d.", "N.D.", "n.d", "N.D", "nd", "ND", "n/d", "N/D", "n.a.", "N.A.", "n/a", "N/A", "NA", "n.p.", "N.P."),
    *("NULL", "null", "Null", "(null)", "None", "NaN", "nan", "<NA>", "#N/D", "#N/A", "#N.D.", "#NULL!", "#NULLO!"),
    *("(vuoto)", "(blank)"),
)
"""Words for "not known" that are stored as nothing: of offices, Excel, R ("NA"), SAS and Stata ("."), SPSS, MySQL."""
FORMULA_ERRORS = (
    *("#RIF!", "#REF!", "#VALORE!", "#VALUE!", "#DIV/0!", "#NOME?", "#NAME?", "#NUM!"),
    *(f"Err:{number}" for number in (*range(501, 534), 540)),
)
"""What a formula that went wrong leaves behind in Excel and LibreOffice; read as nothing, with a warning."""
SPACES = " \t\r\n\u00a0\u2007\u2009\u202f\ufeff"
"""Spaces that may stand around a value without meaning anything."""
_UNSEEN = frozenset({"Cf", "Cc"})
"""Categories of characters that steer how a text is shown; line ends and tabs among them are spaces."""
MINUS_SIGNS = frozenset({"-", "–"})
"""Blank, unless a column answers with signs: "+" better, "=" the same, "-" worse."""
OTHER_SIGNS = frozenset({"+", "="})
_BLANK_WORDS = frozenset(BLANKS)
_SHOWN_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""How programs make Excel show a code as it is: a formula that gives a text."""


class TypedText(str):
    """The text of a workbook's typed cell: a number or day that Excel itself had understood, not one to interpret."""

    __slots__ = ()


def is_blank(cell: str | None) -> bool:
    """Whether a cell says nothing."""
    return cell is None or cell in _BLANK_WORDS or cell.strip(SPACES) in _BLANK_WORDS


def without_unseen(text: str) -> str:
    """A text without characters that do not show, with one space where line ends or several spaces stood."""
    shown = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _UNSEEN)
    return " ".join(shown.split())


def cell_text(text: str) -> str | None:
    """A cell as it is handed on: nothing where it says nothing, the code itself where a formula shows it as text.

    A minus by itself is kept until the whole column is known.
    """
    if text.startswith('="') and (shown := _SHOWN_AS_TEXT.fullmatch(text.strip(SPACES))):
        text = shown[1].replace('""', '"')
    return text if text in MINUS_SIGNS or not is_blank(text) else None
