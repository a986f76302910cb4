"""The families behind an amount, each with the records that prove its state."""

import pandas as pd
import streamlit as st

from h4a_core.engine.premium import Payment, counted_in
from h4a_core.facts import Evidence, HouseholdFacts
from h4a_ui import session
from h4a_ui.components import download
from h4a_ui.language import Language
from h4a_ui.session import View

_STATE_ORDER = {"failed": 0, "unanswered": 1, "pending": 2, "achieved": 3}


def show_proof(view: View, line: Payment) -> None:
    """The families that a line counts: those that did not succeed first."""
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
