"""Properties of the premium that hold for any counts, and the working behind an amount."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from h4a_core.engine.headroom import families_needed, headroom
from h4a_core.engine.premium import Counted, payments
from h4a_core.engine.rules import reaches
from h4a_core.programme import Programme, load_programme
from h4a_core.programme.rules import Tier, ValueOf
from h4a_core.scenario import parse_changes
from h4a_core.statement import statement
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


def test_the_ceiling_of_a_line_is_what_it_pays_if_all_that_are_pending_succeed(torino: Programme) -> None:
    final = statement(torino, sample_figures()).line("year_3", 2023)
    assert final
    assert (final.earned, final.possible, final.ceiling) == (0, 55_000, 55_000)
