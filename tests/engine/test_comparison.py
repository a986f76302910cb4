"""Difference in differences: worked out by hand, and against a published study."""

from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.comparison import cost_avoided, difference_in_differences, families_compared
from h4a_core.facts import Compared


def test_the_change_outside_is_what_the_change_inside_is_measured_against():
    # in the programme: 100 and 80 nights before, 10 and 10 after: -80 in the mean; outside 90 before, 60 after, twice
    compared = [Compared(True, 100, 10, 1), Compared(True, 80, 10, 1), Compared(False, 90, 60, 2)]
    found = difference_in_differences(compared, 2)
    assert found is not None
    assert (found.programme.change, found.others.change, found.avoided) == (-80, -30, 50)
    # changes of -90 and -70: standard error 10 with one degree of freedom, t = 12.706 at 95 %: 50 +- 127.06
    assert (found.low, found.high) == (pytest.approx(50 - 127.06, abs=0.01), pytest.approx(50 + 127.06, abs=0.01))


def test_the_means_of_card_and_krueger_give_their_difference():
    # Card and Krueger, American Economic Review 84 (1994) 772, table 3: 20.44 and 21.03 in New Jersey, 23.33 and 21.17
    # in Pennsylvania; a difference of 2.76 from unrounded means, 2.75 from those printed. In hundredths, as counts.
    compared = [Compared(False, 2044, 2103, 2), Compared(True, 2333, 2117, 2)]
    found = difference_in_differences(compared, 2)
    assert found is not None
    assert found.avoided == 275


def test_families_that_all_changed_alike_leave_nothing_to_chance():
    found = difference_in_differences([Compared(True, 50, 0, 5), Compared(False, 50, 40, 5)], 5)
    assert found is not None
    assert (found.avoided, found.low, found.high) == (Fraction(40), 40, 40)


@pytest.mark.parametrize(
    "compared", [[], [Compared(True, 50, 0, 9)], [Compared(True, 5, 0, 9), Compared(False, 5, 4, 4)]]
)
def test_without_enough_families_in_both_groups_nothing_is_claimed(compared: list[Compared]):
    assert difference_in_differences(compared, 5) is None


def test_the_interval_rests_on_the_change_of_each_family_not_on_its_nights():
    # -90 and -50 in the programme, -30 twice outside: 40 avoided; standard error 20 with one degree of freedom, 254.12
    found = difference_in_differences(
        [Compared(True, 100, 10, 1), Compared(True, 80, 30, 1), Compared(False, 90, 60, 2)], 2
    )
    assert found is not None
    assert found.avoided == 40
    assert (found.low, found.high) == (pytest.approx(40 - 254.12, abs=0.01), pytest.approx(40 + 254.12, abs=0.01))


def test_the_nights_avoided_are_worth_their_cost_for_every_family_of_the_programme():
    compared = [Compared(True, 100, 10, 1), Compared(True, 80, 10, 1), Compared(False, 90, 60, 3)]
    assert families_compared(compared) == (2, 3)
    found = difference_in_differences(compared, 2)
    assert found is not None
    # 50 nights x 22 families x 48.50 EUR
    assert cost_avoided(found, 22, Decimal("48.50")) == 53_350
