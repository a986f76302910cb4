"""The working of payment rules: the same numbers as evaluating, each with label, unit, formula in words and inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.rules import Exact, Situation, chosen, combined
from h4a_core.engine.tiers import shapes
from h4a_core.engine.working import Working, given_by
from h4a_core.programme.rules import (
    Choose,
    ClauseOf,
    Condition,
    Difference,
    Expression,
    Highest,
    Ladder,
    Lowest,
    Mean,
    MetricOf,
    Number,
    Product,
    Ramp,
    RateOf,
    Ratio,
    Steps,
    Sum,
    ValueOf,
    When,
)
from h4a_core.text import Text

_WORDS: dict[type[Expression], Text] = {
    Sum: Text(it=" + ", en=" + "),
    Product: Text(it=" × ", en=" × "),
    Difference: Text(it=" − ", en=" − "),
    Ratio: Text(it=" / ", en=" / "),
}
_NAMED: dict[type[Expression], Text] = {
    Lowest: Text(it="il più basso tra", en="the lowest of"),
    Highest: Text(it="il più alto tra", en="the highest of"),
    Mean: Text(it="la media di", en="the mean of"),
    Steps: Text(it="scaglione raggiunto da", en="tier reached by"),
    Ladder: Text(it="prezzo a scaglioni di", en="price in bands of"),
    Ramp: Text(it="in linea tra due risultati:", en="in a line between two results:"),
    When: Text(it="se", en="if"),
}
_SIGNS = {"at_least": "≥", "above": ">", "below": "<", "at_most": "≤"}
_COUNTED = Text(it="raggiunto / contate", en="achieved / counted")


def explain(rule: Expression, at: Situation) -> Working:
    """The number that `evaluate` gives, with its working: a tree of what went in."""
    if isinstance(rule, Choose):
        return explain(chosen(rule, at), at)
    inputs = tuple(explain(part, at) for part in rule.parts)
    value = combined(rule, [_exact(one) for one in inputs], at)
    return _described(rule, value, inputs, at)


def _exact(one: Working) -> Exact:
    return Fraction(one.value) if isinstance(one.value, Decimal) else one.value


def _described(rule: Expression, value: Exact, inputs: tuple[Working, ...], at: Situation) -> Working:
    if isinstance(rule, ValueOf):
        known = at.programme.values[rule.value]
        said = "assumption" if rule.value in at.terms.chosen else at.programme.value_badge(rule.value)
        formula, inputs = given_by(at.programme, at.terms, rule.value)
        return Working(rule.label or known.label, value, known.unit, said, formula, inputs, rule.value)
    if isinstance(rule, MetricOf | RateOf):
        return _metric_described(rule, value, at)
    if isinstance(rule, Number):
        plain = f"{rule.number:f}"
        return Working(rule.label or Text(it=plain, en=plain), value, "number", "contract")
    if isinstance(rule, ClauseOf):
        clause = next(one for one in at.programme.clauses if one.id == rule.clause)
        return Working(rule.label or clause.label, value, at.programme.currency, "contract", origin=clause.id)
    formula = _formula(rule, inputs)
    if isinstance(rule, Steps):
        formula = _with_shapes(formula, shapes(rule, at.terms.readings))
    return Working(rule.label or formula, value, _unit(rule, inputs, at), "contract", formula, inputs)


def _metric_described(rule: MetricOf | RateOf, value: Exact, at: Situation) -> Working:
    name = rule.metric if isinstance(rule, MetricOf) else rule.rate
    metric = at.programme.metric(name)
    label = rule.label or metric.label
    if isinstance(rule, MetricOf):
        return Working(label, value, metric.unit, metric.badge, origin=name)
    counted = sum(claim.of or 0 for claim in at.by_metric.get(name, []))
    inputs = (
        Working(Text(it="raggiunto", en="achieved"), at.total(name), metric.unit, "data"),
        Working(Text(it="contate", en="counted"), counted, metric.unit, "data"),
    )
    return Working(label, value, "share", "data", _COUNTED, inputs, name)


def _formula(rule: Expression, inputs: Sequence[Working]) -> Text:
    shown = inputs[:1] if isinstance(rule, Steps | Ladder | Ramp) else inputs
    if type(rule) in _WORDS:
        sign = _WORDS[type(rule)]
        labels = [_bracketed(part, one.label) for part, one in zip(rule.parts, shown, strict=True)]
        return Text(it=sign.it.join(one.it for one in labels), en=sign.en.join(one.en for one in labels))
    word = _NAMED[type(rule)]
    said = (
        _conditions(rule, inputs)
        if isinstance(rule, When)
        else Text(it=", ".join(one.label.it for one in shown), en=", ".join(one.label.en for one in shown))
    )
    return Text(it=f"{word.it} {said.it}", en=f"{word.en} {said.en}")


def _with_shapes(formula: Text, found: Sequence[Text]) -> Text:
    return Text(
        it=", ".join([formula.it, *(one.it for one in found)]), en=", ".join([formula.en, *(one.en for one in found)])
    )


def _conditions(rule: When, inputs: Sequence[Working]) -> Text:
    """The conditions that must all hold, then those of which one is enough."""
    found = iter(inputs)
    said = [_said(condition, found) for condition in rule.when.conditions]
    all_of, any_of = said[: len(rule.when.all)], said[len(rule.when.all) :]
    if any_of:
        all_of.append(Text(it=" o ".join(one.it for one in any_of), en=" or ".join(one.en for one in any_of)))
    return Text(it=", e ".join(one.it for one in all_of), en=", and ".join(one.en for one in all_of))


def _bracketed(part: Expression, label: Text) -> Text:
    """A label inside a formula: in brackets where it is itself a formula of signs."""
    return label if part.label or type(part) not in _WORDS else Text(it=f"({label.it})", en=f"({label.en})")


def _said(condition: Condition, inputs: Iterator[Working]) -> Text:
    """A condition in words, taking the sides of its comparisons from the inputs."""
    it, en = [], []
    if condition.left is not None:
        left = next(inputs).label
        for name, _ in condition.bounds:
            bound = next(inputs).label
            it.append(f"{left.it} {_SIGNS[name]} {bound.it}")
            en.append(f"{left.en} {_SIGNS[name]} {bound.en}")
    if condition.since:
        it.append(f"dal {condition.since}")
        en.append(f"since {condition.since}")
    if condition.until:
        it.append(f"prima del {condition.until}")
        en.append(f"before {condition.until}")
    return Text(it=" e ".join(it), en=" and ".join(en))


def _unit(rule: Expression, inputs: Sequence[Working], at: Situation) -> str:
    """The unit of a result: money if money went in, else that of what it is made of."""
    if isinstance(rule, Ratio):
        return "number" if inputs[0].unit == inputs[1].unit else inputs[0].unit
    paid = inputs
    if isinstance(rule, Steps | Ramp):
        paid = inputs[2::2]
    if isinstance(rule, When):
        paid = inputs[-1 if rule.when.otherwise is None else -2 :]
    paying = [one.unit for one in paid]
    if at.programme.currency in paying:
        return at.programme.currency
    return next((unit for unit in paying if unit not in {"share", "number"}), paying[0])
