"""The rows of a facts file, and what each cell of them may be."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from h4a_core.engine.rules import Claim
from h4a_core.facts_file.cells import read_code, read_cohort, read_count, read_day, read_number
from h4a_core.programme.model import exact_number

Number: TypeAlias = Annotated[Decimal, BeforeValidator(read_number)]
Count: TypeAlias = Annotated[int, BeforeValidator(read_count)]
Day: TypeAlias = Annotated[dt.date, BeforeValidator(read_day)]
Cohort: TypeAlias = Annotated[int | str, BeforeValidator(read_cohort)]
Code: TypeAlias = Annotated[str, BeforeValidator(read_code)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Frozen):
    """One row: `value` units of a metric, `of` that were counted, by `people`; for which cohort, period and person.

    `value` and `of` are exact, in the metric's own unit. `period` is the first day of the period; `person` a pseudonym.
    """

    metric: str
    value: Number
    of: Annotated[Number | None, Field(ge=0)] = None
    people: Annotated[Count | None, Field(ge=0)] = None
    cohort: Cohort | None = None
    period: Day | None = None
    person: Code | None = None

    @property
    def claim(self) -> Claim:
        """The row as the engine reads it."""
        of = None if self.of is None else exact_number(self.of)
        return Claim(self.metric, exact_number(self.value), of, self.people, self.cohort, self.period, self.person)


class FactsFile(_Frozen):
    """The facts of one programme; nothing in it is later than `as_of`."""

    programme: str
    as_of: Day | None = None
    facts: tuple[Fact, ...]

    @property
    def claims(self) -> list[Claim]:
        """All rows as claims, in the order of the file."""
        return [fact.claim for fact in self.facts]
