"""Sintesi: what was achieved, saved and owed, and what happens next."""

import datetime as dt
from decimal import Decimal

import streamlit as st

from h4a_core.engine.headroom import final_payment_by_successes
from h4a_core.engine.intervals import wilson
from h4a_core.engine.working import Working
from h4a_core.sensitivity import with_value
from h4a_core.statement import OutcomeResult, Statement, statement
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.charts.outcomes import OutcomeRow, outcome_dots
from h4a_ui.components import Figure, cohort_label, empty_page, figures, joined, picture, small
from h4a_ui.language import Language
from h4a_ui.session import View

_COHORTS_IN_A_ROW = 2


def _summary(say: Language, made: Statement, homes: int) -> str:
    saved = made.savings.gross_saving
    rounded = say.euro(abs(saved).quantize(Decimal("1E3")))
    first = say.plural("{n} famiglia ha ricevuto una casa.", "{n} famiglie hanno ricevuto una casa.", homes)
    compared = (
        say("Rispetto agli alberghi la Città ha evitato circa {amount} di spesa;", amount=rounded)
        if saved >= 0
        else say("Rispetto agli alberghi la Città ha speso circa {amount} in più;", amount=rounded)
    )
    owed = say("il premio maturato è di {amount}.", amount=say.euro(made.earned))
    return f"{first} {compared} {owed}"


def _figures(view: View) -> None:
    say, made = view.say, view.statement
    homes = sum(cohort.steps.moved_in for cohort in view.facts.cohorts)
    housed = sum(cohort.housed_now for cohort in view.facts.cohorts)
    nights = view.programme.assumptions["expected_nights"]
    low, high = (
        statement(
            view.programme, view.measured, with_value(view.scenario, "expected_nights", bound)
        ).savings.gross_saving
        for bound in (nights.low or nights.value, nights.high or nights.value)
    )
    st.markdown(f"## {_summary(say, made, homes)}")
    others = made.savings.other_costs
    cards = [
        Figure(
            say("Famiglie con una casa"),
            say("{count} di {total}", count=say.number(homes), total=say.number(view.facts.households)),
            say("{count} in casa oggi", count=say.number(housed)),
            _families_working(view, homes, housed),
        ),
        Figure(
            say("Spesa evitata"),
            say.euro(made.savings.gross_saving),
            say("tra {low} e {high}, secondo le notti ipotizzate", low=say.euro(low), high=say.euro(high)),
            made.savings.working.inputs[0],
        ),
        Figure(
            say("Premio maturato"),
            say.euro(made.earned),
            say("ancora possibili {amount}", amount=say.euro(made.possible)),
            made.working,
        ),
        Figure(
            say("Saldo per la Città"),
            say.signed_euro(made.savings.net_saving),
            say("tolti {amount} di altri costi", amount=say.euro(others)) if others else say("prima di altri costi"),
            made.savings.working,
        ),
    ]
    figures(say, view.programme, cards, key="figure")
    small(_range_note(view))


def _families_working(view: View, homes: int, housed: int) -> Working:
    enrolled = Text(it="Famiglie nel programma", en="Families in the programme")
    return Working(
        Text(it="Famiglie con una casa", en="Families with a home"),
        homes,
        "households",
        "data",
        Text(it="famiglie con un ingresso in casa registrato", en="families with a recorded move-in"),
        (
            Working(enrolled, view.facts.households, "households", "data"),
            Working(Text(it="In casa oggi", en="Housed today"), housed, "households", "data"),
        ),
    )


def _range_note(view: View) -> str:
    say = view.say
    found = sorted(view.programme.assumptions["expected_nights"].evidence, key=lambda one: one.value)
    if not found:
        return ""
    named = [
        say("{nights} notti ({where})", nights=say.number(one.value), where=say.text(one.label))
        for one in (found[0], found[-1])
    ]
    return say(
        "La spesa evitata è stimata, senza gruppo di controllo: dipende soprattutto da quante notti si ipotizzano in "
        "albergo, da {low} a {high}.",
        low=named[0],
        high=named[1],
    )


def _cohort(view: View, cohort: int | None, results: list[OutcomeResult]) -> None:
    say, made = view.say, view.statement
    part = view.programme.final_part
    line = made.line(part.clause.id, cohort) if part else None
    st.subheader(cohort_label(say, cohort))
    full, floor = results[0].headroom[0].needed, results[0].headroom[-1].needed
    rows = [
        OutcomeRow(
            say.text(view.programme.outcomes[one.counted.outcome].label),
            one.counted.achieved, one.counted.pending, one.counted.failed, one.counted.eligible,
        )
        for one in results
    ]  # fmt: skip
    rules = (say.percent(made.terms["floor_threshold"]), f"> {say.percent(made.terms['full_threshold'])}")
    picture(say, outcome_dots(say, rows, floor, full, rules=rules), key=f"outcomes_{cohort}")
    rates = _rates(view, results)
    if rates:
        small(rates)
    if part and line:
        whole = final_payment_by_successes(view.programme, part, line.of, made.terms)[-1][1]
        small(
            say("La parte finale vale {amount} su {whole}.", amount=say.euro(line.earned), whole=say.euro(whole))
            if line.status == "settled"
            else say(
                "La parte finale è in corso: può valere fino a {amount} su {whole}.",
                amount=say.euro(line.earned + line.possible),
                whole=say.euro(whole),
            )
        )


def _rates(view: View, results: list[OutcomeResult]) -> str:
    """The rates of what is settled, with how far chance alone can carry so few families."""
    say, told = view.say, []
    for one in results:
        if one.counted.pending or not one.counted.eligible:
            continue
        low, high = wilson(one.counted.achieved, one.counted.eligible)
        told.append(
            say(
                "{outcome} {rate} (da {low} a {high})",
                outcome=say.text(view.programme.outcomes[one.counted.outcome].label),
                rate=say.percent(one.counted.rate, 1),
                low=say.percent(low),
                high=say.percent(high),
            )
        )
    return say("Percentuali, con l'intervallo di Wilson al 95 %: {rates}.", rates=", ".join(told)) if told else ""


def _coming(view: View) -> None:
    say, coming = view.say, view.statement.coming
    st.subheader(say("Prossime date"))
    if not coming:
        st.markdown(say("Nulla in corso: tutto ciò che il contratto paga è già deciso."))
        return
    spans: dict[tuple[dt.date, dt.date, int], list[str]] = {}
    for one in coming:
        label = say.text(view.programme.metric(one.metric).label).lower()
        words = say.plural("{metric} ({n} famiglia)", "{metric} ({n} famiglie)", one.pending, metric=label)
        spans.setdefault((one.first, one.last, one.cohort), []).append(words)
    for (first, last, cohort), metrics in spans.items():
        when = (
            say("**{first}**", first=say.long_date(first))
            if first == last
            else say("**{first} – {last}**", first=say.long_date(first), last=say.long_date(last))
        )
        what = say("si decide su {what}", what=joined(say, metrics))
        st.markdown(f"- {when} · {cohort_label(say, cohort)}: {what}")


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Sintesi"))
    _figures(view)
    cohorts = list(dict.fromkeys(one.cohort for one in view.statement.outcomes))
    for start in range(0, len(cohorts), _COHORTS_IN_A_ROW):
        for column, cohort in zip(st.columns(_COHORTS_IN_A_ROW, gap="large"), cohorts[start:], strict=False):
            with column:
                _cohort(view, cohort, [one for one in view.statement.outcomes if one.cohort == cohort])
    _coming(view)


_page()
