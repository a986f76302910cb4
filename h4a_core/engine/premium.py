"""The premium of a programme of households: its facts as claims, and what each clause has earned and may still.

The contract pays on counts. While some households are pending a payment is a range: the worst case supposes that all of
them fail, the best that all succeed. What is earned is the worst case (nothing can take it away), what is still
possible the difference. Both come from the same payment of claims, and a scenario's payment as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from h4a_core.engine.payment import PaidLine, pay
from h4a_core.engine.rules import Claim, Situation, combined, evaluate
from h4a_core.engine.working import Working, as_decimal
from h4a_core.facts import CohortFacts, Facts, Tally
from h4a_core.programme.model import Clause, FinalPart, Programme, Terms
from h4a_core.programme.rules import MetricOf
from h4a_core.text import Text

SAVING = "gross_saving"
"""The metric under which a cap may look at the cost avoided."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One outcome of one cohort under the readings in force, in whole households."""

    outcome: str
    achieved: int
    pending: int
    eligible: int

    @property
    def failed(self) -> int:
        """Households of those counted that did not reach it."""
        return self.eligible - self.achieved - self.pending

    @property
    def rate(self) -> Fraction:
        """Achieved over counted, exactly; zero when nobody is counted."""
        return Fraction(self.achieved, self.eligible) if self.eligible else Fraction(0)

    def best(self) -> Counted:
        """The same if all that are pending succeed."""
        return Counted(self.outcome, self.achieved + self.pending, 0, self.eligible)


@dataclass(frozen=True, slots=True)
class Payment:
    """What one clause pays for one cohort (None: the programme as one).

    `count` of `of` households reached it and `pending` may still (for the final part: in the outcome that decides, and
    at most in any one outcome); `earned` is certain, `possible` can still be added; both to the cent. `line` is what is
    paid now, `best` what is paid if all that are pending succeed.
    """

    clause: str
    cohort: int | None
    count: int
    of: int
    pending: int
    earned: Decimal
    possible: Decimal
    line: PaidLine
    best: PaidLine

    @property
    def status(self) -> Literal["settled", "pending"]:
        """Settled when no household is pending any more."""
        return "pending" if self.pending else "settled"

    @property
    def ceiling(self) -> Decimal:
        """What it pays if all that are pending succeed."""
        return self.earned + self.possible

    @property
    def working(self) -> Working:
        """How the earned amount came about."""
        return self.line.working


@dataclass(frozen=True, slots=True)
class Premium:
    """The premium of all clauses and cohorts together: `earned` is certain, `possible` can still be added."""

    earned: Decimal
    possible: Decimal = Decimal(0)
    lines: Sequence[Payment] = ()
    currency: str = "EUR"

    @property
    def working(self) -> Working:
        """How the premium earned came about: every clause of every cohort."""
        return self._total(
            Text(it="Premio maturato", en="Premium earned"), self.earned, [one.line for one in self.lines]
        )

    @property
    def possible_working(self) -> Working:
        """How the premium still possible came about: what would be paid if all succeeds, less what is earned."""
        ceiling = self._total(
            Text(it="Premio se tutto riesce", en="Premium if all succeeds"),
            self.earned + self.possible, [one.best for one in self.lines],
        )  # fmt: skip
        return Working(
            Text(it="Premio ancora possibile", en="Premium still possible"), self.possible, self.currency, "contract",
            Text(it="premio se tutto riesce − premio maturato", en="premium if all succeeds − premium earned"),
            (ceiling, self.working),
        )  # fmt: skip

    def _total(self, label: Text, amount: Decimal, paid: Sequence[PaidLine]) -> Working:
        formula = Text(it="somma delle clausole, coorte per coorte", en="sum of the clauses, cohort by cohort")
        inputs = [_named(one.working, line.cohort) for one, line in zip(paid, self.lines, strict=True)]
        return Working(label, amount, self.currency, "contract", formula, inputs)


def _named(working: Working, cohort: int | None) -> Working:
    """A line's working under the name of its clause and cohort."""
    if cohort is None:
        words = Text(it="{clause}, tutto il programma", en="{clause}, whole programme")
    else:
        words = Text(it="{clause}, coorte {cohort}", en="{clause}, cohort {cohort}")
    label = Text(
        it=words.it.format(clause=working.label.it, cohort=cohort),
        en=words.en.format(clause=working.label.en, cohort=cohort),
    )
    return replace(working, label=label)


def premium_of(programme: Programme, lines: Sequence[Payment]) -> Premium:
    """All lines of a statement together."""
    return Premium(
        sum((one.earned for one in lines), Decimal(0)),
        sum((one.possible for one in lines), Decimal(0)),
        lines,
        programme.currency,
    )


def counted(outcome: str, tally: Tally, terms: Terms) -> Counted:
    """Apply the readings of the denominator and of missing answers to a tally (design section 5).

    `still_in` leaves out those that failed after leaving the programme; `answered`, or missing answers left out, leaves
    out those that gave no answer.
    """
    eligible = tally.total
    left_out_unanswered = (
        terms.readings.get("denominator") == "answered" or terms.readings.get("missing_answer") == "left_out"
    )
    if left_out_unanswered:
        eligible -= tally.unanswered
    if terms.readings.get("denominator") == "still_in":
        eligible -= tally.left_failed + (0 if left_out_unanswered else tally.left_unanswered)
    return Counted(outcome, tally.achieved, tally.pending, eligible)


