"""What identifies a person: columns named so, and values that look so. Found, it is never stored, shown or logged."""

import re

from h4a_core.records.cells.blanks import SPACES
from h4a_core.records.cells.days import parse_day
from h4a_core.tables.fields import plain_words
from h4a_core.text import Text

_PERSONAL_HEADERS = (
    r"(cog)?nome( e (cog)?nome)?|nominativo|intestatario|conduttore|richiedente|capofamiglia|referente|beneficiario",
    r"(first|last|sur|full|family|given) ?name|name|surname",
    r".*\b(cognome|nome) (e|del|della|di)\b.*|.*\b(cognome|nominativo|surname|first name|last name)\b.*|nome \w+",
    r"c ?f|.*\bcod(ice)? fisc(ale)?\b.*|tax (code|id)|fiscal code|codfisc\w*",
    r".*\b(tel|telefono|cell|cellulare|phone|mobile|recapito|recapiti|fax)\b.*",
    r".*\b(e ?mail|mail|pec|posta elettronica)\b.*",
    r".*\b(indirizzo|via|civico|domicilio|address|street|residenza anagrafica|luogo di residenza)\b.*|cap",
    r".*\b(data|luogo|comune|date|place) (di|of) (nascita|birth)\b.*|.*\bnat[oa] (il|a)\b.*",
    r"birth ?(date|day)|dob|nascita|data nasc\w*|d nascita",
    r".*\biban\b.*|.*\bconto corrente\b.*",
    r".*\b(carta (d )?identita|documento( d identita)?|passaporto|passport|tessera sanitaria)\b.*",
    r".*\bpermesso di soggiorno\b.*",
)
_HEADER = re.compile("|".join(f"(?:{pattern})" for pattern in _PERSONAL_HEADERS))

_DIGIT = "[0-9LMNPQRSTUVlmnpqrstuv]"
"""A digit of a tax code, or the letter that stands for it where two people would have the same code."""
TAX_CODE = rf"\b[A-Za-z]{{6}}{_DIGIT}{{2}}[A-Za-z]{_DIGIT}{{2}}[A-Za-z]{_DIGIT}{{3}}[A-Za-z]\b"
E_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}"
IBAN = r"\b[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?\b"
_PREFIX = r"(?:(?:\+|00)[0-9]{2}[ ./-]?)?"
PHONE = (
    rf"^\s*(?:tel\.?:?|cell\.?:?)?\s*{_PREFIX}(?:3[0-9]{{2}}[ ./-]?[0-9]{{3}}[ ./-]?[0-9]{{2}}[ ./-]?[0-9]{{1,2}}|"
    r"0[1-9][0-9]{0,2}[ ./-]?[0-9]{2,4}[ ./-]?[0-9]{3,5})\s*$"
)
ADDRESS = (
    r"(?i)\b(?:via|viale|corso|c\.so|piazza|p\.zza|piazzale|largo|strada|vicolo|lungo ?(?:po|dora))\s+"
    r"[a-z'’. àèéìòù]+,?\s*(?:n\.? ?|civ\.? ?)?[0-9]+"
)
BIRTH = r"(?i)\bnat[oa]\b[^0-9]{0,30}[0-9]{1,2}[-/. ]"
OLD_DAY = (
    r"^\s*(?:[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19[0-9]{2}|200[0-9])|"
    r"(?:19[0-9]{2}|200[0-9])-[0-9]{2}-[0-9]{2}(?:[ T][0-9:]+)?)\s*$"
)
"""A day before 2010 in a column that should hold none: most likely somebody's date of birth."""
_WORDS_OF_NAME = r"[A-Za-zÀ-ÖØ-öø-ÿ'’]+"
NAME = rf"^\s*{_WORDS_OF_NAME}(?:,?\s+{_WORDS_OF_NAME}){{1,3}}\s*$"

