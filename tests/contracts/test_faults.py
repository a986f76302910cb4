"""A programme or facts file of any contract is refused with what is wrong, its line, what is allowed and a fix."""

import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from h4a_core.facts_file import FactsError, load_facts
from h4a_core.programme import ProgrammeError, load_programme
from tests.contracts.making import SOURCE, WORDS, made_programme, programme_tree, written

PRICED = {"product": [{"metric": "homes"}, {"value": "price"}]}
LADDER = {"of": {"metric": "homes"}, "bands": [{"up_to": {"number": 9}, "price": {"value": "price"}}]}
SHORT: dict[str, Any] = {
    "terms": {"price": [500, "EUR"]},
    "metrics": ["homes", "jobs"],
    "readings": {
        "unit": {"label": WORDS, "quote": "-", "default": "each", "alternatives": {"each": WORDS, "all": WORDS}}
    },
    "clauses": {"homes": {"pays": PRICED}, "jobs": {"pays": {"metric": "jobs"}, "for_each": ["person"]}},
}


def _refused(folder: Path, changed: dict[str, Any]) -> str:
    with pytest.raises(ProgrammeError) as refused:
        made_programme(folder, changed)
    for fault in refused.value.faults:
        assert fault.line > 1
        assert fault.message.it != fault.message.en
    return refused.value.said("en")


@pytest.mark.parametrize(
    ("pays", "said"),
    [
        ({"metric": "hoems"}, "clauses.0.pays.metric: 'hoems' is unknown. Did you mean 'homes'? Allowed: homes, jobs"),
        ({"rate": "job"}, "clauses.0.pays.rate: 'job' is unknown. Did you mean 'jobs'?"),
        (
            {"sum": [{"number": 1}, {"value": "prize"}]},
            "clauses.0.pays.sum.1.value: 'prize' is unknown. Did you mean 'pr",
        ),
        ({"clause": "home"}, "'home' is unknown. Did you mean 'homes'?"),
        ({"clause": "jobs"}, "'jobs' is not computed yet: put it before 'homes'"),
        ({"clause": "homes"}, "'homes' is not computed yet: put it before 'homes'"),
        ({"choose": {"reading": "units", "options": {}}}, "'units' is unknown. Did you mean 'unit'?"),
        ({"choose": {"reading": "unit", "options": {"each": {"number": 1}}}}, "and no others: each, all"),
        (
            {"ladder": {**LADDER, "bands": [{"price": {"number": 1}}, *LADDER["bands"]]}},
            "pays.ladder.bands.0: only the last band may have no end: add  up_to: {number: 100}",
        ),
        (
            {"ladder": {**LADDER, "bands": [*LADDER["bands"], *LADDER["bands"]]}},
            "pays.ladder.bands.1: it goes from 9 to 9: the end must come after the beginning",
        ),
        (
            {
                "ramp": {
                    "of": {"metric": "homes"},
                    "from": {"at": {"number": 8}, "pays": {"number": 0}},
                    "to": {"at": {"number": 2}, "pays": {"number": 1}},
                }
            },
            "pays.ramp: it goes from 8 to 2",
        ),
        ({"ramp": {"of": {"metric": "homes"}, "form": {}}}, "key 'form' is unknown. Did you mean 'from'?"),
        (
            {"when": {"then": {"number": 1}}},
            "there is no condition: add  all: [{of: {metric: ...}, at_least: {number: 0}}]",
        ),
        (
            {"when": {"any": [{"of": {"metric": "homes"}}], "then": {"number": 1}}},
            "pays.when.any.0: a condition compares something (of and at_least, above, below or at_most) or a day",
        ),
        ({"when": {"all": [{"at_least": {"number": 1}}], "then": {"number": 1}}}, "a condition compares something"),
        (
            {"when": {"all": [{"since": "2021-01-01"}], "then": {"number": 1}}},
            "clauses.0: since, until: claims are not told apart by period here; write  for_each: [period]",
        ),
        ({"steps": {"of": {"metric": "homes"}, "tiers": [{"pays": {"number": 1}}]}}, "a tier has just one of at_least"),
        (
            {
                "steps": {
                    "of": {"metric": "homes"},
                    "tiers": [
                        {"above": {"number": 1}, "pays": {"number": 1}},
                        {"at_least": {"number": 2}, "pays": {"number": 1}},
                    ],
                }
            },
            "tiers go from the highest to the lowest",
        ),
        ({"valeu": "price"}, "is no rule: a rule has one of these keys: number, value, metric, rate"),
    ],
)
def test_a_rule_that_cannot_mean_what_it_says_is_refused(pays: dict[str, Any], said: str, tmp_path: Path) -> None:
    found = _refused(tmp_path, {**SHORT, "clauses": {**SHORT["clauses"], "homes": {"pays": pays}}})
    assert said in found.replace("this is no rule", "is no rule")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"terms": {"price": [500, "EUR", {"2021-01-01": -1}]}}, "terms.price.amendments.0.value: -1 is out of range"),
        ({"terms": {"price": [500, "EURO"]}}, "'EURO' is unknown. Did you mean 'EUR'?"),
        (
            {"clauses": {"homes": {"pays": PRICED, "since": "2021-01-01", "until": "2021-01-01"}}},
            "clauses.0.until: it goes from 2021-01-01 to 2021-01-01",
        ),
        (
            {"clauses": {"homes": {"pays": PRICED, "for_each": ["persons"]}}},
            "clauses.0.for_each.0: 'persons' is not allowed; allowed: cohort, period, person",
        ),
        (
            {"clauses": {"homes": {"pays": PRICED, "sine": "2021-01-01"}}},
            "key 'sine' is unknown. Did you mean 'since'?",
        ),
        (
            {"clauses": {"homes": {"pays": PRICED}, "bonus": {"pays": {"clause": "homes"}, "for_each": ["person"]}}},
            "clauses.1.pays: clause homes: claims are not told apart by person here; write  for_each: [person]",
        ),
        (
            {
                "terms": {"price": [500, "EUR"], "fee": [1, "EUR", {"2021-01-01": 2}]},
                "clauses": {
                    "homes": {"pays": PRICED},
                    "fee": {"pays": {"sum": [{"clause": "homes"}, {"value": "fee"}]}},
                },
            },
            "clauses.1.pays: clause homes: claims are not told apart by period here; write  for_each: [period]",
        ),
        (
            {"caps": {"each": {"at_most": {"value": "price"}, "for_each": ["person"]}}},
            "caps.0: clause homes: claims are not told apart by person here; write  for_each: [person]",
        ),
        ({"caps": {"most": {"at_most": {"value": "prise"}, "clauses": ["homs"]}}}, "caps.0.at_most.value: 'prise' is"),
        (
            {"caps": {"most": {"at_most": {"value": "prise"}, "clauses": ["homs"]}}},
            "'homs' is unknown. Did you mean 'homes'",
        ),
        (
            {
                "terms": {"price": [500, "EUR", {"2021-01-01": 600}]},
                "caps": {"most": {"at_most": {"value": "price"}, "clauses": ["homes"]}},
            },
            "caps.0: clause homes: claims are not told apart by period here; write  for_each: [period]",
        ),
        (
            {"caps": {"most": {"at_most": {"when": {"all": [{"until": "2021-01-01"}], "then": {"number": 1}}}}}},
            "caps.0: since, until: claims are not told apart by period here",
        ),
        (
            {
                "clauses": {
                    "homes": {
                        "pays": {"when": {"all": [{"since": "2021-01-01"}], "then": {"number": 1}}},
                        "for_each": {"reading": "unit", "options": {"each": ["period"], "all": []}},
                    }
                }
            },
            "clauses.0: since, until: claims are not told apart by period here",
        ),
    ],
)
def test_clauses_and_caps_that_contradict_each_other_are_refused(
    change: dict[str, Any], said: str, tmp_path: Path
) -> None:
    found = _refused(tmp_path, {**SHORT, **change})
    assert said in found.replace("'cohort', 'period', 'person'", "cohort, period, person")
    assert "is not of the kind" not in found


