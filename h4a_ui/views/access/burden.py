"""How heavy the rent is: on the income, and on a twelfth of the ISEE."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.access import RentPair, Rents, shown_groups
from h4a_ui.charts.rents import BurdenRow, burden_pairs
from h4a_ui.components import missing_records, picture, small
from h4a_ui.language import Language
from h4a_ui.views.access.rents import rent_label


def show_burden(say: Language, rents: Sequence[Rents]) -> None:
    """The share of the rent before and now, of the families for which both are known."""
    st.subheader(say("Quanto pesa il canone"))
    left, right = st.columns(2, gap="large")
    with left:
        words = (say("canone di prima sul reddito"), say("canone di oggi sul reddito"))
        sentence = say("Il canone pesa {after} sul reddito; prima del programma pesava {before}")
        if _burden_picture(say, shown_groups(rents, lambda one: one.income), words, sentence, key="burden_income"):
            small(
                _ratio_of_sums(say)
                + say(
                    "Il reddito è quello dichiarato all'ingresso, lo stesso prima e dopo: cambia solo il canone. "
                    "Sono le famiglie di cui si conoscono reddito e canone precedente."
                )
            )
        else:
            missing_records(say, say("Mancano redditi e canoni precedenti: la tabella «Redditi», facoltativa."))
    with right:
        words = (say("canone di mercato su ISEE ÷ 12"), say("canone pagato su ISEE ÷ 12"))
        sentence = say("Il canone pesa {after} su un dodicesimo dell'ISEE; a prezzo di mercato peserebbe {before}")
        if _burden_picture(say, shown_groups(rents, lambda one: one.isee), words, sentence, key="burden_isee"):
            small(
                _ratio_of_sums(say)
                + say(
                    "L'ISEE non è un reddito: tiene conto di patrimonio e componenti. Dà l'ordine di grandezza, non la "
                    "quota di reddito spesa. Il «prima» qui è il canone di mercato della stessa casa."
                )
            )
        else:
            missing_records(say, say("Servono almeno 3 famiglie con ISEE e canone di mercato."))


def _ratio_of_sums(say: Language) -> str:
    return say("Somma dei canoni su somma di ciò a cui si confrontano, non media delle famiglie.") + " "


def _burden_picture(
    say: Language, groups: Sequence[tuple[str | None, RentPair]], words: tuple[str, str], sentence: str, *, key: str
) -> bool:
    """Draw the weight of the rent; False where too few families have what it takes."""
    rows = [
        BurdenRow(rent_label(say, name, one.families), one.families, *map(float, one.burdens)) for name, one in groups
    ]
    if rows:
        picture(say, burden_pairs(say, rows, words, sentence), key=key)
    return bool(rows)
