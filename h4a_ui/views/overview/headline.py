"""What was achieved, saved and owed: one sentence and four figures."""

from decimal import Decimal

import streamlit as st

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.working import Working
from h4a_core.text import Text
from h4a_ui.components import Figure, figures, premium_basis, small
from h4a_ui.session import View
from h4a_ui.views.saving.cards import balance_card, basis_words, saving_card


def _homes(view: View, homes: int) -> str:
    """How many families have a home, and how: new or kept; without the split where one part is of too few families."""
    say, kept = view.say, sum(cohort.steps.kept for cohort in view.facts.cohorts)
    words = say.plural("{n} famiglia ha una casa", "{n} famiglie hanno una casa", homes)
    if min(kept, homes - kept) < SMALLEST_CELL:
        return f"{words}."
    return say("{families}: {new} nuova, {kept} mantenuta.", families=words, new=homes - kept, kept=kept)


def _summary(view: View, homes: int) -> str:
    say, made = view.say, view.statement
    saved = made.savings.gross_saving
    rounded = say.euro(abs(saved).quantize(Decimal("1E3")))
    compared = (
        say("La spesa in alberghi evitata è stimata in circa {amount};", amount=rounded)
        if saved >= 0
        else say("Rispetto agli alberghi si stima che la Città abbia speso circa {amount} in più;", amount=rounded)
    )
    owed = say("il premio maturato è di {amount}", amount=say.euro(made.earned))
    return f"{_homes(view, homes)} {compared} {premium_basis(say, made, owed)}."


def show_headline(view: View) -> None:
    """The sentence that sums up the programme, its four figures, and how far they rest on the nights assumed."""
    say, made = view.say, view.statement
    homes = sum(cohort.steps.moved_in for cohort in view.facts.cohorts)
    housed = sum(cohort.housed_now for cohort in view.facts.cohorts)
    st.markdown(f"## {_summary(view, homes)}")
    cards = [
        Figure(
            say("Famiglie con una casa"),
            say("{count} di {total}", count=say.number(homes), total=say.number(view.facts.households)),
            say("{count} in casa oggi", count=say.number(housed)),
            _families_working(view, homes, housed),
        ),
        saving_card(view),
        Figure(
            say("Premio maturato"),
            say.euro(made.earned),
            premium_basis(say, made, say("ancora possibili {amount}", amount=say.euro(made.possible))),
            made.working,
        ),
        balance_card(view),
    ]
    figures(say, view.programme, cards, key="figure")
    small(basis_words(view))


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
