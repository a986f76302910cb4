"""How many families will succeed, by the way an outcome resolves: figures by hand for the contract of Homes4All."""

from dataclasses import replace

import numpy as np
import pytest

from h4a_core.engine.chances import NOBODY_HOUSED, NOBODY_RESOLVED, Chances, chances
from h4a_core.engine.premium import Counted, counts
from h4a_core.facts import AtRisk, CohortFacts, EarlierAnswers, Spell, Tally
from h4a_core.programme import Programme
from tests.facts_made import cohort_facts


def _believed(torino: Programme, *cohorts: CohortFacts) -> tuple[Chances, dict[int, dict[str, Counted]]]:
    found = {one.cohort: counts(torino, one, torino.in_force()) for one in cohorts}
    return chances(torino, cohorts, found), found


def _average(torino: Programme, metric: str, *cohorts: CohortFacts) -> list[float]:
    """The chance of each number of successes of the last cohort, over all that is believed."""
    believed, found = _believed(torino, *cohorts)
    last = cohorts[-1]
    return list(believed.successes(metric, [last], found[last.cohort][metric]).averaged(believed.weights))


FIRST = cohort_facts(2022, 11, wellbeing=8)
"""Eight of eleven have improved."""


def test_an_answer_is_expected_at_the_share_of_those_resolved_with_half_a_success_and_half_a_failure_added(
    torino: Programme,
) -> None:
    # one still to answer: (8 + 1/2) / (11 + 1) = 8.5 / 12
    last = cohort_facts(2023, 1, wellbeing={"pending": 1})
    assert _average(torino, "wellbeing", FIRST, last) == pytest.approx([3.5 / 12, 8.5 / 12])


def test_two_answers_hang_together_since_they_share_the_rate(torino: Programme) -> None:
    # both: 8.5 x 9.5 / (12 x 13); neither: 3.5 x 4.5 / (12 x 13)
    last = cohort_facts(2023, 2, wellbeing={"pending": 2})
    found = _average(torino, "wellbeing", FIRST, last)
    assert found == pytest.approx([3.5 * 4.5 / 156, 1 - (3.5 * 4.5 + 8.5 * 9.5) / 156, 8.5 * 9.5 / 156])


def test_cohorts_that_share_an_unknown_rate_have_the_same_chances_as_alone(torino: Programme) -> None:
    # averaged over the beliefs, each cohort's own distribution is the Beta-binomial, whoever else is open
    last = cohort_facts(2024, 2, wellbeing={"pending": 2})
    other = cohort_facts(2023, 5, wellbeing={"pending": 5})
    believed, _ = _believed(torino, FIRST, other, last)
    assert len(believed.weights) > 1
    assert _average(torino, "wellbeing", FIRST, other, last) == pytest.approx(
        [3.5 * 4.5 / 156, 1 - (3.5 * 4.5 + 8.5 * 9.5) / 156, 8.5 * 9.5 / 156]
    )


def test_with_nobody_resolved_there_are_no_odds_and_it_says_why(torino: Programme) -> None:
    only = cohort_facts(2023, 3, wellbeing={"pending": 3}, stability={"pending": 3})
    believed, found = _believed(torino, only)
    assert believed.why_none("wellbeing", found[2023]["wellbeing"]) == NOBODY_RESOLVED
    assert believed.why_none("stability", found[2023]["stability"]) == NOBODY_HOUSED
    assert believed.why_none("started", found[2023]["started"]) is None  # nothing of it is open


def test_what_is_settled_is_certain(torino: Programme) -> None:
    assert _average(torino, "wellbeing", FIRST) == [0.0] * 8 + [1.0] + [0.0] * 3


def _answers(*rows: tuple[bool | None, str, int]) -> dict[str, tuple[EarlierAnswers, ...]]:
    return {"wellbeing": tuple(EarlierAnswers(*row) for row in rows)}


PREDICTING = replace(
    cohort_facts(2022, 12, wellbeing=8),
    earlier_answers=_answers((True, "achieved", 8), (False, "failed", 4)),
)
"""All eight that had improved before improved in the end, and none of the four others: Fisher's p is 1 / 495."""


def test_earlier_answers_count_where_the_records_show_that_they_predict(torino: Programme) -> None:
    last = replace(
        cohort_facts(2023, 2, wellbeing={"pending": 2}),
        earlier_answers=_answers((True, "pending", 1), (False, "pending", 1)),
    )
    # the one that had improved: 8.5 / 9; the other: 0.5 / 5
    yes, no = 8.5 / 9, 0.5 / 5
    expected = [(1 - yes) * (1 - no), yes * (1 - no) + (1 - yes) * no, yes * no]
    assert _average(torino, "wellbeing", PREDICTING, last) == pytest.approx(expected)


def test_a_family_without_an_earlier_answer_counts_with_all(torino: Programme) -> None:
    last = replace(cohort_facts(2023, 1, wellbeing={"pending": 1}), earlier_answers=_answers((None, "pending", 1)))
    assert _average(torino, "wellbeing", PREDICTING, last)[1] == pytest.approx(8.5 / 13)


def test_earlier_answers_that_tell_no_more_than_chance_are_left_aside(torino: Programme) -> None:
    weak = replace(
        cohort_facts(2022, 4, wellbeing=2),
        earlier_answers=_answers(
            (True, "achieved", 1), (True, "failed", 1), (False, "achieved", 1), (False, "failed", 1)
        ),
    )
    last = replace(cohort_facts(2023, 1, wellbeing={"pending": 1}), earlier_answers=_answers((True, "pending", 1)))
    assert _average(torino, "wellbeing", weak, last)[1] == pytest.approx(2.5 / 5)


def _lasting(cohort: int, households: int, days: int, until_days: int) -> CohortFacts:
    made = cohort_facts(cohort, households, kept=households, stability={"pending": households})
    return replace(
        made,
        spells=(Spell(days, False, households), Spell(200, True, 1)),
        at_risk={"stability": (AtRisk(days, until_days, households),)},
    )


def test_a_scenario_with_other_families_open_gives_each_the_mean_chance_of_those_measured(torino: Programme) -> None:
    measured = _lasting(2023, 4, 700, 1096)
    fewer = replace(measured, households=2, tallies={**measured.tallies, "stability": Tally(pending=2)})
    all_four = _average(torino, "stability", measured)
    two = _average(torino, "stability", fewer)
    mean = float(np.arange(5) @ all_four) / 4
    assert float(np.arange(3) @ two) / 2 == pytest.approx(mean)


def test_who_lasts_to_the_later_day_has_lasted_to_the_earlier_one(torino: Programme) -> None:
    made = replace(
        cohort_facts(2023, 3, kept={"pending": 3}, stability={"pending": 3}),
        spells=(Spell(400, False, 3), Spell(200, True, 1)),
        at_risk={"kept": (AtRisk(400, 730, 3),), "stability": (AtRisk(400, 1096, 3),)},
    )
    believed, found = _believed(torino, made)
    kept, stable = found[2023]["kept"], found[2023]["stability"]
    both = believed.lasting_both([made], ("kept", kept), ("stability", stable))
    joint = np.tensordot(believed.weights, both.spread(both.chances), axes=1)
    assert np.triu(joint, 1).sum() == pytest.approx(0)  # never more stable than kept
    assert joint.sum(axis=1) == pytest.approx(_average(torino, "kept", made))
    assert joint.sum(axis=0) == pytest.approx(_average(torino, "stability", made))
