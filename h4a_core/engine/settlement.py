"""What was planned, earned and paid, and what a scenario changes: amounts side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from h4a_core.engine.working import Working
from h4a_core.text import Text


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was planned, earned and paid (EUR) of one line of the statement, or of all of them."""

    planned: Decimal
    earned: Decimal
    paid: Decimal

    @property
    def owed(self) -> Decimal:
        """Still to be paid; negative when more was paid than earned."""
        return self.earned - self.paid

    def __add__(self, other: Settlement) -> Settlement:
        return Settlement(self.planned + other.planned, self.earned + other.earned, self.paid + other.paid)


@dataclass(frozen=True, slots=True)
class Due:
    """Premium earned, with its working, and premium paid (EUR), whatever it was paid for."""

    earned: Working
    paid: Decimal

    @property
    def working(self) -> Working:
        """What is still to be paid; negative when more was paid than earned."""
        return Working(
            Text(it="Premio ancora da pagare", en="Premium still to be paid"), self.earned.amount - self.paid, "EUR",
            "contract", Text(it="premio maturato − premio pagato", en="premium earned − premium paid"),
            (
                self.earned,
                Working(Text(it="Premio pagato", en="Premium paid"), self.paid, "EUR", "data"),
            ),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AmountChange:
    """An amount (EUR) as the facts have it, and as it is under a scenario."""

    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What the scenario adds; negative when it takes away."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Effect:
    """What a scenario makes of the premium earned and still possible, and of the City's balance."""

    earned: AmountChange
    possible: AmountChange
    net_saving: AmountChange