_NAMES = """
abdel abdul adele adriana adriano agata agnese agostino ahmed alba alberto aldo alessandra alessandro alessia alessio
alexandru alfonso alfredo ali alice alina ambra amina amira ana anastasia andrea andrei angela angelo anna annamaria
antonella antonia antonietta antonino antonio arianna aurora barbara beatrice benedetta bianca bogdan brahim bruna
bruno camilla carla carlo carmela carmelo carmen carolina caterina cecilia chiara christian cinzia claudia claudio
concetta cosimo costantin cristian cristiana cristiano cristina daniela daniele dario davide debora diana diego
domenica domenico donatella edoardo elena eleonora elisa elisabetta emanuela emanuele emilia emma enrica enrico erica
erika ester eugenio eva fabio fabrizio fatima fatou federica federico fernanda filippo filomena fiorella florin franca
francesca francesco franco gabriele gabriella gaetano gennaro george georgeta gheorghe giacomo gianfranco gianluca
gianni giorgia giorgio giovanna giovanni giulia giuliana giuliano giulio giuseppa giuseppe giuseppina graziella greta
hamza hassan ibrahim ida ilaria imane immacolata ines ioana ion irene irina isabella ivan jessica karim khadija laura
leonardo lidia liliana loredana lorenza lorenzo luca lucia luciana luciano luigi luigia luisa mamadou manuela marcello
marco margherita maria marina mario marisa marta martina massimo matteo mattia maurizio mauro michela michele mihaela
mihai mirella miriam mohamed mohammed monica moussa mustafa nadia nicola nicolae nicole nicolo noemi olga omar oriana
ousmane paola paolo pasquale patrizia pedro pietro rachid raffaele raffaella renata renato riccardo rita roberta
roberto rocco rosa rosanna rosaria rosario rossella ruben sabrina said salvatore samir samira samuele sandra sara
saverio serena sergio silvana silvia silvio simona simone sofia sonia stefania stefano stella svetlana teresa tiziana
tommaso umberto valentina valeria valerio vanessa vasile veronica vincenza vincenzo viorica viviana yassine youssef
zineb
"""
_OTHER_WORDS = """
abitativa agenzia albergo asilo asl associazione barriera borgata borgo c caritas casa centro chiesa circoscrizione
colloquio comune comunita con consorzio coop cooperativa corso determina di distretto don dormitorio emergenza ente
fondazione hotel housing in incontro ipab istituto largo lungodora madonna mandato mediazione nord ospedale parco
parrocchia pensione piazza ponte prefettura presidio progetto quartiere regina residence rione s san sant santa santi
santo scuola servizi servizio sociale sociali sportello sud suor ufficio unita via viale villa ville zona
"""

_OFFICE_LIST = """
agenzia asl caritas centro circoscrizione comune consultorio cooperativa coop distretto ente fondazione istituto office
ospedale polo presidio sede serd service services servizi servizio social sociale sociali sportello ufficio
"""
_OFFICE_WORDS = frozenset(_OFFICE_LIST.split())
"""With one of these a street in the name of an office says where the office is."""
_GIVEN_NAMES = frozenset(_NAMES.split())
"""Usual in Turin's households."""
_PLACE_WORDS = frozenset(_OTHER_WORDS.split())
"""A quarter (Santa Rita, Borgo Vittoria), a house or an office may be called after somebody: with one of these words a
text is the name of a place, not of a person."""

REFUSED = Text(
    it="Il file contiene dati che identificano persone, nelle colonne: {columns}. Non è stato importato nulla. Togli "
    "quelle colonne dal file, oppure riprova chiedendo di scartarle: i loro valori non saranno letti.",
    en="The file holds data that identify people, in the columns: {columns}. Nothing has been imported. Remove those "
    "columns from the file, or try again asking to drop them: their values will not be read.",
)

_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (*(1, 0, 5, 7, 9, 13, 15, 17, 19, 21) * 2, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)
"""What a sign at an odd place of a tax code counts; at an even place it counts its own rank."""
_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")
_MONTH_LETTERS = "ABCDEHLMPRST"
_WOMAN = 40
"""Added to the day of birth in the code of a woman."""


def personal_headers(headers: tuple[str, ...]) -> list[str]:
    """The headers that by their name hold something that identifies a person."""
    return [header for header in headers if header and _HEADER.fullmatch(plain_words(header))]


def may_name_people(headers: tuple[str, ...]) -> bool:
    """Whether cells that look like headers may be somebody's data: a given name, an e-mail, a number of two digits."""
    words = {word for header in headers for word in header.lower().split()}
    return bool(words & _GIVEN_NAMES) or re.search(r"@|[0-9]{2}", " ".join(headers)) is not None


