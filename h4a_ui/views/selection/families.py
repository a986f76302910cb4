"""The candidates one by one."""

import pandas as pd
import streamlit as st

from h4a_core.engine.selection import Judged, Ranked, ToVerify
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.views.selection.made import Made, reason_words
from h4a_ui.views.selection.story import judged_of, show_story, verdict


def show_candidates(say: Language, made: Made) -> None:
    """The table of all candidates in order; a row that is chosen opens its story."""
    st.subheader(say("Le candidature, una per una"))
    small(say("Scegli una riga per vedere che cosa l'ha messa lì."))
    rows: list[Ranked | ToVerify | Judged] = [*made.selection.ranked, *made.selection.to_verify]
    rows += made.selection.excluded
    chosen = st.dataframe(
        pd.DataFrame([_row(say, made, one) for one in rows]),
        hide_index=True,
        column_config={
            say("Punti"): st.column_config.NumberColumn(format="localized", step=0.1),
            say("Domanda"): st.column_config.DateColumn(format="DD/MM/YYYY"),
        },
        on_select="rerun",
        selection_mode="single-row",
        key="elenco_rows",
        alt=say("Tutte le candidature con posto, punti e motivi"),
    )
    for at in chosen.selection.rows:
        if at < len(rows):
            show_story(say, made, rows[at])


def _row(say: Language, made: Made, one: Ranked | ToVerify | Judged) -> dict[str, object]:
    candidate = judged_of(one).candidate
    place, score, why = "", None, "; ".join(reason_words(say, reason) for reason in judged_of(one).reasons)
    if isinstance(one, Ranked):
        place, score = say.number(one.rank), round(float(one.score), 1)
        why = {
            "in": say("ha un posto"),
            "tied": say("a pari punti per l'ultimo posto"),
            "out": say("posti finiti"),
        }[one.standing(made.places)]
    elif isinstance(one, ToVerify):
        place = _range(say, one.best, one.worst)
    return {
        say("Posto"): place,
        say("Famiglia"): candidate.household_id,
        say("Esito"): verdict(say, one),
        say("Punti"): score,
        say("Motivo"): f"{why} · {say('già nel programma')}" if candidate.enrolled else why,
        say("Domanda"): candidate.values["application_date"],
    }


def _range(say: Language, best: int, worst: int) -> str:
    return say("({n})", n=best) if best == worst else say("({best}-{worst})", best=best, worst=worst)
