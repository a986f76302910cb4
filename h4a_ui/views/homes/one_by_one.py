"""The homes one by one."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from h4a_core.engine.homes import STATES, Home
from h4a_ui.language import Language
from h4a_ui.views.homes.known import origin_words

_TABLE = 300  # height of the list of homes, in pixels


def show_one_by_one(say: Language, homes: Sequence[Home], as_of: date) -> None:
    """A table of all homes with their state; no family and no district is in it."""
    table = pd.DataFrame(
        [
            {
                say("Codice"): home.dwelling_id,
                say("Stato"): say.text(STATES[home.state]) if not home.kept else say("Mantenuta"),
                say("Provenienza"): origin_words(say, home.origin),
                say("Stanze"): home.rooms,
                say("Trovato il"): home.acquired_date,
                say("Pronto dal"): home.available_date,
                say("Giorni vuoti"): home.vacant_days(as_of) if not home.kept else None,
            }
            for home in sorted(homes, key=lambda home: home.kept)
        ]
    )
    days = {name: st.column_config.DateColumn(format="DD/MM/YYYY") for name in table.columns[4:6]}
    words = say("Gli alloggi con il loro stato")
    st.dataframe(table, hide_index=True, height=_TABLE, column_config=days, placeholder="–", alt=words)
