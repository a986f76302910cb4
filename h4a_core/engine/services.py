"""The way of families through the services: application, programme, contract, home, accompaniment, a home kept.

The steps come one after the other, in the order of `services.yaml`: a family *stands before* the first step that it has
not made. So at each step the families that arrive are those that pass, those still on their way, those that left for a
stable home of another kind and those that stop there; nobody is lost from the count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, TypeAlias

from h4a_core.disclosure import SMALLEST_CELL, merge_small
from h4a_core.engine.homes import StepDays
from h4a_core.engine.working import Summary, Working
from h4a_core.programme.services import DATED_STEPS
from h4a_core.text import Text

_ENTERED = Text(it="Entrate nel programma", en="Entered the programme")
Standing: TypeAlias = Literal["passed", "pending", "stable", "stopped"]
State: TypeAlias = Literal["met_lately", "silent", "waiting", "stable", "lost", "listed"]
STATES: tuple[State, ...] = ("met_lately", "silent", "waiting", "stable", "lost", "listed")
"""Where a family is on the day: in its home and met lately or not, waiting for one, gone to a stable home, without its
home, on the list of those who ask to enter."""


@dataclass(frozen=True, slots=True)
class FamilyPath:
    """What the records say of one family by a day; who only asked to enter has no `enrolled_date` and no service.

    `housed` says for each anniversary of entry reached by the day whether the family had its home, `broken_date` when
    it lost its home; `second_year_meeting` the first meeting of that year. `home_date` is when the wait for a home was
    over, on the clock of the contract: moved in or, for a kept home, the new contract.
    """

    household_id: str
    application_date: date
    service: str | None = None
    enrolled_date: date | None = None
    signed_date: date | None = None
    moved_in_date: date | None = None
    met_date: date | None = None
    second_year_meeting: date | None = None
    last_meeting: date | None = None
    year_2_end: date | None = None
    housed: tuple[bool, ...] = ()
    housed_now: bool = False
    broken_date: date | None = None
    left_date: date | None = None
    stable_exit_date: date | None = None
    home_date: date | None = None

    @property
    def days(self) -> Mapping[str, date | None]:
        """The day of each dated step."""
        found = (self.application_date, self.enrolled_date, self.signed_date, self.moved_in_date, self.met_date)
        return dict(zip(DATED_STEPS, found, strict=True))


@dataclass(frozen=True, slots=True)
class Clock:
    """The day looked at, and after how many days without a meeting a family counts as not met."""

    as_of: date
    silence_days: int

    def met_lately(self, family: FamilyPath) -> bool:
        """Whether the family was met within the limit, the day itself included."""
        since = self.as_of - timedelta(days=self.silence_days)
        return family.last_meeting is not None and family.last_meeting >= since


def standing(family: FamilyPath, step: str, clock: Clock) -> Standing:
    """How a family stands at one step of the way, whatever the others."""
    if _passed(family, step, clock):
        return "passed"
    if family.stable_exit_date:
        return "stable"
    gone = family.left_date or (family.broken_date and not family.housed_now)
    return "stopped" if gone or _too_late(family, step, clock) else "pending"


def _passed(family: FamilyPath, step: str, clock: Clock) -> bool:
    if step in DATED_STEPS:
        return family.days[step] is not None
    if step == "accompanied":
        return family.second_year_meeting is not None or clock.met_lately(family)
    return any(family.housed[_year(step) - 1 : _year(step)])


def _too_late(family: FamilyPath, step: str, clock: Clock) -> bool:
    if step == "accompanied":
        return family.year_2_end is not None and clock.as_of >= family.year_2_end
    return step not in DATED_STEPS and len(family.housed) >= _year(step)


def _year(step: str) -> int:
    return int(step.removeprefix("housed_"))


@dataclass(frozen=True, slots=True)
class FlowStep:
    """The families that arrived at a step, by how they stand there."""

    key: str
    passed: int
    pending: int = 0
    stable: int = 0
    stopped: int = 0

    @property
    def arrived(self) -> int:
        """All of them: as many as passed the step before."""
        return self.passed + self.pending + self.stable + self.stopped


def flow(families: Sequence[FamilyPath], steps: Sequence[str], clock: Clock) -> list[FlowStep]:
    """Count the families step by step; each goes on only from the steps it has passed.

    Args:
        families: those that stand at the beginning of the way.
        steps: their keys in `services.yaml`, in their order.
        clock: the day, and the limit of silence.

    """
    found, here = [], list(families)
    for step in steps:
        stands = [(family, standing(family, step, clock)) for family in here]
        counts = Counter(how for _, how in stands)
        found.append(FlowStep(step, counts["passed"], counts["pending"], counts["stable"], counts["stopped"]))
        here = [family for family, how in stands if how == "passed"]
    return found


def state(family: FamilyPath, clock: Clock) -> State:
    """Where a family is on the day."""
    if family.enrolled_date is None:
        return "listed"
    if family.housed_now:
        return "met_lately" if clock.met_lately(family) else "silent"
    if family.stable_exit_date:
        return "stable"
    return "lost" if family.broken_date or family.left_date else "waiting"


def today(
    families: Sequence[FamilyPath], clock: Clock, smallest: int = SMALLEST_CELL
) -> list[tuple[tuple[State, ...], int]]:
    """Count the families of the programme by where they are; met and not met are told apart only if neither is small.

    The other counts are those that the contract is paid on.
    """
    counts = Counter(state(family, clock) for family in families if family.enrolled_date)
    housed: list[State] = ["met_lately", "silent"]
    told = merge_small(housed, lambda one: counts[one], smallest) or [tuple(housed)]
    groups: list[tuple[State, ...]] = [*told, ("waiting",), ("stable",), ("lost",)]
    return [(group, number) for group in groups if (number := sum(counts[one] for one in group))]


def silent(families: Sequence[FamilyPath], clock: Clock) -> list[FamilyPath]:
    """The families in their home that nobody has met within the limit, the longest silence first."""
    found = [family for family in families if family.enrolled_date and state(family, clock) == "silent"]
    return sorted(found, key=lambda family: (family.last_meeting or date.min, family.household_id))


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """The families that one or more services referred, and how many of them passed each step.

    A count is None where one or two families of any group would show, in it or beside it. `days_to_home` is the
    wait from application to home, on the clock of the contract.
    """

    services: tuple[str | None, ...]
    families: int
    passed: Mapping[str, int | None]
    days_to_home: StepDays


def by_service(
    families: Sequence[FamilyPath], steps: Sequence[str], clock: Clock, smallest: int = SMALLEST_CELL
) -> list[ServiceGroup]:
    """Follow the families of the programme by the service that referred them; small services are merged."""
    enrolled = [family for family in families if family.enrolled_date]
    counts = Counter(family.service for family in enrolled)
    services = sorted(counts, key=lambda name: (-counts[name], name or "~"))
    members = [
        (group, [family for family in enrolled if family.service in group])
        for group in merge_small(services, counts.__getitem__, smallest)
    ]
    later = [step for step in steps if step not in {"applied", "enrolled"}]
    passed = _passed_if_told([found for _, found in members], later, clock, smallest)
    return [
        ServiceGroup(group, len(found), counted, days_between(found, "applied", "moved_in"))
        for (group, found), counted in zip(members, passed, strict=True)
    ]


def _passed_if_told(
    groups: Sequence[Sequence[FamilyPath]], steps: Sequence[str], clock: Clock, smallest: int
) -> list[dict[str, int | None]]:
    """How many of each group passed each step; None where the count would show one or two families of any group."""
    passed = [{one.key: one.passed for one in flow(group, steps, clock)} for group in groups]
    sizes = [len(group) for group in groups]
    told = {step for step in steps if _may_be_told([one[step] for one in passed], sizes, smallest)}
    return [{step: number if step in told else None for step, number in counted.items()} for counted in passed]


def _may_be_told(passed: Sequence[int], of: Sequence[int], smallest: int) -> bool:
    """All groups of a step or none: with one left out, the total would give it away."""
    return (
        list(passed) == list(of)
        or not any(passed)
        or all(min(there, size - there) >= smallest for there, size in zip(passed, of, strict=True))
    )


def days_between(families: Sequence[FamilyPath], first: str, then: str) -> StepDays:
    """Days from one dated step to another, for the families that made both; negative where the other came first.

    From application to home it is the wait of the contract, so that every page counts it alike (`wait_summary`).
    """
    waited = (first, then) == ("applied", "moved_in")
    pairs = [(family.days[first], family.home_date if waited else family.days[then]) for family in families]
    days = sorted((end - start).days for start, end in pairs if start and end)
    return StepDays(then, tuple(days))


def step_days(families: Sequence[FamilyPath], steps: Sequence[str], *, from_start: bool) -> list[StepDays]:
    """Days to each dated step of the families in the programme, from the first one or each from the one before it.

    A step that fewer than three families made is left out.
    """
    dated = [step for step in steps if step in DATED_STEPS]
    enrolled = [family for family in families if family.enrolled_date]
    pairs = [(dated[0], then) for then in dated[1:]] if from_start else list(pairwise(dated))
    found = [days_between(enrolled, first, then) for first, then in pairs]
    return [one for one in found if len(one.days) >= SMALLEST_CELL]


def entered(families: Sequence[FamilyPath]) -> Working:
    """How many families entered the programme, with those still on the list of who asked to."""
    inside = sum(family.enrolled_date is not None for family in families)
    parts = (
        Working(Text(it="Domande", en="Applications"), len(families), "households", "data"),
        Working(Text(it="Ancora in elenco", en="Still on the list"), len(families) - inside, "households", "data"),
    )
    formula = Text(it="domande − ancora in elenco", en="applications − still on the list")
    return Working(_ENTERED, inside, "households", "data", formula, parts)


def housed_today(families: Sequence[FamilyPath]) -> Working:
    """How many families of the programme are in their home on the day."""
    inside = [family for family in families if family.enrolled_date]
    there = sum(family.housed_now for family in inside)
    formula = Text(
        it="entrate, con un contratto in corso, non uscite", en="entered, with a tenancy in force, that have not left"
    )
    parts = (Working(_ENTERED, len(inside), "households", "data"),)
    return Working(Text(it="In casa oggi", en="Housed today"), there, "households", "data", formula, parts)


def days_to_home(families: Sequence[FamilyPath]) -> Summary | None:
    """Median days from application to home, on the contract's clock; None when fewer than three families have one."""
    found = days_between(families, "applied", "moved_in")
    if found.median is None or len(found.days) < SMALLEST_CELL:
        return None
    behind = Working(
        Text(it="Famiglie che hanno casa", en="Families with a home"), len(found.days), "households", "data"
    )
    working = Working(
        Text(it="Dalla domanda alla casa", en="From application to home"), found.median, "days", "data",
        Text(
            it="mediana dei giorni delle singole famiglie (per chi ha mantenuto la casa, al nuovo contratto)",
            en="median of the days of each family (for a kept home, to the new contract)",
        ),
        (behind,),
    )  # fmt: skip
    return Summary(working, len(found.days))
