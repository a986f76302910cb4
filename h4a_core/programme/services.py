"""The way of families through the services, as the evaluator reads it: the steps, their order, their words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.loading import Faults, ProgrammeError
from h4a_core.programme.model import Source, Value
from h4a_core.text import Text
from h4a_core.yaml_files import load_model, unknown_name

DATED_STEPS = ("applied", "enrolled", "signed", "moved_in", "met")
"""Steps that happen on a day of their own."""
STEPS = (*DATED_STEPS, "housed_1", "accompanied", "housed_2", "housed_3")
"""Steps that the records know, by their key in `services.yaml`."""

_ENTRY = "enrolled"
_FIRST = "applied"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Frozen):
    """One step of the way: its name, its meaning, the words for families that stop there or are on their way."""

    label: Text
    meaning: Text
    stopped: Text
    pending: Text = Text(it="in corso", en="under way")


class StateWords(_Frozen):
    """Where families are on the day, in words; `{days}` is the limit of silence, `housed` those met and not as one."""

    housed: Text
    met_lately: Text
    silent: Text
    waiting: Text
    stable: Text
    lost: Text


class Services(_Frozen):
    """`services.yaml`: where the reading comes from, its steps in order, its words, its one assumption."""

    note: Text
    sources: tuple[Source, ...]
    silence_limit: Value
    steps: Mapping[str, Step] = Field(min_length=1)
    states: StateWords


def load_services(path: Path) -> Services:
    """Read `services.yaml` of a programme.

    Raises:
        ProgrammeError: unknown key or step, a way without the entry into the programme, an application that comes after
            another step, a limit of silence that is no whole number of days between its low and its high; with lines.
        OSError: the file cannot be read.

    """
    return load_model(path, Services, _contradictions, ProgrammeError)


def _contradictions(services: Services) -> Faults:
    steps = list(services.steps)
    for step in steps:
        if step not in STEPS:
            yield ("steps", step), unknown_name(step, STEPS)
    if _ENTRY not in steps:
        yield (
            ("steps",),
            Text(
                it=f"manca il passo «{_ENTRY}»: il percorso passa dall'ingresso nel programma",
                en=f"the step '{_ENTRY}' is missing: the way leads through the entry into the programme",
            ),
        )
    if _FIRST in steps[1:]:
        yield (
            ("steps", _FIRST),
            Text(it=f"«{_FIRST}» è la domanda: va per primo", en=f"'{_FIRST}' is the application: it comes first"),
        )
    limit = services.silence_limit
    days = [limit.value if end is None else end for end in (limit.low, limit.value, limit.high)]
    if days != sorted(days) or any(one < 1 or one != one.to_integral_value() for one in days):
        yield (
            ("silence_limit", "value"),
            Text(
                it="low, value e high sono giorni interi, almeno 1, e crescono in quest'ordine",
                en="low, value and high are whole days, at least 1, and rise in this order",
            ),
        )
