"""Payment rules as data: a small closed set of expressions that combine into any clause.

An expression is a YAML mapping with one of these keys; its leaves are values of the programme and metrics of the facts:

    number, value                         a plain number; a named term or assumption (as dated at the claim's period)
    metric, rate                          the sum of a metric's claims; what was achieved over what was counted
    sum, product, difference, ratio       arithmetic; a ratio over nothing is nothing
    lowest, highest, mean                 a cap is the lowest of two, a floor the highest
    steps, ladder                         tiers whose ends are open or closed by data; another price beyond a number
    ramp, when                            a straight line between two results; all or any of some conditions
    choose, clause                        one expression for each alternative of a reading; what another clause pays

Shapes of real contracts and how each is written: docs/contracts.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from h4a_core.programme.readings import UnderReading
from h4a_core.text import Text

GroupKey: TypeAlias = Literal["cohort", "period", "person"]


class Expression(BaseModel):
    """What all expressions share: a label for the working, where the clause's own words say it better."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    label: Text | None = None

    @cached_property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions directly inside this one, in the order in which they are evaluated."""
        return ()

    def walk(self) -> Iterator[Expression]:
        """This expression and all inside it."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Number(Expression):
    """A plain number of the contract's formula, such as a count of parts; what has a source is a value."""

    number: Decimal


class ValueOf(Expression):
    """A term or assumption by name; where it was amended, the one in force at the claim's period."""

    value: str


class MetricOf(Expression):
    """The sum of a metric's claims; `once` counts each person once, however often the outcome was claimed."""

    metric: str
    once: bool = False


class RateOf(Expression):
    """A metric's sum over the sum of what was counted for it (`of` in the facts)."""

    rate: str


class _Arithmetic(Expression):
    """An expression whose parts are all that stands under its key."""

    @cached_property
    def parts(self) -> tuple[Expression, ...]:
        """What is added, multiplied, compared ..., in the order of the file."""
        (key,) = type(self).model_fields.keys() - {"label"}
        parts: tuple[Expression, ...] = getattr(self, key)
        return parts


class Sum(_Arithmetic):
    """All parts added."""

    sum: tuple[Rule, ...] = Field(min_length=1)


class Product(_Arithmetic):
    """All parts multiplied."""

    product: tuple[Rule, ...] = Field(min_length=1)


class Difference(_Arithmetic):
    """The first part less all others."""

    difference: tuple[Rule, ...] = Field(min_length=2)


class Ratio(_Arithmetic):
    """The first part (numerator) over the second (denominator); zero when the second is zero."""

    ratio: tuple[Rule, Rule]


class Lowest(_Arithmetic):
    """The lowest of the parts."""

    lowest: tuple[Rule, ...] = Field(min_length=1)


class Highest(_Arithmetic):
    """The highest of the parts."""

    highest: tuple[Rule, ...] = Field(min_length=1)


class Mean(_Arithmetic):
    """The mean of the parts."""

    mean: tuple[Rule, ...] = Field(min_length=1)


class _Strict(BaseModel):
    model_config = Expression.model_config


class Tier(_Strict):
    """A step: from `at_least` on, or only `above`, or from `threshold` with the side that a reading fixes."""

    at_least: Rule | None = None
    above: Rule | None = None
    threshold: Rule | None = None
    side: str | None = None
    pays: Rule

    @property
    def bound(self) -> Rule:
        """The number that the step starts at."""
        found = self.at_least or self.above or self.threshold
        assert found is not None  # noqa: S101 - the file was refused otherwise
        return found


class StepsOf(_Strict):
    """A result and the tiers it may reach, highest first; what readings make of them (engine/tiers.py)."""

    of: Rule
    tiers: tuple[Tier, ...] = Field(min_length=1)
    between: UnderReading | None = None
    below: UnderReading | None = None
    times_result: UnderReading | None = None


class Steps(Expression):
    """What the first tier pays that the result reaches; nothing below the last."""

    steps: StepsOf

    @cached_property
    def parts(self) -> tuple[Expression, ...]:
        """The result, then bound and payment of each tier."""
        return (self.steps.of, *(part for tier in self.steps.tiers for part in (tier.bound, tier.pays)))


class Band(_Strict):
    """A price for what lies above the band before and up to `up_to`; the last band may have no end."""

    up_to: Rule | None = None
    price: Rule


class LadderOf(_Strict):
    """A quantity and the bands of its price."""

    of: Rule
    bands: tuple[Band, ...] = Field(min_length=1)


