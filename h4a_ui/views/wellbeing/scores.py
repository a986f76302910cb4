"""The scores of the instruments: how they moved, and whether they bear out what is declared."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.scores import ENTRY, Form, MeanChange, agreement, changes, has_improved, mean_change, shown_count
from h4a_core.engine.treatments import SurveyWave
from h4a_core.facts import Answers
from h4a_core.programme.instruments import Instrument
from h4a_ui.charts.declared import BesideRow, declared_beside_measured
from h4a_ui.charts.waves import ChangeRow, change_marks
from h4a_ui.components import missing_records, picture, small
from h4a_ui.language import Language
from h4a_ui.views.cohorts.answers import dimension_labels


def show_changes(
    say: Language, own: Sequence[SurveyWave], forms: Sequence[Form], instruments: Sequence[Instrument]
) -> None:
    """How every score moved since entry, wave by wave, and how many filled in the instruments."""
    st.subheader(say("Che cosa misurano i punteggi"))
    if not forms:
        missing_records(say, say("Mancano le risposte ai singoli quesiti: la tabella «Risposte ai quesiti»."))
        return
    rows = []
    for instrument in instruments:
        found = changes(instrument, forms)
        for wave in sorted({one.wave for one in found}):
            mean = mean_change([one for one in found if one.wave == wave])
            if mean:
                rows.append(_change_row(say, instrument, wave, mean))
    picture(say, change_marks(say, rows), key="changes")
    filled = [
        (say("all'ingresso") if one.wave == ENTRY else say("anno {year}", year=one.wave))
        + ": "
        + say(
            "{count} di {total}",
            count=say.number(len({form.household_id for form in forms if form.wave == one.wave})),
            total=say.number(one.due),
        )
        for one in own
        if one.due
    ]
    small(
        say(
            "Hanno compilato i quesiti: {parts}. Ogni variazione è delle famiglie con entrambi i punteggi; sotto le 3 "
            "famiglie non si mostra.",
            parts="; ".join(filled),
        )
    )


def _change_row(say: Language, instrument: Instrument, wave: int, mean: MeanChange) -> ChangeRow:
    width = float(instrument.score_width)
    return ChangeRow(
        say.text(instrument.label),
        say("anno {year}", year=wave),
        mean.families,
        float(mean.mean),
        float(mean.mean) / width,
        (mean.interval[0] / width, mean.interval[1] / width) if mean.interval else None,
        float(instrument.improved_from.value) / width if instrument.improved_from else None,
    )


def show_beside(
    say: Language, wave: int, answers: Sequence[Answers], forms: Sequence[Form], instruments: Sequence[Instrument]
) -> None:
    """Declared beside measured, each of those who answered; without a smallest change that matters there is no row."""
    rows = []
    for instrument in instruments:
        found = [one for one in changes(instrument, forms) if one.wave == wave]
        told = next((one for one in answers if (one.wave, one.dimension) == (wave, instrument.dimension)), None)
        if told is None or instrument.improved_from is None:
            continue
        answered = told.improved + told.same + told.worse
        if min(answered, len(found)) < SMALLEST_CELL:
            continue
        rose = shown_count(sum(bool(has_improved(instrument, one)) for one in found), len(found))
        label = dimension_labels(say)[told.dimension]
        rows.append(BesideRow(label, told.improved, answered, rose.low, rose.high, rose.of))
    if rows:
        picture(say, declared_beside_measured(say, rows), key="beside")
    else:
        st.markdown(say("**In quest'anno non ci sono parole e punteggi da mettere accanto**"))


def show_agreement(say: Language, forms: Sequence[Form], instruments: Sequence[Instrument]) -> None:
    """In how many comparisons words and score agree, and which way they differ; nothing where a cell is too small."""
    found = agreement((one, change) for one in instruments for change in changes(one, forms))
    if found is None:
        st.markdown(say("**Parole e punteggi a confronto: le famiglie sono troppo poche per mostrarlo**"))
        small(say("Servono almeno 3 famiglie in ogni casella, altrimenti qualcuna sarebbe riconoscibile."))
        return
    verdict = {1: say("più del caso"), 0: say("non più del caso"), -1: say("meno del caso")}[found.beyond_chance]
    words = say(
        "In {n} confronti su {total} parole e punteggio concordano: {verdict}",
        n=say.number(found.agreeing),
        total=say.number(found.total),
        verdict=verdict,
    )
    st.markdown(f"**{words}**")
    said, unsaid = say("dichiara di essere migliorata"), say("non lo dichiara")
    st.markdown(
        f"| | {say('punteggio salito')} | {say('punteggio non salito')} |\n|---|---:|---:|\n"
        f"| {said} | {say.number(found.both)} | {say.number(found.only_declared)} |\n"
        f"| {unsaid} | {say.number(found.only_measured)} | {say.number(found.neither)} |"
    )
    small(
        say(
            "Un confronto è una famiglia, una dimensione, un anno: {families} famiglie, tutti gli anni insieme. "
            "«Salito» vuol dire almeno del cambiamento minimo che conta.",
            families=say.number(found.families),
        )
        + " "
        + say(
            "κ di Cohen {kappa}, da {low} a {high} (95 %): 0 è quanto farebbe il caso, 1 è sempre d'accordo.",
            kappa=say.number(found.kappa, 2),
            low=say.number(found.interval[0], 2),
            high=say.number(found.interval[1], 2),
        )
    )
