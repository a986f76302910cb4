"""What must hold of every contract, whatever its rules and facts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from h4a_core.engine.explaining import explain
from h4a_core.engine.payment import PaidLine, pay
from h4a_core.engine.rules import Claim, Situation, evaluate
from h4a_core.programme import Programme
from h4a_core.programme.model import Amendment, Source
from h4a_core.programme.rules import Expression
from tests.contracts.making import SOURCE, WORDS, programme_tree

METRICS = ("homes", "jobs")
VALUES = {"price": [500, "EUR"], "other_price": [12.345, "EUR"], "bound": [0.5, "share"], "most": [900, "EUR"]}
READING = {"label": WORDS, "quote": "-", "default": "strict", "alternatives": {"strict": WORDS, "inclusive": WORDS}}
PERIODS = [dt.date(2020, 1, 1), dt.date(2020, 7, 1), dt.date(2021, 1, 1), dt.date(2022, 1, 1)]

numbers = st.decimals(0, 50, places=2).map(lambda number: {"number": str(number)})
leaves = st.one_of(
    numbers,
    st.sampled_from(sorted(VALUES)).map(lambda name: {"value": name}),
    st.builds(lambda name, once: {"metric": name, "once": once}, st.sampled_from(METRICS), st.booleans()),
    st.sampled_from(METRICS).map(lambda name: {"rate": name}),
)


def _inside(rules: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(rules, min_size=2, max_size=3)
    point = st.builds(lambda at, pays: {"at": at, "pays": pays}, numbers, rules)
    condition = st.builds(
        lambda of, sign, bound, day: {"of": of, sign: bound} | ({"since": day} if day else {}),
        rules, st.sampled_from(["at_least", "above", "below", "at_most"]), rules, st.sampled_from([None, *PERIODS]),
    )  # fmt: skip
    return st.one_of(
        st.builds(
            lambda kind, parts: {kind: parts},
            st.sampled_from(["sum", "product", "difference", "lowest", "highest", "mean"]), several,
        ),
        st.lists(rules, min_size=2, max_size=2).map(lambda parts: {"ratio": parts}),
        st.builds(lambda of, start, end: {"ramp": {"of": of, "from": start, "to": end}}, rules, point, point),
        st.builds(
            lambda of, end, first, last: {
                "ladder": {"of": of, "bands": [{"up_to": end, "price": first}, {"price": last}]}
            },
            rules, numbers, rules, rules,
        ),
        st.builds(
            lambda of, side, first, second, pays: {"steps": {"of": of, "tiers": [
                {"threshold": first, "side": side, "pays": pays}, {"above": second, "pays": pays},
            ]}},
            rules, st.just("side"), numbers, numbers, rules,
        ),
        st.builds(
            lambda every, some, then, rest: {"when": {"all": every, "any": some, "then": then, "otherwise": rest}},
            st.lists(condition, max_size=2), st.lists(condition, max_size=2), rules, st.none() | rules,
        ),
        st.builds(
            lambda one, other: {"choose": {"reading": "side", "options": {"strict": one, "inclusive": other}}},
            rules, rules,
        ),
    )  # fmt: skip


rules = st.recursive(leaves, _inside, max_leaves=12)
claims = st.lists(
    st.builds(
        Claim,
        metric=st.sampled_from(METRICS),
        value=st.integers(0, 30) | st.fractions(0, 30, max_denominator=20),
        of=st.integers(0, 40),
        people=st.none() | st.integers(0, 20),
        cohort=st.sampled_from([None, 1, 2, "2", 10]),
        period=st.sampled_from(PERIODS),
        person=st.sampled_from([None, "A", "B"]),
    ),
    max_size=12,
)
keys = st.lists(st.sampled_from(["cohort", "period", "person"]), unique=True)


def _programme(clauses: Mapping[str, Any], caps: Mapping[str, Any] | None = None) -> Programme:
    short = {"terms": VALUES, "metrics": list(METRICS), "readings": {"side": READING}}
    return Programme.model_validate(programme_tree({**short, "clauses": clauses, "caps": caps or {}}))


def _money(lines: list[PaidLine]) -> list[tuple[str, object, Decimal, Decimal, object]]:
    return [(line.clause.id, line.group, line.gross, line.amount, line.cuts) for line in lines]


@given(rules, claims, st.sampled_from(["strict", "inclusive"]), st.sampled_from([None, *PERIODS]))
@settings(max_examples=60)
def test_explaining_gives_the_number_that_evaluating_gives(
    rule: Any, found: list[Claim], reading: str, period: dt.date | None
) -> None:
    programme = _programme({"one": {"pays": rule}})
    parsed: Expression = programme.clauses[0].pays
    situation = Situation(programme, programme.in_force({}, {"side": reading}), found, period)
    assert Fraction(explain(parsed, situation).value) == evaluate(parsed, situation)


@given(st.lists(rules, min_size=1, max_size=3), rules, keys, keys, claims)
@settings(max_examples=60)
def test_no_cap_is_ever_exceeded(
    pays: list[Any], at_most: Any, own: list[str], shared: list[str], found: list[Claim]
) -> None:
    together = [key for key in own if key in shared]
    clauses = {f"clause_{number}": {"pays": rule, "for_each": own} for number, rule in enumerate(pays)}
    caps = {
        "rule": {"at_most": at_most, "for_each": together},
        "fixed": {"at_most": {"value": "most"}},
        "first": {"at_most": {"product": [{"number": 0.4}, {"clause": "clause_0"}]}, "clauses": ["clause_0"]},
    }
    programme = _programme(clauses, caps)
    lines = pay(programme, found, programme.in_force())
    assert sum(line.amount for line in lines) <= 900
    first = [line for line in lines if line.clause.id == "clause_0"]
    assert sum(line.amount for line in first) <= max(Decimal("0.4") * sum(line.gross for line in first), Decimal(0))
    spent: dict[object, Decimal] = defaultdict(Decimal)
    limits: dict[object, Decimal] = {}
    for line in lines:
        assert line.amount <= line.gross
        assert all(cut.taken > 0 for cut in line.cuts)
        group = tuple(getattr(line.group, key) for key in together)
        spent[group] += line.amount
        for cut in line.cuts:
            if cut.cap == "rule":
                limits[group] = cut.limit
    for group, limit in limits.items():
        if "period" not in own:
            assert spent[group] <= max(limit, Decimal(0))


@given(rules, rules, keys, claims, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_claims_does_not_matter(
    one: Any, cap: Any, own: list[str], found: list[Claim], chance: Any
) -> None:
    programme = _programme({"one": {"pays": one, "for_each": own}}, {"cap": {"at_most": cap}})
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert _money(pay(programme, shuffled, programme.in_force())) == _money(pay(programme, found, programme.in_force()))


@given(rules, keys, claims, st.sampled_from(PERIODS[1:]), st.sampled_from(sorted(VALUES)), st.decimals(0, 1, places=3))
@settings(max_examples=60)
def test_a_dated_amendment_changes_nothing_before_its_date(
    rule: Any, own: list[str], found: list[Claim], since: dt.date, name: str, value: Decimal
) -> None:
    old = _programme({"one": {"pays": rule, "for_each": own}})
    change = Amendment(since=since, value=value, source=Source(**SOURCE))
    amended = old.values[name].model_copy(update={"amendments": (change,)})
    new = old.model_copy(update={"terms": {**old.terms, name: amended}})
    before = [claim for claim in found if claim.period and claim.period < since]
    unchanged = pay(old, before, old.in_force())
    assert _money(pay(new, before, new.in_force())) == _money(unchanged)
    if name in old.clauses[0].values:
        after = _money(pay(new, found, new.in_force()))
        assert [one for one in after if (one[1].period or dt.date.min) < since] == _money(unchanged)


@given(claims, st.integers(0, 20), st.sampled_from(METRICS))
@settings(max_examples=60)
def test_one_claim_more_never_pays_less_where_every_step_rises(found: list[Claim], more: int, metric: str) -> None:
    price = {"product": [{"metric": "homes"}, {"value": "price"}]}
    ladder = {"ladder": {"of": {"metric": "jobs"}, "bands": [
        {"up_to": {"number": 9}, "price": {"value": "price"}}, {"price": {"value": "other_price"}},
    ]}}  # fmt: skip
    ramp = {"ramp": {"of": {"metric": "jobs"}, "from": {"at": {"number": 3}, "pays": {"number": 0}},
                     "to": {"at": {"number": 30}, "pays": {"value": "price"}}}}  # fmt: skip
    steps = {"steps": {"of": {"metric": "homes"}, "tiers": [
        {"above": {"number": 20}, "pays": {"value": "price"}}, {"at_least": {"number": 5}, "pays": {"number": 3}},
    ]}}  # fmt: skip
    programme = _programme(
        {"one": {"pays": {"sum": [price, ladder, ramp, steps]}, "for_each": ["cohort"]}},
        {"most": {"at_most": {"value": "most"}, "for_each": ["cohort"]}},
    )
    terms = programme.in_force()
    less = sum(line.amount for line in pay(programme, found, terms))
    extra = Claim(metric, more, cohort=1, period=PERIODS[0])
    assert sum(line.amount for line in pay(programme, [*found, extra], terms)) >= less


@given(claims)
@settings(max_examples=60)
def test_the_lines_of_a_clause_without_caps_add_up_whatever_tells_them_apart(found: list[Claim]) -> None:
    rule = {"product": [{"metric": "homes"}, {"value": "price"}]}
    whole = [replace(claim, value=int(claim.value)) for claim in found]
    for own in ([], ["cohort"], ["cohort", "period"], ["person"]):
        programme = _programme({"one": {"pays": rule, "for_each": own}})
        lines = pay(programme, whole, programme.in_force())
        assert sum(line.amount for line in lines) == 500 * sum(one.value for one in whole if one.metric == "homes")
