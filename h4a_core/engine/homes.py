"""Homes: where they come from and how far they are, days and cost of each step, and what families still lack.

A home is *mobilised* when the programme found it; the home that a family already had and kept is *kept*: it counts for
the family, not for the supply. Everything is as of one day: dates to come are not known (None).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TypeAlias

from h4a_core.disclosure import SMALLEST_CELL, merge_small
from h4a_core.engine.working import Summary, Working, cents
from h4a_core.text import Text

STATES: Mapping[str, Text] = {
    "let": Text(it="Affittato", en="Let"),
    "free_again": Text(it="Tornato libero", en="Free again"),
    "available": Text(it="Pronto e vuoto", en="Ready and empty"),
    "in_works": Text(it="In ristrutturazione", en="Under renovation"),
    "found": Text(it="Trovato", en="Found"),
}
"""How far a home is, the farthest first."""


@dataclass(frozen=True, slots=True)
class Let:
    """One contract for a home; `end_date` is the first day without it. Rents in EUR a month."""

    signed_date: date
    move_in_date: date | None
    end_date: date | None
    monthly_rent: Decimal
    market_rent: Decimal | None

    def on(self, day: date) -> bool:
        """Whether the contract was in force on a day."""
        return self.signed_date <= day and (self.end_date is None or day < self.end_date)


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling as of a day, with its contracts so far, the oldest first; what nobody recorded is None."""

    dwelling_id: str
    district: str | None
    origin: str | None
    rooms: int | None
    floor_area_m2: Decimal | None
    acquired_date: date | None
    available_date: date | None
    renovation_cost: Decimal | None
    kept: bool
    lets: tuple[Let, ...] = ()

    @property
    def state(self) -> str:
        """How far it is; works are known by their recorded cost, a home without one was only found so far."""
        if any(one.end_date is None for one in self.lets):
            return "let"
        if self.lets:
            return "free_again"
        if self.available_date:
            return "available"
        return "found" if self.renovation_cost is None else "in_works"

    @property
    def current(self) -> Let | None:
        """The contract in force; the newest, were there more than one."""
        return next((one for one in reversed(self.lets) if one.end_date is None), None)

    @property
    def ready_date(self) -> date | None:
        """The day from which it could be lived in; without one, that of its first contract."""
        return self.available_date or (self.lets[0].signed_date if self.lets else None)

    def free_on(self, day: date) -> bool:
        """Whether it stood ready and without contract on a day."""
        ready = self.ready_date is not None and self.ready_date <= day
        return ready and not any(one.on(day) for one in self.lets)

    def vacant_days(self, until: date) -> int:
        """Days ready and without contract, up to a day (not included)."""
        if self.ready_date is None:
            return 0
        vacant, since = 0, self.ready_date
        for one in self.lets:
            vacant += max((one.signed_date - since).days, 0)
            since = max(since, one.end_date or until)
        return vacant + max((until - since).days, 0)


def mobilised(homes: Sequence[Home]) -> list[Home]:
    """The homes that the programme found: all but those kept."""
    return [home for home in homes if not home.kept]


@dataclass(frozen=True, slots=True)
class OriginCount:
    """The mobilised homes of one origin (None: not recorded), by state."""

    origin: str | None
    states: Mapping[str, int]

    @property
    def homes(self) -> int:
        """All of them."""
        return sum(self.states.values())


def by_origin(homes: Sequence[Home]) -> list[OriginCount]:
    """Count the mobilised homes by origin and state, the most frequent origin first."""
    found = mobilised(homes)
    counts = []
    for origin in {home.origin for home in found}:
        states = Counter(home.state for home in found if home.origin == origin)
        counts.append(OriginCount(origin, {state: states[state] for state in STATES}))
    return sorted(counts, key=lambda one: (-one.homes, -one.states["let"], one.origin or "~"))


@dataclass(frozen=True, slots=True)
class Mobilised:
    """How many homes were mobilised, and how many of them are in each state."""

    working: Working
    by_state: Mapping[str, int]


