"""How likely each final payment is, the premium to expect, and what to set aside."""

import streamlit as st

from h4a_core.engine.amounts import quantile
from h4a_core.engine.evaluated_unit import FinalPartForecast, OutcomeForecast
from h4a_core.engine.forecast import Forecast, forecast
from h4a_core.engine.years import years_ahead
from h4a_core.statement import OutcomeResult, Statement
from h4a_ui.charts.odds import ChanceRow, FanRow, premium_fan, tier_chances
from h4a_ui.components import badge, cohort_label, picture, premium_basis, small
from h4a_ui.language import Language

_CERTAIN = 1 - 1e-9
_FAN = (0.05, 0.25, 0.5, 0.75, 0.95)


def show_odds(say: Language, made: Statement, *, key: str) -> None:
    """Chance of each tier for the cohorts still open, of each outcome, the premium year by year, what to set aside."""
    found = forecast(made.programme, made.facts, made.terms)
    small(
        say(
            "Secondo il modello: chi è in casa vi resta come vi sono rimaste finora le altre famiglie, chi deve ancora "
            "rispondere risponde come chi ha già risposto. Il contratto si paga sempre sui conteggi."
        )
        + f" {badge(say, 'estimate')}"
    )
    still_open = [one for one in found.final_parts if one.shares is None or max(one.shares.values()) < _CERTAIN]
    if not still_open:
        st.markdown(say("Tutto è già deciso: non resta nulla di incerto."))
    for part in still_open:
        _cohort(say, made, found, part, key)
    _fan(say, made, found, key)
    _set_aside(say, made, found)


def _cohort(say: Language, made: Statement, found: Forecast, part: FinalPartForecast, key: str) -> None:
    st.subheader(cohort_label(say, part.cohort))
    left, right = st.columns(2, gap="large")
    with left:
        if part.shares is None:
            st.markdown(say("**Non c'è ancora da che stimare la parte finale**: di un esito nessuno ha dato risposta."))
        else:
            rows = [
                ChanceRow(say("Parte finale al {share}", share=say.percent(share)) if share else say("Niente"), chance)
                for share, chance in sorted(part.shares.items(), reverse=True)
            ]
            picture(say, tier_chances(say, rows), key=f"{key}_tiers_{part.cohort}")
            if part.if_together:
                highest = max({**part.shares, **part.if_together})
                alone, together = (one.get(highest, 0.0) for one in (part.shares, part.if_together))
                small(
                    say(
                        "Al {share}: {alone} se gli esiti di una famiglia sono indipendenti, {together} se vanno "
                        "insieme; il vero sta nel mezzo.",
                        share=say.percent(highest), alone=say.percent(alone), together=say.percent(together),
                    )
                )  # fmt: skip
    with right:
        st.markdown(f"**{say('Quante famiglie servono ancora, e con quale probabilità')}**")
        for one in (each for each in found.outcomes if each.cohort == part.cohort):
            _outcome(say, made, one)


def _outcome(say: Language, made: Statement, one: OutcomeForecast) -> None:
    name = one.counted.outcome
    result = next(each for each in made.outcomes if (each.cohort, each.counted.outcome) == (one.cohort, name))
    full, *_ = result.headroom
    chance = one.at_least(full.needed)
    why = say.text(one.why_none) if one.why_none else ""
    said = why if chance is None else say("probabilità {chance}", chance=say.percent(chance))
    st.markdown(f"- **{say.text(made.programme.outcomes[name].label)}**: {_needed(say, result)} · {said}")


def _needed(say: Language, result: OutcomeResult) -> str:
    full, *_ = result.headroom
    if full.reached:
        return say("soglia intera già raggiunta")
    if full.lost:
        return say("soglia intera fuori portata")
    return say.plural(
        "serve ancora {n} famiglia su {pending} in corso; ne può fallire al massimo {spare}",
        "servono ancora {n} famiglie su {pending} in corso; ne possono fallire al massimo {spare}",
        full.missing,
        pending=say.number(result.counted.pending),
        spare=say.number(full.spare),
    )


def _fan(say: Language, made: Statement, found: Forecast, key: str) -> None:
    if found.expected is None:
        return
    rows = []
    for year, amounts in found.by_year.items():
        if amounts is not None:
            low, lower, centre, upper, high = (quantile(amounts, share) for share in _FAN)
            rows.append(FanRow(str(year), min(amounts), (low, lower, centre, upper, high)))
    st.subheader(say("Il premio anno per anno"))
    picture(say, premium_fan(say, rows, found.expected), key=f"{key}_fan")
    small(premium_basis(say, made, say("Premio")))


def _set_aside(say: Language, made: Statement, found: Forecast) -> None:
    """For each year still open: what to expect, what suffices nine times of ten, and the saving of the same year."""
    ahead = [one for one in years_ahead(found, made.facts, made.terms) if one.year >= made.as_of.year]
    if not ahead:
        return
    st.subheader(say("Che cosa mettere da parte"))
    for one in ahead:
        saving = say("spesa evitata nell'anno {amount}", amount=say.euro(one.saving))
        if one.expected is None or one.high is None:
            st.markdown(f"- **{one.year}**: {say('non c’è ancora da che stimare')} · {saving}")
            continue
        words = say(
            "atteso {expected}, bastano {high} 9 volte su 10",
            expected=say.euro(one.expected),
            high=say.euro(one.high),
        )
        st.markdown(f"- **{one.year}**: {words} · {saving}")
