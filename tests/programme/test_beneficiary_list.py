"""The rules of the beneficiary list are read whole or refused with every fault, its line and its remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_core.programme.beneficiary_loading import FIELDS, load_beneficiary_list
from tests.conftest import TORINO

FILE = TORINO.with_suffix("") / "beneficiary-list.yaml"
WORDS = FILE.read_text(encoding="utf-8")


def _refused(tmp_path: Path, *changes: tuple[str, str]) -> str:
    text = WORDS
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "beneficiary-list.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_beneficiary_list(path)
    assert "riga" in refused.value.said("it")
    return refused.value.said("en")


def _line(words: str) -> int:
    return next(number for number, line in enumerate(WORDS.splitlines(), 1) if words in line)


@pytest.fixture(scope="module")
def rules() -> BeneficiaryList:
    return load_beneficiary_list(FILE)


def test_the_list_of_torino_asks_for_an_isee_of_at_most_26000_euro_and_a_year_of_residence(rules) -> None:
    isee, residence, property_, cause = rules.eligibility
    assert (isee.field, isee.comparisons, isee.limit, isee.otherwise) == (
        "isee",
        ("at_most",),
        Decimal(26000),
        "excluded",
    )
    assert (residence.comparisons, residence.limit, residence.otherwise) == (("at_least",), Decimal(1), "to_verify")
    assert (property_.one_of, property_.limit) == (("false",), None)
    assert "violence" not in cause.one_of


def test_the_weights_of_torino_are_assumptions_with_a_range_and_add_to_one(rules) -> None:
    assert [one.weight.value for one in rules.indicators] == [
        Decimal(share) for share in ("0.30", "0.25", "0.20", "0.15", "0.10")
    ]
    for one in rules.indicators:
        assert one.weight.source.document == "ipotesi"
        assert one.points.source.document == "ipotesi"
        assert one.weight.low < one.weight.value < one.weight.high
    assert [one.points.ways for one in rules.indicators] == [("bands",), ("line",), ("codes",), ("bands",), ("bands",)]


def test_every_source_of_the_list_has_a_day_and_an_address_or_says_that_it_is_an_assumption(rules) -> None:
    sources = [one.source for one in (*rules.eligibility, *rules.indicators, *rules.unrecorded)]
    sources += [rules.tie_break.source]
    for source in sources:
        assert source.date
        assert source.address or source.document == "ipotesi"


def test_rules_may_look_at_every_field_of_the_candidates_but_the_code_and_at_what_is_worked_out() -> None:
    assert "household_id" not in FIELDS
    assert {"isee", "residence_years", "owns_home", "months_waited", "minors_share"} <= set(FIELDS)


def test_an_unknown_field_is_refused_with_the_nearest_and_all_allowed(tmp_path) -> None:
    said = _refused(tmp_path, ("field: isee", "field: ise"))
    assert f"line {_line('field: isee')}, eligibility.0.field: 'ise' is unknown. Did you mean 'isee'?" in said
    assert "months_waited" in said


def test_a_rule_has_exactly_one_comparison(tmp_path) -> None:
    both = _refused(tmp_path, ("at_most: 26000", "at_most: 26000\n    at_least: 1"))
    assert "exactly one of these keys goes here: at_most, at_least, one_of (found: at_most, at_least)" in both
    assert "(found: none)" in _refused(tmp_path, ("    at_most: 26000\n", ""))


def test_a_comparison_fits_its_field(tmp_path) -> None:
    said = _refused(tmp_path, ("field: isee\n    at_most", "field: owns_home\n    at_most"))
    assert "'at_most' does not go with 'owns_home'; it goes with: isee, members" in said


def test_an_unknown_code_is_refused_with_the_nearest(tmp_path) -> None:
    said = _refused(tmp_path, ("one_of: [eviction_arrears", "one_of: [eviction_arrear"))
    assert "eligibility.3.one_of: 'eviction_arrear' is unknown. Did you mean 'eviction_arrears'?" in said


def test_points_come_in_exactly_one_way(tmp_path) -> None:
    said = _refused(tmp_path, ("      line: [{at: 0, points: 0}, {at: 24, points: 100}]\n", ""))
    assert "indicators.1.points: exactly one of these keys goes here: bands, line, codes (found: none)" in said


def test_bands_rise_and_only_the_last_has_no_end(tmp_path) -> None:
    falling = _refused(tmp_path, ("up_to: 10310", "up_to: 5000"))
    assert "indicators.0.points.bands: bands rise by 'up_to'" in falling
    assert "bands rise" in _refused(tmp_path, ("        - {points: 0}\n", ""))
    assert "bands rise" in _refused(tmp_path, ("{up_to: 10310, points: 60}", "{points: 60}"))


def test_a_line_has_two_points_or_more_and_rises(tmp_path) -> None:
    assert "a line has two points or more" in _refused(tmp_path, ("{at: 24, points: 100}", "{at: 0, points: 100}"))
    assert "a line has two points or more" in _refused(tmp_path, (", {at: 24, points: 100}", ""))


def test_every_code_has_its_points_from_0_to_100(tmp_path) -> None:
    assert "points are missing for: hosting_ended, other" in _refused(
        tmp_path, ("        hosting_ended: 60\n        other: 40\n", "")
    )
    assert "points go from 0 to 100" in _refused(tmp_path, ("other: 40", "other: 140"))
    assert "'others' is unknown. Did you mean 'other'?" in _refused(tmp_path, ("other: 40", "others: 40"))


def test_a_weight_is_a_share_above_zero_inside_its_range(tmp_path) -> None:
    assert "add low and high, with 0 ≤ low ≤ value ≤ high" in _refused(tmp_path, ("      low: 0.20\n", ""))
    assert "add low and high" in _refused(tmp_path, ("low: 0.20", "low: 0.35"))
    assert "a weight is a share (unit: share) above 0" in _refused(tmp_path, ("      value: 0.30", "      value: 30"))
    assert "a weight is a share" in _refused(tmp_path, ("      unit: share", "      unit: number"))


def test_a_name_that_stands_twice_and_a_tie_broken_by_words_are_refused_together(tmp_path) -> None:
    said = _refused(tmp_path, ("- id: waiting", "- id: income"), ("{field: application_date", "{field: owns_home"))
    assert "indicators.1.id: 'income' is there already: choose another name, such as income_2" in said
    assert "tie_break.field: 'tie_break' does not go with 'owns_home'; it goes with: application_date" in said
