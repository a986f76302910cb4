"""The staircase of the final payment and the plan, by hand: p = 10,000 EUR, cohorts of 11."""

from decimal import Decimal

import pytest

from h4a_core.engine.headroom import Headroom, final_payment_by_successes, headroom, planned
from h4a_core.engine.premium import Counted
from h4a_core.programme import Programme
from h4a_core.programme.model import Cap, Clause, Source
from h4a_core.programme.rules import Number
from h4a_core.text import Text


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


def test_the_staircase_and_the_plan_are_those_of_one_clause_whatever_else_the_contract_pays_or_cuts(
    torino: Programme,
) -> None:
    cap = {"id": "cap", "label": {"it": "-", "en": "-"}, "source": {"document": "-"}, "at_most": {"number": 1}}
    fee = Clause(id="fee", label=Text(it="-", en="-"), source=Source(document="-"), pays=Number(number=Decimal(500)))
    capped = torino.model_copy(update={"clauses": (*torino.clauses, fee), "caps": (Cap.model_validate(cap),)})
    part = capped.final_part
    assert part is not None
    assert dict(final_payment_by_successes(capped, part, 11, capped.in_force()))[11] == 55_000
    assert planned(capped, capped.clause("year_1"), 1, capped.in_force()) == 22_000


def test_the_staircase_pays_for_one_cohort(torino: Programme) -> None:
    # 20 families and a target of 11 for a cohort: paid for 11
    part = torino.final_part
    assert part is not None
    assert final_payment_by_successes(torino, part, 20, torino.in_force())[-1] == (20, Decimal(55_000))


@pytest.mark.parametrize(
    ("achieved", "pending", "full"),
    [
        (9, 0, (9, 0, 0, True, False)),
        (8, 0, (9, 1, -1, False, True)),
        (8, 1, (9, 1, 0, False, False)),
        (11, 0, (9, 0, 2, True, False)),
        (0, 0, (9, 9, -9, False, True)),
    ],
)
def test_headroom_is_what_is_missing_and_what_may_still_fail(
    achieved: int, pending: int, full: tuple[int, int, int, bool, bool], torino: Programme
) -> None:
    # above 80 % of 11 are 9 families
    part = torino.final_part
    assert part is not None
    found: Headroom = headroom(Counted("stability", achieved, pending, 11), torino, part, torino.in_force())[0]
    assert (found.needed, found.missing, found.spare, found.reached, found.lost) == full
