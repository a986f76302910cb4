"""How good past forecasts were: what would have been forecast at each quarter's end, beside what came."""

from itertools import groupby

import streamlit as st

from h4a_core.engine.forecast import forecast
from h4a_core.engine.grading import Grade, Graded, grade, graded, quarter_ends
from h4a_ui import session
from h4a_ui.charts.graded import PastRow, past_forecasts
from h4a_ui.components import badge, cohort_label, picture, small
from h4a_ui.language import Language
from h4a_ui.session import View

_MIDDLE = 8
"""Of ten forecasts so many should hold, if the middle 80 % is what it says."""


def show_grading(view: View) -> None:
    """One sentence on all settled outcomes, then a picture for each of them."""
    say = view.say
    st.subheader(say("Quanto hanno retto le previsioni"))
    rows = _settled(view)
    found = grade(rows)
    if found is None:
        st.markdown(say("Nessun esito è ancora noto per intero: non c'è con che confrontare le previsioni."))
        return
    st.markdown(f"{_verdict(say, found)} {badge(say, 'estimate')}")
    small(say("Fascia: il mezzo in cui il vero cade 8 volte su 10; punto: la media; tacca: quante sono venute."))
    for (cohort, outcome), group in groupby(rows, key=lambda row: (row.cohort, row.outcome)):
        of_one = list(group)
        last = of_one[-1]
        st.markdown(f"**{cohort_label(say, cohort)} · {say.text(view.programme.outcomes[outcome].label)}**")
        past = [PastRow(row.day, row.low, row.high, row.mean) for row in of_one]
        shown = past_forecasts(say, past, last.came or 0, last.eligible)
        picture(say, shown, key=f"premium_graded_{cohort}_{outcome}")
    how = st.popover(say("come si calcola"), type="tertiary", key="graded_how", on_change="rerun")
    if how.open:
        with how:
            _method(say, found)


def _settled(view: View) -> list[Graded]:
    """The forecasts of outcomes that are known by now, outcome by outcome, from the first day."""
    begun = min((one.enrolled_date for each in view.facts.cohorts for one in each.exposures), default=view.as_of)
    facts = session.past_facts(quarter_ends(begun, view.as_of))
    terms = view.statement.terms
    past = {day: forecast(view.programme, known, terms) for day, known in facts.items() if known.cohorts}
    rows = graded(view.programme, terms, past, forecast(view.programme, view.facts, terms))
    settled = [row for row in rows if row.came is not None]
    return sorted(settled, key=lambda row: (str(row.cohort), row.outcome, row.day))


def _verdict(say: Language, found: Grade) -> str:
    held = say(
        "Rifatte alla fine di ogni trimestre con ciò che si sapeva allora, {held} previsioni su {forecasts} "
        "contenevano nella loro fascia ciò che è poi venuto; se ne aspettano {middle} su 10.",
        held=say.number(found.held), forecasts=say.number(found.forecasts), middle=say.number(_MIDDLE),
    )  # fmt: skip
    few = say.plural(
        "È un esito solo, visto più volte: dice poco.",
        "Sono {n} esiti soli, visti più volte: dice poco.",
        found.outcomes,
    )
    return f"{held} {few}"


def _method(say: Language, found: Grade) -> None:
    small(
        say(
            "Ogni previsione usa solo le registrazioni con una data fino a quel giorno, e le letture in vigore oggi. "
            "La fascia è l'80 % centrale, in famiglie intere."
        )
    )
    small(
        say(
            "Punteggio di Brier della soglia intera (0: sempre certo e giusto): {brier}; chi avesse detto ogni volta "
            "la quota che poi l'ha raggiunta, che prima nessuno sa, avrebbe avuto {base}.",
            brier=say.number(found.brier, digits=2), base=say.number(found.base_rate_brier, digits=2),
        )
    )  # fmt: skip
    small(say("Come vanno le previsioni su migliaia di programmi inventati sta scritto in docs/method.md."))
