"""What stands under each figure: value, unit, badge and formula of every part, worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine import homes, robustness, scores, selection, services
from h4a_core.engine.access import (
    RentPair,
    mean_saving_working,
    wait_summary,
    wait_working,
    yearly_saving_working,
)
from h4a_core.engine.money import grants
from h4a_core.engine.support_hours import SupportMonth, hours_per_family
from h4a_core.engine.treatments import SurveyWave, treatments, treatments_working
from h4a_core.engine.value import explained, valuations
from h4a_core.engine.working import value_working
from h4a_core.facts import Tally
from h4a_core.programme import Programme
from h4a_core.programme.model import Estimate
from h4a_core.programme.money import load_money
from h4a_core.programme.social_value import load_social_value
from h4a_core.scenario import parse_changes
from h4a_core.statement import statement
from tests.conftest import TORINO
from tests.engine.listing import RULES, WEIGHTS, family
from tests.engine.outlines import outline
from tests.engine.test_scores import instrument, moved
from tests.facts_made import HOTELS, sample_figures

# three families: market 400 + 450 + 500, paid 310 + 310 + 400
PAIR = RentPair(3, Decimal(1350), Decimal(1020))
LET = homes.Let(date(2024, 5, 1), date(2024, 5, 1), None, Decimal(300), Decimal(400))
READY = homes.Home(
    "AL-3", "Nord", "auction", 3, Decimal(60), date(2024, 1, 1), date(2024, 3, 31), Decimal(9000), kept=False
)
HOUSED = services.FamilyPath(
    "A",
    date(2023, 1, 1),
    enrolled_date=date(2023, 5, 1),
    moved_in_date=date(2023, 6, 1),
    housed_now=True,
    home_date=date(2023, 6, 1),
)


def test_the_rent_saved_rests_on_both_rents_and_on_the_families() -> None:
    parts = ["  1350 EUR, data", "  1020 EUR, data", "  3 households, data"]
    assert outline(mean_saving_working(PAIR)) == ["110 EUR, data =", *parts]  # 330 / 3
    assert outline(yearly_saving_working(PAIR)) == ["3960 EUR, data =", *parts]  # 330 x 12


def test_the_median_wait_rests_on_the_families_that_have_a_home() -> None:
    # 100 and 121 days: 110.5 / 30.4375 = 3.63 months
    summary = wait_summary([(100, 1), (121, 1)])
    assert summary
    assert outline(wait_working(summary)) == ["3.6 months, data =", "  2 households, data"]


def test_homes_are_the_sum_of_their_states() -> None:
    found = homes.counted([replace(READY, lets=(LET,)), READY, READY])
    states = [f"  {number} homes, data" for number in (1, 0, 2, 0, 0)]
    assert outline(found.working) == ["3 homes, data =", *states]


def test_times_and_costs_of_homes_rest_on_the_homes_that_have_them() -> None:
    # 1 January to 1 May of a leap year: 121 days
    letting = homes.days_to_let([replace(READY, lets=(LET,))])
    assert letting
    assert outline(letting.working) == ["121 days, data =", "  1 homes, data"]
    # 9,000 and 12,001 over 60 and 45.5 square metres: 21,001 / 2 and 21,001 / 105.5
    works = homes.renovation([READY, replace(READY, renovation_cost=Decimal(12001), floor_area_m2=Decimal("45.5"))])
    assert works
    assert outline(works.per_home) == ["10500.50 EUR, data =", "  21001 EUR, data", "  2 homes, data"]
    assert outline(works.per_m2) == ["199.06 EUR/m², data =", "  21001 EUR, data", "  105.5 m², data"]
    # empty from 31 March to 31 December: 275 days; the other let after 31 days: 306 over two
    empty = homes.vacancy([READY, replace(READY, lets=(LET,))], date(2024, 12, 31))
    assert empty
    assert outline(empty.working) == ["153 days, data =", "  306 days, data", "  2 homes, data"]


def test_the_way_of_families_is_counted_in_households() -> None:
    listed = services.FamilyPath("Z", date(2024, 5, 1))
    families = [HOUSED, replace(HOUSED, housed_now=False), listed]
    assert outline(services.entered(families)) == [
        "2 households, data =",
        "  3 households, data",
        "  1 households, data",
    ]
    assert outline(services.housed_today(families)) == ["1 households, data =", "  2 households, data"]
    # 1 January to 1 June: 151 days
    days = services.days_to_home([HOUSED] * 3)
    assert days
    assert outline(days.working) == ["151 days, data =", "  3 households, data"]


def test_hours_rest_on_the_months_of_family() -> None:
    # 11 months of 6 hours for 4 families: 66 / 44
    found = hours_per_family([SupportMonth(date(2024, n, 1), Decimal(6), 4) for n in range(1, 12)])
    assert found
    assert outline(found) == ["3/2 hours, data =", "  66 hours, data", "  44 months, data"]


def test_treatments_differ_by_the_widest_two_shares(torino: Programme) -> None:
    found = treatments(SurveyWave(2022, 3, Tally(8, 2, 0, 1), 10, 0), torino.in_force())
    assert outline(treatments_working(found)) == [
        "1/11 share, estimate =", "  8/11 share, data", "  4/5 share, data", "  8/11 share, data", "  8/11 share, data",
        "  9/11 share, data",
    ]  # fmt: skip


def test_a_value_rests_on_families_proxy_and_six_assumptions(torino: Programme) -> None:
    model = load_social_value(TORINO.with_suffix("") / "social-value.yaml")
    rents = RentPair(10, Decimal(4500), Decimal(3500))
    tried, rent, _ = valuations(model, sample_figures(), torino.in_force(), rents, {"wellbeing": Decimal(1000)})
    assert outline(explained(model, rent, rent.proxy)) == [
        "17535.17 EUR, assumption =",
        "  10 households, data",
        "  1200.00 EUR, data =",
        "    12000 EUR, data =",
        "      4500 EUR, data",
        "      3500 EUR, data",
        "      10 households, data",
        "  0.20 share, assumption, sourced",
        "  0.10 share, assumption, sourced",
        "  0.80 share, assumption, sourced",
        "  36 months, assumption, sourced",
        "  0.10 share, assumption, sourced",
        "  0.035 share, assumption, sourced",
    ]
    # 8 x 1,000 x 0.75 x 0.80 / 1.035
    assert outline(explained(model, tried, tried.proxy))[:3] == [
        "4637.68 EUR, assumption =", "  8 households, data", "  1000.00 EUR, assumption, sourced",
    ]  # fmt: skip


def test_a_change_of_score_rests_on_both_scores_and_its_families() -> None:
    # scores 5, 5 and 7, 9 on a scale from 3 to 15
    assert outline(scores.change_working(instrument(), [moved("A", 2), moved("B", 4)])) == [
        "1/4 share, estimate =", "  5/12 share, data, sourced", "  1/6 share, data", "  2 households, data",
    ]  # fmt: skip


def test_who_is_eligible_rests_on_each_condition_with_its_source() -> None:
    five = [family(name, 5000, 0) for name in "ABCDE"]
    everyone = [*five, family("X", 30_000, 24, residence_years=0), family("F", None, 12)]
    assert outline(selection.eligible_working(RULES, everyone)) == [
        "5 households, data =",
        "  7 households, data",
        "  1 households, data =, sourced",
        "  1 households, data =, sourced",
        "  0 households, data =, sourced",
        "  1 households, data",
    ]
    # income unknown: at best 50 + 15 + 16 = 81, before the five with 66
    found = selection.select(RULES, [*five, family("F", None, 12)], WEIGHTS)
    assert outline(selection.to_verify_working(found, 1)) == ["1 households, estimate =", "  1 households, data"]


def test_what_hangs_on_the_weights_names_each_weight_with_its_source() -> None:
    weights = [f"  {share} share, assumption, sourced" for share in ("1/2", "3/10", "1/5")]
    listed = selection.select(RULES, [family("A", 5000, 12), family("D", 20_000, 12, "separation")], WEIGHTS)
    drawn = robustness.steadiness(RULES, listed, WEIGHTS, 1)
    assert outline(robustness.steady_working(RULES, WEIGHTS, drawn)) == ["1 households, assumption =", *weights]
    assert outline(robustness.open_working(RULES, WEIGHTS, drawn)) == ["0 households, assumption =", *weights]


def test_a_grant_is_data_and_names_its_source() -> None:
    (grant,) = grants(load_money(TORINO.with_suffix("") / "money.yaml"), date(2024, 6, 30))
    assert outline(grant) == ["600000 EUR, data, sourced"]


def test_the_balance_rests_on_nights_prices_premium_and_other_costs(torino: Programme) -> None:
    # 22 families x 150 nights x 48 = 158,400; less 6,232 observed, 145,000 premium, 22 x 100 other costs
    made = statement(torino, sample_figures(), parse_changes(torino, [*HOTELS, "other_costs_per_household=100"]))
    assert outline(made.savings.net) == [
        "4968.00 EUR, assumption =",
        "  152168.00 EUR, assumption =",
        "    158400.00 EUR, assumption =",
        "      3300 nights, assumption =",
        "        3300 nights, assumption =",
        "          1 share, assumption [hotel_probability_new_home], sourced",
        "          3300 nights, assumption =",
        "            150 nights, assumption [expected_nights], sourced",
        "            22 households, data",
        "      48 EUR, assumption [cost_per_night], sourced",
        "    6232.00 EUR, data =",
        "      82 nights, data",
        *(f"  {line}" for line in outline(made.working)),
        "  2200.00 EUR, assumption =",
        "    100 EUR, assumption [other_costs_per_household], sourced",
    ]
    assert outline(made.working)[0] == "145000.00 EUR, assumption ="
    # if all succeeds 55,000 more are paid: each line of what would be paid, then each of what is earned
    then = outline(made.savings.net_if_all)
    assert then[0] == "-50032.00 EUR, assumption ="
    assert "  55000.00 EUR, assumption =" in then
    assert "    200000.00 EUR, assumption =" in then
    assert made.savings.net_saving == Decimal(4968)
    assert Fraction(made.savings.net.value) == 4968


def test_a_value_says_whether_it_was_chosen_estimated_from_records_or_is_the_programmes_own(torino: Programme) -> None:
    estimate = Estimate(Decimal(138), Decimal(117), Decimal(161), 120, 9, 730)
    terms = torino.in_force({"cost_per_night": Decimal(70)}, estimates={"expected_nights": estimate})
    assert outline(value_working(torino, terms, "expected_nights")) == [
        "138 nights, assumption =, sourced", "  120 number, data", "  9 number, data", "  730 days, assumption",
    ]  # fmt: skip
    chosen = value_working(torino, terms, "cost_per_night")
    assert outline(chosen) == ["70 EUR, assumption [cost_per_night], sourced"]
    assert chosen.source
    assert chosen.source.note
    assert chosen.source.note.en == "value chosen, in place of the file's 60 EUR"
    own = outline(value_working(torino, terms, "hotel_probability_kept_home"))
    assert own == ["0.37 share, assumption [hotel_probability_kept_home]"]


def test_the_depth_of_a_part_is_that_of_what_it_makes_and_one(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    assert [depth for depth, _ in made.savings.gross.walk()] == [0, 1, 2, 3, 4, 4, 5, 5, 2, 1, 2]
    assert [depth for depth, _ in made.savings.gross.walk(2)][:2] == [2, 3]
