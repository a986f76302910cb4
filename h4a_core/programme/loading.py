"""Reading a programme file: what the model alone cannot see is checked here, each fault with its line and remedy."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from h4a_core.programme.model import UNITS, Clause, ForEachReading, Programme
from h4a_core.programme.rules import (
    Choose,
    ClauseOf,
    Expression,
    MetricOf,
    Number,
    RateOf,
    Rule,
    Steps,
    Tier,
    ValueOf,
    When,
)
from h4a_core.text import Text
from h4a_core.yaml_files import FileRefusedError, Place, load_model, unknown_name


class ProgrammeError(FileRefusedError):
    """A programme file is refused; `faults` holds every reason, `said(lang)` the whole message."""


def load_programme(path: Path) -> Programme:
    """Read a programme file into frozen models.

    Raises:
        ProgrammeError: unknown or duplicate key, wrong type, parts that do not add to 1, tiers in an order that makes no
            sense, a name that points nowhere. All faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    return load_model(path, Programme, _contradictions, ProgrammeError)


Faults = Iterator[tuple[Place, Text]]


def _contradictions(programme: Programme) -> Faults:
    yield from _value_faults(programme)
    yield from _part_faults(programme)
    for position, clause in enumerate(programme.clauses):
        here: Place = ("clauses", position)
        yield from _rule_faults(programme, clause.pays, (*here, "pays"))
        yield from _clause_faults(programme, clause, here)
    clauses = [clause.id for clause in programme.clauses]
    for position, cap in enumerate(programme.caps):
        yield from _rule_faults(programme, cap.at_most, ("caps", position, "at_most"))
        for name in cap.clauses:
            yield from _pointer(("caps", position, "clauses"), name, clauses)


def _value_faults(programme: Programme) -> Faults:
    for group, values in (("terms", programme.terms), ("assumptions", programme.assumptions)):
        for name, value in values.items():
            if value.unit not in {*UNITS, programme.currency}:
                yield (group, name, "unit"), unknown_name(value.unit, (*UNITS, programme.currency))
            if value.value < 0 or (value.unit == "share" and value.value > 1):
                yield (group, name, "value"), _out_of_range(value.value)
            if value.low is not None and value.high is not None and not value.low <= value.value <= value.high:
                it = f"low {value.low}, value {value.value}, high {value.high}: devono crescere in quest'ordine"
                en = f"low {value.low}, value {value.value}, high {value.high}: they must rise in this order"
                yield (group, name), Text(it=it, en=en)
    for name, reading in programme.readings.items():
        yield from _pointer(("readings", name, "default"), reading.default, reading.alternatives)


def _out_of_range(value: Decimal) -> Text:
    return Text(
        it=f"{value} è fuori misura: una quota va da 0 a 1 (20 % si scrive 0.20), il resto non è negativo",
        en=f"{value} is out of range: a share goes from 0 to 1 (20 % is 0.20), the rest is not negative",
    )


def _part_faults(programme: Programme) -> Faults:
    wholes: dict[str, list[Decimal]] = {}
    for value in programme.values.values():
        if value.part_of:
            wholes.setdefault(value.part_of, []).append(value.value)
    for whole, parts in wholes.items():
        if sum(parts) != 1:
            total = f"{sum(parts):f}"
            yield (
                ("terms",),
                Text(
                    it=f"le parti di «{whole}» fanno {total} e devono fare 1",
                    en=f"the parts of '{whole}' add to {total} and must add to 1",
                ),
            )


def _clause_faults(programme: Programme, clause: Clause, here: Place) -> Faults:
    if isinstance(clause.for_each, ForEachReading):
        place = (*here, "for_each")
        yield from _pointer((*place, "reading"), clause.for_each.reading, programme.readings)
        yield from _alternatives(programme, clause.for_each.reading, clause.for_each.options, place)


def _rule_faults(programme: Programme, rule: Expression, place: Place) -> Faults:
    for one in rule.walk():
        match one:
            case ValueOf():
                yield from _pointer(place, one.value, programme.values)
            case MetricOf():
                yield from _pointer(place, one.metric, _metrics(programme))
            case RateOf():
                yield from _pointer(place, one.rate, _metrics(programme))
            case ClauseOf():
                yield from _pointer(place, one.clause, [clause.id for clause in programme.clauses])
            case Choose():
                yield from _pointer(place, one.choose.reading, programme.readings)
                yield from _alternatives(programme, one.choose.reading, one.choose.options, place)
            case Steps():
                yield from _tier_faults(programme, one, place)
            case When():
                yield from _condition_faults(one, place)


def _metrics(programme: Programme) -> Iterable[str]:
    return (*programme.milestones, *programme.outcomes, *programme.metrics)


def _alternatives(programme: Programme, reading: str, options: Iterable[str], place: Place) -> Faults:
    known = programme.readings.get(reading)
    if known and set(options) != set(known.alternatives):
        names = ", ".join(known.alternatives)
        yield (
            place,
            Text(
                it=f"servono tutte e sole le alternative di «{reading}»: {names}",
                en=f"all alternatives of '{reading}' are needed, and no others: {names}",
            ),
        )


def _condition_faults(rule: When, place: Place) -> Faults:
    for condition in rule.when.conditions:
        compared = condition.left is not None and condition.bounds
        dated = condition.since or condition.until
        if not compared and not dated:
            yield (
                place,
                Text(
                    it="una condizione confronta qualcosa (of e at_least, above, below o at_most) o un giorno (since, until)",
                    en="a condition compares something (of and at_least, above, below or at_most) or a day (since, until)",
                ),
            )


def _tier_faults(programme: Programme, rule: Steps, place: Place) -> Faults:
    known: list[tuple[Decimal, Decimal]] = []
    for tier in rule.steps.tiers:
        bounds = [bound for bound in (tier.at_least, tier.above, tier.threshold) if bound is not None]
        if len(bounds) != 1 or (tier.threshold is None) != (tier.side is None):
            yield (
                place,
                Text(
                    it="uno scaglione ha uno solo tra at_least, above, e threshold con side",
                    en="a tier has just one of at_least, above, and threshold with side",
                ),
            )
            return
        if tier.side is not None:
            yield from _pointer(place, tier.side, programme.readings)
        known += _fixed(programme, tier)
    for (bound, pays), (lower, less) in pairwise(known):
        if lower >= bound or less > pays:
            yield (
                place,
                Text(
                    it="gli scaglioni vanno dal più alto al più basso, e uno più basso non paga di più: "
                    f"dopo {bound} (paga {pays}) viene {lower} (paga {less})",
                    en="tiers go from the highest to the lowest, and a lower one never pays more: "
                    f"after {bound} (pays {pays}) comes {lower} (pays {less})",
                ),
            )


def _fixed(programme: Programme, tier: Tier) -> list[tuple[Decimal, Decimal]]:
    """Bound and payment of a tier, where both are plain numbers or values."""
    bound, pays = _number(programme, tier.bound), _number(programme, tier.pays)
    return [(bound, pays)] if bound is not None and pays is not None else []


def _number(programme: Programme, rule: Rule) -> Decimal | None:
    if isinstance(rule, Number):
        return rule.number
    if isinstance(rule, ValueOf) and rule.value in programme.values:
        return programme.values[rule.value].value
    return None


def _pointer(place: Place, name: str, known: Iterable[str]) -> Faults:
    names = list(known)
    if name not in names:
        yield place, unknown_name(name, names)
