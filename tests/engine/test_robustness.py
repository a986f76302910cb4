"""How far the order rests on the weights: exact turning points by hand, draws where every draw must agree."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.robustness import (
    DRAWS,
    first_swap,
    open_working,
    steadiness,
    steady_working,
    turn,
)
from h4a_core.engine.selection import Selection, judged, select
from tests.engine.listing import RULES, WEIGHTS, family

# income, waiting, cause: A 100, 50, 80 = 81; B 50, 100, 80 = 71; C 100, 0, 80 = 66; D 0, 50, 60 = 27
A, B, C, D = family("A", 5000, 12), family("B", 9000, 24), family("C", 5000, 0), family("D", 20_000, 12, "separation")


def _listed() -> Selection:
    return select(RULES, [A, B, C, D], WEIGHTS)


def test_a_family_ahead_of_all_but_one_in_everything_has_one_of_two_places_in_every_draw() -> None:
    # A has at least the points of C and D in each indicator, so one of two places is always its own. B comes first
    # where waiting weighs more than income: 0.25..0.75 against 0.15..0.45, a triangle with legs 0.2: 13 % of the draws
    first, second, third, last = steadiness(RULES, _listed(), WEIGHTS, 2)
    assert (last.share_in, last.low, last.high) == (0, 4, 4)
    assert first.share_in == 1
    assert (first.low, first.high) == (1, 2)
    # C passes B where 50 x income is more than 100 x waiting, so both lose the second place in some draws
    assert 0 < third.share_in < 1
    assert round(second.share_in + third.share_in, 9) == 1


def test_the_share_of_the_draws_is_near_the_share_of_the_weights_that_it_stands_for() -> None:
    # B keeps its place over C while income < 2 x waiting, with income even on 0.25..0.75 and waiting on 0.15..0.45:
    # 2 x waiting is even on 0.30..0.90. Of the rectangle 0.5 x 0.6 = 0.30, income >= 2 x waiting is a triangle with
    # legs 0.75 - 0.30 = 0.45: 0.10125, that is 33.75 %. A thousand draws stay within 5 points of it.
    second = steadiness(RULES, _listed(), WEIGHTS, 2)[1]
    assert abs(second.share_in - (1 - 0.3375)) < 0.05
    assert (second.low, second.high) == (1, 3)


def test_the_draws_are_the_same_every_time() -> None:
    assert steadiness(RULES, _listed(), WEIGHTS, 2) == steadiness(RULES, _listed(), WEIGHTS, 2)


def test_weights_moved_on_the_screen_are_drawn_around_where_they_stand() -> None:
    # only income weighs: A and C have 100, B 50, D 0 in every draw, and the older application comes first
    older = family("C", 5000, 0, application_date=date(2024, 1, 1))
    weights = [Decimal(1), Decimal(0), Decimal(0)]
    found = select(RULES, [A, B, older, D], weights)
    assert [one.household_id for one in found.ranked] == ["C", "A", "B", "D"]
    assert [(one.low, one.high) for one in steadiness(RULES, found, weights, 2)] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_equals_stay_equal_in_every_draw_and_share_their_ranks() -> None:
    twin = family("T", 5000, 12)
    found = select(RULES, [A, twin, D], WEIGHTS)
    pair = steadiness(RULES, found, WEIGHTS, 1)[:2]
    assert [(one.share_in, one.low, one.high) for one in pair] == [(0, 1, 1)] * 2
    assert [one.share_in for one in steadiness(RULES, found, WEIGHTS, 2)] == [1, 1, 0]


def test_nobody_to_rank_is_nothing_to_draw() -> None:
    nobody = select(RULES, [], WEIGHTS)
    assert steadiness(RULES, nobody, WEIGHTS, 3) == ()
    assert first_swap(nobody, WEIGHTS, 3) is None


def test_the_first_swap_is_the_nearest_crossing_of_a_family_in_and_one_out() -> None:
    # with two places B (71) is in and C (66) out: 5 points. Income: C gains 50 per unit: 0.5 + 5/50 = 0.6.
    # Waiting: C loses 100 per unit: 0.3 - 5/100 = 0.25, the smaller move. Cause: both have 80.
    found = first_swap(_listed(), WEIGHTS, 2)
    assert (found.leaves.household_id, found.enters.household_id) == ("B", "C")
    assert (found.turn.position, found.turn.before, found.turn.after) == (1, Fraction(3, 10), Fraction(1, 4))
    assert found.turn.change == Fraction(1, 20)


def test_there_is_no_swap_when_all_have_a_place_or_who_is_in_is_ahead_in_everything() -> None:
    assert first_swap(_listed(), WEIGHTS, 4) is None
    # A over D: ahead in income and cause, level in waiting
    assert first_swap(select(RULES, [A, D], WEIGHTS), WEIGHTS, 1) is None


def test_a_family_turns_when_the_number_of_those_ahead_crosses_the_places() -> None:
    listed = _listed()
    a, b, c, d = listed.ranked
    assert (turn(listed, WEIGHTS, 2, b).position, turn(listed, WEIGHTS, 2, b).after) == (1, Fraction(1, 4))
    assert turn(listed, WEIGHTS, 2, c).after == Fraction(1, 4)
    # for the one place A (81) and B (71): waiting up 10/50 = 0.2 to 0.5, or income down by as much to 0.3
    assert turn(listed, WEIGHTS, 1, a).change == Fraction(1, 5)
    assert turn(listed, WEIGHTS, 1, b).change == Fraction(1, 5)
    # C has to pass B and A for it: A has more in waiting only, C never more than A; a weight of 0 would make them equal
    assert turn(listed, WEIGHTS, 1, c) is None
    # D passes nobody: fewer points than A everywhere, and of the others two have at least 80 for the cause
    assert turn(listed, WEIGHTS, 1, d) is None


def test_a_family_that_must_pass_two_turns_at_the_second_of_them() -> None:
    # B has 100 in waiting, A and E 50: with one place it must pass both. A is 10 ahead (81), E 8 ahead (income 100,
    # cause 70 = 79): 50 per unit of waiting, so E is passed at 0.3 + 0.16, A at 0.3 + 0.2
    cause = RULES.indicators[2]
    codes = {"foreclosure": Decimal(80), "separation": Decimal(70)}
    other = cause.model_copy(update={"points": cause.points.model_copy(update={"codes": codes})})
    loose = RULES.model_copy(update={"indicators": (*RULES.indicators[:2], other)})
    e = judged(loose, family("E", 5000, 12, "separation").candidate)
    found = select(loose, [A, B, e], WEIGHTS)
    assert [one.household_id for one in found.ranked] == ["A", "E", "B"]
    turned = turn(found, WEIGHTS, 1, found.ranked[2])
    assert turned.change == Fraction(1, 5)


def test_families_level_by_points_and_told_apart_by_the_day_turn_at_once() -> None:
    # with equal weights F and G are level: income 100 and waiting 0 against 50 and 50, the same cause; F is older
    f, g = family("F", 5000, 0), family("G", 9000, 12, application_date=date(2026, 1, 1))
    level = [Decimal(1), Decimal(1), Decimal(1)]
    found = select(RULES, [f, g], level)
    assert [one.household_id for one in found.ranked] == ["F", "G"]
    assert turn(found, level, 1, found.ranked[0]).change == 0
    assert first_swap(found, level, 1).turn.change == 0


def test_the_workings_count_the_draws_and_name_the_weights() -> None:
    found = steadiness(RULES, _listed(), WEIGHTS, 2)
    steady, hanging = steady_working(RULES, WEIGHTS, found), open_working(RULES, WEIGHTS, found)
    assert (steady.value, hanging.value) == (1, 2)
    assert f"{DRAWS} draws: each weight at random" in steady.formula.en
    assert [(one.label.en, one.value, one.badge) for one in hanging.inputs] == [
        ("income", Fraction(1, 2), "assumption"),
        ("waiting", Fraction(3, 10), "assumption"),
        ("cause", Fraction(1, 5), "assumption"),
    ]
