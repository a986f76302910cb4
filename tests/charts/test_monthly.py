from datetime import date
from decimal import Decimal

from h4a_ui.charts.monthly import monthly_bars
from tests.charts.looking import trace

MONTHS = [date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1)]


def euros(*amounts):
    return [Decimal(amount) for amount in amounts]


def test_months_say_when_the_last_hotel_was_paid(say, checked):
    picture = checked(monthly_bars(say, MONTHS, euros(900, 900, 900), euros(0, 120, 0)))
    assert picture.takeaway == "L’ultima spesa in alberghi è di ott 2025; da allora nessuna"
    assert list(trace(picture, "observed").y) == [0, 120, 0]
    assert picture.table["Con il programma (EUR)"].tolist() == [0, 120, 0]


def test_months_compare_the_last_one_when_hotels_are_still_paid(say):
    takeaway = monthly_bars(say, MONTHS, euros(900, 900, 11_900), euros(0, 120, 76)).takeaway
    assert takeaway == "In nov 2025 gli alberghi costano 76 EUR; senza programma 11.900 EUR"


def test_months_without_hotels_say_so(say, checked):
    picture = checked(monthly_bars(say, MONTHS, euros(0, 0, 0), euros(0, 0, 0)))
    assert picture.takeaway == "Nessuna spesa in alberghi per le famiglie del programma"


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(monthly_bars(say, [], [], [])).table.empty
