from fractions import Fraction

from h4a_ui.charts.ratio_range import RatioBar, per_euro, ratio_range
from tests.charts.looking import trace, words_of

BAR = RatioBar("Durata", Fraction(1, 50), Fraction(3, 50), "1 anno", "5 anni")


def test_the_sentence_says_what_a_euro_is_worth_and_how_far_that_goes(say, checked):
    picture = checked(ratio_range(say, Fraction(1, 250), Fraction(1, 25), Fraction(7, 50), [BAR]))
    assert picture.takeaway == "Ogni euro messo ne vale 0,04: da meno di 0,01 a 0,14 secondo le ipotesi"
    assert "1: il valore pareggia le risorse" in words_of(picture)


def test_the_range_is_drawn_from_low_to_high_and_1_is_always_in_sight(say):
    picture = ratio_range(say, Fraction(1, 10), Fraction(2, 10), Fraction(3, 10), [])
    bar = trace(picture, "range")
    assert (bar.base[0], round(bar.x[0], 6)) == (0.1, 0.2)
    low, high = picture.figure.layout.xaxis.range
    assert low < 0
    assert high > 1


def test_beyond_1_and_below_0_the_line_grows(say):
    low, high = ratio_range(say, Fraction(-2), Fraction(1), Fraction(3), []).figure.layout.xaxis.range
    assert low < -2
    assert high > 3


def test_the_table_holds_one_assumption_at_a_time(say):
    table = ratio_range(say, Fraction(0), Fraction(1, 25), Fraction(1, 5), [BAR]).table
    assert table.iloc[1].tolist() == ["Durata", "1 anno", 0.02, "5 anni", 0.06]
    assert table.iloc[0, 0] == "Tutte le ipotesi insieme"


def test_less_than_a_cent_is_not_nothing(say):
    assert [per_euro(say, Fraction(n, 1000)) for n in (0, 4, 10)] == ["0,00", "meno di 0,01", "0,01"]
