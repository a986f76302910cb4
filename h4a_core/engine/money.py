"""Who pays, who receives and who saves, per calendar year: cash and avoided spending, side by side, never added.

Cash changes hands: what one body pays another receives, so the balances of all bodies add to nothing. What is avoided
was never spent: it is known only against the counterfactual. EUR, rounded to the cent once per flow and year.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.savings import MonthCost
from h4a_core.engine.working import Working, cents, total_working
from h4a_core.programme.model import Source
from h4a_core.programme.money import Avoided, Cash, Dated, Money
from h4a_core.text import Text

MONTHS = 12
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class RentYear:
    """Homes in a calendar year: `rent_days` sums monthly rent x days, `saved_days` (market rent - rent) x days, in EUR.

    `compared` of the `families` have a market rent to compare with.
    """

    year: int
    families: int
    rent_days: Decimal
    compared: int
    saved_days: Decimal


@dataclass(frozen=True, slots=True)
class ContributionYear:
    """What `families` added to their own stays in a calendar year, in EUR."""

    year: int
    families: int
    eur: Decimal


@dataclass(frozen=True, slots=True)
class MoneyRecords:
    """What the records say of money; `paid` are premiums paid (EUR) by calendar year."""

    rents: Sequence[RentYear] = ()
    contributions: Sequence[ContributionYear] = ()
    paid: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """EUR by calendar year, and how they were worked out; `rests_on` is what they split by year, if not records.

    `withheld` are years in which it is of fewer than three families: it is not shown and stands in no sum.
    """

    by_year: Mapping[int, Decimal]
    formula: Text | None = None
    withheld: frozenset[int] = frozenset()
    rests_on: Working | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One flow of cash (`giver` to `taker`), or what `taker` was spared."""

    kind: Literal["cash", "avoided"]
    label: Text
    giver: str | None
    taker: str
    figure: Figure
    note: Text | None = None
    source: Source | None = None

    def amount(self, year: int | None = None) -> Decimal:
        """EUR in a year, or (None) in all of them."""
        by_year = self.figure.by_year
        return sum(by_year.values(), _NOTHING) if year is None else by_year.get(year, _NOTHING)

    @property
    def working(self) -> Working:
        """How the amount of all years came about, year by year."""
        step = "data" if self.figure.rests_on is None else self.figure.rests_on.badge
        inputs = tuple(
            Working(Text(it=str(year), en=str(year)), eur, "EUR", step) for year, eur in self.figure.by_year.items()
        )
        return Working(self.label, self.amount(), "EUR", "data", self.figure.formula, inputs, source=self.source)


@dataclass(frozen=True, slots=True)
class Account:
    """What a body pays, receives and saves, in EUR, in one year or in all."""

    body: str
    pays: Decimal
    receives: Decimal
    saves: Decimal

    @property
    def balance(self) -> Decimal:
        """Cash received less cash paid; savings are no part of it."""
        return self.receives - self.pays

    @property
    def outflow(self) -> Decimal:
        """Cash paid, with the sign of money that leaves."""
        return -self.pays


def lines(
    money: Money, records: MoneyRecords, months: Sequence[MonthCost], avoided: Working, as_of: date
) -> list[Line]:
    """Every flow and saving by calendar year up to a day, in the order of the file; those of no money are left out.

    Args:
        money: bodies, flows and savings of the evaluation.
        records: as measured.
        months: cost expected and observed in hotels, month by month.
        avoided: the cost avoided in hotels over all months, with its working.
        as_of: the day; an amount of a source counts from its year on.

    """
    known = _figures(records, months, avoided)
    found = []
    for flow in money.flows:
        kept = known[flow.amount] if isinstance(flow.amount, str) else _dated(flow.amount, as_of)
        source = None if isinstance(flow.amount, str) else flow.amount.source
        found.append(Line("cash", flow.label, flow.giver, flow.taker, kept, flow.note, source))
    found += [Line("avoided", one.label, None, one.saver, known[one.amount], one.note) for one in money.savings]
    return [one for one in found if one.figure.withheld or any(one.figure.by_year.values())]


def years(found: Iterable[Line]) -> list[int]:
    """Every calendar year in which money moved or was saved, first to last without a gap."""
    known = {year for one in found for year in (*one.figure.by_year, *one.figure.withheld)}
    return list(range(min(known), max(known) + 1)) if known else []