def names_place_of_office(value: str) -> bool:
    """Whether a text with an address says itself that it is the name of an office."""
    return bool(_OFFICE_WORDS & set(plain_words(value).split()))


def is_personal_beyond_address(value: str) -> bool:
    """The same as `is_personal`, but for addresses and names: what remains is nobody's office."""
    return is_personal(re.sub(ADDRESS, "", value.strip(SPACES)), words=False)


def is_personal(value: str, *, words: bool = True) -> bool:
    """Whether a value identifies a person: tax code and IBAN with their check digits, e-mail, telephone, address.

    `words` also looks for names and days of birth, as is done in columns that hold words.
    """
    text = value.strip(SPACES)
    return (
        re.search(E_MAIL, text) is not None
        or any(is_tax_code(found) for found in re.findall(TAX_CODE, text))
        or any(is_iban(found) for found in re.findall(IBAN, text))
        or (re.match(PHONE, text, re.IGNORECASE) is not None and parse_day(text) is None)
        or re.search(ADDRESS, text) is not None
        or re.search(BIRTH, text) is not None
        or (words and (re.match(OLD_DAY, text) is not None or is_name(text)))
    )


def is_tax_code(text: str) -> bool:
    """Whether 16 signs are an Italian tax code: by their check letter, or by holding a day and month of birth.

    The second catches codes that were mistyped: they still point at somebody. Letters may stand for digits.
    """
    code = text.upper()
    if re.fullmatch(TAX_CODE, code) is None:
        return False
    day = int(code[9:11].translate(_OMOCODIA))
    if code[8] in _MONTH_LETTERS and day % _WOMAN in range(1, 32) and day < 2 * _WOMAN:
        return True
    total = sum(_ODD[sign] for sign in code[:15:2]) + sum(
        int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in code[1:15:2]
    )
    return chr(ord("A") + total % 26) == code[15]


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN by its remainder: 1 when divided by 97."""
    code = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", code) is None:
        return False
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def is_name(text: str) -> bool:
    """Whether two to four words look like somebody's name: a usual given name first or last, no word of a place."""
    if re.match(NAME, text) is None:
        return False
    words = plain_words(text.replace("'", "").replace("’", "")).split()
    return len(words) > 1 and (words[0] in _GIVEN_NAMES or words[-1] in _GIVEN_NAMES) and not _PLACE_WORDS & set(words)


def personal_value_sql(column: str, *, words: bool = True) -> str:
    """A condition that is true of every value that `is_personal`, and of few others: which ones are looked at closely.

    Lengths and first letters are looked at before any pattern, with CASE: elsewhere than in a filter, DuckDB works out
    both sides of an AND, which over a million short codes is most of the work.
    """
    name = rf"^\s*(?:\S+,?\s+){{0,3}}(?i:{'|'.join(sorted(_GIVEN_NAMES))})\b"
    spaced = _sql("|".join(f"(?:{one})" for one in (ADDRESS, BIRTH, *([name] if words else []))))
    day = f"regexp_matches({column}, {_sql(OLD_DAY)})" if words else "false"
    spaces = " OR ".join(f"contains({column}, '{space}')" for space in (" ", "\u00a0", "\t", "\n"))
    mail = f"CASE WHEN contains({column}, '@') THEN regexp_matches({column}, {_sql(E_MAIL)}) ELSE false END"
    codes = f"regexp_matches({column}, {_sql(f'{TAX_CODE}|{IBAN}')})"
    phone = f"regexp_matches({column}, {_sql(f'(?i){PHONE}')})"
    first = f"lower(left({column}, 1))"
    return (
        f"(CASE WHEN {column} IS NULL OR strlen({column}) < 5 THEN false WHEN {mail} THEN true "
        f"WHEN (CASE WHEN strlen({column}) >= 15 THEN {codes} ELSE false END) THEN true "
        f"WHEN {spaces} THEN (regexp_matches({column}, {spaced}) OR {day} OR {phone}) "
        f"WHEN strlen({column}) < 8 THEN false "
        f"WHEN {column} < ':' OR {first} IN ('t', 'c') THEN ({day} OR {phone}) ELSE false END)"
    )


def _sql(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"
