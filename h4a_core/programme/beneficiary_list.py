"""The rules of the beneficiary list as frozen models: who is eligible, what gives points, what each indicator weighs.

They are read from `data/programmes/<programme>/beneficiary-list.yaml` by `beneficiary_loading`.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.model import Source, Value
from h4a_core.text import Text

MOST_POINTS = 100
"""Points of an indicator go from 0 to this."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class EligibilityRule(_Frozen):
    """One condition: a field of the candidates, what it must be, the words said when it is not.

    Exactly one of `at_most`, `at_least` and `one_of` is given. `otherwise` says what follows when it is not met: a
    condition that the records know only in part calls for a check by a person. `{limit}` in the words is the number.
    """

    id: str
    label: Text
    field: str
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    one_of: tuple[str, ...] = ()
    otherwise: Literal["excluded", "to_verify"] = "excluded"
    words: Text
    source: Source

    @property
    def limit(self) -> Decimal | None:
        """The number that the field is held against, if it is one."""
        return self.at_least if self.at_most is None else self.at_most

    @property
    def comparisons(self) -> tuple[str, ...]:
        """Which comparisons are given; a usable rule has one."""
        given = {"at_most": self.at_most is not None, "at_least": self.at_least is not None, "one_of": self.one_of}
        return tuple(name for name, there in given.items() if there)


class Band(_Frozen):
    """The points of values up to and including `up_to`; without it, of all others."""

    up_to: Decimal | None = None
    points: Decimal = Field(ge=0, le=MOST_POINTS)


class Bend(_Frozen):
    """One point of a line: the points given at a value."""

    at: Decimal
    points: Decimal = Field(ge=0, le=MOST_POINTS)


class Points(_Frozen):
    """How a value becomes points, in one of three ways: bands, a line that is flat beyond its ends, points per code."""

    source: Source
    bands: tuple[Band, ...] = ()
    line: tuple[Bend, ...] = ()
    codes: Mapping[str, Decimal] = Field(default_factory=dict)

    @property
    def ways(self) -> tuple[str, ...]:
        """Which ways are given; usable points have one."""
        return tuple(name for name in ("bands", "line", "codes") if getattr(self, name))

    @property
    def possible(self) -> tuple[Decimal, ...]:
        """Every amount of points at a band, bend or code: the least and the most are among them."""
        given = (*(band.points for band in self.bands), *(bend.points for bend in self.line))
        return (*given, *self.codes.values())


class Indicator(_Frozen):
    """One reason to come first: a field of the candidates, how it gives points, and how much it weighs.

    `source` says why it counts and where its bands come from; the weight is an assumption with its own source.
    """

    id: str
    label: Text
    field: str
    source: Source
    weight: Value
    points: Points


class TieBreak(_Frozen):
    """What decides between equal scores; those that are equal in this too stay tied."""

    field: str
    first: Literal["lowest", "highest"]
    source: Source


class Unrecorded(_Frozen):
    """A condition that no field of the records tells: to be checked by a person."""

    label: Text
    source: Source


class BeneficiaryList(_Frozen):
    """How the list is made: conditions, indicators, what breaks ties, and what is left to check by hand."""

    eligibility: tuple[EligibilityRule, ...] = ()
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    tie_break: TieBreak
    unrecorded: tuple[Unrecorded, ...] = ()
