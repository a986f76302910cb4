"""Indicators against their targets: from what queries found and a statement, each with its working.

A rate of the contract counts the cohorts in which nothing is pending: one in which failures are known and successes
still to come would look worse than it is. What has no records behind it has no value, and is never shown as zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.explaining import explain
from h4a_core.engine.premium import claims, counts
from h4a_core.engine.rules import Claim, Exact, Situation, evaluate
from h4a_core.engine.working import Working
from h4a_core.facts import CohortFacts
from h4a_core.programme.indicators import Indicator, with_indicators
from h4a_core.programme.model import Source
from h4a_core.programme.rules import Expression, MetricOf, RateOf, Ratio, Rule
from h4a_core.statement import Statement
from h4a_core.text import Text

NOT_RECORDED = Text(it="non ancora rilevato", en="not recorded yet")
UNDECIDED = Text(it="non ancora deciso", en="not decided yet")
TOO_FEW = Text(it=f"meno di {SMALLEST_CELL} famiglie", en=f"fewer than {SMALLEST_CELL} families")

_ACHIEVED = Text(it="raggiunto", en="achieved")
_COUNTED = Text(it="contate", en="counted")
_FAMILIES = Text(it="Famiglie dietro la cifra", en="Families behind the figure")
_RECORDS = Text(it="dalle registrazioni, con la query dell'indicatore", en="from the records, by the indicator's query")
_NOT_A_SHARE = Text(
    it="la query dà achieved e counted, cioè una quota: scrivi  unit: share",
    en="the query gives achieved and counted, that is a share: write  unit: share",
)
_NO_RATE = Text(
    it="«{name}» è un numero solo: con rate si guarda un indicatore che dà achieved e counted; scrivi  metric: {name}",
    en="'{name}' is a single number: rate looks at an indicator that gives achieved and counted; write  metric: {name}",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a query found: a value, or with `counted` how many achieved it out of so many; or a fault.

    `families` says of how many the value speaks, where the query tells. No value: the records say nothing yet.
    """

    value: Exact | None = None
    counted: Exact | None = None
    families: Exact | None = None
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One indicator as of the statement's day, in its unit.

    A rate also holds what it was made of: `achieved` out of `counted`. `target` and `reached` are None without target
    or value. Where there is no `working`, `lacking` says why; `faulty` if the indicator itself is to be mended.
    """

    indicator: Indicator
    working: Working | None = None
    achieved: Exact | None = None
    counted: Exact | None = None
    target: Working | None = None
    strict: bool = False
    reached: bool | None = None
    lacking: Text | None = None
    faulty: bool = False


def indicator_results(
    indicators: Mapping[str, Indicator], made: Statement, measured: Mapping[str, Measured]
) -> dict[str, Result]:
    """Evaluate the indicators in the order of their file, so that each may look at those before it.

    Args:
        indicators: as loaded for the statement's programme.
        made: contract, terms in force and figures as of a day.
        measured: what the query of each indicator that has one found, by name.

    """
    programme = with_indicators(made.programme, indicators)
    known = _contract_claims(made)
    results: dict[str, Result] = {}
    for name, indicator in indicators.items():
        at = Situation(programme, made.terms, tuple(known))
        found = _found(indicator, made, measured.get(name), at, results)
        results[name] = _against_target(found, at)
        if found.working is not None:
            value = found.working.value if found.achieved is None else found.achieved
            known.append(Claim(name, _exact(value), found.counted))
    return results


def _contract_claims(made: Statement) -> list[Claim]:
    """The contract's counts: those of each cohort in which none is pending."""
    settled = {
        cohort.cohort: {
            name: one for name, one in counts(made.programme, cohort, made.terms).items() if not one.pending
        }
        for cohort in made.facts.cohorts
    }
    return claims(made.facts, settled)


def _found(
    indicator: Indicator, made: Statement, measured: Measured | None, at: Situation, before: Mapping[str, Result]
) -> Result:
    if indicator.stated is not None:
        stated = indicator.stated
        return Result(indicator, Working(indicator.label, stated.value, indicator.unit, "data", source=stated.source))
    if indicator.figure is not None:
        return _of_figure(indicator, indicator.figure, made)
    if indicator.formula is not None:
        return _of_formula(indicator, indicator.formula, at, before)
    return _of_query(indicator, measured or Measured())


def _of_query(indicator: Indicator, found: Measured) -> Result:
    if found.fault is not None:
        return Result(indicator, lacking=found.fault, faulty=True)
    value, behind = found.value, found.families if found.counted is None else found.counted
    if value is None or behind == 0:
        return Result(indicator, lacking=NOT_RECORDED)
    few = indicator.unit in {"households", "people"} and found.counted is None and 0 < value < SMALLEST_CELL
    if few or (behind is not None and behind < SMALLEST_CELL):
        return Result(indicator, lacking=TOO_FEW)
    source = Source(document="records", note=indicator.verification)
    if found.counted is not None:
        if indicator.unit != "share":
            return Result(indicator, lacking=_NOT_A_SHARE, faulty=True)
        return _rate(indicator, value, found.counted, source)
    inputs = () if behind is None else (Working(_FAMILIES, behind, "households", "data"),)
    working = Working(indicator.label, value, indicator.unit, "data", _RECORDS, inputs, source=source)
    return Result(indicator, working)