def counted(homes: Sequence[Home]) -> Mobilised:
    """How many homes were mobilised, with how far they are."""
    states = Counter(home.state for home in mobilised(homes))
    working = Working(
        Text(it="Alloggi mobilitati", en="Homes mobilised"), states.total(), "homes", "data",
        Text(it="somma degli alloggi per stato, senza le case mantenute", en="sum by state, without the homes kept"),
        [Working(label, states[state], "homes", "data") for state, label in STATES.items()],
    )  # fmt: skip
    return Mobilised(working, {state: states[state] for state in STATES})


def by_district(homes: Sequence[Home], smallest: int = SMALLEST_CELL) -> list[tuple[tuple[str, ...], int]]:
    """Count the mobilised homes by district, in order of name; neighbours are merged to `smallest` homes each."""
    counts = Counter(home.district for home in mobilised(homes) if home.district)
    groups = merge_small(sorted(counts), counts.__getitem__, smallest)
    return [(group, sum(counts[one] for one in group)) for group in groups]


@dataclass(frozen=True, slots=True)
class StepDays:
    """The days that a step took, shortest first; `lacking` passed it too, but without dates or with reversed ones."""

    key: str
    days: tuple[int, ...]
    lacking: int = 0

    @property
    def median(self) -> Fraction | None:
        """The days in the middle."""
        return median(map(Fraction, self.days)) if self.days else None


def _first_signed(home: Home) -> date | None:
    return home.lets[0].signed_date if home.lets else None


def _first_moved_in(home: Home) -> date | None:
    return home.lets[0].move_in_date if home.lets else None


_Day: TypeAlias = Callable[[Home], date | None]
_STEPS: Mapping[str, tuple[_Day, _Day]] = {
    "works": (lambda home: home.acquired_date, lambda home: home.available_date),
    "letting": (lambda home: home.available_date, _first_signed),
    "moving": (_first_signed, _first_moved_in),
}


def step_days(homes: Sequence[Home]) -> list[StepDays]:
    """Days of each step of the mobilised homes, up to their first family: works, letting, moving in."""
    return [_step(key, [(start(home), end(home)) for home in mobilised(homes)]) for key, (start, end) in _STEPS.items()]


def _step(key: str, dates: Sequence[tuple[date | None, date | None]]) -> StepDays:
    through = [(start, end) for start, end in dates if end]
    days = sorted((end - start).days for start, end in through if start and start <= end)
    return StepDays(key, tuple(days), len(through) - len(days))


def days_to_let(homes: Sequence[Home]) -> Summary | None:
    """Median days from finding a home to the contract of its first family; None when no home has both dates."""
    step = _step("found_to_let", [(home.acquired_date, _first_signed(home)) for home in mobilised(homes)])
    if step.median is None:
        return None
    behind = Working(Text(it="Alloggi con le due date", en="Homes with both dates"), len(step.days), "homes", "data")
    working = Working(
        Text(it="Dal ritrovamento al contratto", en="From finding to contract"), step.median, "days", "data",
        Text(it="mediana dei giorni dei singoli alloggi", en="median of the days of each home"), (behind,),
    )  # fmt: skip
    return Summary(working, len(step.days))


@dataclass(frozen=True, slots=True)
class Renovation:
    """What making homes fit cost (EUR), over the mobilised ones ready by the day whose cost is recorded."""

    homes: int
    per_home: Working
    per_m2: Working


def renovation(homes: Sequence[Home]) -> Renovation | None:
    """Mean cost of renovation per home and per square metre; None when no finished works have a cost."""
    done = [home for home in mobilised(homes) if home.available_date and home.renovation_cost is not None]
    if not done:
        return None
    cost = sum((home.renovation_cost or Decimal(0) for home in done), Decimal(0))
    m2 = sum((home.floor_area_m2 or Decimal(0) for home in done), Decimal(0))
    total = Working(Text(it="Costo dei lavori finiti", en="Cost of finished works"), cost, "EUR", "data")
    number = Working(Text(it="Alloggi pronti con un costo", en="Ready homes with a cost"), len(done), "homes", "data")
    area = Working(Text(it="Loro superficie", en="Their floor area"), m2, "m²", "data")
    return Renovation(
        len(done),
        _mean(Text(it="Lavori per alloggio", en="Works per home"), "EUR", total, number),
        _mean(Text(it="Lavori al metro quadrato", en="Works per square metre"), "EUR/m²", total, area),
    )


