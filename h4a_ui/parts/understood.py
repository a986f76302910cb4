"""What became of the lines of a file, in one line that unfolds to them."""

import pandas as pd
import streamlit as st

from h4a_core.records.intake.accounts import Account
from h4a_ui.components import small
from h4a_ui.language import Language


def show_account(say: Language, account: Account) -> None:
    """Lines of the file = stored + set aside + left out; inside, which were left out and the sums of the columns."""
    words = say(
        "Conti: {lines} righe = {stored} registrate + {aside} messe da parte + {left} lasciate fuori",
        lines=say.number(account.lines),
        stored=say.number(account.stored),
        aside=say.number(account.aside),
        left=say.number(len(account.left_out) + account.inner),
    )
    with st.expander(words):
        if account.inner:
            small(say("Righe interne a celle di più righe: {n}.", n=say.number(account.inner)))
        left_out = pd.DataFrame(
            [{say("Riga"): one.line, say("Perché è lasciata fuori"): say.text(one.words())} for one in account.left_out]
        )
        st.dataframe(left_out, hide_index=True, alt=say("Righe lasciate fuori"))
        sums = pd.DataFrame(
            [
                {
                    say("Colonna"): one.column,
                    say("Somma nel file"): float(one.file),
                    say("Registrata"): float(one.stored),
                    say("Messa da parte"): float(one.aside),
                }
                for one in account.sums
            ]
        )
        if account.sums:
            st.dataframe(sums, hide_index=True, alt=say("Somme delle colonne di numeri"))
