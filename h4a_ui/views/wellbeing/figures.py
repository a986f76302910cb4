"""How many families declare to be better, how many answered, and what their scores say."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.scores import Form, change_working, changes, mean_change
from h4a_core.engine.treatments import SurveyWave, treatments, treatments_working
from h4a_core.engine.working import Working, percentage
from h4a_core.programme.instruments import Instrument
from h4a_core.text import Text
from h4a_ui.components import Figure, figures, missing_records
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.wellbeing.wave import CohortSurveys


def _summary(say: Language, own: SurveyWave) -> str:
    words = say.plural(
        "Anno {year}: {n} famiglia su {total} dichiara di stare meglio in tutte e tre le dimensioni",
        "Anno {year}: {n} famiglie su {total} dichiarano di stare meglio in tutte e tre le dimensioni",
        own.tally.achieved,
        year=own.wave,
        total=say.number(own.due),
    )
    silent = say.plural("{n} non ha risposto.", "{n} non hanno risposto.", own.tally.unanswered)
    return f"{words}; {silent}" if own.tally.unanswered else f"{words}."


def _declared_figure(view: View, own: SurveyWave) -> Figure:
    say = view.say
    first = treatments(own, view.statement.terms)[0]
    outcome = view.programme.outcomes["wellbeing"]
    leaves = (
        Working(Text(it="Migliorate in tutte e tre", en="Improved in all three"), first.improved, "households", "data"),
        Working(Text(it="Famiglie contate", en="Families counted"), first.counted, "households", "data"),
    )
    return Figure(
        say("Dichiarano di stare meglio"),
        say("{count} di {total}", count=say.number(first.improved), total=say.number(first.counted)),
        say("in tutte e tre le dimensioni: {share}", share=say.percent(first.rate, 1)),
        Working(outcome.label, first.rate, "share", "contract", outcome.meaning, leaves, "wellbeing"),
    )


def _answered_figure(say: Language, own: SurveyWave) -> Figure:
    due = Working(Text(it="Questionari dovuti", en="Surveys due"), own.due, "households", "data")
    formula = Text(it="almeno una risposta data", en="at least one answer given")
    label = Text(it="Questionari ricevuti", en="Surveys received")
    return Figure(
        say("Hanno risposto"),
        say("{count} di {total}", count=say.number(own.returned), total=say.number(own.due)),
        say("{share} dei questionari dovuti", share=say.percent(own.returned_share)),
        Working(label, own.returned, "households", "data", formula, (due,)),
    )


def _range_figure(view: View, own: SurveyWave) -> Figure:
    say = view.say
    found = treatments(own, view.statement.terms)
    low, high = min(one.rate for one in found), max(one.rate for one in found)
    return Figure(
        say("A seconda di chi manca"),
        say.percent(low) if low == high else f"{say.number(percentage(low))}–{say.percent(high)}",
        say("quota migliorata, secondo come si trattano le risposte mancanti"),
        treatments_working(found),
    )


def _score_figures(say: Language, wave: int, forms: Sequence[Form], instruments: Sequence[Instrument]) -> list[Figure]:
    """The first instrument that enough families answered at entry and then, or nothing."""
    for instrument in instruments:
        found = [one for one in changes(instrument, forms) if one.wave == wave]
        mean = mean_change(found)
        if mean:
            share = say.percent(mean.share_of_scale(instrument))
            points = say.number(mean.mean, 1)
            words = say("della scala, in media: {points} punti", points=points)
            if mean.interval:
                low, high = (say.number(end, 1) for end in mean.interval)
                words = say(
                    "della scala, in media: {points} punti, tra {low} e {high}", points=points, low=low, high=high
                )
            value = f"+{share}" if mean.mean > 0 else share
            return [Figure(say.text(instrument.label), value, words, change_working(instrument, found))]
    return []


def show_wellbeing(view: View, found: CohortSurveys, wave: SurveyWave) -> None:
    """One sentence and the figures of a wave; where nobody answered, the scores alone, if there are any."""
    say = view.say
    scores = _score_figures(say, wave.wave, found.forms, found.instruments)
    if wave.returned:
        st.markdown(_summary(say, wave))
        cards = [_declared_figure(view, wave), _answered_figure(say, wave), _range_figure(view, wave)]
        figures(say, view.programme, [*cards, *scores], key="wellbeing")
        return
    missing_records(
        say, say("Anno {year}: nessun questionario ricevuto, quindi nessuna quota da mostrare.", year=wave.wave)
    )
    if scores:
        figures(say, view.programme, scores, key="scores")


def show_none_due(say: Language) -> None:
    """Say that no survey of the cohort was due yet."""
    missing_records(say, say("Per questa coorte nessun questionario è ancora dovuto."))
