from decimal import Decimal

from h4a_ui.charts.picture import ORANGE
from h4a_ui.charts.waterfall import WaterfallItem, waterfall
from tests.charts.looking import words_of


def test_the_waterfall_ends_at_the_balance(say, checked):
    picture = checked(
        waterfall(
            say,
            [
                WaterfallItem("Spesa evitata", Decimal(152_168), "gain"),
                WaterfallItem("Premio", Decimal(145_000), "cost"),
                WaterfallItem("Saldo", Decimal(7168), "total"),
            ],
        )
    )
    assert picture.takeaway == "Col premio maturato finora il saldo per la Città è di 7.168 EUR"
    assert "−145.000 EUR" in words_of(picture)
    assert "<b>7.168 EUR</b>" in words_of(picture)  # no plus: premium is still open
    assert picture.table["Saldo dopo la voce (EUR)"].tolist() == [152_168, 7168, 7168]
    assert list(picture.figure.data[0].x) == [152_168, -145_000, 7168]


def test_a_negative_balance_is_shown_as_negative(say, checked):
    items = [
        WaterfallItem("Spesa evitata", Decimal(-1200), "gain"),
        WaterfallItem("Premio", Decimal(5000), "cost"),
        WaterfallItem("Saldo", Decimal(-6200), "total"),
    ]
    picture = checked(waterfall(say, items))
    assert picture.takeaway == "Col premio maturato finora il saldo per la Città è di −6.200 EUR"
    assert "<b>−6.200 EUR</b>" in words_of(picture)
    assert picture.figure.data[0].x[-1] == -6200
    assert picture.figure.data[0].marker.color[-1] == ORANGE
    assert picture.table["Importo (EUR)"].tolist() == [-1200, -5000, -6200]


def test_a_balance_of_zero_is_said_so(say):
    takeaway = waterfall(say, [WaterfallItem("Saldo", Decimal(0), "total")]).takeaway
    assert takeaway == "Col premio maturato finora il saldo per la Città è di 0 EUR"


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(waterfall(say, [])).table.empty


def test_while_premium_is_open_the_balance_if_all_succeeds_is_said_too(say, checked):
    items = [WaterfallItem("Saldo", Decimal(7168), "total")]
    assert checked(waterfall(say, items, Decimal(-47_832))).takeaway == (
        "Col premio maturato finora il saldo per la Città è di 7.168 EUR; se tutto riesce, di −47.832 EUR"
    )
