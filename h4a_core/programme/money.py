"""Who pays whom, and who saves what: the bodies around the programme and the money between them, as data."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.checking import pointer
from h4a_core.programme.loading import Faults, ProgrammeError
from h4a_core.programme.model import Source
from h4a_core.text import Text
from h4a_core.yaml_files import Place, load_model

Cash: TypeAlias = Literal["premium_paid", "hotel_cost", "rents", "stay_contributions"]
"""What the records say changes hands, per calendar year."""
Avoided: TypeAlias = Literal["hotel_avoided", "rent_below_market"]
"""What was not spent against the counterfactual, per calendar year."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Body(_Frozen):
    """Someone who pays, receives or saves."""

    label: Text


class Dated(_Frozen):
    """An amount of a source (EUR) and the calendar year in which it counts."""

    value: Decimal = Field(gt=0)
    year: int = Field(ge=2000, le=2100)
    source: Source


class Flow(_Frozen):
    """Money that changes hands: measured in the records, or an amount of a source."""

    id: str
    giver: str = Field(alias="from")
    taker: str = Field(alias="to")
    label: Text
    note: Text | None = None
    amount: Cash | Dated


class Saving(_Frozen):
    """Money that a body did not spend, against the counterfactual."""

    id: str
    saver: str = Field(alias="of")
    label: Text
    note: Text | None = None
    amount: Avoided


class Money(_Frozen):
    """Bodies, the flows between them, and what they save; `payer` and `beneficiaries` are two of the bodies."""

    bodies: Mapping[str, Body] = Field(min_length=1)
    payer: str
    beneficiaries: str
    flows: tuple[Flow, ...]
    savings: tuple[Saving, ...] = ()


def load_money(path: Path) -> Money:
    """Read `money.yaml` of a programme.

    Raises:
        ProgrammeError: unknown key, body or figure, an id that stands twice; each with its line and remedy.
        OSError: the file cannot be read.

    """
    return load_model(path, Money, _contradictions, ProgrammeError)


_TWICE = Text(it="«{id}» c'è già: scegli un altro id", en="'{id}' is there already: choose another id")


def _contradictions(money: Money) -> Faults:
    yield from pointer(("payer",), money.payer, money.bodies)
    yield from pointer(("beneficiaries",), money.beneficiaries, money.bodies)
    for position, flow in enumerate(money.flows):
        yield from pointer(("flows", position, "from"), flow.giver, money.bodies)
        yield from pointer(("flows", position, "to"), flow.taker, money.bodies)
    for position, saving in enumerate(money.savings):
        yield from pointer(("savings", position, "of"), saving.saver, money.bodies)
    named: list[tuple[Place, str]] = []
    named += [(("flows", position, "id"), flow.id) for position, flow in enumerate(money.flows)]
    named += [(("savings", position, "id"), saving.id) for position, saving in enumerate(money.savings)]
    ids = [name for _, name in named]
    for position, (place, name) in enumerate(named):
        if name in ids[:position]:
            yield place, _TWICE.format(id=name)
