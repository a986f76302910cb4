from decimal import Decimal

from h4a_ui.charts.tornado import TornadoBar, tornado
from tests.charts.looking import trace, words_of

PRICE = TornadoBar("Costo di una notte", Decimal(7168), Decimal(135_868), "48 EUR", "87 EUR")
NIGHTS = TornadoBar("Notti", Decimal(-104_768), Decimal(619_648), "44 notti", "2 anni")
PREMIUM = TornadoBar("Premio", Decimal(79_668), Decimal(-65_332), "5.000 EUR", "15.000 EUR")


def test_the_widest_swing_comes_first(say, checked):
    picture = checked(tornado(say, [PRICE, NIGHTS, PREMIUM], Decimal(7168)))
    assert picture.table["Ipotesi"].tolist() == ["Notti", "Premio", "Costo di una notte"]
    assert picture.takeaway == "Conta di più «Notti»: il saldo di oggi va da −104.768 EUR a +619.648 EUR"
    assert "oggi 7.168 EUR" in words_of(picture)


def test_what_lies_below_zero_is_drawn_apart(say):
    picture = tornado(say, [PREMIUM], Decimal(7168))
    assert list(trace(picture, "below").x) == [65_332]
    assert list(trace(picture, "above").x) == [79_668]


def test_the_table_keeps_low_and_high_values_apart(say):
    row = tornado(say, [PREMIUM], Decimal(7168)).table.iloc[0].tolist()
    assert row == ["Premio", "5.000 EUR", 79_668, "15.000 EUR", -65_332]


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(tornado(say, [], 0)).table.empty
