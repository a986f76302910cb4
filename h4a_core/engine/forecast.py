"""The forecast: what is likely to come of everything that is open, for each outcome, each tier and the premium.

All of it is "according to the model" (`engine/chances.py`): the payments are those of the contract's own rules, for
every number of successes that is possible. Given what is believed of the unknown rates, cohorts and clauses are
independent, except that one cohort's maintenance and stability are two looks at the same families. Averaging over
beliefs makes them depend on each other: they share the rates. Nothing here changes a payment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from h4a_core.engine.amounts import Varying, expected, summed
from h4a_core.engine.chances import Chances, chances
from h4a_core.engine.evaluated_unit import EvaluatedUnit, FinalPartForecast, OutcomeForecast
from h4a_core.engine.payment import floored
from h4a_core.engine.premium import counts, saving_claims
from h4a_core.engine.rules import Situation, evaluate
from h4a_core.facts import CohortFacts, Facts
from h4a_core.programme.model import Programme, Terms


@dataclass(frozen=True, slots=True)
class LineForecast:
    """One clause of one unit: the last day on which it is decided, and the chance of each amount; None without odds."""

    clause: str
    cohort: int | None
    due: date
    amounts: Mapping[Decimal, float] | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is likely to come: per outcome, per final part, per line, and the premium in all.

    `premium` holds the chance of each amount in all, `by_year` that of what falls due in each calendar year (the City's
    fiscal year), before caps on the premium in all; None where a line has no odds.
    """

    outcomes: Sequence[OutcomeForecast]
    final_parts: Sequence[FinalPartForecast]
    lines: Sequence[LineForecast]
    premium: Mapping[Decimal, float] | None
    by_year: Mapping[int, Mapping[Decimal, float] | None]

    @property
    def expected(self) -> Decimal | None:
        """The mean of the premium, to the cent."""
        return None if self.premium is None else expected(self.premium)


def forecast(programme: Programme, facts: Facts, terms: Terms) -> Forecast:
    """What is likely to come of everything that is open.

    Args:
        programme: the contract, which says how each metric resolves.
        facts: measured, or a scenario's.
        terms: values and readings in force.

    """
    found = {cohort.cohort: counts(programme, cohort, terms) for cohort in facts.cohorts}
    believed = chances(programme, facts.cohorts, found)
    units = [
        EvaluatedUnit(programme, terms, believed, cohort, own, found, facts.as_of)
        for cohort, own in _units(programme, facts, terms)
    ]
    lines = [unit.line(clause) for unit in units for clause in unit.clauses]
    in_all = [part for unit in units for part in unit.together()]
    due: dict[int, list[Varying | None]] = {}
    for line in lines:
        due.setdefault(line.due.year, []).append(line.paid)
    return Forecast(
        outcomes=[one for unit in units for one in unit.outcomes()],
        final_parts=[one for unit in units if (one := unit.final_part()) is not None],
        lines=[LineForecast(one.clause, one.cohort, one.due, _mixed(one.paid, believed)) for one in lines],
        premium=_within_caps(programme, facts, terms, _sum(in_all, believed)),
        by_year={year: _sum(parts, believed) for year, parts in sorted(due.items())},
    )


def _within_caps(
    programme: Programme, facts: Facts, terms: Terms, premium: Mapping[Decimal, float] | None
) -> Mapping[Decimal, float] | None:
    """The premium in all within the caps on all of it, which are those of the facts' day."""
    over_all = [cap for cap in programme.caps if cap.holds(terms) and not cap.clauses and not cap.for_each]
    if premium is None or not over_all:
        return premium
    at = Situation(programme, terms, saving_claims(programme, facts, terms))
    limit = max(min(floored(evaluate(cap.at_most, at)) for cap in over_all), Decimal(0))
    found: dict[Decimal, float] = {}
    for amount, chance in premium.items():
        found[min(amount, limit)] = found.get(min(amount, limit), 0.0) + chance
    return found


def _mixed(part: Varying | None, believed: Chances) -> Mapping[Decimal, float] | None:
    return None if part is None else part.mixed(believed.weights)


def _sum(parts: Sequence[Varying | None], believed: Chances) -> Mapping[Decimal, float] | None:
    known = [part for part in parts if part is not None]
    return summed(known, believed.weights) if known and len(known) == len(parts) else None


def _units(programme: Programme, facts: Facts, terms: Terms) -> list[tuple[int | None, Sequence[CohortFacts]]]:
    """What clauses are evaluated for: each cohort, and the programme as one (None) where a clause looks at all."""
    found: list[tuple[int | None, Sequence[CohortFacts]]] = [(one.cohort, (one,)) for one in facts.cohorts]
    as_one = any("cohort" not in clause.grouped_by(terms) for clause in programme.clauses)
    return [*found, (None, facts.cohorts)] if as_one and facts.cohorts else found
