"""How a payment is explained: number, unit and formula in words of every kind of expression, by hand."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from h4a_core.engine.explaining import explain
from h4a_core.engine.payment import pay
from h4a_core.engine.rules import Claim, Situation, evaluate
from h4a_core.engine.working import Working
from h4a_core.text import Text
from tests.contracts.making import made_programme
from tests.engine.outlines import outline

SHORT = {
    "terms": {
        "price": [500, "EUR"], "dear": [800, "EUR"], "share": ["0.5", "share"], "target": [9, "people"],
        "limit": [3, "people"],
    },
    "metrics": {"homes": "homes", "hours": "hours"},
}  # fmt: skip
CLAIMS = (Claim("homes", 6, 8, 6), Claim("hours", 12))
PRICE, DEAR, SHARE, TARGET, LIMIT = ({"value": name} for name in ("price", "dear", "share", "target", "limit"))
HOMES, RATE = {"metric": "homes"}, {"rate": "homes"}
OF_RATE = {"of": RATE, "above": {"value": "share"}}


def explained(folder: Path, pays: Any, period: dt.date | None = None) -> Working:
    """An expression of the contract above, on 6 homes of 8 and 12 hours."""
    programme = made_programme(folder, {**SHORT, "clauses": {"one": {"pays": pays, "for_each": ["period"]}}})
    return explain(programme.clauses[0].pays, Situation(programme, programme.in_force(), CLAIMS, period))


@pytest.mark.parametrize(
    ("pays", "value", "unit"),
    [
        ({"product": [HOMES, PRICE]}, 3000, "EUR"),
        ({"product": [SHARE, HOMES]}, 3, "homes"),
        ({"product": [{"number": 2}, SHARE]}, 1, "number"),
        ({"product": [SHARE, {"number": 2}]}, 1, "share"),
        ({"sum": [PRICE, DEAR]}, 1300, "EUR"),
        ({"difference": [DEAR, PRICE]}, 300, "EUR"),
        ({"lowest": [DEAR, PRICE]}, 500, "EUR"),
        ({"highest": [DEAR, PRICE]}, 800, "EUR"),
        ({"mean": [DEAR, PRICE]}, 650, "EUR"),
        ({"ratio": [{"metric": "hours"}, HOMES]}, 2, "hours"),
        ({"ratio": [DEAR, PRICE]}, Fraction(8, 5), "number"),
        # 6 homes reach 3 but not 9
        ({"steps": {"of": HOMES, "tiers": [{"at_least": TARGET, "pays": DEAR}, {"at_least": LIMIT, "pays": PRICE}]}},
         500, "EUR"),
        ({"steps": {"of": PRICE, "tiers": [{"at_least": PRICE, "pays": SHARE}]}}, Fraction(1, 2), "share"),
        # three at 500, three at 800
        ({"ladder": {"of": HOMES, "bands": [{"up_to": LIMIT, "price": PRICE}, {"price": DEAR}]}}, 3900, "EUR"),
        # from 500 at 3 to 800 at 9: 6 lies halfway
        ({"ramp": {"of": HOMES, "from": {"at": LIMIT, "pays": PRICE}, "to": {"at": TARGET, "pays": DEAR}}}, 650, "EUR"),
        ({"ramp": {"of": PRICE, "from": {"at": PRICE, "pays": HOMES}, "to": {"at": DEAR, "pays": TARGET}}}, 6, "homes"),
        ({"when": {"all": [OF_RATE], "then": PRICE}}, 500, "EUR"),
        ({"when": {"all": [{"of": PRICE, "above": DEAR}], "then": SHARE, "otherwise": HOMES}}, 6, "homes"),
        ({"when": {"all": [{"of": PRICE, "above": DEAR}], "then": HOMES, "otherwise": SHARE}}, Fraction(1, 2), "homes"),
        ({"when": {"all": [{"of": HOMES, "above": LIMIT}], "then": SHARE}}, Fraction(1, 2), "share"),
    ],
)  # fmt: skip
def test_a_result_has_the_unit_of_what_it_is_made_of_and_money_before_all(
    pays: Any, value: int | Fraction, unit: str, tmp_path: Path
) -> None:
    found = explained(tmp_path, pays)
    assert (found.value, found.unit, found.badge) == (value, unit, "contract")


def test_the_leaves_say_where_they_were_read_from(tmp_path: Path) -> None:
    assert outline(explained(tmp_path, {"sum": [PRICE, HOMES, {"number": "1.50"}]})) == [
        "1015/2 EUR, contract =", "  500 EUR, contract [price]", "  6 homes, data [homes]", "  3/2 number, contract",
    ]  # fmt: skip


def test_a_rate_shows_what_was_achieved_and_what_was_counted(tmp_path: Path) -> None:
    # a claim without people counted counts for nothing: 6 of 8, though 7 were achieved with it
    assert outline(explained(tmp_path, RATE)) == [
        "3/4 share, data = [homes]", "  6 homes, data", "  8 homes, data",
    ]  # fmt: skip
    programme = made_programme(tmp_path, {**SHORT, "clauses": {"one": {"pays": RATE}}})
    situation = Situation(programme, programme.in_force(), (*CLAIMS, Claim("homes", 1)))
    assert [one.value for one in explain(programme.clauses[0].pays, situation).inputs] == [7, 8]


def test_another_clause_is_shown_with_its_name(tmp_path: Path) -> None:
    clauses = {
        "two": {"pays": PRICE},
        "first": {"pays": PRICE},
        "last": {"pays": {"product": [{"clause": "first"}, SHARE]}},
    }
    programme = made_programme(tmp_path, {**SHORT, "clauses": clauses})
    situation = Situation(programme, programme.in_force(), CLAIMS, gross={"first": Fraction(900)})
    assert outline(explain(programme.clause("last").pays, situation)) == [
        "450 EUR, contract =", "  900 EUR, contract [first]", "  1/2 share, contract [share]",
    ]  # fmt: skip
    own = {"label": {"it": "altro", "en": "other"}, "clause": "first"}
    clauses["last"] = {"pays": {"sum": [own, SHARE]}}
    named_itself = made_programme(tmp_path, {**SHORT, "clauses": clauses})
    inside = explain(named_itself.clause("last").pays, Situation(named_itself, situation.terms, CLAIMS))
    assert [one.label.en for one in inside.inputs] == ["other", "-"]


def _label(name: str, rule: dict[str, Any]) -> dict[str, Any]:
    return {"label": {"it": f"{name} it", "en": name}, **rule}


A, B, C, D = (_label(name, {"number": number}) for name, number in zip("abcd", (1, 2, 3, 4), strict=True))


@pytest.mark.parametrize(
    ("pays", "italian", "english"),
    [
        ({"sum": [A, B]}, "a it + b it", "a + b"),
        ({"product": [A, {"difference": [B, C]}]}, "a it × (b it − c it)", "a × (b − c)"),
        ({"product": [A, _label("e", {"difference": [B, C]})]}, "a it × e it", "a × e"),
        ({"ratio": [A, {"lowest": [B, C]}]}, "a it / il più basso tra b it, c it", "a / the lowest of b, c"),
        ({"highest": [A, B]}, "il più alto tra a it, b it", "the highest of a, b"),
        ({"mean": [A, B]}, "la media di a it, b it", "the mean of a, b"),
        (
            {"steps": {"of": A, "tiers": [{"at_least": B, "pays": C}]}},
            "scaglione raggiunto da a it", "tier reached by a",
        ),
        ({"ladder": {"of": A, "bands": [{"price": C}]}}, "prezzo a scaglioni di a it", "price in bands of a"),
        (
            {"ramp": {"of": A, "from": {"at": B, "pays": C}, "to": {"at": D, "pays": A}}},
            "in linea tra due risultati: a it", "in a line between two results: a",
        ),
        (
            {"when": {"all": [{"of": A, "at_least": B, "below": C}, {"of": D, "at_most": B}], "then": C}},
            "se a it ≥ b it e a it < c it, e d it ≤ b it", "if a ≥ b and a < c, and d ≤ b",
        ),
        (
            {"when": {
                "all": [{"of": A, "above": B}], "any": [{"of": C, "above": D}, {"since": "2024-02-01"}], "then": D,
            }},
            "se a it > b it, e c it > d it o dal 2024-02-01", "if a > b, and c > d or since 2024-02-01",
        ),
        (
            {"when": {"all": [{"since": "2024-02-01", "until": "2025-01-01"}], "then": D}},
            "se dal 2024-02-01 e prima del 2025-01-01", "if since 2024-02-01 and before 2025-01-01",
        ),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_words(pays: Any, italian: str, english: str, tmp_path: Path) -> None:
    found = explained(tmp_path, pays, dt.date(2024, 3, 1))
    assert found.formula == Text(it=italian, en=english)
    assert found.label == found.formula


def test_what_is_explained_is_exact_to_the_last_digit(tmp_path: Path) -> None:
    found = explained(tmp_path, {"ratio": [{"number": 1}, {"number": 3}]})
    assert found.value * 3 == 1
    assert found.amount == Decimal(1) / 3


def test_a_payment_that_a_cap_bit_shows_gross_cut_and_limit(tmp_path: Path) -> None:
    # 6 homes at 500 are 3,000; the cap leaves 2,000
    clauses = {"one": {"pays": {"product": [HOMES, PRICE]}}}
    programme = made_programme(tmp_path, {**SHORT, "clauses": clauses, "caps": {"most": {"at_most": {"number": 2000}}}})
    (line,) = pay(programme, CLAIMS, programme.in_force())
    assert outline(line.working) == [
        "2000.00 EUR, contract = [one]",
        "  3000.00 EUR, contract = [one]",
        "    6 homes, data [homes]",
        "    500 EUR, contract [price]",
        "  1000.00 EUR, contract [most]",
        "    2000.00 EUR, contract [most]",
    ]


def test_a_payment_that_is_a_single_value_shows_that_value(tmp_path: Path) -> None:
    programme = made_programme(tmp_path, {**SHORT, "clauses": {"one": {"pays": PRICE}}})
    (line,) = pay(programme, CLAIMS, programme.in_force())
    assert outline(line.working) == ["500.00 EUR, contract = [one]", "  500 EUR, contract [price]"]


@pytest.mark.parametrize(("share", "paid"), [(Fraction(6, 10), 0), (Fraction(8, 10), 500), (Fraction(9, 10), 0)])
def test_a_condition_on_a_result_and_on_the_period_needs_both(share: Fraction, paid: int, tmp_path: Path) -> None:
    # more than 0.7 and in 2024; 0.9 was reached in 2025
    both = {"of": RATE, "above": {"number": "0.7"}, "since": "2024-01-01", "until": "2025-01-01"}
    clauses = {"one": {"pays": {"when": {"all": [both], "then": PRICE}}, "for_each": ["period"]}}
    programme = made_programme(tmp_path, {**SHORT, "clauses": clauses})
    period = dt.date(2025, 1, 1) if share == Fraction(9, 10) else dt.date(2024, 12, 31)
    claims = (Claim("homes", share * 10, 10),)
    situation = Situation(programme, programme.in_force(), claims, period)
    assert explain(programme.clauses[0].pays, situation).value == evaluate(programme.clauses[0].pays, situation) == paid
