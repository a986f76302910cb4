"""What claims add up to: in units, in people, as a rate."""

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from h4a_core.engine.payment import pay
from h4a_core.engine.rules import Claim, Situation
from tests.contracts.making import made_programme

SHORT: dict[str, Any] = {
    "terms": {"price": [500, "EUR"]},
    "metrics": ["homes", "jobs"],
    "clauses": {"one": {"pays": {"product": [{"metric": "homes", "once": True}, {"value": "price"}]}}},
}


def _situation(folder: Path, *claims: Claim, already: set[tuple[str, str]] | None = None) -> Situation:
    programme = made_programme(folder, SHORT)
    return Situation(programme, programme.in_force(), claims, already=already or ())


def test_a_person_counts_once_and_not_at_all_where_it_was_paid_before(tmp_path: Path) -> None:
    claims = (Claim("homes", 1, person="A"), Claim("homes", 2, person="A"), Claim("homes", 1, person="B"),
              Claim("homes", 0, person="C"), Claim("homes", 5, people=3), Claim("homes", 2))  # fmt: skip
    # A and B, three people who reached it five times, two of whom nobody says how many they are
    assert _situation(tmp_path, *claims).total("homes", once=True) == 2 + 3 + 2
    assert _situation(tmp_path, *claims).total("homes") == 11
    before = {("homes", "A"), ("jobs", "B")}
    assert _situation(tmp_path, *claims, already=before).total("homes", once=True) == 1 + 3 + 2


def test_people_are_each_name_once_and_as_many_as_the_others_say(tmp_path: Path) -> None:
    claims = (Claim("homes", 1, person="A"), Claim("homes", 1, person="A"), Claim("homes", 0, person="C"),
              Claim("homes", 5, people=3), Claim("homes", 2))  # fmt: skip
    assert _situation(tmp_path, *claims).people("homes") == 1 + 3
    assert _situation(tmp_path, Claim("homes", 2)).people("homes") is None
    assert _situation(tmp_path, Claim("homes", 0, people=0)).people("homes") == 0


def test_a_rate_counts_only_what_was_counted(tmp_path: Path) -> None:
    assert _situation(tmp_path, Claim("homes", 3, 4), Claim("homes", 1)).rate("homes") == 1
    assert _situation(tmp_path, Claim("homes", 1, 4), Claim("homes", 1, 8)).rate("homes") == Fraction(1, 6)
    assert _situation(tmp_path, Claim("homes", 3)).rate("homes") == 0


def test_who_was_paid_in_one_group_is_not_paid_again_in_any_later_one(tmp_path: Path) -> None:
    clause = {**SHORT["clauses"]["one"], "for_each": ["period"]}
    programme = made_programme(tmp_path, {**SHORT, "clauses": {"one": clause}})
    months = [dt.date(2024, month, 1) for month in (1, 2, 3, 4)]
    people = (("A", 1), ("B", 1), ("A", 1), ("C", 0))
    claims = [Claim("homes", n, period=month, person=name) for month, (name, n) in zip(months, people, strict=True)]
    claims.append(Claim("homes", 1, period=dt.date(2024, 5, 1), person="C"))
    # C tried in April and reached it in May
    assert [line.amount for line in pay(programme, claims, programme.in_force())] == [500, 500, 0, 0, 500]


@pytest.mark.parametrize(
    ("cohorts", "order"),
    [((10, 9, 100), [9, 10, 100]), (("b", "a"), ["a", "b"]), (("a", 2, 1, None), [None, 1, 2, "a"])],
)
def test_lines_stand_in_the_order_of_cohorts_numbers_by_size(cohorts: Any, order: list[Any], tmp_path: Path) -> None:
    clause = {**SHORT["clauses"]["one"], "for_each": ["cohort"]}
    programme = made_programme(tmp_path, {**SHORT, "clauses": {"one": clause}})
    lines = pay(programme, [Claim("homes", 1, cohort=cohort) for cohort in cohorts], programme.in_force())
    found = [line.group.cohort for line in lines]
    assert sorted(found, key=str) == sorted(order, key=str)
    assert [one for one in found if one is not None] == [one for one in order if one is not None]


def test_persons_stand_in_their_order_and_who_has_no_name_first(tmp_path: Path) -> None:
    clause = {**SHORT["clauses"]["one"], "for_each": ["person"]}
    programme = made_programme(tmp_path, {**SHORT, "clauses": {"one": clause}})
    claims = [Claim("homes", 1, person=name) for name in ("b", "A", None)]
    assert [line.group.person for line in pay(programme, claims, programme.in_force())] == [None, "A", "b"]
