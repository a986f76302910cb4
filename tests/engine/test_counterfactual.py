"""What stays outside the programme say of the nights without it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from h4a_core.engine.counterfactual import by_size, family_sizes, priced_as, reference, subsets
from h4a_core.engine.premium import Premium
from h4a_core.engine.savings import costs_by_size, savings
from h4a_core.facts import CohortFacts, Exposure, Facts, StayGroup
from h4a_core.programme import Programme
from tests.engine.test_survival import RELAPSED, WEEKS
from tests.facts_made import HOTEL_VALUES


def _stays(*groups: tuple[int, bool, int, str], year: int = 2020, members: int | None = 3) -> list[StayGroup]:
    """Groups as (nights, ended, how many, net EUR of a night)."""
    return [
        StayGroup(year, "hotel", members, nights, ended, n, Decimal(cost) * nights * n)
        for nights, ended, n, cost in groups
    ]


def test_length_and_cost_come_from_the_stays_each_night_counting_once():
    # 3 stays of 10 nights at 50, one of 40 at 80: (3 x 10 + 40) / 4 = 17.5 nights, rounded half up to 18;
    # (1500 + 3200) / 70 = 67.14 a night
    found = reference(_stays((10, True, 3, "50"), (40, True, 1, "80")), 730)
    assert found is not None
    assert (found.stays, found.open_stays, found.nights, found.cost) == (4, 0, Decimal(18), Decimal("67.14"))


def test_the_interval_by_resampling_is_as_wide_as_the_published_standard_error():
    # Klein and Moeschberger (2003), section 4.5: 2.827 weeks around 23.287, for 21 remissions up to 35 weeks
    weeks = [
        StayGroup(2020, "hotel", 1, week, ended, 1, Decimal(1)) for week, ended in zip(WEEKS, RELAPSED, strict=True)
    ]
    found = reference(weeks, 35)
    assert found is not None
    assert found.nights == 23
    assert float(found.night_draws.std()) == pytest.approx(2.827, rel=0.08)
    low, high = (float(end) for end in found.nights_range)
    assert 23.287 - 2.2 * 2.827 < low < 23.287 - 1.6 * 2.827
    assert 23.287 + 1.6 * 2.827 < high < 23.287 + 2.2 * 2.827


def test_the_same_stays_give_the_same_interval_every_time():
    stays = _stays((10, True, 5, "50"), (90, False, 4, "70"))
    first, second = reference(stays, 730), reference(stays, 730)
    assert first is not None
    assert second is not None
    assert (first.nights_range, first.cost_range) == (second.nights_range, second.cost_range)
    assert first.open_stays == 4


def test_stays_without_a_night_say_nothing():
    assert reference([], 730) is None
    assert reference(_stays((0, True, 3, "50")), 730) is None


def test_the_ways_to_look_leave_out_a_year_or_keep_one_facility_or_size_if_enough_remain():
    groups = [
        StayGroup(2019, "hotel", 2, 30, True, 12, Decimal(1)),
        StayGroup(2020, "hotel", 3, 30, True, 20, Decimal(1)),
        StayGroup(2021, "residence", 3, 30, True, 9, Decimal(1)),
    ]
    found = [(one.kind, one.value, one.stays) for one in subsets(groups, 20)]
    assert found == [
        ("all", None, 41),
        ("without_year", 2019, 29),
        ("without_year", 2021, 32),
        ("facility", "hotel", 32),
        ("size", 3, 29),
    ]


def test_one_kind_of_stay_leaves_one_way_to_look():
    assert [one.kind for one in subsets(_stays((30, True, 25, "50"), members=None), 20)] == ["all"]


FACTS = Facts(
    date(2025, 1, 1),
    (CohortFacts(2022, 3, exposures=(Exposure(date(2022, 1, 1), 2, 2), Exposure(date(2022, 1, 1), 5, 1))),),
)


def test_a_size_with_stays_of_its_own_is_priced_at_them_and_the_others_at_those_of_all(torino: Programme):
    whole = reference(_stays((100, True, 10, "60")), 730)
    pairs = reference(_stays((20, True, 10, "40")), 730)
    assert whole is not None
    assert pairs is not None
    found = by_size(FACTS, torino.in_force(HOTEL_VALUES), whole, {2: pairs})
    # two families of 2: 2 x 20 x 40 = 1,600; one of 5, at the figures of all: 100 x 60 = 6,000
    assert [(one.members, one.expected) for one in found] == [(2, 1600), (5, 6000)]


def test_the_saving_at_the_reference_goes_through_the_one_formula(torino: Programme):
    whole = reference(_stays((100, True, 10, "60")), 730)
    assert whole is not None
    terms = priced_as(torino.in_force(HOTEL_VALUES), whole)
    assert savings(torino, FACTS, terms, Premium(Decimal(0))).expected_cost == 3 * 100 * 60
    assert sum(one.expected for one in costs_by_size(FACTS, terms)) == 18_000


def test_length_and_cost_are_rounded_half_up_and_drawn_alike_every_time():
    # 2 and 3 nights: 2.5, half up to 3; 2 x 10 + 3 x 20 EUR = 80 over 5 nights: 16
    stays = _stays((2, True, 1, "10"), (3, True, 1, "20"))
    first, second = reference(stays, 730), reference(stays, 730)
    assert first is not None
    assert second is not None
    assert (first.nights, first.cost) == (Decimal(3), Decimal("16.00"))
    assert first.night_draws.tolist() == second.night_draws.tolist()
    assert first.cost_draws.tolist() == second.cost_draws.tolist()
    # only the first twice, one of each, only the second twice
    assert sorted(set(first.cost_draws.tolist())) == [10, 16, 20]
    assert sorted(set(first.night_draws.tolist())) == [2, 2.5, 3]


def test_the_curve_has_a_point_a_night_up_to_the_longest_stay_and_about_120_at_the_most():
    short, long = reference(_stays((40, True, 3, "50")), 730), reference(_stays((730, True, 3, "50")), 730)
    assert short is not None
    assert long is not None
    assert [point.days for point in short.curve] == list(range(41))
    assert [point.days for point in long.curve] == [*range(0, 730, 6), 730]


def test_two_years_can_be_looked_at_apart_and_a_way_with_just_enough_stays_is_one():
    groups = [
        StayGroup(2019, "hotel", 2, 30, True, 12, Decimal(1)),
        StayGroup(2020, "hotel", None, 30, True, 20, Decimal(1)),
    ]
    assert [(one.kind, one.value, one.stays) for one in subsets(groups, 12)] == [
        ("all", None, 32), ("without_year", 2019, 20), ("without_year", 2020, 12),
    ]  # fmt: skip
    assert [(one.kind, one.value) for one in subsets(groups, 13)] == [("all", None), ("without_year", 2019)]
    assert [one.kind for one in subsets(groups, 99)] == ["all"]


def test_what_was_amended_stays_amended_at_the_figures_of_the_reference(torino: Programme):
    whole = reference(_stays((100, True, 10, "60")), 730)
    assert whole is not None
    terms = replace(torino.in_force(), amended={"cost_per_night": ((date(2024, 1, 1), Decimal(70)),)})
    assert priced_as(terms, whole).amended == terms.amended
    assert priced_as(terms, whole).values["expected_nights"] == 100


def _sized(*groups: tuple[int | None, int, int, str]) -> list[StayGroup]:
    """Groups as (members, nights, how many, net EUR of a night), all ended."""
    return [
        StayGroup(2020, "hotel", members, nights, True, n, Decimal(cost) * nights * n)
        for members, nights, n, cost in groups
    ]


def test_the_sizes_of_a_programme_are_its_families_by_members_with_their_weight():
    cohort = replace(FACTS.cohorts[0], weight=Decimal(2))
    assert family_sizes(replace(FACTS, cohorts=(cohort, FACTS.cohorts[0]))) == ((2, Decimal(6)), (5, Decimal(3)))


def test_length_and_price_are_weighted_to_the_sizes_of_the_programmes_families():
    # half of the stays are of couples (20 nights at 40), half of families of 5 (100 nights at 60); the programme has
    # one couple for three families of 5: 0.25 x 20 + 0.75 x 100 = 80 nights; (200 + 4,500) / 80 = 58.75 a night
    groups = _sized((2, 20, 20, "40"), (5, 100, 20, "60"))
    plain, weighted = reference(groups, 730), reference(groups, 730, ((2, Decimal(1)), (5, Decimal(3))))
    assert plain is not None
    assert weighted is not None
    assert (plain.nights, plain.cost) == (60, Decimal("56.67"))
    assert (weighted.nights, weighted.cost) == (80, Decimal("58.75"))
    assert weighted.stays == 40


def test_weighted_to_the_sizes_chance_in_how_many_of_each_were_drawn_widens_nothing():
    # all stays of a size are alike: every resample, weighted anew, gives the same mean
    found = reference(_sized((2, 20, 20, "40"), (5, 100, 20, "60")), 730, ((2, Decimal(1)), (5, Decimal(3))))
    assert found is not None
    assert found.nights_range == (80, 80)
    assert found.cost_range == (Decimal("58.75"), Decimal("58.75"))


def test_sizes_with_fewer_than_10_stays_are_joined_with_their_neighbours():
    # 1 and 2 together have 4 + 8 = 12 stays; 6 has 5 and goes down to 4: (8 x 10 + 4 x 40) / 12 = 20 nights, and
    # (15 x 60 + 5 x 140) / 20 = 80. Families: three of 1, one of 7: 0.75 x 20 + 0.25 x 80 = 35 nights
    groups = _sized((1, 40, 4, "50"), (2, 10, 8, "50"), (4, 60, 15, "50"), (6, 140, 5, "50"))
    found = reference(groups, 730, ((1, Decimal(3)), (7, Decimal(1))))
    assert found is not None
    assert found.nights == 35


def test_stays_of_unknown_size_keep_their_weight_and_alone_they_count_as_they_are():
    # 10 unknown of 40 nights and 10 of couples of 20: no family of another size, so (10 x 40 + 10 x 20) / 20 = 30
    sizes = ((2, Decimal(4)),)
    found = reference(_sized((None, 40, 10, "50"), (2, 20, 10, "50")), 730, sizes)
    assert found is not None
    assert found.nights == 30
    unknown = reference(_sized((None, 40, 10, "50")), 730, sizes)
    assert unknown is not None
    assert unknown.nights == 40


def test_the_estimates_of_the_reference_carry_interval_and_number_of_stays():
    found = reference(_stays((10, True, 3, "50"), (40, False, 1, "80")), 365)
    assert found is not None
    nights, cost = found.estimates["expected_nights"], found.estimates["cost_per_night"]
    assert (nights.value, nights.low, nights.high) == (found.nights, *found.nights_range)
    assert (cost.value, cost.low, cost.high) == (found.cost, *found.cost_range)
    assert (nights.stays, nights.open_stays, nights.horizon_days) == (4, 1, 365)
