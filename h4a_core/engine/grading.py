"""The tool grades itself: what it would have forecast on past days, beside what came.

A forecast is held against the truth once its outcome is settled. Its middle 80 % should hold the truth about eight
times of ten; the Brier score is the mean squared distance between the chance given to a tier and what came (0: always
sure and right), worth something only below that of the base rate, which gives every one the share that came.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from h4a_core.engine.amounts import HIGH, LOW
from h4a_core.engine.evaluated_unit import OutcomeForecast
from h4a_core.engine.forecast import Forecast
from h4a_core.engine.headroom import families_needed
from h4a_core.programme.model import Programme, Terms
from h4a_core.programme.rules import Tier


@dataclass(frozen=True, slots=True)
class Graded:
    """One outcome of one cohort forecast on a day: how many successes were expected, and how many came.

    `low` and `high` bound the middle 80 %; `chance` is that of the highest tier, and `reached` whether it was; `came`
    is None while the outcome is open.
    """

    day: date
    cohort: int | None
    outcome: str
    eligible: int
    mean: float
    low: int
    high: int
    chance: float
    came: int | None
    reached: bool | None

    @property
    def held(self) -> bool | None:
        """Whether what came lies in the middle 80 %."""
        return None if self.came is None else self.low <= self.came <= self.high


@dataclass(frozen=True, slots=True)
class Grade:
    """How good settled forecasts were: how often the middle 80 % held, and the Brier score beside the base rate's.

    Forecasts of one outcome on several days share what came: `outcomes` says how many different ones lie behind them.
    The base rate is the share that came among these very forecasts, which nobody could know before.
    """

    outcomes: int
    forecasts: int
    held: int
    brier: float
    base_rate_brier: float


def quarter_ends(first: date, last: date) -> tuple[date, ...]:
    """The ends of the quarters after `first` and before `last`."""
    months = ((year, month) for year in range(first.year, last.year + 1) for month in (3, 6, 9, 12))
    ends = (date(year, month, monthrange(year, month)[1]) for year, month in months)
    return tuple(day for day in ends if first < day < last)


def graded(programme: Programme, terms: Terms, past: Mapping[date, Forecast], latest: Forecast) -> list[Graded]:
    """Every open outcome as it was forecast on past days, beside what is known of it now.

    A day counts from when the cohort has all its families: who was to enter later was no part of that forecast.

    Args:
        programme: for the tiers.
        terms: values and readings in force, for all days alike.
        past: the forecast that would have been made on each day.
        latest: that of now, whose settled outcomes are the truth.

    """
    part = programme.final_part
    if part is None:
        return []
    now = {(one.cohort, one.counted.outcome): one for one in latest.outcomes}
    highest = part.steps.steps.tiers[0]
    both = (
        (day, one, now.get((one.cohort, one.counted.outcome)))
        for day, forecast in sorted(past.items())
        for one in forecast.outcomes
        if one.counted.pending and one.distribution is not None
    )
    return [
        _held_against(day, was, then, highest, programme, terms)
        for day, was, then in both
        if then is None or was.counted.eligible == then.counted.eligible
    ]


def grade(rows: Sequence[Graded]) -> Grade | None:
    """The forecasts whose outcome is settled, graded together; None while there are none."""
    settled = [row for row in rows if row.came is not None and row.reached is not None]
    if not settled:
        return None
    base = sum(bool(row.reached) for row in settled) / len(settled)
    return Grade(
        len({(row.cohort, row.outcome) for row in settled}),
        len(settled),
        sum(bool(row.held) for row in settled),
        sum((row.chance - bool(row.reached)) ** 2 for row in settled) / len(settled),
        base * (1 - base),
    )


def _held_against(
    day: date, was: OutcomeForecast, now: OutcomeForecast | None, tier: Tier, programme: Programme, terms: Terms
) -> Graded:
    needed = families_needed(was.counted.eligible, tier, programme, terms)
    settled = now is not None and not now.counted.pending
    came = now.counted.achieved if settled and now is not None else None
    needed_now = families_needed(now.counted.eligible, tier, programme, terms) if now is not None else needed
    return Graded(
        day=day,
        cohort=was.cohort,
        outcome=was.counted.outcome,
        eligible=was.counted.eligible,
        mean=was.mean or 0.0,
        low=was.quantile(LOW) or 0,
        high=was.quantile(HIGH) or 0,
        chance=was.at_least(needed) or 0.0,
        came=came,
        reached=None if came is None else came >= needed_now,
    )
