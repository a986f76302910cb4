"""A balance step by step."""

from decimal import Decimal

from h4a_core.engine.balance import BalanceStep, balance_steps


def test_a_gain_is_added_a_cost_taken_away_and_a_total_stands_alone() -> None:
    items = [("gain", Decimal("158400.10")), ("cost", Decimal("6232.20")), ("total", Decimal("152167.90"))]
    assert list(balance_steps(items)) == [
        BalanceStep("gain", Decimal("158400.10"), Decimal(0), Decimal("158400.10")),
        BalanceStep("cost", Decimal("-6232.20"), Decimal("158400.10"), Decimal("152167.90")),
        BalanceStep("total", Decimal("152167.90"), Decimal(0), Decimal("152167.90")),
    ]


def test_after_a_total_the_balance_goes_on_from_there() -> None:
    *_, last = balance_steps([("gain", Decimal(-10)), ("total", Decimal(-12)), ("cost", Decimal(3))])
    assert (last.before, last.after) == (-12, -15)


def test_no_item_makes_no_step() -> None:
    assert list(balance_steps([])) == []
