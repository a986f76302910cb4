"""Rounding to the cent, and the leaf of a value."""

from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.working import cents, value_working
from h4a_core.programme import Programme


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
