"""What a contract pays for claims: each clause for each group of claims, then the caps, every cut named.

Gross amounts are rounded half-up to the cent once, at the line. A cap takes what is above it away from the latest
period first, then from the last clause of the contract, so the order in which claims arrive never matters. A limit
that changes with time is the one in force at a line's period, for all that was paid up to then.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.explaining import explain
from h4a_core.engine.rules import Claim, Exact, Situation, evaluate
from h4a_core.engine.working import Working, cents
from h4a_core.programme.model import Badge, Cap, Clause, Programme, Terms
from h4a_core.programme.rules import GroupKey, MetricOf
from h4a_core.text import Text


@dataclass(frozen=True, slots=True)
class Group:
    """What the claims of a line have in common; None where the clause does not tell them apart."""

    cohort: int | str | None = None
    period: dt.date | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A cap that bit: its limit and what it took from one line, in the contract's currency."""

    cap: str
    limit: Decimal
    taken: Decimal


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What one clause pays one group: claims counted beside people, gross, the cuts, and what is left.

    `claims` and `people` are those of `metric`, the first that the clause looks at; an outcome claimed again makes more
    claims than people. Where a value was amended, the group's period is the day from which the value holds.
    """

    clause: Clause
    group: Group
    metric: str | None
    claims: Exact
    people: int | None
    gross: Decimal
    cuts: tuple[Cut, ...]
    situation: Situation

    @property
    def amount(self) -> Decimal:
        """What is paid, after every cap."""
        return self.gross - sum((cut.taken for cut in self.cuts), Decimal(0))

    @property
    def working(self) -> Working:
        """How the amount came about: the clause's expression, then each cap that bit."""
        currency = self.situation.programme.currency
        inside = explain(self.clause.pays, self.situation)
        gross = replace(inside, label=self.clause.label, value=self.gross, unit=currency, origin=self.clause.id)
        if not inside.inputs:
            gross = Working(
                self.clause.label, self.gross, currency, "contract", inside.label, (inside,), self.clause.id
            )
        if not self.cuts:
            return gross
        caps = tuple(_cut_working(cut, self.situation.programme) for cut in self.cuts)
        words = Text(it="lordo − tagli dei tetti", en="gross − cuts by caps")
        gross = replace(gross, label=Text(it="lordo", en="gross"))
        return Working(self.clause.label, self.amount, currency, "contract", words, (gross, *caps), self.clause.id)


def pay(programme: Programme, claims: Sequence[Claim], terms: Terms) -> list[PaidLine]:
    """What the contract pays for the claims, line by line in the order of contract and groups.

    A group with no claim in any metric that a clause looks at has no line of it: nothing counted, nothing paid.

    Args:
        programme: clauses and caps.
        claims: of any cohorts, periods and people, in any order.
        terms: values and readings in force.

    """
    lines: list[PaidLine] = []
    exact: list[Exact] = []
    for clause in programme.clauses:
        others = _pooled(clause, clause.grouped_by(terms), lines, exact)
        already: set[tuple[str, str]] = set()
        for group, own in groups(clause, claims, terms):
            if clause.refers_to and not clause.metrics and group not in others:
                continue
            situation = Situation(programme, terms, own, group.period, others.get(group, {}), frozenset(already))
            gross = evaluate(clause.pays, situation)
            lines.append(_line(clause, group, gross, situation))
            exact.append(gross)
            already |= {(one.metric, one.person) for one in own if one.person is not None and one.value > 0}
    for cap in (one for one in programme.caps if one.holds(terms)):
        lines = _capped(cap, lines, claims, programme, terms)
    return lines


def groups(clause: Clause, claims: Sequence[Claim], terms: Terms) -> list[tuple[Group, list[Claim]]]:
    """The claims that a clause evaluates together, in the order in which it pays them.

    Only claims in force count, and only groups with a claim in a metric of the clause, if it looks at any.
    """
    keys = clause.grouped_by(terms)
    eras = () if "period" in keys else _eras(clause, terms)
    found = _groups([claim for claim in claims if _in_force(clause, claim)], keys, eras)
    if not clause.metrics:
        return found
    return [(group, own) for group, own in found if any(claim.metric in clause.metrics for claim in own)]


def _line(clause: Clause, group: Group, gross: Exact, situation: Situation) -> PaidLine:
    metric = clause.metrics[0] if clause.metrics else None
    counted = situation.total(metric) if metric else 0
    people = situation.people(metric) if metric else None
    return PaidLine(clause, group, metric, counted, people, cents(gross), (), situation)


