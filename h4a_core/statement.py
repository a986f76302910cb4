"""The statement: what was achieved, saved and owed as of a day, from facts and terms, with its working."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from h4a_core.engine.counterfactual import Reference
from h4a_core.engine.distribution import Ranges, Spread, beliefs, saving_ranges
from h4a_core.engine.headroom import Headroom, headroom, planned
from h4a_core.engine.premium import Counted, Payment, evaluated_outcomes, payments, premium_of, tier_share
from h4a_core.engine.savings import PROBABILITIES, Savings, savings
from h4a_core.engine.settlement import AmountChange, Due, Effect, Settlement
from h4a_core.engine.working import Working
from h4a_core.facts import Facts
from h4a_core.programme.model import Programme, Terms
from h4a_core.scenario import EVIDENCE, STAYS, Scenario

ENGINE_VERSION = "3"
"""Rises with every change of the formulas. A statement that was issued stays as it was and says which one made it."""
"""Part of every fingerprint; it changes when the same inputs would give other figures (see CHANGELOG)."""


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome of one cohort (None: the programme as one) against the tiers.

    `worst` and `best` are the parts of the final payment that this outcome alone would earn if all pending fail or all
    succeed; they agree once nothing that is pending can change it.
    """

    cohort: int | None
    counted: Counted
    worst: Decimal
    best: Decimal
    headroom: Sequence[Headroom]

    @property
    def decided(self) -> bool:
        """Whether what is pending can no longer change the tier."""
        return self.worst == self.best


@dataclass(frozen=True, slots=True)
class Coming:
    """A metric still to be decided for `pending` households of a cohort, between two days."""

    cohort: int
    metric: str
    pending: int
    first: date
    last: date


@dataclass(frozen=True)
class Statement:
    """Everything that the pages, the reports and the command line say of a programme as of a day.

    `reference` holds the stays of other families, if they count where nothing was chosen; None: the evidence does.
    """

    programme: Programme
    terms: Terms
    facts: Facts
    lines: Sequence[Payment]
    outcomes: Sequence[OutcomeResult]
    savings: Savings
    reference: Reference | None = None

    @property
    def as_of(self) -> date:
        """The day of the facts."""
        return self.facts.as_of

    @property
    def earned(self) -> Decimal:
        """Premium that nothing can take away any more."""
        return self.savings.premium

    @property
    def possible(self) -> Decimal:
        """Premium that can still be earned if everything pending succeeds."""
        return self.savings.possible

    def earned_of(self, *, clause: str) -> Decimal:
        """Premium earned by one clause, over all cohorts."""
        return sum((line.earned for line in self.lines if line.clause == clause), Decimal(0))

    def possible_of(self, *, clause: str) -> Decimal:
        """Premium that one clause can still earn, over all cohorts."""
        return sum((line.possible for line in self.lines if line.clause == clause), Decimal(0))

    def earned_in(self, cohort: int | None) -> Decimal:
        """Premium earned by one cohort (None: by the programme as one), over all clauses."""
        return sum((line.earned for line in self.lines if line.cohort == cohort), Decimal(0))

    @property
    def observed_cost_per_household(self) -> Decimal:
        """What a family of the programme cost in hotels after entering, on average (EUR).

        Raises:
            ArithmeticError: there is no family.

        """
        return self.savings.observed_cost / self.facts.households

    def settlement(self, line: Payment, paid: Mapping[tuple[str, int | None], Decimal]) -> Settlement:
        """What was planned, earned and paid of one line.

        Args:
            line: one of the statement.
            paid: payments recorded (EUR), by clause and cohort.

        """
        cohorts = 1 if line.cohort is not None else len(self.facts.cohorts)
        plan = planned(self.programme, self.programme.clause(line.clause), cohorts, self.terms)
        return Settlement(plan, line.earned, paid.get((line.clause, line.cohort), Decimal(0)))

    def settlement_in_all(self, paid: Mapping[tuple[str, int | None], Decimal]) -> Settlement:
        """What was planned, earned and paid of all lines together; payments of no line of it are left out."""
        return sum((self.settlement(line, paid) for line in self.lines), Settlement(*[Decimal(0)] * 3))

    def due(self, paid: Mapping[tuple[str, int | None], Decimal]) -> Due:
        """Premium earned, and paid over all payments recorded (EUR, by clause and cohort)."""
        return Due(self.working, sum(paid.values(), Decimal(0)))

    def effect(self, facts: Statement) -> Effect:
        """What this statement, made under a scenario, changes of the one made on the facts as they are."""
        return Effect(
            AmountChange(facts.earned, self.earned),
            AmountChange(facts.possible, self.possible),
            AmountChange(facts.savings.net_saving, self.savings.net_saving),
        )

    @property
    def counterfactual(self) -> str:
        """What length and price without the programme rest on: `STAYS`, `EVIDENCE`, or both were "chosen"."""
        if self.terms.estimates:
            return STAYS
        return "chosen" if self.terms.chosen.issuperset({"expected_nights", "cost_per_night"}) else EVIDENCE

    @cached_property
    def ranges(self) -> Ranges:
        """The saving and the balance as they may be, given all that is not known at once."""
        believed = beliefs(self.programme, self.terms, self.reference)
        return saving_ranges(self.facts, self.savings, believed)

    @property
    def fingerprint(self) -> str:
        """Sha256 over programme, facts, terms, readings and engine version: the same inputs give the same everywhere.

        No time and no place goes in. Whoever has the inputs can compute it again and prove that nothing was changed.
        """
        inputs = {
            "engine": ENGINE_VERSION,
            "programme": self.programme.model_dump(mode="json"),
            "facts": asdict(self.facts),
            "values": self.terms.values,
            "readings": self.terms.readings,
            "counterfactual": self.counterfactual,
        }
        canonical = json.dumps(inputs, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain)
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()

    @property
    def working(self) -> Working:
        """How the premium earned came about: every clause of every cohort."""
        return self.savings.owed.working

    @property
    def possible_working(self) -> Working:
        """How the premium still possible came about."""
        return self.savings.owed.possible_working

    @property
    def coming(self) -> list[Coming]:
        """What is decided next, the earliest first."""
        found = [
            Coming(cohort.cohort, metric, cohort.tallies[metric].pending, *days)
            for cohort in self.facts.cohorts
            for metric, days in cohort.settles.items()
            if cohort.tallies[metric].pending
        ]
        return sorted(found, key=lambda one: (one.first, one.cohort, one.metric))

    def line(self, clause: str, cohort: int | None) -> Payment | None:
        """The payment of one clause to one cohort."""
        return next((line for line in self.lines if (line.clause, line.cohort) == (clause, cohort)), None)

    def as_dict(self) -> dict[str, Any]:
        """The statement as plain data: money as strings with two decimals, dates in ISO form."""
        return {
            "programme": self.programme.id,
            "as_of": self.as_of.isoformat(),
            "currency": self.programme.currency,
            "engine": ENGINE_VERSION,
            "fingerprint": self.fingerprint,
            "lines": [
                {
                    "clause": line.clause,
                    "cohort": line.cohort,
                    "count": line.count,
                    "of": line.of,
                    "amount": _money(line.earned),
                    "possible": _money(line.possible),
                    "status": line.status,
                }
                for line in self.lines
            ],
            "outcomes": [
                {
                    "cohort": one.cohort,
                    "outcome": one.counted.outcome,
                    "achieved": one.counted.achieved,
                    "eligible": one.counted.eligible,
                    "pending": one.counted.pending,
                    "tier": f"{one.worst:.2f}" if one.decided else None,
                }
                for one in self.outcomes
            ],
            "savings": {
                "expected_cost": _money(self.savings.expected_cost),
                "observed_cost": _money(self.savings.observed_cost),
                "gross_saving": _money(self.savings.gross_saving),
                "net_saving": _money(self.savings.net_saving),
                "net_saving_if_all_succeed": _money(self.savings.net_saving_if_all_succeed),
                "ranges": {
                    "gross_saving": _range(self.ranges.gross),
                    "net_saving": _range(self.ranges.net),
                    "net_saving_if_all_succeed": _range(self.ranges.net_if_all),
                },
            },
            "counterfactual": self._counterfactual(),
            "totals": {"earned": _money(self.earned), "possible": _money(self.possible)},
        }

    def _counterfactual(self) -> dict[str, Any]:
        """What stands for the hotels without the programme, and how each of its values came about."""
        values = {
            name: {"value": _plain(self.terms[name]), "from": self._origin(name)}
            for name in ("expected_nights", "cost_per_night", *PROBABILITIES.values())
        }
        return {
            "in_force": self.counterfactual,
            "stays": self.reference.stays if self.reference and self.terms.estimates else None,
            "values": values,
        }

    def _origin(self, name: str) -> str:
        if name in self.terms.chosen:
            return "chosen"
        return STAYS if name in self.terms.estimates else EVIDENCE


