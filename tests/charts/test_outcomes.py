import pytest

from h4a_ui.charts.outcomes import OutcomeRow, outcome_dots
from tests.charts.looking import trace, words_of

COHORT_2022 = [
    OutcomeRow("Stabilità", 9, 0, 2, 11),
    OutcomeRow("Benessere", 8, 0, 3, 11),
    OutcomeRow("Attesa", 10, 0, 1, 11),
]


def dots(picture, name):
    return len(trace(picture, name).x)


def test_each_family_is_one_dot(say, checked):
    picture = checked(outcome_dots(say, COHORT_2022, 7, 9))
    assert dots(picture, "achieved") == 27
    assert dots(picture, "failed") == 6
    assert not [t for t in picture.figure.data if t.name == "pending"]


def test_the_title_names_the_one_family_that_is_missing(say):
    picture = outcome_dots(say, COHORT_2022, 7, 9)
    assert picture.takeaway == "Manca 1 famiglia alla soglia intera: Benessere è a 8 di 11, ne servono 9"


def test_rows_say_how_many_reached_the_threshold_or_are_missing(say):
    words = words_of(outcome_dots(say, COHORT_2022, 7, 9))
    assert "9 di 11 · raggiunta" in words
    assert "8 di 11 · ne manca 1" in words


def test_rules_stand_before_the_family_that_reaches_the_threshold(say):
    picture = outcome_dots(say, COHORT_2022, 7, 9)
    rules = {shape.x0 for shape in picture.figure.layout.shapes if shape.type == "line"}
    assert rules == {6.5, 8.5}
    assert "60 %" in words_of(picture)
    assert "> 80 %" in words_of(picture)


def test_equal_thresholds_share_one_rule(say):
    picture = outcome_dots(say, [OutcomeRow("Stabilità", 1, 0, 0, 1)], 1, 1)
    assert "60 % · > 80 %" in words_of(picture)


def test_families_in_progress_are_neither_yes_nor_no(say, checked):
    rows = [OutcomeRow("Stabilità", 0, 10, 1, 11), OutcomeRow("Attesa", 10, 0, 1, 11)]
    picture = checked(outcome_dots(say, rows, 7, 9))
    assert dots(picture, "pending") == 10
    assert picture.takeaway == "Stabilità: servono ancora 9 famiglie su 10 in corso per la soglia intera"
    assert "0 di 11 · 10 in corso" in words_of(picture)


@pytest.mark.parametrize(
    ("families", "takeaway"),
    [
        ((8, 2, 1), "Stabilità: serve ancora 1 famiglia su 2 in corso per la soglia intera"),
        ((7, 1, 3), "Stabilità: la soglia intera non è più raggiungibile, al massimo 8 su 11"),
        ((3, 1, 7), "Stabilità: la soglia ridotta non è più raggiungibile, al massimo 4 su 11"),
        ((7, 0, 4), "Mancano 2 famiglie alla soglia intera: Stabilità è a 7 di 11, ne servono 9"),
        ((6, 0, 5), "Manca 1 famiglia alla soglia ridotta: Stabilità è a 6 di 11, ne servono 7"),
        ((5, 0, 6), "Mancano 2 famiglie alla soglia ridotta: Stabilità è a 5 di 11, ne servono 7"),
        ((9, 1, 1), "Tutti gli outcome raggiungono la soglia intera: servivano 9 famiglie su 11"),
    ],
)
def test_the_title_follows_the_lowest_outcome(say, families, takeaway):
    achieved, pending, failed = families
    assert outcome_dots(say, [OutcomeRow("Stabilità", achieved, pending, failed, 11)], 7, 9).takeaway == takeaway


def test_the_table_holds_the_same_counts(say):
    table = outcome_dots(say, COHORT_2022, 7, 9).table
    assert list(table.columns) == ["Outcome", "Raggiunto", "In corso", "No", "Famiglie", "Esito"]
    assert table.iloc[1].tolist() == ["Benessere", 8, 0, 3, 11, "ne manca 1"]


def test_beyond_sixty_families_lengths_stand_for_dots(say, checked):
    picture = checked(outcome_dots(say, [OutcomeRow("Stabilità", 100, 4, 16, 120)], 72, 97))
    assert {t.type for t in picture.figure.data} == {"bar"}
    assert [t.x[0] for t in picture.figure.data] == [100, 4, 16]


@pytest.mark.parametrize("rows", [[], [OutcomeRow("Stabilità", 0, 0, 0, 0)]])
def test_no_families_make_a_quiet_picture(say, checked, rows):
    picture = checked(outcome_dots(say, rows, 0, 0))
    assert picture.takeaway == "Ancora nessun dato da mostrare"
    assert picture.table.empty
