"""Reading a programme file: every fault at once, each with its line, what is allowed and the remedy."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

from h4a_core.programme.model import PerHouseholdClause, Programme, TieredClause
from h4a_core.text import Text


class _ExactConstructor(RoundTripConstructor):
    """Decimals stay exact: 0.20 is a fifth, not a binary float."""


def _decimal(_: RoundTripConstructor, node: ScalarNode) -> Decimal:
    return Decimal(str(node.value).replace("_", ""))


_ExactConstructor.add_constructor("tag:yaml.org,2002:float", _decimal)


@dataclass(frozen=True)
class Fault:
    """One fault of a programme file: its line (from 1), where in the file, what is wrong and what to do."""

    line: int
    place: str
    message: Text

    def said(self, lang: str) -> str:
        """Put the fault in words: line, place, what is wrong."""
        word = "line" if lang == "en" else "riga"
        return f"{word} {self.line}, {self.place}: {self.message.en if lang == 'en' else self.message.it}"


class ProgrammeError(ValueError):
    """A programme file is refused; `faults` holds every reason, `said(lang)` the whole message."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(self.said("en"))

    def said(self, lang: str) -> str:
        """Put all faults in words, one a line, after the file's name."""
        head = f"{self.path.name}: " + ("cannot be used" if lang == "en" else "non si può usare")
        return "\n  ".join([head, *(fault.said(lang) for fault in self.faults)])


