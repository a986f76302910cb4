"""What one cohort, or the programme as one, may still be paid: clause by clause, and for those on the same families."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product

import numpy as np

from h4a_core.engine.amounts import Believed, Varying
from h4a_core.engine.chances import Chances
from h4a_core.engine.final_share import FinalShare
from h4a_core.engine.premium import Counted, counted_in, pooled, tier_share
from h4a_core.engine.rules import Claim, Situation, evaluate
from h4a_core.engine.working import cents
from h4a_core.facts import CohortFacts
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

    def quantile(self, share: float) -> int | None:
        """The lowest number of successes that is not exceeded with this probability."""
        if self.distribution is None:
            return None
        reached = np.cumsum(self.distribution)
        return int(np.searchsorted(reached, share - 1e-12).clip(max=len(reached) - 1))

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


@dataclass(frozen=True)
class LineAhead:
    """One clause of one unit: the last day on which it is decided, and what it may pay."""

    clause: str
    cohort: int | None
    due: date
    paid: Varying | None


@dataclass(frozen=True)
class EvaluatedUnit:
    """One cohort, or the programme as one: what its clauses may pay."""

    programme: Programme
    terms: Terms
    believed: Chances
    cohort: int | None
    cohorts: Sequence[CohortFacts]
    found: Mapping[int, Mapping[str, Counted]]
    as_of: date

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
            state = None if why else self._state(name)
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

    def line(self, clause: Clause) -> LineAhead:
        """One clause by itself: when it is decided at the latest, and what it may pay."""
        return LineAhead(clause.id, self.cohort, self._due(clause), self._varying(clause))

    def _due(self, clause: Clause) -> date:
        """The anniversary of the family that entered last in the clause's year of the contract; else the facts' day."""
        entered = [one.enrolled_date for cohort in self.cohorts for one in cohort.exposures]
        return anniversary(max(entered), clause.year) if entered and clause.year else self.as_of

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
            found[name] = self._state(name)
        return found

    def _state(self, name: str) -> Believed:
        """The chances of successes in a metric that has odds, worked out once."""
        if name not in self._known_states:
            self._known_states[name] = self.believed.successes(name, self.cohorts, self.own[name])
        return self._known_states[name]

    @cached_property
    def _known_states(self) -> dict[str, Believed]:
        return {}

    @cached_property
    def _known_lines(self) -> dict[str, Varying | None]:
        return {}

    def _varying(self, clause: Clause) -> Varying | None:
        """What a clause may pay, worked out once."""
        if clause.id not in self._known_lines:
            self._known_lines[clause.id] = self._varying_anew(clause)
        return self._known_lines[clause.id]

    def _varying_anew(self, clause: Clause) -> Varying | None:
        names = counted_in(self.programme, clause)
        states = self._states(names)
        if states is None:
            return None
        if self.final is not None and clause is self.final.part.clause:
            shares = self.final.varying(states)
            return Varying(self._paid(shares.amounts), shares.believed)
        if len(names) == 1:
            (name,), (state,) = names, states.values()
            possible = self._possible(name)
            amounts = [self._amount(clause, {name: (n, self.own[name].eligible)}) for n in possible]
            return Varying(amounts, Believed(state.chances[:, possible], state.at))
        amounts, chance_of = [], []
        for successes in product(*(self._possible(name) for name in names)):
            done = dict(zip(names, successes, strict=True))
            amounts.append(self._amount(clause, {name: (n, self.own[name].eligible) for name, n in done.items()}))
            each = (states[name].spread(states[name].chances[:, n]) for name, n in done.items())
            chance_of.append(math.prod(each, start=np.ones(1)))
        return Varying(amounts, Believed(np.stack(np.broadcast_arrays(*chance_of), axis=1)))

    def _possible(self, name: str) -> range:
        """The numbers of successes that are still possible in a metric."""
        counted = self.own[name]
        return range(counted.achieved, counted.achieved + counted.pending + 1)

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


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
