"""A balance step by step: gains are added, costs are taken away, a total is said as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["gain", "cost", "total"]


@dataclass(frozen=True, slots=True)
class BalanceStep:
    """One step: its amount with its sign (EUR), and where the balance stands before and after it.

    A total stands alone: before it there is nothing, after it what it says.
    """

    kind: Kind
    change: Decimal
    before: Decimal
    after: Decimal


def balance_steps(items: Iterable[tuple[Kind, Decimal]]) -> Iterator[BalanceStep]:
    """Go down a balance.

    Args:
        items: amounts in EUR in their order; costs are positive, a gain may be negative, a total is not checked.

    """
    stands = Decimal(0)
    for kind, amount in items:
        before, change = stands if kind != "total" else Decimal(0), -amount if kind == "cost" else amount
        stands = before + change
        yield BalanceStep(kind, change, before, stands)
