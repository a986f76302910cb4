"""Indicators as data: what is looked at, in which unit, against which target, how often, and how it can be verified.

An evaluator adds an indicator in `indicators.yaml` alone. Its figure comes from exactly one of: a query over the
records, a formula over the contract and the indicators before it, a figure of the statement, a number that a source
states (docs/indicators.md).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.checking import clause_faults, pointer
from h4a_core.programme.loading import ProgrammeError
from h4a_core.programme.model import UNITS, Clause, Metric, Programme, Source
from h4a_core.programme.rules import ClauseOf, MetricOf, RateOf, Rule
from h4a_core.text import Text
from h4a_core.yaml_files import Place, load_model, unknown_name

FIGURES: Mapping[str, str | None] = {
    "households": "households",
    "people": "people",
    "minors": "people",
    "housed_now": "share",
    "expected_cost": None,
    "observed_cost": None,
    "gross_saving": None,
    "net_saving": None,
    "earned": None,
    "possible": None,
}
"""The figures of the statement that an indicator may show, each with its unit; None: the contract's currency."""
WAYS = ("query", "formula", "figure", "stated")
"""Where an indicator's figure may come from: it has exactly one of these."""

Faults: TypeAlias = Iterator[tuple[Place, Text]]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Stated(_Frozen):
    """A number that a source states, in the indicator's unit."""

    value: Decimal
    source: Source


class Target(_Frozen):
    """What the indicator aims at: a number with its source, or a formula over the contract's values.

    Reached when the value is at least the target (at most, where lower is better). With `strict` the target itself is
    not enough; with `side`, a reading of the contract decides.
    """

    number: Decimal | None = None
    source: Source | None = None
    formula: Rule | None = None
    strict: bool = False
    side: str | None = None


class Indicator(_Frozen):
    """One indicator: its words, unit and target, how often it is taken, how anyone can verify it, and its figure."""

    label: Text
    meaning: Text
    unit: str
    direction: Literal["higher", "lower"]
    frequency: Text
    verification: Text
    target: Target | None = None
    query: str | None = None
    formula: Rule | None = None
    figure: str | None = None
    stated: Stated | None = None


class _Indicators(_Frozen):
    indicators: Mapping[str, Indicator] = Field(min_length=1)


def load_indicators(path: Path, programme: Programme) -> Mapping[str, Indicator]:
    """Read the indicators of a programme, by name, in the order of the file.

    Args:
        path: the file.
        programme: the contract whose values, metrics and readings the formulas may name.

    Raises:
        ProgrammeError: unknown or duplicate key, a name that points nowhere, two ways to a figure or none, a formula
            that looks at an indicator below it. All faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    return load_model(
        path, _Indicators, lambda read: indicator_faults(programme, read.indicators), ProgrammeError
    ).indicators


def with_indicators(programme: Programme, indicators: Mapping[str, Indicator]) -> Programme:
    """The contract with the indicators among its metrics, so that its rules may look at them by name."""
    named = {name: Metric(label=one.label, meaning=one.meaning, unit=one.unit) for name, one in indicators.items()}
    return programme.model_copy(update={"metrics": {**programme.metrics, **named}})


def indicator_faults(programme: Programme, indicators: Mapping[str, Indicator]) -> Faults:
    """Everything wrong with indicators, each fault with its place below `indicators`."""
    for name, one in indicators.items():
        here: Place = ("indicators", name)
        if name in {*programme.counted, *programme.values, *(clause.id for clause in programme.clauses)}:
            yield here, _TAKEN.format(name=name)
        if one.unit not in {*UNITS, programme.currency}:
            yield (*here, "unit"), unknown_name(one.unit, (*UNITS, programme.currency))
        ways = [way for way in WAYS if getattr(one, way) is not None]
        if len(ways) != 1:
            yield here, _ONE_WAY
        if one.figure is not None:
            yield from _figure_faults(programme, one.figure, one.unit, here)
        if one.target is not None:
            yield from _target_faults(programme, one.target, (*here, "target"))
    yield from _formula_faults(programme, indicators)


_TAKEN = Text(
    it="«{name}» è già un nome del contratto: scegline un altro, per esempio {name}_indicator",
    en="'{name}' is already a name of the contract: choose another, such as {name}_indicator",
)
_ONE_WAY = Text(
    it=f"la cifra viene da uno solo tra {', '.join(WAYS)}: lasciane uno",
    en=f"the figure comes from just one of {', '.join(WAYS)}: leave one",
)
_ONE_TARGET = Text(
    it="un obiettivo è number con la sua source, oppure formula: per esempio  formula: {value: full_threshold}",
    en="a target is number with its source, or formula: for example  formula: {value: full_threshold}",
)
_TWO_SIDES = Text(it="strict o side, non tutti e due", en="strict or side, not both")


def _figure_faults(programme: Programme, figure: str, unit: str, here: Place) -> Faults:
    yield from pointer((*here, "figure"), figure, FIGURES)
    fitting = FIGURES.get(figure, unit) or programme.currency
    if unit != fitting:
        yield (*here, "unit"), _OTHER_UNIT.format(figure=figure, unit=fitting)


_OTHER_UNIT = Text(
    it="«{figure}» si misura in {unit}: scrivi  unit: {unit}", en="'{figure}' is in {unit}: write  unit: {unit}"
)


def _target_faults(programme: Programme, target: Target, here: Place) -> Faults:
    stated = target.number is not None
    if stated == (target.formula is not None) or stated != (target.source is not None):
        yield here, _ONE_TARGET
    if target.strict and target.side is not None:
        yield here, _TWO_SIDES
    if target.side is not None:
        yield from pointer((*here, "side"), target.side, programme.readings)


def _formula_faults(programme: Programme, indicators: Mapping[str, Indicator]) -> Faults:
    """Faults of the formulas: those of any rule of the contract, and looking at what is not known yet."""
    found: list[tuple[Place, str, Rule]] = []
    for name, one in indicators.items():
        if one.formula is not None:
            found.append((("indicators", name, "formula"), name, one.formula))
        if one.target is not None and one.target.formula is not None:
            found.append((("indicators", name, "target", "formula"), name, one.target.formula))
    order = list(indicators)
    for place, name, rule in found:
        yield from _order_faults(rule, order[order.index(name) :], place)
    clauses = tuple(
        Clause(id=name, label=indicators[name].label, source=Source(document=name), pays=rule)
        for _, name, rule in found
    )
    as_clauses = with_indicators(programme, indicators).model_copy(update={"clauses": clauses, "caps": ()})
    for (_, position, *inside), message in clause_faults(as_clauses):
        yield (*found[int(position)][0], *inside[1:]), message


def _order_faults(rule: Rule, later: list[str], place: Place) -> Faults:
    for part in rule.walk():
        if isinstance(part, ClauseOf):
            yield place, _NO_CLAUSE
        looked_at = part.metric if isinstance(part, MetricOf) else part.rate if isinstance(part, RateOf) else None
        if looked_at in later:
            yield place, _NOT_YET.format(name=looked_at, own=later[0])


_NO_CLAUSE = Text(
    it="clause vale solo nel contratto: per il premio scrivi un indicatore con  figure: earned",
    en="clause is for the contract only: for the premium write an indicator with  figure: earned",
)
_NOT_YET = Text(
    it="«{name}» non è ancora calcolato: mettilo sopra «{own}»",
    en="'{name}' is not computed yet: put it above '{own}'",
)
