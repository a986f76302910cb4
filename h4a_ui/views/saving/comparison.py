"""A comparison group: families that asked and did not enter, beside those of the programme."""

import streamlit as st

from h4a_core.engine.comparison import Difference, cost_avoided, difference_in_differences, families_compared
from h4a_core.engine.working import Working
from h4a_core.measuring.comparison import measured_comparison
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.components import Figure, figures, missing_records, small
from h4a_ui.session import View


def show_comparison(view: View) -> None:
    """The difference in differences, if there is a group to compare with; else what it would take."""
    say, chosen = view.say, session.choices()
    window = int(chosen.comparison_window_days.value)
    compared = session.measured(measured_comparison, window, view.as_of)
    least = int(chosen.least_families.value)
    found = difference_in_differences(compared, least)
    if found is None:
        inside, outside = families_compared(compared)
        missing_records(
            say,
            say(
                "Non c'è un gruppo di confronto: la stima resta senza controllo. Servono almeno {least} famiglie per "
                "gruppo, osservate {days} giorni prima e dopo; ora sono {inside} nel programma e {outside} fuori. Il "
                "gruppo si forma dalle Candidature che non sono entrate, con i loro albergamenti nello Storico sotto "
                "lo stesso codice.",
                least=say.number(least), days=say.number(window), inside=say.number(inside),
                outside=say.number(outside),
            ),
        )  # fmt: skip
        return
    _difference(view, found, window)


def _difference(view: View, found: Difference, window: int) -> None:
    say, made = view.say, view.statement
    families = made.facts.households
    avoided = cost_avoided(found, families, made.terms["cost_per_night"])
    worth = Working(
        Text(it="Spesa evitata per differenza", en="Cost avoided by difference"), avoided, "EUR", "estimate",
        Text(it="notti evitate × famiglie × costo di una notte", en="nights avoided × families × cost of a night"),
        (_avoided(found, window), Working(Text(it="Famiglie", en="Families"), families, "households", "data")),
    )  # fmt: skip
    cards = [
        Figure(
            say("Notti evitate per famiglia, con confronto"),
            say.number(found.avoided, 1),
            say("tra {low} e {high}, al 95 %", low=say.number(found.low, 1), high=say.number(found.high, 1)),
            _avoided(found, window),
        ),
        Figure(
            say("Spesa evitata, con confronto"),
            say.euro(avoided),
            say("in {days} giorni; senza confronto: {plain}", days=window, plain=say.euro(made.savings.gross_saving)),
            worth,
        ),
    ]
    figures(say, view.programme, cards, key="difference")
    for name, group in ((say("nel programma"), found.programme), (say("fuori"), found.others)):
        st.markdown(
            "- "
            + say(
                "{n} famiglie {name}: in media {before} notti prima, {after} dopo",
                n=say.number(group.families), name=name, before=say.number(group.before, 1),
                after=say.number(group.after, 1),
            )
        )  # fmt: skip
    small(
        say(
            "Differenza nelle differenze: vale se, senza il programma, i due gruppi sarebbero cambiati allo stesso "
            "modo; nessun dato può provarlo. Intervallo di Welch sulle singole famiglie."
        )
    )


def _avoided(found: Difference, window: int) -> Working:
    days = Working(
        Text(it="Finestra", en="Window"),
        window,
        "days",
        "assumption",
        source=session.choices().comparison_window_days.source,
    )
    changes = [
        Working(label, group.change, "nights", "data")
        for label, group in (
            (Text(it="Cambiamento fuori dal programma", en="Change outside the programme"), found.others),
            (Text(it="Cambiamento nel programma", en="Change in the programme"), found.programme),
        )
    ]
    return Working(
        Text(it="Notti evitate per famiglia", en="Nights avoided per family"), found.avoided, "nights", "estimate",
        Text(it="cambiamento fuori − cambiamento nel programma", en="change outside − change in the programme"),
        (*changes, days),
    )  # fmt: skip
