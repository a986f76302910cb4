"""Scores of a survey's instrument, worked out by hand, and their agreement with what is declared."""

from fractions import Fraction

import pytest

from h4a_core.engine.scores import (
    Bracket,
    Change,
    Form,
    agreement,
    change_working,
    changes,
    has_improved,
    mean_change,
    score,
    shown_count,
    unusable,
)
from h4a_core.programme.instruments import Instrument

SMALLEST = {
    "label": {"it": "minimo", "en": "smallest"}, "value": 2, "unit": "number", "source": {"document": "ipotesi"},
}  # fmt: skip


def instrument(**scoring: object) -> Instrument:
    """Three items from 1 to 5, the last one reversed; a sum with at least two answers unless said otherwise."""
    return Instrument.model_validate(
        {
            "id": "prova",
            "label": {"it": "Prova", "en": "Trial"},
            "dimension": "wellbeing",
            "source": {"document": "ipotesi"},
            "scale": {"from": 1, "to": 5},
            "items": [{"id": "p1"}, {"id": "p2"}, {"id": "p3", "reversed": True}],
            "scoring": {"rule": "sum", "fewest_answers": 2} | scoring,
            "improved_from": SMALLEST,
        }
    )


def form(household: str, wave: int, *answers: int | None, declared: str | None = None, cohort: int = 2022) -> Form:
    items = dict(zip(("p1", "p2", "p3"), answers, strict=True))
    return Form("prova", cohort, household, wave, items, {"wellbeing": declared})


def moved(household: str, points: int, declared: str | None = "improved") -> Change:
    return Change(2022, household, 3, Fraction(5), Fraction(5 + points), declared)


def test_a_reversed_item_counts_the_other_way_round() -> None:
    # 4 + 3 + (1 + 5 - 2) = 11
    assert score(instrument(), {"p1": 4, "p2": 3, "p3": 2}) == 11


def test_a_mean_stays_on_the_scale() -> None:
    assert score(instrument(rule="mean"), {"p1": 4, "p2": 3, "p3": 2}) == Fraction(11, 3)


@pytest.mark.parametrize("missing", [None, 6, 0])
def test_a_missing_answer_or_one_off_the_scale_stands_for_the_mean_of_the_others(missing: int | None) -> None:
    # 4 and 3 are known: 7 / 2 x 3 = 10.5
    assert score(instrument(), {"p1": 4, "p2": 3, "p3": missing}) == Fraction(21, 2)


def test_with_too_few_answers_there_is_no_score() -> None:
    assert score(instrument(), {"p1": 4}) is None
    assert score(instrument(fewest_answers=3), {"p1": 4, "p2": 3, "p3": None}) is None


def test_a_conversion_table_gives_the_metric_of_the_instrument() -> None:
    table = {raw: raw * 2 for raw in range(3, 16)}
    assert score(instrument(fewest_answers=3, conversion=table), {"p1": 4, "p2": 3, "p3": 2}) == 22


def test_a_change_needs_a_score_at_entry_and_one_later() -> None:
    forms = [
        form("A", 0, 2, 2, 4), form("A", 1, 3, 3, 3, declared="same"), form("A", 3, 4, 4, 2, declared="improved"),
        form("B", 1, 3, 3, 3), form("C", 0, 2, 2, 4), form("C", 1, None, None, 3),
        Form("altro", 2022, "A", 3, {"x": 1}, {}),
    ]  # fmt: skip
    found = changes(instrument(), forms)
    # A: 2 + 2 + 2 = 6 at entry; 9 in year 1; 12 in year 3. B has no entry, C no score in year 1
    assert [(one.household_id, one.wave, one.before, one.after, one.declared) for one in found] == [
        ("A", 1, 6, 9, "same"), ("A", 3, 6, 12, "improved"),
    ]  # fmt: skip
    assert [one.points for one in found] == [3, 6]


def test_answers_that_no_score_can_use_are_counted() -> None:
    forms = [form("A", 0, 2, 9, None), Form("altro", 2022, "A", 0, {"x": 1, "y": None}, {})]
    assert unusable([instrument()], forms) == 2  # the 9 and the item of an instrument nobody described


def test_the_mean_change_of_six_families_has_the_interval_of_student() -> None:
    # 1..6: mean 3.5, variance 3.5, standard error sqrt(3.5 / 6) = 0.76376; t(0.975, 5) = 2.57058; reach 1.96331
    found = mean_change([moved(f"H{points}", points) for points in range(1, 7)])
    assert found
    assert (found.families, found.mean, found.rose) == (6, Fraction(7, 2), 6)
    assert found.interval == pytest.approx((1.53669, 5.46331), abs=1e-4)


def test_five_families_have_a_mean_without_interval_and_two_have_none() -> None:
    five = mean_change([moved(f"H{at}", points) for at, points in enumerate((-1, 0, 2, 2, 2))])
    assert five
    assert (five.mean, five.interval, five.rose) == (1, None, 3)
    assert mean_change([moved("A", 1), moved("B", 2)]) is None


def test_the_working_of_a_change_is_a_share_of_the_scale() -> None:
    # scores 5, 5 and 7, 9 on a scale from 3 to 15: entry 2 / 12, now 5 / 12, so the change is 3 / 12
    working = change_working(instrument(), [moved("A", 2), moved("B", 4)])
    assert (working.value, working.unit, working.badge) == (Fraction(1, 4), "share", "estimate")
    assert [leaf.value for leaf in working.inputs] == [Fraction(5, 12), Fraction(1, 6), 2]


