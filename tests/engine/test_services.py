"""The way of families through the services, on families small enough to judge by eye."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.services import (
    Clock,
    FamilyPath,
    FlowStep,
    by_service,
    days_to_home,
    entered,
    flow,
    housed_today,
    silent,
    standing,
    state,
    step_days,
    today,
)
from h4a_core.engine.support_hours import Kind, SupportMonth, hours_in_all, hours_per_family, kinds, share_of_hours
from h4a_core.programme.services import STEPS

CLOCK = Clock(date(2024, 12, 31), 90)
LISTED = FamilyPath("Z", date(2024, 5, 1))
ENTERED = FamilyPath("A", date(2023, 1, 1), service="CEA", enrolled_date=date(2023, 5, 1), year_2_end=date(2025, 5, 1))
HOUSED = replace(
    ENTERED,
    signed_date=date(2023, 5, 10),
    moved_in_date=date(2023, 6, 1),
    home_date=date(2023, 6, 1),
    met_date=date(2023, 6, 10),
    last_meeting=date(2024, 12, 1),
    housed=(True,),
    housed_now=True,
)
LOST = replace(HOUSED, household_id="L", housed=(False,), housed_now=False, broken_date=date(2024, 2, 1))


def _many(number: int, like: FamilyPath = HOUSED, **changes: object) -> list[FamilyPath]:
    return [replace(like, household_id=f"{like.household_id}{n}", **changes) for n in range(number)]


@pytest.mark.parametrize(
    ("family", "step", "how"),
    [
        (LISTED, "applied", "passed"),
        (LISTED, "enrolled", "pending"),
        (ENTERED, "signed", "pending"),
        (replace(ENTERED, left_date=date(2024, 1, 1)), "signed", "stopped"),
        (replace(ENTERED, stable_exit_date=date(2024, 1, 1)), "signed", "stable"),
        (HOUSED, "housed_1", "passed"),
        (LOST, "housed_1", "stopped"),
        (replace(HOUSED, housed=()), "housed_1", "pending"),
        (replace(LOST, housed=()), "housed_1", "stopped"),
        (replace(HOUSED, housed=(False,)), "housed_1", "stopped"),
        (HOUSED, "accompanied", "passed"),
        (replace(HOUSED, last_meeting=date(2024, 1, 1)), "accompanied", "pending"),
        (replace(HOUSED, last_meeting=None, year_2_end=date(2024, 12, 31)), "accompanied", "stopped"),
        (replace(HOUSED, last_meeting=None, second_year_meeting=date(2024, 6, 1)), "accompanied", "passed"),
        (HOUSED, "housed_2", "pending"),
    ],
)
def test_a_family_stands_at_a_step_as_its_records_say(family, step, how):
    assert standing(family, step, CLOCK) == how


def test_a_meeting_on_the_last_day_of_the_limit_is_still_lately():
    limit = CLOCK.as_of - timedelta(days=90)
    assert CLOCK.met_lately(replace(HOUSED, last_meeting=limit))
    assert not CLOCK.met_lately(replace(HOUSED, last_meeting=limit - timedelta(days=1)))
    assert not CLOCK.met_lately(ENTERED)


def test_what_arrives_at_a_step_is_what_passed_the_one_before():
    stable = replace(HOUSED, household_id="S", housed=(False,), housed_now=False, stable_exit_date=date(2024, 3, 1))
    found = flow([HOUSED, LOST, stable, ENTERED, LISTED], STEPS, CLOCK)
    assert found[:6] == [
        FlowStep("applied", 5),
        FlowStep("enrolled", 4, pending=1),
        FlowStep("signed", 3, pending=1),
        FlowStep("moved_in", 3),
        FlowStep("met", 3),
        FlowStep("housed_1", 1, stable=1, stopped=1),
    ]
    assert [one.arrived for one in found[1:]] == [one.passed for one in found[:-1]]


@pytest.mark.parametrize(
    ("family", "where"),
    [
        (LISTED, "listed"),
        (ENTERED, "waiting"),
        (HOUSED, "met_lately"),
        (replace(HOUSED, last_meeting=date(2024, 1, 1)), "silent"),
        (LOST, "lost"),
        (replace(ENTERED, left_date=date(2024, 1, 1)), "lost"),
        (replace(LOST, stable_exit_date=date(2024, 2, 1)), "stable"),
    ],
)
def test_where_a_family_is_today(family, where):
    assert state(family, CLOCK) == where


def test_fewer_than_three_families_not_met_are_not_told_from_the_others_at_home():
    quiet = _many(2, replace(HOUSED, household_id="Q", last_meeting=None))
    families = [*_many(5), *quiet, LOST, LISTED]
    assert today(families, CLOCK) == [(("met_lately", "silent"), 7), (("lost",), 1)]
    more = [*families, replace(quiet[0], household_id="Q9")]
    assert today(more, CLOCK) == [(("met_lately",), 5), (("silent",), 3), (("lost",), 1)]
    assert today([HOUSED], CLOCK) == [(("met_lately", "silent"), 1)]


def test_the_longest_silence_comes_first_and_never_met_before_all():
    spring = replace(HOUSED, household_id="B", last_meeting=date(2024, 4, 1))
    never = replace(HOUSED, household_id="C", last_meeting=None)
    assert [one.household_id for one in silent([HOUSED, spring, never, LOST], CLOCK)] == ["C", "B"]


def test_small_services_are_merged_and_steps_that_would_show_one_family_are_not_told():
    families = [*_many(5), *_many(3, service="Comune"), replace(HOUSED, household_id="X", service=None)]
    first, second = by_service([*families, LISTED], STEPS, CLOCK)
    assert (first.services, first.families, second.services, second.families) == (("CEA",), 5, ("Comune", None), 4)
    assert (first.passed["signed"], second.passed["signed"]) == (5, 4)
    assert "enrolled" not in first.passed
    # one home lost among the five: told for neither service, or the total would give it away
    lost = replace(families[0], housed=(False,), housed_now=False, broken_date=date(2024, 2, 1))
    first, second = by_service([lost, *families[1:]], STEPS, CLOCK)
    assert (first.passed["housed_1"], second.passed["housed_1"]) == (None, None)
    # no second anniversary yet: nobody passed it, and that may be said
    assert (first.passed["housed_2"], second.passed["housed_2"]) == (0, 0)


def test_steps_are_told_where_three_passed_and_three_did_not_in_every_service():
    lost = _many(3, LOST)
    families = [*_many(4), *lost, *[replace(one, household_id=f"C{one.household_id}", service="B") for one in _many(3)]]
    families += [replace(one, household_id=f"C{one.household_id}", service="B") for one in lost]
    assert [one.passed["housed_1"] for one in by_service(families, STEPS, CLOCK)] == [4, 3]


def test_services_of_too_few_families_are_not_shown_at_all():
    assert by_service([HOUSED, ENTERED], STEPS, CLOCK) == []


def test_days_count_from_the_application_or_from_the_step_before():
    families = [*_many(3), LISTED]
    # 1 January 2023: 120 days to 1 May, 129 to 10 May, 151 to 1 June, 160 to 10 June
    assert [(one.key, one.days) for one in step_days(families, STEPS, from_start=True)] == [
        ("enrolled", (120,) * 3), ("signed", (129,) * 3), ("moved_in", (151,) * 3), ("met", (160,) * 3),
    ]  # fmt: skip
    assert [one.days[0] for one in step_days(families, STEPS, from_start=False)] == [120, 9, 22, 9]


def test_a_contract_signed_before_the_entry_gives_days_below_zero():
    early = _many(3, signed_date=date(2023, 4, 21))
    assert step_days(early, ("enrolled", "signed"), from_start=False)[0].days == (-10,) * 3


def test_days_of_fewer_than_three_families_are_left_out():
    assert step_days(_many(2), STEPS, from_start=True) == []
    assert days_to_home(_many(2)) is None
    found = days_to_home(_many(3))
    assert found is not None
    assert (found.working.value, found.over) == (Fraction(151), 3)


def test_the_headlines_count_who_entered_and_who_is_at_home():
    families = [HOUSED, LOST, LISTED]
    inside = entered(families)
    assert (inside.value, [one.value for one in inside.inputs]) == (2, [3, 1])
    there = housed_today(families)
    assert (there.value, [one.value for one in there.inputs]) == (1, [2])


def test_hours_per_family_are_hours_over_months_of_family():
    months = [SupportMonth(date(2024, n, 1), Decimal(6), 4) for n in range(1, 12)]
    months += [SupportMonth(date(2024, 12, 1), Decimal(3), 10), SupportMonth(date(2025, 1, 1), Decimal(9), 2)]
    assert months[-1].per_family is None  # two families: not shown
    assert months[0].per_family == Decimal("1.5")
    # the last twelve that may be shown: 11 x 6 + 3 hours over 11 x 4 + 10 months of family
    found = hours_per_family(months)
    assert found is not None
    assert found.value == Fraction(69, 54)
    assert [one.label.it for one in found.inputs][:1] == ["Ore negli ultimi 12 mesi"]
    assert hours_per_family(months[-1:]) is None


def test_activities_for_few_families_are_merged():
    found = [
        Kind("colloquio", 9, Decimal(12), 5), Kind("legale", 1, Decimal(2), 1), Kind("lavoro", 4, Decimal(8), 3),
    ]  # fmt: skip
    assert list(kinds(found)) == [
        (("colloquio",), Kind("colloquio", 9, Decimal(12), 5)),
        (("lavoro", "legale"), Kind("lavoro", 5, Decimal(10), 3)),
    ]


def test_the_smallest_group_that_is_shown_can_be_raised():
    families = [*_many(5), *_many(4, service="Comune")]
    assert [one.services for one in by_service(families, STEPS, CLOCK)] == [("CEA",), ("Comune",)]
    assert [one.services for one in by_service(families, STEPS, CLOCK, 5)] == [("CEA", "Comune")]
    quiet = [replace(HOUSED, household_id=f"Q{n}", last_meeting=None) for n in range(3)]
    assert len(today([*_many(5), *quiet], CLOCK)) == 2
    assert today([*_many(5), *quiet], CLOCK, 4) == [(("met_lately", "silent"), 8)]
    both = [Kind("colloquio", 9, Decimal(12), 4), Kind("lavoro", 4, Decimal(8), 3)]
    assert len(list(kinds(both))) == 2
    assert len(list(kinds(both, 4))) == 1


def test_of_as_many_families_the_service_nobody_recorded_comes_last_and_the_entry_is_no_step_after_it():
    families = [one for name in (None, "Comune", "CEA") for one in _many(3, service=name)]
    found = by_service(families, STEPS, CLOCK)
    assert [one.services for one in found] == [("CEA",), ("Comune",), (None,)]
    assert {"applied", "enrolled"}.isdisjoint(found[0].passed)


def test_the_hours_of_all_activities_and_the_part_of_one():
    found = [Kind("colloquio", 9, Decimal(12), 5), Kind("lavoro", 5, Decimal(4), 3)]
    assert hours_in_all(found) == 16
    assert share_of_hours(found[0], found) == Decimal("0.75")
    silent = Kind("colloquio", 1, Decimal(0), 3)
    assert share_of_hours(silent, [silent]) == 0
