from datetime import date
from decimal import Decimal

import pytest

from h4a_ui.charts.axes import amount_axis, month_axis
from h4a_ui.charts.picture import BLUE, GREY, INK, ORANGE, compact, compact_euro, draw
from h4a_ui.language import Language


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "0"),
        (Decimal("-0.3"), "0"),
        (999, "999"),
        (1000, "1 mila"),
        (7168, "7,2 mila"),
        (9960, "10 mila"),
        (145_000, "145 mila"),
        (-24_332, "−24 mila"),
        (999_600, "1 mln"),
        (1_246_300, "1,2 mln"),
        (Decimal(12_000_000), "12 mln"),
    ],
)
def test_an_amount_on_a_chart_is_short(say, amount, words):
    assert compact(say, amount) == words


def test_a_short_amount_may_carry_its_sign_and_its_currency(say):
    assert compact(say, 7168, signed=True) == "+7,2 mila"
    assert compact(say, 0, signed=True) == "0"
    assert compact_euro(say, -1200, signed=True) == "−1,2 mila EUR"


def test_months_on_an_axis_are_italian_with_the_year_below(say):
    axis = month_axis(say, [date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1)])
    assert axis["ticktext"] == ["ago<br>2025", "set<br>2025", "ott<br>2025", "nov<br>2025"]


def test_long_stretches_of_months_have_few_labels(say):
    months = [date(2020 + i // 12, i % 12 + 1, 1) for i in range(120)]
    assert len(month_axis(say, months)["tickvals"]) <= 6
    assert month_axis(say, months[3:5])["ticktext"] == ["apr<br>2020", "mag<br>2020"]


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 158_400), (-24_332, 152_168), (-50, -3), (0, 0)])
def test_amounts_on_an_axis_have_few_ticks_inside_it(say, low, high):
    ticks = amount_axis(say, low, high)["tickvals"]
    assert len(ticks) <= 6
    assert all(low <= tick <= high for tick in ticks)
    if low <= 0 <= high:
        assert 0 in ticks


def test_english_figures_group_thousands_with_a_comma():
    assert draw(Language("en"), [], 100).layout.separators == ".,"


@pytest.mark.parametrize("color", [BLUE, GREY, ORANGE, INK])
def test_each_colour_can_be_read_on_white(color):
    def linear(part):
        share = int(part, 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(color[i : i + 2]) for i in (1, 3, 5))
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5
