"""Small cells: a group view never shows fewer families than the legal minimum, nor lets them be computed.

Regole deontologiche, GU 14/01/2019, all. 1 art. 5: at least 3, to be raised with how sensitive the data are. Groups
that are too small are merged with their neighbours, so nothing is left to subtract. The counts that the contract itself
pays on are not group views: they are what the parties sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

SMALLEST_CELL = 3
"""Families: the legal minimum, to be raised where the data are more sensitive."""

Group = TypeVar("Group")


def merge_small(
    groups: Sequence[Group], families: Callable[[Group], int], smallest: int = SMALLEST_CELL
) -> list[tuple[Group, ...]]:
    """Merge neighbouring groups, in order, until each holds at least `smallest` families.

    What remains too small at the end joins the last one. If all groups together are too few, nothing is left to show.

    Args:
        groups: in their natural order, such as households by size.
        families: how many families a group holds.
        smallest: fewest families that a shown group may hold.

    """
    merged: list[tuple[Group, ...]] = []
    waiting: tuple[Group, ...] = ()
    for group in groups:
        waiting = (*waiting, group)
        if sum(map(families, waiting)) >= smallest:
            merged.append(waiting)
            waiting = ()
    if waiting and merged:
        merged[-1] = (*merged[-1], *waiting)
    return merged
