"""Phase III as data: where the programme goes next, and what each place can carry; each value with its source."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from h4a_core.programme.loading import Faults, ProgrammeError
from h4a_core.programme.model import Value
from h4a_core.text import Text
from h4a_core.yaml_files import load_model

_WHOLE = Text(it="{value}: serve un numero intero", en="{value}: a whole number is needed")
_ABOVE_ZERO = Text(it="{value}: deve essere maggiore di zero", en="{value}: it must be above zero")
_IN_WHOLE = ("years", "cities", "city_every_years", "operators", "families_per_operator", "care_years")
_DIVIDED_BY = (*_IN_WHOLE, "renovation_cost")


class Replication(BaseModel):
    """What the plan supposes: of all cities (years, cities) and of each (the rest), per year.

    A city begins with `families` a year and grows by `growth` a year. What it can carry: `homes` found a year, the
    `capital` to renovate them, and `operators` who accompany `families_per_operator` families each for
    `care_years` years. A share `kept_share` of the families keeps the home it has and needs no other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    years: Value
    cities: Value
    city_every_years: Value
    families: Value
    growth: Value
    homes: Value
    kept_share: Value
    renovation_cost: Value
    capital: Value
    operators: Value
    families_per_operator: Value
    care_years: Value

    @property
    def values(self) -> Mapping[str, Value]:
        """Every value by name, in the order of the plan."""
        return {name: getattr(self, name) for name in Replication.model_fields}


def load_replication(path: Path) -> Replication:
    """Read `replication.yaml` of a programme.

    Raises:
        ProgrammeError: unknown key, missing source, a number that cannot be one; with its line.
        OSError: the file cannot be read.

    """
    return load_model(path, Replication, _faults, ProgrammeError)


def _faults(plan: Replication) -> Faults:
    for name, one in plan.values.items():
        if name in _IN_WHOLE and one.value != one.value.to_integral_value():
            yield (name, "value"), _WHOLE.format(value=one.value)
        elif name in _DIVIDED_BY and one.value <= 0:
            yield (name, "value"), _ABOVE_ZERO.format(value=one.value)