def test_improved_is_at_least_the_smallest_change_that_matters() -> None:
    assert [has_improved(instrument(), moved("A", points)) for points in (1, 2)] == [False, True]
    assert has_improved(instrument().model_copy(update={"improved_from": None}), moved("A", 9)) is None


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [
        (5, 9, Bracket(5, 5, 9)),
        (3, 6, Bracket(3, 3, 6)),
        (2, 9, Bracket(0, 2, 9)),
        (0, 9, Bracket(0, 2, 9)),
        (8, 9, Bracket(7, 9, 9)),
        (9, 9, Bracket(7, 9, 9)),
        (1, 2, Bracket(0, 2, 2)),
    ],
)
def test_a_count_shows_no_group_below_three(count: int, of: int, shown: Bracket) -> None:
    assert shown_count(count, of) == shown


def _cells(both: int, only_declared: int, only_measured: int, neither: int) -> list[tuple[Instrument, Change]]:
    kinds = ((both, 3, "improved"), (only_declared, 0, "improved"), (only_measured, 3, "same"), (neither, 0, "worse"))
    return [
        (instrument(), moved(f"{points}{said}{at}", points, said))
        for families, points, said in kinds
        for at in range(families)
    ]


def test_agreement_counts_words_beside_scores() -> None:
    found = agreement([*_cells(5, 4, 3, 3), (instrument(), moved("Z", 3, None))])  # who declared nothing is left out
    assert found
    assert (found.both, found.only_declared, found.only_measured, found.neither) == (5, 4, 3, 3)
    assert (found.families, found.total) == (15, 15)


def test_one_cell_with_two_families_hides_all_four() -> None:
    assert agreement(_cells(5, 4, 2, 3)) is None
    again = [(instrument(), moved("A", 3, "same"))] * 3  # three comparisons of one family are one family
    assert agreement([*_cells(5, 4, 0, 3), *again]) is None


def test_the_ends_of_the_scale_are_answers() -> None:
    # 1 + 5 + (1 + 5 - 5) = 7, and 5 + 1 + (1 + 5 - 1) = 11
    assert score(instrument(fewest_answers=3), {"p1": 1, "p2": 5, "p3": 5}) == 7
    assert score(instrument(fewest_answers=3), {"p1": 5, "p2": 1, "p3": 1}) == 11
    assert unusable([instrument()], [form("A", 0, 1, 5, None)]) == 0
    assert unusable([instrument()], [form("A", 0, 0, 6, 3)]) == 2


def test_three_families_have_a_mean() -> None:
    three = mean_change([moved(name, 1) for name in "ABC"])
    assert three
    assert (three.families, three.mean) == (3, 1)


def test_the_mean_change_is_told_as_a_share_of_the_scale() -> None:
    found = mean_change([moved("A", 2), moved("B", 4), moved("C", 3)])
    assert found
    assert found.share_of_scale(instrument()) == Fraction(1, 4)  # 3 points on a scale from 3 to 15


def test_words_without_a_rise_and_a_rise_without_words_stand_in_their_own_cells() -> None:
    found = agreement(_cells(3, 4, 5, 6))
    assert found
    assert (found.both, found.only_declared, found.only_measured, found.neither) == (3, 4, 5, 6)


def test_kappa_of_twenty_five_ten_fifteen_is_two_fifths() -> None:
    # po = 35 / 50; pe = 0.5 x 0.6 + 0.5 x 0.4 = 0.5; kappa = 0.2 / 0.5. What each adds, times 50: 0.48 where both say
    # so, -1.52 only declared, -1.28 only measured, 0.72 neither: sum of squares 20 x 0.2304 + 5 x 2.3104 + 10 x 1.6384
    # + 15 x 0.5184 = 40.32; the error is the root of 40.32 / 2,500 = 0.126996
    found = agreement(_cells(20, 5, 10, 15))
    assert found
    assert found.kappa == Fraction(2, 5)
    assert found.interval == pytest.approx((0.4 - 1.959964 * 0.126996, 0.4 + 1.959964 * 0.126996), abs=1e-5)
    assert (found.beyond_chance, found.agreeing) == (1, 35)


def test_an_interval_of_kappa_that_holds_nothing_is_no_more_than_chance_and_one_below_it_less() -> None:
    level = agreement(_cells(5, 5, 5, 5))  # agrees half the times, as chance would
    assert level
    assert (level.kappa, level.beyond_chance) == (0, 0)
    against = agreement(_cells(5, 20, 20, 5))  # po = 0.2, pe = 0.5: -0.6
    assert against
    assert (against.kappa, against.beyond_chance) == (Fraction(-3, 5), -1)


def test_the_comparisons_of_one_family_are_not_evidence_twice() -> None:
    once, twice = _cells(20, 5, 10, 15), agreement([*_cells(20, 5, 10, 15), *_cells(20, 5, 10, 15)])
    alone = agreement(once)
    assert alone
    assert twice
    assert (twice.families, twice.total, twice.kappa) == (50, 100, alone.kappa)
    assert twice.interval == pytest.approx(alone.interval)  # the same families said the same again: no surer