def load_programme(path: Path) -> Programme:
    """Read a programme file into frozen models.

    Raises:
        ProgrammeError: unknown or duplicate key, wrong type, shares that do not add to 1, tiers in an order that makes
            no sense, a name that points nowhere. All faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    source = path.read_text(encoding="utf-8")
    yaml = YAML(typ="rt")
    yaml.Constructor = _ExactConstructor
    try:
        tree = yaml.load(source)
    except DuplicateKeyError as error:
        key = str(error.problem).split('"')[1]
        line = error.problem_mark.line + 1
        message = Text(
            it=f"la chiave «{key}» c'è due volte: togli una delle due",
            en=f"the key '{key}' stands twice: remove one of them",
        )
        raise ProgrammeError(path, [Fault(line, key, message)]) from error
    except YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        problem = getattr(error, "problem", None) or str(error)
        message = Text(it=f"non è YAML corretto ({problem})", en=f"this is not correct YAML ({problem})")
        raise ProgrammeError(path, [Fault(line, "-", message)]) from error
    if not isinstance(tree, Mapping):
        message = Text(it="il file non contiene un programma", en="the file holds no programme")
        raise ProgrammeError(path, [Fault(1, "-", message)])
    try:
        programme = Programme.model_validate(tree)
    except ValidationError as error:
        raise ProgrammeError(path, [_fault(tree, found) for found in error.errors()]) from error
    faults = [Fault(_line(tree, place), _name(place), message) for place, message in _contradictions(programme)]
    if faults:
        raise ProgrammeError(path, faults)
    return programme


Place = tuple[str | int, ...]


def _name(place: Place) -> str:
    return ".".join(str(part) for part in place) or "-"


def _line(tree: Any, place: Place) -> int:  # noqa: ANN401 - ruamel's own tree
    """Line of the deepest part of the place that stands in the file."""
    node, line = tree, 1
    for part in place:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int):
            line = node.lc.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line


def _fault(tree: Any, found: Any) -> Fault:  # noqa: ANN401 - pydantic's own error record
    place = tuple(part for part in found["loc"] if part not in {"per_household", "tiered"})
    key = str(place[-1]) if place else "-"
    if found["type"] == "extra_forbidden":
        allowed = sorted(set(_allowed(place[:-1])))
        near = difflib.get_close_matches(key, allowed, 1)
        hint_it = f" Forse «{near[0]}»?" if near else ""
        hint_en = f" Did you mean '{near[0]}'?" if near else ""
        message = Text(
            it=f"chiave sconosciuta «{key}».{hint_it} Qui sono ammesse: {', '.join(allowed)}",
            en=f"unknown key '{key}'.{hint_en} Allowed here: {', '.join(allowed)}",
        )
    elif found["type"] == "missing":
        message = Text(it=f"manca «{key}»: aggiungila", en=f"'{key}' is missing: add it")
    else:
        message = _EXPECTED.get(found["type"], _EXPECTED["other"]).format(
            value=found["input"], expected=found.get("ctx", {}).get("expected", "").replace(" or ", ", ")
        )
    return Fault(_line(tree, place), _name(place), message)


_EXPECTED = {
    "literal_error": Text(
        it="«{value}» non è ammesso; ammessi: {expected}", en="'{value}' is not allowed; allowed: {expected}"
    ),
    "union_tag_invalid": Text(
        it="il tipo di clausola non esiste; ammessi: per_household, tiered",
        en="there is no such kind of clause; allowed: per_household, tiered",
    ),
    "union_tag_not_found": Text(
        it="manca «kind»; ammessi: per_household, tiered", en="'kind' is missing; allowed: per_household, tiered"
    ),
    "decimal_parsing": Text(
        it="«{value}» non è un numero: scrivilo come 0.20", en="'{value}' is no number: write it as 0.20"
    ),
    "int_parsing": Text(it="«{value}» non è un numero intero", en="'{value}' is no whole number"),
    "string_type": Text(
        it="«{value}» non è un testo: mettilo tra virgolette", en="'{value}' is no text: put it in quotes"
    ),
    "other": Text(
        it="«{value}» non è del tipo atteso qui: confronta con data/programmes/homes4all-torino.yaml",
        en="'{value}' is not of the kind expected here: compare data/programmes/homes4all-torino.yaml",
    ),
}


def _allowed(place: Place) -> Iterator[str]:
    """Names allowed at a place, walked through the models."""
    model: Any = Programme
    for part in place:
        if isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = model.model_fields[str(part)].annotation
        candidates = [model, *_parts(model)]
        model = next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), model)
        if model in {PerHouseholdClause, TieredClause}:
            yield from PerHouseholdClause.model_fields
            yield from TieredClause.model_fields
            return
    for name, field in getattr(model, "model_fields", {}).items():
        yield field.alias or name


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - a typing construct
    for part in getattr(annotation, "__args__", ()):
        yield part
        yield from _parts(part)


def _contradictions(programme: Programme) -> Iterator[tuple[Place, Text]]:
    yield from _value_faults(programme)
    values = programme.values
    for position, clause in enumerate(programme.clauses):
        here: Place = ("clauses", position)
        yield from _pointer((*here, "share"), clause.share, values)
        if isinstance(clause, PerHouseholdClause):
            yield from _pointer((*here, "metric"), clause.metric, programme.milestones)
            continue
        for outcome in clause.outcomes:
            yield from _pointer((*here, "outcomes"), outcome, programme.outcomes)
        yield from _tier_faults(programme, clause, here)
    shares = [values[clause.share].value for clause in programme.clauses if clause.share in values]
    if sum(shares) != 1:
        total = f"{sum(shares):f}"
        yield (
            ("terms",),
            Text(
                it=f"le quote delle clausole fanno {total} e devono fare 1",
                en=f"the clauses' shares add to {total} and must add to 1",
            ),
        )


def _value_faults(programme: Programme) -> Iterator[tuple[Place, Text]]:
    for group, values in (("terms", programme.terms), ("assumptions", programme.assumptions)):
        for name, value in values.items():
            if value.value < 0 or (value.unit == "share" and value.value > 1):
                yield (
                    (group, name, "value"),
                    Text(
                        it=f"{value.value} è fuori misura: una quota va da 0 a 1 (20 % si scrive 0.20), "
                        "il resto non è negativo",
                        en=f"{value.value} is out of range: a share goes from 0 to 1 (20 % is 0.20), "
                        "the rest is not negative",
                    ),
                )
            if value.low is not None and value.high is not None and not value.low <= value.value <= value.high:
                yield (
                    (group, name),
                    Text(
                        it=f"low {value.low}, value {value.value}, high {value.high}: devono crescere in quest'ordine",
                        en=f"low {value.low}, value {value.value}, high {value.high}: they must rise in this order",
                    ),
                )
    for name, reading in programme.readings.items():
        yield from _pointer(("readings", name, "default"), reading.default, reading.alternatives)


def _tier_faults(programme: Programme, clause: TieredClause, here: Place) -> Iterator[tuple[Place, Text]]:
    values = programme.values
    known = []
    for number, tier in enumerate(clause.tiers):
        place: Place = (*here, "tiers", number)
        faults = [
            *_pointer((*place, "threshold"), tier.threshold, values),
            *_pointer((*place, "pays"), tier.pays, values),
            *_pointer((*place, "side"), tier.side, programme.readings),
        ]
        yield from faults
        if not faults:
            known.append((place, values[tier.threshold].value, values[tier.pays].value))
    for (_, threshold, pays), (place, lower_threshold, lower_pays) in pairwise(known):
        if lower_threshold >= threshold or lower_pays > pays:
            yield (
                place,
                Text(
                    it="gli scaglioni vanno dal più alto al più basso, e uno più basso non paga di più: "
                    f"dopo {threshold} (paga {pays}) viene {lower_threshold} (paga {lower_pays})",
                    en="tiers go from the highest to the lowest, and a lower one never pays more: "
                    f"after {threshold} (pays {pays}) comes {lower_threshold} (pays {lower_pays})",
                ),
            )


def _pointer(place: Place, name: str, known: Iterable[str]) -> Iterator[tuple[Place, Text]]:
    names = sorted(known)
    if name in names:
        return
    near = difflib.get_close_matches(name, names, 1)
    hint_it, hint_en = (f" Forse «{near[0]}»?", f" Did you mean '{near[0]}'?") if near else ("", "")
    yield (
        place,
        Text(
            it=f"«{name}» non è definito.{hint_it} Definiti: {', '.join(names)}",
            en=f"'{name}' is not defined.{hint_en} Defined: {', '.join(names)}",
        ),
    )