def _eras(clause: Clause, terms: Terms) -> tuple[dt.date, ...]:
    """The days from which a value of the clause was another: claims before and after one are evaluated apart."""
    names = clause.values.intersection(terms.amended)
    return tuple(sorted({since for name in names for since, _ in terms.amended[name]}))


def _pooled(
    clause: Clause, keys: Sequence[GroupKey], lines: Sequence[PaidLine], exact: Sequence[Exact]
) -> dict[Group, dict[str, Exact]]:
    """What the clauses that this one refers to pay, before caps, in each of its groups."""
    found: dict[Group, dict[str, Exact]] = {}
    for line, gross in zip(lines, exact, strict=True):
        if line.clause.id in clause.refers_to:
            own = found.setdefault(_group(line.group, keys), {})
            own[line.clause.id] = own.get(line.clause.id, 0) + gross
    return found


def _in_force(clause: Clause, claim: Claim) -> bool:
    after = clause.since is None or (claim.period is not None and claim.period >= clause.since)
    before = clause.until is None or (claim.period is not None and claim.period < clause.until)
    return after and before


def _group(claim: Claim | Group, keys: Sequence[GroupKey], eras: Sequence[dt.date] = ()) -> Group:
    period = claim.period if "period" in keys else None
    if eras and claim.period is not None:
        period = max((day for day in eras if day <= claim.period), default=None)
    return Group(claim.cohort if "cohort" in keys else None, period, claim.person if "person" in keys else None)


def _groups(
    claims: Iterable[Claim], keys: Sequence[GroupKey], eras: Sequence[dt.date] = ()
) -> list[tuple[Group, list[Claim]]]:
    found: dict[Group, list[Claim]] = {}
    for claim in claims:
        found.setdefault(_group(claim, keys, eras), []).append(claim)
    return sorted(found.items(), key=lambda one: _order(one[0]))


def _order(group: Group) -> tuple[dt.date, str, int, str, str]:
    """By period, cohort and person: cohorts that are numbers first, by size."""
    number = group.cohort if isinstance(group.cohort, int) else 0
    return (group.period or dt.date.min, type(group.cohort).__name__, number, str(group.cohort), group.person or "")


def _capped(
    cap: Cap, lines: Sequence[PaidLine], claims: Sequence[Claim], programme: Programme, terms: Terms
) -> list[PaidLine]:
    covered = [at for at, line in enumerate(lines) if not cap.clauses or line.clause.id in cap.clauses]
    gross: dict[Group, dict[str, Exact]] = {}
    for line in lines:
        own = gross.setdefault(_group(line.group, cap.for_each), {})
        own[line.clause.id] = own.get(line.clause.id, 0) + Fraction(line.gross)
    claimed = dict(_groups(claims, cap.for_each))
    places = {clause.id: place for place, clause in enumerate(programme.clauses)}
    spent: dict[Group, Decimal] = {}
    limits: dict[tuple[Group, dt.date | None], Decimal] = {}
    capped = list(lines)
    for at in sorted(covered, key=lambda at: (lines[at].group.period or dt.date.min, places[lines[at].clause.id], at)):
        line, period = lines[at], lines[at].group.period
        group = _group(line.group, cap.for_each)
        if (group, period) not in limits:
            situation = Situation(programme, terms, claimed.get(group, []), period, gross[group])
            limits[group, period] = floored(evaluate(cap.at_most, situation))
        limit, before = limits[group, period], spent.get(group, Decimal(0))
        allowed = max(min(line.amount, limit - before), Decimal(0)) if line.amount > 0 else line.amount
        spent[group] = before + allowed
        if allowed != line.amount:
            capped[at] = replace(line, cuts=(*line.cuts, Cut(cap.id, limit, line.amount - allowed)))
    return capped


def floored(limit: Exact) -> Decimal:
    """A limit in whole cents, never rounded up: no cap is exceeded by half a cent."""
    return Decimal(math.floor(limit * 100)).scaleb(-2)


def _cut_working(cut: Cut, programme: Programme) -> Working:
    cap = next(one for one in programme.caps if one.id == cut.cap)
    looked_at = {one.metric for one in cap.at_most.walk() if isinstance(one, MetricOf)}
    estimated = any(programme.metric(name).badge == "estimate" for name in looked_at)
    badge: Badge = "estimate" if estimated else "contract"
    limit = Working(Text(it="tetto", en="cap"), cut.limit, programme.currency, badge, origin=cap.id)
    return Working(cap.label, cut.taken, programme.currency, "contract", None, (limit,), cap.id)
