"""What would let more families in, and the successes that a new cohort may expect."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import streamlit as st

from h4a_core.engine.replication import relaxed
from h4a_core.engine.replication_cases import CASES, expected_successes
from h4a_ui.components import badge, small
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.plan.ahead import limit_words


def show_unlocks(say: Language, plan: Mapping[str, Decimal | Fraction]) -> None:
    """What a tenth more of one thing would do."""
    words = limit_words(say)
    st.subheader(say("Che cosa sblocca"))
    small(say("Un decimo in più di una cosa sola, le altre ferme."))
    for limit, more in sorted(relaxed(plan), key=lambda one: -one[1]):
        gained = (
            say.plural("{n} famiglia in più", "{n} famiglie in più", more)
            if more > 0
            else say("nessuna famiglia in più")
        )
        st.markdown(f"- {words[limit]}: **{gained}** {badge(say, 'estimate')}")


def show_rates(view: View, families: int) -> None:
    """The successes that a new cohort may expect, in the three cases."""
    say = view.say
    st.subheader(say("Quante famiglie riescono"))
    small(
        say(
            "Le riuscite misurate finora dicono che cosa attendersi da una nuova coorte di {n} famiglie: i tre casi "
            "sono i punti sotto i quali stanno 10, 50 e 90 esiti su 100. Ogni caso suppone che tutto vada così "
            "insieme.",
            n=say.number(families),
        )
        + f" {badge(say, 'estimate')}"
    )
    terms = view.statement.terms
    won = {
        case: expected_successes(view.programme, view.measured, terms, families, share) for case, share in CASES.items()
    }
    names = {"cautious": say("Caso prudente"), "middle": say("Caso centrale"), "hopeful": say("Caso fiducioso")}
    rows = [
        {say("Esito"): say.text(view.programme.metric(metric).label)}
        | {
            names[case]: say("{n} di {total}", n=say.number(won[case][metric]), total=say.number(families))
            for case in CASES
        }
        for metric in won["middle"]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=say("Riuscite attese di una nuova coorte, nei tre casi"))
