"""What the instruments are made of."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.scores import Form, unusable
from h4a_core.programme.instruments import Instrument
from h4a_ui.components import badge, small, source_words
from h4a_ui.language import Language


def show_instruments(say: Language, instruments: Sequence[Instrument], forms: Sequence[Form]) -> None:
    """What the instruments are made of, as the evaluator's file has them, and the answers that none of them can use."""
    with st.expander(say("Gli strumenti: quesiti, scala, punteggio")):
        for one in instruments:
            words = f"**{say.text(one.label)}** · `{one.id}` {badge(say, 'assumption')} {source_words(say, one.source)}"
            st.markdown("\n".join([words, *(f"- {line}" for line in _described(say, one))]))
        left_over = unusable(instruments, forms)
        if left_over:
            small(
                say.plural(
                    "{n} risposta non si può usare: strumento o quesito non descritto, o fuori scala.",
                    "{n} risposte non si possono usare: strumento o quesito non descritto, o fuori scala.",
                    left_over,
                )
            )


def _described(say: Language, one: Instrument) -> list[str]:
    lowest, highest = (say.number(end) for end in one.score_range)
    rule = say("somma") if one.scoring.rule == "sum" else say("media")
    lines = [
        say("risposte da {low} a {high}", low=one.scale.lowest, high=one.scale.highest),
        say("punteggio: {rule}, da {low} a {high}", rule=rule, low=lowest, high=highest),
        say("valido con almeno {n} risposte su {total}", n=one.scoring.fewest_answers, total=len(one.items)),
        say("cambiamento minimo che conta: non inserito")
        if one.improved_from is None
        else say("cambiamento minimo che conta: {points} punti", points=say.number(one.improved_from.value, 1)),
    ]
    if one.scoring.note:
        lines.append(say.text(one.scoring.note))
    for item in one.items:
        words = say.text(item.words) if item.words else say("testo da inserire")
        lines.append(f"`{item.id}` {words}" + (f" ({say('al rovescio')})" if item.reversed else ""))
    return lines
