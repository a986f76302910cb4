"""How the comparison without the programme is made: the evaluator's choices, each with its source."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from h4a_core.programme.loading import Faults, ProgrammeError
from h4a_core.programme.model import Value
from h4a_core.text import Text
from h4a_core.yaml_files import load_model

_WHOLE = Text(
    it="{value}: serve un numero intero maggiore di zero",
    en="{value}: a whole number above zero is needed",
)


class Counterfactual(BaseModel):
    """Choices of the evaluator: the longest stay counted, how few stays still say something, how long to compare."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    horizon_days: Value
    least_stays: Value
    comparison_window_days: Value
    least_families: Value

    @property
    def of_stays(self) -> tuple[int, int]:
        """The longest stay counted (days), and how many stays are enough for an estimate."""
        return int(self.horizon_days.value), int(self.least_stays.value)


def load_counterfactual(path: Path) -> Counterfactual:
    """Read `counterfactual.yaml` of a programme.

    Raises:
        ProgrammeError: unknown key, missing source, a number that is no whole number above zero; with its line.
        OSError: the file cannot be read.

    """
    return load_model(path, Counterfactual, _faults, ProgrammeError)


def _faults(choices: Counterfactual) -> Faults:
    for name in Counterfactual.model_fields:
        value = getattr(choices, name).value
        if value <= 0 or value != value.to_integral_value():
            yield (name, "value"), _WHOLE.format(value=value)