def test_a_name_that_stands_for_two_things_is_refused(tmp_path: Path) -> None:
    tree = programme_tree(SHORT)
    tree["assumptions"] = {"price": tree["terms"]["price"]}
    tree["outcomes"] = {"jobs": tree["metrics"]["jobs"]}
    tree["clauses"].append({**copy.deepcopy(tree["clauses"][0])})
    tree["terms"]["price"] = copy.deepcopy(tree["terms"]["price"])
    tree["terms"]["price"]["amendments"] = [{"since": "2021-01-01", "value": 1, "source": SOURCE}] * 2
    with pytest.raises(ProgrammeError) as refused:
        load_programme(written(tmp_path, "twice.yaml", tree))
    said = refused.value.said("en")
    assert "assumptions.price: 'price' is already the name of terms.price: choose another, such as price_2" in said
    assert "metrics.jobs: 'jobs' is already the name of outcomes.jobs" in said
    assert "clauses.2.id: 'homes' is already the name of clauses.0" in said
    assert "amendments.1.since: two values hold since 2021-01-01: leave one amendment per day" in said


def test_on_an_outcome_a_lower_tier_never_pays_more(tmp_path: Path) -> None:
    tree = programme_tree(SHORT)
    tree["outcomes"] = {"stable": {"label": WORDS, "meaning": WORDS}}
    tiers = [{"above": {"number": 0.8}, "pays": {"number": 1}}, {"above": {"number": 0.6}, "pays": {"number": 2}}]
    tree["clauses"][0]["pays"] = {"steps": {"of": {"rate": "stable"}, "tiers": tiers}}
    with pytest.raises(ProgrammeError, match=r"after 0.8 \(pays 1\) comes 0.6 \(pays 2\)"):
        load_programme(written(tmp_path, "tiers.yaml", tree))


