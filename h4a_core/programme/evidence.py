"""What an assumption rests on, and the range in which it may be tried."""

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.text import Text


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Slider(_Frozen):
    """The range in which a value may be tried on the screen; in the value's own unit."""

    lowest: Decimal = Field(alias="from")
    highest: Decimal = Field(alias="to")
    step: Decimal = Field(gt=0)


class Evidence(_Frozen):
    """A published figure for an assumption; `of` says for what it is evidence, `weight` how much it counts.

    A `mean` was observed over families; a `cap` only bounds a mean from above; a `claim` is stated without figures. One
    without a weight stands at an end of the range and moves no central value (docs/method.md).
    """

    label: Text
    value: Decimal
    of: Literal["mean", "cap", "claim"]
    weight: Decimal | None = Field(default=None, gt=0)
    note: Text
    address: str
    date: dt.date
