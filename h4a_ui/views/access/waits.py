"""The months waited, against the limit of the contract and the waits that others published."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.access import wait_summary
from h4a_core.programme.access import Access
from h4a_core.programme.model import Value
from h4a_ui.charts.access_waits import MonthOfWait, access_waits
from h4a_ui.components import badge, picture, small
from h4a_ui.session import View

LIMIT = "waiting_limit_months"


def show_waits(view: View, access: Access, waits: Sequence[tuple[int, int]]) -> None:
    """Families by months waited, and how much earlier than from the public list the home came."""
    say = view.say
    st.subheader(say("Nel tempo"))
    counts: Counter[tuple[int, bool]] = Counter()
    never = 0
    for cohort in view.facts.cohorts:
        for wait in cohort.waits:
            if wait.months is None:
                never += wait.households
            else:
                counts[wait.months, wait.settled] += wait.households
    rows = [MonthOfWait(m, counts[m, True], counts[m, False]) for m in sorted({months for months, _ in counts})]
    published = [access.published_wait, access.public_list_wait]
    marks = [(float(one.value), f"{say.text(one.label)}: {say.number(one.value, _digits(one))}") for one in published]
    picture(say, access_waits(say, rows, int(view.statement.terms[LIMIT]), marks), key="access_waits")
    if never:
        small(say.plural("{n} famiglia è uscita senza casa.", "{n} famiglie sono uscite senza casa.", never))
    summary = wait_summary(waits)
    if summary:
        earlier = summary.earlier_than(access.public_list_wait.value)
        small(
            say(
                "Rispetto ai circa {list} mesi della lista pubblica la casa arriva {months} mesi prima, in mediana. "
                "Quel dato è una dichiarazione del progetto: nessuno lo ha misurato su famiglie confrontabili.",
                list=say.number(access.public_list_wait.value),
                months=say.number(earlier),
            )
            + f" {badge(say, 'estimate')}"
        )


def _digits(value: Value) -> int:
    return 0 if value.value == value.value.to_integral_value() else 1
