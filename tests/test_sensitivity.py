"""What the balance depends on, each figure against a statement worked by hand."""

from decimal import Decimal

from h4a_core.engine.break_even import break_even
from h4a_core.engine.counterfactual import reference
from h4a_core.facts import StayGroup
from h4a_core.programme import Programme
from h4a_core.scenario import Scenario, parse_changes
from h4a_core.sensitivity import even_steps, families_for, heat_map, price_of_ambiguity, tornado
from h4a_core.statement import statement
from tests.engine.test_forecast import with_spells
from tests.facts_made import HOTEL_VALUES, HOTELS, cohort_facts, facts_of, sample_figures

HOTEL_SCENARIO = Scenario(values=HOTEL_VALUES)


def test_the_nights_in_hotel_swing_the_balance_most(torino: Programme) -> None:
    # 22 x 44 x 48 = 46,464 - 6,232 - 145,000 = -104,768; 22 x 730 x 48 = 770,880 - 151,232 = 619,648
    widest, *others = tornado(torino, sample_figures(), HOTEL_SCENARIO)
    assert (widest.name, widest.net_at_low, widest.net_at_high) == (
        "expected_nights", Decimal("-104768.00"), Decimal("619648.00"),
    )  # fmt: skip
    assert [one.width for one in others] == sorted((one.width for one in others), reverse=True)
    assert "gap_limit_days" not in {one.name for one in others}


def test_a_heat_map_has_a_row_for_each_value_down_and_the_balance_in_each_cell(torino: Programme) -> None:
    nights = [Decimal(44), Decimal(150)]
    cost = [Decimal(48), Decimal(60)]
    found = heat_map(torino, sample_figures(), HOTEL_SCENARIO, ("expected_nights", nights), ("cost_per_night", cost))
    # 22 x 150 x 60 = 198,000 - 151,232 = 46,768; 22 x 44 x 60 = 58,080 - 151,232 = -93,152
    assert found == [
        [Decimal("-104768.00"), Decimal("7168.00")],
        [Decimal("-93152.00"), Decimal("46768.00")],
    ]


def test_break_even_can_aim_at_a_target(torino: Programme) -> None:
    # 151,232 + 20,000 = 171,232 over 3,300 nights = 51.888...
    made = statement(torino, sample_figures(), HOTEL_SCENARIO)
    found = {one.name: one.value for one in break_even(made.facts, made.terms, made.savings, Decimal(20000))}
    assert found["cost_per_night"] == Decimal("51.89")


def test_the_families_it_takes_are_the_fewest_that_reach_the_target(torino: Programme) -> None:
    # each family saves 150 x 48 = 7,200 and is paid 10,000, but never more than 11 are paid: 16 x 7,200 > 110,000
    facts = facts_of(cohort_facts(2022, 11, started=11, kept=11, stability=11, wellbeing=11, waiting=11))
    assert families_for(torino, facts, HOTEL_SCENARIO) == 16
    assert families_for(torino, facts, HOTEL_SCENARIO, most=15) is None
    # at 90 nights of 120 EUR each family brings 10,800 - 10,000 = 800: 5 for 4,000
    dearer = parse_changes(torino, [*HOTELS, "expected_nights=90", "cost_per_night=120"])
    assert families_for(torino, facts, dearer, Decimal(4000)) == 5


def test_the_price_of_ambiguity_is_the_change_of_the_premium_under_each_other_reading(torino: Programme) -> None:
    facts = with_spells(sample_figures())
    made = statement(torino, facts)
    prices = price_of_ambiguity(torino, facts, Scenario(), made)
    found = {(one.reading, one.alternative): one.now for one in prices}
    # cohort 2022: each third alone (1 + 0.8 + 1) / 3 x 55,000 = 51,333.33, plus for 2023 the third of waiting
    # 55,000 / 3 = 18,333.33: 69,666.66 against 44,000; by the mean 27 of 33 is above 80 %: 55,000 against 44,000
    assert found["tier_rule", "each"] == Decimal("25666.66")
    assert found["tier_rule", "mean"] == Decimal("11000.00")
    assert found["full_threshold_side", "inclusive"] == 0
    # cohort 2022 had 8 of 11 in its lowest outcome: 51/55 of 55,000 in a line; 8 x 5,000 x 0.80 for those that arrived
    assert found["between_thresholds", "in_proportion"] == Decimal("7000.00")
    assert found["third_year_pays", "achieved"] == Decimal("-12000.00")
    # of 2023 nobody has answered: nothing of 60 % is nothing in proportion too
    assert found["below_floor", "in_proportion"] == found["premium_given", "in_all"] == 0
    sizes = [abs(one.expected) for one in prices if one.expected is not None]
    assert len(sizes) == len(prices)
    assert sizes == sorted(sizes, reverse=True)
    assert len(prices) == sum(len(one.alternatives) - 1 for one in torino.readings.values())


def test_a_value_that_the_stays_give_swings_over_their_interval(torino: Programme) -> None:
    stays = [StayGroup(2020, "hotel", 3, nights, True, 20, Decimal(50 * 20 * nights)) for nights in (50, 150)]
    known = reference(stays, 730)
    assert known is not None
    found = {one.name: one for one in tornado(torino, sample_figures(), Scenario(), known)}
    assert (found["expected_nights"].low, found["expected_nights"].high) == known.nights_range
    # 22 families x 0.69 at the lower end of the length, at 50 EUR a night
    owed = Decimal(151_232)
    assert found["expected_nights"].net_at_low == Decimal("15.18") * known.nights_range[0] * 50 - owed
    plain = {one.name: one for one in tornado(torino, sample_figures(), Scenario(counterfactual="evidence"), known)}
    assert (plain["expected_nights"].low, plain["expected_nights"].high) == (44, 730)


def test_values_stand_evenly_from_the_low_to_the_high_of_an_assumption(torino: Programme) -> None:
    nights = torino.assumptions["expected_nights"]
    spread = nights.model_copy(update={"low": Decimal(40), "high": Decimal(100)})
    assert even_steps(spread, 4) == [40, 60, 80, 100]
    open_ended = nights.model_copy(update={"low": None, "high": None, "value": Decimal(90)})
    assert even_steps(open_ended, 3) == [0, 45, 90]
    share = spread.model_copy(update={"unit": "share", "low": Decimal("0.5"), "high": Decimal(1)})
    assert even_steps(share, 4) == [Decimal(one) for one in ("0.50", "0.67", "0.83", "1.00")]
