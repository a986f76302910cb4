from decimal import Decimal

from h4a_core.engine.savings import SizeGroup
from h4a_ui.charts.sizes import by_size_bars
from tests.charts.looking import words_of


def test_sizes_say_where_most_is_avoided(say, checked):
    rows = [
        SizeGroup(1, 1, 5, Decimal(36_000), Decimal(0), Decimal(36_000)),
        SizeGroup(2, 2, 1, Decimal(7200), Decimal(2100), Decimal(5100)),
    ]
    picture = checked(by_size_bars(say, rows))
    assert picture.takeaway == "La spesa evitata è più alta per le famiglie di 1 persona: 36.000 EUR"
    assert "1 famiglia" in words_of(picture)
    assert "2 persone" in words_of(picture)
    assert picture.table["Spesa evitata (EUR)"].tolist() == [36_000, 5100]


def test_sizes_without_any_saving_say_so(say):
    takeaway = by_size_bars(say, [SizeGroup(3, 3, 2, Decimal(100), Decimal(400), Decimal(-300))]).takeaway
    assert takeaway == "Nessuna spesa evitata: il dato migliore è quello delle famiglie di 3 persone, −300 EUR"


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(by_size_bars(say, [])).table.empty
