"""What is stored equals what was meant, or is a question; never another number."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h4a_core.records.cells.days import read_day
from h4a_core.records.cells.numbers import read_number
from h4a_core.tables.fields import Field
from h4a_core.text import Text

HIGHEST = {"decimal": Decimal(24), "int": Decimal(1_000_000)}


def read(kind, text, sign="comma", order="day_first", century=None):
    field = Field("f", kind, Text(it="f", en="f"), Text(it="f", en="f"), high=HIGHEST.get(kind))
    if kind == "date":
        day = read_day(text, order, century)
        return day and day[0]
    number = read_number(field, text, sign)
    return number and number.value


def italian(amount):
    whole, cents = f"{abs(amount):,.2f}".split(".")
    return ("-" if amount < 0 else "") + whole.replace(",", ".") + "," + cents


amounts = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2, allow_nan=False)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(amounts, st.sampled_from(["{}", "€ {}", "{} €", " {} ", "{} EUR", "{} euro"]))
def test_an_italian_amount_is_read_as_written(amount, frame):
    assert read("money", frame.format(italian(amount))) == amount
    assert read("money", frame.format(italian(amount).replace(".", " "))) == amount
    assert read("money", frame.format(f"{amount:.2f}".replace(".", ","))) == amount


@given(amounts)
def test_an_english_amount_is_read_as_written(amount):
    assert read("money", f"{amount:.2f}") == amount
    assert read("money", f"{amount:,.2f}") == amount


@given(st.integers(min_value=-999_999, max_value=999_999))
def test_a_whole_amount_with_italian_thousands_is_read_as_written(amount):
    assert read("money", f"{amount:,}".replace(",", ".")) == amount
    assert read("int", f"{amount:,}".replace(",", ".")) == amount
    assert read("int", f"{amount},0") == amount


@given(days)
def test_a_day_is_read_as_written_in_every_usual_way(day):
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d 00:00:00", "%d/%m/%Y 10:30"):
        assert read("date", day.strftime(pattern)) == day
    assert read("date", f" {day.day}/{day.month}/{day.year} ") == day
    assert read("date", day.strftime("%d/%m/%y")) is None


@given(st.text(alphabet="0123456789.,-/ eE_+", max_size=9))
def test_no_text_is_ever_an_error(text):
    for kind, kinds in (("money", Decimal), ("decimal", Decimal), ("int", Decimal), ("date", date)):
        assert read(kind, text) is None or isinstance(read(kind, text), kinds)


@pytest.mark.parametrize("text", ["12,345", "1e3", "1_000", "2 3", "--5", "1.23.4", "abc", "99999999999", "1,2,3", "€"])
def test_what_can_be_read_in_two_ways_or_none_is_a_question(text):
    assert read("money", text) is None


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("decimal", "1.500", "1.5"),
        ("decimal", "1,25", "1.25"),
        ("decimal", "1.234,5", "1234.5"),
        ("money", "0,500", "0.5"),
        ("money", "1234.567", "1234.57"),
        ("money", "− 58,00", "-58"),
        ("money", "1'234,50", "1234.5"),
        ("money", "1,234,567", "1234567"),
    ],
)
def test_marks_mean_what_they_mean_for_that_kind_of_number(kind, text, meant):
    assert read(kind, text) == Decimal(meant)


@pytest.mark.parametrize("text", ["31/02/2023", "12/31/2022", "20220201", "22931", "01/02/20222", "2022", "00/01/2022"])
def test_what_is_no_day_is_not_made_one(text):
    assert read("date", text) is None


@pytest.mark.parametrize("text", ["2,5", "3.7", "x", "1e2", "99999999999"])
def test_what_is_no_whole_number_is_not_rounded(text):
    assert read("int", text) is None
