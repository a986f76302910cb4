"""Premio: the statement. Every euro with its clause, its count, its working and the families behind it."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from h4a_core.engine.premium import Payment, counted_in
from h4a_core.facts import Evidence, HouseholdFacts
from h4a_ui import session
from h4a_ui.components import badge, cohort_label, download, empty_page, quantity, small, source_words, working_lines
from h4a_ui.language import Language
from h4a_ui.parts.issuing import show_issuing, show_payments
from h4a_ui.parts.odds import show_odds
from h4a_ui.parts.readings import show_readings
from h4a_ui.session import View

_STATE_ORDER = {"failed": 0, "unanswered": 1, "pending": 2, "achieved": 3}


def _one_line(say: Language, line: Payment) -> str:
    """The working in one line: 20 % × 10.000 EUR × 11 famiglie."""
    return " × ".join(quantity(say, one.value, one.unit) for one in line.working.inputs)


def _totals(view: View) -> None:
    say, made = view.say, view.statement
    one, two = st.columns(2)
    with one, st.container(border=True):
        st.metric(say("Maturato"), f"{say.money(made.earned)} EUR")
        small(say("certo: niente di ciò che è in corso lo può più togliere") + f" {badge(say, 'contract')}")
    with two, st.container(border=True):
        st.metric(say("Ancora possibile"), f"{say.money(made.possible)} EUR")
        small(say("se tutto ciò che è in corso riesce") + f" {badge(say, 'estimate')}")


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
            _families(view, line)


def _families(view: View, line: Payment) -> None:
    say = view.say
    clause = view.programme.clause(line.clause)
    metrics = counted_in(view.programme, clause)
    limit = int(view.statement.terms["waiting_limit_months"])
    files = session.file_names()
    families = session.households(view, line.cohort)
    families = sorted(
        families, key=lambda one: (min(_STATE_ORDER[one.state(m, limit)] for m in metrics), one.household_id)
    )
    table = pd.DataFrame([_proof(say, view, one, metrics, limit, files) for one in families])
    st.dataframe(table, hide_index=True, alt=say("Le famiglie dietro l'importo e le registrazioni che lo provano"))
    download(say, table, name=f"{line.clause}-{line.cohort}")


def _proof(
    say: Language, view: View, one: HouseholdFacts, metrics: tuple[str, ...], limit: int, files: dict[int, str]
) -> dict[str, str]:
    words = {"achieved": say("sì"), "pending": say("in corso"), "unanswered": say("non risponde"), "failed": say("no")}
    row = {say("Codice"): one.household_id}
    for metric in metrics:
        row[say.text(view.programme.metric(metric).label)] = words[one.state(metric, limit)]
    records = dict.fromkeys(found for metric in metrics for found in one.evidence[metric])
    row[say("Registrazioni")] = "; ".join(_record(say, found, files) for found in records)
    return row


def _record(say: Language, found: Evidence, files: dict[int, str]) -> str:
    what = {
        "households": say("ingresso nel programma"),
        "tenancies": say("contratto di locazione"),
        "support_events": say("accompagnamento"),
        "surveys": say("questionario"),
        "temporary_stays": say("albergamento"),
    }[found.table]
    where = files.get(found.batch_id or 0)
    day = say.date(found.day) if found.day else ""
    if where and found.row:
        return say("{what} del {day} ({file}, riga {row})", what=what, day=day, file=where, row=found.row)
    return say("{what} del {day}", what=what, day=day)


def _statement(view: View) -> None:
    """The statement itself: per cohort a line for each clause."""
    say, lines = view.say, view.statement.lines
    for cohort in dict.fromkeys(line.cohort for line in lines):
        st.subheader(cohort_label(say, cohort), divider="gray")
        own = [line for line in lines if line.cohort == cohort]
        for line in own:
            _line(view, line)
        with st.container(horizontal=True, horizontal_alignment="right"):
            total = sum(line.earned for line in own)
            st.markdown(say("Totale {cohort}", cohort=cohort_label(say, cohort).lower()), width="content")
            st.markdown(f"**{say.money(total)} EUR**", width="content")


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Premio"))
    st.title(say("Rendiconto del premio"))
    st.markdown(
        say(
            "{programme}: {payer} a {provider}, al {day}.",
            programme=say.text(view.programme.name),
            payer=say.text(view.programme.payer),
            provider=say.text(view.programme.provider),
            day=say.long_date(view.as_of),
        )
    )
    _totals(view)
    premium = view.programme.values["premium_per_household"]
    small(
        f"{say.text(premium.label)}: {quantity(say, premium.value, premium.unit)} {badge(say, 'assumption')} "
        + source_words(say, premium.source)
    )
    looks: dict[str, Callable[[View], None]] = {
        say("Rendiconto"): _statement,
        say("Letture del contratto"): show_readings,
        say("Probabilità"): lambda view: show_odds(view.say, view.statement, key="premium"),
        say("Pagamenti"): show_payments,
        say("Emissione"): show_issuing,
    }
    chosen = st.segmented_control(
        say("Sguardo"), list(looks), default=next(iter(looks)), required=True, key="premium_look",
        persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    looks[chosen](view)


_page()
