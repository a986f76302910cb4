"""Wilson's interval against published figures."""

import pytest

from h4a_core.engine.intervals import wilson


@pytest.mark.parametrize(
    ("achieved", "counted", "low", "high"),
    [(9, 11, 0.523, 0.949), (15, 18, 0.608, 0.942), (18, 22, 0.615, 0.927)],
)
def test_the_intervals_at_the_threshold_are_those_worked_out_for_11_18_and_22_families(
    achieved: int, counted: int, low: float, high: float
) -> None:
    assert wilson(achieved, counted) == pytest.approx((low, high), abs=0.0005)


def test_with_nobody_counted_anything_is_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
