"""Properties of the premium that hold for any counts, and the working behind an amount."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h4a_core.engine.headroom import families_needed, headroom
from h4a_core.engine.premium import Counted, claims, counted, counts, evaluated_outcomes, payments
from h4a_core.engine.rules import Claim
from h4a_core.engine.tiers import reaches
from h4a_core.facts import Tally, Waits
from h4a_core.programme import Programme, load_programme
from h4a_core.programme.model import Clause, Source
from h4a_core.programme.rules import Number, Tier, ValueOf
from h4a_core.scenario import Scenario, parse_changes
from h4a_core.statement import statement
from h4a_core.text import Text
from tests.conftest import TORINO
from tests.facts_made import METRICS, cohort_facts, facts_of, sample_figures

PROGRAMME = load_programme(TORINO)
READINGS = st.fixed_dictionaries(
    {name: st.sampled_from(list(one.alternatives)) for name, one in PROGRAMME.readings.items()}
)


@st.composite
def _cohort(draw: st.DrawFn, *, pending: bool = True) -> dict[str, dict[str, int] | int]:
    households = draw(st.integers(0, 40))
    counts: dict[str, dict[str, int] | int] = {"households": households}
    for metric in METRICS:
        achieved = draw(st.integers(0, households))
        waiting = draw(st.integers(0, households - achieved)) if pending else 0
        counts[metric] = {"achieved": achieved, "pending": waiting}
    return counts


def _earned(counts: dict[str, dict[str, int] | int], readings: dict[str, str]) -> tuple[Decimal, Decimal]:
    made = statement(PROGRAMME, facts_of(cohort_facts(2022, **counts)), parse_changes(PROGRAMME, _said(readings)))
    return made.earned, made.possible


def _bound(tier: Tier) -> Fraction:
    assert isinstance(tier.bound, ValueOf)
    return Fraction(PROGRAMME.values[tier.bound.value].value)


def _said(readings: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in readings.items()]


@given(_cohort(), READINGS, st.sampled_from(METRICS))
def test_one_more_success_never_lowers_the_premium(
    counts: dict[str, dict[str, int]], readings: dict[str, str], metric: str
) -> None:
    before, _ = _earned(counts, readings)
    if counts[metric]["achieved"] + counts[metric]["pending"] == counts["households"]:
        return
    counts[metric]["achieved"] += 1
    after, _ = _earned(counts, readings)
    assert after >= before


@given(_cohort(), READINGS)
def test_the_premium_is_never_above_the_contract_maximum(
    counts: dict[str, dict[str, int]], readings: dict[str, str]
) -> None:
    earned, possible = _earned(counts, readings)
    paid = counts["households"] if readings["cap_at_target"] == "uncapped" else min(counts["households"], 11)
    assert Decimal(0) <= earned
    assert earned + possible <= paid * Decimal(10000) + Decimal("0.02")


@given(_cohort(), READINGS)
def test_what_is_possible_is_never_below_zero(counts: dict[str, dict[str, int]], readings: dict[str, str]) -> None:
    assert _earned(counts, readings)[1] >= 0


@given(st.integers(1, 2000), st.sampled_from(["strict", "inclusive"]))
def test_families_needed_is_the_fewest_that_reach_the_tier(eligible: int, side: str) -> None:
    clause = PROGRAMME.final_part
    assert clause
    terms = PROGRAMME.in_force(readings={"full_threshold_side": side, "floor_threshold_side": side})
    for tier in clause.steps.steps.tiers:
        needed = families_needed(eligible, tier, PROGRAMME, terms)
        assert needed > eligible or reaches(Fraction(needed, eligible), _bound(tier), tier, terms)
        assert not reaches(Fraction(needed - 1, eligible), _bound(tier), tier, terms)


def test_eleven_families_need_nine_and_seven_eighteen_need_fifteen_and_eleven(torino: Programme) -> None:
    clause = torino.final_part
    assert clause
    terms = torino.in_force()
    needed = {
        n: [families_needed(n, tier, torino, terms) for tier in clause.steps.steps.tiers] for n in (11, 18, 22, 25, 0)
    }
    assert needed == {11: [9, 7], 18: [15, 11], 22: [18, 14], 25: [21, 15], 0: [1, 1]}


def test_headroom_counts_what_is_missing_and_what_may_still_fail(torino: Programme) -> None:
    clause = torino.final_part
    assert clause
    full, floor = headroom(Counted("wellbeing", 8, 0, 11), torino, clause, torino.in_force())
    assert (full.missing, full.spare, full.reached, full.lost) == (1, -1, False, True)
    assert (floor.missing, floor.spare, floor.reached, floor.lost) == (0, 1, True, False)
    pending, _ = headroom(Counted("stability", 0, 10, 11), torino, clause, torino.in_force())
    assert (pending.missing, pending.spare, pending.lost) == (9, 1, False)


def test_the_working_of_a_line_multiplies_out_to_its_amount(torino: Programme) -> None:
    for line in payments(torino, sample_figures(), torino.in_force()):
        exact = Decimal(1)
        for part in line.working.inputs:
            exact *= part.amount
        assert exact == line.earned
        assert next(depth for depth, _ in line.working.walk()) == 0


def test_a_contract_without_tiers_has_no_outcomes_to_evaluate(torino: Programme) -> None:
    plain = torino.model_copy(update={"clauses": torino.clauses[:2]})
    assert statement(plain, sample_figures()).outcomes == []


def test_failed_families_are_those_counted_that_neither_reached_it_nor_may() -> None:
    assert Counted("stability", 9, 1, 11).failed == 1


@pytest.mark.parametrize(
    ("readings", "eligible"),
    [
        ({}, 11),
        ({"missing_answer": "left_out"}, 9),
        ({"denominator": "answered"}, 9),
        ({"denominator": "still_in"}, 7),
        ({"denominator": "still_in", "missing_answer": "left_out"}, 6),
    ],
)
def test_who_left_and_who_did_not_answer_are_left_out_once(
    readings: dict[str, str], eligible: int, torino: Programme
) -> None:
    # 11 families: 3 failed after leaving; 2 did not answer, of whom 1 had left. Still in: 11 - 3 - 1; of those, all
    # that answered: 11 - 3 - 2
    found = counted("wellbeing", Tally(4, 5, 0, 2, 3, 1), torino.in_force(readings=readings))
    assert (found.eligible, found.achieved) == (eligible, 4)


def test_at_best_all_that_are_pending_succeed_and_nobody_is_pending_any_more() -> None:
    assert Counted("stability", 4, 3, 11).best() == Counted("stability", 7, 0, 11)


def test_a_milestone_is_counted_over_all_households_and_a_limit_that_nobody_set_is_no_wait_at_all(
    torino: Programme,
) -> None:
    cohort = cohort_facts(2022, 5, kept=4)
    waits = replace(cohort, tallies={name: one for name, one in cohort.tallies.items() if name != "waiting"})
    waits = replace(waits, waits=(Waits(0, True, 2), Waits(1, True, 3)))
    terms = torino.in_force()
    without = replace(terms, values={name: one for name, one in terms.values.items() if name != "waiting_limit_months"})
    assert counts(torino, waits, without)["waiting"] == Counted("waiting", 2, 0, 5)
    assert counts(torino, waits, terms)["kept"] == Counted("kept", 4, 0, 5)


def test_the_claims_of_a_cohort_name_its_families_and_what_they_achieved(torino: Programme) -> None:
    facts = facts_of(cohort_facts(2022, 5, kept={"achieved": 3, "pending": 1}))
    found = {2022: {"kept": counts(torino, facts.cohorts[0], torino.in_force())["kept"]}}
    base = [Claim("households", 5, cohort=2022), Claim("cohorts", 1, cohort=2022)]
    assert claims(facts, found) == [*base, Claim("kept", 3, 5, 3, 2022)]
    assert claims(facts, found, best=True) == [*base, Claim("kept", 4, 5, 4, 2022)]


def test_a_clause_that_counts_nothing_is_settled_and_of_nobody(torino: Programme) -> None:
    fixed = Clause(id="fee", label=Text(it="-", en="-"), source=Source(document="-"), pays=Number(number=Decimal(500)))
    plain = torino.model_copy(update={"clauses": (fixed,), "caps": ()})
    (line,) = payments(plain, sample_figures(), plain.in_force())[:1]
    assert (line.earned, line.possible, line.count, line.of, line.pending, line.status) == (500, 0, 0, 0, 0, "settled")


def test_cohorts_judged_as_one_are_added_up(torino: Programme) -> None:
    # 2022: stability 9, wellbeing 8, waiting 10 of 11; 2023: 10 and 11 pending, waiting 10 of 11
    terms = torino.in_force(readings={"unit_of_evaluation": "programme"})
    ((unit, outcomes),) = evaluated_outcomes(torino, sample_figures(), terms)
    assert unit is None
    assert outcomes == [
        Counted("stability", 9, 10, 22), Counted("wellbeing", 8, 11, 22), Counted("waiting", 20, 0, 22),
    ]  # fmt: skip


def test_the_ceiling_of_a_line_is_what_it_pays_if_all_that_are_pending_succeed(torino: Programme) -> None:
    final = statement(torino, sample_figures()).line("year_3", 2023)
    assert final
    assert (final.earned, final.possible, final.ceiling) == (0, 55_000, 55_000)


def test_the_working_says_how_readings_shape_the_tiers(torino: Programme) -> None:
    readings = {"between_thresholds": "in_proportion", "below_floor": "in_proportion", "third_year_pays": "achieved"}
    made = statement(torino, sample_figures(), Scenario(readings=readings))
    (line,) = (one for one in made.lines if (one.clause, one.cohort) == ("year_3", 2022))
    # 8 of 11: 51/55 x 8/11 of 55,000
    assert line.earned == Decimal("37090.91")
    told = [one.formula.en for _, one in line.working.walk() if one.formula]
    assert any(
        "in a line up to the tier above, below the last in proportion, for the share achieved" in one for one in told
    )


def test_a_cap_at_the_saving_is_an_estimate_in_the_working(torino: Programme) -> None:
    hotels = {"expected_nights": Decimal(50), "cost_per_night": Decimal(48), "hotel_probability": Decimal(1)}
    made = statement(torino, sample_figures(), Scenario(values=hotels, readings={"premium_cap": "capped"}))
    # 22 x 50 x 48 - 6,232 = 46,568: year 1 of both cohorts, and 2,568 of year 2
    assert made.earned == Decimal("46568.00")
    limits = [one for line in made.lines for _, one in line.working.walk() if one.label.en == "cap"]
    assert {one.badge for one in limits} == {"estimate"}
