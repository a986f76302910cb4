"""The forecast of payments: settled facts are certain, open ones lie between what is earned and what is possible."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from h4a_core.engine.amounts import HIGH, LOW, expected, quantile
from h4a_core.engine.evaluated_unit import anniversary
from h4a_core.engine.forecast import Forecast, forecast
from h4a_core.engine.grading import grade, graded, quarter_ends
from h4a_core.facts import AtRisk, Facts, Spell
from h4a_core.programme import Clause, Programme
from h4a_core.programme.rules import MetricOf, Number, Product, Sum
from h4a_core.scenario import Scenario
from h4a_core.statement import statement
from tests.facts_made import cohort_facts, facts_of, sample_figures


def with_spells(facts: Facts) -> Facts:
    """The sample's figures with the times in homes behind them: ten at home for 790 days, decided at 1,096."""
    first, second = facts.cohorts
    return facts_of(
        replace(first, spells=(Spell(1096, False, 9), Spell(457, True, 1), Spell(913, True, 1))),
        replace(
            second,
            spells=(Spell(790, False, 10), Spell(304, True, 1)),
            at_risk={"stability": (AtRisk(790, 1096, 10),)},
        ),
        as_of=facts.as_of,
    )


OTHERS = (
    ("between_thresholds", "in_proportion"), ("below_floor", "in_proportion"), ("third_year_pays", "achieved"),
)  # fmt: skip
"""Readings under which the final part is not a few steps."""


@pytest.fixture
def sample(torino: Programme) -> Forecast:
    return forecast(torino, with_spells(sample_figures()), torino.in_force())


def test_what_is_settled_is_forecast_as_it_is_paid(torino: Programme) -> None:
    facts = facts_of(cohort_facts(2022, 11, started=11, kept=10, stability=9, wellbeing=8, waiting=10))
    made = forecast(torino, facts, torino.in_force())
    # 22,000 + 30,000 + 80 % of 55,000
    assert made.premium == pytest.approx({Decimal(96_000): 1.0})
    assert made.expected == Decimal("96000.00")
    assert [part.shares for part in made.final_parts] == [pytest.approx({Decimal("0.8"): 1.0})]


def test_the_premium_lies_between_what_is_earned_and_what_is_possible(torino: Programme, sample: Forecast) -> None:
    paid = statement(torino, with_spells(sample_figures()))
    assert sample.premium is not None
    assert min(sample.premium) == paid.earned == 145_000
    assert max(sample.premium) == paid.earned + paid.possible == 200_000
    assert sum(sample.premium.values()) == pytest.approx(1.0)


def test_the_expected_premium_is_the_mean_of_the_lines_and_of_the_years(sample: Forecast) -> None:
    by_line = sum(expected(line.amounts) for line in sample.lines if line.amounts is not None)
    assert sample.expected == pytest.approx(by_line, abs=Decimal("0.05"))
    by_year = sum(expected(amounts) for amounts in sample.by_year.values() if amounts is not None)
    assert sample.expected == pytest.approx(by_year, abs=Decimal("0.05"))


def test_a_line_falls_due_on_the_anniversary_of_the_family_that_entered_last(sample: Forecast) -> None:
    # cohorts enter on the first of September: 20 % a year later, 30 % after two, 50 % after three
    assert {(line.clause, line.cohort): line.due for line in sample.lines}[("year_3", 2023)] == date(2026, 9, 1)
    assert {year: amounts and max(amounts) for year, amounts in sample.by_year.items()} == {
        2023: 22_000, 2024: 22_000 + 30_000, 2025: 27_000 + 44_000, 2026: 55_000,
    }  # fmt: skip


