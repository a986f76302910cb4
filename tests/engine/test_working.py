"""Numbers as decimals, rounded as people do and to the cent; sums, and the leaf of a value."""

from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.working import (
    Working,
    as_decimal,
    cents,
    half_up,
    percentage,
    share_of_percentage,
    total_working,
    value_working,
    weakest,
)
from h4a_core.programme import Badge, Programme
from h4a_core.text import Text

LABEL = Text(it="Voce", en="Item")


@pytest.mark.parametrize("value", [Decimal("0.1"), Fraction(1, 10), 0.1])
def test_a_tenth_is_a_tenth_however_it_is_given(value: Decimal | Fraction | float) -> None:
    assert as_decimal(value) == Decimal("0.1")


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (Decimal("2.5"), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (1.005, 2, "1.01"),
        (Decimal("-0.4"), 0, "0"),
        (7, 1, "7.0"),
    ],
)
def test_half_goes_up_and_nothing_has_no_sign(value: Decimal | Fraction | float, digits: int, rounded: str) -> None:
    assert str(half_up(value, digits)) == rounded


def test_a_share_and_its_percentage_lead_to_each_other() -> None:
    assert percentage(Fraction(9, 11)).quantize(Decimal("0.01")) == Decimal("81.82")
    assert [share_of_percentage(int(percentage(share))) for share in (Decimal("0.35"), Decimal(1))] == [
        Decimal("0.35"), 1,
    ]  # fmt: skip


def test_a_total_holds_its_parts() -> None:
    parts = [Working(LABEL, value, "EUR", "data") for value in (Decimal("10.50"), Fraction(1, 2), 3)]
    found = total_working(LABEL, parts, "EUR", LABEL)
    assert (found.value, found.badge, found.inputs) == (14, "data", parts)


@pytest.mark.parametrize(
    ("steps", "badge"),
    [
        (("data", "data"), "data"),
        (("data", "contract"), "contract"),
        (("contract", "estimate", "data"), "estimate"),
        (("estimate", "assumption", "contract"), "assumption"),
    ],
)
def test_a_figure_is_as_sure_as_its_weakest_input_anywhere_under_it(steps: tuple[Badge, ...], badge: Badge) -> None:
    leaves = [Working(LABEL, 1, "number", step) for step in steps]
    assert weakest(steps) == badge
    assert Working(LABEL, 1, "number", "data", inputs=leaves).badge == badge
    deep = Working(LABEL, 1, "number", "data", inputs=[Working(LABEL, 1, "number", "data", inputs=leaves)])
    assert deep.badge == badge


def test_a_step_that_is_weaker_than_its_inputs_is_the_badge() -> None:
    leaf = Working(LABEL, 1, "nights", "data")
    assert Working(LABEL, 1, "nights", "estimate", inputs=(leaf,)).badge == "estimate"


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        (Fraction(1, 8), "0.13"),  # 0.125, half up
        (Fraction(-1, 8), "-0.13"),
        (Fraction(0), "0.00"),
        (Fraction(2, 3), "0.67"),
        (Fraction(-2, 3), "-0.67"),
        (Decimal("0.125"), "0.13"),
        (Decimal("0.135"), "0.14"),
        (Decimal("-0.125"), "-0.13"),
        (7, "7.00"),
    ],
)
def test_money_is_rounded_half_up_away_from_zero(amount: Decimal | Fraction | int, rounded: str) -> None:
    assert str(cents(amount)) == rounded


def test_the_leaf_of_a_value_names_it(torino: Programme) -> None:
    leaf = value_working(torino, torino.in_force({"cost_per_night": Decimal(60)}), "cost_per_night")
    assert (leaf.value, leaf.unit, leaf.badge, leaf.origin) == (60, "EUR", "assumption", "cost_per_night")
    assert leaf.label == torino.values["cost_per_night"].label
