"""The facts: counts and nights as of a day, all that the engine eats.

Measured facts come from the store (`h4a_core.measuring`); a scenario's facts are the same objects with other numbers.
The engine cannot tell them apart, so there is one formula for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal


def _named(readings: Mapping[str, str]) -> list[str]:
    return [f"{reading}={alternative}" for reading, alternative in readings.items()]


@dataclass(frozen=True, slots=True)
class Tally:
    """Households of one cohort by the state of one metric.

    `unanswered` are those whose survey gives no answer; `left_failed` and `left_unanswered` are the part of `failed`
    and `unanswered` that had left the programme. Together they let every reading of the denominator be applied
    (design 5).
    """

    achieved: int = 0
    failed: int = 0
    pending: int = 0
    unanswered: int = 0
    left_failed: int = 0
    left_unanswered: int = 0

    @property
    def total(self) -> int:
        """All households, whatever their state."""
        return self.achieved + self.failed + self.pending + self.unanswered


@dataclass(frozen=True, slots=True)
class Waits:
    """`households` that waited less than `months` whole months (and not less than months - 1).

    `settled` is false while they still wait, `months` then being those of the wait so far; `months` is None for
    households that left without a home.
    """

    months: int | None
    settled: bool
    households: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """`households` of `members` people enrolled on `enrolled_date`: who would have spent nights in hotel, from when.

    `route` is that of their first tenancy, `new_home` or `kept_home`; without a tenancy a family counts as one for a
    new home.
    """

    enrolled_date: date
    members: int
    households: int
    route: str = "new_home"


@dataclass(frozen=True, slots=True)
class ObservedNights:
    """Nights in temporary stays since enrolment, in one month (its first day), by household size; their net cost."""

    month: date
    members: int
    nights: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Steps:
    """How many households of a cohort have got how far, and how many may still (design: screens, Coorti).

    `housed_after` holds, for years 1 to 3, (housed on the anniversary, anniversary not reached yet). Of those that
    `moved_in`, `kept` kept the home they had.
    """

    signed: int
    moved_in: int
    accompanied: int
    housed_after: tuple[tuple[int, int], ...]
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """`households` alike in a home: for how long so far (days since the move-in), and whether the home was `lost` then.

    One that is not lost has lasted `days` and may go on: still housed on the day looked from, or left for a stable
    home of its own.
    """

    days: int
    lost: bool
    households: int


@dataclass(frozen=True, slots=True)
class AtRisk:
    """`households` alike whose success is open: in their home for `days`, decided when they reach `until_days`."""

    days: int
    until_days: int
    households: int


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """`households` by what their latest earlier survey said (None: nothing) and by the `state` of the metric now."""

    improved: bool | None
    state: str
    households: int


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """All that the engine knows of one cohort; counts in households, people and nights.

    `settles` holds, for a metric that is pending, the first and the last day on which it is decided. `weight` is 1 for
    measured facts; a scenario with another number of families carries their ratio there, by which nights and costs
    grow. `spells` and `at_risk` (by metric) are what a forecast of lasting rests on, `earlier_answers` (by metric) what
    one of answering may. `other_tallies` and `other_waits` hold what another reading counts, by "reading=alternative".
    """

    cohort: int
    households: int
    people: int = 0
    minors: int = 0
    housed_now: int = 0
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    waits: Sequence[Waits] = ()
    exposures: Sequence[Exposure] = ()
    observed: Sequence[ObservedNights] = ()
    steps: Steps = Steps(0, 0, 0, ())
    settles: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    weight: Decimal = Decimal(1)
    spells: Sequence[Spell] = ()
    at_risk: Mapping[str, Sequence[AtRisk]] = field(default_factory=dict)
    earlier_answers: Mapping[str, Sequence[EarlierAnswers]] = field(default_factory=dict)
    other_tallies: Mapping[str, Mapping[str, Tally]] = field(default_factory=dict)
    other_waits: Mapping[str, Sequence[Waits]] = field(default_factory=dict)

    def as_read(self, readings: Mapping[str, str]) -> CohortFacts:
        """The same households as the readings in force count them; what only other readings count is left out.

        Earlier answers say nothing of a metric that is counted otherwise than they are.
        """
        if not self.other_tallies and not self.other_waits:
            return self
        named = _named(readings)
        tallies = {metric: tally for name in named for metric, tally in self.other_tallies.get(name, {}).items()}
        waits = next((self.other_waits[name] for name in named if name in self.other_waits), self.waits)
        earlier = {metric: one for metric, one in self.earlier_answers.items() if metric not in tallies}
        return replace(
            self, tallies={**self.tallies, **tallies}, waits=waits, earlier_answers=earlier,
            other_tallies={}, other_waits={},
        )  # fmt: skip

    def tally(self, metric: str, waiting_limit_months: int) -> Tally:
        """Households by state of one metric.

        Waiting is achieved when the home came less than `waiting_limit_months` calendar months after the application
        (seeds: "le famiglie hanno atteso meno di 8 mesi"), failed once the limit has passed, pending before it.
        A cohort for which a scenario fixes the count of the waiting outcome carries that count instead.

        Raises:
            KeyError: the metric is unknown.
        """
        if metric != "waiting" or "waiting" in self.tallies:
            return self.tallies[metric]
        counts = {"achieved": 0, "failed": 0, "pending": 0, "left": 0}
        for wait in self.waits:
            if wait.months is None:
                counts["failed"] += wait.households
                counts["left"] += wait.households
            elif wait.months > waiting_limit_months:
                counts["failed"] += wait.households
            else:
                counts["achieved" if wait.settled else "pending"] += wait.households
        return Tally(counts["achieved"], counts["failed"], counts["pending"], left_failed=counts["left"])


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a programme as of the end of a day."""

    as_of: date
    cohorts: Sequence[CohortFacts]

    @property
    def households(self) -> int:
        """Families in the programme."""
        return sum(cohort.households for cohort in self.cohorts)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a state comes from: a row of an imported file."""

    table: str
    batch_id: int | None
    row: int | None
    day: date | None


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """One household as of a day: its path, its states, and the records behind them. Pseudonymous code only."""

    household_id: str
    cohort: int
    members: int
    minors: int
    application_date: date
    enrolled_date: date
    signed_date: date | None
    move_in_date: date | None
    first_support: date | None
    housed_from: date | None
    exit_date: date | None
    break_date: date | None
    housed_now: bool
    waited_months: int | None
    waiting_settled: bool
    states: Mapping[str, str]
    evidence: Mapping[str, tuple[Evidence, ...]]
    other_states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    other_waits: Mapping[str, tuple[int | None, bool]] = field(default_factory=dict)

    def as_read(self, readings: Mapping[str, str]) -> HouseholdFacts:
        """The same household as the readings in force count it, so that a list adds up to its count."""
        named = _named(readings)
        states = {metric: state for name in named for metric, state in self.other_states.get(name, {}).items()}
        months, settled = next(
            (self.other_waits[name] for name in named if name in self.other_waits),
            (self.waited_months, self.waiting_settled),
        )
        return replace(self, states={**self.states, **states}, waited_months=months, waiting_settled=settled)

    def state(self, metric: str, waiting_limit_months: int) -> str:
        """State of one metric: achieved, failed, pending or unanswered; as `CohortFacts.tally` counts it."""
        if metric != "waiting":
            return self.states[metric]
        if self.waited_months is None or self.waited_months > waiting_limit_months:
            return "failed"
        return "achieved" if self.waiting_settled else "pending"


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one cohort to one yearly survey (`wave` 1 to 3) in one dimension, in households."""

    cohort: int
    wave: int
    dimension: str
    improved: int
    same: int
    worse: int
    no_answer: int


@dataclass(frozen=True, slots=True)
class StayGroup:
    """`stays` episodes alike: year they began, first facility, members, nights, and whether they `ended`.

    An episode is a family's time away from home without a night between two stays. One that had not ended is known for
    `nights` and may have gone on. `cost` is the net cost of all its nights, for all `stays` together; `members` is
    None where the records do not say.
    """

    year: int
    facility: str
    members: int | None
    nights: int
    ended: bool
    stays: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Compared:
    """`families` alike: in the programme or not, their nights in hotel in the window before and in that after."""

    in_programme: bool
    nights_before: int
    nights_after: int
    families: int
