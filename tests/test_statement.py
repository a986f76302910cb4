"""The statement as plain data."""

from dataclasses import replace
from datetime import date

from h4a_core.programme import Programme
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
