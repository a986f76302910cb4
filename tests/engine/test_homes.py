"""Homes from finding to letting: every expected figure is worked out beside it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.homes import (
    Home,
    Let,
    Need,
    RentGroup,
    StepDays,
    by_district,
    by_origin,
    counted,
    days_to_let,
    mean_below_market,
    mobilised,
    needs,
    renovation,
    rents,
    step_days,
    vacancy,
)

DAY = date(2024, 12, 31)
NOWHERE = Home("AL-0", "Nord", "auction", 3, Decimal(60), None, None, None, kept=False)
FOUND = replace(NOWHERE, dwelling_id="AL-1", acquired_date=date(2024, 1, 1))
IN_WORKS = replace(FOUND, dwelling_id="AL-2", renovation_cost=Decimal(9000))
READY = replace(IN_WORKS, dwelling_id="AL-3", available_date=date(2024, 3, 31))


def _let(signed: date, until: date | None = None, market: str | None = "400") -> Let:
    return Let(signed, signed, until, Decimal(300), Decimal(market) if market else None)


def _home_let(name: str, origin: str | None = "auction", *, kept: bool = False, market: str | None = "400") -> Home:
    lets = (_let(date(2024, 5, 1), market=market),)
    return replace(READY, dwelling_id=name, origin=origin, kept=kept, lets=lets)


@pytest.mark.parametrize(
    ("home", "state"),
    [
        (FOUND, "found"),
        (IN_WORKS, "in_works"),
        (READY, "available"),
        (replace(READY, lets=(_let(date(2024, 5, 1)),)), "let"),
        (replace(READY, lets=(_let(date(2024, 5, 1), date(2024, 9, 1)),)), "free_again"),
        (replace(READY, lets=(_let(date(2024, 5, 1), date(2024, 9, 1)), _let(date(2024, 10, 1)))), "let"),
    ],
)
def test_how_far_a_home_is_follows_from_its_dates_its_works_and_its_contracts(home, state):
    assert home.state == state
    assert (home.current is not None) == (state == "let")


def test_a_home_is_free_from_the_day_it_is_ready_except_while_a_contract_runs():
    home = replace(READY, lets=(_let(date(2024, 5, 1), date(2024, 9, 1)),))
    days = [date(2024, 3, 30), date(2024, 3, 31), date(2024, 5, 1), date(2024, 8, 31), date(2024, 9, 1)]
    assert [home.free_on(day) for day in days] == [False, True, False, False, True]
    assert not IN_WORKS.free_on(DAY)


def test_empty_days_are_those_ready_and_without_contract():
    # 31 March to 1 May: 31 days; 1 September to 31 December: 121
    home = replace(READY, lets=(_let(date(2024, 5, 1), date(2024, 9, 1)),))
    assert home.vacant_days(DAY) == 31 + 121
    assert IN_WORKS.vacant_days(DAY) == 0
    assert _home_let("AL-4").vacant_days(DAY) == 31


def test_two_contracts_at_the_same_time_count_their_days_once():
    # 31 days before the first; the second ends on 1 November: 60 days to 31 December
    home = replace(READY, lets=(_let(date(2024, 5, 1), date(2024, 9, 1)), _let(date(2024, 6, 1), date(2024, 11, 1))))
    assert home.vacant_days(DAY) == 31 + 60


def test_a_home_known_only_from_its_contract_was_ready_when_it_was_signed():
    home = Home("AL-9", None, None, None, None, None, None, None, kept=False, lets=(_let(date(2024, 5, 1)),))
    assert home.ready_date == date(2024, 5, 1)
    assert home.vacant_days(DAY) == 0


def test_kept_homes_are_no_supply():
    kept = _home_let("AL-5", kept=True)
    assert mobilised([FOUND, kept]) == [FOUND]
    assert counted([FOUND, kept]).working.value == 1
    assert by_origin([kept]) == []
    assert [one.free for one in needs([replace(kept, lets=())], [(DAY, 5)])] == [0]


def test_homes_are_counted_by_origin_and_state_the_most_frequent_first():
    homes = [FOUND, replace(READY, origin="donation"), _home_let("AL-6", "donation"), _home_let("AL-7", None)]
    found = by_origin(homes)
    assert [(one.origin, one.homes) for one in found] == [("donation", 2), (None, 1), ("auction", 1)]
    assert found[0].states == {"let": 1, "free_again": 0, "available": 1, "in_works": 0, "found": 0}
    total = counted(homes)
    assert (total.working.value, [total.by_state[one] for one in ("let", "available", "found")]) == (4, [2, 1, 1])


def test_districts_with_fewer_than_three_homes_are_merged_with_their_neighbours():
    homes = [
        replace(FOUND, dwelling_id=f"{d}{n}", district=d)
        for d, many in (("A", 1), ("B", 2), ("C", 4))
        for n in range(many)
    ]
    assert by_district([*homes, replace(FOUND, district=None)]) == [(("A", "B"), 3), (("C",), 4)]


def test_days_of_a_step_leave_out_what_has_no_dates_or_reversed_ones():
    backwards = replace(_home_let("AL-8"), available_date=date(2024, 6, 1))  # ready a month after its contract
    undated = replace(READY, acquired_date=None)
    works, letting, moving = step_days([READY, _home_let("AL-6"), backwards, undated, FOUND])
    # found on 1 January: 90 days to 31 March (a leap year), 152 to 1 June; one home has no day of finding
    assert works == StepDays("works", (90, 90, 152), 1)
    assert works.median == 90
    assert letting == StepDays("letting", (31,), 1)
    assert moving == StepDays("moving", (0, 0))
    assert StepDays("works", ()).median is None


def test_from_finding_to_contract_is_the_median_of_the_homes_with_both_dates():
    # 1 January to 1 May: 121 days; from 2 February: 89; in the middle 105
    other = replace(_home_let("AL-6"), acquired_date=date(2024, 2, 2))
    found = days_to_let([_home_let("AL-4"), other, READY])
    assert found is not None
    assert (found.working.value, found.over) == (Fraction(105), 2)
    assert days_to_let([READY]) is None


def test_the_cost_of_works_is_that_of_ready_homes_per_home_and_per_square_metre():
    # 9,000 and 12,001 over two homes of 60 and 45.5 m2: 10,500.50 each; 21,001 / 105.5 = 199.06 EUR/m2
    other = replace(READY, renovation_cost=Decimal(12001), floor_area_m2=Decimal("45.5"))
    found = renovation([READY, other, IN_WORKS, replace(READY, renovation_cost=None)])
    assert found is not None
    assert (found.homes, found.per_home.value, found.per_m2.value) == (2, Decimal("10500.50"), Decimal("199.06"))
    assert [one.value for one in found.per_home.inputs] == [21001, 2]
    assert renovation([IN_WORKS]) is None


def test_works_that_cost_nothing_count_as_works():
    found = renovation([READY, replace(READY, renovation_cost=Decimal(0))])
    assert found is not None
    assert found.per_home.value == 4500


def test_mean_empty_days_are_over_the_homes_that_were_ever_ready():
    # 275 days (31 March to 31 December) and 31: 306 over two
    found = vacancy([READY, _home_let("AL-4"), FOUND], DAY)
    assert found is not None
    assert (found.working.value, found.over) == (153, 2)
    assert vacancy([FOUND], DAY) is None


def test_rents_are_compared_by_origin_and_no_group_is_of_fewer_than_three_families():
    homes = [_home_let(f"A{n}", "auction") for n in range(3)]
    homes += [_home_let("D1", "donation", market="500"), _home_let("O1", None, market=None)]
    homes += [_home_let(f"K{n}", kept=True, market="350") for n in range(3)]
    # auction and donation together: market (3 x 400 + 500) / 4; the home without a market rent is left out
    assert rents(homes) == [
        RentGroup(("auction", "donation"), 4, Decimal("300.00"), Decimal("425.00")),
        RentGroup((), 3, Decimal("300.00"), Decimal("350.00")),
    ]
    assert rents(homes[:2]) == []
    assert rents(homes[-2:]) == []


def test_homes_that_lack_are_the_waiting_families_less_the_free_homes():
    found = list(needs([READY], [(date(2024, 1, 31), 4), (DAY, 4), (DAY, 0), (DAY, 2)]))
    assert found == [Need(date(2024, 1, 31), 4, 0), Need(DAY, 4, 1), Need(DAY, 0, 1), Need(DAY, None, 1)]
    assert [one.lacking for one in found] == [4, 3, 0, None]


def test_the_smallest_group_that_is_shown_can_be_raised():
    homes = [replace(FOUND, dwelling_id=f"{d}{n}", district=d) for d in "AB" for n in range(4)]
    assert by_district(homes) == [(("A",), 4), (("B",), 4)]
    assert by_district(homes, 5) == [(("A", "B"), 8)]
    let = [_home_let(f"{origin}{n}", origin) for origin in ("auction", "donation") for n in range(3)]
    assert [one.origins for one in rents(let)] == [("auction",), ("donation",)]
    assert [one.origins for one in rents(let, 4)] == [("auction", "donation")]


def test_three_waiting_families_may_be_told_and_two_not():
    assert [one.waiting for one in needs([], [(DAY, 3), (DAY, 2), (DAY, 1), (DAY, 0)])] == [3, None, None, 0]


def test_of_as_many_homes_the_origin_nobody_recorded_comes_last():
    homes = [replace(FOUND, origin=None), replace(FOUND, origin="private"), replace(FOUND, origin="auction")]
    assert [one.origin for one in by_origin(homes)] == ["auction", "private", None]
    let = [_home_let(f"{origin}{n}", origin) for origin in (None, "private", "auction") for n in range(3)]
    assert [one.origins for one in rents(let)] == [("auction",), ("private",), (None,)]


def test_a_home_whose_area_nobody_recorded_adds_its_cost_and_no_area():
    found = renovation([READY, replace(READY, floor_area_m2=None)])
    assert found is not None
    assert [one.value for one in found.per_m2.inputs] == [18_000, 60]


def test_the_mean_over_all_groups_counts_every_contract_once():
    groups = [
        RentGroup(("auction",), 4, Decimal(310), Decimal(390)),
        RentGroup((), 1, Decimal(410), Decimal(400)),
    ]
    assert [one.below_market for one in groups] == [80, -10]
    assert mean_below_market(groups) == 62  # (4 x 80 - 10) / 5
    assert mean_below_market([]) == 0
