"""Changes laid over a programme and its facts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from h4a_core.engine.working import value_working
from h4a_core.facts import CohortFacts, Tally, Waits
from h4a_core.programme import Programme
from h4a_core.programme.model import Estimate
from h4a_core.scenario import Scenario, ScenarioError, parse_changes
from h4a_core.statement import statement
from tests.facts_made import cohort_facts, facts_of, sample_figures


def test_an_empty_scenario_changes_nothing(torino: Programme) -> None:
    facts = sample_figures()
    assert statement(torino, facts, Scenario()).as_dict() == statement(torino, facts).as_dict()


def test_changes_are_read_as_values_readings_and_counts_of_families(torino: Programme) -> None:
    changes = parse_changes(
        torino, ["cost_per_night=60", "tier_rule = mean", "2022.stability=10", "2023.households=15"]
    )
    assert changes.values == {"cost_per_night": Decimal(60)}
    assert changes.readings == {"tier_rule": "mean"}
    assert changes.counts == {(2022, "stability"): 10, (2023, "households"): 15}


def test_a_premium_in_all_puts_its_reading_in_force_and_shows_its_working(torino: Programme) -> None:
    terms = parse_changes(torino, ["premium_in_all=300000"]).terms(torino)
    assert terms.readings["premium_given"] == "in_all"
    working = value_working(torino, terms, "premium_per_household")
    assert [(one.origin, one.amount) for one in working.inputs] == [
        ("premium_in_all", Decimal(300_000)),
        ("premium_households", Decimal(22)),
    ]
    assert working.formula is not None
    assert working.formula.en == "Premium in all / Families that the premium in all is for"
    made = statement(
        torino, facts_of(cohort_facts(2022, 11, started=11)), parse_changes(torino, ["premium_in_all=300000"])
    )
    (share, premium, families) = made.lines[0].working.inputs
    assert (share.amount, families.amount) == (Decimal("0.2"), 11)
    assert [one.origin for one in premium.inputs] == ["premium_in_all", "premium_households"]


def test_the_premium_is_given_per_family_or_in_all_not_both(torino: Programme) -> None:
    with pytest.raises(ScenarioError, match="say the same in two ways: leave one"):
        parse_changes(torino, ["premium_in_all=300000", "premium_per_household=9000"])
    # a premium per family that is changed itself holds, whatever the reading
    changed = torino.in_force({"premium_per_household": Decimal(9000)}, {"premium_given": "in_all"})
    assert changed["premium_per_household"] == 9000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("cost_per_nigth=60", "'cost_per_nigth' is unknown. Did you mean 'cost_per_night'?"),
        ("zzz=1", "'zzz' is unknown. Allowed: below_floor, between_thresholds, cap_at_target"),
        ("cost_per_night", "write NAME=VALUE"),
        ("cost_per_night=sixty", "is no number from 0 up"),
        ("cost_per_night=-1", "is no number from 0 up"),
        ("cost_per_night=NaN", "is no number from 0 up"),
        ("year_1_share=20", "a share goes from 0 to 1"),
        ("tier_rule=lowst", "Did you mean 'lowest'?"),
        ("2022.stabilty=3", "Did you mean 'stability'?"),
    ],
)
def test_a_change_that_is_not_known_is_refused_with_what_is_allowed(change: str, words: str, torino: Programme) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_changes(torino, [change])
    assert words in refused.value.message.en
    assert refused.value.message.it != refused.value.message.en


def test_another_number_of_families_keeps_the_measured_rates_in_whole_families(torino: Programme) -> None:
    # 15 of 11: started 11 -> 15; kept 10 x 15/11 = 13.6 -> 14; stability 9 -> 12.3 -> 12; wellbeing 8 -> 10.9 -> 11
    changed = Scenario(counts={(2022, "households"): 15}).facts(sample_figures(), torino.in_force()).cohorts[0]
    assert changed.households == 15
    achieved = {metric: changed.tally(metric, 8).achieved for metric in changed.tallies}
    assert achieved == {"started": 15, "kept": 14, "stability": 12, "wellbeing": 11, "waiting": 14}


def test_pending_families_stay_pending_in_proportion(torino: Programme) -> None:
    changed = Scenario(counts={(2023, "households"): 22}).facts(sample_figures(), torino.in_force()).cohorts[1]
    assert changed.tallies["stability"] == Tally(achieved=0, failed=2, pending=20)


def test_a_count_of_its_own_settles_a_metric_and_never_exceeds_the_families(torino: Programme) -> None:
    scenario = Scenario(counts={(2023, "stability"): 30, (2023, "wellbeing"): 9})
    changed = scenario.facts(sample_figures(), torino.in_force()).cohorts[1]
    assert changed.tallies["stability"] == Tally(achieved=11)
    assert changed.tallies["wellbeing"] == Tally(achieved=9, failed=2)


def test_families_of_a_cohort_not_named_stay_as_measured(torino: Programme) -> None:
    facts = sample_figures()
    assert Scenario(counts={(2023, "stability"): 3}).facts(facts, torino.in_force()).cohorts[0] is facts.cohorts[0]


def test_an_empty_cohort_can_be_planned_and_has_no_nights_to_scale(torino: Programme) -> None:
    planned = Scenario(counts={(2024, "households"): 5, (2024, "started"): 5})
    made = statement(torino, facts_of(cohort_facts(2024, 0)), planned)
    assert made.line("year_1", 2024).earned == 10000  # type: ignore[union-attr]
    assert made.savings.expected_cost == 0


def test_the_waiting_limit_moves_the_count_of_families_that_waited_less() -> None:
    # 3 waited less than 5 months, 2 less than 9, 1 is still waiting in its 7th month, 1 left without a home
    waits = (Waits(5, True, 3), Waits(9, True, 2), Waits(7, False, 1), Waits(None, True, 1))
    cohort = CohortFacts(2022, 7, waits=waits)
    assert cohort.tally("waiting", 8) == Tally(achieved=3, failed=3, pending=1, left_failed=1)
    assert cohort.tally("waiting", 9) == Tally(achieved=5, failed=1, pending=1, left_failed=1)
    assert cohort.tally("waiting", 6) == Tally(achieved=3, failed=4, pending=0, left_failed=1)


def test_a_number_of_families_between_two_is_rounded_half_up_and_never_exceeds_the_families(torino: Programme) -> None:
    def scaled(before: Tally, families: int) -> Tally:
        cohort = replace(
            cohort_facts(2022, before.total), tallies={**cohort_facts(2022, 1).tallies, "stability": before}
        )
        changed = Scenario(counts={(2022, "households"): families}).facts(facts_of(cohort), torino.in_force())
        return changed.cohorts[0].tallies["stability"]

    # 2 of 4 for 5 families are 2.5: 3; pending and silent 0.5 x 5 / 4 each
    assert scaled(Tally(2, 2, 0, 0), 5) == Tally(3, 2, 0, 0)
    # halves of three: 1.5 achieved and 1.5 pending are 2 and 2, of three families 2 and 1
    assert scaled(Tally(3, 0, 3, 0), 3) == Tally(2, 0, 1, 0)
    # thirds of two: 0.67 each are 1, 1 and 1, of two families 1, 1 and none
    assert scaled(Tally(2, 0, 2, 2), 2) == Tally(1, 0, 1, 0)
    # 10 achieved, 4 failed (3 after leaving), 2 pending, 4 silent (3 left), for half as many
    assert scaled(Tally(10, 4, 2, 4, 3, 3), 10) == Tally(5, 2, 1, 2, 2, 2)


def test_a_cohort_without_families_keeps_no_nights_whatever_it_is_changed_to(torino: Programme) -> None:
    empty = facts_of(cohort_facts(2024, 0))
    changed = Scenario(counts={(2024, "households"): 5}).facts(empty, torino.in_force()).cohorts[0]
    assert (changed.households, changed.weight) == (5, 0)


def test_twice_the_families_weigh_twice_and_again(torino: Programme) -> None:
    once = Scenario(counts={(2022, "households"): 22}).facts(sample_figures(), torino.in_force())
    assert once.cohorts[0].weight == 2
    assert Scenario(counts={(2022, "households"): 44}).facts(once, torino.in_force()).cohorts[0].weight == 4


@pytest.mark.parametrize("share", ["0", "1", "1.0"])
def test_a_share_may_be_nothing_or_all_and_no_more(share: str, torino: Programme) -> None:
    changes = parse_changes(torino, [f"hotel_probability_new_home={share}"])
    assert changes.values == {"hotel_probability_new_home": Decimal(share)}
    with pytest.raises(ScenarioError, match="a share goes from 0 to 1"):
        parse_changes(torino, ["hotel_probability=1.01"])


@pytest.mark.parametrize("change", ["2022.stability=10=3", "cost_per_night=60=1"])
def test_what_follows_the_first_equals_sign_is_the_value(change: str, torino: Programme) -> None:
    with pytest.raises(ScenarioError, match="is no number from 0 up"):
        parse_changes(torino, [change])


@pytest.mark.parametrize("change", ["2022=3", "x.stability=3", "2022.stability.more=3"])
def test_a_count_is_named_by_cohort_and_metric(change: str, torino: Programme) -> None:
    with pytest.raises(ScenarioError, match="is unknown"):
        parse_changes(torino, [change])


def test_an_alias_sets_every_value_that_it_stands_for_unless_that_is_named_too(torino: Programme) -> None:
    both = {"hotel_probability_new_home": Decimal(1), "hotel_probability_kept_home": Decimal(1)}
    assert parse_changes(torino, ["hotel_probability=1"]).values == both
    own = both | {"hotel_probability_kept_home": Decimal("0.2")}
    for changes in (
        ["hotel_probability=1", "hotel_probability_kept_home=0.2"],
        ["hotel_probability_kept_home=0.2", "hotel_probability=1"],
    ):
        assert parse_changes(torino, changes).values == own
    # a scenario kept under the old name means the same
    terms = Scenario(values={"hotel_probability": Decimal(1)}).terms(torino)
    assert {name: terms[name] for name in both} == both
    assert terms.chosen == frozenset(both)
    with pytest.raises(KeyError):
        terms["hotel_probability"]


def test_the_counterfactual_is_chosen_by_name(torino: Programme) -> None:
    assert parse_changes(torino, []).counterfactual is None
    assert parse_changes(torino, ["counterfactual=evidence"]).counterfactual == "evidence"
    with pytest.raises(ScenarioError, match="Did you mean 'stays'"):
        parse_changes(torino, ["counterfactual=stay"])


def test_what_the_records_give_lies_over_the_file_and_under_what_was_chosen(torino: Programme) -> None:
    estimate = Estimate(Decimal(138), Decimal(117), Decimal(161), 120, 9, 730)
    known = {"expected_nights": estimate, "cost_per_night": estimate, "no_such_value": estimate}
    terms = torino.in_force({"cost_per_night": Decimal(70)}, estimates=known)
    assert (terms["expected_nights"], terms["cost_per_night"]) == (138, 70)
    assert (dict(terms.estimates), terms.chosen) == ({"expected_nights": estimate}, frozenset({"cost_per_night"}))
    assert "no_such_value" not in terms.values


def test_families_that_left_without_a_home_add_up(torino: Programme) -> None:
    waits = (Waits(None, True, 1), Waits(None, True, 2), Waits(3, True, 1))
    assert CohortFacts(2022, 4, waits=waits).tally("waiting", 8) == Tally(achieved=1, failed=3, left_failed=3)


def test_of_many_families_each_whole_family_counts(torino: Programme) -> None:
    cohort = cohort_facts(2022, 200, stability=124)
    changed = Scenario(counts={(2022, "households"): 201}).facts(facts_of(cohort), torino.in_force()).cohorts[0]
    # 124 x 201 / 200 = 124.62
    assert changed.tallies["stability"] == Tally(achieved=125, failed=76)
