"""Families that last: chances by hand, the quadrature against a finer one, the evidence pulling where it should."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from h4a_core.engine import lasting
from h4a_core.engine.lasting import Hazard, hazard, number_of_successes
from h4a_core.facts import AtRisk, Spell

YEAR = 365.25
FLAT = Hazard(np.array([0.1]), np.array([1.0]), np.array([1.0]))
"""One home in ten lost a year, whatever the time."""


def _chances(spells: list[Spell], families: list[AtRisk]) -> np.ndarray:
    believed = hazard(spells)
    assert believed is not None
    return believed.mixed(number_of_successes([(believed.chance_to_last(one), one.households) for one in families]))


def test_the_chance_to_last_is_that_from_the_days_so_far_to_the_days_asked_for() -> None:
    # exp(-0.1 x (3 - 1)) with a flat hazard; with shape 2 and rate 0.1: exp(-0.1 x (9 - 1))
    one, three = round(YEAR), round(3 * YEAR)
    (chance,) = FLAT.chance_to_last(AtRisk(one, three, 1))
    assert chance == pytest.approx(math.exp(-0.2), abs=2e-4)
    (growing,) = Hazard(np.array([0.1]), np.array([2.0]), np.ones(1)).chance_to_last(AtRisk(one, three, 1))
    assert growing == pytest.approx(math.exp(-0.8), abs=1e-3)


def test_a_family_past_its_day_has_lasted() -> None:
    assert FLAT.chance_to_last(AtRisk(1200, 1096, 1)) == [1.0]


def test_two_families_at_one_half_and_one_at_one_fifth_succeed_by_the_binomial_rule() -> None:
    # 0: 0.25 x 0.8; 1: 0.5 x 0.8 + 0.25 x 0.2; 2: 0.25 x 0.8 + 0.5 x 0.2; 3: 0.25 x 0.2
    (found,) = number_of_successes([(np.array([0.5]), 2), (np.array([0.2]), 1)])
    assert found == pytest.approx([0.2, 0.45, 0.3, 0.05])
    assert number_of_successes([]).tolist() == [[1.0]]


def test_many_families_give_the_same_by_transform_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [(np.array([0.9, 0.3]), 50), (np.array([0.5, 0.8]), 40)]
    by_transform = number_of_successes(groups)
    monkeypatch.setattr(lasting, "_FAMILIES_ONE_BY_ONE", 1000)
    assert np.abs(by_transform - number_of_successes(groups)).max() < 1e-12


@pytest.mark.parametrize(
    "spells",
    [
        [Spell(900, False, 8), Spell(300, True, 1), Spell(500, False, 10), Spell(150, True, 2)],
        [Spell(900, False, 9), Spell(500, False, 10)],
        [Spell(20, True, 1), Spell(500, False, 10)],
        [Spell(day, False, 25) for day in range(30, 1080, 30)] + [Spell(day, True, 2) for day in range(30, 700, 60)],
    ],
    ids=["some lost", "none lost", "one lost at once", "a thousand"],
)
def test_the_error_of_the_quadrature_is_below_one_in_ten_thousand(
    spells: list[Spell], monkeypatch: pytest.MonkeyPatch
) -> None:
    families = [AtRisk(500, 1096, 10), AtRisk(60, 1096, 4)]
    used = _chances(spells, families)
    monkeypatch.setattr(lasting, "_SHAPES", 28)
    monkeypatch.setattr(lasting, "_RATES", 40)
    assert np.abs(used - _chances(spells, families)).max() < 1e-4


def test_with_ten_at_home_of_eleven_after_two_years_nine_or_more_are_likely_to_stay() -> None:
    # three homes lost of 22; judged by those resolved alone, this stood at a few in a hundred
    spells = [
        Spell(1096, False, 9),
        Spell(457, True, 1),
        Spell(913, True, 1),
        Spell(304, True, 1),
        Spell(790, False, 10),
    ]
    chances = _chances(spells, [AtRisk(790, 1096, 10)])
    assert 0.8 < chances[9:].sum() < 0.95


def test_without_a_family_in_a_home_nothing_is_believed() -> None:
    assert hazard([]) is None
    assert hazard([Spell(100, False, 0)]) is None


def test_homes_lost_early_and_never_later_make_those_that_lasted_safer_than_homes_lost_late() -> None:
    early = [Spell(60, True, 4), Spell(1000, False, 18)]
    late = [Spell(900, True, 4), Spell(1000, False, 18)]
    open_families = [AtRisk(1000, 1400, 1)]
    assert _chances(early, open_families)[1] > _chances(late, open_families)[1]


@given(st.integers(0, 6), st.integers(1, 30), st.integers(0, 1000), st.integers(0, 400))
def test_chances_of_all_numbers_add_to_one(lost: int, kept: int, days: int, more: int) -> None:
    chances = _chances([Spell(400, True, lost), Spell(500, False, kept)], [AtRisk(days, days + more, 5)])
    assert chances.sum() == pytest.approx(1.0)
    assert chances.min() >= 0
