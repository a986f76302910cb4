"""How many homes were found, how long and how much each took."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from h4a_core.engine.homes import Home, counted, days_to_let, mobilised, renovation, vacancy
from h4a_ui.components import Figure, figures, missing_records
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.homes.known import count_of_homes


def _sentence(say: Language, homes: Sequence[Home]) -> None:
    found = len(mobilised(homes))
    kept = len(homes) - found
    words = say.plural("Il programma ha trovato {n} alloggio.", "Il programma ha trovato {n} alloggi.", found)
    if kept:
        words += " " + say.plural(
            "Un'altra casa era già della famiglia, che vi è rimasta: conta per lei, non per l'offerta.",
            "Altre {n} case erano già delle famiglie, che vi sono rimaste: contano per loro, non per l'offerta.",
            kept,
        )
    st.markdown(words)


def _cards(view: View, homes: Sequence[Home]) -> None:
    say = view.say
    total = counted(homes)
    cards = [
        Figure(
            say("Alloggi mobilitati"),
            say.number(total.working.value),
            say.plural("{n} affittato oggi", "{n} affittati oggi", total.by_state["let"]),
            total.working,
        )
    ]
    to_let, cost, empty = days_to_let(homes), renovation(homes), vacancy(homes, view.as_of)
    if to_let:
        cards.append(
            Figure(
                say("Dal ritrovamento al contratto"),
                say("{days} giorni", days=say.number(to_let.working.value)),
                say("mediana su {homes}", homes=count_of_homes(say, to_let.over)),
                to_let.working,
            )
        )
    if cost:
        cards.append(
            Figure(
                say("Lavori per alloggio"),
                say.euro(cost.per_home.value),
                say(
                    "{eur} al metro quadrato, su {homes}",
                    eur=say.euro(cost.per_m2.value),
                    homes=count_of_homes(say, cost.homes),
                ),
                replace(cost.per_home, inputs=[*cost.per_home.inputs, cost.per_m2]),
            )
        )
    if empty:
        cards.append(
            Figure(
                say("Giorni vuoti per alloggio"),
                say("{days} giorni", days=say.number(empty.working.value)),
                say("in media, da quando è pronto, su {homes}", homes=count_of_homes(say, empty.over)),
                empty.working,
            )
        )
    figures(say, view.programme, cards, key="homes")


def show_homes(view: View, homes: Sequence[Home]) -> None:
    """One sentence, a note where the file of homes is missing, and the figures that the records allow."""
    say = view.say
    _sentence(say, homes)
    if not any(home.origin for home in homes):
        missing_records(
            say,
            say(
                "Manca il file degli alloggi (provenienza, circoscrizione, date, lavori): si sa solo quel che dicono "
                "i contratti."
            ),
        )
    _cards(view, homes)
