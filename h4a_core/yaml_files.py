"""Reading a YAML file into a model: every fault at once, with its line, what is allowed, the nearest name and a fix.

One call does it: `load_model(path, Model, check, Refused)`. Numbers stay exact: 0.20 is read as a decimal fifth.
"""

import difflib
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

from h4a_core.text import Text

Place: TypeAlias = tuple[str | int, ...]
"""Where in a file: keys and positions from the top."""

Model = TypeVar("Model", bound=BaseModel)
Check: TypeAlias = Callable[[Any], Iterable[tuple[Place, Text]]]

_LONGEST_QUOTE = 60  # characters of a wrong value shown in a line of a terminal


class _ExactConstructor(RoundTripConstructor):
    """The constructor that reads decimals exactly."""


def _decimal(_: RoundTripConstructor, node: ScalarNode) -> Decimal:
    return Decimal(str(node.value).replace("_", ""))


_ExactConstructor.add_constructor("tag:yaml.org,2002:float", _decimal)


@dataclass(frozen=True)
class Fault:
    """One fault of a file: its line (from 1), where in the file, what is wrong and what to do."""

    line: int
    place: str
    message: Text

    def said(self, lang: str) -> str:
        """Put the fault in words: line, place, what is wrong."""
        word, message = ("line", self.message.en) if lang == "en" else ("riga", self.message.it)
        return f"{word} {self.line}, {self.place}: {message}"


class FileRefusedError(ValueError):
    """A file is refused; `faults` holds every reason, `said(lang)` the whole message."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(self.said("en"))

    def said(self, lang: str) -> str:
        """Put all faults in words, one a line, after the file's name."""
        head = f"{self.path.name}: " + ("cannot be used" if lang == "en" else "non si può usare")
        return "\n  ".join([head, *(fault.said(lang) for fault in self.faults)])


def load_model(
    path: Path, model: type[Model], check: Check = lambda _: (), refused: type[FileRefusedError] = FileRefusedError
) -> Model:
    """Read a YAML (or JSON) file into a frozen model.

    Args:
        path: the file, UTF-8.
        model: what it must hold; unknown keys are faults.
        check: contradictions between parts that the model alone cannot see, each with its place.
        refused: the error to raise.

    Raises:
        FileRefusedError: the file cannot be used; all faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    tree = _tree(path, refused)
    try:
        made = model.model_validate(tree)
    except ValidationError as error:
        raise refused(path, [_fault(model, tree, found) for found in error.errors()]) from error
    faults = [Fault(_line(tree, place), _name(place), message) for place, message in check(made)]
    if faults:
        raise refused(path, faults)
    return made


def unknown_name(name: str, known: Iterable[str]) -> Text:
    """Say that a name is not known, which is the nearest, and all there are."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, 1)
    hint_it, hint_en = (f" Forse «{near[0]}»?", f" Did you mean '{near[0]}'?") if near else ("", "")
    return Text(
        it=f"«{name}» non si conosce.{hint_it} Ammessi: {', '.join(names)}",
        en=f"'{name}' is unknown.{hint_en} Allowed: {', '.join(names)}",
    )