def test_the_final_part_is_the_lowest_outcome_between_independence_and_full_dependence(sample: Forecast) -> None:
    by_cohort = {part.cohort: part for part in sample.final_parts}
    independent, together = by_cohort[2023].shares, by_cohort[2023].if_together
    assert independent is not None
    assert together is not None
    stability, wellbeing, _ = (one for one in sample.outcomes if one.cohort == 2023)
    # nine or more of eleven in both: the product if they are independent given the rates, the lesser if not
    nine = stability.at_least(9), wellbeing.at_least(9)
    assert nine[0] is not None
    assert nine[1] is not None
    assert independent[Decimal(1)] == pytest.approx(nine[0] * nine[1])
    assert independent[Decimal(1)] < together[Decimal(1)] <= min(nine) + 1e-9


def test_without_odds_of_an_outcome_there_is_no_premium_to_expect(torino: Programme) -> None:
    only = cohort_facts(2023, 11, started=11, stability={"pending": 11}, wellbeing={"pending": 11}, waiting=10)
    made = forecast(torino, facts_of(replace(only, spells=(Spell(100, False, 11),))), torino.in_force())
    assert made.premium is None
    assert made.expected is None
    assert [part.shares for part in made.final_parts] == [None]
    by_name = {one.counted.outcome: one for one in made.outcomes}
    assert by_name["wellbeing"].distribution is None
    assert by_name["wellbeing"].why_none is not None
    assert by_name["wellbeing"].at_least(9) is by_name["wellbeing"].mean is by_name["wellbeing"].most_likely is None
    assert by_name["wellbeing"].quantile(LOW) is None


def test_maintenance_and_stability_of_the_same_families_are_not_multiplied(torino: Programme) -> None:
    # one family, 400 days in its home: kept and stable, kept only, or neither; never stable and not kept
    one = replace(
        cohort_facts(2023, 1, started=1, wellbeing=1, waiting=1, kept={"pending": 1}, stability={"pending": 1}),
        spells=(Spell(400, False, 1), Spell(200, True, 1)),
        at_risk={"kept": (AtRisk(400, 730, 1),), "stability": (AtRisk(400, 1096, 1),)},
    )
    made = forecast(torino, facts_of(one), torino.in_force())
    assert made.premium is not None
    # 2,000 + 3,000 + 5,000; 2,000 + 3,000; 2,000; never 2,000 + 5,000
    assert set(made.premium) == {Decimal(10_000), Decimal(5_000), Decimal(2_000)}


@pytest.mark.parametrize("reading", ["lowest", "each", "mean"])
@pytest.mark.parametrize("other", [{}, dict(OTHERS)])
@pytest.mark.parametrize("unit", ["cohort", "programme"])
def test_every_reading_of_the_tiers_gives_chances_within_the_bounds_of_the_statement(
    torino: Programme, reading: str, unit: str, other: dict[str, str]
) -> None:
    scenario = Scenario(readings={"tier_rule": reading, "unit_of_evaluation": unit, **other})
    facts = with_spells(sample_figures())
    paid = statement(torino, facts, scenario)
    made = forecast(torino, facts, scenario.terms(torino))
    assert made.premium is not None
    assert sum(made.premium.values()) == pytest.approx(1.0)
    assert paid.earned <= min(made.premium)
    assert max(made.premium) <= paid.earned + paid.possible


@pytest.mark.parametrize("rule", ["lowest", "each", "mean"])
@pytest.mark.parametrize("other", [{}, *({name: one} for name, one in OTHERS), dict(OTHERS)])
def test_the_share_of_the_final_part_is_what_counting_every_case_gives(
    torino: Programme, rule: str, other: dict[str, str]
) -> None:
    # four families: two outcomes open for two of them each, waiting settled at three
    terms = torino.in_force(readings={"tier_rule": rule, **other})
    one = replace(
        cohort_facts(2023, 4, stability={"achieved": 2, "pending": 2},
                     wellbeing={"achieved": 1, "failed": 1, "pending": 2}, waiting=3),
        spells=(Spell(400, False, 2), Spell(200, True, 1)), at_risk={"stability": (AtRisk(400, 1096, 2),)},
    )  # fmt: skip
    made = forecast(torino, facts_of(one), terms)
    stability, wellbeing = (list(found.distribution or ()) for found in made.outcomes[:2])
    expected_share: dict[Decimal, float] = {}
    for a, b in ((a, b) for a in range(5) for b in range(5)):
        paid = statement(
            torino,
            facts_of(cohort_facts(2023, 4, stability=a, wellbeing=b, waiting=3)),
            Scenario(readings={"tier_rule": rule, **other}),
        ).earned
        expected_share[paid] = expected_share.get(paid, 0.0) + stability[a] * wellbeing[b]
    (line,) = (found for found in made.lines if found.clause == "year_3")
    assert line.amounts == pytest.approx({paid: chance for paid, chance in expected_share.items() if chance > 0})


