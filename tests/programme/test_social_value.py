"""The file of the social value is read whole, or refused with every fault, its line and its remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.social_value import FACTORS, load_social_value
from tests.conftest import TORINO

FILE = TORINO.with_suffix("") / "social-value.yaml"


def _refused(tmp_path: Path, *changes: tuple[str, str]) -> str:
    (tmp_path / "p").mkdir()
    (tmp_path / "p.yaml").write_text(TORINO.read_text(encoding="utf-8"), encoding="utf-8")
    text = FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "p" / "social-value.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_social_value(path)
    return refused.value.said("en")


def test_the_outcomes_are_those_that_the_evaluation_model_names_and_cannot_cash() -> None:
    model = load_social_value(FILE)
    assert [one.id for one in model.outcomes] == ["wellbeing", "access_money", "access_time"]
    words = "".join((TORINO.parent / "sources/homes4all-analisi-impatto.txt").read_text(encoding="utf-8").split())
    for one in model.outcomes:
        assert one.source.quote
        assert "".join(one.source.quote.split()) in words


def test_a_proxy_that_nobody_entered_is_empty_and_the_rent_is_measured() -> None:
    wellbeing, rent, waiting = load_social_value(FILE).outcomes
    assert (wellbeing.proxy.value, waiting.proxy.value) == (None, None)
    assert rent.proxy.measured == "rent_below_market"


def test_every_assumption_has_a_range_and_says_that_it_is_one() -> None:
    model = load_social_value(FILE)
    values = [model.discount_rate, *(value for one in model.outcomes for _, value in one.factors())]
    assert len(values) == 1 + 3 * len(FACTORS)
    for value in values:
        assert value.low is not None
        assert value.high is not None
        assert value.source.document == "ipotesi"
        assert value.source.note
        assert value.source.date


def test_the_discount_rate_is_3_5_per_cent_and_its_source_has_an_address() -> None:
    rate = load_social_value(FILE).discount_rate
    assert rate.value == Decimal("0.035")
    assert rate.source.address
    assert "nessuna fonte" in rate.source.note.it


def test_an_amount_without_its_source_is_refused(tmp_path: Path) -> None:
    said = _refused(tmp_path, ("value: null #", "value: 1000 #"))
    assert "outcomes.0.proxy.value: an amount needs its source" in said
    assert "low None, value 1000, high None: all are needed" in said


def test_a_proxy_is_measured_or_entered_not_both(tmp_path: Path) -> None:
    more = "measured: rent_below_market\n      value: 5\n      low: 5\n      high: 5\n      source: {document: x}"
    assert "is measured from the records already" in _refused(tmp_path, ("measured: rent_below_market", more))


def test_an_unknown_metric_is_named_with_the_nearest_that_is_known(tmp_path: Path) -> None:
    said = _refused(tmp_path, ("{metric: wellbeing}", "{metric: welbeing}"))
    assert "Did you mean 'wellbeing'?" in said


def test_an_outcome_counts_one_thing(tmp_path: Path) -> None:
    assert "exactly one of 'metric'" in _refused(tmp_path, ("quantity: {metric: wellbeing}", "quantity: {}"))


def test_shares_end_at_1_bounds_rise_and_durations_are_whole_years(tmp_path: Path) -> None:
    said = _refused(
        tmp_path,
        ("high: 0.50", "high: 1.50"),
        ("value: 0.80", "value: 0.40"),
        ("value: 3\n      unit: years", "value: 2.5\n      unit: years"),
    )
    assert "outcomes.0.deadweight: a share goes from 0 to 1" in said
    assert "outcomes.0.attribution: low 0.50, value 0.40, high 1" in said
    assert "outcomes.1.duration_years: the duration is in whole years" in said
