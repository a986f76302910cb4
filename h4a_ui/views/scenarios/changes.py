"""What a scenario changes: the figures, the final payment, the premium of each year."""

from itertools import chain

import streamlit as st

from h4a_core.engine.headroom import final_payment_by_successes
from h4a_core.engine.premium import Counted
from h4a_core.statement import Statement
from h4a_ui.charts.premium_years import YearRow, premium_by_year
from h4a_ui.charts.staircase import staircase
from h4a_ui.components import cohort_label, figure_change, picture, premium_basis, small
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.saving.cards import balance_words


def _final_tier(say: Language, made: Statement, year: int) -> str:
    results = [one for one in made.outcomes if one.cohort in {year, None}]
    if not results:
        return "–"
    low, high = min(one.worst for one in results), min(one.best for one in results)
    return say.percent(low) if low == high else say("da {low} a {high}", low=say.percent(low), high=say.percent(high))


def show_effects(view: View, facts: Statement, made: Statement, year: int) -> None:
    """Premium, balance and final payment, each with its difference from the facts."""
    say = view.say
    one, two, three, four = (*st.columns(2), *st.columns(2))
    effect = made.effect(facts)
    changes = [
        (one, say("Premio maturato"), effect.earned),
        (two, say("Premio ancora possibile"), effect.possible),
        (three, say("Saldo per la Città, oggi"), effect.net_saving),
    ]
    for column, label, change in changes:
        with column:
            figure_change(say, label, change, good=column is three)
    before_tier, after_tier = _final_tier(say, facts, year), _final_tier(say, made, year)
    with four:
        said = say("come oggi") if before_tier == after_tier else say("oggi {now}", now=before_tier)
        label = say("Parte finale, {cohort}", cohort=cohort_label(say, year).lower())
        st.metric(label, after_tier, said, delta_color="off", delta_arrow="off", border=True)
    small(f"{premium_basis(say, made, say('Premio'))}. {say('Saldo')}: {balance_words(say, made)}")


def _changed(facts: Statement, made: Statement) -> bool:
    """Whether the scenario changes anything at all."""
    return made.facts is not facts.facts or made.terms != facts.terms


def _lowest(made: Statement, year: int) -> Counted:
    """The outcome of the cohort that decides."""
    found = [one.counted for one in made.outcomes if one.cohort in {year, None}]
    return min(found, key=lambda one: (one.achieved + one.pending, one.achieved))


def show_staircase(view: View, facts: Statement, made: Statement, year: int) -> None:
    """What the final payment is for each number of successes; where the facts and the scenario stand."""
    part = view.programme.final_part
    cohort = next((one for one in made.facts.cohorts if one.cohort == year), None)
    if part is None or cohort is None:
        return
    stairs = final_payment_by_successes(view.programme, part, cohort.households, made.terms)
    before = _lowest(facts, year)
    now = before.achieved if not before.pending else (before.achieved, before.achieved + before.pending)
    after = _lowest(made, year)
    chosen = after.achieved if _changed(facts, made) and not after.pending else None
    picture(view.say, staircase(view.say, stairs, now, chosen), key="staircase")


def show_premium_by_year(view: View, facts: Statement, made: Statement) -> None:
    """The premium of each clause, as the facts have it and under the scenario."""
    say = view.say
    beside = (facts, made) if _changed(facts, made) else (facts,)
    rows = []
    for clause in view.programme.clauses:
        sums = [(one.earned_of(clause=clause.id), one.possible_of(clause=clause.id)) for one in beside]
        rows.append(YearRow(say.text(clause.label), *chain.from_iterable(sums)))
    total = YearRow(say("Totale"), *chain.from_iterable((one.earned, one.possible) for one in beside))
    picture(say, premium_by_year(say, rows, total), key="premium_by_year")
