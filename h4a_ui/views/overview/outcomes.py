"""Where the outcomes of the contract stand, cohort by cohort."""

import streamlit as st

from h4a_core.engine.headroom import final_payment_by_successes
from h4a_core.engine.intervals import wilson
from h4a_core.statement import OutcomeResult
from h4a_ui.charts.outcomes import OutcomeRow, outcome_dots
from h4a_ui.components import cohort_label, picture, small
from h4a_ui.session import View

_COHORTS_IN_A_ROW = 2


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
                amount=say.euro(line.ceiling),
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


def show_outcomes(view: View) -> None:
    """The outcomes of each cohort against their thresholds, two cohorts in a row."""
    cohorts = list(dict.fromkeys(one.cohort for one in view.statement.outcomes))
    for start in range(0, len(cohorts), _COHORTS_IN_A_ROW):
        for column, cohort in zip(st.columns(_COHORTS_IN_A_ROW, gap="large"), cohorts[start:], strict=False):
            with column:
                _cohort(view, cohort, [one for one in view.statement.outcomes if one.cohort == cohort])