def statement(
    programme: Programme, facts: Facts, scenario: Scenario | None = None, known: Reference | None = None
) -> Statement:
    """Evaluate a programme on facts, measured or changed by a scenario: pure, no database.

    Args:
        programme: the contract.
        facts: as measured (`h4a_core.facts.facts`).
        scenario: changes to lay over terms, readings and facts; none by default.
        known: the stays of other families, where enough are known; the scenario says whether they count.

    """
    scenario = scenario or Scenario()
    terms = scenario.terms(programme, known)
    changed = scenario.facts(facts, terms)
    lines = payments(programme, changed, terms)
    return Statement(
        programme, terms, changed, lines,
        _outcomes(programme, changed, terms), savings(programme, changed, terms, premium_of(programme, lines)),
        scenario.reference(known),
    )  # fmt: skip


def _outcomes(programme: Programme, facts: Facts, terms: Terms) -> list[OutcomeResult]:
    part = programme.final_part
    if part is None:
        return []
    results = []
    for cohort, outcomes in evaluated_outcomes(programme, facts, terms):
        for one in outcomes:
            worst, best = (tier_share(case.rate, programme, part, terms) for case in (one, one.best()))
            results.append(OutcomeResult(cohort, one, worst, best, headroom(one, programme, part, terms)))
    return results


def _plain(value: object) -> str:
    """Days and exact numbers as they are written, whatever their trailing zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _range(spread: Spread) -> dict[str, Any]:
    """The middle 80 % of what an amount may be, in money; the share of cases in which it is above zero."""
    low, high = spread.range_80
    return {
        "low": f"{low:.2f}",
        "median": f"{spread.median:.2f}",
        "high": f"{high:.2f}",
        "probability_positive": round(spread.positive_share, 4),
    }
