"""How long families waited and what their home costs them, in one sentence and four figures."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.access import (
    RentPair,
    WaitSummary,
    in_time,
    mean_saving_working,
    wait_summary,
    wait_working,
    yearly_saving_working,
)
from h4a_core.engine.intervals import wilson
from h4a_core.engine.working import Working
from h4a_core.text import Text
from h4a_ui.components import Figure, figures
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.access.known import KnownAccess
from h4a_ui.views.access.waits import LIMIT


def _under_limit(view: View) -> Figure:
    """Families whose home came within the contract's limit, of those for which that is settled."""
    say, limit = view.say, int(view.statement.terms[LIMIT])
    found = in_time(view.facts, limit)
    low, high = wilson(found.achieved, found.settled)
    leaf = Working(Text(it="Attese concluse", en="Waits that are over"), found.settled, "households", "data")
    formula = Text(it="casa avuta prima del limite", en="home obtained before the limit")
    label = view.programme.values[LIMIT].label
    limit_leaf = Working(label, view.statement.terms[LIMIT], "months", "contract", origin=LIMIT)
    working = Working(
        view.programme.outcomes["waiting"].label, found.achieved, "households", "data", formula, (leaf, limit_leaf)
    )
    return Figure(
        say("Casa in meno di {months} mesi", months=limit),
        say("{count} di {total}", count=say.number(found.achieved), total=say.number(found.settled)),
        say(
            "{rate}; da {low} a {high} secondo il caso (Wilson 95 %)",
            rate=say.percent(found.rate),
            low=say.percent(low),
            high=say.percent(high),
        ),
        working,
    )


def _summary(say: Language, wait: WaitSummary | None, market: RentPair) -> str:
    """The page in one sentence, as far as the records go."""
    parts = []
    if wait:
        parts.append(
            say("Dalla domanda alla casa passano {months} mesi, in mediana.", months=say.number(wait.median, 1))
        )
    if market.families >= SMALLEST_CELL:
        words = (
            say("Chi è in casa paga in media {amount} al mese meno del mercato.")
            if market.saved >= 0
            else say("Chi è in casa paga in media {amount} al mese più del mercato.")
        )
        parts.append(words.format(amount=say.euro(abs(market.mean_saved))))
    return " ".join(parts) or say("Nessuna famiglia ha ancora avuto casa.")


def _cards(view: View, waits: Sequence[tuple[int, int]], market: RentPair) -> None:
    say, cards = view.say, [_under_limit(view)]
    summary = wait_summary(waits)
    if summary:
        span = {"first": say.number(summary.shortest, 1), "last": say.number(summary.longest, 1)}
        cards.append(
            Figure(
                say("Attesa mediana"),
                say("{months} mesi", months=say.number(summary.median, 1)),
                say("da {first} a {last} mesi", **span),
                wait_working(summary),
            )
        )
    if market.families >= SMALLEST_CELL:
        mean, year = mean_saving_working(market), yearly_saving_working(market)
        cards += [
            Figure(
                say("Canone sotto il mercato"),
                say.euro(mean.value),
                say(
                    "al mese, in media: {share} della somma dei canoni di mercato",
                    share=say.percent(market.saved_share),
                ),
                mean,
            ),
            Figure(
                say("Risparmio in un anno"),
                say.euro(year.value),
                say("tutte insieme, {n} famiglie in casa oggi", n=say.number(market.families)),
                year,
            ),
        ]
    figures(say, view.programme, cards, key="access")


def show_access(view: View, known: KnownAccess) -> None:
    """The sentence and the figures, as far as the records go."""
    st.markdown(_summary(view.say, wait_summary(known.waits), known.market))
    _cards(view, known.waits, known.market)
