"""The forecast: what is likely to come of everything that is open, for each outcome, each tier and the premium.

All of it is "according to the model" (`engine/chances.py`): the payments are those of the contract's own rules, for
every number of successes that is possible. Given what is believed of the unknown rates, cohorts and clauses are
independent, except that one cohort's maintenance and stability are two looks at the same families. Averaging over
beliefs makes them depend on each other: they share the rates. Nothing here changes a payment.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product

import numpy as np

from h4a_core.engine.amounts import Believed, Varying, expected, summed
from h4a_core.engine.chances import Chances, chances
from h4a_core.engine.final_share import FinalShare
from h4a_core.engine.premium import Counted, counted_in, counts, pooled, tier_share
from h4a_core.engine.rules import Claim, Situation, evaluate
from h4a_core.engine.working import cents
from h4a_core.facts import CohortFacts, Facts
from h4a_core.programme.model import Clause, Programme, Terms
from h4a_core.text import Text

_LARGEST_JOINT = 40
"""Up to so many open families two looks at them are joined; beyond, they are independent given the rate."""


@dataclass(frozen=True, slots=True)
class OutcomeForecast:
    """One outcome of one cohort (None: the programme as one): the chance of 0, 1 ... of those eligible succeeding.

    `distribution` is None, and `why_none` says why, where the model has nothing to judge from.
    """

    cohort: int | None
    counted: Counted
    distribution: Sequence[float] | None
    why_none: Text | None = None

    def at_least(self, families: int) -> float | None:
        """The chance that so many families, or more, succeed."""
        return None if self.distribution is None else float(sum(self.distribution[max(families, 0) :]))

    @property
    def most_likely(self) -> int | None:
        """The number of successes with the highest chance."""
        return None if self.distribution is None else int(np.argmax(self.distribution))

    @property
    def mean(self) -> float | None:
        """The number of successes to expect."""
        if self.distribution is None:
            return None
        return float(sum(number * chance for number, chance in enumerate(self.distribution)))


@dataclass(frozen=True, slots=True)
class FinalPartForecast:
    """The share of the final part that one unit earns: the chance of each; None where an outcome has no odds.

    `if_together` is the same when the outcomes of a family come and go together as far as they can, instead of
    independently: the truth lies between the two.
    """

    cohort: int | None
    shares: Mapping[Decimal, float] | None
    if_together: Mapping[Decimal, float] | None


@dataclass(frozen=True, slots=True)
class LineForecast:
    """One clause of one unit: the chance of each amount; None without odds."""

    clause: str
    cohort: int | None
    amounts: Mapping[Decimal, float] | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is likely to come: per outcome, per final part, per line, and the premium in all.

    `premium` holds the chance of each amount in all, None where a line has no odds.
    """

    outcomes: Sequence[OutcomeForecast]
    final_parts: Sequence[FinalPartForecast]
    lines: Sequence[LineForecast]
    premium: Mapping[Decimal, float] | None

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
    units = [_Unit(programme, terms, believed, cohort, own, found) for cohort, own in _units(programme, facts, terms)]
    lines = [unit.line(clause) for unit in units for clause in unit.clauses]
    in_all = [part for unit in units for part in unit.together()]
    return Forecast(
        outcomes=[one for unit in units for one in unit.outcomes()],
        final_parts=[one for unit in units if (one := unit.final_part()) is not None],
        lines=[LineForecast(clause, cohort, _mixed(part, believed)) for clause, cohort, part in lines],
        premium=_sum(in_all, believed),
    )


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


