"""Home retention against a textbook table worked by hand."""

import pytest

from h4a_core.engine.retention import retention


def test_one_home_lost_of_five_leaves_eighty_per_cent_until_the_next_is_lost() -> None:
    # Kaplan-Meier by hand: at day 100 one of 5 is lost: 4/5; at day 1000 one of 3 still observed: 4/5 x 2/3 = 53.3 %
    found = {one.month: one for one in retention([100, 900, 1000, 1100, 1000], [True, False, True, False, False])}
    assert found[0].share == 1
    assert found[4].share == pytest.approx(0.8)
    assert found[33].share == pytest.approx(0.8 * 2 / 3)
    assert (found[4].observed, found[33].observed) == (4, 1)
    assert found[4].low < 0.8 < found[4].high


def test_the_six_mp_arm_of_freireich_1963_gives_the_published_curve() -> None:
    # Freireich et al., Blood 21 (1963) 699, as in Kalbfleisch and Prentice: weeks in remission, 21 patients;
    # S(6) = 0.857, S(7) = 0.807, S(10) = 0.753, S(16) = 0.627, S(23) = 0.448. Weeks are taken as months here.
    days = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    lost = [True] * 9 + [False] * 12
    found = {one.month: one.share for one in retention([int(week * 30.4375) + 1 for week in days], lost)}
    published = {7: 0.857, 8: 0.807, 11: 0.753, 17: 0.627, 24: 0.448}
    assert {month: round(found[month], 3) for month in published} == published


def test_without_losses_every_home_is_kept_and_without_families_there_is_no_curve() -> None:
    assert {one.share for one in retention([400, 500], [False, False])} == {1.0}
    assert retention([], []) == []


def test_the_curve_has_every_whole_month_up_to_the_longest_home() -> None:
    # 1,100 days are 36.1 months
    found = retention([100, 900, 1000, 1100, 1000], [True, False, True, False, False])
    assert [one.month for one in found] == list(range(37))
    assert [one.month for one in retention([30], [False])] == [0]