def counts(programme: Programme, cohort: CohortFacts, terms: Terms) -> dict[str, Counted]:
    """Everything that is counted for one cohort: milestones over all its households, outcomes as the readings say."""
    limit = int(terms.values.get("waiting_limit_months", 0))
    found = {}
    for name in programme.milestones:
        tally = cohort.tally(name, limit)
        found[name] = Counted(name, tally.achieved, tally.pending, cohort.households)
    for name in programme.outcomes:
        found[name] = counted(name, cohort.tally(name, limit), terms)
    return found


def claims(facts: Facts, found: Mapping[int, Mapping[str, Counted]], *, best: bool = False) -> list[Claim]:
    """The facts as claims: pending households count as failed, or as successful in the best case.

    Args:
        facts: for the households of each cohort.
        found: what is counted, by cohort and name (`counts`).
        best: whether all that are pending succeed.

    """
    made = []
    for cohort in facts.cohorts:
        made += [
            Claim("households", cohort.households, cohort=cohort.cohort),
            Claim("cohorts", 1, cohort=cohort.cohort),
        ]
        for name, one in found[cohort.cohort].items():
            achieved = one.achieved + (one.pending if best else 0)
            made.append(Claim(name, achieved, one.eligible, achieved, cohort.cohort))
    return made


def saving_claims(programme: Programme, facts: Facts, terms: Terms) -> list[Claim]:
    """The cost avoided to date as a claim (EUR), where a cap in force looks at it."""
    asked = {
        one.metric
        for cap in programme.caps
        if cap.holds(terms)
        for one in cap.at_most.walk()
        if isinstance(one, MetricOf)
    }
    if SAVING not in asked:
        return []
    from h4a_core.engine.savings import costs_by_size, saved_over  # noqa: PLC0415 - the balance itself knows the premium

    return [Claim(SAVING, Fraction(saved_over(costs_by_size(facts, terms))))]


def payments(programme: Programme, facts: Facts, terms: Terms) -> list[Payment]:
    """What every clause pays every cohort, in the order of the contract and of the cohorts.

    Args:
        programme: the contract.
        facts: measured, or a scenario's.
        terms: values and readings in force.

    """
    found = {cohort.cohort: counts(programme, cohort, terms) for cohort in facts.cohorts}
    saved = saving_claims(programme, facts, terms)
    worst, best = (pay(programme, [*claims(facts, found, best=case), *saved], terms) for case in (False, True))
    return [_payment(programme, found, line, highest) for line, highest in zip(worst, best, strict=True)]


def _payment(
    programme: Programme, found: Mapping[int, Mapping[str, Counted]], line: PaidLine, best: PaidLine
) -> Payment:
    cohort = line.group.cohort if isinstance(line.group.cohort, int) else None
    own = list(found.values()) if cohort is None else [found[cohort]]
    parts = [pooled(own, name) for name in counted_in(programme, line.clause)]
    deciding = min(parts, key=lambda one: one.rate, default=Counted("", 0, 0, 0))
    pending = max((one.pending for one in parts), default=0)
    return Payment(
        line.clause.id, cohort, deciding.achieved, deciding.eligible, pending,
        line.amount, best.amount - line.amount, line, best,
    )  # fmt: skip


def counted_in(programme: Programme, clause: Clause) -> tuple[str, ...]:
    """The outcomes that a clause looks at, or else the milestones."""
    outcomes = tuple(name for name in clause.metrics if name in programme.outcomes)
    return outcomes or tuple(name for name in clause.metrics if name in programme.milestones)


def pooled(cohorts: Sequence[Mapping[str, Counted]], name: str) -> Counted:
    """What is counted of one metric over several cohorts together."""
    found = [cohort[name] for cohort in cohorts]
    if len(found) == 1:
        return found[0]
    return Counted(
        name,
        sum(one.achieved for one in found),
        sum(one.pending for one in found),
        sum(one.eligible for one in found),
    )


def evaluated_outcomes(programme: Programme, facts: Facts, terms: Terms) -> list[tuple[int | None, list[Counted]]]:
    """The outcomes of each unit that the final part evaluates: a cohort, or the programme (None) as one."""
    part = programme.final_part
    if part is None or not facts.cohorts:
        return []
    found = {cohort.cohort: counts(programme, cohort, terms) for cohort in facts.cohorts}
    units: list[tuple[int | None, list[dict[str, Counted]]]] = [(None, list(found.values()))]
    if "cohort" in part.clause.grouped_by(terms):
        units = [(cohort, [own]) for cohort, own in found.items()]
    return [(cohort, [pooled(own, name) for name in part.outcomes]) for cohort, own in units]


def tier_share(rate: Fraction, programme: Programme, part: FinalPart, terms: Terms) -> Decimal:
    """The part of the final payment that a rate alone earns, by the tiers and what readings make of them."""
    return tier_shares(programme, part, terms)(rate)


def tier_shares(programme: Programme, part: FinalPart, terms: Terms) -> Callable[[Fraction], Decimal]:
    """What says of any rate the part of the final payment that it alone earns; the sides are looked up once."""
    nothing = Situation(programme, terms, ())
    sides = [evaluate(side, nothing) for side in part.steps.parts[1:]]

    def earned(rate: Fraction) -> Decimal:
        return as_decimal(Fraction(combined(part.steps, [rate, *sides], nothing)))

    return earned
