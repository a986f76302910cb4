"""What a programme file's clauses and rules must be, beyond their form: each fault with its place and its remedy.

A rule that could only mean something else than it says is refused rather than paid: a name that points nowhere, bands
that end before they begin, a day asked of claims that are not told apart by period, a cap that could bite on no line.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from pydantic import BaseModel

from h4a_core.programme.model import Cap, Clause, ForEachReading, Programme
from h4a_core.programme.readings import UnderReading
from h4a_core.programme.rules import (
    Choose,
    ClauseOf,
    Condition,
    Expression,
    Ladder,
    MetricOf,
    Number,
    Ramp,
    RateOf,
    Rule,
    Steps,
    Tier,
    ValueOf,
    When,
)
from h4a_core.text import Text
from h4a_core.yaml_files import Place, unknown_name

Faults = Iterator[tuple[Place, Text]]


def clause_faults(programme: Programme) -> Faults:
    """Everything wrong with clauses and caps."""
    earlier: dict[str, Clause] = {}
    for position, clause in enumerate(programme.clauses):
        here: Place = ("clauses", position)
        faults = list(_rule_faults(programme, clause.pays, (*here, "pays")))
        yield from faults
        if isinstance(clause.for_each, ForEachReading):
            place = (*here, "for_each")
            yield from pointer((*place, "reading"), clause.for_each.reading, programme.readings)
            yield from _alternatives(programme, clause.for_each.reading, clause.for_each.options, place)
        if clause.since and clause.until and clause.since >= clause.until:
            yield (*here, "until"), _ORDER.format(first=clause.since, last=clause.until)
        if not faults:
            yield from _period_faults(clause.pays, _told_apart(clause), here)
            yield from _reference_faults(programme, clause, earlier, here)
        earlier[clause.id] = clause
    for position, cap in enumerate(programme.caps):
        yield from _cap_faults(programme, cap, ("caps", position))


_ORDER = Text(
    it="va da {first} a {last}: la fine deve venire dopo l'inizio",
    en="it goes from {first} to {last}: the end must come after the beginning",
)


def _told_apart(clause: Clause) -> frozenset[str]:
    """What tells the clause's groups apart under every reading."""
    if isinstance(clause.for_each, ForEachReading):
        every = [frozenset(keys) for keys in clause.for_each.options.values()]
        return frozenset[str]().union(*every).intersection(*every)
    return frozenset(clause.for_each)


def _amended(programme: Programme, rule: Expression) -> bool:
    return any(
        isinstance(one, ValueOf) and one.value in programme.values and programme.values[one.value].amendments
        for one in rule.walk()
    )


def _period_faults(rule: Rule, keys: frozenset[str], here: Place) -> Faults:
    dated = any(
        condition.since or condition.until
        for one in rule.walk()
        if isinstance(one, When)
        for condition in one.when.conditions
    )
    if dated and "period" not in keys:
        yield here, _missing_key("period", "since, until", keys)


def _missing_key(key: str, why: str, keys: Iterable[str]) -> Text:
    fix = f"for_each: [{', '.join([*sorted(keys), key])}]"
    return Text(
        it=f"{why}: qui le richieste non sono distinte per {key}; scrivi  {fix}",
        en=f"{why}: claims are not told apart by {key} here; write  {fix}",
    )


def _reference_faults(programme: Programme, clause: Clause, earlier: dict[str, Clause], here: Place) -> Faults:
    """Another clause's payment is known only if that one comes before and tells apart at least as much."""
    names = {one.id for one in programme.clauses}
    own = {*_told_apart(clause), *(["period"] if _amended(programme, clause.pays) else [])}
    for name in sorted(clause.refers_to & names):
        if name not in earlier:
            yield (
                (*here, "pays"),
                Text(
                    it=f"«{name}» non è ancora calcolata: mettila prima di «{clause.id}»",
                    en=f"'{name}' is not computed yet: put it before '{clause.id}'",
                ),
            )
        elif missing := own - _told_apart(earlier[name]):
            yield (*here, "pays"), _missing_key(min(missing), f"clause {name}", _told_apart(earlier[name]))


def _cap_faults(programme: Programme, cap: Cap, here: Place) -> Faults:
    yield from reading_faults(programme, cap.under, (*here, "under"))
    faults = list(_rule_faults(programme, cap.at_most, (*here, "at_most")))
    yield from faults
    clauses = {one.id: one for one in programme.clauses}
    for name in cap.clauses:
        yield from pointer((*here, "clauses"), name, clauses)
    if faults:
        return
    covered = [clauses[name] for name in cap.clauses or clauses if name in clauses]
    keys = {*cap.for_each, *(["period"] if _amended(programme, cap.at_most) else [])}
    for clause in covered:
        if missing := keys - _told_apart(clause):
            yield here, _missing_key(min(missing), f"clause {clause.id}", _told_apart(clause))
    shared = frozenset[str]().union(*map(_told_apart, covered)).intersection(*map(_told_apart, covered))
    yield from _period_faults(cap.at_most, shared, here)


def _placed(part: object, place: Place) -> Iterator[tuple[Expression, Place]]:
    """Every expression inside a part of the file, with where it stands."""
    if isinstance(part, Expression):
        yield part, place
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield from _placed(getattr(part, name), (*place, field.alias or name))
    elif isinstance(part, tuple):
        for position, one in enumerate(part):
            yield from _placed(one, (*place, position))
    elif isinstance(part, Mapping):
        for name, one in part.items():
            yield from _placed(one, (*place, name))


