"""Where a central value stands among its published evidence: the rule, by hand and on the programme file."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from h4a_core.engine.evidence import central_value, plausible
from h4a_core.programme import Evidence, Programme, Source, Value
from h4a_core.programme.evidence import Slider
from h4a_core.text import Text

WORDS = Text(it="x", en="x")


def _value(*evidence: tuple[int, str, str | None], low: str | None = None, high: str | None = None) -> Value:
    """A value with evidence as (figure, of what, weight)."""
    found = [
        Evidence(
            label=WORDS, value=Decimal(figure), of=of, weight=weight and Decimal(weight), note=WORDS,
            address="https://example.org", date=date(2026, 1, 1),
        )
        for figure, of, weight in evidence
    ]  # fmt: skip
    return Value(
        label=WORDS, value=Decimal(1), unit="nights", source=Source(document="ipotesi"), evidence=tuple(found),
        low=low and Decimal(low), high=high and Decimal(high),
    )  # fmt: skip


def _at(value: Value, *shares: float) -> list[float]:
    return [float(one) for one in plausible(value, np.array(shares))]


def test_the_median_lies_where_half_of_the_weight_is_below():
    # weights 1, 2, 1 at 10, 20, 40: middles at 1/8, 4/8, 7/8
    assert _at(_value((10, "mean", "1"), (40, "mean", "1"), (20, "mean", "2")), 0.125, 0.5, 0.875) == [10, 20, 40]


def test_between_two_figures_everything_is_as_plausible_and_beyond_the_ends_nothing():
    # middles at 1/4 and 3/4: half way at 15; under the first and over the last figure nothing lies
    assert _at(_value((10, "mean", "1"), (20, "mean", "1")), 0.0, 0.5, 0.625, 1.0) == [10, 15, 17.5, 20]


def test_over_more_than_tenfold_figures_are_compared_by_their_ratios():
    # half way from 10 to 1,000 by ratio is 100; from 10 to 100 (just tenfold) by difference 55
    assert _at(_value((10, "mean", "1"), (1000, "mean", "1")), 0.5) == pytest.approx([100])
    assert _at(_value((10, "mean", "1"), (100, "mean", "1")), 0.5) == pytest.approx([55])


def test_a_cap_stands_in_the_middle_between_the_lowest_mean_and_itself():
    # a cap of 60 over means of 20 and 30 stands at 40: middles 20 at 1/6, 30 at 3/6, 40 at 5/6
    found = _value((60, "cap", "1"), (20, "mean", "1"), (30, "mean", "1"))
    assert _at(found, 1 / 6, 0.5, 5 / 6) == pytest.approx([20, 30, 40])
    # without a mean there is nothing to stand between but the lowest figure: 20 and (20 + 60) / 2
    assert _at(_value((60, "cap", "1"), (20, "claim", "1")), 0.25, 0.75) == pytest.approx([20, 40])


def test_figures_without_a_weight_move_nothing_and_then_the_range_is_even():
    alone = _value((10, "mean", None), (90, "claim", None), low="10", high="90")
    assert _at(alone, 0.0, 0.5, 1.0) == [10, 50, 90]
    assert _at(_value((10, "mean", "1"), (90, "claim", None), low="10", high="90"), 0.9) == [10]
    assert _at(_value(), 0.1, 0.9) == [1, 1]


def test_a_central_value_is_rounded_half_up_to_the_step_of_its_slider():
    found = _value((10, "mean", "1"), (15, "mean", "1"))
    assert central_value(found) == 13  # 12.5
    slider = Slider.model_validate({"from": 0, "to": 100, "step": 5})
    assert central_value(found.model_copy(update={"slider": slider})) == 15


def test_the_values_of_the_programme_file_are_what_the_rule_gives(torino: Programme):
    # nights, by ratio: 44 (1), caps 90 and 150 at sqrt(44 x 90) = 63 and sqrt(44 x 150) = 81 (0.25 each), 91 (0.5), 183
    # (0.5), 730 (0.5): the middle, 1.5 of 3, lies a third of the way from 81 (1.375) to 91 (1.75): 84.4.
    # cost: 48 (1), 58 (1), 70 (0.5): half of 3.25 lies a sixth of the way from 58 (1.5) to 70 (2.25): 60
    # probabilities: the middle of 0.38 and 1, and of 0.20 and 0.53, half up
    known = {name: value for name, value in torino.assumptions.items() if value.evidence}
    assert {name: value.value for name, value in known.items()} == {
        "expected_nights": 84, "cost_per_night": 60, "hotel_probability_new_home": Decimal("0.69"),
        "hotel_probability_kept_home": Decimal("0.37"),
    }  # fmt: skip
    for name, value in known.items():
        assert central_value(value) == value.value, name
        assert value.low is not None
        assert value.high is not None
        assert value.low < value.value < value.high, name
