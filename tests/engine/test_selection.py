"""Who is eligible, which points each family has, the order and what makes it: all worked out by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.selection import (
    Reason,
    eligible_working,
    judged,
    points,
    select,
    shares,
    to_verify_working,
    weighted,
)
from h4a_core.programme.beneficiary_list import Points
from tests.engine.listing import NOBODY, RULES, WEIGHTS, family

ISEE, RESIDENCE, CAUSE = RULES.eligibility


def _points(**way) -> Points:
    return Points.model_validate({"source": NOBODY, **way})


@pytest.mark.parametrize(
    ("isee", "given"), [(0, 100), (6000, 100), (Decimal("6000.01"), 50), (12_000, 50), (12_001, 0), (99_999, 0)]
)
def test_a_band_holds_its_end(isee, given) -> None:
    assert points(RULES.indicators[0].points, isee) == given


@pytest.mark.parametrize(("months", "given"), [(-3, 0), (0, 0), (1, Fraction(25, 6)), (12, 50), (24, 100), (60, 100)])
def test_a_line_is_straight_between_its_ends_and_flat_beyond(months, given) -> None:
    # 100 points over 24 months are 25/6 a month
    assert points(RULES.indicators[1].points, months) == given


def test_a_line_may_bend() -> None:
    # from 10 at 2 up to 40 at 5, then down to 0 at 15: at 4 10 + 2 x 10, at 10 40 - 5 x 4
    bent = _points(line=[{"at": 2, "points": 10}, {"at": 5, "points": 40}, {"at": 15, "points": 0}])
    assert [points(bent, at) for at in (0, 4, 5, 10, 20)] == [10, 30, 40, 20, 0]


def test_a_code_has_its_own_points() -> None:
    assert points(RULES.indicators[2].points, "separation") == 60


def test_a_family_that_meets_every_condition_is_eligible_at_the_very_limit() -> None:
    found = family("A", 26_000, 12, residence_years=1)
    assert (found.verdict, found.reasons) == ("eligible", ())
    assert found.points == (0, 50, 80)


def test_every_reason_is_kept_and_the_gravest_decides() -> None:
    found = family("A", 26_001, 12, "other", residence_years=Decimal("0.5"))
    assert found.verdict == "excluded"
    assert [reason.rule for reason in found.reasons] == [ISEE, RESIDENCE, CAUSE]


def test_a_condition_known_only_in_part_calls_for_a_check() -> None:
    assert family("A", 100, 12, residence_years=0).verdict == "to_verify"


def test_an_unknown_value_is_said_once_and_never_refuses() -> None:
    # the ISEE is asked by a condition and by an indicator
    found = family("A", None, 12)
    assert (found.verdict, found.reasons) == ("to_verify", (Reason("isee"),))
    assert found.points == (None, 50, 80)


def test_a_value_that_only_an_indicator_asks_for_must_be_known_too() -> None:
    rules = RULES.model_copy(update={"eligibility": ()})
    found = judged(rules, family("A", 100, 12, None).candidate)
    assert (found.verdict, found.reasons) == ("to_verify", (Reason("emergency_cause"),))


def test_weights_count_by_their_proportions_and_may_all_be_zero() -> None:
    assert shares([Decimal(2), Decimal(1), Decimal(1)]) == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
    assert shares([Decimal(0), Decimal(0)]) == (0, 0)


# A: 50 + 15 + 16 = 81; B: 25 + 30 + 16 = 71; C and D: 50 + 0 + 16 = 66; E: 0 + 15 + 12 = 27
FIVE = [
    family("A", 5000, 12),
    family("B", 9000, 24),
    family("C", 5000, 0),
    family("D", 5000, 0),
    family("E", 20_000, 12, "separation"),
]


def _ranks(found) -> list[tuple[str, int, int]]:
    return [(one.household_id, one.rank, one.last) for one in found.ranked]


def test_equals_share_a_rank_and_the_next_is_skipped() -> None:
    found = select(RULES, FIVE, WEIGHTS)
    assert [one.score for one in found.ranked] == [81, 71, 66, 66, 27]
    assert _ranks(found) == [("A", 1, 1), ("B", 2, 2), ("C", 3, 4), ("D", 3, 4), ("E", 5, 5)]
    assert found.ranked[1].parts == (25, 30, 16)


def test_the_older_application_comes_first_among_equal_scores() -> None:
    older = family("D", 5000, 0, application_date=date(2024, 12, 31))
    assert _ranks(select(RULES, [FIVE[2], older], WEIGHTS)) == [("D", 1, 1), ("C", 2, 2)]
    newest = RULES.model_copy(update={"tie_break": RULES.tie_break.model_copy(update={"first": "highest"})})
    assert _ranks(select(newest, [FIVE[2], older], WEIGHTS)) == [("C", 1, 1), ("D", 2, 2)]


def test_among_equal_scores_what_does_not_tell_when_comes_last() -> None:
    unknown = family("D", 5000, 0, application_date=None)
    assert _ranks(select(RULES, [unknown, FIVE[2]], WEIGHTS)) == [("C", 1, 1), ("D", 2, 2)]


def test_without_any_weight_only_the_tie_break_decides() -> None:
    older = family("E", 20_000, 12, application_date=date(2024, 12, 31))
    found = select(RULES, [*FIVE[:2], older], [Decimal(0)] * 3)
    assert _ranks(found) == [("E", 1, 1), ("A", 2, 3), ("B", 2, 3)]


def test_places_that_end_among_equals_leave_them_tied() -> None:
    found = select(RULES, FIVE, WEIGHTS)
    standings = {places: [one.standing(places) for one in found.ranked] for places in (2, 3, 4)}
    assert standings[2] == ["in", "in", "out", "out", "out"]
    assert standings[3] == ["in", "in", "tied", "tied", "out"]
    assert standings[4] == ["in", "in", "in", "in", "out"]
    assert [one.household_id for one in found.standing(3, "tied")] == ["C", "D"]


def test_the_next_above_is_never_an_equal() -> None:
    found = select(RULES, FIVE, WEIGHTS)
    first, second, third, fourth, _ = found.ranked
    assert found.next_above(first) is None
    assert found.next_above(third) == second
    assert found.next_above(fourth) == second


def test_a_family_to_verify_is_placed_at_best_and_at_worst() -> None:
    # with the most points for its income: 50 + 15 + 16 = 81 like A, same day: first; with none: 31, before E only
    found = select(RULES, [*FIVE, family("F", None, 12), family("G", 5000, 24, "other")], WEIGHTS)
    unknown, other = found.to_verify
    assert (unknown.judged.candidate.household_id, unknown.best, unknown.worst) == ("F", 1, 5)
    # all is known of G, 50 + 30 + 0 = 80: second, whatever a person decides about its cause
    assert (other.best, other.worst) == (2, 2)


def test_who_is_excluded_is_listed_and_not_ranked() -> None:
    found = select(RULES, [*FIVE, family("X", 30_000, 24)], WEIGHTS)
    assert [one.candidate.household_id for one in found.excluded] == ["X"]
    assert len(found.ranked) == 5


def test_the_number_of_eligible_families_says_who_failed_what() -> None:
    everyone = [*FIVE, family("X", 30_000, 24, residence_years=0), family("F", None, 12)]
    found = eligible_working(RULES, everyone)
    assert (found.value, found.badge) == (5, "data")
    assert [(one.label.en, one.value) for one in found.inputs] == [
        ("Applications", 7),
        ("ISEE", 1),
        ("residence", 1),
        ("cause", 0),
        ("With a value missing", 1),
    ]


def test_families_to_verify_count_where_they_could_have_a_place() -> None:
    found = select(RULES, [*FIVE, family("F", None, 12), family("G", 20_000, 0, residence_years=0)], WEIGHTS)
    # G: 0 + 0 + 16 = 16 comes last, sixth
    working = to_verify_working(found, 5)
    assert (working.value, working.inputs[0].value) == (1, 2)
    assert to_verify_working(found, 6).value == 2


def test_the_next_above_is_the_nearest_of_those_ahead() -> None:
    found = select(RULES, FIVE, WEIGHTS)
    assert found.next_above(found.ranked[4]) == found.ranked[3]
    assert found.next_above(found.ranked[1]) == found.ranked[0]


def test_points_lead_by_indicator_and_their_sum_is_the_gap_to_the_next_above() -> None:
    found = select(RULES, FIVE, WEIGHTS)
    first, second, third, fourth, _ = found.ranked
    # A is 25 before B by the first indicator and 15 behind by the second: 81 to 71
    assert first.leads(second) == (25, -15, 0)
    assert [found.gap(one) for one in (first, second, third, fourth)] == [0, 10, 5, 5]


def test_what_an_indicator_adds_is_known_where_its_field_is() -> None:
    assert weighted(FIVE[0], WEIGHTS) == (50, 15, 16)
    assert weighted(family("F", None, 12), WEIGHTS) == (None, 15, 16)
