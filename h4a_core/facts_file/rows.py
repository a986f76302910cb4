"""The rows of a facts file seen by a programme: where each stands, what it must say, how a missing one is written."""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from h4a_core.engine.payment import Group
from h4a_core.engine.rules import Claim
from h4a_core.facts_file.model import Fact, FactsFile
from h4a_core.programme.model import Clause, Programme, Terms
from h4a_core.programme.rules import RateOf
from h4a_core.yaml_files import Place, Read

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NO_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "nan", "inf"}
KEYS = ("cohort", "period", "person")
"""What tells rows apart, in the order in which a row says it."""


def needs(programme: Programme, terms: Terms) -> dict[str, dict[str, str]]:
    """What rows of each metric must say, and for which clause: who they are for, and when where time matters."""
    found: dict[str, dict[str, str]] = {}
    for clause in programme.clauses:
        keys = [*clause.grouped_by(terms), *(["period"] if _looks_at_time(clause, terms) else [])]
        for metric in clause.metrics:
            for key in keys:
                found.setdefault(metric, {}).setdefault(key, clause.id)
    return found


def _looks_at_time(clause: Clause, terms: Terms) -> bool:
    return bool(clause.since or clause.until or not clause.values.isdisjoint(terms.amended))


def rates(programme: Programme) -> set[str]:
    """The metrics of which a clause looks at the rate: their rows say `of` how many."""
    return {rule.rate for clause in programme.clauses for rule in clause.pays.walk() if isinstance(rule, RateOf)}


def written(value: object) -> str:
    """A value as it stands in a file: in quotes where it would else be read as a number, a day or a truth."""
    if not isinstance(value, str):
        return str(value)
    bare = _BARE.fullmatch(value) and value.lower() not in _NO_WORDS
    return value if bare else json.dumps(value, ensure_ascii=False)


def example_row(programme: Programme, terms: Terms) -> str:
    """A row that the programme can read, to be pasted and filled in."""
    metric = next(iter(name for clause in programme.clauses for name in clause.metrics), None)
    return "" if metric is None else _row(metric, needs(programme, terms).get(metric, {}), _SHOWN, programme, "1")


_SHOWN: Mapping[str, object] = {"cohort": 2022, "period": dt.date(2022, 1, 1), "person": "P-001"}


def _row(metric: str, keys: Mapping[str, str], said: Mapping[str, object], programme: Programme, value: str) -> str:
    parts = [f"metric: {metric}", *(f"{key}: {written(said[key])}" for key in KEYS if key in keys), f"value: {value}"]
    if metric in rates(programme):
        parts.append(f"of: {value}")
    return "{" + ", ".join(parts) + "}"


@dataclass(frozen=True)
class Rows:
    """The facts of a file beside the programme that will pay them."""

    read: Read[FactsFile]
    programme: Programme
    terms: Terms

    @property
    def file(self) -> FactsFile:
        """The whole file."""
        return self.read.model

    @cached_property
    def known(self) -> list[tuple[int, Fact]]:
        """The rows whose metric the programme knows, each with its place in the list."""
        counted = self.programme.counted
        return [(at, fact) for at, fact in enumerate(self.file.facts) if fact.metric in counted]

    @cached_property
    def needs(self) -> dict[str, dict[str, str]]:
        """What the rows of each metric must say, and for which clause."""
        return needs(self.programme, self.terms)

    @cached_property
    def rates(self) -> set[str]:
        """The metrics of which a clause looks at the rate."""
        return rates(self.programme)

    def line(self, at: int) -> int:
        """The line of the file on which a row begins."""
        return self.read.line(("facts", at))

    def place(self, at: int, key: str = "") -> Place:
        """Where a row, or a cell of it, stands."""
        return ("facts", at, key) if key else ("facts", at)

    def is_state(self, metric: str) -> bool:
        """Whether a metric is one that a household reaches or not: never in parts, and never more than were counted."""
        return metric in self.programme.milestones or metric in self.programme.outcomes

    def counts_people(self, metric: str) -> bool:
        """Whether a metric counts people or households."""
        return self.is_state(metric) or self.programme.metric(metric).unit in {"people", "households"}

    def shown(self, key: str) -> object:
        """What a row that lacks a key may say: what another row of the file says, else an example."""
        found = (getattr(fact, key) for fact in self.file.facts)
        default = _SHOWN[key]
        if key == "period" and self.file.as_of is not None:
            default = self.file.as_of.replace(month=1, day=1)
        return next((one for one in found if one is not None), default)

    def missing_row(self, metric: str, beside: Group | Claim | Fact | None) -> str:
        """A row of zero, to be pasted, for the metric and for those whom other rows speak of."""
        keys = self.needs.get(metric, {})
        said = {key: getattr(beside, key, None) or self.shown(key) for key in KEYS}
        row = _row(metric, keys, said, self.programme, "0")
        return row if self.read.in_brackets(("facts",)) else f"- {row}"

    def by_key(self) -> Iterator[tuple[tuple[object, ...], list[tuple[int, Fact]]]]:
        """The rows of the same metric, cohort, period and person together."""
        found: dict[tuple[object, ...], list[tuple[int, Fact]]] = defaultdict(list)
        for at, fact in self.known:
            found[fact.metric, fact.cohort, fact.period, fact.person].append((at, fact))
        yield from found.items()
