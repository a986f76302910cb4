"""Evaluating payment rules: exact numbers from claims, terms and expressions.

The same `combined` makes a number from the numbers inside an expression, whether a payment is computed or explained.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from h4a_core.engine.tiers import stepped
from h4a_core.programme.model import Programme, Terms
from h4a_core.programme.rules import (
    Choose,
    ClauseOf,
    Condition,
    Difference,
    Expression,
    Highest,
    Ladder,
    Lowest,
    Mean,
    MetricOf,
    Number,
    Product,
    Ramp,
    RateOf,
    Ratio,
    Steps,
    Sum,
    ValueOf,
    When,
)

Exact: TypeAlias = Fraction | int
"""Numbers of the rules: exact, whole where they can be."""

_COMPARE: dict[str, Callable[[Exact, Exact], bool]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "below": operator.lt,
    "at_most": operator.le,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What was achieved in one metric: `value` units (`of` that were counted), by `people`, for whom and when.

    `value` and `of` are exact and in the metric's own unit; `cohort`, `period` (its first day) and `person` (a
    pseudonym) say to which group the claim belongs, None where it does not matter.
    """

    metric: str
    value: Exact
    of: Exact | None = None
    people: int | None = None
    cohort: int | str | None = None
    period: dt.date | None = None
    person: str | None = None


@dataclass(frozen=True)
class Situation:
    """Everything an expression may look at: one group of claims, the terms in force, and the other clauses' gross."""

    programme: Programme
    terms: Terms
    claims: Sequence[Claim]
    period: dt.date | None = None
    gross: Mapping[str, Exact] = field(default_factory=dict)
    already: Collection[tuple[str, str]] = ()
    """Metric and person of what earlier groups of the clause have claimed: it never counts again as `once`."""

    @cached_property
    def by_metric(self) -> dict[str, list[Claim]]:
        """The claims of each metric."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(claim.metric, []).append(claim)
        return found

    def total(self, metric: str, *, once: bool = False) -> Exact:
        """Sum of a metric's claims; with `once` no person counts twice."""
        claims = self.by_metric.get(metric, [])
        if not once:
            return sum(claim.value for claim in claims)
        named = {claim.person for claim in claims if claim.person is not None and claim.value > 0}
        new = sum((metric, person) not in self.already for person in named) if self.already else len(named)
        unnamed = (claim for claim in claims if claim.person is None)
        return new + sum(one.value if one.people is None else min(one.value, one.people) for one in unnamed)

    def people(self, metric: str) -> int | None:
        """People that a metric's claims are of: each name once, and as many as the others say; None if none says."""
        claims = [claim for claim in self.by_metric.get(metric, ()) if claim.person or claim.people is not None]
        named = {claim.person for claim in claims if claim.person and claim.value > 0}
        return len(named) + sum(one.people or 0 for one in claims if not one.person) if claims else None

    def rate(self, metric: str) -> Exact:
        """What was achieved over what was counted; zero when nothing was counted."""
        claims = self.by_metric.get(metric, [])
        counted = sum(claim.of or 0 for claim in claims)
        return Fraction(sum(claim.value for claim in claims)) / counted if counted else 0


def evaluate(rule: Expression, at: Situation) -> Exact:
    """The exact number that an expression gives in a situation."""
    if isinstance(rule, Choose):
        return evaluate(chosen(rule, at), at)
    return combined(rule, [evaluate(part, at) for part in rule.parts], at)


def chosen(rule: Choose, at: Situation) -> Expression:
    """The expression of the alternative in force."""
    return rule.choose.options[at.terms.readings[rule.choose.reading]]


def combined(rule: Expression, values: Sequence[Exact], at: Situation) -> Exact:
    """The number of an expression from those of its parts, in their order."""
    return _COMBINE[type(rule)](rule, values, at)


def _climbed(rule: Ladder, values: Sequence[Exact]) -> Exact:
    quantity, *numbers = values
    paid: Exact = 0
    below: Exact = 0
    found = iter(numbers)
    for band in rule.ladder.bands:
        end = next(found) if band.up_to is not None else max(quantity, below)
        price = next(found)
        paid += max(min(quantity, end) - below, 0) * price
        below = max(end, below)
    return paid


def _ramped(values: Sequence[Exact]) -> Exact:
    result, first, low, last, high = values
    if result <= first:
        return low
    if result >= last:
        return high
    return low + (high - low) * Fraction(result - first) / (last - first)


def _decided(rule: When, values: Sequence[Exact], at: Situation) -> Exact:
    numbers = iter(values)
    held = [_holds(condition, numbers, at.period) for condition in rule.when.conditions]
    every, some = held[: len(rule.when.all)], held[len(rule.when.all) :]
    then = next(numbers)
    if all(every) and (any(some) or not some):
        return then
    return next(numbers, 0)


def _holds(condition: Condition, numbers: Iterable[Exact], period: dt.date | None) -> bool:
    found = iter(numbers)
    held = True
    if condition.left is not None:
        result = next(found)
        for name, _ in condition.bounds:
            held &= _COMPARE[name](result, next(found))
    if condition.since is not None:
        held &= period is not None and period >= condition.since
    if condition.until is not None:
        held &= period is not None and period < condition.until
    return held


def _multiplied(values: Sequence[Exact]) -> Exact:
    found = values[0]
    for value in values[1:]:
        found *= value
    return found


_COMBINE: dict[type[Expression], Callable[[Any, Sequence[Exact], Situation], Exact]] = {
    Number: lambda rule, _, __: Fraction(rule.number),
    ValueOf: lambda rule, _, at: at.terms.at(rule.value, at.period),
    MetricOf: lambda rule, _, at: at.total(rule.metric, once=rule.once),
    RateOf: lambda rule, _, at: at.rate(rule.rate),
    ClauseOf: lambda rule, _, at: at.gross.get(rule.clause, 0),
    Sum: lambda _, values, __: sum(values),
    Product: lambda _, values, __: _multiplied(values),
    Difference: lambda _, values, __: values[0] - sum(values[1:]),
    Ratio: lambda _, values, __: Fraction(values[0]) / values[1] if values[1] else 0,
    Lowest: lambda _, values, __: min(values),
    Highest: lambda _, values, __: max(values),
    Mean: lambda _, values, __: Fraction(sum(values)) / len(values),
    Steps: lambda rule, values, at: stepped(rule, values, at.terms),
    Ladder: lambda rule, values, _: _climbed(rule, values),
    Ramp: lambda _, values, __: _ramped(values),
    When: _decided,
}
"""How each kind of expression makes its number from those inside it."""
