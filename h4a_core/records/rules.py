"""Every rule a row may break, with the sentence that says what is wrong and what to do."""

from h4a_core.text import Text

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
    "unknown_household": Text(
        it="Il nucleo non è tra quelli conosciuti. Importa prima (o insieme) il file dei nuclei, o correggi il codice.",
        en="The household is not a known one. Import the file of households first (or together), or mend the code.",
    ),
}
"""Name of the rule -> its message, with the places that are filled in for a field."""