def test_a_premium_capped_at_the_saving_is_expected_within_it(torino: Programme) -> None:
    # 22 x 50 x 48 - 6,232 = 46,568 saved so far; 145,000 are earned already
    hotels = {"expected_nights": Decimal(50), "cost_per_night": Decimal(48), "hotel_probability": Decimal(1)}
    terms = torino.in_force(hotels, {"premium_cap": "capped"})
    made = forecast(torino, with_spells(sample_figures()), terms)
    assert made.premium == pytest.approx({Decimal(46_568): 1.0})
    assert forecast(torino, with_spells(sample_figures()), torino.in_force(hotels)).premium != made.premium


def test_the_answers_of_two_open_cohorts_move_the_premium_together(torino: Programme) -> None:
    first = cohort_facts(2022, 11, started=11, kept=11, stability=11, wellbeing=8, waiting=11)
    later = [
        cohort_facts(year, 11, started=11, kept=11, stability=11, wellbeing={"pending": 11}, waiting=11)
        for year in (2023, 2024)
    ]
    made = forecast(torino, facts_of(first, *later), torino.in_force())
    assert made.premium is not None
    lines = [one.amounts for one in made.lines if one.clause == "year_3" and one.cohort != 2022]
    alone = dict(lines[0] or {})
    # both cohorts pay nothing more often than if they were drawn apart
    nothing_twice = made.premium[min(made.premium)]
    assert nothing_twice > alone[Decimal(0)] ** 2 * 1.2


def test_past_forecasts_are_held_against_what_came(torino: Programme) -> None:
    terms = torino.in_force()
    before = with_spells(sample_figures())
    after = facts_of(
        before.cohorts[0],
        cohort_facts(2023, 11, started=11, kept=9, stability=10, wellbeing=4, waiting=10),
        as_of=date(2026, 12, 31),
    )
    was, now = (forecast(torino, facts, terms) for facts in (before, after))
    rows = graded(torino, terms, {before.as_of: was}, now)
    assert [(one.outcome, one.came, one.reached) for one in rows] == [
        ("stability", 10, True), ("wellbeing", 4, False),
    ]  # fmt: skip
    assert rows[0].held is True
    found = grade(rows)
    assert found is not None
    assert (found.outcomes, found.forecasts, found.base_rate_brier) == (2, 2, 0.25)
    assert found.brier == pytest.approx(((1 - rows[0].chance) ** 2 + rows[1].chance ** 2) / 2)
    assert grade([]) is None


def test_a_cohort_that_was_not_complete_is_not_graded_then(torino: Programme, sample: Forecast) -> None:
    fewer = cohort_facts(2023, 7, started=7, waiting=7, stability={"pending": 7}, wellbeing={"pending": 7})
    was = forecast(torino, facts_of(replace(fewer, spells=(Spell(100, False, 7),))), torino.in_force())
    assert [one.counted.pending for one in was.outcomes if one.distribution is not None and one.counted.pending] == [7]
    assert graded(torino, torino.in_force(), {date(2024, 3, 31): was}, sample) == []


