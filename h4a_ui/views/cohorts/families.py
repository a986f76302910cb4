"""The families one by one, by their codes, with the state of each and what happened when."""

import pandas as pd
import streamlit as st

from h4a_core.facts import HouseholdFacts
from h4a_ui.components import small
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.session import View


def _state_word(say: Language, state: str) -> str:
    return {
        "achieved": say("● sì"),
        "pending": say("◐ in corso"),
        "unanswered": say("○ non risponde"),
        "failed": say("○ no"),
    }[state]


def show_families(view: View, families: list[HouseholdFacts]) -> None:
    """A table of the families of a cohort; a row that is chosen opens its dates."""
    say = view.say
    st.subheader(say("Le famiglie, una per una"))
    small(say("Solo codici: nessun nome entra nel cruscotto. Scegli una riga per vedere il suo percorso."))
    metrics = [*view.programme.milestones, *view.programme.outcomes]
    limit = int(view.statement.terms["waiting_limit_months"])
    table = pd.DataFrame(
        [
            {
                say("Codice"): one.household_id,
                say("Componenti"): one.members,
                say("Domanda"): one.application_date,
                say("Ingresso nel programma"): one.enrolled_date,
                say("In casa dal"): one.move_in_date,
                **{
                    say.text(view.programme.metric(metric).label): _state_word(say, one.state(metric, limit))
                    for metric in metrics
                },
            }
            for one in families
        ]
    )
    days = {name: st.column_config.DateColumn(format="DD/MM/YYYY") for name in table.columns[2:5]}
    chosen = st.dataframe(
        table,
        hide_index=True,
        column_config=days,
        on_select="rerun",
        selection_mode="single-row",
        key="families",
        alt=say("Le famiglie della coorte con i loro stati"),
    )
    for row in chosen.selection.rows:
        if row < len(families):  # those of another cohort may be fewer
            _timeline(view, families[row])


def _timeline(view: View, one: HouseholdFacts) -> None:
    say = view.say
    events = [
        (one.application_date, say("Domanda")),
        (one.enrolled_date, say("Ingresso nel programma")),
        (one.signed_date, say("Contratto firmato")),
        (one.move_in_date, say("Ingresso in casa")),
        (one.first_support, say("Primo incontro di accompagnamento")),
        (one.break_date, say("Casa persa o ritorno in struttura")),
        (one.exit_date, say("Uscita dal programma")),
    ]
    st.markdown(f"**{in_markdown(one.household_id)}**")
    for day, what in sorted((day, what) for day, what in events if day):
        st.markdown(f"- {say.date(day)} · {what}")
