"""Rents and waits, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.access import (
    NO_RENTS,
    RentPair,
    Rents,
    WaitSummary,
    in_time,
    market_pair,
    mean_saving_working,
    shown_groups,
    wait_summary,
    wait_working,
    yearly_saving_working,
)
from tests.facts_made import cohort_facts, facts_of

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


def test_a_pair_tells_what_one_family_saves_and_what_part_of_the_rent_that_is() -> None:
    # 1350 - 1020 = 330 a month for three families
    assert (PAIR.saved, PAIR.mean_saved, PAIR.mean_change) == (330, 110, -110)
    assert PAIR.saved_share.quantize(Decimal("0.0001")) == Decimal("0.2444")  # 330 / 1350


def test_the_pairs_of_the_market_are_added_over_the_income_classes() -> None:
    whole = market_pair([rents("no_income", 3), rents("partial_income", 4)])
    assert whole == rents("no_income", 3).market + rents("partial_income", 4).market
    assert market_pair([]) == NO_RENTS


def test_families_in_time_are_counted_among_those_for_whom_it_is_settled() -> None:
    facts = facts_of(cohort_facts(2022, 11, waiting=9), cohort_facts(2023, 6, waiting={"achieved": 3, "pending": 2}))
    found = in_time(facts, 8)
    # 9 of 11, and 3 of the 4 that are settled
    assert (found.achieved, found.settled, found.rate) == (12, 15, Fraction(4, 5))
    assert in_time(facts_of(), 8).rate == 0


def test_a_home_before_the_public_list_is_so_many_months_earlier() -> None:
    assert WaitSummary(4, 4.5, 2.0, 9.0).earlier_than(Decimal(24)) == 19.5
