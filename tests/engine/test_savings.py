"""The saving by month, by size and at its break-even."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h4a_core.engine.savings import (
    MonthCost,
    SizeCost,
    SizeGroup,
    break_even,
    costs_by_month,
    costs_by_size,
    running_costs,
    saved_over,
    shown_sizes,
)
from h4a_core.facts import Exposure, ObservedNights
from h4a_core.programme import Programme, load_programme
from h4a_core.scenario import Scenario, parse_changes
from h4a_core.statement import statement
from tests.conftest import TORINO
from tests.facts_made import AS_OF, cohort_facts, facts_of, sample_figures

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
    months = costs_by_month(facts, torino.in_force({"expected_nights": Decimal(20)}))
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
    # nights: 151,232 / 48 / 22 = 143.212...; probability: 151,232 / 158,400 = 0.9547...
    # premium: 152,168 / 14.5 premiums = 10,494.34...; other costs: 7,168 / 22 = 325.818...
    made = statement(torino, sample_figures())
    found = {one.name: one.value for one in break_even(made.facts, made.terms, made.savings)}
    assert found == {
        "cost_per_night": Decimal("45.83"),
        "expected_nights": Decimal("143.21"),
        "hotel_probability": Decimal("0.95"),
        "premium_per_household": Decimal("10494.34"),
        "other_costs_per_household": Decimal("325.82"),
    }


def test_nights_break_even_in_pieces_when_families_enrolled_lately(torino: Programme) -> None:
    # one family for 100 days, one for 10; 60 nights needed in all: 10 + 10 from both, 40 more from the first: L = 50
    exposures = [Exposure(date(2022, 1, 1), 3, 1), Exposure(date(2022, 4, 1), 3, 1)]
    stays = [ObservedNights(date(2022, 1, 1), 3, 60, Decimal(60 * 48))]
    facts = facts_of(cohort_facts(2022, 2, exposures=exposures, observed=stays), as_of=date(2022, 4, 11))
    made = statement(torino, facts)
    found = {one.name: one.value for one in break_even(made.facts, made.terms, made.savings)}
    assert found["expected_nights"] == 50


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        (["hotel_probability=0"], "cost_per_night"),
        (["hotel_probability=0"], "expected_nights"),
        (["premium_per_household=0"], "premium_per_household"),
        (["cost_per_night=1", "premium_per_household=50000"], "expected_nights"),
        (["cost_per_night=1"], "other_costs_per_household"),
    ],
)
def test_no_break_even_is_named_where_no_value_gives_one(changes: list[str], name: str, torino: Programme) -> None:
    made = statement(torino, sample_figures(), parse_changes(torino, changes))
    found = {one.name: one.value for one in break_even(made.facts, made.terms, made.savings)}
    assert found[name] is None


def test_a_scenario_with_twice_the_families_has_twice_the_nights(torino: Programme) -> None:
    scenario = Scenario(counts={(2022, "households"): 22, (2023, "households"): 22})
    made = statement(torino, sample_figures(), scenario).savings
    assert (made.expected_cost, made.observed_cost) == (Decimal("316800.00"), Decimal("12464.00"))
    assert made.observed_nights == 164


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
