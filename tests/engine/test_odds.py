"""The odds against hand computation, brute-force enumeration by the engine, and simulation."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from h4a_core.engine.odds import convolved, expected, odds, predictive, quantile
from h4a_core.engine.premium import payments
from h4a_core.facts import Facts, Tally
from h4a_core.programme import Programme
from tests.facts_made import METRICS, cohort_facts, facts_of, sample_figures


def test_the_next_family_succeeds_with_the_jeffreys_mean_of_those_resolved() -> None:
    # 9 of 11: (9 + 1/2) / (11 + 1)
    assert predictive(9, 2, 1) == pytest.approx([1 - 9.5 / 12, 9.5 / 12])


def test_with_nothing_resolved_two_pending_families_follow_the_arcsine_law() -> None:
    # Beta(1/2, 1/2): chance of 0, 1, 2 successes is 3/8, 2/8, 3/8
    assert predictive(0, 0, 2) == pytest.approx([3 / 8, 1 / 4, 3 / 8])


def test_a_settled_programme_pays_what_it_has_earned_for_certain(torino: Programme) -> None:
    facts = facts_of(cohort_facts(2022, 11, started=11, kept=10, stability=9, wellbeing=8, waiting=10))
    found = odds(torino, facts, torino.in_force())
    assert found.expected == Decimal("96000.00")
    assert found.tiers[2022] == pytest.approx({Decimal(1): 0, Decimal("0.8"): 1, Decimal(0): 0})


def _every_end(facts: Facts) -> list[tuple[float, Facts]]:
    """Every way in which what is pending may end, with its chance."""
    cohort = facts.cohorts[0]
    pmfs = {
        name: predictive(cohort.tallies[name].achieved, cohort.tallies[name].failed, cohort.tallies[name].pending)
        for name in METRICS
    }
    ends = []
    for more in product(*(range(len(pmf)) for pmf in pmfs.values())):
        chance, tallies = 1.0, {}
        for (name, pmf), n in zip(pmfs.items(), more, strict=True):
            chance *= float(pmf[n])
            now = cohort.tallies[name]
            tallies[name] = Tally(now.achieved + n, now.failed + now.pending - n)
        ends.append((chance, replace(facts, cohorts=(replace(cohort, tallies=tallies),))))
    return ends


@pytest.mark.parametrize("rule", ["lowest", "each", "mean"])
@pytest.mark.parametrize("missing", ["not_improved", "left_out"])
def test_the_exact_odds_agree_with_every_end_paid_by_the_engine(rule: str, missing: str, torino: Programme) -> None:
    facts = facts_of(
        cohort_facts(
            2022, 7,
            started={"achieved": 6, "pending": 1}, kept={"achieved": 3, "pending": 2},
            stability={"achieved": 3, "failed": 1, "pending": 3},
            wellbeing={"achieved": 2, "failed": 1, "unanswered": 1, "pending": 3},
            waiting={"achieved": 5, "pending": 1},
        )
    )  # fmt: skip
    # an unanswered family is resolved without success only where no answer counts as not improved
    facts = facts if missing == "not_improved" else facts_of(
        cohort_facts(
            2022, 7,
            started={"achieved": 6, "pending": 1}, kept={"achieved": 3, "pending": 2},
            stability={"achieved": 3, "failed": 1, "pending": 3},
            wellbeing={"achieved": 2, "failed": 2, "pending": 3},
            waiting={"achieved": 5, "pending": 1},
        )
    )  # fmt: skip
    facts = replace(facts, cohorts=(replace(facts.cohorts[0], tallies=_no_silence(facts.cohorts[0].tallies)),))
    terms = torino.in_force(readings={"tier_rule": rule, "missing_answer": missing})
    by_hand: dict[str, float] = {}
    for chance, end in _every_end(facts):
        for line in payments(torino, end, terms):
            by_hand[line.clause] = by_hand.get(line.clause, 0.0) + chance * float(line.earned)
    found = {line.clause: float(line.expected) for line in odds(torino, facts, terms).lines}
    assert found == pytest.approx(by_hand, abs=0.011)


def _no_silence(tallies: object) -> dict[str, Tally]:
    return {
        name: Tally(one.achieved, one.failed + one.unanswered, one.pending)
        for name, one in tallies.items()  # type: ignore[attr-defined]
    }


def test_the_chances_of_all_tiers_add_to_one(torino: Programme) -> None:
    for readings in ({}, {"tier_rule": "each"}, {"tier_rule": "mean"}, {"unit_of_evaluation": "programme"}):
        for chances in odds(torino, sample_figures(), torino.in_force(readings=readings)).tiers.values():
            assert sum(chances.values()) == pytest.approx(1)


@pytest.mark.parametrize("rule", ["lowest", "each", "mean"])
def test_the_simulation_with_hardly_any_correlation_agrees_with_the_exact_odds(rule: str, torino: Programme) -> None:
    terms = torino.in_force(readings={"tier_rule": rule})
    exact = odds(torino, sample_figures(), terms)
    drawn = odds(torino, sample_figures(), terms, correlation=1e-9, seed=7, draws=40_000)
    assert exact.exact
    assert not drawn.exact
    for share, chance in exact.tiers[2023].items():
        assert drawn.tiers[2023].get(share, 0.0) == pytest.approx(chance, abs=0.01)


def test_the_same_seed_gives_the_same_simulation(torino: Programme) -> None:
    one, two = (odds(torino, sample_figures(), torino.in_force(), correlation=0.4, seed=3) for _ in range(2))
    assert one.tiers == two.tiers


def test_outcomes_that_move_together_reach_the_full_tier_more_often(torino: Programme) -> None:
    apart = odds(torino, sample_figures(), torino.in_force()).tiers[2023][Decimal(1)]
    together = odds(torino, sample_figures(), torino.in_force(), correlation=0.9).tiers[2023][Decimal(1)]
    assert together > apart


def test_an_outcome_tells_its_chance_for_each_tier_and_the_successes_expected(torino: Programme) -> None:
    stability, _, waiting = odds(torino, sample_figures(), torino.in_force()).outcomes[2023]
    assert waiting.reaches == pytest.approx((1.0, 1.0))
    assert stability.reaches[0] < stability.reaches[1] < 1
    # resolved: 9 of 12 over both cohorts; 10 pending x (9 + 1/2) / (12 + 1)
    assert stability.expected_successes == pytest.approx(10 * 9.5 / 13)


def test_a_programme_without_families_expects_nothing(torino: Programme) -> None:
    assert odds(torino, facts_of(), torino.in_force()).expected == 0
    empty = facts_of(cohort_facts(2022, 0))
    assert odds(torino, empty, torino.in_force()).expected == 0
    assert odds(torino, empty, torino.in_force(), correlation=0.5).expected == 0


def test_amounts_are_summed_averaged_and_cut_at_their_quantiles() -> None:
    coin = {Decimal(0): 0.5, Decimal(10): 0.5}
    both = convolved(coin, coin)
    assert both == {Decimal(0): 0.25, Decimal(10): 0.5, Decimal(20): 0.25}
    assert expected(both) == Decimal("10.00")
    assert [quantile(both, share) for share in (0.2, 0.5, 0.75, 0.9, 1.0)] == [0, 10, 10, 20, 20]


def test_the_distribution_of_a_year_is_that_of_all_its_cohorts(torino: Programme) -> None:
    found = odds(torino, sample_figures(), torino.in_force()).by_clause("year_3")
    assert sum(found.values()) == pytest.approx(1)
    assert {amount for amount, chance in found.items() if chance > 1e-9} == {
        Decimal("44000.00"), Decimal("88000.00"), Decimal("99000.00"),
    }  # fmt: skip


def test_the_programme_as_one_has_one_line_for_its_last_clause_and_none_without_families(torino: Programme) -> None:
    terms = torino.in_force(readings={"unit_of_evaluation": "programme"})
    found = odds(torino, sample_figures(), terms)
    assert [(line.clause, line.cohort) for line in found.lines if line.clause == "year_3"] == [("year_3", None)]
    assert list(found.tiers) == [None]
    assert odds(torino, facts_of(), terms).lines == []


def test_where_all_succeeded_the_whole_last_payment_is_certain(torino: Programme) -> None:
    # half of 11 x 10,000; no other amount has a chance
    facts = facts_of(cohort_facts(2022, 11, started=11, kept=11, stability=11, wellbeing=11, waiting=11))
    assert odds(torino, facts, torino.in_force()).by_clause("year_3") == {
        Decimal("55000.00"): 1.0, Decimal("44000.00"): 0.0, Decimal("0.00"): 0.0,
    }  # fmt: skip
    (line,) = [one for one in odds(torino, facts, torino.in_force()).lines if one.clause == "year_3"]
    assert line.cohort == 2022
    assert line.expected == Decimal("55000.00")


def test_in_a_cohort_without_families_nothing_is_paid_for_certain(torino: Programme) -> None:
    for correlation in (0.0, 0.5):
        found = odds(torino, facts_of(cohort_facts(2022, 0)), torino.in_force(), correlation=correlation)
        assert found.tiers[2022] == {Decimal(0): 1.0}
        assert found.by_clause("year_3") == {Decimal(0): 1.0}


def test_correlated_outcomes_spread_together_and_not_against_each_other(torino: Programme) -> None:
    # nothing resolved but the wait: the more they move together, the nearer both ends
    cohort = cohort_facts(
        2022, 11, started=11, kept=11, stability={"pending": 11}, wellbeing={"pending": 11}, waiting=11
    )
    full = [
        odds(torino, facts_of(cohort), torino.in_force(), correlation=correlation, seed=1).tiers[2022][Decimal(1)]
        for correlation in (0.05, 0.5, 0.95)
    ]
    assert full[0] < full[1] < full[2]
