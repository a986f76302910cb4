from decimal import Decimal
from fractions import Fraction

from h4a_ui.charts.declared import BesideRow, declared_beside_measured
from h4a_ui.charts.rents import BurdenRow, RentRow, burden_pairs, rent_pairs
from tests.charts.looking import trace, words_of

RENTS = [
    RentRow("Tutte (19)", 19, *map(Fraction, ("445.16", "356.58", "88.58", "-88.58"))),
    RentRow("Incapiente (5)", 5, *map(Fraction, ("409.6", "310", "99.6", "-99.6"))),
]
LOOKS = ("prima", "oggi")
SENTENCE = "Il canone prende il {after}, prima il {before}"


def test_rents_are_marked_beside_the_market_and_what_was_published(say, checked):
    picture = checked(rent_pairs(say, RENTS, [("Lo.C.A.Re. 2023", Decimal(361))]))
    assert picture.takeaway == "Una famiglia paga in media 89 EUR al mese meno del mercato"
    assert list(trace(picture, "pagato").x) == [356.58, 310.0]
    assert "445 → 357 EUR · −89 EUR" in words_of(picture)
    assert "Lo.C.A.Re. 2023: 361" in words_of(picture)
    assert picture.table["Risparmio (EUR al mese)"].tolist() == [88.58, 99.6]


def test_a_rent_above_the_market_is_said_as_such(say):
    picture = rent_pairs(say, [RentRow("Tutte (3)", 3, *map(Fraction, (300, 320, -20, 20)))], [])
    assert picture.takeaway == "Una famiglia paga in media 20 EUR al mese più del mercato"
    assert "300 → 320 EUR · +20 EUR" in words_of(picture)


def test_the_weight_of_the_rent_starts_at_zero(say, checked):
    picture = checked(burden_pairs(say, [BurdenRow("Tutte (15)", 15, 0.47, 0.36)], LOOKS, SENTENCE))
    assert picture.takeaway == "Il canone prende il 36 %, prima il 47 %"
    low, high = picture.figure.layout.xaxis.range
    assert low < 0
    assert high > 0.47
    assert picture.table.columns.tolist()[2:] == ["prima (%)", "oggi (%)"]
    assert picture.table["oggi (%)"].tolist() == [36.0]


def test_declared_stands_beside_measured_and_a_hidden_count_is_a_stretch(say, checked):
    rows = [BesideRow("Benessere", 10, 11, 5, 5, 9), BesideRow("Empowerment", 9, 11, 5, 7, 7)]
    picture = checked(declared_beside_measured(say, rows))
    assert "dichiarato 10 di 11 · misurato 5 di 9" in words_of(picture)
    assert "misurato almeno 5 di 7" in words_of(picture)
    assert picture.takeaway == "I punteggi confermano meno di quanto si dichiara in 1 dimensione su 2"
    stretch = [shape for shape in picture.figure.layout.shapes if shape.line.width == 6]
    assert [(shape.x0, shape.x1) for shape in stretch] == [(5 / 7, 1)]
    assert picture.table["Punteggio salito"].tolist() == ["5", "almeno 5"]


def test_a_count_too_small_to_show_is_said_to_be_below_three(say):
    picture = declared_beside_measured(say, [BesideRow("Benessere", 10, 11, 0, 2, 9)])
    assert "misurato meno di 3 di 9" in words_of(picture)
    assert picture.takeaway == "In ogni dimensione i punteggi confermano meno di quanto le famiglie dichiarano"


def test_scores_that_bear_out_the_words_are_said_to(say):
    assert "confermano quanto" in declared_beside_measured(say, [BesideRow("B", 5, 11, 6, 6, 9)]).takeaway


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(rent_pairs(say, [], [])).table.empty
    assert checked(burden_pairs(say, [], LOOKS, SENTENCE)).table.empty
    assert checked(declared_beside_measured(say, [])).table.empty
