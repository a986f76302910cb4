"""The instruments of the surveys as data: items, scale, direction, scoring, and what change counts as improved."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.loading import ProgrammeError
from h4a_core.programme.model import Source, Value
from h4a_core.text import Text
from h4a_core.yaml_files import Place, load_model


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scale(_Frozen):
    """The whole numbers that an answer may be, both ends included; `anchors` are the words of some of them."""

    lowest: int = Field(alias="from")
    highest: int = Field(alias="to")
    anchors: Mapping[int, Text] = Field(default_factory=dict)


class Item(_Frozen):
    """One item; `words` are empty where they are licensed and not ours to give. A reversed one is better when low."""

    id: str
    words: Text | None = None
    reversed: bool = False


class Scoring(_Frozen):
    """How answers make a score.

    With fewer answers than `fewest_answers` there is none; of a score with some missing, those stand for the mean of
    the others. `conversion` turns whole raw scores into the instrument's own metric; empty until the evaluator has it.
    """

    rule: Literal["sum", "mean"]
    fewest_answers: int = Field(ge=1)
    conversion: Mapping[int, Decimal] = Field(default_factory=dict)
    note: Text | None = None


class Instrument(_Frozen):
    """One instrument: what it measures, how, and from what change on a family counts as improved (None: not said).

    `dimension` names what the contract's survey asks about and this measures; `other` has no counterpart there.
    """

    id: str
    label: Text
    dimension: Literal["wellbeing", "empowerment", "economic", "other"]
    source: Source
    scale: Scale
    items: tuple[Item, ...] = Field(min_length=1)
    scoring: Scoring
    improved_from: Value | None = None

    @property
    def score_range(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest score there can be."""
        if self.scoring.conversion:
            return Fraction(min(self.scoring.conversion.values())), Fraction(max(self.scoring.conversion.values()))
        times = len(self.items) if self.scoring.rule == "sum" else 1
        return Fraction(self.scale.lowest * times), Fraction(self.scale.highest * times)

    @property
    def score_width(self) -> Fraction:
        """How far apart the lowest and the highest score are."""
        lowest, highest = self.score_range
        return highest - lowest


class Instruments(_Frozen):
    """All instruments of a programme, in the order in which they are shown."""

    instruments: tuple[Instrument, ...]


def load_instruments(path: Path) -> Instruments:
    """Read the file of the instruments.

    Raises:
        ProgrammeError: unknown or duplicate key or name, a scale without room, a scoring that cannot be done. All
            faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    return load_model(path, Instruments, _contradictions, ProgrammeError)


Faults = Iterator[tuple[Place, Text]]


def _contradictions(found: Instruments) -> Faults:
    ids = [one.id for one in found.instruments]
    for number, one in enumerate(found.instruments):
        place: Place = ("instruments", number)
        if ids.index(one.id) < number:
            yield (*place, "id"), _named_twice(one.id)
        yield from _item_faults(one, place)
        yield from _scale_faults(one.scale, (*place, "scale"))
        yield from _scoring_faults(one, (*place, "scoring"))
        yield from _change_faults(one.improved_from, (*place, "improved_from"))


def _named_twice(name: str) -> Text:
    return Text(it=f"«{name}» c'è due volte: scegli un altro nome", en=f"'{name}' stands twice: choose another name")


def _item_faults(one: Instrument, place: Place) -> Faults:
    names = [item.id for item in one.items]
    for number, name in enumerate(names):
        if names.index(name) < number:
            yield (*place, "items", number, "id"), _named_twice(name)


def _scale_faults(scale: Scale, place: Place) -> Faults:
    if scale.lowest >= scale.highest:
        yield (
            (*place, "to"),
            Text(
                it=f"la scala va da {scale.lowest} a {scale.highest}: «to» deve essere più grande di «from»",
                en=f"the scale goes from {scale.lowest} to {scale.highest}: 'to' must be larger than 'from'",
            ),
        )
    for answer in scale.anchors:
        if not scale.lowest <= answer <= scale.highest:
            yield (
                (*place, "anchors", answer),
                Text(it=f"{answer} è fuori dalla scala: toglilo", en=f"{answer} is off the scale: remove it"),
            )


def _scoring_faults(one: Instrument, place: Place) -> Faults:
    scoring, items = one.scoring, len(one.items)
    if scoring.fewest_answers > items:
        yield (
            (*place, "fewest_answers"),
            Text(
                it=f"i quesiti sono {items}: {scoring.fewest_answers} risposte non ci possono essere",
                en=f"there are {items} items: {scoring.fewest_answers} answers are not possible",
            ),
        )
    if not scoring.conversion:
        return
    if scoring.rule != "sum" or scoring.fewest_answers != items:
        yield (
            (*place, "conversion"),
            Text(
                it=f"una tabella di conversione vuole somme intere: rule: sum e fewest_answers: {items}",
                en=f"a conversion table wants whole sums: rule: sum and fewest_answers: {items}",
            ),
        )
    raw = range(one.scale.lowest * items, one.scale.highest * items + 1)
    missing = [number for number in raw if number not in scoring.conversion]
    if missing:
        yield (
            (*place, "conversion"),
            Text(
                it=f"nella tabella di conversione manca {missing[0]}: servono tutte le somme da {raw[0]} a {raw[-1]}",
                en=f"the conversion table lacks {missing[0]}: it needs every sum from {raw[0]} to {raw[-1]}",
            ),
        )


def _change_faults(value: Value | None, place: Place) -> Faults:
    if value and not 0 < (value.low or value.value) <= value.value <= (value.high or value.value):
        yield (
            place,
            Text(
                it=f"low {value.low}, value {value.value}, high {value.high}: più di 0, e devono crescere",
                en=f"low {value.low}, value {value.value}, high {value.high}: above 0, and they must rise",
            ),
        )
