"""The money around the programme, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_core.engine.money import Line, lines, years
from h4a_core.engine.savings import costs_by_month
from h4a_core.measuring.money import measured_money
from h4a_core.programme.money import Money, load_money
from h4a_ui import session
from h4a_ui.session import View


@dataclass(frozen=True, slots=True)
class KnownMoney:
    """Bodies and kinds of money, the lines with their amounts, the years they fall in, whether any premium was paid."""

    money: Money
    lines: Sequence[Line]
    years: Sequence[int]
    premium_paid: bool


def known_money(view: View) -> KnownMoney:
    """All lines as of the view's day."""
    money = session.evaluation("money", load_money)
    records = session.measured(measured_money, view.programme.id, view.as_of)
    made = view.statement
    found = lines(money, records, costs_by_month(view.facts, made.terms), made.savings.gross, view.as_of)
    return KnownMoney(money, found, years(found), bool(records.paid))
