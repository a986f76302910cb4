"""What the stays of other families say: how long a hotel stay lasts without the programme, and its cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import streamlit as st

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.counterfactual import Reference, Sizes, Subset, by_size, family_sizes, reference, subsets
from h4a_core.engine.distribution import reference_saving
from h4a_core.engine.savings import PROBABILITIES, saved_over
from h4a_core.engine.working import estimate_working
from h4a_core.measuring import Cursor
from h4a_core.measuring.stays import measured_stays, measured_stays_before
from h4a_core.tables.codes import FACILITY_TYPES
from h4a_ui import session
from h4a_ui.charts.references import ReferenceRow, reference_rows
from h4a_ui.charts.survival import SurvivalPoint, stay_curve
from h4a_ui.components import Figure, badge, figures, joined, missing_records, picture, small
from h4a_ui.language import Language
from h4a_ui.session import View


@dataclass(frozen=True)
class Estimate:
    """What some of the reference stays say."""

    subset: Subset
    found: Reference


def _estimates(cursor: Cursor, horizon_days: int, least_stays: int, sizes: Sizes, as_of: date) -> Sequence[Estimate]:
    found = []
    for subset in subsets(measured_stays(cursor, as_of), least_stays):
        enough = subset.stays >= least_stays
        estimated = reference(subset.groups, horizon_days, sizes) if enough else None
        if estimated:
            found.append(Estimate(subset, estimated))
    return tuple(found)


def _known(view: View) -> Sequence[Estimate]:
    """What the reference stays known by the day say: all of them first; empty where there are too few."""
    return session.measured(_estimates, *session.choices().of_stays, family_sizes(view.measured), view.as_of)


def show_other_stays(view: View) -> None:
    """Mean length and cost from the history of stays, its curve, and the same from parts of it."""
    say, found = view.say, _known(view)
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
    least = say.number(session.choices().least_stays.value)
    missing_records(
        say,
        say(
            "Servono almeno {n} permanenze di famiglie simili (tabella Storico albergamenti) per stimare quanto "
            "sarebbe durato l'albergo; intanto vale l'ipotesi.",
            n=least,
        ),
    )


def _figures(view: View, found: Reference) -> None:
    say, values = view.say, view.programme.assumptions
    nights, cost = (found.estimates[name] for name in ("expected_nights", "cost_per_night"))
    cards = [
        Figure(
            say("Durata media senza il programma"),
            say("{nights} notti", nights=say.number(found.nights)),
            say("tra {low} e {high}, al 95 %", **_ends(say, found.nights_range)),
            estimate_working(values["expected_nights"], nights),
        ),
        Figure(
            say("Costo netto di una notte"),
            f"{say.money(found.cost)} EUR",
            say("tra {low} e {high}, al 95 %", **_ends(say, found.cost_range)),
            estimate_working(values["cost_per_night"], cost),
        ),
    ]
    figures(say, view.programme, cards, key="reference")
    names = [
        f"{say.text(values[name].label).lower()} {say.percent(view.statement.terms[name])}"
        for name in PROBABILITIES.values()
    ]
    words = say(
        "Le permanenze da sole non dicono quante famiglie non ne hanno avute: la probabilità resta un'ipotesi, "
        "{probabilities}.",
        probabilities=joined(say, names),
    )
    inside, families = session.measured(measured_stays_before, view.as_of)
    if SMALLEST_CELL <= inside <= families - SMALLEST_CELL:
        known = say(
            "Nei dati, {n} famiglie su {total} erano in albergo prima dell'ingresso.",
            n=say.number(inside),
            total=say.number(families),
        )
        words = f"{words} {known}"
    small(words)


def _ends(say: Language, ends: tuple[Decimal, Decimal]) -> dict[str, str]:
    return {
        name: say.number(end, 0 if end == end.to_integral_value() else 2)
        for name, end in zip(("low", "high"), ends, strict=True)
    }


def _rows(view: View, found: Sequence[Estimate]) -> list[ReferenceRow]:
    say, made = view.say, view.statement
    rows = []
    for one in found:
        gross, (low, high) = reference_saving(view.programme, made.facts, made.terms, made.savings.owed, one.found)
        label = _label(say, one.subset)
        mean, price = float(one.found.nights), float(one.found.cost)
        rows.append(ReferenceRow(label, one.found.stays, mean, price, float(gross), low, high))
    own = {one.subset.value: one.found for one in found if one.subset.kind == "size"}
    if own:
        sizes = by_size(made.facts, made.terms, found[0].found, {int(key or 0): ref for key, ref in own.items()})
        saving = float(saved_over(sizes))
        label = say("Ogni misura di famiglia per sé")
        stays = sum(ref.stays for ref in own.values())
        rows.append(ReferenceRow(label, stays, None, None, saving, saving, saving))
    return rows


def _label(say: Language, subset: Subset) -> str:
    if subset.kind == "without_year":
        return say("Senza quelle iniziate nel {year}", year=subset.value)
    if subset.kind == "facility":
        code = next(code for code in FACILITY_TYPES if code.name == subset.value)
        return say("Solo {facility}", facility=say.text(code.label).lower())
    if subset.kind == "size":
        return say.plural("Solo famiglie di {n} persona", "Solo famiglie di {n} persone", int(subset.value or 0))
    return say("Tutte le permanenze")
