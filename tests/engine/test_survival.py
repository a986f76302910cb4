"""Stays that have not ended: against published values, and small enough to work out by hand."""

import numpy as np
import pytest

from h4a_core.engine.survival import restricted_means, survival_curve

# Remission of acute leukaemia under 6-MP, in weeks: Freireich and others, Blood 21 (1963) 699. Klein and
# Moeschberger, Survival Analysis, 2nd edition (2003), section 4.5 print the mean up to 35 weeks, 23.287, and its
# standard error, 2.827; table 4.1 the curve.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [week in {7, 13, 16, 22, 23} for week in WEEKS]
RELAPSED[0:3] = [True, True, True]
RELAPSED[6] = True


def test_the_mean_up_to_35_weeks_is_that_of_the_textbook():
    (mean,) = restricted_means(WEEKS, RELAPSED, np.ones((1, len(WEEKS))), 35)
    assert round(float(mean), 3) == 23.287


def test_the_curve_is_that_of_the_textbook():
    found = survival_curve(WEEKS, RELAPSED, [0, 6, 7, 10, 13, 16, 22, 23, 35])
    assert [round(point.share, 3) for point in found] == [1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, 0.448]
    assert [point.observed for point in found] == [21, 21, 17, 15, 12, 11, 7, 6, 1]


def test_open_stays_lengthen_the_mean_and_are_neither_dropped_nor_taken_as_ended():
    # 2 nights, ended; 4, still open; 6, ended. The curve is 1 until 2, then 2/3 until 6: 2 + 4 x 2/3 = 4.67;
    # dropped, the mean would be 4; taken as ended, 4 as well.
    (mean,) = restricted_means([2, 4, 6], [True, False, True], np.ones((1, 3)), 10)
    assert mean == pytest.approx(14 / 3)


def test_a_stay_longer_than_the_horizon_counts_as_the_horizon():
    (mean,) = restricted_means([2, 4, 6], [True, False, True], np.ones((1, 3)), 5)
    assert mean == pytest.approx(2 + 3 * 2 / 3)


def test_the_curve_stays_where_it_is_beyond_the_longest_stay_that_is_still_open():
    (mean,) = restricted_means([2, 4], [True, False], np.ones((1, 2)), 10)
    assert mean == pytest.approx(2 + 8 / 2)


def test_weights_count_as_so_many_stays_alike_each_row_on_its_own():
    means = restricted_means([2, 6], [True, True], np.array([[3.0, 1.0], [0.0, 2.0], [0.0, 0.0]]), 10)
    assert means.tolist() == pytest.approx([(3 * 2 + 6) / 4, 6, 0])


def test_without_an_end_the_curve_stays_at_one():
    assert [(point.share, point.low, point.observed) for point in survival_curve([5, 9], [False, False], [0, 7])] == [
        (1, 1, 2),
        (1, 1, 1),
    ]


def test_the_interval_is_the_log_log_one_and_the_share_itself_where_there_is_none():
    # at week 6: S = 18/21, Greenwood's sum 3 / (21 x 18): standard error of log(-log S) = 0.08909 / 0.15415 = 0.57792;
    # S to the power of exp(1.96 x 0.57792) = 3.104 and 1 / 3.104: 0.6197 and 0.9516
    start, six = survival_curve(WEEKS, RELAPSED, [0, 6])
    assert (start.low, start.share, start.high) == (1, 1, 1)
    assert (six.low, six.high) == (pytest.approx(0.6197, abs=1e-4), pytest.approx(0.9516, abs=1e-4))
    assert [point.high for point in survival_curve([5], [False], [0])] == [1]


def test_weights_may_be_parts_of_a_stay_and_no_weight_is_no_length():
    means = restricted_means([2, 6], [True, True], np.array([[0.25, 0.25], [0.0, 0.5]]), 10)
    assert means.tolist() == pytest.approx([4, 6])
