"""The impact chain as data: inputs, activities, outputs, outcomes, impact, and what links them.

Each box names the indicators that tell whether it happens; each link says on which assumption one box leads to the
next. A chain that skips a stage, runs backwards or ends half way is refused.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.checking import pointer
from h4a_core.programme.loading import ProgrammeError
from h4a_core.programme.model import Source
from h4a_core.text import Text
from h4a_core.yaml_files import Place, load_model, unknown_name

StageName: TypeAlias = Literal["inputs", "activities", "outputs", "outcomes", "impact"]
STAGES: tuple[StageName, ...] = ("inputs", "activities", "outputs", "outcomes", "impact")
"""The stages in the order in which one leads to the next."""

Faults: TypeAlias = Iterator[tuple[Place, Text]]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(_Frozen):
    """What must hold for a box to lead to one of the next stage."""

    to: str
    assumption: Text
    source: Source | None = None


class Box(_Frozen):
    """One box: its words and their source, its indicators (the first is drawn in it), and where it leads.

    `cashable` is for outcomes: whether the City spends less by it, or its value is social only.
    """

    id: str
    label: Text
    source: Source
    indicators: tuple[str, ...] = Field(min_length=1)
    cashable: bool | None = None
    leads_to: tuple[Link, ...] = ()


class Stages(_Frozen):
    """The boxes of each stage."""

    inputs: tuple[Box, ...] = Field(min_length=1)
    activities: tuple[Box, ...] = Field(min_length=1)
    outputs: tuple[Box, ...] = Field(min_length=1)
    outcomes: tuple[Box, ...] = Field(min_length=1)
    impact: tuple[Box, ...] = Field(min_length=1)

    def of(self, stage: StageName) -> tuple[Box, ...]:
        """The boxes of one stage."""
        found: tuple[Box, ...] = getattr(self, stage)
        return found


class ImpactChain(_Frozen):
    """How the programme changes things, stage by stage."""

    stages: Stages

    @property
    def boxes(self) -> dict[str, Box]:
        """Every box by its name, in the order of the stages."""
        return {box.id: box for stage in STAGES for box in self.stages.of(stage)}


def load_chain(path: Path, indicators: Collection[str]) -> ImpactChain:
    """Read the impact chain of a programme.

    Args:
        path: the file.
        indicators: the names that boxes may use.

    Raises:
        ProgrammeError: unknown or duplicate key, a box or an indicator that does not exist or stands twice, a link
            that does not lead to the next stage, an outcome that does not say whether it is cashable, or not exactly
            one that is. All faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    return load_model(path, ImpactChain, lambda chain: _contradictions(chain, indicators), ProgrammeError)


def _contradictions(chain: ImpactChain, indicators: Collection[str]) -> Faults:
    yield from _name_faults(chain, indicators)
    yield from _link_faults(chain)
    yield from _cashable_faults(chain)


def _placed(chain: ImpactChain) -> Iterator[tuple[Place, StageName, Box]]:
    for stage in STAGES:
        for position, box in enumerate(chain.stages.of(stage)):
            yield ("stages", stage, position), stage, box


def _name_faults(chain: ImpactChain, indicators: Collection[str]) -> Faults:
    boxes: set[str] = set()
    used: dict[str, str] = {}
    for place, _, box in _placed(chain):
        if box.id in boxes:
            yield (*place, "id"), _TWICE.format(name=box.id)
        boxes.add(box.id)
        for position, name in enumerate(box.indicators):
            here = (*place, "indicators", position)
            yield from pointer(here, name, indicators)
            if name in used:
                yield here, _USED.format(name=name, box=used[name])
            used[name] = box.id


def _link_faults(chain: ImpactChain) -> Faults:
    stage_of = {box.id: stage for _, stage, box in _placed(chain)}
    reached = {link.to for _, _, box in _placed(chain) for link in box.leads_to}
    following = dict(pairwise(STAGES))
    for place, stage, box in _placed(chain):
        ahead = [] if stage not in following else [one.id for one in chain.stages.of(following[stage])]
        for position, link in enumerate(box.leads_to):
            here = (*place, "leads_to", position, "to")
            if link.to not in stage_of:
                yield here, unknown_name(link.to, stage_of)
            elif link.to not in ahead:
                words = {"box": box.id, "stage": stage, "to": link.to, "other": stage_of[link.to]}
                yield here, (_WRONG_WAY.format(**words, names=", ".join(ahead)) if ahead else _THE_END.format(**words))
        if ahead and not box.leads_to:
            yield (*place, "leads_to"), _LEADS_NOWHERE.format(box=box.id, names=", ".join(ahead))
        if stage != STAGES[0] and box.id not in reached:
            yield (*place, "id"), _FROM_NOWHERE.format(box=box.id)


def _cashable_faults(chain: ImpactChain) -> Faults:
    for place, stage, box in _placed(chain):
        if stage == "outcomes" and box.cashable is None:
            yield place, _CASHABLE_OR_NOT.format(box=box.id)
        if stage != "outcomes" and box.cashable is not None:
            yield (*place, "cashable"), _OUTCOMES_ONLY
    cashable = [box.id for box in chain.stages.outcomes if box.cashable]
    if len(cashable) != 1:
        yield ("stages", "outcomes"), _ONE_CASHABLE.format(n=len(cashable))


_TWICE = Text(
    it="«{name}» è già il nome di un'altra casella: scegline un altro",
    en="'{name}' is already the name of another box: choose another",
)
_USED = Text(
    it="«{name}» sta già nella casella «{box}»: lascialo in una sola",
    en="'{name}' already stands in the box '{box}': leave it in one",
)
_WRONG_WAY = Text(
    it="da «{box}» ({stage}) non si va a «{to}» ({other}): una freccia porta allo stadio seguente, cioè a: {names}",
    en="from '{box}' ({stage}) one does not go to '{to}' ({other}): an arrow leads to the next stage: {names}",
)
_THE_END = Text(
    it="«{box}» sta nell'ultimo stadio: non porta più a nulla, togli leads_to",
    en="'{box}' is in the last stage: it leads nowhere any more, remove leads_to",
)
_LEADS_NOWHERE = Text(
    it="«{box}» non porta a nulla: aggiungi  leads_to: [{{to: ..., assumption: ...}}]  verso una di: {names}",
    en="'{box}' leads nowhere: add  leads_to: [{{to: ..., assumption: ...}}]  to one of: {names}",
)
_FROM_NOWHERE = Text(
    it="nessuna casella dello stadio precedente porta a «{box}»: aggiungila a un leads_to",
    en="no box of the stage before leads to '{box}': add it to a leads_to",
)
_CASHABLE_OR_NOT = Text(
    it="di «{box}» non si sa se fa spendere meno la Città: aggiungi  cashable: true  oppure  cashable: false",
    en="it is not said whether the City spends less by '{box}': add  cashable: true  or  cashable: false",
)
_OUTCOMES_ONLY = Text(it="cashable si dice degli outcome soltanto: toglilo", en="only outcomes are cashable: remove it")
_ONE_CASHABLE = Text(
    it="gli outcome monetizzabili sono {n}: il modello ne vuole uno solo",
    en="{n} outcomes are cashable: the model wants exactly one",
)
