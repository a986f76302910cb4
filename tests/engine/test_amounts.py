"""Distributions of amounts: mean, quantiles, and sums that share what is believed."""

from decimal import Decimal

import numpy as np
import pytest

from h4a_core.engine.amounts import Believed, Varying, expected, quantile, summed

COIN = {Decimal(0): 0.25, Decimal(100): 0.5, Decimal(300): 0.25}
NONE_OR_ALL = Believed(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 1]))
"""Under the first belief surely nothing, under the second surely the amount."""


def test_the_mean_is_to_the_cent() -> None:
    assert expected(COIN) == Decimal("125.00")  # 50 + 75
    assert expected({Decimal(1): 1 / 3, Decimal(2): 2 / 3}) == Decimal("1.67")


@pytest.mark.parametrize(("share", "amount"), [(0.1, 0), (0.25, 0), (0.26, 100), (0.75, 100), (0.9, 300)])
def test_a_quantile_is_the_lowest_amount_not_exceeded_with_that_probability(share: float, amount: int) -> None:
    assert quantile(COIN, share) == amount


def test_nothing_possible_has_the_quantile_zero() -> None:
    assert quantile({}, 0.5) == 0


def test_two_lines_that_share_a_belief_come_and_go_together() -> None:
    lines = [Varying([Decimal(0), Decimal("10.50")], NONE_OR_ALL)] * 2
    found = summed(lines, np.array([0.5, 0.5]))
    assert found == pytest.approx({Decimal(0): 0.5, Decimal(21): 0.5})  # never one without the other


def test_two_lines_that_share_nothing_multiply() -> None:
    coin = Varying([Decimal(0), Decimal(10)], Believed(np.array([[0.5, 0.5]])))
    assert summed([coin, coin], np.ones(1)) == pytest.approx({Decimal(0): 0.25, Decimal(10): 0.5, Decimal(20): 0.25})


def test_what_is_settled_only_moves_the_sum() -> None:
    settled = Varying([Decimal("7.01")], Believed(np.ones((1, 1))))
    coin = Varying([Decimal(0), Decimal(10)], Believed(np.array([[0.5, 0.5]])))
    assert summed([settled, coin], np.ones(1)) == pytest.approx({Decimal("7.01"): 0.5, Decimal("17.01"): 0.5})


def test_lines_with_rows_of_their_own_are_joined_with_those_in_few_rows() -> None:
    # two hazards, each with two rates: the first line follows the hazard, the second hazard and rate (four beliefs)
    few = Believed(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0, 0, 1, 1]))
    own = Believed(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]))
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    found = summed([Varying([Decimal(0), Decimal(5)], few), Varying([Decimal(0), Decimal(3)], own)], weights)
    assert found == pytest.approx({Decimal(0): 0.1, Decimal(3): 0.2, Decimal(5): 0.3, Decimal(8): 0.4})
    both = summed([Varying([Decimal(0), Decimal(3)], own)] * 2, weights)
    assert both == pytest.approx({Decimal(0): 0.4, Decimal(6): 0.6})


def test_equal_amounts_of_one_line_are_put_together() -> None:
    line = Varying([Decimal(0), Decimal(4), Decimal(4)], Believed(np.array([[0.2, 0.3, 0.5]])))
    assert line.mixed(np.ones(1)) == pytest.approx({Decimal(0): 0.2, Decimal(4): 0.8})
    assert summed([line, line], np.ones(1)) == pytest.approx({Decimal(0): 0.04, Decimal(4): 0.32, Decimal(8): 0.64})


def test_amounts_with_cents_in_great_number_are_summed_on_a_grid() -> None:
    # three lines of 101 amounts each, a million sums: 0 to 100 euros and as many cents; the mean of each is 50.50
    amounts = [Decimal(101 * one) / 100 for one in range(101)]
    line = Varying(amounts, Believed(np.full((1, 101), 1 / 101)))
    dear = Varying([one * 1000 for one in amounts], Believed(np.full((1, 101), 1 / 101)))
    found = summed([line, line, dear], np.ones(1))
    assert sum(found.values()) == pytest.approx(1.0)
    assert expected(found) == pytest.approx(Decimal(50_601), abs=Decimal(15))
    assert max(found) == pytest.approx(Decimal(101_202), abs=Decimal(30))


def test_lines_of_many_amounts_that_share_beliefs_of_their_own_come_and_go_together() -> None:
    # under one belief both lines are at their lowest amount, under the other at their highest, 250 amounts above
    amounts = [Decimal(one) for one in range(251)]
    rows = np.zeros((2, 251))
    rows[0, 0] = rows[1, -1] = 1.0
    lines = [Varying(amounts, Believed(rows)), Varying(amounts, Believed(rows))]
    found = summed([*lines, Varying([Decimal(0), Decimal(1)], NONE_OR_ALL)], np.array([0.25, 0.75]))
    assert found == pytest.approx({Decimal(0): 0.25, Decimal(501): 0.75})
