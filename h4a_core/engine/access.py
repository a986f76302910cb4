"""Access to a home in money and in time: rent against the market and against income, and how long families waited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from h4a_core.disclosure import merge_small
from h4a_core.engine.retention import DAYS_PER_MONTH
from h4a_core.engine.working import Working
from h4a_core.facts import Facts
from h4a_core.text import Text

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class RentPair:
    """What `families` pay together for their home, EUR a month, and what it is held against.

    `before` is the rent without the programme (the market's, or the one paid before); `income` what they have a
    month, or an indicator of it; zero where the pair is not about income.
    """

    families: int
    before: Decimal
    after: Decimal
    income: Fraction = Fraction(0)

    def __add__(self, other: RentPair) -> RentPair:
        return RentPair(
            self.families + other.families,
            self.before + other.before,
            self.after + other.after,
            self.income + other.income,
        )

    @property
    def saved(self) -> Decimal:
        """What all of them together save, EUR a month; negative where they pay more."""
        return self.before - self.after

    @property
    def saved_share(self) -> Decimal:
        """What all of them together save, as a share of the rent before.

        Raises:
            ZeroDivisionError: the rent before is nothing.

        """
        return self.saved / self.before

    @property
    def mean_saved(self) -> Fraction:
        """What one of them saves on average, EUR a month; negative where they pay more.

        Raises:
            ZeroDivisionError: no family is compared.

        """
        return Fraction(self.saved) / self.families

    @property
    def mean_change(self) -> Fraction:
        """By how much the rent of one of them changes on average, EUR a month; negative where they pay less.

        Raises:
            ZeroDivisionError: no family is compared.

        """
        return -self.mean_saved

    @property
    def means(self) -> tuple[Fraction, Fraction]:
        """Mean rent before and after, EUR a month.

        Raises:
            ZeroDivisionError: no family is compared.

        """
        return Fraction(self.before) / self.families, Fraction(self.after) / self.families

    @property
    def burdens(self) -> tuple[Fraction, Fraction]:
        """Rent before and after as a share of income, both summed over the families first.

        A ratio of sums is not carried away by one family with next to no income, and shows no single family's ratio.

        Raises:
            ZeroDivisionError: together they have no income.

        """
        return Fraction(self.before) / self.income, Fraction(self.after) / self.income


NO_RENTS = RentPair(0, Decimal(0), Decimal(0))
"""Where nothing is compared yet."""


@dataclass(frozen=True, slots=True)
class Rents:
    """The rents of the `families` of one income class that live in a home of the programme on the day.

    `market` compares with the market rent of the same home; `isee` holds both against a twelfth of the ISEE; `income`
    compares rent paid before with rent paid now, both against recorded income. Each over the families that have it.
    """

    income_class: str
    families: int
    market: RentPair
    isee: RentPair
    income: RentPair


def market_pair(rents: Iterable[Rents]) -> RentPair:
    """The rents paid and those of the market, of all families together."""
    return sum((one.market for one in rents), NO_RENTS)


def shown_groups(rents: Sequence[Rents], pair: Callable[[Rents], RentPair]) -> list[tuple[str | None, RentPair]]:
    """One pair for all families (None), then for each income class; only what holds enough families to be shown.

    Where one class is too small the others are left out as well: with the whole known, it could be computed.

    Args:
        rents: by income class.
        pair: which of the comparisons.

    """
    present = [one for one in rents if pair(one).families]
    classes = merge_small(present, lambda one: pair(one).families)
    if not classes:
        return []
    whole = sum(map(pair, present), NO_RENTS)
    apart = len(classes) == len(present) > 1
    return [(None, whole), *((one.income_class, pair(one)) for one in present if apart)]


def mean_saving_working(pair: RentPair) -> Working:
    """How much less than the market rent a family pays on average, EUR a month.

    Raises:
        ZeroDivisionError: no family is compared.

    """
    formula = Text(
        it="(canoni di mercato − canoni pagati) ÷ famiglie, al mese",
        en="(market rents − rents paid) ÷ families, a month",
    )
    label = Text(it="Risparmio medio sul canone", en="Mean saving on the rent")
    return Working(label, pair.mean_saved, "EUR", "data", formula, _leaves(pair))


def yearly_saving_working(pair: RentPair) -> Working:
    """What all families together pay less than the market in twelve months like this one, EUR."""
    formula = Text(it="12 × (canoni di mercato − canoni pagati)", en="12 × (market rents − rents paid)")
    label = Text(it="Risparmio sui canoni in un anno", en="Saving on rents in a year")
    return Working(label, MONTHS_A_YEAR * pair.saved, "EUR", "data", formula, _leaves(pair))


def _leaves(pair: RentPair) -> tuple[Working, ...]:
    return (
        Working(Text(it="Canoni di mercato, al mese", en="Market rents, a month"), pair.before, "EUR", "data"),
        Working(Text(it="Canoni pagati, al mese", en="Rents paid, a month"), pair.after, "EUR", "data"),
        Working(Text(it="Famiglie confrontate", en="Families compared"), pair.families, "households", "data"),
    )


@dataclass(frozen=True, slots=True)
class WaitSummary:
    """How long `families` waited from application to home, in months of 30.4 days: the middle one and the extremes."""

    families: int
    median: float
    shortest: float
    longest: float

    def earlier_than(self, wait_months: Decimal) -> float:
        """By how many months the middle one is shorter than another wait; negative when it is longer."""
        return float(wait_months) - self.median


@dataclass(frozen=True, slots=True)
class InTime:
    """How many families got a home before the limit, of those for which that is `settled`."""

    achieved: int
    settled: int

    @property
    def rate(self) -> Fraction:
        """The share in time, exactly; zero while nothing is settled."""
        return Fraction(self.achieved, self.settled) if self.settled else Fraction(0)


def in_time(facts: Facts, limit_months: int) -> InTime:
    """Families of all cohorts whose home came before so many months, as the contract counts them."""
    tallies = [cohort.tally("waiting", limit_months) for cohort in facts.cohorts]
    return InTime(sum(one.achieved for one in tallies), sum(one.total - one.pending for one in tallies))


def wait_summary(waits: Sequence[tuple[int, int]]) -> WaitSummary | None:
    """Median and range of the waits of families that have their home; None where there is none.

    The median of an even number of families lies halfway between the two in the middle. Families that still wait are
    not in it, so it understates the wait while many do.

    Args:
        waits: days waited and the families that waited so long, in any order.

    """
    days = [day for day, families in sorted(waits) for _ in range(families)]
    if not days:
        return None
    middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
    return WaitSummary(len(days), *(day / DAYS_PER_MONTH for day in (middle, days[0], days[-1])))


def wait_working(summary: WaitSummary) -> Working:
    """The median wait in months, from families that have their home."""
    formula = Text(
        it="metà delle famiglie ha aspettato meno, metà di più; dalla domanda all'ingresso in casa "
        "(per chi ha mantenuto la casa, al nuovo contratto)",
        en="half of the families waited less, half more; from application to moving in "
        "(for a kept home, to the new contract)",
    )
    label = Text(it="Attesa mediana", en="Median wait")
    leaf = Working(
        Text(it="Famiglie che hanno casa", en="Families with a home"), summary.families, "households", "data"
    )
    return Working(label, Decimal(str(round(summary.median, 1))), "months", "data", formula, (leaf,))
