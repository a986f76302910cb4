"""The statement as plain data."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from h4a_core.programme import Programme
from h4a_core.scenario import parse_changes
from h4a_core.statement import statement
from tests.facts_made import facts_of, sample_figures


def test_the_figures_of_the_sample_make_145000_earned_and_55000_still_possible(torino: Programme) -> None:
    made = statement(torino, sample_figures()).as_dict()
    amounts = {(line["clause"], line["cohort"]): line["amount"] for line in made["lines"]}
    assert amounts == {
        ("year_1", 2022): "22000.00", ("year_2", 2022): "30000.00", ("year_3", 2022): "44000.00",
        ("year_1", 2023): "22000.00", ("year_2", 2023): "27000.00", ("year_3", 2023): "0.00",
    }  # fmt: skip
    assert made["totals"] == {"earned": "145000.00", "possible": "55000.00"}
    assert made["savings"] == {
        "expected_cost": "158400.00", "observed_cost": "6232.00",
        "gross_saving": "152168.00", "net_saving": "7168.00",
    }  # fmt: skip


def test_a_line_tells_how_many_of_how_many_and_whether_it_is_settled(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    final = made.line("year_3", 2022)
    assert final
    assert (final.count, final.of, final.status) == (8, 11, "settled")
    open_line = made.line("year_3", 2023)
    assert open_line
    assert open_line.status == "pending"
    assert made.line("year_9", 2022) is None


def test_an_outcome_has_a_tier_once_nothing_pending_can_change_it(torino: Programme) -> None:
    made = statement(torino, sample_figures()).as_dict()
    tiers = {(one["cohort"], one["outcome"]): one["tier"] for one in made["outcomes"]}
    assert tiers == {
        (2022, "stability"): "1.00", (2022, "wellbeing"): "0.80", (2022, "waiting"): "1.00",
        (2023, "stability"): None, (2023, "wellbeing"): None, (2023, "waiting"): "1.00",
    }  # fmt: skip


def test_a_programme_without_families_has_an_empty_statement_and_no_debt(torino: Programme) -> None:
    made = statement(torino, facts_of()).as_dict()
    assert made["lines"] == []
    assert made["totals"] == {"earned": "0.00", "possible": "0.00"}


def test_what_is_pending_is_told_by_the_day_it_is_decided_the_earliest_first(torino: Programme) -> None:
    known = sample_figures()
    days = {"wellbeing": (date(2026, 9, 7), date(2026, 11, 11)), "stability": (date(2026, 9, 9), date(2026, 11, 11))}
    later = replace(known.cohorts[1], settles=days | {"kept": (date(2025, 9, 1), date(2025, 9, 2))})
    coming = statement(torino, facts_of(known.cohorts[0], later)).coming
    # "kept" has nobody pending any more: it is not to come
    assert [(one.cohort, one.metric, one.pending, one.first) for one in coming] == [
        (2023, "wellbeing", 11, date(2026, 9, 7)),
        (2023, "stability", 10, date(2026, 9, 9)),
    ]


def test_the_plain_data_have_the_names_that_others_read(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    plain = made.as_dict()
    assert {name: plain[name] for name in ("programme", "as_of", "currency", "fingerprint")} == {
        "programme": "homes4all-torino", "as_of": "2025-11-30", "currency": "EUR", "fingerprint": made.fingerprint,
    }  # fmt: skip
    assert plain["lines"][2] == {
        "clause": "year_2", "cohort": 2022, "count": 10, "of": 11, "amount": "30000.00", "possible": "0.00",
        "status": "settled",
    }  # fmt: skip
    assert plain["outcomes"][3] == {
        "cohort": 2023, "outcome": "stability", "achieved": 0, "eligible": 11, "pending": 10, "tier": None,
    }  # fmt: skip


def test_an_outcome_alone_earns_its_tier_from_all_that_fail_to_all_that_succeed(torino: Programme) -> None:
    found = {(one.cohort, one.counted.outcome): one for one in statement(torino, sample_figures()).outcomes}
    certain, open_one = found[2022, "wellbeing"], found[2023, "stability"]
    assert (certain.worst, certain.best, certain.decided) == (Decimal("0.8"), Decimal("0.8"), True)
    # 10 of 11 may succeed: more than 80 %
    assert (open_one.worst, open_one.best, open_one.decided) == (0, 1, False)


def test_the_premium_is_the_sum_of_its_lines_each_with_its_cohort_in_the_name(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    assert made.working.value == made.earned == 145_000
    assert [one.value for one in made.working.inputs] == [22_000, 22_000, 30_000, 27_000, 44_000, 0]
    assert made.working.unit == "EUR"
    assert [one.label.en.rpartition(", ")[2] for one in made.working.inputs] == ["cohort 2022", "cohort 2023"] * 3
    whole = statement(torino, sample_figures(), parse_changes(torino, ["unit_of_evaluation=programme"]))
    assert whole.working.inputs[-1].label.en.endswith("whole programme")


def test_the_fingerprint_is_of_what_goes_in_however_a_number_is_written(torino: Programme) -> None:
    facts = sample_figures()
    made = statement(torino, facts).fingerprint
    assert statement(torino, sample_figures()).fingerprint == made
    assert statement(torino, facts, parse_changes(torino, ["cost_per_night=48.00"])).fingerprint == made
    others = [
        statement(torino, facts, parse_changes(torino, ["cost_per_night=48.01"])),
        statement(torino, facts, parse_changes(torino, ["tier_rule=mean"])),
        statement(torino, replace(facts, as_of=date(2025, 12, 1))),
        statement(torino, replace(facts, cohorts=facts.cohorts[:1])),
        statement(torino.model_copy(update={"id": "other"}), facts),
    ]
    assert len({made, *(one.fingerprint for one in others)}) == 6


def test_what_is_decided_on_the_same_day_stands_in_the_order_of_cohorts_and_names(torino: Programme) -> None:
    days = {name: (date(2026, 9, 7), date(2026, 11, 11)) for name in ("wellbeing", "stability")}
    first, second = sample_figures().cohorts
    pending = replace(second, settles=days)
    coming = statement(torino, facts_of(pending, replace(pending, cohort=2021))).coming
    assert [(one.cohort, one.metric, one.last) for one in coming] == [
        (cohort, metric, date(2026, 11, 11)) for cohort in (2021, 2023) for metric in ("stability", "wellbeing")
    ]
    assert statement(torino, facts_of(replace(first, settles=days))).coming == []
