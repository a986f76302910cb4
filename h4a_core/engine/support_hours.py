"""Hours of support: how many each family receives, and in which activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.disclosure import SMALLEST_CELL, merge_small
from h4a_core.engine.working import Working
from h4a_core.text import Text


@dataclass(frozen=True, slots=True)
class SupportMonth:
    """Hours of support given in a month, and the families in the programme at its end."""

    month: date
    hours: Decimal
    families: int

    @property
    def per_family(self) -> Decimal | None:
        """Hours per family; None with fewer families than may be shown."""
        return self.hours / self.families if self.families >= SMALLEST_CELL else None


def hours_per_family(months: Sequence[SupportMonth], last: int = 12) -> Working | None:
    """Mean hours of support per family and month, over the last months that may be shown; None without any."""
    shown = [one for one in months if one.per_family is not None][-last:]
    if not shown:
        return None
    hours, families = sum((one.hours for one in shown), Decimal(0)), sum(one.families for one in shown)
    given = Text(it="Ore negli ultimi {n} mesi", en="Hours in the last {n} months").format(n=len(shown))
    return Working(
        Text(it="Ore per famiglia al mese", en="Hours per family a month"),
        Fraction(hours) / families, "hours", "data",
        Text(it="ore ÷ mesi di famiglia nel programma", en="hours ÷ months of family in the programme"),
        (
            Working(given, hours, "hours", "data"),
            Working(Text(it="Mesi di famiglia", en="Months of family"), families, "months", "data"),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of activity: how often, for how long and with how many families."""

    name: str
    meetings: int
    hours: Decimal
    families: int


def hours_in_all(found: Iterable[Kind]) -> Decimal:
    """Hours of support of all kinds together."""
    return sum((one.hours for one in found), Decimal(0))


def share_of_hours(one: Kind, found: Iterable[Kind]) -> Decimal:
    """The part that one kind has in the hours of all; nothing where there are none."""
    return one.hours / (hours_in_all(found) or 1)


def kinds(found: Sequence[Kind], smallest: int = SMALLEST_CELL) -> Iterator[tuple[tuple[str, ...], Kind]]:
    """Activities by kind, the most hours first; kinds for fewer than `smallest` families are merged.

    Of merged kinds, `families` is the highest of theirs: a family may have had several.
    """
    ordered = sorted(found, key=lambda one: (-one.hours, one.name))
    for group in merge_small(ordered, lambda one: one.families, smallest):
        yield (
            tuple(one.name for one in group),
            Kind(
                group[0].name,
                sum(one.meetings for one in group),
                sum((one.hours for one in group), Decimal(0)),
                max(one.families for one in group),
            ),
        )