@dataclass(frozen=True)
class _Unit:
    """One cohort, or the programme as one: what its clauses may pay."""

    programme: Programme
    terms: Terms
    believed: Chances
    cohort: int | None
    cohorts: Sequence[CohortFacts]
    found: Mapping[int, Mapping[str, Counted]]

    @property
    def clauses(self) -> list[Clause]:
        """The clauses that are evaluated for this unit."""
        by_cohort = self.cohort is not None
        return [one for one in self.programme.clauses if ("cohort" in one.grouped_by(self.terms)) is by_cohort]

    @cached_property
    def own(self) -> Mapping[str, Counted]:
        """Everything counted of this unit."""
        cohorts = [self.found[one.cohort] for one in self.cohorts]
        return {name: pooled(cohorts, name) for name in cohorts[0]}

    @cached_property
    def final(self) -> FinalShare | None:
        """The final part, if it is evaluated for this unit."""
        part = self.programme.final_part
        if part is None or part.clause not in self.clauses:
            return None
        return FinalShare(self.programme, self.terms, part, {name: self.own[name] for name in part.outcomes})

    def outcomes(self) -> list[OutcomeForecast]:
        """Each outcome of the final part, or why there are no odds of it."""
        if self.final is None:
            return []
        found = []
        for name in self.final.part.outcomes:
            counted, why = self.own[name], self.believed.why_none(name, self.own[name])
            state = None if why else self.believed.successes(name, self.cohorts, counted)
            chance = None if state is None else [float(one) for one in state.averaged(self.believed.weights)]
            found.append(OutcomeForecast(self.cohort, counted, chance, why))
        return found

    def final_part(self) -> FinalPartForecast | None:
        """The share of the final part, between independence and full dependence of a family's outcomes."""
        if self.final is None:
            return None
        states = self._states(self.final.part.outcomes)
        if states is None:
            return FinalPartForecast(self.cohort, None, None)
        together = self.final.if_together(states)
        return FinalPartForecast(
            self.cohort,
            self.final.varying(states).mixed(self.believed.weights),
            None if together is None else together.mixed(self.believed.weights),
        )

    def line(self, clause: Clause) -> tuple[str, int | None, Varying | None]:
        """One clause by itself: what it may pay, with the chance for each belief."""
        return clause.id, self.cohort, self._varying(clause)

    def together(self) -> list[Varying | None]:
        """All clauses of the unit, those on the same families' lasting as one."""
        final, before = self.final, self._same_families()
        if final is None or before is None:
            return [self._varying(clause) for clause in self.clauses]
        rest = [self._varying(one) for one in self.clauses if one not in (before, final.part.clause)]
        return [*rest, self._joint(before, final)]

    def _states(self, names: Iterable[str]) -> dict[str, Believed] | None:
        """The chances of successes in some metrics; None where one of them has no odds."""
        found = {}
        for name in names:
            if self.believed.why_none(name, self.own[name]) is not None:
                return None
            found[name] = self.believed.successes(name, self.cohorts, self.own[name])
        return found

    def _varying(self, clause: Clause) -> Varying | None:
        names = counted_in(self.programme, clause)
        states = self._states(names)
        if states is None:
            return None
        if self.final is not None and clause is self.final.part.clause:
            shares = self.final.varying(states)
            return Varying(self._paid(shares.amounts), shares.believed)
        if len(names) == 1:
            (name,), (state,) = names, states.values()
            eligible = self.own[name].eligible
            return Varying([self._amount(clause, {name: (n, eligible)}) for n in range(eligible + 1)], state)
        amounts, chance_of = [], []
        for successes in product(*(range(self.own[name].eligible + 1) for name in names)):
            done = dict(zip(names, successes, strict=True))
            amounts.append(self._amount(clause, {name: (n, self.own[name].eligible) for name, n in done.items()}))
            each = (states[name].spread(states[name].chances[:, n]) for name, n in done.items())
            chance_of.append(math.prod(each, start=np.ones(1)))
        return Varying(amounts, Believed(np.stack(np.broadcast_arrays(*chance_of), axis=1)))

    def _amount(self, clause: Clause, achieved: Mapping[str, tuple[int, int]]) -> Decimal:
        """What a clause pays, to the cent, for (successes, counted) of each metric."""
        claims = [Claim("households", sum(one.households for one in self.cohorts)), Claim("cohorts", len(self.cohorts))]
        claims += [Claim(name, done, of) for name, (done, of) in achieved.items()]
        return cents(Fraction(evaluate(clause.pays, Situation(self.programme, self.terms, claims))))

    def _paid(self, shares: Sequence[Decimal]) -> list[Decimal]:
        """What each share of the final part pays, from its payment when all succeed."""
        assert self.final is not None  # noqa: S101 - only called for the final part
        part = self.final.part
        whole = self._amount(part.clause, dict.fromkeys(part.outcomes, (1, 1)))
        full = tier_share(Fraction(1), self.programme, part, self.terms) or Decimal(1)
        return [cents(Fraction(whole) * Fraction(one) / Fraction(full)) for one in shares]

    def _same_families(self) -> Clause | None:
        """The clause on a milestone that the same open families settle by lasting as the final part's outcome."""
        if self.final is None or self._lasting_outcome() is None or self.final.rule == "mean":
            return None
        for clause in self.clauses:
            names = counted_in(self.programme, clause)
            if len(names) == 1 and names[0] in self.programme.milestones and self._is_open_by_lasting(names[0]):
                return clause
        return None

    def _lasting_outcome(self) -> str | None:
        assert self.final is not None  # noqa: S101 - only called for the final part
        return next((name for name in self.final.part.outcomes if self._is_open_by_lasting(name)), None)

    def _is_open_by_lasting(self, name: str) -> bool:
        counted = self.own[name]
        lasting = self.programme.metric(name).resolves == "lasting" and self.believed.why_none(name, counted) is None
        return lasting and 0 < counted.pending <= _LARGEST_JOINT

    def _joint(self, clause: Clause, final: FinalShare) -> Varying | None:
        """A milestone and the final part on the same families: who lasts to the later day lasted to the earlier one."""
        (early,), late = counted_in(self.programme, clause), self._lasting_outcome()
        assert late is not None  # noqa: S101 - `_same_families` has seen to it
        others = self._states(name for name in final.part.outcomes if name != late)
        if others is None:
            return None
        counted = self.own[early]
        both = self.believed.lasting_both(self.cohorts, (early, counted), (late, self.own[late]))
        states = {name: both if name == late else _with_axis(others[name]) for name in final.part.outcomes}
        found = final.chance_of_shares(states)
        before = [
            self._amount(clause, {early: (counted.achieved + number, counted.eligible)})
            for number in range(both.chances.shape[1])
        ]
        rows = np.broadcast_arrays(*found.values())
        return Varying(
            [first + second for second in self._paid(list(found)) for first in before],
            Believed(np.concatenate(rows, axis=1)),
        )


def _with_axis(state: Believed) -> Believed:
    """The same chances with an axis before the last, for those of two numbers of successes at once."""
    return Believed(state.chances[:, None], state.at)
