"""The saving as a distribution: held to the one formula, and to what is believed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from h4a_core.engine.counterfactual import reference
from h4a_core.engine.distribution import DRAWS, Beliefs, beliefs, saving_spread
from h4a_core.engine.savings import savings
from h4a_core.facts import CohortFacts, Exposure, Facts, ObservedNights, StayGroup
from h4a_core.programme import Programme

FACTS = Facts(
    date(2023, 6, 1),
    (
        CohortFacts(
            2022, 11, exposures=(Exposure(date(2022, 10, 1), 3, 10), Exposure(date(2023, 5, 1), 2, 1)),
            observed=(ObservedNights(date(2023, 1, 1), 3, 7, Decimal("532.00")),), weight=Decimal(2),
        ),
    ),
)  # fmt: skip


def _one(value: float) -> np.ndarray:
    return np.full(5, value)


@pytest.mark.parametrize(
    ("nights", "cost", "probability"), [(150, 48, 1.0), (20, 87.5, 0.5), (0, 60, 1), (700, 66.87, 0.9)]
)
def test_a_draw_gives_what_the_saving_gives(torino: Programme, nights: float, cost: float, probability: float):
    values = {"expected_nights": nights, "cost_per_night": cost, "hotel_probability": probability}
    terms = torino.in_force({name: Decimal(str(value)) for name, value in values.items()})
    balance = savings(torino, FACTS, terms, Decimal(10_000))
    gross, net = saving_spread(FACTS, balance, Beliefs(_one(nights), _one(cost), _one(probability)))
    assert gross.median == pytest.approx(float(balance.gross_saving), abs=0.005)
    assert net.median == pytest.approx(float(balance.net_saving), abs=0.005)


def test_without_records_every_published_figure_is_as_likely_as_the_others(torino: Programme):
    found = beliefs(torino)
    lengths, counts = np.unique(found.nights, return_counts=True)
    assert lengths.tolist() == [44, 90, 91, 150, 183, 730]
    assert counts.min() > DRAWS / 6 * 0.9
    assert sorted(set(found.cost.tolist())) == [48, 58, 75, 82, 87]
    assert 0.5 <= found.probability.min() < 0.51
    assert 0.99 < found.probability.max() <= 1


def test_an_assumption_without_a_range_is_believed_as_it_is(torino: Programme):
    sure = torino.assumptions["hotel_probability"].model_copy(update={"low": None, "high": None})
    certain = torino.model_copy(update={"assumptions": {**torino.assumptions, "hotel_probability": sure}})
    assert set(beliefs(certain).probability.tolist()) == {1.0}


def test_with_records_length_and_cost_are_drawn_in_pairs_from_the_same_stays(torino: Programme):
    # long stays are cheap, short ones dear: a resample of longer stays is a resample of cheaper ones
    groups = [
        StayGroup(2020, "hotel", 3, 10, True, 20, Decimal(20_000)),
        StayGroup(2020, "hotel", 3, 100, True, 20, Decimal(80_000)),
    ]
    found = reference(groups, 730)
    assert found is not None
    drawn = beliefs(torino, found)
    assert np.corrcoef(drawn.nights, drawn.cost)[0, 1] < -0.9


def test_the_ranges_hold_their_share_of_the_draws_and_a_loss_stays_a_loss(torino: Programme):
    balance = savings(torino, FACTS, torino.in_force(), Decimal(10_000))
    draws = Beliefs(np.arange(101.0), np.ones(101), np.ones(101))
    facts = replace(FACTS, cohorts=(CohortFacts(2022, 1, exposures=(Exposure(date(2020, 1, 1), 3, 1),)),))
    gross, net = saving_spread(facts, replace(balance, observed_cost=Decimal(50)), draws)
    # one family, 0 to 100 nights at 1 EUR, less 50 observed: -50 to 50
    assert (gross.median, gross.range_80, gross.range_95) == (0, (-40, 40), (-47.5, 47.5))
    assert gross.positive_share == pytest.approx(50 / 101)
    assert net.positive_share == 0
    assert gross.quantiles(2) == [-25, 25]


def test_the_same_facts_give_the_same_distribution(torino: Programme):
    balance = savings(torino, FACTS, torino.in_force(), Decimal(0))
    first, second = (saving_spread(FACTS, balance, beliefs(torino))[0] for _ in range(2))
    assert first.range_95 == second.range_95


def test_other_costs_are_taken_off_every_draw(torino: Programme):
    terms = torino.in_force({"other_costs_per_household": Decimal(500)})
    balance = savings(torino, FACTS, terms, Decimal(10_000))
    gross, net = saving_spread(FACTS, balance, Beliefs(_one(150), _one(48), _one(1)))
    assert balance.other_costs == 11 * 500
    assert gross.median - net.median == pytest.approx(10_000 + 5500)
