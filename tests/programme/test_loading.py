"""A programme file is read whole or refused with every fault, its line and its remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from h4a_core.programme import Programme, ProgrammeError, load_programme
from tests.conftest import TORINO


def _refused(tmp_path: Path, *changes: tuple[str, str]) -> ProgrammeError:
    text = TORINO.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "programme.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_programme(path)
    return refused.value


def _line_of(words: str) -> int:
    lines = TORINO.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_the_contract_of_torino_pays_20_30_and_50_per_cent(torino: Programme) -> None:
    shares = [
        torino.values[next(name for name in one.values if name.endswith("share"))].value for one in torino.clauses
    ]
    assert shares == [Decimal("0.20"), Decimal("0.30"), Decimal("0.50")]
    assert torino.metric("started").label.it == "Avvio"
    assert torino.metric("stability").label.en == "Stability"
    assert (torino.value_badge("year_1_share"), torino.value_badge("cost_per_night")) == ("contract", "assumption")


def test_numbers_of_the_file_are_exact_decimals(torino: Programme) -> None:
    assert torino.values["full_threshold"].value == Decimal("0.80")


def test_every_quoted_word_of_the_contract_stands_in_its_source_document(torino: Programme) -> None:
    sources = [value.source for value in torino.terms.values()]
    sources += [clause.source for clause in torino.clauses]
    sources += [outcome.source for outcome in torino.outcomes.values() if outcome.source]
    sources += [cap.source for cap in torino.caps]
    documents = [TORINO.parent / "sources" / f"homes4all-{name}.txt" for name in ("analisi-impatto", "il-progetto")]
    words = {f"sources/{one.name}": "".join(one.read_text(encoding="utf-8").split()) for one in documents}
    assert len(sources) > 12
    for source in sources:
        assert source.quote
        assert "".join(source.quote.split()) in words[source.document], source.quote
    for reading in torino.readings.values():
        assert any("".join(reading.quote.split()) in one for one in words.values()), reading.quote


def test_every_assumption_has_a_range_and_an_address_or_says_that_it_is_one(torino: Programme) -> None:
    asked_by_a_reading = {value.given_by.value for value in torino.values.values() if value.given_by}
    for name, value in torino.assumptions.items():
        assert name in asked_by_a_reading or (value.low is not None and value.high is not None), name
        assert value.source.address or value.source.document == "ipotesi", name
        assert value.source.date, name


def test_an_unknown_key_is_refused_with_its_line_the_near_name_and_those_allowed(tmp_path: Path) -> None:
    error = _refused(tmp_path, ("payer:", "payar:"))
    said = error.said("en")
    assert f"line {_line_of('payer:')}, payar: key 'payar' is unknown. Did you mean 'payer'? Allowed:" in said
    assert '\'payer\' is missing: add  payer: {it: "...", en: "..."}' in said
    assert "chiave «payar» non si conosce. Forse «payer»?" in error.said("it")


def test_an_unknown_key_with_no_near_name_lists_what_is_allowed(tmp_path: Path) -> None:
    error = _refused(tmp_path, ("  - id: year_1\n", "  - id: year_1\n    zzzzzz: 1\n"))
    assert "key 'zzzzzz' is unknown. Allowed: for_each, id, label, pays, since, source, until, year" in error.said("en")


def test_a_key_written_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    error = _refused(tmp_path, ("currency: EUR", "currency: EUR\ncurrency: CHF"))
    assert f"line {_line_of('currency: EUR') + 1}, currency: the key 'currency' stands twice" in error.said("en")


def test_shares_that_do_not_add_to_one_are_refused(tmp_path: Path) -> None:
    assert "the parts of 'premium' add to 1.05 and must add to 1" in _refused(
        tmp_path, ("value: 0.30", "value: 0.35")
    ).said("en")


def test_a_share_above_one_is_refused_with_the_way_to_write_it(tmp_path: Path) -> None:
    error = _refused(tmp_path, ("value: 0.20", "value: 20"))
    assert "20 is out of range" in error.said("en")
    assert f"riga {_line_of('value: 0.20')}, terms.year_1_share.value" in error.said("it")


def test_tiers_must_fall_from_the_highest_to_the_lowest(tmp_path: Path) -> None:
    swapped = ("threshold: {value: full_threshold}", "threshold: {value: floor_threshold}")
    error = _refused(tmp_path, swapped)
    assert "tiers go from the highest to the lowest" in error.said("en")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("unit: nights", "unit: notti", "'notti' is unknown. Allowed: EUR, days, households, months, nights"),
        ("value: 84\n", "value: many\n", "'many' is no number: write it as 0.20"),
        ("    year: 1\n", "    year: one\n", "'one' is no whole number"),
        ("currency: EUR", "currency: 3", "'3' is no text: put it in quotes"),
        ("low: 44\n", "low: 444\n", "they must rise in this order"),
        (
            "    default: lowest\n",
            "    default: lowst\n",
            "'lowst' is unknown. Did you mean 'lowest'? Allowed: each, lowest",
        ),
        ("{metric: started}", "{metric: startd}", "'startd' is unknown. Did you mean 'started'?"),
        ("{rate: stability}", "{rate: stabilty}", "'stabilty' is unknown. Did you mean 'stability'?"),
        ("pays: {value: full_payment}", "pays: {value: full_paymet}", "Did you mean 'full_payment'?"),
        ("- value: year_1_share", "- value: year_one", "'year_one' is unknown. Did you mean"),
        ("- value: year_1_share", "- valu: year_1_share", "is no rule: a rule has one of these keys: number, value"),
        ("side: full_threshold_side", "side: full_side", "'full_side' is unknown. Did you mean"),
        (", side: full_threshold_side", "", "a tier has just one of at_least, above, and threshold with side"),
        (
            "              mean:\n                label",
            "              men:\n                label",
            "all alternatives of 'tier_rule'",
        ),
        ("given_by: {reading: premium_given", "given_by: {reading: premium_gave", "Did you mean 'premium_given'?"),
        ("is: in_all, value: premium_in_all", "is: in_alls, value: premium_in_all", "Did you mean 'in_all'?"),
        ("value: premium_in_all, over", "value: premium_in_al, over", "Did you mean 'premium_in_all'?"),
        ("over: premium_households", "over: premium_household", "Did you mean 'premium_households'?"),
        ("{reading: between_thresholds, is", "{reading: between_threshold, is", "Did you mean 'between_thresholds'?"),
        (
            "under: {reading: premium_cap, is: capped",
            "under: {reading: premium_cap, is: caped",
            "Did you mean 'capped'?",
        ),
        ("{reading: unit_of_evaluation, opt", "{reading: unit, opt", "'unit' is unknown"),
        ("stable_exit_reasons: [council_home", "stable_exit_reasons: 3 #[", "is not of the kind expected here"),
        (
            "values: [hotel_probability_new_home,",
            "values: [hotel_probability_new,",
            "'hotel_probability_new' is unknown. Did you mean 'hotel_probability_new_home'?",
        ),
        ("  hotel_probability:\n", "  cost_per_night:\n", "'cost_per_night' is already the name of assumptions"),
        ("value: 90, of: cap", "value: 90, of: cop", "'cop'"),
        ("id: homes4all-torino", "id: [homes4all-torino", "a bracket opened above is not closed"),
    ],
)
def test_a_fault_is_named_with_what_is_allowed(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert words in _refused(tmp_path, (old, new)).said("en")


def test_a_file_that_holds_no_programme_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("- a list\n", encoding="utf-8")
    with pytest.raises(ProgrammeError, match="it starts with key: value"):
        load_programme(path)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    error = _refused(
        tmp_path, ("value: year_2_share", "value: year_two"), ("    default: lowest\n", "    default: low\n")
    )
    lines = [fault.line for fault in error.faults]
    assert len(lines) >= 2
    assert lines == sorted(lines)


def test_the_parts_of_the_premium_add_up_to_one_until_one_is_changed(torino: Programme) -> None:
    assert torino.shares_in_all({}) == 1
    assert torino.shares_in_all({"year_1_share": Decimal("0.35")}) == Decimal("1.15")
