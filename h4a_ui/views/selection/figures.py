"""How many are eligible, where the places end, and how many of them hang on the weights."""

import streamlit as st

from h4a_core.engine.robustness import open_working, steady_working
from h4a_core.engine.selection import eligible_working, to_verify_working
from h4a_ui.components import Figure, figures
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.selection.made import Made


def _sentence(say: Language, made: Made, enrolled: int) -> str:
    found = made.selection
    words = say.plural(
        "{n} candidatura: idonee {eligible}, da verificare {open}, escluse {out}.",
        "{n} candidature: idonee {eligible}, da verificare {open}, escluse {out}.",
        len(made.candidates),
        eligible=say.number(len(found.ranked)),
        open=say.number(len(found.to_verify)),
        out=say.number(len(found.excluded)),
    )
    inside, tied = found.standing(made.places, "in"), found.standing(made.places, "tied")
    if tied:
        words += " " + say.plural(
            "Con {places} posti {tied} famiglie a pari punti si contendono l'ultimo.",
            "Con {places} posti {tied} famiglie a pari punti si contendono gli ultimi {n}.",
            made.places - len(inside),
            places=say.number(made.places),
            tied=say.number(len(tied)),
        )
    elif inside:
        words += " " + say.plural(
            "Con {n} posto l'ultima a entrare ha {score} punti su 100.",
            "Con {n} posti l'ultima a entrare ha {score} punti su 100.",
            made.places,
            score=say.number(inside[-1].score, 1),
        )
    if enrolled:
        words += " " + say.plural(
            "Un'altra candidatura è già nel programma e qui non conta.",
            "Altre {n} candidature sono già nel programma e qui non contano.",
            enrolled,
        )
    return words


def _cards(view: View, made: Made) -> None:
    say, found = view.say, made.selection
    steady = steady_working(made.rules, made.weights, made.steady)
    hanging = open_working(made.rules, made.weights, made.steady)
    first = to_verify_working(found, made.places)
    cards = [
        Figure(
            say("Idonee"),
            say("{n} di {total}", n=say.number(len(found.ranked)), total=say.number(len(made.candidates))),
            say("ogni condizione soddisfatta, ogni dato noto"),
            eligible_working(made.rules, made.candidates),
        ),
        Figure(
            say("Posto sicuro"),
            say("{n} di {total}", n=say.number(steady.value), total=say.number(made.places)),
            say("posti che nessuna prova sui pesi toglie"),
            steady,
        ),
        Figure(
            say("Dipende dai pesi"),
            say.plural("{n} famiglia", "{n} famiglie", int(hanging.value)),
            say("con un posto in alcune prove, in altre no"),
            hanging,
        ),
        Figure(
            say("Da verificare per prime"),
            say("{n} di {total}", n=say.number(first.value), total=say.number(len(found.to_verify))),
            say("se idonee, potrebbero avere un posto"),
            first,
        ),
    ]
    figures(say, view.programme, cards, key="elenco")


def show_list(view: View, made: Made, left_out: int) -> None:
    """One sentence and four figures; `left_out` are the families of the programme that the list leaves out."""
    st.markdown(_sentence(view.say, made, left_out))
    _cards(view, made)