def _tree(path: Path, refused: type[FileRefusedError]) -> CommentedMap:
    yaml = YAML(typ="rt")
    yaml.Constructor = _ExactConstructor
    try:
        tree = yaml.load(path.read_text(encoding="utf-8"))
    except DuplicateKeyError as error:
        key = str(error.problem).split('"')[1]
        message = Text(
            it=f"la chiave «{key}» c'è due volte: togli una delle due",
            en=f"the key '{key}' stands twice: remove one of them",
        )
        raise refused(path, [Fault(error.problem_mark.line + 1, key, message)]) from error
    except (YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        problem = getattr(error, "problem", None) or str(error)
        message = Text(it=f"non è YAML corretto ({problem})", en=f"this is not correct YAML ({problem})")
        raise refused(path, [Fault(line, "-", message)]) from error
    if not isinstance(tree, CommentedMap):
        message = Text(
            it="il file non contiene quel che serve: comincia con chiave: valore",
            en="the file does not hold what is needed: it starts with key: value",
        )
        raise refused(path, [Fault(1, "-", message)])
    return tree


def _name(place: Place) -> str:
    return ".".join(str(part) for part in place) or "-"


def _in_file(tree: CommentedMap, place: Place) -> Place:
    """The place as the file writes it: without the tags that tell the kinds of a union apart."""
    node: Any = tree
    found: list[str | int] = []
    for at, part in enumerate(place):
        last = at == len(place) - 1
        mapped = isinstance(node, CommentedMap)
        inside = (mapped and part in node) or (isinstance(node, CommentedSeq) and isinstance(part, int))
        if mapped and not last and (not inside or place[at + 1] == part):
            continue
        found.append(part)
        node = node[part] if inside else None
    return tuple(found)


def _line(tree: CommentedMap, place: Place) -> int:
    """Line of the deepest part of the place that stands in the file."""
    node: Any = tree
    line = 1
    for part in place:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
        else:
            break
        node = node[part]
    return line


def _fault(model: type[BaseModel], tree: CommentedMap, found: Any) -> Fault:  # noqa: ANN401 - pydantic's error record
    place = _in_file(tree, found["loc"])
    key = str(place[-1]) if place else "-"
    fields = _fields(model, found["loc"][:-1])
    if found["type"] == "extra_forbidden":
        unknown = unknown_name(key, fields)
        message = Text(it=f"chiave {unknown.it}", en=f"key {unknown.en}")
    elif found["type"] == "missing":
        example = f"{key}: {_example(fields.get(key))}"
        message = Text(it=f"manca «{key}»: aggiungi  {example}", en=f"'{key}' is missing: add  {example}")
    else:
        words = _EXPECTED.get(found["type"], _EXPECTED["other"])
        message = words.format(value=_short(found["input"]), expected=_expected(found))
    return Fault(_line(tree, place), _name(place), message)


def _short(value: object) -> str:
    words = str(value)
    return words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 3]}..."


def _expected(found: Any) -> str:  # noqa: ANN401 - pydantic's error record
    expected = found.get("ctx", {}).get("expected", "")
    return str(expected).replace(" or ", ", ").replace("'", "")


_NUMBER = Text(it="«{value}» non è un numero: scrivilo come 0.20", en="'{value}' is no number: write it as 0.20")
_DAY = Text(it="«{value}» non è un giorno: scrivilo come 2025-11-30", en="'{value}' is no day: write it as 2025-11-30")
_RULES = (
    "number, value, metric, rate, sum, product, difference, ratio, lowest, highest, mean, steps, ladder, ramp, when, "
    "choose, clause"
)
_EXPECTED = {
    "literal_error": Text(
        it="«{value}» non è ammesso; ammessi: {expected}", en="'{value}' is not allowed; allowed: {expected}"
    ),
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "date_from_datetime_parsing": _DAY,
    "date_type": _DAY,
    "int_parsing": Text(it="«{value}» non è un numero intero", en="'{value}' is no whole number"),
    "string_type": Text(
        it="«{value}» non è un testo: mettilo tra virgolette", en="'{value}' is no text: put it in quotes"
    ),
    "union_tag_not_found": Text(
        it=f"«{{value}}» non è una regola: una regola ha una di queste chiavi: {_RULES}",
        en=f"'{{value}}' is no rule: a rule has one of these keys: {_RULES}",
    ),
    "other": Text(
        it="«{value}» non è del tipo atteso qui: confronta con gli esempi in docs",
        en="'{value}' is not of the kind expected here: compare the examples in docs",
    ),
}


def _fields(model: type[BaseModel], place: Place) -> dict[str, Any]:
    """The fields allowed at a place, by the names that the file uses, with their annotations."""
    annotation: Any = model
    for part in place:
        holding = next((one for one in _models(annotation) if part in one.model_fields), None)
        if holding is not None:
            annotation = holding.model_fields[str(part)].annotation
    fields: dict[str, Any] = {}
    for one in _models(annotation):
        fields |= {field.alias or name: field.annotation for name, field in one.model_fields.items()}
    return fields


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a typing construct
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for part in typing.get_args(annotation):
        yield from _models(part)


def _example(annotation: Any) -> str:  # noqa: ANN401 - a typing construct
    """A value of the kind, to paste and fill in."""
    if isinstance(annotation, types.UnionType):
        annotation = typing.get_args(annotation)[0]
    origin = typing.get_origin(annotation)
    if annotation is Text:
        return '{it: "...", en: "..."}'
    if origin is tuple:
        return "[...]"
    if annotation in {Decimal, int}:
        return "0"
    return "{...}" if origin is Mapping or any(_models(annotation)) else '"..."'
