from h4a_ui.charts.path import Step, path_steps
from tests.charts.looking import trace, words_of

STEPS = [Step("Ingresso", 22, 22, 0), Step("A 2 anni", 19, 22, 0, "mar 2024"), Step("A 3 anni", 9, 22, 10)]


def test_the_path_counts_who_passed_who_may_and_who_was_lost(say, checked):
    picture = checked(path_steps(say, STEPS))
    assert len(trace(picture, "achieved").x) == 50
    assert len(trace(picture, "pending").x) == 10
    assert len(trace(picture, "failed").x) == 6
    assert picture.takeaway == ("9 famiglie su 22 sono arrivate a «A 3 anni»; 10 in corso; 3 perse lungo il percorso")
    assert "19 di 22 · 3 perse" in words_of(picture)
    assert picture.table["Perse"].tolist() == [0, 3, 3]
    assert picture.table["Nota"].tolist() == ["", "mar 2024", ""]


def test_one_family_on_the_path_is_said_in_the_singular(say):
    takeaway = path_steps(say, [Step("Ingresso", 1, 2, 0)]).takeaway
    assert takeaway == "1 famiglia su 2 è arrivata a «Ingresso»; 1 persa lungo il percorso"


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(path_steps(say, [])).table.empty
