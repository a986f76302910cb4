"""Who has not been met for long."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from h4a_core.engine.services import Clock, FamilyPath, silent
from h4a_core.programme.model import Value
from h4a_core.programme.services import Services
from h4a_ui.components import badge, small, source_words
from h4a_ui.language import Language
from h4a_ui.session import View


def _limit(say: Language, limit: Value) -> int:
    """The days without a meeting after which a family counts as not met: the assumption, or what was chosen here."""
    chosen: int = st.slider(
        say.text(limit.label),
        int(limit.low or limit.value),
        int(limit.high or limit.value),
        int(limit.value),
        key="silence_days",
        persist_state="session",
    )
    small(f"{badge(say, 'assumption')} {source_words(say, limit.source)}")
    return chosen


def show_silent(say: Language, families: Sequence[FamilyPath], clock: Clock) -> None:
    """The families in their home that nobody has met within the limit, by code: a list for those who support them."""
    found = silent(families, clock)
    if not found:
        st.markdown(
            say(
                "**Tutte le famiglie in casa sono state incontrate negli ultimi {days} giorni.**",
                days=clock.silence_days,
            )
        )
        return
    st.markdown(
        "**"
        + say.plural(
            "{n} famiglia in casa non si incontra da più di {days} giorni",
            "{n} famiglie in casa non si incontrano da più di {days} giorni",
            len(found),
            days=clock.silence_days,
        )
        + "**"
    )
    table = pd.DataFrame(
        {
            say("Codice"): [one.household_id for one in found],
            say("Ultimo incontro"): [one.last_meeting for one in found],
            say("Giorni"): [(clock.as_of - one.last_meeting).days if one.last_meeting else None for one in found],
        }
    )
    days = {table.columns[1]: st.column_config.DateColumn(format="DD/MM/YYYY")}
    st.dataframe(table, hide_index=True, column_config=days, alt=say("Famiglie da ricontattare"))
    small(say("Per chi accompagna le famiglie: solo codici."))


def choose_clock(view: View, services: Services) -> Clock:
    """A slider for the days of silence; the clock by which families count as not met."""
    return Clock(view.as_of, _limit(view.say, services.silence_limit))
