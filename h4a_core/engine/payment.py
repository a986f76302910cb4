"""What a contract pays for claims: each clause for each group of claims, then the caps, every cut named.

Gross amounts are rounded half-up to the cent once, at the line. A cap takes what is above it away from the latest
period first, then from the last clause of the contract, so the order in which claims arrive never matters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from h4a_core.engine.rules import Claim, Exact, Situation, evaluate, explain
from h4a_core.engine.working import CENT, Working, cents
from h4a_core.programme.model import Cap, Clause, Programme, Terms
from h4a_core.programme.rules import GroupKey
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
    """What one clause pays one group: claims counted beside people, gross, the cuts, and what is left."""

    clause: Clause
    group: Group
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
        if not self.cuts:
            return gross
        caps = tuple(_cut_working(cut, self.situation.programme) for cut in self.cuts)
        words = Text(it="lordo − tagli dei tetti", en="gross − cuts by caps")
        gross = replace(gross, label=Text(it="lordo", en="gross"))
        return Working(self.clause.label, self.amount, currency, "contract", words, (gross, *caps), self.clause.id)


def pay(programme: Programme, claims: Sequence[Claim], terms: Terms) -> list[PaidLine]:
    """What the contract pays for the claims, line by line in the order of contract and groups.

    Args:
        programme: clauses and caps.
        claims: of any cohorts, periods and people, in any order.
        terms: values and readings in force.

    """
    gross: dict[Group, dict[str, Exact]] = {}
    lines: list[PaidLine] = []
    for clause in programme.clauses:
        for group, own in _groups(claims, _keys(clause, terms)):
            seen = [claim for claim in own if _in_force(clause, claim)]
            situation = Situation(programme, terms, seen, group.period, gross.setdefault(group, {}))
            exact = evaluate(clause.pays, situation)
            gross[group][clause.id] = exact
            counted = [claim for claim in seen if claim.metric in clause.metrics]
            people = [claim.people for claim in counted if claim.people is not None]
            lines.append(
                PaidLine(
                    clause, group, sum(claim.value for claim in counted),
                    sum(people) if people else None, cents(exact), (), situation,
                )
            )  # fmt: skip
    for cap in programme.caps:
        lines = _capped(cap, lines, claims, programme, terms)
    return lines


def _keys(clause: Clause, terms: Terms) -> tuple[GroupKey, ...]:
    """How the claims are grouped; by period too where a value of the clause was amended."""
    keys = clause.grouped_by(terms)
    amended = not clause.values.isdisjoint(terms.amended)
    return (*keys, "period") if amended and "period" not in keys else keys


def _in_force(clause: Clause, claim: Claim) -> bool:
    after = clause.since is None or (claim.period is not None and claim.period >= clause.since)
    before = clause.until is None or (claim.period is not None and claim.period < clause.until)
    return after and before


def _group(claim: Claim | Group, keys: Sequence[GroupKey]) -> Group:
    return Group(**{key: getattr(claim, key) for key in keys})


def _groups(claims: Iterable[Claim], keys: Sequence[GroupKey]) -> list[tuple[Group, list[Claim]]]:
    found: dict[Group, list[Claim]] = {}
    for claim in claims:
        found.setdefault(_group(claim, keys), []).append(claim)
    return sorted(found.items(), key=lambda one: _order(one[0]))


def _order(group: Group) -> tuple[dt.date, str, str]:
    return (group.period or dt.date.min, str(group.cohort or ""), group.person or "")


def _capped(
    cap: Cap, lines: Sequence[PaidLine], claims: Sequence[Claim], programme: Programme, terms: Terms
) -> list[PaidLine]:
    limits = {group: _limit(cap, own, group, lines, programme, terms) for group, own in _groups(claims, cap.for_each)}
    left = dict(limits)
    paid: dict[int, PaidLine] = {}
    places = {clause.id: place for place, clause in enumerate(programme.clauses)}
    order = sorted(
        range(len(lines)), key=lambda at: (lines[at].group.period or dt.date.min, places[lines[at].clause.id], at)
    )
    for at in order:
        line, group = lines[at], _group(lines[at].group, cap.for_each)
        if (cap.clauses and line.clause.id not in cap.clauses) or group not in left:
            paid[at] = line
            continue
        allowed = max(min(line.amount, left[group]), Decimal(0)) if line.amount > 0 else line.amount
        left[group] -= allowed
        cut = Cut(cap.id, limits[group], line.amount - allowed)
        paid[at] = replace(line, cuts=(*line.cuts, cut)) if cut.taken else line
    return [paid[at] for at in range(len(lines))]


def _limit(
    cap: Cap, own: list[Claim], group: Group, lines: Sequence[PaidLine], programme: Programme, terms: Terms
) -> Decimal:
    """The most that may be paid to a group, never rounded up: no cap is exceeded by half a cent."""
    gross: dict[str, Exact] = {}
    for line in lines:
        if _group(line.group, cap.for_each) == group:
            gross[line.clause.id] = gross.get(line.clause.id, 0) + Fraction(line.gross)
    exact = Fraction(evaluate(cap.at_most, Situation(programme, terms, own, group.period, gross)))
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(CENT, ROUND_FLOOR)


def _cut_working(cut: Cut, programme: Programme) -> Working:
    cap = next(one for one in programme.caps if one.id == cut.cap)
    limit = Working(Text(it="tetto", en="cap"), cut.limit, programme.currency, "contract", origin=cap.id)
    return Working(cap.label, cut.taken, programme.currency, "contract", None, (limit,), cap.id)
