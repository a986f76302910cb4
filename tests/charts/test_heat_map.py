from decimal import Decimal

import pytest

from h4a_ui.charts.heat_map import heat_map
from tests.charts.looking import trace


def test_the_map_counts_the_pairs_that_pay(say, checked):
    net = [[Decimal(-2000), Decimal(0)], [Decimal(-400), Decimal(3000)]]
    picture = checked(heat_map(say, "Notti", [44, 150], "Costo", [48, 60], net, (97, 48)))
    assert picture.takeaway == "Il saldo è almeno in pari in 2 combinazioni su 4"
    assert (trace(picture, "here").x[0], trace(picture, "here").y[0]) == (0.5, 0)
    assert picture.figure.data[0].text[1][1] == "+3"
    assert picture.figure.data[0].text[0][0] == "−2"
    assert picture.table["150"].tolist() == [0, 3000]
    assert list(trace(picture, "zero").x) == [0.5, 0.5, None, 0.5, 0.5, None]


@pytest.mark.parametrize(
    ("net", "takeaway"),
    [
        ([[-1, -2]], "Il saldo è negativo in tutte le 2 combinazioni"),
        ([[1, 2]], "Il saldo è almeno in pari in tutte le 2 combinazioni"),
        ([[-1, 2]], "Il saldo è almeno in pari in 1 combinazione su 2"),
    ],
)
def test_the_title_of_the_map_follows_the_signs(say, net, takeaway):
    assert heat_map(say, "Notti", [44, 150], "Costo", [48], net, (44, 48)).takeaway == takeaway


def test_values_outside_the_map_are_marked_at_its_edge(say):
    picture = heat_map(say, "Notti", [44, 150], "Costo", [48, 60], [[1, 1], [1, 1]], (500, 10))
    assert (trace(picture, "here").x[0], trace(picture, "here").y[0]) == (1, 0)


def test_values_along_the_axes_may_have_decimals(say):
    picture = heat_map(say, "Quota", [0.25, 0.5], "Costo", [Decimal("47.5")], [[1, 1]], (0.25, 48))
    assert list(picture.figure.layout.xaxis.ticktext) == ["0,25", "0,5"]
    assert list(picture.figure.layout.yaxis.ticktext) == ["47,5"]


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(heat_map(say, "Notti", [], "Costo", [], [], (0, 0))).table.empty
