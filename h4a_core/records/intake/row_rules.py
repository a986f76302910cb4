"""The rules for rows: the sentence for each that says what is wrong and what to do, and which are only warnings."""

from datetime import date
from typing import Literal, TypeAlias

from h4a_core.text import Text

Severity: TypeAlias = Literal["error", "warning"]
"""An error sets the row aside; a warning lets it in."""
FIRST_DAY = date(2015, 1, 1)
"""No programme of this kind is older: a day before it gives a warning."""
HAPPENED = frozenset({"surveys", "instrument_answers", "support_events", "payments"})
"""Tables of what has been done: a day in the future is an error there, elsewhere it may be planned."""
FENCE = 3
"""Interquartile ranges beyond the quartiles from which a cost is far outside its group (Tukey's outer fence)."""
SMALLEST_GROUP = 8
"""Costs a group needs before one of them can be called far outside."""
PAID_AGAIN_DAYS = 14
"""Days within which a second equal payment is likely the first one again: no instalments are so close."""

RULES: dict[str, Text] = {
    "missing_required": Text(
        it="Manca «{label}». Scrivi il valore nel file e importalo di nuovo.",
        en='"{label}" is missing. Write the value in the file and import it again.',
    ),
    "invalid_date": Text(
        it="«{label}» non è una data che esiste. Scrivila come gg/mm/aaaa, con l'anno di quattro cifre.",
        en='"{label}" is no date that exists. Write it as dd/mm/yyyy, with a year of four digits.',
    ),
    "invalid_number": Text(
        it="«{label}» non è un numero, oppure si può leggere in due modi. Scrivilo come 1234,56, senza altri segni.",
        en='"{label}" is no number, or can be read in two ways. Write it as 1234,56, without other marks.',
    ),
    "unknown_code": Text(
        it="«{label}» non è una delle voci ammesse: {allowed}. Scegli una di queste.",
        en='"{label}" is not one of the allowed words: {allowed}. Choose one of these.',
    ),
    "out_of_range": Text(
        it="«{label}» è fuori da ciò che è possibile ({range}). Controlla il valore e correggilo.",
        en='"{label}" is outside what is possible ({range}). Check the value and correct it.',
    ),
    "dates_reversed": Text(
        it="«{label}» viene prima di «{other}». Controlla le due date: forse sono scambiate.",
        en='"{label}" comes before "{other}". Check both dates: they may be swapped.',
    ),
    "more_than_members": Text(
        it="«{label}» è più grande di «{other}». Correggi uno dei due numeri.",
        en='"{label}" is greater than "{other}". Correct one of the two numbers.',
    ),
    "too_many_cells": Text(
        it="La riga ha più celle dell'intestazione. Forse un valore contiene il separatore: mettilo tra virgolette.",
        en="The row has more cells than the header. Perhaps a value contains the separator: put it in quotes.",
    ),
    "duplicate_row": Text(
        it="La riga è uguale alla riga {first} di questo file, che è già contata. Togli la copia.",
        en="The row is the same as row {first} of this file, which is counted already. Remove the copy.",
    ),
    "duplicate_key": Text(
        it="Stessa chiave ({label}) della riga {first}, con altri valori: vale la prima. Correggi quella sbagliata.",
        en="Same key ({label}) as row {first}, with other values: the first one counts. Correct the wrong one.",
    ),
    "contradicted": Text(
        it="Stessa chiave di una riga di un altro file o foglio di questo import, con altri valori: vale quella.",
        en="Same key as a row of another file or sheet of this import, with other values: that one counts.",
    ),
    "unknown_household": Text(
        it="Il nucleo non è tra quelli conosciuti. Importa prima (o insieme) il file dei nuclei, o correggi il codice.",
        en="The household is not a known one. Import the file of households first (or together), or mend the code.",
    ),
    "future_day": Text(
        it="«{label}» è nel futuro, ma dice di una cosa già fatta. Controlla la data e correggila.",
        en='"{label}" is in the future, but tells of something done. Check the date and correct it.',
    ),
    "planned_day": Text(
        it="«{label}» è nel futuro: la riga entra e conterà da quel giorno. Controlla che sia voluto.",
        en='"{label}" is in the future: the row is let in and counts from that day on. Check that this is meant.',
    ),
    "before_programme": Text(
        it="«{label}» viene prima che programmi come questo esistessero (2015). La riga entra: controlla l'anno.",
        en='"{label}" is before programmes like this existed (2015). The row is let in: check the year.',
    ),
    "counted_day": Text(
        it="«{label}» è un numero, letto come lo conta Excel (44856 è il 22/10/2022). Controlla il giorno.",
        en='"{label}" is a number, read as Excel counts days (44856 is 22/10/2022). Check that it is the right day.',
    ),
    "utc_midnight": Text(
        it="«{label}» è una mezzanotte italiana scritta con l'ora UTC: letta come il giorno dopo. Controllala.",
        en='"{label}" is midnight in Italy written in UTC: read as the next day. Check that it is right.',
    ),
    "rounded": Text(
        it="«{label}» ha più di due decimali: il valore è stato arrotondato. Controlla che sia quello voluto.",
        en='"{label}" has more than two decimals: the value has been rounded. Check that it is the one meant.',
    ),
    "formula_error": Text(
        it="«{label}» contiene l'errore di una formula, letto come vuoto. Correggi la formula nel foglio di origine.",
        en='"{label}" holds the error of a formula, read as blank. Mend the formula in the sheet it comes from.',
    ),
    "likely_double": Text(
        it="Somiglia alla registrazione del {day}, riga {first} di «{file}», che resta. La riga entra: se è la sua "
        "correzione, rispondi likely_doubles=replace.",
        en='Looks like the record of {day}, row {first} of "{file}", which stays. The row is let in: if it corrects '
        "that one, answer likely_doubles=replace.",
    ),
    "paid_twice": Text(
        it="È il pagamento della riga {first}, con programma o clausola scritti in un altro modo? La riga entra: se è "
        "uno solo, togline una.",
        en="Is this the payment of row {first}, with programme or clause written otherwise? The row is let in: if "
        "there is one only, remove one.",
    ),
    "paid_again": Text(
        it="Pochi giorni dal pagamento della riga {first}, con la stessa clausola, coorte e importo. La riga entra: se "
        "è lo stesso con un'altra data, togline una.",
        en="A few days from the payment of row {first}, with the same clause, cohort and amount. The row is let in: if "
        "it is the same with another date, remove one.",
    ),
    "stays_overlap": Text(
        it="Il periodo si sovrappone a un altro dello stesso nucleo. La riga entra: controlla le date di entrambi.",
        en="The period overlaps another one of the same household. The row is let in: check the dates of both.",
    ),
    "tenancies_overlap": Text(
        it="La locazione si sovrappone a un'altra dello stesso nucleo. La riga entra: controlla le date di entrambe.",
        en="The tenancy overlaps another one of the same household. The row is let in: check the dates of both.",
    ),
    "survey_before_enrolment": Text(
        it="Il questionario viene prima dell'ingresso del nucleo. La riga entra: controlla le due date.",
        en="The survey is before the household's enrolment. The row is let in: check both dates.",
    ),
    "household_without_tenancy": Text(
        it="Il nucleo non ha ancora un contratto di locazione. La riga entra: importa anche i contratti, se ci sono.",
        en="The household has no tenancy yet. The row is let in: import the tenancies too, if there are any.",
    ),
    "cost_far_outside": Text(
        it="«{label}» è lontanissimo dagli altri dello stesso tipo di struttura. La riga entra: controlla il valore.",
        en='"{label}" is very far from the others of the same facility type. The row is let in: check the value.',
    ),
}
"""Name of the rule -> its message, with the places that are filled in for a field."""

WARNINGS = frozenset(
    {
        "planned_day",
        "before_programme",
        "counted_day",
        "utc_midnight",
        "likely_double",
        "paid_twice",
        "paid_again",
        "rounded",
        "formula_error",
        "stays_overlap",
        "tenancies_overlap",
        "survey_before_enrolment",
        "household_without_tenancy",
        "cost_far_outside",
    }
)
"""Rules that let the row in; all others set it aside."""


def severity(rule: str) -> Severity:
    """Whether breaking a rule sets the row aside (error) or lets it in (warning)."""
    return "warning" if rule in WARNINGS else "error"


def message(rule: str, words: dict[str, Text]) -> Text:
    """The sentence of a rule with the places filled in, each language with its own words."""
    return Text(
        it=RULES[rule].it.format(**{name: text.it for name, text in words.items()}),
        en=RULES[rule].en.format(**{name: text.en for name, text in words.items()}),
    )
