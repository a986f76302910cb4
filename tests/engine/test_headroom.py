"""The staircase of the final payment and the plan, by hand: p = 10,000 EUR, cohorts of 11."""

import pytest

from h4a_core.engine.headroom import final_payment_by_successes, planned
from h4a_core.programme import Programme


def test_the_staircase_rises_at_seven_and_at_nine_families_of_eleven(torino: Programme) -> None:
    # half of 110,000 is 55,000; from 60 % (7 of 11) 80 % of it, above 80 % (9 of 11) all of it
    part = torino.final_part
    assert part is not None
    steps = dict(final_payment_by_successes(torino, part, 11, torino.in_force()))
    assert steps == dict.fromkeys(range(7), 0) | dict.fromkeys((7, 8), 44_000) | dict.fromkeys((9, 10, 11), 55_000)


@pytest.mark.parametrize(("clause", "amount"), [("year_1", 22_000), ("year_2", 33_000), ("year_3", 55_000)])
def test_the_plan_of_a_cohort_is_what_it_would_earn_at_its_target(torino: Programme, clause: str, amount: int) -> None:
    # 11 families at 10,000 EUR: 20 %, 30 % and 50 % of 110,000
    assert planned(torino, torino.clause(clause), 1, torino.in_force()) == amount


def test_the_plan_of_a_programme_judged_as_one_counts_every_cohort(torino: Programme) -> None:
    # the final half of two cohorts of 11 at 10,000 EUR: 50 % of 220,000
    assert planned(torino, torino.clause("year_3"), 2, torino.in_force()) == 110_000
