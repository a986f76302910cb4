"""Rents and waits, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.access import (
    NO_RENTS,
    RentPair,
    Rents,
    mean_saving_working,
    shown_groups,
    wait_summary,
    wait_working,
    yearly_saving_working,
)

# three families: market 400 + 450 + 500, paid 310 + 310 + 400, with 1000 + 500 + 1500 a month
PAIR = RentPair(3, Decimal(1350), Decimal(1020), Fraction(3000))


def rents(income_class: str, families: int) -> Rents:
    pair = RentPair(families, Decimal(400 * families), Decimal(300 * families))
    return Rents(income_class, families, pair, NO_RENTS, NO_RENTS)


def test_a_family_saves_the_mean_of_the_differences() -> None:
    assert PAIR.saved == 330
    assert PAIR.means == (450, 340)
    working = mean_saving_working(PAIR)
    assert (working.value, working.unit, working.badge) == (110, "EUR", "data")
    assert [leaf.value for leaf in working.inputs] == [1350, 1020, 3]
    assert yearly_saving_working(PAIR).value == 3960


def test_the_weight_of_the_rent_is_a_ratio_of_sums() -> None:
    assert PAIR.burdens == (Fraction(9, 20), Fraction(17, 50))  # 45 % and 34 %


def test_pairs_add_up() -> None:
    twice = PAIR + PAIR
    assert twice == RentPair(6, Decimal(2700), Decimal(2040), Fraction(6000))


@pytest.mark.parametrize(
    ("classes", "shown"),
    [
        ((5, 14), [(None, 19), ("no_income", 5), ("partial_income", 14)]),
        ((2, 14), [(None, 16)]),  # two families alone would show, and the others give them away
        ((2, 0), []),
        ((0, 3), [(None, 3)]),
        ((1, 2), [(None, 3)]),
    ],
)
def test_a_class_of_fewer_than_three_hides_the_other_too(
    classes: tuple[int, int], shown: list[tuple[str | None, int]]
) -> None:
    found = [rents(name, families) for name, families in zip(("no_income", "partial_income"), classes, strict=True)]
    assert [(name, pair.families) for name, pair in shown_groups(found, lambda one: one.market)] == shown


def test_the_median_lies_halfway_between_the_two_in_the_middle() -> None:
    # 90, 120, 150, 150, 240, 270 days: the middle is (150 + 150) / 2; without the last it is 150 again
    summary = wait_summary([(150, 2), (90, 1), (120, 1), (270, 1), (240, 1)])
    assert summary
    assert summary.families == 6
    assert summary.median == pytest.approx(150 / 30.4375)
    assert (summary.shortest, summary.longest) == pytest.approx((90 / 30.4375, 270 / 30.4375))
    two = wait_summary([(100, 1), (121, 1)])
    assert two
    assert two.median == pytest.approx(110.5 / 30.4375)
    assert wait_working(summary).value == Decimal("4.9")


def test_without_a_home_there_is_no_wait_to_speak_of() -> None:
    assert wait_summary([]) is None


def test_the_median_of_an_odd_number_of_families_is_the_one_in_the_middle() -> None:
    for waits in ([(90, 1), (120, 1), (270, 1)], [(120, 1), (90, 1), (80, 1), (400, 2)]):
        summary = wait_summary(waits)
        assert summary
        assert summary.median == pytest.approx(120 / 30.4375)
