from h4a_ui.charts.picture import BLUE, WHITE
from h4a_ui.charts.waves import ChangeRow, DeclaredRow, change_marks, declared_dots
from tests.charts.looking import trace, words_of

DECLARED = [
    DeclaredRow("Benessere", "anno 1", 11, 0, 0),
    DeclaredRow("Benessere", "anno 3", 9, 1, 1),
    DeclaredRow("Tutte e tre", "anno 3", 8, 2, 1),
]
SURE = ChangeRow("Benessere", "anno 1", 9, 1.8, 0.11, (0.04, 0.18), 0.125)
UNSURE = ChangeRow("Economia", "anno 1", 9, 0.5, 0.04, (-0.04, 0.12), 0.125)
FEW = ChangeRow("Economia", "anno 2", 4, -1.0, -0.08, None, None)


def test_each_family_is_a_dot_by_what_it_declares(say, checked):
    picture = checked(declared_dots(say, DECLARED))
    assert len(trace(picture, "improved").x) == 28
    assert len(trace(picture, "others").x) == 3
    assert len(trace(picture, "silent").x) == 2
    assert list(trace(picture, "silent").x) == [11, 11]  # behind the others of its row
    assert picture.takeaway == ("Tutte e tre, anno 3: dichiarano di essere migliorate 8 famiglie su 11; 1 non risponde")
    assert "9 di 11" in words_of(picture)


def test_beyond_sixty_families_the_dots_become_bars(say, checked):
    picture = checked(declared_dots(say, [DeclaredRow("Benessere", "anno 1", 70, 20, 10)]))
    assert {one.type for one in picture.figure.data} == {"bar"}
    assert trace(picture, "silent").base == (90.5,)
    assert trace(picture, "silent").marker.pattern.shape == "/"


def test_a_wave_that_nobody_was_due_in_draws_nothing(say, checked):
    assert checked(declared_dots(say, [])).table.empty


def test_scores_that_rise_beyond_chance_are_named(say, checked):
    picture = checked(change_marks(say, [SURE, UNSURE, FEW]))
    assert picture.takeaway == "Rispetto all'ingresso salgono oltre il caso: Benessere"
    assert list(trace(picture, "changes").marker.color) == [BLUE, BLUE, WHITE]  # hollow: too few for an interval
    assert "+1,8 punti" in words_of(picture)
    assert "−1,0 punti" in words_of(picture)
    assert "tra 4 % e 18 % della scala" in trace(picture, "changes").hovertext[0]
    assert picture.table["Variazione (% della scala)"].tolist() == [11.0, 4.0, -8.0]


def test_all_scores_or_none_beyond_chance_is_said(say):
    assert "tutti i punteggi salgono" in change_marks(say, [SURE]).takeaway
    assert "nessun punteggio sale" in change_marks(say, [UNSURE]).takeaway


def test_no_change_to_draw_is_no_error(say, checked):
    assert checked(change_marks(say, [])).table.empty
