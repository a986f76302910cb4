"""How likely each final payment is, and the premium to expect."""

import streamlit as st

from h4a_core.engine.odds import QUANTILES, Odds, odds, quantile
from h4a_core.statement import Statement
from h4a_ui.charts.odds import ChanceRow, FanRow, premium_fan, tier_chances
from h4a_ui.components import badge, cohort_label, picture, small
from h4a_ui.language import Language

_CERTAIN = 1 - 1e-9


def show_odds(say: Language, made: Statement, *, key: str) -> None:
    """Chance of each tier for the cohorts still open, of each outcome, and the premium year by year."""
    correlation = st.slider(
        say("Quanto gli esiti di una stessa famiglia vanno insieme"),
        0,
        90,
        0,
        10,
        format="%d %%",
        key=f"{key}_correlation",
        persist_state="session",
        help=say(
            "0 %: indipendenti, e le probabilità sono esatte. Sopra lo 0 % si simulano {n} casi con un seme fisso.",
            n=say.number(20_000),
        ),
    )
    found = odds(made.programme, made.facts, made.terms, correlation / 100)
    method = say("esatte") if found.exact else say("simulate")
    small(
        say(
            "Le famiglie in corso seguono quelle già decise (predittiva beta-binomiale, a priori di Jeffreys); "
            "probabilità {method}. Il contratto si paga sempre sui conteggi.",
            method=method,
        )
        + f" {badge(say, 'estimate')}"
    )
    still_open = [cohort for cohort, chances in found.tiers.items() if max(chances.values(), default=1) < _CERTAIN]
    if not still_open:
        st.markdown(say("Tutto è già deciso: non resta nulla di incerto."))
    for cohort in still_open:
        _cohort(say, made, found, cohort, key)
    _fan(say, made, found, key)


def _cohort(say: Language, made: Statement, found: Odds, cohort: int | None, key: str) -> None:
    st.subheader(cohort_label(say, cohort))
    left, right = st.columns(2, gap="large")
    with left:
        rows = [
            ChanceRow(say("Parte finale al {share}", share=say.percent(share)) if share else say("Niente"), chance)
            for share, chance in sorted(found.tiers[cohort].items(), reverse=True)
        ]
        picture(say, tier_chances(say, rows), key=f"{key}_tiers_{cohort}")
    with right:
        st.markdown(f"**{say('Quante famiglie servono ancora, e con quale probabilità')}**")
        for one in found.outcomes[cohort]:
            result = next(r for r in made.outcomes if (r.cohort, r.counted.outcome) == (cohort, one.outcome))
            full, *_ = result.headroom
            label = say.text(made.programme.outcomes[one.outcome].label)
            chance = say.percent(one.reaches[0])
            if full.reached:
                words = say("soglia intera già raggiunta")
            elif full.lost:
                words = say("soglia intera fuori portata")
            else:
                words = say.plural(
                    "serve ancora {n} famiglia su {pending} in corso; ne può fallire al massimo {spare}",
                    "servono ancora {n} famiglie su {pending} in corso; ne possono fallire al massimo {spare}",
                    full.missing,
                    pending=say.number(result.counted.pending),
                    spare=say.number(full.spare),
                )
            st.markdown(f"- **{label}**: {words} · {say('probabilità {chance}', chance=chance)}")


def _fan(say: Language, made: Statement, found: Odds, key: str) -> None:
    rows = []
    for clause in made.programme.clauses:
        amounts = found.by_clause(clause.id)
        certain = sum(line.earned for line in made.lines if line.clause == clause.id)
        low, lower, centre, upper, high = (quantile(amounts, share) for share in QUANTILES)
        rows.append(FanRow(say.text(clause.label), certain, (low, lower, centre, upper, high)))
    st.subheader(say("Il premio anno per anno"))
    picture(say, premium_fan(say, rows), key=f"{key}_fan")
