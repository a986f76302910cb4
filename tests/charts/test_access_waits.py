from h4a_ui.charts.access_waits import MonthOfWait, access_waits
from h4a_ui.charts.picture import ORANGE
from tests.charts.looking import trace, words_of

MARKS = [(24.0, "Lista pubblica: 24"), (4.6, "Pubblicato: 4,6")]


def test_each_family_stands_over_the_month_of_its_wait(say, checked):
    rows = [MonthOfWait(9, 1, 0), MonthOfWait(8, 2, 0), MonthOfWait(4, 1, 1)]
    picture = checked(access_waits(say, rows, 8, MARKS))
    assert picture.takeaway == "3 famiglie su 5 hanno avuto casa in meno di 8 mesi; 1 aspetta ancora"
    assert sorted(trace(picture, "in time").x) == [3.5, 7.5, 7.5]
    assert list(trace(picture, "in time, waiting").x) == [3.5]
    assert trace(picture, "late").marker.color == ORANGE
    assert trace(picture, "late").marker.symbol == "diamond"
    places = [(x, y) for one in picture.figure.data for x, y in zip(one.x, one.y, strict=True)]
    assert len(set(places)) == 5


def test_limit_and_published_waits_are_named_from_the_left_and_in_sight(say):
    picture = access_waits(say, [MonthOfWait(4, 3, 0)], 8, MARKS)
    notes = picture.figure.layout.annotations
    assert [one.text for one in notes] == ["Pubblicato: 4,6", "limite del contratto: 8 mesi", "Lista pubblica: 24"]
    assert picture.figure.layout.xaxis.range[1] > 24


def test_beyond_sixty_families_the_months_are_bars(say, checked):
    picture = checked(access_waits(say, [MonthOfWait(4, 50, 5), MonthOfWait(10, 20, 0)], 8, MARKS))
    assert {one.type for one in picture.figure.data} == {"bar"}
    assert picture.takeaway == "50 famiglie su 75 hanno avuto casa in meno di 8 mesi; 5 aspettano ancora"
    assert "Lista pubblica" in words_of(picture)
    assert picture.table["In attesa"].tolist() == [5, 0]


def test_one_family_is_said_in_the_singular(say):
    takeaway = access_waits(say, [MonthOfWait(4, 1, 0)], 8, MARKS).takeaway
    assert takeaway == "1 famiglia su 1 ha avuto casa in meno di 8 mesi"


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(access_waits(say, [], 8, MARKS)).table.empty
