"""What the records say of the plan's inputs: families that kept their home, and what renovating one cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.working import half_up
from h4a_core.measuring import Cursor


@dataclass(frozen=True, slots=True)
class PlanRecords:
    """Contracts signed and those of a home kept; homes renovated and their cost in all (EUR)."""

    contracts: int
    kept_homes: int
    renovated: int
    renovation_cost: Decimal

    @property
    def kept_share(self) -> Fraction:
        """Contracts of a home kept among all, exactly: a share is not rounded before it multiplies.

        Raises:
            ArithmeticError: there is no contract.

        """
        return Fraction(self.kept_homes, self.contracts)

    @property
    def renovation_each(self) -> Decimal:
        """Mean cost of a renovation, to the whole EUR.

        Raises:
            ArithmeticError: no home was renovated.

        """
        return half_up(self.renovation_cost / self.renovated, 0)


_RECORDS = """
SELECT (SELECT count(*) FROM tenancies WHERE signed_date <= $as_of),
       (SELECT count(*) FROM tenancies WHERE signed_date <= $as_of AND route = 'kept_home'),
       count(renovation_cost), coalesce(sum(renovation_cost), 0)
FROM dwellings WHERE available_date <= $as_of AND renovation_cost > 0
"""


def measured_plan_records(cursor: Cursor, as_of: date) -> PlanRecords:
    """Count contracts by route and sum the cost of the homes renovated by a day."""
    (found,) = cursor.execute(_RECORDS, {"as_of": as_of}).fetchall()
    return PlanRecords(*found)