def _rate(indicator: Indicator, achieved: Exact, counted: Exact, source: Source | None = None) -> Result:
    inputs = tuple(
        Working(label, value, "households", "data") for label, value in ((_ACHIEVED, achieved), (_COUNTED, counted))
    )
    formula = Text(it="raggiunto / contate", en="achieved / counted")
    share = Fraction(achieved) / counted
    working = Working(indicator.label, share, indicator.unit, "data", formula, inputs, source=source)
    return Result(indicator, working, achieved, counted)


def _of_figure(indicator: Indicator, figure: str, made: Statement) -> Result:
    households = made.facts.households
    if not households:
        return Result(indicator, lacking=NOT_RECORDED)
    if figure == "housed_now":
        return _rate(indicator, sum(cohort.housed_now for cohort in made.facts.cohorts), households)
    working = _FIGURES[figure](made)
    return Result(indicator, replace(working, label=indicator.label, unit=indicator.unit))


def _by_cohort(made: Statement, unit: str, count: Callable[[CohortFacts], int]) -> Working:
    inputs = tuple(
        Working(Text(it=f"Coorte {one.cohort}", en=f"Cohort {one.cohort}"), count(one), unit, "data")
        for one in made.facts.cohorts
    )
    words = Text(it="somma delle coorti", en="sum of the cohorts")
    return Working(words, sum(count(one) for one in made.facts.cohorts), unit, "data", words, inputs)


_FIGURES: dict[str, Callable[[Statement], Working]] = {
    "households": lambda made: _by_cohort(made, "households", lambda one: one.households),
    "people": lambda made: _by_cohort(made, "people", lambda one: one.people),
    "minors": lambda made: _by_cohort(made, "people", lambda one: one.minors),
    "net_saving": lambda made: made.savings.net,
    "gross_saving": lambda made: made.savings.gross,
    "expected_cost": lambda made: made.savings.expected,
    "observed_cost": lambda made: made.savings.observed,
    "earned": lambda made: made.working,
    "possible": lambda made: made.possible_working,
}
"""Where the statement says each figure; `housed_now` is a rate of its own."""


def _of_formula(indicator: Indicator, rule: Rule, at: Situation, before: Mapping[str, Result]) -> Result:
    for part in rule.walk():
        if isinstance(part, RateOf) and any(one.of is None for one in at.by_metric.get(part.rate, ())):
            return Result(indicator, lacking=_NO_RATE.format(name=part.rate), faulty=True)
    for part in rule.walk():
        if lacking := _lacking(part, at):
            return Result(indicator, lacking=lacking)
    working = replace(_grounded(explain(rule, at), before), label=indicator.label, unit=indicator.unit)
    if isinstance(rule, RateOf):
        claims = at.by_metric[rule.rate]
        return Result(indicator, working, sum(one.value for one in claims), sum(one.of or 0 for one in claims))
    return Result(indicator, working)


def _lacking(part: Expression, at: Situation) -> Text | None:
    """Why a part of a formula stands on nothing, if it does: undecided, nothing counted, or a ratio over nothing."""
    match part:
        case MetricOf(metric=name) | RateOf(rate=name) if name not in at.by_metric:
            of_contract = name in {*at.programme.milestones, *at.programme.outcomes}
            return UNDECIDED if of_contract and "households" in at.by_metric else NOT_RECORDED
        case RateOf(rate=name) if not sum(claim.of or 0 for claim in at.by_metric[name]):
            return NOT_RECORDED
        case Ratio() if evaluate(part.ratio[1], at) == 0:
            return NOT_RECORDED
    return None


def _grounded(working: Working, before: Mapping[str, Result]) -> Working:
    """The working of a formula, in which other indicators bring their own badge and working with them."""
    looked_at = before.get(working.origin or "")
    if looked_at is not None and (own := looked_at.working) is not None:
        inside = own if own.value == working.value else working
        return replace(working, step=own.step, formula=inside.formula, inputs=inside.inputs, source=own.source)
    inputs = tuple(_grounded(one, before) for one in working.inputs)
    step = working.step if working.origin else "data"  # the sums of an indicator are not the contract's
    return replace(working, step=step, inputs=inputs)


def _against_target(found: Result, at: Situation) -> Result:
    target = found.indicator.target
    if target is None:
        return found
    label = Text(it="Obiettivo", en="Target")
    if target.formula is None:
        assert target.number is not None  # noqa: S101 - the file was refused otherwise
        aimed = Working(label, target.number, found.indicator.unit, "data", source=target.source)
    elif any(_lacking(part, at) for part in target.formula.walk()):
        return found
    else:
        aimed = replace(explain(target.formula, at), unit=found.indicator.unit)
    strict = target.strict or (target.side is not None and at.terms.readings[target.side] == "strict")
    made = replace(found, target=aimed, strict=strict)
    if found.working is None:
        return made
    value, bound = _exact(found.working.value), _exact(aimed.value)
    ahead = value - bound if found.indicator.direction == "higher" else bound - value
    return replace(made, reached=ahead > 0 or (ahead == 0 and not strict))


def _exact(value: object) -> Exact:
    return value if isinstance(value, Fraction | int) else Fraction(str(value))
