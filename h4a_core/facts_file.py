"""A facts file: what was achieved, measured or spent in a programme, written by hand or by another system.

YAML or JSON; each row is one claim. No database is needed: `python -m h4a_core pay` pays what the rows earn.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.engine.payment import groups
from h4a_core.engine.rules import Claim
from h4a_core.programme.model import Clause, Programme, Terms, exact_number
from h4a_core.programme.rules import Expression, MetricOf, RateOf, Ratio
from h4a_core.text import Text
from h4a_core.yaml_files import FileRefusedError, Place, load_model, unknown_name


class FactsError(FileRefusedError):
    """A facts file is refused; `faults` holds every reason, `said(lang)` the whole message."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Frozen):
    """One row: `value` units of a metric, `of` that were counted, by `people`; for which cohort, period and person.

    `value` and `of` are exact, in the metric's own unit. `period` is the first day of the period; `person` a pseudonym.
    """

    metric: str
    value: Decimal
    of: Decimal | None = Field(default=None, ge=0)
    people: int | None = Field(default=None, ge=0)
    cohort: int | str | None = None
    period: dt.date | None = None
    person: str | None = None

    @property
    def claim(self) -> Claim:
        """The row as the engine reads it."""
        of = None if self.of is None else exact_number(self.of)
        return Claim(self.metric, exact_number(self.value), of, self.people, self.cohort, self.period, self.person)


class FactsFile(_Frozen):
    """The facts of one programme; nothing in it is later than `as_of`."""

    programme: str
    as_of: dt.date | None = None
    facts: tuple[Fact, ...]

    @property
    def claims(self) -> list[Claim]:
        """All rows as claims, in the order of the file."""
        return [fact.claim for fact in self.facts]


def load_facts(path: Path, programme: Programme, terms: Terms | None = None) -> FactsFile:
    """Read a facts file and hold it against the programme that will pay it.

    Args:
        path: the file, YAML or JSON, UTF-8.
        programme: whose metrics and clauses the facts are for.
        terms: values and readings in force; the programme's own if not given.

    Raises:
        FactsError: another programme, an unknown metric, a row that lacks what a clause needs of it, a day after
            `as_of`. All faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    in_force = terms or programme.in_force()

    def check(file: FactsFile) -> Iterator[tuple[Place, Text]]:
        return fact_faults(file, programme, in_force)

    return load_model(path, FactsFile, check, FactsError)


def fact_faults(file: FactsFile, programme: Programme, terms: Terms) -> Iterator[tuple[Place, Text]]:
    """Everything in the facts that the programme does not know or could not pay."""
    if file.programme != programme.id:
        yield ("programme",), unknown_name(file.programme, [programme.id])
    rates = {rule.rate for clause in programme.clauses for rule in clause.pays.walk() if isinstance(rule, RateOf)}
    needs = _needs(programme, terms)
    whole = True
    for position, fact in enumerate(file.facts):
        here: Place = ("facts", position)
        if fact.metric not in programme.counted:
            yield (*here, "metric"), unknown_name(fact.metric, programme.counted)
            whole = False
            continue
        if fact.metric in rates and fact.of is None:
            yield here, _LACKS.format(name="of", metric=fact.metric, shown="of: 11", why="rate")
        for name, clause in needs.get(fact.metric, {}).items():
            if getattr(fact, name) is None:
                yield here, _LACKS.format(name=name, metric=fact.metric, shown=f"{name}: {_SHOWN[name]}", why=clause)
        if file.as_of is not None and fact.period is not None and fact.period > file.as_of:
            yield (*here, "period"), _TOO_LATE.format(period=fact.period, day=file.as_of)
    if whole:
        yield from _gaps(file, programme, terms)


def _gaps(file: FactsFile, programme: Programme, terms: Terms) -> Iterator[tuple[Place, Text]]:
    """What was not counted where a clause compares: a rate over nothing must not pass for a result of zero."""
    for clause in programme.clauses:
        compared = {
            name
            for rule in clause.pays.walk()
            if isinstance(rule, RateOf | Ratio)
            for one in rule.walk()
            if (name := _metric_of(one)) is not None
        }
        for group, claims in groups(clause, file.claims, terms):
            for name in sorted(compared - {claim.metric for claim in claims}):
                who = [str(one) for one in (group.cohort, group.period, group.person) if one is not None]
                yield ("facts",), _GAP.format(metric=name, who=" ".join(who) or "-", clause=clause.id)


def _metric_of(rule: Expression) -> str | None:
    if isinstance(rule, MetricOf):
        return rule.metric
    return rule.rate if isinstance(rule, RateOf) else None


_SHOWN = {"cohort": "2022", "period": "2022-01-01", "person": "P-001"}
_LACKS = Text(
    it="manca «{name}», di cui «{metric}» ha bisogno ({why}): aggiungi  {shown}",
    en="'{name}' is missing, which '{metric}' needs ({why}): add  {shown}",
)
_GAP = Text(
    it="manca «{metric}» per {who}, che «{clause}» confronta: aggiungi una riga  - {{metric: {metric}, value: 0}}",
    en="'{metric}' is missing for {who}, which '{clause}' compares: add a row  - {{metric: {metric}, value: 0}}",
)
_TOO_LATE = Text(
    it="il periodo comincia il {period}, dopo as_of {day}: togli la riga o sposta as_of",
    en="the period begins on {period}, after as_of {day}: remove the row or move as_of",
)


def _needs(programme: Programme, terms: Terms) -> dict[str, dict[str, str]]:
    """What rows of each metric must say, and for which clause: who they are for, and when where time matters."""
    found: dict[str, dict[str, str]] = {}
    for clause in programme.clauses:
        keys = [*clause.grouped_by(terms), *(["period"] if _looks_at_time(clause, terms) else [])]
        for metric in clause.metrics:
            for key in keys:
                found.setdefault(metric, {}).setdefault(key, clause.id)
    return found


def _looks_at_time(clause: Clause, terms: Terms) -> bool:
    return bool(clause.since or clause.until or not clause.values.isdisjoint(terms.amended))
