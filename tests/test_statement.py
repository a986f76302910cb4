"""The statement as plain data."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from h4a_core.engine.counterfactual import Reference, reference
from h4a_core.engine.settlement import Settlement
from h4a_core.facts import StayGroup
from h4a_core.programme import Programme
from h4a_core.scenario import Scenario, parse_changes
from h4a_core.statement import statement
from tests.facts_made import HOTELS, facts_of, sample_figures


def _certain(amount: str, positive: int) -> dict[str, Any]:
    """The range of an amount of which nothing is open."""
    return {"low": amount, "median": amount, "high": amount, "probability_positive": positive}


def test_the_figures_of_the_sample_make_145000_earned_and_55000_still_possible(torino: Programme) -> None:
    made = statement(torino, sample_figures(), parse_changes(torino, HOTELS)).as_dict()
    amounts = {(line["clause"], line["cohort"]): line["amount"] for line in made["lines"]}
    assert amounts == {
        ("year_1", 2022): "22000.00", ("year_2", 2022): "30000.00", ("year_3", 2022): "44000.00",
        ("year_1", 2023): "22000.00", ("year_2", 2023): "27000.00", ("year_3", 2023): "0.00",
    }  # fmt: skip
    assert made["totals"] == {"earned": "145000.00", "possible": "55000.00"}
    assert made["savings"] == {
        "expected_cost": "158400.00", "observed_cost": "6232.00",
        "gross_saving": "152168.00", "net_saving": "7168.00", "net_saving_if_all_succeed": "-47832.00",
        "ranges": {
            "gross_saving": _certain("152168.00", 1), "net_saving": _certain("7168.00", 1),
            "net_saving_if_all_succeed": _certain("-47832.00", 0),
        },
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
    assert statement(torino, facts, parse_changes(torino, ["cost_per_night=60.00"])).fingerprint == made
    others = [
        statement(torino, facts, parse_changes(torino, ["cost_per_night=60.01"])),
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


def _known() -> Reference:
    """Reference stays of families of 3: 100 nights at 50 EUR, all alike."""
    found = reference([StayGroup(2020, "hotel", 3, 100, True, 40, Decimal(200_000))], 730)
    assert found is not None
    return found


def test_known_stays_are_in_force_unless_the_evidence_is_asked_for(torino: Programme) -> None:
    # 22 families in new homes x 0.69: 15.18 x 100 nights x 50 = 75,900; on the evidence 15.18 x 84 x 60 = 76,507.20
    made = statement(torino, sample_figures(), None, _known())
    assert (made.counterfactual, made.savings.expected_cost) == ("stays", Decimal("75900.00"))
    other = statement(torino, sample_figures(), Scenario(counterfactual="evidence"), _known())
    assert (other.counterfactual, other.savings.expected_cost) == ("evidence", Decimal("76507.20"))
    assert other.as_dict() == statement(torino, sample_figures()).as_dict()
    assert made.fingerprint != other.fingerprint


def test_a_value_that_is_set_wins_over_the_known_stays_value_by_value(torino: Programme) -> None:
    # 15.18 x 100 nights of the stays x 60 EUR set
    one = statement(torino, sample_figures(), parse_changes(torino, ["cost_per_night=60"]), _known())
    assert one.savings.expected_cost == Decimal("91080.00")
    assert one.as_dict()["counterfactual"] == {
        "in_force": "stays",
        "stays": 40,
        "values": {
            "expected_nights": {"value": "100", "from": "stays"},
            "cost_per_night": {"value": "60", "from": "chosen"},
            "hotel_probability_new_home": {"value": "0.69", "from": "evidence"},
            "hotel_probability_kept_home": {"value": "0.37", "from": "evidence"},
        },
    }
    both = statement(torino, sample_figures(), parse_changes(torino, HOTELS), _known())
    assert both.savings.gross_saving == Decimal("152168.00")
    assert both.as_dict()["counterfactual"]["in_force"] == "chosen"
    assert both.as_dict()["counterfactual"]["stays"] is None


def test_the_range_holds_the_central_value_and_its_middle_80_of_100_cases(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    low, high = made.ranges.gross.range_80
    assert low < float(made.savings.gross_saving) < high
    inside = [low <= draw <= high for draw in made.ranges.gross.draws]
    assert sum(inside) / len(inside) == pytest.approx(0.8, abs=0.001)
    # the same 145,000 and 200,000 of premium are taken off every draw
    assert made.ranges.net.range_80 == pytest.approx((low - 145_000, high - 145_000))
    assert made.ranges.net_if_all.range_80 == pytest.approx((low - 200_000, high - 200_000))


def test_premium_is_told_by_clause_and_by_cohort(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    assert [made.earned_of(clause=one) for one in ("year_1", "year_2", "year_3")] == [44_000, 57_000, 44_000]
    assert [made.possible_of(clause=one) for one in ("year_1", "year_2", "year_3")] == [0, 0, 55_000]
    assert [made.earned_in(cohort) for cohort in (2022, 2023, None)] == [96_000, 49_000, 0]


def test_a_line_is_settled_against_the_plan_and_what_was_paid_for_it(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    paid = {("year_1", 2022): Decimal(20_000), ("year_2", 2022): Decimal(31_000), ("year_9", 2022): Decimal(7)}
    lines = {(line.clause, line.cohort): made.settlement(line, paid) for line in made.lines}
    # 11 families at 10,000: 20 % are 22,000, 30 % are 33,000
    assert lines["year_1", 2022] == Settlement(Decimal(22_000), Decimal(22_000), Decimal(20_000))
    assert [lines["year_2", cohort].owed for cohort in (2022, 2023)] == [-1000, 27_000]
    whole = made.settlement_in_all(paid)
    assert (whole.planned, whole.earned, whole.paid, whole.owed) == (220_000, 145_000, 51_000, 94_000)


def test_what_is_due_counts_every_payment_whatever_it_was_for(torino: Programme) -> None:
    due = statement(torino, sample_figures()).due({("year_1", 2022): Decimal(20_000), ("other", None): Decimal(7)})
    assert (due.earned.amount, due.paid, due.working.amount) == (145_000, 20_007, 124_993)
    assert due.working.badge == "assumption"  # the contract names no amount: 10,000 a family is assumed


def test_an_effect_is_what_a_scenario_adds_to_the_facts(torino: Programme) -> None:
    facts = statement(torino, sample_figures(), parse_changes(torino, [*HOTELS]))
    made = statement(torino, sample_figures(), parse_changes(torino, [*HOTELS, "premium_per_household=11000"]))
    effect = made.effect(facts)
    # a tenth more of 145,000 and of 55,000; the balance falls by what is earned more
    assert (effect.earned.before, effect.earned.after, effect.earned.difference) == (145_000, 159_500, 14_500)
    assert effect.possible.difference == 5500
    assert (effect.net_saving.after, effect.net_saving.difference) == (-7332, -14_500)


def test_the_stays_that_took_place_are_told_by_family(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    assert made.observed_cost_per_household.quantize(Decimal("0.01")) == Decimal("283.27")  # 6,232 / 22
