from datetime import date
from decimal import Decimal

from h4a_core.engine.savings import MonthCost
from h4a_ui.charts.cumulative import cumulative_costs
from tests.charts.looking import words_of

MONTHS = [date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1)]


def running(expected, observed):
    return [
        MonthCost(month, Decimal(without), Decimal(within))
        for month, without, within in zip(MONTHS[: len(expected)], expected, observed, strict=True)
    ]


def test_the_space_between_the_lines_is_named_in_euro(say, checked):
    picture = checked(
        cumulative_costs(
            say,
            running([50_000, 100_000, 158_400], [2000, 4000, 6232]),
            running([15_000, 30_000, 46_464], [2000, 4000, 6232]),
            running([250_000, 500_000, 771_000], [2000, 4000, 6232]),
        )
    )
    assert picture.takeaway == (
        "Fino a nov 2025 si stima che il programma abbia evitato 152.168 EUR di spesa in alberghi; "
        "secondo le ipotesi, da 40 mila a 765 mila EUR"
    )
    assert "<b>152 mila EUR</b> evitati" in words_of(picture)
    assert "costo fino a 771 mila ↑" in words_of(picture)
    assert picture.table["Spesa evitata (EUR)"].tolist() == [48_000, 96_000, 152_168]
    assert picture.table["Senza, ipotesi alta (EUR)"].tolist() == [250_000, 500_000, 771_000]


def test_a_programme_that_costs_more_than_hotels_says_so(say, checked):
    picture = checked(cumulative_costs(say, running([1, 2, 1000], [1, 2, 48_000])))
    assert picture.takeaway == "Fino a nov 2025 gli alberghi sono costati 47.000 EUR in più che senza programma"
    assert "<b>47 mila EUR</b> in più" in words_of(picture)
    assert list(picture.table.columns) == [
        "Mese",
        "Senza programma (EUR)",
        "Con il programma (EUR)",
        "Spesa evitata (EUR)",
    ]
    assert picture.table["Spesa evitata (EUR)"].iloc[-1] == -47_000


def test_equal_costs_avoid_nothing(say, checked):
    picture = checked(cumulative_costs(say, running([0], [0])))
    assert picture.takeaway == "Fino a set 2025 il programma non ha evitato spese in alberghi"


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(cumulative_costs(say, [])).table.empty
