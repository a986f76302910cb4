"""What the records say under other readings of the contract: two dimensions of three, other clocks of waiting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from h4a_core.facts import Waits

Row: TypeAlias = dict[str, Any]
"""One row of a query: what DuckDB gives, by the name of its column."""
Clock: TypeAlias = Callable[[Row], tuple[int | None, bool]]
"""Months waited by a row's households (None: never housed), and whether that is settled."""

OTHER_METRICS = {"wellbeing_two": ("wellbeing_dimensions=at_least_two", "wellbeing")}
"""States that the SQL settles for another reading: the reading with its alternative, and the metric that it counts."""


def as_signed(row: Row) -> tuple[int | None, bool]:
    """Until the move-in, or the new contract of a kept home."""
    return row["waited_months"], row["waiting_settled"]


def _as_moved_in(row: Row) -> tuple[int | None, bool]:
    """One clock for all: until the move-in."""
    return row["waited_to_move_in"], row["move_in_settled"]


def _without_kept(row: Row) -> tuple[int | None, bool]:
    """Until the move-in of a new home; who kept its home has waited nothing."""
    return (0, True) if row["kept_its_home"] else as_signed(row)


OTHER_CLOCKS: Mapping[str, Clock] = {
    "waiting_clock=moved_in": _as_moved_in,
    "waiting_clock=no_wait": _without_kept,
}
"""Other readings of when a wait ends."""


def waits(rows: Sequence[Row], clock: Clock = as_signed) -> tuple[Waits, ...]:
    """The waits of a cohort by a clock, the shortest first, those never housed last."""
    found: dict[tuple[int | None, bool], int] = {}
    for row in rows:
        if row["by_wait"]:
            found[clock(row)] = found.get(clock(row), 0) + row["households"]
    order = sorted(found, key=lambda one: (one[0] is None, one[0] or 0, one[1]))
    return tuple(Waits(months, settled, found[months, settled]) for months, settled in order)
