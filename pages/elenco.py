"""Elenco beneficiari: who is eligible, in which order and why, and how far the order rests on the weights."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from h4a_core.engine.robustness import DRAWS, first_swap, open_working, steadiness, steady_working
from h4a_core.engine.selection import Judged, eligible_working, judged, select, shares, to_verify_working
from h4a_core.measuring.candidates import measured_candidates
from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_core.programme.beneficiary_loading import load_beneficiary_list
from h4a_ui import session
from h4a_ui.charts.ranking import PAGE, PartOf, RankRow, ranking_bars
from h4a_ui.components import (
    Figure,
    badge,
    empty_page,
    figures,
    missing_records,
    picture,
    small,
    source_words,
    staff_only,
)
from h4a_ui.language import Language
from h4a_ui.parts.beneficiaries import Made, show_families, show_rules, turn_words
from h4a_ui.session import View

_PLACES = "elenco_places"


def _weight_key(indicator: str) -> str:
    return f"elenco_weight_{indicator}"


def _reset(rules: BeneficiaryList) -> None:
    for one in rules.indicators:
        st.session_state[_weight_key(one.id)] = int(one.weight.value * 100)


def _controls(view: View, rules: BeneficiaryList, families: int) -> tuple[int, list[Decimal]]:
    """The places and the weights, each beside its value by default, and the way back to it."""
    say = view.say
    target = int(view.statement.terms["target_households"])
    most = max(target, families, 2)
    if st.session_state.get(_PLACES, 0) > most:  # fewer families than when it was moved
        st.session_state[_PLACES] = most
    places = st.slider(
        say("Posti · il contratto ne paga {n} per coorte", n=say.number(target)),
        1,
        most,
        value=target,
        key=_PLACES,
        persist_state="session",
    )
    st.markdown(f"**{say('Quanto pesa ogni indicatore')}** {badge(say, 'assumption')}")
    small(source_words(say, rules.indicators[0].weight.source))
    weights = []
    for one in rules.indicators:
        usual = int(one.weight.value * 100)
        label = say("{label} · di norma {n}", label=say.text(one.label), n=say.number(usual))
        chosen = st.slider(label, 0, 100, value=usual, key=_weight_key(one.id), persist_state="session")
        weights.append(Decimal(chosen) / 100)
    if weights != [one.weight.value for one in rules.indicators]:
        words = say("Torna ai pesi di norma")
        icon = ":material/undo:"
        st.button(words, icon=icon, type="tertiary", key="elenco_reset", on_click=_reset, args=(rules,))
    return places, weights


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


def _figures(view: View, made: Made) -> None:
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


def _picture(say: Language, made: Made) -> None:
    rows = [
        RankRow(
            one.household_id,
            one.rank,
            one.last,
            tuple(map(float, one.parts)),
            steady.share_in,
            steady.low,
            steady.high,
            one.judged.candidate.enrolled,
        )
        for one, steady in zip(made.selection.ranked, made.steady, strict=True)
    ]
    parts = [
        PartOf(say.text(one.label), float(share))
        for one, share in zip(made.rules.indicators, shares(made.weights), strict=True)
    ]
    first = _page_of(say, len(rows))
    picture(say, ranking_bars(say, rows, parts, made.places, DRAWS, first), key="ranking")
    swap = first_swap(made.selection, made.weights, made.places)
    if swap:
        small(
            say(
                "Il primo scambio: {leaves} cede il posto a {enters} {moved}.",
                leaves=swap.leaves.household_id,
                enters=swap.enters.household_id,
                moved=turn_words(say, made.rules, swap.turn),
            )
        )


def _page_of(say: Language, families: int) -> int:
    """The position of the first family drawn: beyond one picture's room there are buttons for the next."""
    if families <= PAGE:
        return 0
    starts = range(0, families, PAGE)
    chosen: int = st.segmented_control(
        say("Famiglie dal posto"),
        starts,
        default=0,
        required=True,
        format_func=lambda start: f"{start + 1}-{min(start + PAGE, families)}",
        key="elenco_page",
    )
    return chosen


@st.fragment
def _explore(view: View, rules: BeneficiaryList, everyone: Sequence[Judged]) -> None:
    say = view.say
    top = st.container()
    left, right = st.columns([1, 3], gap="large")
    with left:
        enrolled = sum(one.candidate.enrolled for one in everyone)
        again = enrolled > 0 and st.toggle(
            say("Anche chi è già dentro (◆)"),
            key="elenco_enrolled",
            persist_state="session",
            help=say(
                "Rimette in elenco chi è già nel programma, per rivedere la scelta: l'attesa conta fino all'ingresso."
            ),
        )
        candidates = [one for one in everyone if again or not one.candidate.enrolled]
        if not candidates:
            with right:
                missing_records(
                    say, say("**A questo giorno chi ha fatto domanda è già nel programma: nessuno aspetta.**")
                )
            return
        places, weights = _controls(view, rules, len(candidates))
    selection = select(rules, candidates, weights)
    made = Made(rules, candidates, weights, places, selection, steadiness(rules, selection, weights, places))
    with top:
        st.markdown(_sentence(say, made, 0 if again else enrolled))
        _figures(view, made)
    with right:
        _picture(say, made)
    show_families(say, made)
    show_rules(say, made)


def _page() -> None:
    view = session.view()
    say = view.say
    candidates = session.measured(measured_candidates, view.as_of)
    if view.empty and not candidates:
        empty_page(say, say("Elenco beneficiari"))
    st.title(say("Elenco beneficiari"))
    staff_only(
        say, say("ogni riga è una famiglia, indicata con il codice. I punti ordinano, la scelta resta di una persona.")
    )
    if not candidates:
        missing_records(
            say,
            say(
                "**Non ci sono ancora candidature a questo giorno.** Servono data della domanda, componenti, minori, "
                "disabilità e, se noti, ISEE, causa, anni di residenza, casa di proprietà."
            ),
        )
        return
    rules = session.evaluation("beneficiary-list", load_beneficiary_list)
    _explore(view, rules, [judged(rules, one) for one in candidates])


_page()
