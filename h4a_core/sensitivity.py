"""What the balance depends on: one input at a time, two at a time, the families it takes, the price of ambiguity.

Every figure is a statement made again under a scenario: there is no second formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from h4a_core.engine.counterfactual import Reference
from h4a_core.engine.forecast import forecast
from h4a_core.facts import Facts
from h4a_core.programme.model import Programme, Value
from h4a_core.scenario import Scenario
from h4a_core.statement import Statement, statement

MEASURED_IN = frozenset({"gap_limit_days"})
"""Values that change what the records say, and so need the records again: not varied here."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One assumption: its low and high (in its unit), and the City's balance (EUR) at each."""

    name: str
    low: Decimal
    high: Decimal
    net_at_low: Decimal
    net_at_high: Decimal

    @property
    def width(self) -> Decimal:
        """How far the balance swings between the two."""
        return abs(self.net_at_high - self.net_at_low)


@dataclass(frozen=True, slots=True)
class ReadingPrice:
    """What another reading would change (EUR): the premium earned now, and the premium expected (None without odds)."""

    reading: str
    alternative: str
    now: Decimal
    expected: Decimal | None


def with_value(scenario: Scenario, name: str, value: Decimal) -> Scenario:
    """The same scenario with one value changed."""
    return replace(scenario, values={**scenario.values, name: value})


def tornado(programme: Programme, facts: Facts, scenario: Scenario, known: Reference | None = None) -> list[Swing]:
    """The balance at the low and high of each assumption, the others as the scenario has them; the widest first.

    A value that the stays of other families give goes from the low to the high of their interval.
    """
    swings = []
    estimates = scenario.terms(programme, known).estimates
    for name, value in programme.assumptions.items():
        bounds = estimates.get(name, value)
        if name in MEASURED_IN or bounds.low is None or bounds.high is None:
            continue
        nets = [
            statement(programme, facts, with_value(scenario, name, bound), known).savings.net_saving
            for bound in (bounds.low, bounds.high)
        ]
        swings.append(Swing(name, bounds.low, bounds.high, nets[0], nets[1]))
    return sorted(swings, key=lambda swing: (-swing.width, swing.name))


def even_steps(value: Value, steps: int) -> list[Decimal]:
    """So many values of an assumption from its low to its high, evenly apart; shares in hundredths, others whole.

    Without a low it begins at nothing, without a high it ends at the value. At least two steps.
    """
    low, high = value.low or Decimal(0), value.high or value.value
    apart = (high - low) / (steps - 1)
    digits = Decimal("0.01") if value.unit == "share" else Decimal(1)
    return [(low + apart * at).quantize(digits) for at in range(steps)]


def heat_map(
    programme: Programme,
    facts: Facts,
    scenario: Scenario,
    across: tuple[str, Sequence[Decimal]],
    down: tuple[str, Sequence[Decimal]],
    known: Reference | None = None,
) -> list[list[Decimal]]:
    """The balance (EUR) over two values: a row for each value of `down`, in it one for each value of `across`."""
    found = []
    for second in down[1]:
        row = with_value(scenario, down[0], second)
        found.append(
            [
                statement(programme, facts, with_value(row, across[0], first), known).savings.net_saving
                for first in across[1]
            ]
        )
    return found


def families_for(
    programme: Programme,
    facts: Facts,
    scenario: Scenario,
    target: Decimal = Decimal(0),
    known: Reference | None = None,
    *,
    most: int = 60,
) -> int | None:
    """Fewest families per cohort, at the measured rates, for which the balance reaches a target; None up to `most`.

    The balance need not rise with the families, since tiers come in whole families: every number is tried.
    """
    for families in range(most + 1):
        counts = {(cohort.cohort, "households"): families for cohort in facts.cohorts}
        tried = replace(scenario, counts={**counts, **scenario.counts})
        if statement(programme, facts, tried, known).savings.net_saving >= target and families:
            return families
    return None


def price_of_ambiguity(programme: Programme, facts: Facts, scenario: Scenario, made: Statement) -> list[ReadingPrice]:
    """For each other reading of the contract's words its effect on the premium, now and expected; the largest first.

    Args:
        programme: the contract with its readings.
        facts: as measured.
        scenario: the changes in force, readings included.
        made: the statement under the scenario.

    """
    expected = forecast(programme, made.facts, made.terms).expected
    prices = []
    for name, reading in programme.readings.items():
        for alternative in reading.alternatives:
            if alternative == made.terms.readings[name]:
                continue
            other = statement(programme, facts, replace(scenario, readings={**scenario.readings, name: alternative}))
            then = forecast(programme, other.facts, other.terms).expected
            change = None if then is None or expected is None else then - expected
            prices.append(ReadingPrice(name, alternative, other.earned - made.earned, change))
    return sorted(
        prices, key=lambda one: (-abs(one.expected or Decimal(0)), -abs(one.now), one.reading, one.alternative)
    )
