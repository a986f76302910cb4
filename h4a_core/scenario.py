"""A scenario: named changes laid over a programme's terms and readings, and over the facts.

Facts are changed per cohort: how many families, and how many of them succeed in a milestone or an outcome. What a
scenario does not name stays as measured, pending households included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from h4a_core.engine.counterfactual import Reference
from h4a_core.facts import CohortFacts, Facts, Tally
from h4a_core.programme.model import Programme, Terms
from h4a_core.text import Text
from h4a_core.yaml_files import unknown_name

STAYS, EVIDENCE = "stays", "evidence"
"""What stands for the hotels without the programme: the stays of other families, or the programme file's evidence."""
COUNTERFACTUAL = "counterfactual"
"""The name under which it is chosen."""


class ScenarioError(ValueError):
    """A change that the programme does not know, or a value that it does not allow; `message` has both languages."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message.en)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes: `values` and `readings` by name, `counts` by (cohort, "households" or a metric), in families.

    `counterfactual` is `STAYS` or `EVIDENCE`; None: the stays of other families where enough of them are known.
    """

    name: str = ""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[tuple[int, str], int] = field(default_factory=dict)
    counterfactual: str | None = None

    def reference(self, known: Reference | None) -> Reference | None:
        """The stays of other families as far as this scenario lets them count."""
        return None if self.counterfactual == EVIDENCE else known

    def terms(self, programme: Programme, known: Reference | None = None) -> Terms:
        """Return the terms in force: over the programme's values those of the stays known, over both the changes."""
        counted = self.reference(known)
        return programme.in_force(self.values, self.readings, counted.estimates if counted else None)

    def facts(self, facts: Facts, terms: Terms) -> Facts:
        """Lay the changed counts over the facts, as the readings in force count them.

        A cohort with another number of families keeps its measured rates, in whole families (half up), and its nights
        in proportion. A metric with a count of its own is settled: the rest of the families failed.
        """
        read = replace(facts, cohorts=tuple(cohort.as_read(terms.readings) for cohort in facts.cohorts))
        if not self.counts:
            return read
        return replace(read, cohorts=tuple(self._cohort(cohort, terms) for cohort in read.cohorts))

    def _cohort(self, cohort: CohortFacts, terms: Terms) -> CohortFacts:
        changes = {name: n for (year, name), n in self.counts.items() if year == cohort.cohort}
        if not changes:
            return cohort
        families = changes.pop("households", cohort.households)
        tallies = {metric: _scaled(tally, families) for metric, tally in cohort.tallies.items()}
        tallies["waiting"] = _scaled(cohort.tally("waiting", int(terms["waiting_limit_months"])), families)
        for metric, achieved in changes.items():
            within = min(achieved, families)
            tallies[metric] = Tally(achieved=within, failed=families - within)
        weight = cohort.weight * families / cohort.households if cohort.households else Decimal(0)
        return replace(cohort, households=families, tallies=tallies, weight=weight)


def _scaled(tally: Tally, families: int) -> Tally:
    """The same rates for another number of families, in whole families."""
    if not tally.total or families == tally.total:
        return tally
    achieved, pending, unanswered = (
        int((Decimal(n * families) / tally.total).quantize(Decimal(1), ROUND_HALF_UP))
        for n in (tally.achieved, tally.pending, tally.unanswered)
    )
    pending = min(pending, families - achieved)
    unanswered = min(unanswered, families - achieved - pending)
    failed = families - achieved - pending - unanswered
    return Tally(
        achieved, failed, pending, unanswered,
        min(tally.left_failed, failed), min(tally.left_unanswered, unanswered),
    )  # fmt: skip


def parse_changes(programme: Programme, changes: Iterable[str]) -> Scenario:
    """Read changes written as NAME=VALUE: a value, a reading, or COHORT.METRIC for a count of families.

    Examples: `cost_per_night=60`, `tier_rule=mean`, `2022.stability=10`, `2023.households=15`,
    `counterfactual=evidence`. An alias sets each value that it stands for, unless that is named too.

    Raises:
        ScenarioError: unknown name or value not allowed, with the nearest name and all that are allowed.

    """
    alike: dict[str, Decimal] = {}
    values: dict[str, Decimal] = {}
    readings: dict[str, str] = {}
    counts: dict[tuple[int, str], int] = {}
    counterfactual: str | None = None
    for change in changes:
        name, equals, said = (part.strip() for part in change.partition("="))
        cohort, dot, metric = name.partition(".")
        if not equals:
            raise ScenarioError(
                Text(
                    it=f"«{change}» non è una modifica: scrivi NOME=VALORE",
                    en=f"'{change}' is no change: write NAME=VALUE",
                )
            )
        if name in programme.values:
            values[name] = _value(programme, name, said)
        elif name in programme.aliases:
            for one in programme.aliases[name].values:
                alike[one] = _value(programme, one, said)
        elif name == COUNTERFACTUAL:
            counterfactual = _known(said, (STAYS, EVIDENCE))
        elif name in programme.readings:
            readings[name] = _known(said, programme.readings[name].alternatives)
        elif dot and cohort.isdigit():
            metric = _known(metric, ("households", *programme.milestones, *programme.outcomes))
            counts[int(cohort), metric] = int(_number(name, said))
        else:
            _known(name, (*programme.values, *programme.aliases, *programme.readings, COUNTERFACTUAL))
    _refuse_twice_given(programme, values)
    return Scenario(values=alike | values, readings=readings, counts=counts, counterfactual=counterfactual)


def _refuse_twice_given(programme: Programme, values: Mapping[str, Decimal]) -> None:
    for name in values:
        given = programme.values[name].given_by
        if given is not None and given.value in values:
            words = {"name": name, "other": given.value}
            raise ScenarioError(
                Text(
                    it="{name} e {other} dicono la stessa cosa in due modi: lasciane uno",
                    en="{name} and {other} say the same in two ways: leave one",
                ).format(**words)
            )


def _value(programme: Programme, name: str, said: str) -> Decimal:
    number = _number(name, said)
    if programme.values[name].unit == "share" and number > 1:
        raise ScenarioError(
            Text(
                it=f"{name}: una quota va da 0 a 1 (20 % si scrive 0.20)",
                en=f"{name}: a share goes from 0 to 1 (20 % is 0.20)",
            )
        )
    return number


def _number(name: str, said: str) -> Decimal:
    try:
        number = Decimal(said)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        raise ScenarioError(
            Text(
                it=f"{name}: «{said}» non è un numero da 0 in su, scritto come 1234.50",
                en=f"{name}: '{said}' is no number from 0 up, written as 1234.50",
            )
        )
    return number


def _known(name: str, allowed: Iterable[str]) -> str:
    names = list(allowed)
    if name not in names:
        raise ScenarioError(unknown_name(name, names))
    return name