def _rule_faults(programme: Programme, rule: Expression, place: Place) -> Faults:
    for one, here in _placed(rule, place):
        yield from _name_faults(programme, one, here)
        match one:
            case Choose():
                yield from _alternatives(programme, one.choose.reading, one.choose.options, (*here, "choose"))
            case Steps():
                yield from _tier_faults(programme, one, (*here, "steps"))
                for name in ("between", "below", "times_result"):
                    yield from reading_faults(programme, getattr(one.steps, name), (*here, "steps", name))
            case Ladder():
                yield from _band_faults(programme, one, (*here, "ladder", "bands"))
            case Ramp():
                first, last = _number(programme, one.ramp.start.at), _number(programme, one.ramp.end.at)
                if first is not None and last is not None and first >= last:
                    yield (*here, "ramp"), _ORDER.format(first=first, last=last)
            case When():
                yield from _condition_faults(one, (*here, "when"))


def _name_faults(programme: Programme, rule: Expression, place: Place) -> Faults:
    match rule:
        case ValueOf():
            yield from pointer((*place, "value"), rule.value, programme.values)
        case MetricOf():
            yield from pointer((*place, "metric"), rule.metric, programme.counted)
        case RateOf():
            yield from pointer((*place, "rate"), rule.rate, programme.counted)
        case ClauseOf():
            yield from pointer((*place, "clause"), rule.clause, [clause.id for clause in programme.clauses])
        case Choose():
            yield from pointer((*place, "choose", "reading"), rule.choose.reading, programme.readings)


def _band_faults(programme: Programme, rule: Ladder, place: Place) -> Faults:
    ends: list[Decimal] = []
    for position, band in enumerate(rule.ladder.bands):
        if band.up_to is None and position < len(rule.ladder.bands) - 1:
            yield (
                (*place, position),
                Text(
                    it="solo l'ultima fascia può restare senza fine: aggiungi  up_to: {number: 100}",
                    en="only the last band may have no end: add  up_to: {number: 100}",
                ),
            )
        end = None if band.up_to is None else _number(programme, band.up_to)
        if end is not None and ends and end <= ends[-1]:
            yield (*place, position), _ORDER.format(first=ends[-1], last=end)
        ends += [] if end is None else [end]


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
    named: tuple[tuple[str, tuple[Condition, ...]], ...] = (("all", rule.when.all), ("any", rule.when.any))
    if not rule.when.conditions:
        yield place, _NO_CONDITION
    for name, conditions in named:
        for position, condition in enumerate(conditions):
            if (condition.left is None) == bool(condition.bounds) or not (
                condition.bounds or condition.since or condition.until
            ):
                yield (*place, name, position), _HALF_CONDITION


_NO_CONDITION = Text(
    it="manca una condizione: aggiungi  all: [{of: {metric: ...}, at_least: {number: 0}}]",
    en="there is no condition: add  all: [{of: {metric: ...}, at_least: {number: 0}}]",
)
_HALF_CONDITION = Text(
    it="una condizione confronta qualcosa (of e at_least, above, below o at_most) o un giorno (since, until)",
    en="a condition compares something (of and at_least, above, below or at_most) or a day (since, until)",
)


def _tier_faults(programme: Programme, rule: Steps, place: Place) -> Faults:
    known: list[tuple[tuple[Decimal, bool], Decimal]] = []
    judged = {*programme.outcomes} & {one.rate for one in rule.steps.of.walk() if isinstance(one, RateOf)}
    for position, tier in enumerate(rule.steps.tiers):
        here: Place = (*place, "tiers", position)
        bounds = [bound for bound in (tier.at_least, tier.above, tier.threshold) if bound is not None]
        if len(bounds) != 1 or (tier.threshold is None) != (tier.side is None):
            yield (
                here,
                Text(
                    it="uno scaglione ha uno solo tra at_least, above, e threshold con side",
                    en="a tier has just one of at_least, above, and threshold with side",
                ),
            )
            return
        if tier.side is not None:
            yield from pointer((*here, "side"), tier.side, programme.readings)
        known += _fixed(programme, tier)
    for (bound, pays), (lower, less) in pairwise(known):
        if lower >= bound or (judged and less > pays):
            yield (
                (*place, "tiers"),
                Text(
                    it="gli scaglioni vanno dal più alto al più basso, e su un outcome uno più basso non paga di più: "
                    f"dopo {bound[0]} (paga {pays}) viene {lower[0]} (paga {less})",
                    en="tiers go from the highest to the lowest, and on an outcome a lower one never pays more: "
                    f"after {bound[0]} (pays {pays}) comes {lower[0]} (pays {less})",
                ),
            )


def _fixed(programme: Programme, tier: Tier) -> list[tuple[tuple[Decimal, bool], Decimal]]:
    """Bound of a tier, whether only what is above it counts, and its payment, where all are plain numbers or values."""
    bound, pays = _number(programme, tier.bound), _number(programme, tier.pays)
    return [((bound, tier.above is not None), pays)] if bound is not None and pays is not None else []


def _number(programme: Programme, rule: Rule) -> Decimal | None:
    if isinstance(rule, Number):
        return rule.number
    if isinstance(rule, ValueOf) and rule.value in programme.values:
        return programme.values[rule.value].value
    return None


def reading_faults(programme: Programme, under: UnderReading | None, place: Place) -> Faults:
    """A fault if a reading or its alternative is none of those known."""
    if under is None:
        return
    known = programme.readings.get(under.reading)
    yield from pointer((*place, "reading"), under.reading, programme.readings)
    if known is not None:
        yield from pointer((*place, "is"), under.alternative, known.alternatives)


def pointer(place: Place, name: str, known: Iterable[str]) -> Faults:
    """A fault if a name is none of those known."""
    names = list(known)
    if name not in names:
        yield place, unknown_name(name, names)
