"""Who pays, receives and saves by year: cash adds to nothing, what is avoided stands apart, few are withheld."""

from datetime import date
from decimal import Decimal

from h4a_core.engine.money import (
    Account,
    ContributionYear,
    Line,
    MoneyRecords,
    RentYear,
    accounts,
    granted,
    grants,
    in_all,
    lines,
    years,
)
from h4a_core.engine.savings import MonthCost
from h4a_core.engine.working import Working
from h4a_core.programme.money import load_money
from h4a_core.text import Text
from tests.conftest import TORINO

MONEY = load_money(TORINO.with_suffix("") / "money.yaml")
DAY = date(2024, 6, 30)
RECORDS = MoneyRecords(
    rents=(
        # 2023: 3 families, 365 days at 300 EUR each: 3 600 a year each; 2024 is a leap year: 182 days at 366 in all
        RentYear(2023, 3, Decimal(3 * 365 * 300), 3, Decimal(3 * 365 * 50)),
        RentYear(2024, 3, Decimal(182 * 366), 2, Decimal(1000)),
    ),
    contributions=(ContributionYear(2023, 4, Decimal("120.50")), ContributionYear(2024, 1, Decimal(80))),
    paid={2024: Decimal(22_000)},
)
MONTHS = [
    MonthCost(date(2023, 11, 1), Decimal("1440.005"), Decimal(640)),
    MonthCost(date(2023, 12, 1), Decimal(100), Decimal(0)),
    MonthCost(date(2024, 1, 1), Decimal(0), Decimal(500)),
]
NIGHT = Working(Text(it="Costo di una notte", en="Cost of a night"), 60, "EUR", "assumption")
GROSS = Working(Text(it="Spesa evitata", en="Cost avoided"), 400, "EUR", "estimate", inputs=(NIGHT,))


def _found() -> list[Line]:
    return lines(MONEY, RECORDS, MONTHS, GROSS, DAY)


def _line(label: str) -> Line:
    return next(one for one in _found() if one.label.en == label)


def test_a_rent_is_twelve_months_spread_over_the_days_of_its_year() -> None:
    # 2023: 3 x 300 x 12 x 365 / 365 = 10 800; 2024: 182 x 366 x 12 / 366 = 2 184
    assert _line("rents").figure.by_year == {2023: Decimal("10800.00"), 2024: Decimal("2184.00")}
    assert _line("rents").amount() == Decimal("12984.00")
    assert _line("rents").amount(2024) == 2184


def test_what_is_of_fewer_than_three_families_is_withheld_and_stands_in_no_sum() -> None:
    saved = _line("rent below the market")
    assert (saved.figure.by_year, saved.figure.withheld) == ({2023: Decimal("1800.00")}, frozenset({2024}))
    added = _line("share of the hotels")
    assert (added.amount(), added.figure.withheld) == (Decimal("120.50"), frozenset({2024}))


def test_hotels_avoided_are_cost_expected_less_cost_observed_and_may_be_negative() -> None:
    avoided = _line("hotels avoided")
    assert avoided.kind == "avoided"
    assert avoided.working.badge == "assumption"  # the price of a night is
    assert avoided.figure.by_year == {2023: Decimal("900.01"), 2024: Decimal(-500)}  # 1 540.005 - 640, half up


def test_cash_of_all_bodies_adds_to_nothing_in_every_year() -> None:
    for year in (*years(_found()), None):
        assert sum(one.balance for one in accounts(MONEY, _found(), year)) == 0


def test_the_city_pays_premium_and_hotels_and_saves_apart_from_that() -> None:
    (city, *_) = accounts(MONEY, _found())
    # 22 000 premium + 640 + 500 hotels; saved 900.01 - 500
    assert (city.body, city.pays, city.receives, city.saves) == ("city", 23_140, 0, Decimal("400.01"))
    assert city.balance == -23_140


def test_a_year_alone_is_only_that_year() -> None:
    found = {one.body: one for one in accounts(MONEY, _found(), 2023)}
    assert found["city"].pays == 640
    assert found["market"].receives == Decimal("11560.50")  # 640 + 10 800 + 120.50
    assert found["state"].pays == 0


def test_a_grant_counts_from_its_year_on_with_its_source() -> None:
    assert _line("State grant").amount(2022) == 600_000
    assert _line("State grant").source.quote
    (grant,) = grants(MONEY, DAY)
    assert (grant.value, grant.badge) == (600_000, "data")
    assert grants(MONEY, date(2021, 12, 31)) == []
    assert not [
        one for one in lines(MONEY, MoneyRecords(), (), GROSS, date(2021, 12, 31)) if one.label.en == "State grant"
    ]


def test_years_run_without_a_gap_and_lines_of_nothing_are_left_out() -> None:
    assert years(_found()) == [2022, 2023, 2024]
    assert lines(MONEY, MoneyRecords(), (), GROSS, date(2021, 12, 31)) == []
    assert years([]) == []


def test_every_line_says_between_whom_and_how_it_was_worked_out() -> None:
    found = {one.label.en: one for one in _found()}
    hotels, avoided = found["hotels"], found["hotels avoided"]
    assert (hotels.giver, hotels.taker, avoided.giver, avoided.taker) == ("city", "market", None, "city")
    said = {name: one.figure.formula.en.split(" ")[0] for name, one in found.items() if one.figure.formula}
    assert {name: said[name] for name in ("premium", "hotels", "hotels avoided", "rents")} == {
        "premium": "payments", "hotels": "nights", "hotels avoided": "cost", "rents": "monthly",
    }  # fmt: skip
    assert [name for name, one in found.items() if one.source] == ["State grant"]
    notes = {one.label.en: one.note for one in (*MONEY.flows, *MONEY.savings)}
    assert any(notes.values())
    assert {name: one.note for name, one in found.items()} == {name: notes[name] for name in found}


def test_a_source_of_the_year_itself_counts_and_a_later_one_does_not() -> None:
    assert [one.value for one in grants(MONEY, date(2022, 1, 1))] == [600_000]
    alone = lines(MONEY, MoneyRecords(), (), GROSS, date(2022, 1, 1))
    assert [(one.label.en, one.figure.by_year) for one in alone] == [("State grant", {2022: 600_000})]


def test_the_working_of_a_line_shows_it_year_by_year() -> None:
    working = _line("hotels").working
    assert working.value == 1140
    assert [(one.label.it, one.value) for one in working.inputs] == [("2023", 640), ("2024", 500)]
    assert working.formula


def test_flows_added_up_are_as_sure_as_the_weakest_of_them() -> None:
    label = Text(it="In tutto", en="In all")
    # rents 12,984 and contributions 120.50 are recorded; hotels avoided, 800.01 + 100 - 500, rest on an assumption
    known = in_all(label, [_line("rents"), _line("share of the hotels")])
    assert (known.amount, known.badge, len(known.inputs)) == (Decimal("13104.50"), "data", 2)
    partly = in_all(label, [_line("rents"), _line("hotels avoided")])
    assert (partly.amount, partly.badge) == (12_984 + _line("hotels avoided").amount(), "assumption")
    assert in_all(label, []).amount == 0


def test_grants_are_added_up_with_each_of_them_under_the_sum() -> None:
    found = granted(MONEY, DAY)
    assert found.amount == sum(one.value for one in grants(MONEY, DAY)) > 0
    assert granted(MONEY, date(2000, 1, 1)).amount == 0


def test_what_leaves_a_body_has_the_sign_of_money_that_leaves() -> None:
    account = Account("city", Decimal(80), Decimal(30), Decimal(500))
    assert (account.outflow, account.balance) == (-80, -50)
