"""What access to a home is held against: published waits, rents and savings, each with its source."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.loading import ProgrammeError
from h4a_core.programme.model import Value
from h4a_core.text import Text
from h4a_core.yaml_files import Place, load_model, unknown_name

FAMILIES = ("all", "no_income", "partial_income")
"""Whose saving it is: all families', or that of one income class."""


class Access(BaseModel):
    """Published figures to stand beside ours: never a threshold, which is the contract's.

    Waits are in months, rents in EUR a month; savings are EUR a month below the market rent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    published_wait: Value
    public_list_wait: Value
    rents: Mapping[str, Value] = Field(default_factory=dict)
    rent_savings: Mapping[str, Value] = Field(default_factory=dict)


def load_access(path: Path) -> Access:
    """Read the file of what access is held against.

    Raises:
        ProgrammeError: unknown or duplicate key, a wait that is not in months, an amount that is not in EUR. All faults
            are reported together, with their lines.
        OSError: the file cannot be read.

    """
    return load_model(path, Access, _contradictions, ProgrammeError)


def _contradictions(access: Access) -> Iterator[tuple[Place, Text]]:
    wanted: list[tuple[Place, Value, str]] = [
        (("published_wait",), access.published_wait, "months"),
        (("public_list_wait",), access.public_list_wait, "months"),
        *((("rents", name), value, "EUR") for name, value in access.rents.items()),
        *((("rent_savings", name), value, "EUR") for name, value in access.rent_savings.items()),
    ]
    for name in access.rent_savings:
        if name not in FAMILIES:
            yield ("rent_savings", name), unknown_name(name, FAMILIES)
    for place, value, unit in wanted:
        if value.unit != unit:
            it, en = f"qui l'unità è {unit}, non «{value.unit}»", f"the unit here is {unit}, not '{value.unit}'"
            yield (*place, "unit"), Text(it=it, en=en)
        if value.value <= 0:
            it, en = f"{value.value} non è più di 0: correggilo", f"{value.value} is not above 0: mend it"
            yield (*place, "value"), Text(it=it, en=en)
