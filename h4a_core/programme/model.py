"""The programme file as frozen models: one outcome contract, with its words, readings and assumptions."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.readings import GivenBy, UnderReading
from h4a_core.programme.rules import ClauseOf, GroupKey, MetricOf, RateOf, Rule, Steps, ValueOf
from h4a_core.text import Text

UNITS = ("share", "nights", "months", "days", "households", "people", "number")
"""Units of values and metrics; beside them, the programme's own currency."""
Badge: TypeAlias = Literal["contract", "data", "assumption", "estimate"]
"""Where a figure comes from, as shown beside it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Frozen):
    """Where words or a value come from: a document and its words, or an address and the day it was read.

    A document that is a path stands beside the programme file; its words are quoted as they are.
    """

    document: str
    quote: str | None = None
    address: str | None = None
    date: dt.date | None = None
    note: Text | None = None


class Slider(_Frozen):
    """The range in which a value may be tried on the screen; in the value's own unit."""

    lowest: Decimal = Field(alias="from")
    highest: Decimal = Field(alias="to")
    step: Decimal = Field(gt=0)


class Evidence(_Frozen):
    """A published figure for an assumption, offered as a preset."""

    label: Text
    value: Decimal
    note: Text
    address: str
    date: dt.date


class Amendment(_Frozen):
    """Another value from a day on: claims of earlier periods keep the one before."""

    since: dt.date
    value: Decimal
    source: Source