def accounts(money: Money, found: Sequence[Line], year: int | None = None) -> list[Account]:
    """What each body pays, receives and saves, in a year or (None) in all, in the order of the file."""
    return [
        Account(
            body,
            pays=sum((one.amount(year) for one in found if one.giver == body), _NOTHING),
            receives=sum((one.amount(year) for one in found if one.taker == body and one.kind == "cash"), _NOTHING),
            saves=sum((one.amount(year) for one in found if one.taker == body and one.kind == "avoided"), _NOTHING),
        )
        for body in money.bodies
    ]


def grants(money: Money, as_of: date) -> list[Working]:
    """The amounts that a source gives and the records do not, up to the year of a day, each with its source."""
    return [
        Working(flow.label, flow.amount.value, "EUR", "data", source=flow.amount.source)
        for flow in money.flows
        if isinstance(flow.amount, Dated) and flow.amount.year <= as_of.year
    ]


def granted(money: Money, as_of: date) -> Working:
    """All that `grants` gives, added up (EUR)."""
    formula = Text(it="somma dei contributi", en="sum of the grants")
    return total_working(Text(it="Contributi pubblici", en="Public grants"), grants(money, as_of), "EUR", formula)


def in_all(label: Text, found: Sequence[Line]) -> Working:
    """Several flows or savings added up over all years (EUR)."""
    formula = Text(it="somma delle voci", en="sum of the items")
    return total_working(label, tuple(one.working for one in found), "EUR", formula)


def _dated(amount: Dated, as_of: date) -> Figure:
    return Figure({amount.year: amount.value} if amount.year <= as_of.year else {})


def _figures(records: MoneyRecords, months: Sequence[MonthCost], saving: Working) -> dict[Cash | Avoided, Figure]:
    """Everything that the records give, by the name under which the evaluation's file asks for it."""
    observed: dict[int, Decimal] = {}
    avoided: dict[int, Decimal] = {}
    for one in months:
        year = one.month.year
        observed[year] = observed.get(year, _NOTHING) + one.observed
        avoided[year] = avoided.get(year, _NOTHING) + one.expected - one.observed
    return {
        "premium_paid": Figure(dict(records.paid), _PAID),
        "hotel_cost": Figure({year: cents(eur) for year, eur in observed.items()}, _OBSERVED),
        "hotel_avoided": Figure({year: cents(eur) for year, eur in avoided.items()}, _AVOIDED, rests_on=saving),
        "rents": _shown(((one.year, one.families, _rent(one.year, one.rent_days)) for one in records.rents), _RENT),
        "rent_below_market": _shown(
            ((one.year, one.compared, _rent(one.year, one.saved_days)) for one in records.rents), _BELOW
        ),
        "stay_contributions": _shown(((one.year, one.families, one.eur) for one in records.contributions), _ADDED),
    }


def _rent(year: int, eur_days: Decimal) -> Decimal:
    """Monthly amounts x days as the amount of a year: 12 months spread over its days."""
    return cents(Fraction(eur_days) * MONTHS / (366 if calendar.isleap(year) else 365))


def _shown(found: Iterable[tuple[int, int, Decimal]], formula: Text) -> Figure:
    """Amounts of years, families behind them: those of fewer than three families are withheld."""
    rows = [(year, families, eur) for year, families, eur in found if families]
    return Figure(
        {year: eur for year, families, eur in rows if families >= SMALLEST_CELL},
        formula,
        frozenset(year for year, families, _ in rows if families < SMALLEST_CELL),
    )


_PAID = Text(it="pagamenti registrati, per anno del pagamento", en="payments recorded, by year of payment")
_OBSERVED = Text(
    it="notti × costo netto di ogni permanenza, mese per mese", en="nights × net cost of each stay, by month"
)
_AVOIDED = Text(
    it="costo atteso senza il programma − costo avvenuto, mese per mese",
    en="cost expected without the programme − cost that took place, by month",
)
_RENT = Text(
    it="canone mensile × 12 × giorni in casa ÷ giorni dell'anno, sommato sulle famiglie",
    en="monthly rent × 12 × days housed ÷ days of the year, summed over the families",
)
_BELOW = Text(
    it="(canone di mercato − canone) × 12 × giorni in casa ÷ giorni dell'anno, sommato sulle famiglie",
    en="(market rent − rent) × 12 × days housed ÷ days of the year, summed over the families",
)
_ADDED = Text(
    it="contributo al giorno × notti, sommato sulle famiglie", en="contribution a day × nights, summed over families"
)
