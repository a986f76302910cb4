"""Words, numbers and dates as each reader writes them; expected values are worked out by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.text import Text
from h4a_ui.language import Language

IT, EN = Language("it"), Language("en")


@pytest.mark.parametrize(
    ("value", "digits", "it", "en"),
    [
        (0, 0, "0", "0"),
        (8700, 0, "8.700", "8,700"),
        (999, 0, "999", "999"),
        (1_000, 0, "1.000", "1,000"),
        (9_999, 0, "9.999", "9,999"),
        (10_000, 0, "10.000", "10,000"),
        (11_800, 0, "11.800", "11,800"),
        (1_234_567, 0, "1.234.567", "1,234,567"),
        (-1200, 0, "−1.200", "−1,200"),
        (-152_168, 0, "−152.168", "−152,168"),
        (2.5, 1, "2,5", "2.5"),
        (2, 1, "2,0", "2.0"),
        (1234.5, 2, "1.234,50", "1,234.50"),
        (12_345.678, 2, "12.345,68", "12,345.68"),
        (Fraction(1, 3), 3, "0,333", "0.333"),
        (Decimal("76.00"), 0, "76", "76"),
    ],
)
def test_a_number_in_prose_is_grouped_from_a_thousand_up(value, digits, it, en):
    assert IT.number(value, digits) == it
    assert EN.number(value, digits) == en


def test_a_half_is_rounded_away_from_zero_and_rounding_comes_before_grouping():
    assert [IT.number(value) for value in (0.5, 1.5, 2.5, -2.5)] == ["1", "2", "3", "−3"]
    assert IT.number(9_999.5) == "10.000"
    assert IT.number(1.005, 2) == "1,01"  # as it is written, not as a binary float


def test_a_number_to_be_typed_can_be_read_in_one_way_only():
    assert [IT.typed(1500), IT.typed(Decimal("1500.5"), 2), EN.typed(1500)] == ["1500", "1500,50", "1500"]


def test_nothing_is_ever_minus_zero():
    assert IT.number(-0.4) == "0"
    assert IT.euro(Decimal("-0.49")) == "0 EUR"
    assert IT.signed_euro(-0.4) == "0 EUR"
    assert IT.money(Decimal("-0.001")) == "0,00"
    assert IT.percent(Fraction(-1, 1000)) == "0 %"


@pytest.mark.parametrize(
    ("value", "it", "en"),
    [
        (145_000, "145.000 EUR", "145,000 EUR"),
        (Decimal("7168.00"), "7.168 EUR", "7,168 EUR"),
        (Decimal("-1200.50"), "−1.201 EUR", "−1,201 EUR"),
    ],
)
def test_euros_in_prose_are_whole(value, it, en):
    assert IT.euro(value) == it
    assert EN.euro(value) == en


@pytest.mark.parametrize(
    ("value", "written"), [(7168, "+7.168 EUR"), (-1200, "−1.200 EUR"), (0, "0 EUR"), (0.4, "0 EUR")]
)
def test_a_balance_shows_its_sign_unless_it_is_zero(value, written):
    assert IT.signed_euro(value) == written


@pytest.mark.parametrize(
    ("value", "it", "en"),
    [
        (Decimal("1234.56"), "1.234,56", "1,234.56"),
        (44_000, "44.000,00", "44,000.00"),
        (Decimal("0.005"), "0,01", "0.01"),
        (Decimal("-6232.00"), "−6.232,00", "−6,232.00"),
    ],
)
def test_money_in_tables_goes_to_the_cent_and_is_always_grouped(value, it, en):
    assert IT.money(value) == it
    assert EN.money(value) == en


@pytest.mark.parametrize(
    ("share", "digits", "it", "en"),
    [
        (Fraction(9, 11), 0, "82 %", "82 %"),
        (Fraction(8, 11), 1, "72,7 %", "72.7 %"),
        (Fraction(4, 5), 0, "80 %", "80 %"),
        (Decimal("0.8"), 0, "80 %", "80 %"),
        (0.818, 0, "82 %", "82 %"),
        (0, 0, "0 %", "0 %"),
        (1, 0, "100 %", "100 %"),
    ],
)
def test_a_share_is_written_as_a_percentage(share, digits, it, en):
    assert IT.percent(share, digits) == it
    assert EN.percent(share, digits) == en


def test_dates_in_tables_in_prose_and_on_an_axis():
    day = date(2025, 11, 3)
    assert (IT.date(day), EN.date(day)) == ("03/11/2025", "03/11/2025")
    assert (IT.long_date(day), EN.long_date(day)) == ("3 novembre 2025", "3 November 2025")
    assert (IT.month(day), EN.month(day)) == ("nov 2025", "Nov 2025")
    assert (IT.month(date(2026, 5, 31)), EN.month(date(2026, 5, 31))) == ("mag 2026", "May 2026")


def test_italian_is_said_as_it_is_written_with_its_placeholders_filled():
    assert IT("Una frase che nessuno dice") == "Una frase che nessuno dice"
    assert IT("{done} di {all}", done=9, all=11) == "9 di 11"


def test_a_sentence_without_values_may_contain_braces():
    assert IT("un insieme {vuoto}") == "un insieme {vuoto}"


@pytest.mark.parametrize(
    ("n", "said"), [(0, "mancano 0 famiglie"), (1, "manca 1 famiglia"), (12_000, "mancano 12.000 famiglie")]
)
def test_a_count_chooses_the_form_and_is_written_as_a_number(n, said):
    assert IT.plural("manca {n} famiglia", "mancano {n} famiglie", n) == said


def test_a_word_of_the_programme_comes_in_the_language_of_the_reader():
    words = Text(it="casa", en="home")
    assert (IT.text(words), EN.text(words)) == ("casa", "home")


def test_two_visitors_keep_their_own_language():
    here, there = Language("it"), Language("en")
    assert (here.number(11_800), there.number(11_800), here.number(11_800)) == ("11.800", "11,800", "11.800")