class Value(_Frozen):
    """A number of the contract or an assumption, in its unit; `low` and `high` bound what is plausible.

    Values that name the same whole in `part_of` are its parts and add to one. `given_by` says under which
    reading others give it.
    """

    label: Text
    value: Decimal
    unit: str
    source: Source
    part_of: str | None = None
    amendments: tuple[Amendment, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    slider: Slider | None = None
    evidence: tuple[Evidence, ...] = ()
    given_by: GivenBy | None = None


class Reading(_Frozen):
    """One ambiguity of the contract's words: the meaning in force and the others they allow."""

    label: Text
    quote: str
    default: str
    alternatives: Mapping[str, Text]


class Metric(_Frozen):
    """What is counted: a state that a household reaches or not, or any quantity that a clause looks at."""

    label: Text
    meaning: Text
    unit: str = "households"
    resolves: Literal["lasting", "answering", "at_once"] = "answering"
    """How it is settled, which decides how it is forecast: by lasting until a day, by an answer, or as it happens."""
    badge: Badge = "data"
    """Whether its claims are counted or estimated."""
    source: Source | None = None


class ForEachReading(_Frozen):
    """Which claims are evaluated together, where a reading decides it."""

    reading: str
    options: Mapping[str, tuple[GroupKey, ...]]


class Clause(_Frozen):
    """One payment rule with the words of its source: for each group of claims, what `pays` gives.

    `for_each` says which claims are evaluated together: those of one cohort, period or person; all of them when empty.
    `since` (included) and `until` (not) bound the periods whose claims it sees. `year` is the contract year it pays.
    """

    id: str
    label: Text
    source: Source
    pays: Rule
    for_each: tuple[GroupKey, ...] | ForEachReading = ()
    year: int | None = Field(default=None, ge=1)
    since: dt.date | None = None
    until: dt.date | None = None

    def grouped_by(self, terms: "Terms") -> tuple[GroupKey, ...]:
        """What tells the groups apart under the readings in force."""
        if isinstance(self.for_each, ForEachReading):
            return self.for_each.options[terms.readings[self.for_each.reading]]
        return self.for_each

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that the clause looks at, in the order of its words."""
        names = [
            rule.metric if isinstance(rule, MetricOf) else rule.rate
            for rule in self.pays.walk()
            if isinstance(rule, MetricOf | RateOf)
        ]
        return tuple(dict.fromkeys(names))

    @cached_property
    def values(self) -> frozenset[str]:
        """Every value of the programme that the clause looks at."""
        return frozenset(rule.value for rule in self.pays.walk() if isinstance(rule, ValueOf))

    @cached_property
    def refers_to(self) -> frozenset[str]:
        """Every other clause whose payment this one looks at."""
        return frozenset(rule.clause for rule in self.pays.walk() if isinstance(rule, ClauseOf))

    @cached_property
    def steps(self) -> Steps | None:
        """The tiers of the clause, if it pays by tiers."""
        return next((rule for rule in self.pays.walk() if isinstance(rule, Steps)), None)


class Cap(_Frozen):
    """At most so much for `clauses` together (all when empty), in each group of `for_each`; `under` a reading only."""

    id: str
    label: Text
    source: Source
    at_most: Rule
    clauses: tuple[str, ...] = ()
    for_each: tuple[GroupKey, ...] = ()
    under: UnderReading | None = None

    def holds(self, terms: "Terms") -> bool:
        """Whether it is in force."""
        return self.under is None or self.under.holds(terms.readings)


@dataclass(frozen=True, slots=True)
class FinalPart:
    """The clause that pays by tiers on the rates of outcomes: what headroom and staircase are about."""

    clause: Clause
    outcomes: tuple[str, ...]
    steps: Steps


def exact_number(value: Decimal) -> Fraction | int:
    """A decimal as an exact number, whole where it can be."""
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact


@dataclass(frozen=True)
class Terms:
    """The values and readings in force: those of the programme file, with a scenario's changes laid over.

    `values` holds exact decimals by name, in the unit of the programme file; `readings` the chosen alternative by name.
    """

    values: Mapping[str, Decimal]
    readings: Mapping[str, str] = field(default_factory=dict)
    amended: Mapping[str, tuple[tuple[dt.date, Decimal], ...]] = field(default_factory=dict)
    given: Mapping[str, GivenBy] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Decimal:
        """Return a value by name, as it was before any amendment."""
        return self.values[name]

    @cached_property
    def exact(self) -> dict[str, Fraction | int]:
        """Every value as an exact number, whole where it can be, before any amendment."""
        return {name: exact_number(value) for name, value in self.values.items()}

    def at(self, name: str, period: dt.date | None) -> Fraction | int:
        """Return a value as in force at a period: the last amendment that began by its first day."""
        value = self.exact[name]
        for since, amended in self.amended.get(name, ()):
            if period is not None and period >= since:
                value = exact_number(amended)
        return value


class Programme(_Frozen):
    """One outcome contract: its terms, assumptions, readings, clauses and outcomes."""

    id: str
    name: Text
    currency: str
    payer: Text
    provider: Text
    terms: Mapping[str, Value] = Field(default_factory=dict)
    assumptions: Mapping[str, Value] = Field(default_factory=dict)
    readings: Mapping[str, Reading] = Field(default_factory=dict)
    milestones: Mapping[str, Metric] = Field(default_factory=dict)
    outcomes: Mapping[str, Metric] = Field(default_factory=dict)
    metrics: Mapping[str, Metric] = Field(default_factory=dict)
    stable_exit_reasons: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = Field(min_length=1)
    caps: tuple[Cap, ...] = ()

    @property
    def values(self) -> dict[str, Value]:
        """Every value that a scenario may change, by name: terms, then assumptions."""
        return {**self.terms, **self.assumptions}

    def shares_in_all(self, values: Mapping[str, Decimal]) -> Decimal:
        """What the parts of a whole (`Value.part_of`) add to under changed values; 1 when they are whole."""
        return sum((self.in_force(values)[name] for name, value in self.values.items() if value.part_of), Decimal(0))

    def value_badge(self, name: str) -> Badge:
        """Whether a value is the contract's or an assumption."""
        return "contract" if name in self.terms else "assumption"

    @property
    def counted(self) -> dict[str, Metric]:
        """Everything that facts may speak of, by name: milestones, outcomes and any other metric."""
        return {**self.milestones, **self.outcomes, **self.metrics}

    def metric(self, name: str) -> Metric:
        """Return what is counted under a name: a milestone, an outcome or any other metric.

        Raises:
            KeyError: nothing is counted under that name.

        """
        return self.milestones.get(name) or self.outcomes.get(name) or self.metrics[name]

    def clause(self, name: str) -> Clause:
        """Return a clause by its id.

        Raises:
            StopIteration: there is none.

        """
        return next(clause for clause in self.clauses if clause.id == name)

    def in_force(self, values: Mapping[str, Decimal] | None = None, readings: Mapping[str, str] | None = None) -> Terms:
        """Return the terms in force, with changes laid over the programme's own values and readings.

        A value that others give follows from them where its reading is in force, unless it was changed itself; who
        changes such another value, and says nothing else, puts that reading in force.
        """
        changed = dict(values or {})
        found = {name: value.value for name, value in self.values.items()} | changed
        chosen, given = self._read(changed, readings or {})
        return Terms(
            found | {name: one.of(found) for name, one in given.items()},
            chosen,
            self._amended(changed),
            given,
        )

    def _read(
        self, changed: Mapping[str, Decimal], readings: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, GivenBy]]:
        """The alternative in force of each reading: as said, else implied, else the file's; what others then give."""
        by_others = {name: one.given_by for name, one in self.values.items() if one.given_by and name not in changed}
        read = {name: reading.default for name, reading in self.readings.items()}
        read |= {one.reading: one.alternative for one in by_others.values() if one.value in changed}
        read |= readings
        return read, {name: one for name, one in by_others.items() if one.holds(read)}

    def _amended(self, but: Collection[str]) -> dict[str, tuple[tuple[dt.date, Decimal], ...]]:
        """The amendments of every value but some, in the order of time."""
        return {
            name: tuple(sorted((one.since, one.value) for one in value.amendments))
            for name, value in self.values.items()
            if value.amendments and name not in but
        }

    @property
    def final_part(self) -> FinalPart | None:
        """Return the clause that pays by tiers on outcomes, if the contract has one."""
        for clause in self.clauses:
            steps = clause.steps
            outcomes = tuple(name for name in clause.metrics if name in self.outcomes)
            if steps and outcomes:
                return FinalPart(clause, outcomes, steps)
        return None
