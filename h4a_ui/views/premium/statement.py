"""The statement: a line for each clause and cohort, with its words, count, working and amount."""

import streamlit as st

from h4a_core.engine.premium import Payment
from h4a_ui.components import cohort_label, quantity, working_lines
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.premium.proof import show_proof


def _one_line(say: Language, line: Payment) -> str:
    """The working in one line: 20 % × 10.000 EUR × 11 famiglie."""
    return " × ".join(quantity(say, one.value, one.unit) for one in line.working.inputs)


def _line(view: View, line: Payment) -> None:
    say = view.say
    clause = view.programme.clause(line.clause)
    words, count, working, amount = st.columns([5, 2, 4, 2])
    words.markdown(f"**{say.text(clause.label)}**  \n«{clause.source.quote}»")
    pending = say.plural("{n} in corso", "{n} in corso", line.pending) if line.pending else say("definitivo")
    count.markdown(
        say("{count} di {total}", count=say.number(line.count), total=say.number(line.of)) + f"  \n:gray[{pending}]"
    )
    possible = (
        "  \n:gray[" + say("ancora possibili {amount}", amount=f"{say.money(line.possible)} EUR") + "]"
        if line.possible
        else ""
    )
    working.markdown(f"{_one_line(say, line)}{possible}")
    with amount.container(horizontal_alignment="right"):
        st.markdown(f"**{say.money(line.earned)}**", width="content")
    proof = st.expander(
        say("Come si calcola, e le famiglie dietro"), key=f"proof_{line.clause}_{line.cohort}", on_change="rerun"
    )
    if proof.open:
        with proof:
            st.markdown("\n".join(working_lines(say, view.programme, line.working)))
            show_proof(view, line)


def show_statement(view: View) -> None:
    """The lines of each cohort, and their total."""
    say, lines = view.say, view.statement.lines
    for cohort in dict.fromkeys(line.cohort for line in lines):
        st.subheader(cohort_label(say, cohort), divider="gray")
        own = [line for line in lines if line.cohort == cohort]
        for line in own:
            _line(view, line)
        with st.container(horizontal=True, horizontal_alignment="right"):
            total = view.statement.earned_in(cohort)
            st.markdown(say("Totale {cohort}", cohort=cohort_label(say, cohort).lower()), width="content")
            st.markdown(f"**{say.money(total)} EUR**", width="content")
