"""What a reader's language changes: the words, the numbers, the dates.

Words on screen are written in Italian and looked up in `locale/en/LC_MESSAGES/h4a.po` for English. Nothing here is
process-wide: each session holds its own `Language`, so one visitor's choice never reaches another.
"""

import datetime as dt
import gettext
import io
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_group_symbol

from h4a_core.engine.working import half_up, percentage
from h4a_core.text import Lang, Text

_LOCALE = Path(__file__).parent / "locale"
_BABEL = {"it": Locale("it", "IT"), "en": Locale("en", "GB")}

MINUS = "\N{MINUS SIGN}"

Number = int | float | Decimal | Fraction


class Language:
    """The words and the formats of one language, as given to one session."""

    def __init__(self, code: Lang) -> None:
        self.code: Lang = code
        self._words = _catalogue(code)
        self._babel = _BABEL[code]

    def __call__(self, italian: str, **values: object) -> str:
        """Say a sentence of the screen, with its placeholders filled."""
        words = self._words.gettext(italian)
        return words.format(**values) if values else words

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Say a sentence that depends on a count; `{n}` is the count, formatted."""
        return self._words.ngettext(one, many, n).format(n=self.number(n), **values)

    def text(self, text: Text) -> str:
        """Pick the words that come from the programme or the core."""
        return text[self.code]

    def number(self, value: Number, digits: int = 0) -> str:
        """A number, grouped from a thousand up, with a true minus: 820, 8.700, −1.200, 2,5."""
        return self._written(half_up(value, digits), digits)

    def euro(self, value: Number) -> str:
        """Whole euros in prose and in figures: 145.000 EUR, −1.200 EUR."""
        return f"{self.number(value)} EUR"

    def signed_euro(self, value: Number) -> str:
        """Whole euros with their sign: +7.168 EUR, −1.200 EUR."""
        sign = "+" if half_up(value, 0) > 0 else ""
        return sign + self.euro(value)

    def money(self, value: Number) -> str:
        """Amounts in tables, to the cent: 1.234,56."""
        return self.number(value, 2)

    def typed(self, value: Number, digits: int = 0) -> str:
        """A number as one types it, which can be read in one way only: 1500, 1500,50."""
        return self.number(value, digits).replace(get_group_symbol(self._babel), "")

    def _written(self, rounded: Decimal, digits: int) -> str:
        """The one place where a number becomes text."""
        fraction = "." + "0" * digits if digits else ""
        return format_decimal(rounded, format=f"#,##0{fraction};{MINUS}#,##0{fraction}", locale=self._babel)

    def percent(self, share: Number, digits: int = 0) -> str:
        """A share as a percentage: 0.818 -> 82 %."""
        return f"{self.number(percentage(share), digits)} %"

    def date(self, day: dt.date) -> str:
        """A day in tables: 30/11/2025."""
        return f"{day:%d/%m/%Y}"

    def long_date(self, day: dt.date) -> str:
        """A day in prose: 30 novembre 2025."""
        return format_date(day, format="d MMMM y", locale=self._babel)

    def month(self, day: dt.date) -> str:
        """A month on an axis: nov 2025 (Plotly's own month names stay English)."""
        return format_date(day, format="MMM y", locale=self._babel)


@cache
def _catalogue(code: Lang) -> gettext.NullTranslations:
    if code == "it":
        return gettext.NullTranslations()
    with (_LOCALE / code / "LC_MESSAGES" / "h4a.po").open("rb") as po:
        catalogue = read_po(po, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
