"""What the stays of other families say: how long a hotel stay lasts without the programme, and its cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import streamlit as st

from h4a_core.engine.counterfactual import Reference, Subset, by_size, priced_as, reference, subsets
from h4a_core.engine.distribution import beliefs
from h4a_core.engine.distribution import saving_spread as spread_of
from h4a_core.engine.savings import savings
from h4a_core.engine.working import Working, assumed
from h4a_core.measuring import Cursor
from h4a_core.measuring.stays import measured_stays
from h4a_core.programme.counterfactual import Counterfactual, load_counterfactual
from h4a_core.tables.codes import FACILITY_TYPES
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.charts.references import ReferenceRow, reference_rows
from h4a_ui.charts.survival import SurvivalPoint, stay_curve
from h4a_ui.components import Figure, badge, figures, missing_records, picture, small
from h4a_ui.language import Language
from h4a_ui.session import View


@dataclass(frozen=True)
class Estimate:
    """What some of the reference stays say."""

    subset: Subset
    found: Reference


def _estimates(cursor: Cursor, horizon_days: int, least_stays: int, as_of: date) -> Sequence[Estimate]:
    found = []
    for subset in subsets(measured_stays(cursor, as_of), least_stays):
        estimated = reference(subset.groups, horizon_days) if subset.stays >= least_stays else None
        if estimated:
            found.append(Estimate(subset, estimated))
    return tuple(found)


def estimates(as_of: date) -> Sequence[Estimate]:
    """What the reference stays known by a day say: all of them first; empty where there are too few."""
    chosen = choices()
    return session.measured(_estimates, int(chosen.horizon_days.value), int(chosen.least_stays.value), as_of)


def choices() -> Counterfactual:
    """The evaluator's choices for the comparison."""
    return session.evaluation("counterfactual", load_counterfactual)


def show_other_stays(view: View) -> None:
    """Mean length and cost from the history of stays, its curve, and the same from parts of it."""
    say, found = view.say, estimates(view.as_of)
    if not found:
        _too_few(say)
        return
    _figures(view, found[0].found)
    left, right = st.columns(2, gap="large")
    with left:
        points = [SurvivalPoint(one.days, one.share, one.low, one.high, one.observed) for one in found[0].found.curve]
        all_stays = found[0].found
        shown = stay_curve(say, points, float(all_stays.nights), all_stays.stays, all_stays.open_stays)
        picture(say, shown, key="stay_curve")
        small(
            say(
                "Curva di Kaplan-Meier: le permanenze ancora aperte contano fino al giorno più recente dello storico, "
                "poi si considerano non più osservate. Banda del 95 %."
            )
            + f" {badge(say, 'estimate')}"
        )
    with right:
        picture(say, reference_rows(say, _rows(view, found)), key="references")


def _too_few(say: Language) -> None:
    least = say.number(choices().least_stays.value)
    missing_records(
        say,
        say(
            "Servono almeno {n} permanenze di famiglie simili (tabella Storico albergamenti) per stimare quanto "
            "sarebbe durato l'albergo; intanto vale l'ipotesi.",
            n=least,
        ),
    )


def _figures(view: View, found: Reference) -> None:
    say = view.say
    probability = view.programme.assumptions["hotel_probability"]
    cards = [
        Figure(
            say("Durata media senza il programma"),
            say("{nights} notti", nights=say.number(found.nights)),
            say("tra {low} e {high}, al 95 %", **_ends(say, found.nights_range)),
            _nights_working(found),
        ),
        Figure(
            say("Costo netto di una notte"),
            f"{say.money(found.cost)} EUR",
            say("tra {low} e {high}, al 95 %", **_ends(say, found.cost_range)),
            _cost_working(found),
        ),
        Figure(
            say("Probabilità di finire in albergo"),
            say.percent(probability.value),
            say("le permanenze da sole non dicono quante famiglie non ne hanno avute"),
            assumed(probability),
        ),
    ]
    figures(say, view.programme, cards, key="reference")


def _ends(say: Language, ends: tuple[Decimal, Decimal]) -> dict[str, str]:
    return {
        name: say.number(end, 0 if end == end.to_integral_value() else 2)
        for name, end in zip(("low", "high"), ends, strict=True)
    }


def _nights_working(found: Reference) -> Working:
    """How the mean length came about."""
    return Working(
        Text(it="Durata media di una permanenza", en="Mean length of a stay"), found.nights, "nights", "estimate",
        Text(
            it="area sotto la curva di Kaplan-Meier fino all'orizzonte; intervallo da 2000 ricampionamenti",
            en="area under the Kaplan-Meier curve up to the horizon; interval from 2000 resamples",
        ),
        (*_counted(found), assumed(choices().horizon_days)),
    )  # fmt: skip


def _cost_working(found: Reference) -> Working:
    """How the mean cost of a night came about."""
    return Working(
        Text(it="Costo netto di una notte", en="Net cost of a night"), found.cost, "EUR", "estimate",
        Text(
            it="costo di tutte le notti, meno quanto pagato dalle famiglie, diviso per le notti",
            en="cost of all nights, less what families paid, over the nights",
        ),
        _counted(found),
    )  # fmt: skip


def _counted(found: Reference) -> tuple[Working, Working]:
    return (
        Working(Text(it="Permanenze osservate", en="Stays observed"), found.stays, "number", "data"),
        Working(Text(it="ancora aperte", en="still open"), found.open_stays, "number", "data"),
    )


def _rows(view: View, found: Sequence[Estimate]) -> list[ReferenceRow]:
    say, made = view.say, view.statement
    rows = []
    for one in found:
        saving, (low, high) = _saving(view, one.found)
        label = _label(say, one.subset)
        mean, price = float(one.found.nights), float(one.found.cost)
        rows.append(ReferenceRow(label, one.found.stays, mean, price, saving, low, high))
    own = {one.subset.value: one.found for one in found if one.subset.kind == "size"}
    if own:
        sizes = by_size(made.facts, made.terms, found[0].found, {int(key or 0): ref for key, ref in own.items()})
        saving = float(sum(one.expected - one.observed for one in sizes))
        label = say("Ogni misura di famiglia per sé")
        stays = sum(ref.stays for ref in own.values())
        rows.append(ReferenceRow(label, stays, None, None, saving, saving, saving))
    return rows


def _saving(view: View, found: Reference) -> tuple[float, tuple[float, float]]:
    """The cost avoided at the reference's figures (EUR), and its 95 % range over the resamples."""
    made = view.statement
    balance = savings(view.programme, made.facts, priced_as(made.terms, found), made.earned)
    believed = beliefs(view.programme, found)
    certain = replace(believed, probability=believed.probability * 0 + float(made.terms["hotel_probability"]))
    gross, _ = spread_of(made.facts, balance, certain)
    return float(balance.gross_saving), gross.range_95


def _label(say: Language, subset: Subset) -> str:
    if subset.kind == "without_year":
        return say("Senza quelle iniziate nel {year}", year=subset.value)
    if subset.kind == "facility":
        code = next(code for code in FACILITY_TYPES if code.name == subset.value)
        return say("Solo {facility}", facility=say.text(code.label).lower())
    if subset.kind == "size":
        return say.plural("Solo famiglie di {n} persona", "Solo famiglie di {n} persone", int(subset.value or 0))
    return say("Tutte le permanenze")
