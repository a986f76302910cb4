"""Accesso alla casa: how long families waited and what the home costs them, beside what others published."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.access import (
    NO_RENTS,
    RentPair,
    Rents,
    WaitSummary,
    mean_saving_working,
    shown_groups,
    wait_summary,
    wait_working,
    yearly_saving_working,
)
from h4a_core.engine.intervals import wilson
from h4a_core.engine.working import Working
from h4a_core.measuring.access import measured_rents, measured_waits
from h4a_core.programme.access import Access, load_access
from h4a_core.programme.model import Value
from h4a_core.tables.codes import INCOME_CLASSES
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.charts.access_waits import MonthOfWait, access_waits
from h4a_ui.charts.rents import BurdenRow, RentRow, burden_pairs, rent_pairs
from h4a_ui.components import (
    Figure,
    badge,
    empty_page,
    figures,
    missing_records,
    picture,
    quantity,
    small,
    source_words,
)
from h4a_ui.language import Language
from h4a_ui.session import View

LIMIT = "waiting_limit_months"


def _under_limit(view: View) -> Figure:
    """Families whose home came within the contract's limit, of those for which that is settled."""
    say, limit = view.say, int(view.statement.terms[LIMIT])
    tallies = [cohort.tally("waiting", limit) for cohort in view.facts.cohorts]
    achieved, settled = sum(one.achieved for one in tallies), sum(one.total - one.pending for one in tallies)
    low, high = wilson(achieved, settled)
    leaf = Working(Text(it="Attese concluse", en="Waits that are over"), settled, "households", "data")
    formula = Text(it="casa avuta prima del limite", en="home obtained before the limit")
    label = view.programme.values[LIMIT].label
    limit_leaf = Working(label, view.statement.terms[LIMIT], "months", "contract", origin=LIMIT)
    working = Working(
        view.programme.outcomes["waiting"].label, achieved, "households", "data", formula, (leaf, limit_leaf)
    )
    return Figure(
        say("Casa in meno di {months} mesi", months=limit),
        say("{count} di {total}", count=say.number(achieved), total=say.number(settled)),
        say(
            "{rate}; da {low} a {high} secondo il caso (Wilson 95 %)",
            rate=say.percent(Fraction(achieved, settled or 1)),
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
        before, after = market.means
        words = (
            say("Chi è in casa paga in media {amount} al mese meno del mercato.")
            if before >= after
            else say("Chi è in casa paga in media {amount} al mese più del mercato.")
        )
        parts.append(words.format(amount=say.euro(abs(before - after))))
    return " ".join(parts) or say("Nessuna famiglia ha ancora avuto casa.")


def _figures(view: View, waits: Sequence[tuple[int, int]], market: RentPair) -> None:
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
        share = market.saved / market.before
        cards += [
            Figure(
                say("Canone sotto il mercato"),
                say.euro(mean.value),
                say("al mese, in media: {share} del canone di mercato", share=say.percent(share)),
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


def _waiting(view: View, access: Access, waits: Sequence[tuple[int, int]]) -> None:
    say = view.say
    st.subheader(say("Nel tempo"))
    counts: Counter[tuple[int, bool]] = Counter()
    never = 0
    for cohort in view.facts.cohorts:
        for wait in cohort.waits:
            if wait.months is None:
                never += wait.households
            else:
                counts[wait.months, wait.settled] += wait.households
    rows = [MonthOfWait(m, counts[m, True], counts[m, False]) for m in sorted({months for months, _ in counts})]
    published = [access.published_wait, access.public_list_wait]
    marks = [(float(one.value), f"{say.text(one.label)}: {say.number(one.value, _digits(one))}") for one in published]
    picture(say, access_waits(say, rows, int(view.statement.terms[LIMIT]), marks), key="access_waits")
    if never:
        small(say.plural("{n} famiglia è uscita senza casa.", "{n} famiglie sono uscite senza casa.", never))
    summary = wait_summary(waits)
    if summary:
        earlier = float(access.public_list_wait.value) - summary.median
        small(
            say(
                "Rispetto ai circa {list} mesi della lista pubblica la casa arriva {months} mesi prima, in mediana. "
                "Quel dato è una dichiarazione del progetto: nessuno lo ha misurato su famiglie confrontabili.",
                list=say.number(access.public_list_wait.value),
                months=say.number(earlier),
            )
            + f" {badge(say, 'estimate')}"
        )


def _digits(value: Value) -> int:
    return 0 if value.value == value.value.to_integral_value() else 1


def _label(say: Language, income_class: str | None, families: int) -> str:
    """The name of an income class, or of all families, with how many they are."""
    names = {code.name: say.text(code.label) for code in INCOME_CLASSES}
    return f"{names[income_class] if income_class else say('Tutte')} ({say.number(families)})"


def _money(say: Language, access: Access, rents: Sequence[Rents]) -> None:
    st.subheader(say("In denaro"))
    groups = shown_groups(rents, lambda one: one.market)
    if not groups:
        missing_records(
            say, say("Servono almeno 3 famiglie con il canone pagato e quello di mercato della stessa casa.")
        )
        return
    rows = [
        RentRow(_label(say, income_class, pair.families), pair.families, *map(float, pair.means))
        for income_class, pair in groups
    ]
    references = [(say.text(one.label), one.value) for one in access.rents.values()]
    picture(say, rent_pairs(say, rows, references), key="rents")
    for income_class, pair in groups:
        published = access.rent_savings.get(income_class or "all")
        if published:
            words = say(
                "{label}: {published} al mese; qui {ours}.",
                label=say.text(published.label),
                published=say.euro(published.value),
                ours=say.euro(mean_saving_working(pair).value),
            )
            small(f"{words} {badge(say, 'assumption')} {source_words(say, published.source)}")


def _burden(say: Language, rents: Sequence[Rents]) -> None:
    st.subheader(say("Quanto pesa il canone"))
    left, right = st.columns(2, gap="large")
    with left:
        words = (say("canone di prima sul reddito"), say("canone di oggi sul reddito"))
        sentence = say("Il canone pesa {after} sul reddito; prima del programma pesava {before}")
        if _burden_picture(say, shown_groups(rents, lambda one: one.income), words, sentence, key="burden_income"):
            small(
                say(
                    "Il reddito è quello dichiarato all'ingresso, lo stesso prima e dopo: cambia solo il canone. "
                    "Sono le famiglie di cui si conoscono reddito e canone precedente."
                )
            )
        else:
            missing_records(say, say("Mancano redditi e canoni precedenti: la tabella «Redditi», facoltativa."))
    with right:
        words = (say("canone di mercato su ISEE ÷ 12"), say("canone pagato su ISEE ÷ 12"))
        sentence = say("Il canone pesa {after} su un dodicesimo dell'ISEE; a prezzo di mercato peserebbe {before}")
        if _burden_picture(say, shown_groups(rents, lambda one: one.isee), words, sentence, key="burden_isee"):
            small(
                say(
                    "L'ISEE non è un reddito: tiene conto di patrimonio e componenti. Dà l'ordine di grandezza, non la "
                    "quota di reddito spesa. Il «prima» qui è il canone di mercato della stessa casa."
                )
            )
        else:
            missing_records(say, say("Servono almeno 3 famiglie con ISEE e canone di mercato."))


def _burden_picture(
    say: Language, groups: Sequence[tuple[str | None, RentPair]], words: tuple[str, str], sentence: str, *, key: str
) -> bool:
    """Draw the weight of the rent; False where too few families have what it takes."""
    rows = [BurdenRow(_label(say, name, one.families), one.families, *map(float, one.burdens)) for name, one in groups]
    if rows:
        picture(say, burden_pairs(say, rows, words, sentence), key=key)
    return bool(rows)


def _sources(say: Language, access: Access) -> None:
    with st.expander(say("Da dove vengono i confronti")):
        published = [access.published_wait, access.public_list_wait]
        for value in (*published, *access.rents.values(), *access.rent_savings.values()):
            words = f"{say.text(value.label)}: **{quantity(say, value.value, value.unit)}**"
            st.markdown(f"- {words} {badge(say, 'assumption')} {source_words(say, value.source)}")


def _page() -> None:
    view = session.view()
    say = view.say
    if view.empty:
        empty_page(say, say("Accesso alla casa"))
    access = session.evaluation("access", load_access)
    waits = session.measured(measured_waits, view.as_of)
    rents = session.measured(measured_rents, view.as_of)
    st.title(say("Accesso alla casa"))
    market = sum((one.market for one in rents), NO_RENTS)
    st.markdown(_summary(say, wait_summary(waits), market))
    _figures(view, waits, market)
    left, right = st.columns(2, gap="large")
    with left:
        _waiting(view, access, waits)
    with right:
        _money(say, access, rents)
    _burden(say, rents)
    _sources(say, access)


_page()
