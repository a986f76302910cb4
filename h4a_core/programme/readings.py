"""What a reading of the contract may change: the shape of a payment, a cap, the way in which a value is given."""

from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class UnderReading(_Frozen):
    """Whether something holds: where one alternative of a reading is in force."""

    reading: str
    alternative: str = Field(alias="is")

    def holds(self, readings: Mapping[str, str]) -> bool:
        """Whether the alternative is the one in force."""
        return readings.get(self.reading) == self.alternative


class GivenBy(UnderReading):
    """Under an alternative of a reading a value is given by another one; with `over`, by two as their quotient."""

    value: str
    over: str | None = None

    def of(self, values: Mapping[str, Decimal]) -> Decimal:
        """The value, in its own unit; nothing where it would be over nothing."""
        if self.over is None:
            return values[self.value]
        return values[self.value] / values[self.over] if values[self.over] else Decimal(0)
