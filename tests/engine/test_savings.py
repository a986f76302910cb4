"""The saving by month, by size and at its break-even."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h4a_core.engine.break_even import PROBABILITY_FACTOR, break_even
from h4a_core.engine.premium import Premium
from h4a_core.engine.savings import (
    MonthCost,
    SizeCost,
    SizeGroup,
    costs_by_month,
    costs_by_size,
    running_costs,
    saved_over,
    savings,
    shown_sizes,
)
from h4a_core.facts import Exposure, Facts, ObservedNights
from h4a_core.programme import Programme, load_programme
from h4a_core.scenario import Scenario, parse_changes
from h4a_core.statement import statement
from tests.conftest import TORINO
from tests.facts_made import AS_OF, HOTEL_VALUES, HOTELS, cohort_facts, facts_of, sample_figures

PROGRAMME = load_programme(TORINO)
DAYS = st.dates(date(2020, 1, 1), AS_OF)


@given(
    st.lists(st.tuples(DAYS, st.integers(1, 8), st.integers(1, 30)), min_size=1, max_size=12),
    st.decimals(0, 900, places=1),
    st.decimals(0, 1, places=2),
    st.decimals(0, 200, places=2),
)
def test_months_add_up_to_the_total_exactly(
    enrolled: list[tuple[date, int, int]], nights: Decimal, probability: Decimal, cost: Decimal
) -> None:
    exposures = [Exposure(*one) for one in enrolled]
    facts = facts_of(cohort_facts(2022, sum(one.households for one in exposures), exposures=exposures))
    terms = PROGRAMME.in_force({"expected_nights": nights, "hotel_probability": probability, "cost_per_night": cost})
    by_hand = sum(min(nights, (AS_OF - day).days) * households for day, _, households in enrolled) * probability * cost
    assert sum(month.expected for month in costs_by_month(facts, terms)) == by_hand
    assert sum(size.expected for size in costs_by_size(facts, terms)) == by_hand


def test_a_family_enrolled_in_mid_january_spends_its_nights_in_january_and_february(torino: Programme) -> None:
    # 20 nights from 15 January: 17 in January (15th to 31st), 3 in February, at 48 EUR
    facts = facts_of(cohort_facts(2022, 1, exposures=[Exposure(date(2022, 1, 15), 2, 1)]), as_of=date(2022, 3, 10))
    months = costs_by_month(facts, torino.in_force({**HOTEL_VALUES, "expected_nights": Decimal(20)}))
    assert [(one.month, one.expected) for one in months] == [
        (date(2022, 1, 1), 17 * 48), (date(2022, 2, 1), 3 * 48), (date(2022, 3, 1), 0),
    ]  # fmt: skip


def test_observed_costs_fall_in_their_months_and_sizes(torino: Programme) -> None:
    observed = [
        ObservedNights(date(2022, 10, 1), 2, 5, Decimal(300)),
        ObservedNights(date(2022, 11, 1), 4, 2, Decimal(150)),
    ]
    exposures = [Exposure(date(2022, 9, 1), 2, 1), Exposure(date(2022, 9, 1), 4, 1)]
    facts = facts_of(cohort_facts(2022, 2, exposures=exposures, observed=observed), as_of=date(2022, 12, 1))
    by_month = {one.month.month: one.observed for one in costs_by_month(facts, torino.in_force())}
    assert by_month == {9: 0, 10: 300, 11: 150}
    by_size = {one.members: (one.households, one.observed) for one in costs_by_size(facts, torino.in_force())}
    assert by_size == {2: (1, 300), 4: (1, 150)}


def test_without_families_there_are_no_months(torino: Programme) -> None:
    assert costs_by_month(facts_of(), torino.in_force()) == []


def test_the_sample_breaks_even_at_45_83_euro_a_night_and_at_143_21_nights(torino: Programme) -> None:
    # owed: 145,000 premium + 6,232 observed = 151,232; nights 22 x 150 = 3,300: 151,232 / 3,300 = 45.827...
    # nights: 151,232 / 48 / 22 = 143.212...; both probabilities times 151,232 / 158,400 = 0.9547...
    # premium: 152,168 / 14.5 premiums = 10,494.34...; other costs: 7,168 / 22 = 325.818...
    made = statement(torino, sample_figures(), parse_changes(torino, HOTELS))
    found = {one.name: one.value for one in break_even(made.facts, made.terms, made.savings)}
    assert found == {
        "cost_per_night": Decimal("45.83"),
        "expected_nights": Decimal("143.21"),
        PROBABILITY_FACTOR: Decimal("0.95"),
        "premium_per_household": Decimal("10494.34"),
        "other_costs_per_household": Decimal("325.82"),
    }


def test_nights_break_even_in_pieces_when_families_enrolled_lately(torino: Programme) -> None:
    # one family for 100 days, one for 10; 60 nights needed in all: 10 + 10 from both, 40 more from the first: L = 50
    exposures = [Exposure(date(2022, 1, 1), 3, 1), Exposure(date(2022, 4, 1), 3, 1)]
    stays = [ObservedNights(date(2022, 1, 1), 3, 60, Decimal(60 * 48))]
    facts = facts_of(cohort_facts(2022, 2, exposures=exposures, observed=stays), as_of=date(2022, 4, 11))
    made = statement(torino, facts, parse_changes(torino, HOTELS))
    found = {one.name: one.value for one in break_even(made.facts, made.terms, made.savings)}
    assert found["expected_nights"] == 50


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        (["hotel_probability=0"], "cost_per_night"),
        (["hotel_probability=0"], "expected_nights"),
        (["premium_per_household=0"], "premium_per_household"),
        (["cost_per_night=0"], "expected_nights"),
        (["cost_per_night=1", "premium_per_household=50000"], "expected_nights"),
        (["cost_per_night=1"], "other_costs_per_household"),
    ],
)
def test_no_break_even_is_named_where_no_value_gives_one(changes: list[str], name: str, torino: Programme) -> None:
    made = statement(torino, sample_figures(), parse_changes(torino, [*HOTELS, *changes]))
    found = {one.name: one.value for one in break_even(made.facts, made.terms, made.savings)}
    assert found[name] is None


def test_a_scenario_with_twice_the_families_has_twice_the_nights(torino: Programme) -> None:
    scenario = Scenario(values=HOTEL_VALUES, counts={(2022, "households"): 22, (2023, "households"): 22})
    made = statement(torino, sample_figures(), scenario).savings
    assert (made.expected_cost, made.observed_cost) == (Decimal("316800.00"), Decimal("12464.00"))
    assert made.observed_nights == 164


def _weighted(weight: int) -> Facts:
    # two cohorts with two families of 3 each for 100 and 10 days; 4 nights for 200 EUR in January, 1 for 50 in February
    cohort = replace(
        cohort_facts(2022, 2, exposures=[Exposure(date(2022, 1, 1), 3, 1), Exposure(date(2022, 4, 1), 3, 1)]),
        observed=(
            ObservedNights(date(2022, 1, 1), 3, 4, Decimal(200)),
            ObservedNights(date(2022, 2, 1), 3, 1, Decimal(50)),
        ),
        weight=Decimal(weight),
    )
    return facts_of(cohort, replace(cohort, cohort=2023), as_of=date(2022, 4, 11))


def test_nights_and_costs_of_every_cohort_count_with_its_weight_in_every_table(torino: Programme) -> None:
    # 2 cohorts x 3 x (100 + 10 nights) x 48 EUR; 2 x 3 x 250 EUR observed
    terms = torino.in_force(HOTEL_VALUES)
    months = costs_by_month(_weighted(3), terms)
    assert sum(one.expected for one in months) == 6 * 110 * 48
    assert [one.observed for one in months] == [6 * 200, 6 * 50, 0, 0]
    (size,) = costs_by_size(_weighted(3), terms)
    assert (size.households, size.expected, size.observed) == (4, 6 * 110 * 48, 6 * 250)
    balance = savings(torino, _weighted(3), terms, Premium(Decimal(1000)))
    assert (balance.expected_cost, balance.observed_cost) == (6 * 110 * 48, 1500)
    assert (balance.expected_nights, balance.observed_nights) == (660, 30)


def test_the_balance_takes_off_premium_and_other_costs_in_figure_and_working_alike(torino: Programme) -> None:
    # 4 families: 2 x 110 x 48 = 10,560, less 500 observed, 1,000 premium, 4 x 25 other costs
    terms = torino.in_force({**HOTEL_VALUES, "other_costs_per_household": Decimal(25)})
    balance = savings(torino, _weighted(1), terms, Premium(Decimal(1000), Decimal(300)))
    assert (balance.gross_saving, balance.other_costs, balance.net_saving) == (10_060, 100, 8960)
    assert balance.net.value == 8960


def test_the_balance_if_all_succeeds_takes_off_the_premium_that_is_still_possible(torino: Programme) -> None:
    # as above 8,960 + 100 other costs, less 300 that can still be earned
    balance = savings(torino, _weighted(1), torino.in_force(HOTEL_VALUES), Premium(Decimal(1000), Decimal(300)))
    assert balance.net_saving_if_all_succeed == 8760
    assert [one.amount for one in balance.net_if_all.inputs] == [9060, 300]


def _two_routes() -> Facts:
    # one family with a new home for 100 days, two that kept theirs for 40 days
    exposures = [
        Exposure(date(2022, 1, 1), 3, 1, "new_home"),
        Exposure(date(2022, 3, 2), 2, 2, "kept_home"),
    ]
    return facts_of(cohort_facts(2022, 3, exposures=exposures), as_of=date(2022, 4, 11))


ROUTES = {
    "expected_nights": Decimal(60),
    "cost_per_night": Decimal(50),
    "hotel_probability_new_home": Decimal("0.8"),
    "hotel_probability_kept_home": Decimal("0.5"),
}


def test_each_route_has_its_own_probability_in_every_table(torino: Programme) -> None:
    # new home: 60 nights x 0.8 = 48; kept: 2 x 40 x 0.5 = 40; 88 nights at 50 EUR
    facts, terms = _two_routes(), torino.in_force(ROUTES)
    balance = savings(torino, facts, terms, Premium(Decimal(0)))
    assert (balance.expected_nights, balance.expected_cost) == (88, 4400)
    assert sum(one.expected for one in costs_by_month(facts, terms)) == 4400
    assert {one.members: one.expected for one in costs_by_size(facts, terms)} == {3: 2400, 2: 2000}


def test_break_even_over_two_routes_weighs_each_by_its_probability(torino: Programme) -> None:
    # owed 3,300: 3,300 / 88 = 37.50 a night; 3,300 / 4,400 = 0.75 of both probabilities;
    # 66 nights needed: up to 40 nights 0.8 + 2 x 0.5 = 1.8 a night, 72 in all: 66 / 1.8 = 36.67
    facts, terms = _two_routes(), torino.in_force(ROUTES)
    found = {
        one.name: one.value for one in break_even(facts, terms, savings(torino, facts, terms, Premium(Decimal(3300))))
    }
    assert found["cost_per_night"] == Decimal("37.50")
    assert found[PROBABILITY_FACTOR] == Decimal("0.75")
    assert found["expected_nights"] == Decimal("36.67")


def test_no_factor_is_named_that_would_make_a_probability_more_than_1(torino: Programme) -> None:
    # 0.8 x 1.25 is exactly 1: 5,500 owed; a cent more than 1.25 is out of reach
    facts, terms = _two_routes(), torino.in_force(ROUTES)

    def factor(owed: int) -> Decimal | None:
        found = break_even(facts, terms, savings(torino, facts, terms, Premium(Decimal(owed))))
        return next(one.value for one in found if one.name == PROBABILITY_FACTOR)

    assert (factor(5500), factor(5544)) == (Decimal("1.25"), None)


def test_every_break_even_counts_other_costs_and_the_target(torino: Programme) -> None:
    # 220 nights at 48 EUR; owed 500 + 1,000 + 100, and a target of 1,400: 3,000. 3,000 / 220 = 13.636; 3,000 / 10,560 =
    # 0.284. Premium: (10,560 - 500 - 100 - 1,400) x 10,000 / 1,000; other costs: (10,060 - 1,000 - 1,400) / 4.
    # 3,000 / 48 = 62.5 nights of 4 families: 10 of each are 40, the other 22.5 of two families are 11.25: 21.25
    facts, terms = _weighted(1), torino.in_force({**HOTEL_VALUES, "other_costs_per_household": Decimal(25)})
    balance = savings(torino, facts, terms, Premium(Decimal(1000)))
    assert {one.name: one.value for one in break_even(facts, terms, balance, Decimal(1400))} == {
        "cost_per_night": Decimal("13.64"),
        "expected_nights": Decimal("21.25"),
        PROBABILITY_FACTOR: Decimal("0.28"),
        "premium_per_household": Decimal("85600.00"),
        "other_costs_per_household": Decimal("1915.00"),
    }


def test_break_even_nights_pass_every_day_of_entry_and_count_weights(torino: Programme) -> None:
    # three families of one cohort counting double, 10, 20 and 40 days in: all nights are 2 x 70 = 140.
    # up to 10: 60; to 20: 60 + 40 = 100; from there 2 a night: 120 needed are 30; 60 needed are exactly 10
    exposures = [Exposure(date(2022, 4, 11) - timedelta(days), 3, 1) for days in (10, 20, 40)]
    cohort = replace(cohort_facts(2022, 3, exposures=exposures), weight=Decimal(2))
    facts, terms = facts_of(cohort, as_of=date(2022, 4, 11)), torino.in_force(HOTEL_VALUES)

    def nights(needed: int) -> Decimal | None:
        balance = savings(torino, facts, terms, Premium(Decimal(48 * needed)))
        return {one.name: one.value for one in break_even(facts, terms, balance)}["expected_nights"]

    assert [nights(needed) for needed in (0, 60, 80, 120, 140, 141)] == [0, 10, 15, 30, 40, None]


def test_months_run_to_the_day_of_the_facts_over_short_and_long_ones(torino: Programme) -> None:
    exposures = [Exposure(date(2022, 1, 31), 3, 1)]
    until = {day: costs_by_month(facts_of(cohort_facts(2022, 1, exposures=exposures), as_of=day), torino.in_force())
             for day in (date(2022, 2, 1), date(2022, 2, 2), date(2022, 9, 30))}  # fmt: skip
    assert [[one.month.month for one in found] for found in until.values()] == [[1], [1, 2], list(range(1, 10))]


def test_a_length_in_whole_hundreds_counts_like_any_other(torino: Programme) -> None:
    facts = facts_of(cohort_facts(2022, 1, exposures=[Exposure(date(2022, 1, 1), 3, 1)]), as_of=date(2023, 1, 1))
    for nights in ("200", "2E+2", "200.00", "200.5"):
        (size,) = costs_by_size(facts, torino.in_force({**HOTEL_VALUES, "expected_nights": Decimal(nights)}))
        assert size.expected == Decimal(nights) * 48


def test_running_costs_add_every_month_to_those_before_it() -> None:
    months = [
        MonthCost(date(2023, 11, 1), Decimal(1440), Decimal(640)),
        MonthCost(date(2023, 12, 1), Decimal(100), Decimal(0)),
        MonthCost(date(2024, 1, 1), Decimal(0), Decimal("1000.5")),
    ]
    running = running_costs(months)
    assert [one.month for one in running] == [one.month for one in months]
    assert [(one.expected, one.observed) for one in running] == [(1440, 640), (1540, 640), (1540, Decimal("1640.5"))]
    assert [one.saved for one in running] == [800, 900, Decimal("-100.5")]


def test_sizes_of_fewer_than_three_families_are_joined_with_the_next() -> None:
    sizes = [
        SizeCost(1, 2, Decimal(100), Decimal(30)),
        SizeCost(2, 4, Decimal(400), Decimal(50)),
        SizeCost(3, 5, Decimal(700), Decimal(900)),
        SizeCost(5, 1, Decimal(80), Decimal(0)),
    ]
    # 1 and 2 members: 2 + 4 families, 500 - 80; 3 to 5 members: 5 + 1 families, 780 - 900
    assert shown_sizes(sizes) == [
        SizeGroup(1, 2, 6, Decimal(500), Decimal(80), Decimal(420)),
        SizeGroup(3, 5, 6, Decimal(780), Decimal(900), Decimal(-120)),
    ]
    assert shown_sizes(sizes[:1]) == []
    assert saved_over(sizes) == 300