def _mean(label: Text, unit: str, total: Working, over: Working) -> Working:
    formula = Text(
        it=f"{total.label.it.lower()} ÷ {over.label.it.lower()}",
        en=f"{total.label.en.lower()} ÷ {over.label.en.lower()}",
    )
    return Working(label, cents(Fraction(total.value) / Fraction(over.value)), unit, "data", formula, (total, over))


def vacancy(homes: Sequence[Home], as_of: date) -> Summary | None:
    """Mean days that a home stood ready and empty so far; None when none was ever ready."""
    ready = [home for home in mobilised(homes) if home.ready_date]
    if not ready:
        return None
    days = sum(home.vacant_days(as_of) for home in ready)
    working = Working(
        Text(it="Giorni vuoti per alloggio pronto", en="Empty days per ready home"),
        Fraction(days, len(ready)), "days", "data",
        Text(it="giorni pronti e senza contratto ÷ alloggi pronti", en="days ready without contract ÷ ready homes"),
        (
            Working(Text(it="Giorni pronti e senza contratto", en="Days ready without contract"), days, "days", "data"),
            Working(Text(it="Alloggi pronti", en="Ready homes"), len(ready), "homes", "data"),
        ),
    )  # fmt: skip
    return Summary(working, len(ready))


@dataclass(frozen=True, slots=True)
class RentGroup:
    """Mean rent and market rent (EUR a month) of the contracts in force; `origins` is empty for the homes kept."""

    origins: tuple[str | None, ...]
    contracts: int
    rent: Decimal
    market: Decimal

    @property
    def below_market(self) -> Decimal:
        """How much less than the market's the mean rent is (EUR a month); negative when it is more."""
        return self.market - self.rent


def mean_below_market(groups: Sequence[RentGroup]) -> Decimal:
    """How much less than the market's the rent is on average over the contracts of all groups, EUR a month.

    Zero where there is no contract.
    """
    contracts = sum(one.contracts for one in groups)
    below = sum((one.below_market * one.contracts for one in groups), Decimal(0))
    return below / contracts if contracts else Decimal(0)


def rents(homes: Sequence[Home], smallest: int = SMALLEST_CELL) -> list[RentGroup]:
    """Compare rents with the market by origin, then for the homes kept; no group is of fewer than `smallest` families.

    Only contracts in force with a market rent count; small origins are merged with their neighbours.
    """
    known = [(home, one) for home in homes if (one := home.current) and one.market_rent is not None]
    counts = Counter(home.origin for home, _ in known if not home.kept)
    origins = sorted(counts, key=lambda origin: (-counts[origin], origin or "~"))
    groups = [
        _rent_group(group, [one for home, one in known if not home.kept and home.origin in group])
        for group in merge_small(origins, counts.__getitem__, smallest)
    ]
    kept = [one for home, one in known if home.kept]
    return [*groups, *([_rent_group((), kept)] if len(kept) >= smallest else [])]


def _rent_group(origins: tuple[str | None, ...], contracts: Sequence[Let]) -> RentGroup:
    rent = sum((one.monthly_rent for one in contracts), Decimal(0))
    market = sum((one.market_rent or Decimal(0) for one in contracts), Decimal(0))
    number = len(contracts)
    return RentGroup(origins, number, cents(Fraction(rent) / number), cents(Fraction(market) / number))


@dataclass(frozen=True, slots=True)
class Need:
    """Families waiting for a home and homes standing ready and empty, on one day.

    `waiting` is None when one or two families wait: too few to be told.
    """

    day: date
    waiting: int | None
    free: int

    @property
    def lacking(self) -> int | None:
        """Homes that the waiting families lack; None when too few wait to be told."""
        return None if self.waiting is None else max(self.waiting - self.free, 0)


def needs(homes: Sequence[Home], waiting: Sequence[tuple[date, int]], smallest: int = SMALLEST_CELL) -> Iterator[Need]:
    """Set the families waiting, day by day, against the mobilised homes free on that day."""
    supply = mobilised(homes)
    for day, families in waiting:
        told = families if families == 0 or families >= smallest else None
        yield Need(day, told, sum(home.free_on(day) for home in supply))
