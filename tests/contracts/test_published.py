"""Contracts of other countries pay what was published of them."""

from decimal import Decimal
from pathlib import Path

import pytest

from h4a_core.engine.explaining import explain
from h4a_core.engine.payment import PaidLine, pay
from h4a_core.engine.rules import Claim, evaluate
from h4a_core.facts_file import load_facts
from h4a_core.programme import Programme, load_programme
from h4a_core.programme.rules import When
from tests.conftest import TORINO

FOLDER = TORINO.parent
FOREIGN = ("peterborough", "cambodia-sanitation", "utah-preschool")


def _paid(name: str, *claims: Claim) -> list[PaidLine]:
    programme = load_programme(FOLDER / f"{name}.yaml")
    found = list(claims) or load_facts(FOLDER / f"{name}.facts.yaml", programme).claims
    return pay(programme, found, programme.in_force())


def test_in_peterborough_cohort_1_fell_by_8_4_per_cent_and_is_not_paid_but_all_cohorts_together_are() -> None:
    cohort, together = _paid("peterborough")
    assert isinstance(cohort.clause.pays, When)
    fall = cohort.clause.pays.when.all[0].left
    assert fall is not None
    assert round(evaluate(fall, cohort.situation) * 100, 3) == Decimal("8.387")  # (155 - 142) / 155
    assert (cohort.group.cohort, cohort.amount) == (1, 0)
    assert together.amount == 1_000_000  # 9 % is above 7.5 %


def test_in_peterborough_a_cohort_that_falls_by_10_per_cent_is_paid_and_not_again_at_the_end() -> None:
    cohort, together = _paid(
        "peterborough",
        Claim("matched_reconvictions", 150, 100, cohort=2),
        Claim("reconvictions", 135, 100, cohort=2),
        Claim("fall_of_all", 1),
    )
    assert (cohort.amount, together.amount) == (1_000_000, 0)


def test_in_cambodia_500_villages_are_paid_3_125_000_dollars() -> None:
    (line,) = _paid("cambodia-sanitation")
    assert (line.claims, line.amount, line.cuts) == (500, 3_125_000, ())


def test_in_cambodia_1_600_villages_earn_one_dollar_more_than_the_cap() -> None:
    (line,) = _paid("cambodia-sanitation", Claim("villages", 1600))
    (cut,) = line.cuts
    assert (line.gross, line.amount) == (10_000_000, 9_999_999)
    assert (cut.cap, cut.limit, cut.taken) == ("contract_maximum", 9_999_999, 1)


def test_in_utah_95_per_cent_of_281_000_is_266_950_reported_as_267_000() -> None:
    (line,) = _paid("utah-preschool")
    assert line.amount == 266_950
    assert line.amount.quantize(Decimal("1E3")) == 267_000


@pytest.mark.parametrize("name", [*FOREIGN, "homes4all-torino"])
def test_a_programme_that_is_written_out_and_read_again_is_the_same(name: str) -> None:
    programme = load_programme(FOLDER / f"{name}.yaml")
    assert Programme.model_validate(programme.model_dump(mode="json", by_alias=True)) == programme


@pytest.mark.parametrize("name", FOREIGN)
def test_every_figure_of_a_foreign_contract_says_where_it_comes_from(name: str) -> None:
    programme = load_programme(FOLDER / f"{name}.yaml")
    for value in programme.values.values():
        assert value.source.quote or value.source.note
    for line in _paid(name):
        assert line.working.value == line.amount
        assert explain(line.clause.pays, line.situation).unit == programme.currency
        assert programme.clause(line.clause.id).source.document


def test_the_contract_of_torino_is_paid_from_a_facts_file_too(torino: Programme, tmp_path: Path) -> None:
    path = tmp_path / "torino.facts.yaml"
    path.write_text(
        "programme: homes4all-torino\nas_of: 2025-11-30\nfacts:\n"
        "- {metric: households, cohort: 2022, value: 11}\n- {metric: cohorts, cohort: 2022, value: 1}\n"
        "- {metric: started, cohort: 2022, value: 11}\n- {metric: kept, cohort: 2022, value: 10}\n"
        "- {metric: stability, cohort: 2022, value: 9, of: 11}\n- {metric: wellbeing, cohort: 2022, value: 8, of: 11}\n"
        "- {metric: waiting, cohort: 2022, value: 11, of: 11}\n",
        encoding="utf-8",
    )
    lines = pay(torino, load_facts(path, torino).claims, torino.in_force())
    # 0.2 x 10 000 x 11; 0.3 x 10 000 x 10; 8 of 11 is below 80 %: 0.5 x 10 000 x 11 x 0.8
    assert [line.amount for line in lines] == [22_000, 30_000, 44_000]