class Ladder(Expression):
    """A volume ladder: each part of a quantity at the price of its band; beyond the last band's end nothing."""

    ladder: LadderOf

    @cached_property
    def parts(self) -> tuple[Expression, ...]:
        """The quantity, then end and price of each band."""
        ends = (part for band in self.ladder.bands for part in (band.up_to, band.price) if part is not None)
        return (self.ladder.of, *ends)


class Point(_Strict):
    """A result and what it pays."""

    at: Rule
    pays: Rule


class RampOf(_Strict):
    """A result and the two points between which the payment rises or falls in a line."""

    of: Rule
    start: Point = Field(alias="from")
    end: Point = Field(alias="to")


class Ramp(Expression):
    """Straight line between two points; before the first and after the second it stays at their payment."""

    ramp: RampOf

    @cached_property
    def parts(self) -> tuple[Expression, ...]:
        """The result, then the two points."""
        points = self.ramp
        return (points.of, points.start.at, points.start.pays, points.end.at, points.end.pays)


class Condition(_Strict):
    """A result against a bound, or the claim's period against a day (`since` included, `until` not)."""

    left: Rule | None = Field(default=None, alias="of")
    at_least: Rule | None = None
    above: Rule | None = None
    below: Rule | None = None
    at_most: Rule | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def bounds(self) -> tuple[tuple[str, Rule], ...]:
        """The comparisons that must hold, by name."""
        found = (("at_least", self.at_least), ("above", self.above), ("below", self.below), ("at_most", self.at_most))
        return tuple((name, bound) for name, bound in found if bound is not None)


class WhenOf(_Strict):
    """Conditions and what is paid if they hold."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    then: Rule
    otherwise: Rule | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those that must all hold, then those of which one is enough."""
        return (*self.all, *self.any)


class When(Expression):
    """`then` if every condition of `all` holds and at least one of `any`, else `otherwise` (nothing if not given)."""

    when: WhenOf

    @cached_property
    def parts(self) -> tuple[Expression, ...]:
        """The sides of each comparison, then both outcomes."""
        sides = []
        for condition in self.when.conditions:
            if condition.left is not None:
                sides += [condition.left, *(bound for _, bound in condition.bounds)]
        return (*sides, self.when.then, *(() if self.when.otherwise is None else (self.when.otherwise,)))


class ChooseOf(_Strict):
    """A reading and the expression for each of its alternatives."""

    reading: str
    options: Mapping[str, Rule]


class Choose(Expression):
    """The expression of the alternative in force."""

    choose: ChooseOf

    @cached_property
    def parts(self) -> tuple[Expression, ...]:
        """Every alternative, in the order of the file."""
        return tuple(self.choose.options.values())


class ClauseOf(Expression):
    """What another clause pays for the same claims, before caps."""

    clause: str


_KINDS: dict[str, type[Expression]] = {
    "number": Number,
    "value": ValueOf,
    "metric": MetricOf,
    "rate": RateOf,
    "sum": Sum,
    "product": Product,
    "difference": Difference,
    "ratio": Ratio,
    "lowest": Lowest,
    "highest": Highest,
    "mean": Mean,
    "steps": Steps,
    "ladder": Ladder,
    "ramp": Ramp,
    "when": When,
    "choose": Choose,
    "clause": ClauseOf,
}
KINDS = tuple(_KINDS)
"""The keys of which an expression has exactly one."""


def _kind(data: Any) -> str | None:  # noqa: ANN401 - what stands in the file
    if isinstance(data, Expression):
        return next(name for name, model in _KINDS.items() if isinstance(data, model))
    return next((name for name in KINDS if name in data), None) if isinstance(data, Mapping) else None


Rule: TypeAlias = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[ValueOf, Tag("value")]
    | Annotated[MetricOf, Tag("metric")]
    | Annotated[RateOf, Tag("rate")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[Product, Tag("product")]
    | Annotated[Difference, Tag("difference")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[Lowest, Tag("lowest")]
    | Annotated[Highest, Tag("highest")]
    | Annotated[Mean, Tag("mean")]
    | Annotated[Steps, Tag("steps")]
    | Annotated[Ladder, Tag("ladder")]
    | Annotated[Ramp, Tag("ramp")]
    | Annotated[When, Tag("when")]
    | Annotated[Choose, Tag("choose")]
    | Annotated[ClauseOf, Tag("clause")],
    Discriminator(_kind),
]
"""Any expression."""

_INSIDE: tuple[type[BaseModel], ...] = (Tier, StepsOf, Band, LadderOf, Point, RampOf, Condition, WhenOf, ChooseOf)
for _model in (*_KINDS.values(), *_INSIDE):
    _model.model_rebuild()
