"""What identifies a person: columns named so, and values that look so. Found, it is never stored, shown or logged."""

import re

from h4a_core.records.fields import plain_words
from h4a_core.text import Text

_PERSONAL_HEADERS = (
    r"(cog)?nome( e (cog)?nome)?|nominativo|intestatario|conduttore|richiedente|capofamiglia|referente|beneficiario",
    r"(first|last|sur|full|family) ?name|name|surname",
    r".*\b(cognome|nome) (e|del|della|di)\b.*|.*\b(cognome|nominativo|surname|first name|last name)\b.*|nome \w+",
    r"c ?f|.*\bcod(ice)? fisc(ale)?\b.*|tax (code|id)|fiscal code|codfisc\w*",
    r".*\b(tel|telefono|cell|cellulare|phone|mobile|recapito|recapiti|fax)\b.*",
    r".*\b(e ?mail|mail|pec|posta elettronica)\b.*",
    r".*\b(indirizzo|via|civico|domicilio|address|street|residenza anagrafica|luogo di residenza)\b.*|cap",
    r".*\b(data|luogo|comune|date|place) (di|of) (nascita|birth)\b.*|.*\bnat[oa] (il|a)\b.*",
    r"birth ?(date|day)|dob|nascita",
    r".*\biban\b.*|.*\bconto corrente\b.*",
    r".*\b(carta (d )?identita|documento( d identita)?|passaporto|passport|tessera sanitaria)\b.*",
    r".*\bpermesso di soggiorno\b.*",
)
_HEADER = re.compile("|".join(f"(?:{pattern})" for pattern in _PERSONAL_HEADERS))

_DIGIT = "[0-9LMNPQRSTUVlmnpqrstuv]"
"""A digit of a tax code, or the letter that stands for it where two people would have the same code."""
TAX_CODE = rf"\b[A-Za-z]{{6}}{_DIGIT}{{2}}[A-Za-z]{_DIGIT}{{2}}[A-Za-z]{_DIGIT}{{3}}[A-Za-z]\b"
E_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}"
IBAN = r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){4,7}(?: ?[A-Z0-9]{1,4})?\b"
_PREFIX = r"(?:(?:\+|00)[0-9]{2}[ ./-]?)?"
PHONE = rf"^\s*{_PREFIX}(?:3[0-9]{{2}}[ ./-]?[0-9]{{3}}[ ./-]?[0-9]{{3,4}}|0[1-9][0-9]{{0,2}}[ ./-]?[0-9]{{5,8}})\s*$"
ADDRESS = r"(?i)\b(?:via|viale|corso|piazza|piazzale|largo|strada|vicolo|lungo ?po)\s+[a-z'. ]+,?\s*(?:n\.? ?)?[0-9]+"

REFUSED = Text(
    it="Il file contiene dati che identificano persone, nelle colonne: {columns}. Non è stato importato nulla. Togli "
    "quelle colonne dal file, oppure riprova chiedendo di scartarle: i loro valori non saranno letti.",
    en="The file holds data that identify people, in the columns: {columns}. Nothing has been imported. Remove those "
    "columns from the file, or try again asking to drop them: their values will not be read.",
)


def personal_headers(headers: tuple[str, ...]) -> list[str]:
    """The headers that by their name hold something that identifies a person."""
    return [header for header in headers if header and _HEADER.fullmatch(plain_words(header))]


def personal_value_sql(column: str) -> str:
    """A condition that is true of a value that looks like a tax code, e-mail, IBAN, telephone or street address.

    Lengths are looked at first, since that is much cheaper than a pattern over a million short codes.
    """
    patterns = "|".join(pattern.replace("'", "''") for pattern in (TAX_CODE, E_MAIL, IBAN))
    return (
        f"(contains({column}, '@') AND regexp_matches({column}, '{E_MAIL}')"
        f" OR strlen({column}) >= 16 AND regexp_matches({column}, '{patterns}')"
        f" OR strlen({column}) >= 8 AND (left({column}, 1) IN ('+', '0', '3', ' ')"
        f" AND regexp_matches({column}, '{PHONE}')"
        f" OR contains({column}, ' ') AND regexp_matches({column}, '{ADDRESS.replace(chr(39), chr(39) * 2)}')))"
    )
