"""What each treatment of those who did not answer makes of the share improved, exactly."""

from fractions import Fraction

from h4a_core.engine.treatments import SurveyWave, Treatment, pooled, treatments, treatments_working
from h4a_core.facts import Tally
from h4a_core.programme import Programme
from h4a_core.scenario import parse_changes


def wave(achieved: int, failed: int, unanswered: int, carried: int = 0, pending: int = 0) -> SurveyWave:
    return SurveyWave(2022, 3, Tally(achieved, failed, pending, unanswered), achieved + failed, carried)


def test_the_sample_stays_in_its_tier_unless_the_one_missing_family_improved(torino: Programme) -> None:
    # 8 improved, 2 not, 1 silent: 8/11 in force, 8/10 left out - exactly 80 %, which is not above it - 9/11 at best
    found = treatments(wave(8, 2, 1), torino.in_force())
    assert found == [
        Treatment("in_force", 8, 11), Treatment("left_out", 8, 10), Treatment("carried", 8, 11),
        Treatment("none_improved", 8, 11), Treatment("all_improved", 9, 11),
    ]  # fmt: skip
    assert found[1].rate == Fraction(4, 5)
    working = treatments_working(found)
    assert working.value == Fraction(9, 11) - Fraction(8, 11)
    assert len(working.inputs) == 5


def test_the_last_answer_carried_forward_counts_those_who_had_improved(torino: Programme) -> None:
    found = {one.name: one.improved for one in treatments(wave(6, 2, 3, carried=2), torino.in_force())}
    assert (found["carried"], found["none_improved"], found["all_improved"]) == (8, 6, 9)


def test_the_reading_in_force_decides_the_first_treatment(torino: Programme) -> None:
    terms = parse_changes(torino, ["missing_answer=left_out"]).terms(torino)
    assert treatments(wave(8, 2, 1), terms)[0] == Treatment("in_force", 8, 10)


def test_families_that_are_not_due_are_not_counted(torino: Programme) -> None:
    assert treatments(wave(0, 0, 0, pending=11), torino.in_force()) == []
    assert treatments(wave(1, 0, 2, pending=8), torino.in_force())[0] == Treatment("in_force", 1, 3)
    assert wave(1, 0, 2, pending=8).due == 3


def test_nobody_who_answered_cannot_be_left_out(torino: Programme) -> None:
    assert [one.name for one in treatments(wave(0, 0, 11), torino.in_force())] == [
        "in_force", "carried", "none_improved", "all_improved",
    ]  # fmt: skip


def test_cohorts_evaluated_as_one_are_added_up() -> None:
    whole = pooled([wave(8, 2, 1, carried=1), wave(5, 1, 2, carried=2, pending=3)])
    assert whole.tally == Tally(achieved=13, failed=3, pending=3, unanswered=3)
    assert (whole.returned, whole.carried, whole.due) == (16, 3, 19)


def test_the_surveys_that_came_back_are_a_share_of_those_due() -> None:
    # 8 + 2 of 11 answered; the four that are not due do not count
    assert wave(8, 2, 1, pending=4).returned_share == Fraction(10, 11)