def test_quarters_end_after_the_first_day_and_before_the_last() -> None:
    found = quarter_ends(date(2023, 12, 31), date(2024, 9, 30))
    assert found == (date(2024, 3, 31), date(2024, 6, 30))
    assert quarter_ends(date(2024, 2, 28), date(2024, 3, 31)) == ()


def test_a_forecast_still_open_is_not_graded(torino: Programme, sample: Forecast) -> None:
    rows = graded(torino, torino.in_force(), {date(2025, 11, 30): sample}, sample)
    assert {one.came for one in rows} == {None}
    assert {one.held for one in rows} == {None}
    assert grade(rows) is None


def test_the_middle_of_a_distribution_is_in_whole_families(sample: Forecast) -> None:
    stability = next(one for one in sample.outcomes if (one.cohort, one.counted.outcome) == (2023, "stability"))
    low, high = stability.quantile(LOW), stability.quantile(HIGH)
    assert low is not None
    assert high is not None
    assert low < high <= 10
    assert stability.most_likely == 10
    assert stability.distribution is not None
    assert stability.mean == pytest.approx(float(np.arange(12) @ np.array(stability.distribution)))


def test_the_low_and_the_high_of_the_premium_hold_at_least_the_middle_80_per_cent(sample: Forecast) -> None:
    assert sample.premium is not None
    low, high = quantile(sample.premium, LOW), quantile(sample.premium, HIGH)
    assert sum(chance for amount, chance in sample.premium.items() if low <= amount <= high) >= 0.8


def test_the_anniversary_of_a_leap_day_is_the_last_of_february() -> None:
    assert anniversary(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_families_in_their_homes_do_not_make_up_for_an_outcome_without_odds(torino: Programme) -> None:
    only = replace(
        cohort_facts(
            2023, 2, started=2, waiting=2, kept={"pending": 2}, stability={"pending": 2}, wellbeing={"pending": 2}
        ),
        spells=(Spell(400, False, 2),),
        at_risk={"kept": (AtRisk(400, 730, 2),), "stability": (AtRisk(400, 1096, 2),)},
    )  # fmt: skip
    assert forecast(torino, facts_of(only), torino.in_force()).premium is None


def test_a_cohort_of_nobody_earns_nothing_for_certain(torino: Programme) -> None:
    made = forecast(torino, facts_of(cohort_facts(2023, 0)), torino.in_force())
    assert [part.shares for part in made.final_parts] == [{Decimal(0): 1.0}]
    assert made.expected == 0


def test_a_clause_on_two_milestones_is_paid_for_every_pair_of_successes(torino: Programme) -> None:
    # 100 EUR for each start and each home kept; one family has still to start, one to be seen at home: 3 to 5 of them
    milestones = Sum(sum=(MetricOf(metric="started"), MetricOf(metric="kept")))
    pays = Product(product=(Number(number=Decimal(100)), milestones))
    first = torino.clause("year_1")
    clause = Clause(id="both", label=first.label, source=first.source, for_each=first.for_each, year=1, pays=pays)
    both = torino.model_copy(update={"clauses": (clause,)})
    facts = replace(
        cohort_facts(2023, 3, started={"achieved": 2, "pending": 1}, kept={"achieved": 1, "pending": 1}),
        spells=(Spell(400, False, 2), Spell(100, True, 1)),
        at_risk={"kept": (AtRisk(400, 730, 1),)},
    )
    made = forecast(both, facts_of(facts), torino.in_force())
    assert made.premium is not None
    assert set(made.premium) == {Decimal(300), Decimal(400), Decimal(500)}


def test_a_contract_without_a_final_part_has_nothing_to_grade(torino: Programme) -> None:
    none = torino.model_copy(update={"clauses": torino.clauses[:2]})
    made = forecast(none, facts_of(cohort_facts(2022, 11, started=11, kept=10)), torino.in_force())
    assert graded(none, torino.in_force(), {date(2025, 1, 1): made}, made) == []
