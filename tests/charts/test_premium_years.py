from decimal import Decimal

from h4a_ui.charts.premium_years import YearRow, premium_by_year
from tests.charts.looking import trace, words_of


def test_years_add_up_to_what_is_earned_and_possible(say, checked):
    rows = [YearRow("Anno 1", Decimal(22_000), Decimal(0)), YearRow("Anno 2", Decimal(123_000), Decimal(55_000))]
    picture = checked(premium_by_year(say, rows, YearRow("Totale", Decimal(145_000), Decimal(55_000))))
    assert picture.takeaway == "Maturati 145.000 EUR, ancora possibili 55.000 EUR"
    assert "123 mila (+55 mila)" in words_of(picture)
    assert list(picture.table.columns) == ["Anno", "Maturato (EUR)", "Ancora possibile (EUR)"]


def test_the_scenario_stands_beside_the_facts(say, checked):
    rows = [YearRow("Anno 1", Decimal(22_000), Decimal(0), Decimal(30_000), Decimal(1000))]
    picture = checked(premium_by_year(say, rows, rows[0]))
    assert picture.takeaway == ("Maturati 22.000 EUR, ancora possibili 0 EUR; nello scenario 30.000 EUR e 1.000 EUR")
    assert list(trace(picture, "scenario, earned").x) == [30_000]
    assert picture.table["Scenario: maturato (EUR)"].tolist() == [30_000]


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(premium_by_year(say, [], YearRow("Totale", 0, 0))).table.empty