FACTS: dict[str, Any] = {
    "programme": "case",
    "as_of": "2021-06-30",
    "facts": [{"metric": "homes", "value": 3, "cohort": 1}, {"metric": "jobs", "value": 1, "person": "A"}],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"programme": "cases"}, "line 2, programme: 'cases' is unknown. Did you mean 'case'? Allowed: case"),
        ({"facts": [{"metric": "hom", "value": 1}]}, "facts.0.metric: 'hom' is unknown. Did you mean 'homes'?"),
        ({"facts": [{"metric": "homes", "value": "many"}]}, "'many' is no number: write  value: 1"),
        ({"facts": [{"metric": "homes", "vale": 1}]}, "key 'vale' is unknown. Did you mean 'value'?"),
        ({"facts": [{"metric": "homes"}]}, "'value' is missing: add  value: "),
        (
            {"facts": [{"metric": "jobs", "value": 1}]},
            "facts.0: 'person' is missing, which 'jobs' needs (jobs): add  person: P-001",
        ),
        (
            {"facts": [{"metric": "homes", "value": 1, "period": "2021-07-01"}]},
            "facts.0.period: the period begins on 2021-07-01, after as_of 2021-06-30: remove the row or write  as_",
        ),
        (
            {"facts": [{"metric": "homes", "value": 1, "people": -1}]},
            "facts.0.people: -1 is below zero, and counting begins at zero: write  people: 1",
        ),
        ({"fact": []}, "key 'fact' is unknown. Did you mean 'facts'?"),
    ],
)
def test_facts_that_the_programme_could_not_pay_are_refused(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    programme = made_programme(tmp_path, SHORT)
    with pytest.raises(FactsError) as refused:
        load_facts(written(tmp_path, "case.facts.yaml", {**FACTS, **change}), programme)
    assert said in refused.value.said("en")
    assert refused.value.said("it") != refused.value.said("en")


def test_a_comparison_with_what_was_not_counted_is_refused_rather_than_paid(tmp_path: Path) -> None:
    fall = {"difference": [{"number": 1}, {"ratio": [{"metric": "homes"}, {"rate": "jobs"}]}]}
    programme = made_programme(tmp_path, {**SHORT, "clauses": {"fall": {"pays": fall, "for_each": ["cohort"]}}})
    facts = {
        "programme": "case",
        "facts": [
            {"metric": "jobs", "value": 1, "of": 2, "cohort": 1},
            {"metric": "homes", "value": 1, "cohort": 2},
            {"metric": "jobs", "value": 1, "cohort": 2},
        ],
    }
    with pytest.raises(FactsError) as refused:
        load_facts(written(tmp_path, "case.facts.yaml", facts), programme)
    said = refused.value.said("en")
    assert "'homes' is missing for 1, which 'fall' compares: add a row  {metric: homes, cohort: 1, value: 0}" in said
    assert "facts.2: 'of' is missing, which 'jobs' needs (rate): add  of: 11" in said


@pytest.mark.parametrize("change", [{"since": "2021-01-01"}, {"until": "2021-01-01"}])
def test_a_clause_bound_in_time_needs_the_period_of_its_claims(change: dict[str, Any], tmp_path: Path) -> None:
    programme = made_programme(tmp_path, {**SHORT, "clauses": {"homes": {"pays": PRICED, **change}}})
    with pytest.raises(FactsError, match=r"'period' is missing, which 'homes' needs \(homes\)"):
        load_facts(
            written(tmp_path, "case.facts.yaml", {**FACTS, "facts": [{"metric": "homes", "value": 1}]}), programme
        )


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf"])
def test_what_is_no_finite_number_is_refused(number: str, tmp_path: Path) -> None:
    programme = made_programme(tmp_path, SHORT)
    path = tmp_path / "nan.facts.yaml"
    path.write_text(f"programme: case\nfacts:\n- metric: homes\n  value: {number}\n", encoding="utf-8")
    with pytest.raises(FactsError) as refused:
        load_facts(path, programme)
    assert (
        f"line 4, facts.0.value: '{number}' is no measure: remove the row if nothing was counted"
        in refused.value.said("en")
    )


@pytest.mark.parametrize(
    ("written_as", "exact"),
    [
        ("0.1", Fraction(1, 10)),
        ("1e3", 1000),
        ("1_000.50", Fraction(2001, 2)),
        ("0.30000000000000001", Fraction(30000000000000001, 10**17)),
    ],
)
def test_numbers_of_facts_are_exact(written_as: str, exact: Fraction, tmp_path: Path) -> None:
    path = tmp_path / "exact.facts.yaml"
    path.write_text(f"programme: case\nfacts: [{{metric: homes, value: {written_as}}}]\n", encoding="utf-8")
    assert load_facts(path, made_programme(tmp_path, SHORT)).claims[0].value == exact
