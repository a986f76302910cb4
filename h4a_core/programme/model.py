"""The programme file as frozen models: one outcome contract, with its words, readings and assumptions."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.text import Text

Unit: TypeAlias = Literal["share", "EUR", "nights", "months", "days", "households"]
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


class Value(_Frozen):
    """A number of the contract or an assumption, in its unit; `low` and `high` bound what is plausible."""

    label: Text
    value: Decimal
    unit: Unit
    source: Source
    low: Decimal | None = None
    high: Decimal | None = None
    slider: Slider | None = None
    evidence: tuple[Evidence, ...] = ()


class Reading(_Frozen):
    """One ambiguity of the contract's words: the meaning in force and the others they allow."""

    label: Text
    quote: str
    default: str
    alternatives: Mapping[str, Text]


class Metric(_Frozen):
    """A state that a household reaches or not: a milestone or an outcome."""

    label: Text
    meaning: Text
    source: Source | None = None


class Tier(_Frozen):
    """A step of the final payment: at or above `threshold` (which of the two, a reading says) `pays` is paid."""

    threshold: str
    side: str
    pays: str


class _Clause(_Frozen):
    id: str
    label: Text
    year: int = Field(ge=1)
    share: str
    source: Source


class PerHouseholdClause(_Clause):
    """A share of the premium for each household that reached a milestone."""

    kind: Literal["per_household"]
    metric: str


class TieredClause(_Clause):
    """A share of the premium for all households of the cohort, times the tier that the outcomes' rates reach."""

    kind: Literal["tiered"]
    outcomes: tuple[str, ...] = Field(min_length=1)
    tiers: tuple[Tier, ...] = Field(min_length=1)


Clause: TypeAlias = Annotated[PerHouseholdClause | TieredClause, Field(discriminator="kind")]


class ImpactChain(_Frozen):
    """The skeleton of the impact chain, as the evaluation model names it."""

    inputs: tuple[Text, ...]
    activities: tuple[Text, ...]
    outputs: tuple[Text, ...]
    outcomes: tuple[Text, ...]
    impact: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The values and readings in force: those of the programme file, with a scenario's changes laid over.

    `values` holds exact decimals by name, in the unit of the programme file; `readings` the chosen alternative by name.
    """

    values: Mapping[str, Decimal]
    readings: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Decimal:
        """Return a value by name."""
        return self.values[name]


class Programme(_Frozen):
    """One outcome contract: its terms, assumptions, readings, clauses, outcomes and impact chain."""

    id: str
    name: Text
    currency: str
    payer: Text
    provider: Text
    terms: Mapping[str, Value]
    assumptions: Mapping[str, Value]
    readings: Mapping[str, Reading]
    milestones: Mapping[str, Metric]
    outcomes: Mapping[str, Metric]
    stable_exit_reasons: tuple[str, ...]
    clauses: tuple[Clause, ...]
    impact_chain: ImpactChain

    @property
    def values(self) -> dict[str, Value]:
        """Every value that a scenario may change, by name: terms, then assumptions."""
        return {**self.terms, **self.assumptions}

    def value_badge(self, name: str) -> Badge:
        """Whether a value is the contract's or an assumption."""
        return "contract" if name in self.terms else "assumption"

    def metric(self, name: str) -> Metric:
        """Return a milestone or an outcome by name."""
        return self.milestones.get(name) or self.outcomes[name]

    def in_force(self, values: Mapping[str, Decimal] | None = None, readings: Mapping[str, str] | None = None) -> Terms:
        """Return the terms in force, with changes laid over the programme's own values and readings."""
        return Terms(
            {name: value.value for name, value in self.values.items()} | dict(values or {}),
            {name: reading.default for name, reading in self.readings.items()} | dict(readings or {}),
        )

    def tiered(self) -> TieredClause | None:
        """Return the clause that pays by tier, if the contract has one."""
        return next((clause for clause in self.clauses if isinstance(clause, TieredClause)), None)
