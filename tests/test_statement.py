"""The statement as plain data."""

from h4a_core.programme import Programme
from h4a_core.statement import statement
from tests.facts_made import facts_of, sample_figures


def test_the_figures_of_the_sample_make_145000_earned_and_55000_still_possible(torino: Programme) -> None:
    made = statement(torino, sample_figures()).as_dict()
    amounts = {(line["clause"], line["cohort"]): line["amount_eur"] for line in made["lines"]}
    assert amounts == {
        ("year_1", 2022): "22000.00", ("year_2", 2022): "30000.00", ("year_3", 2022): "44000.00",
        ("year_1", 2023): "22000.00", ("year_2", 2023): "27000.00", ("year_3", 2023): "0.00",
    }  # fmt: skip
    assert made["totals"] == {"earned_eur": "145000.00", "possible_eur": "55000.00"}
    assert made["savings"] == {
        "expected_cost_eur": "158400.00", "observed_cost_eur": "6232.00",
        "gross_saving_eur": "152168.00", "net_saving_eur": "7168.00",
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
    assert made["totals"] == {"earned_eur": "0.00", "possible_eur": "0.00"}
