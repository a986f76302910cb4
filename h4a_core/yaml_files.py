"""Reading YAML files that people write: exact decimals, every fault with its line, what is allowed and the remedy."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, Node, ScalarNode

from h4a_core.text import Lang, Text

Place: TypeAlias = tuple[str | int, ...]
"""Where something stands in a file: keys and positions from the top down."""
Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 1_000_000
"""Bytes of one file."""
MAX_VALUES = 100_000
"""Keys and values of one file, each counted as often as aliases repeat it."""
MAX_DEPTH = 40
"""How deep lists and mappings may stand inside one another."""

_TOO_LARGE = Text(
    it="il file è più grande di quanto un file scritto da persone possa essere (al massimo {limit} MB): dividilo",
    en="the file is larger than one written by people can be (at most {limit} MB): split it",
)
_TOO_MANY = Text(
    it="con le ripetizioni (*alias) il file avrebbe più di {limit} valori: scrivi una volta sola quelli che servono",
    en="with its repetitions (*aliases) the file would have more than {limit} values: write once those that are needed",
)
_TOO_DEEP = Text(
    it="elenchi e chiavi stanno uno dentro l'altro per più di {limit} livelli, o dentro sé stessi: togli quelli di "
    "troppo",
    en="lists and keys stand inside one another for more than {limit} levels, or inside themselves: remove those that "
    "are too many",
)


class _ExactConstructor(RoundTripConstructor):
    """Decimals stay exact: 0.20 is a fifth, not a binary float. A tree beyond the limits is never built."""

    def construct_document(self, node: Node) -> Any:  # noqa: ANN401 - ruamel's own tree
        _check_size(node)
        return super().construct_document(node)


class _BeyondLimitError(Exception):
    """A file is larger or deeper than any that people write."""

    def __init__(self, message: Text, line: int) -> None:
        super().__init__(message.en)
        self.fault = Fault(line, "-", message)


def _check_size(root: Node) -> None:
    """Count all values, those repeated by aliases too, without walking through any of them twice."""
    sizes: dict[int, int] = {}

    def size(node: Node, depth: int) -> int:
        line = node.start_mark.line + 1
        if depth > MAX_DEPTH:
            raise _BeyondLimitError(_TOO_DEEP.format(limit=MAX_DEPTH), line)
        if id(node) not in sizes:
            inner = node.value if isinstance(node, CollectionNode) else ()
            parts = [part for one in inner for part in (one if isinstance(one, tuple) else (one,))]
            sizes[id(node)] = 1 + sum(size(part, depth + 1) for part in parts)
        if sizes[id(node)] > MAX_VALUES:
            raise _BeyondLimitError(_TOO_MANY.format(limit=MAX_VALUES), line)
        return sizes[id(node)]

    size(root, 1)


def _decimal(_: RoundTripConstructor, node: ScalarNode) -> Decimal | str:
    """An exact number; `.inf` and `.nan`, which are none, stay words and are refused as such."""
    try:
        return Decimal(str(node.value).replace("_", ""))
    except InvalidOperation:
        return str(node.value)


_ExactConstructor.add_constructor("tag:yaml.org,2002:float", _decimal)


@dataclass(frozen=True)
class Fault:
    """One fault of a file: its line (from 1), where in the file, what is wrong and what to do."""

    line: int
    place: str
    message: Text

    def said(self, lang: Lang) -> str:
        """Put the fault in words: line, place, what is wrong."""
        return f"{'line' if lang == 'en' else 'riga'} {self.line}, {self.place}: {self.message[lang]}"


class FileRefusedError(ValueError):
    """A file is refused; `faults` holds every reason, `said(lang)` the whole message."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(self.said("en"))

    def said(self, lang: Lang) -> str:
        """Put all faults in words, one a line, after the file's name."""
        head = f"{self.path.name}: " + ("cannot be used" if lang == "en" else "non si può usare")
        return "\n  ".join([head, *(fault.said(lang) for fault in self.faults)])


def load_model(
    path: Path,
    model: type[Model],
    contradictions: Callable[[Model], Iterable[tuple[Place, Text]]],
    error: type[FileRefusedError],
) -> Model:
    """Read a file into a model; `contradictions` gives what the model alone cannot see, each with its place.

    Raises `error` with all faults together, or OSError when the file cannot be read.
    """
    tree = _tree(path, error)
    try:
        read = model.model_validate(tree)
    except ValidationError as found:
        raise error(path, [_fault(tree, model, one) for one in _telling(found.errors())]) from found
    faults = [Fault(_line(tree, place), _name(place), message) for place, message in contradictions(read)]
    if faults:
        raise error(path, faults)
    return read


def unknown_name(name: str, allowed: Iterable[str]) -> Text:
    """The words for a name that is none of those allowed: the nearest of them, then all, in order."""
    names = sorted(allowed)
    near = difflib.get_close_matches(name, names, 1)
    hint_it, hint_en = (f" Forse «{near[0]}»?", f" Did you mean '{near[0]}'?") if near else ("", "")
    listed = ", ".join(names)
    return Text(
        it=f"«{name}» non si conosce.{hint_it} Ammessi: {listed}",
        en=f"'{name}' is unknown.{hint_en} Allowed: {listed}",
    )


def _tree(path: Path, error: type[FileRefusedError]) -> Any:  # noqa: ANN401 - ruamel's own tree
    yaml = YAML(typ="rt")
    yaml.Constructor = _ExactConstructor
    yaml.max_depth = MAX_DEPTH
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise error(path, [Fault(1, "-", _TOO_LARGE.format(limit=MAX_BYTES // 1_000_000))])
    try:
        tree = yaml.load(data.decode("utf-8"))
    except _BeyondLimitError as found:
        raise error(path, [found.fault]) from found
    except MaxDepthExceededError as found:
        message = _TOO_DEEP.format(limit=MAX_DEPTH)
        raise error(path, [Fault(found.problem_mark.line + 1, "-", message)]) from found
    except DuplicateKeyError as found:
        key = str(found.problem).split('"')[1]
        message = Text(
            it=f"la chiave «{key}» c'è due volte: togli una delle due",
            en=f"the key '{key}' stands twice: remove one of them",
        )
        raise error(path, [Fault(found.problem_mark.line + 1, key, message)]) from found
    except (YAMLError, UnicodeDecodeError) as found:
        line = getattr(getattr(found, "problem_mark", None), "line", 0) + 1
        problem = getattr(found, "problem", None) or str(found)
        message = Text(it=f"non è YAML corretto ({problem})", en=f"this is not correct YAML ({problem})")
        raise error(path, [Fault(line, "-", message)]) from found
    if not isinstance(tree, Mapping):
        message = Text(
            it="il file è vuoto o è un elenco: comincia con chiave: valore",
            en="the file is empty or a list: it starts with key: value",
        )
        raise error(path, [Fault(1, "-", message)])
    return tree


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


def _in_file(tree: Any, place: Place) -> Place:  # noqa: ANN401 - ruamel's own tree
    """The place without the names of union members, which stand in no file; what is missing stays as last part."""
    node, kept = tree, []
    for number, part in enumerate(place, start=1):
        there = part in node if isinstance(node, Mapping) else isinstance(node, list) and isinstance(part, int)
        if there:
            node = node[part]
        if there or number == len(place):
            kept.append(part)
    return tuple(kept)


_NOT_THIS_KIND = {"model_type", "dataclass_type", "tuple_type"}


def _telling(errors: Iterable[Any]) -> list[Any]:
    """The faults without those that only follow from one deeper inside: a list too short, the other kind of a union."""
    found = list(errors)
    places = [one["loc"] for one in found]

    def follows(one: Any) -> bool:  # noqa: ANN401 - pydantic's record
        kind, place = one["type"], one["loc"]
        outer = place if kind == "too_short" else place[:-1] if kind in _NOT_THIS_KIND else None
        return outer is not None and any(len(other) > len(place) and other[: len(outer)] == outer for other in places)

    return [one for one in found if not follows(one)]


def _fault(tree: Any, model: type[BaseModel], found: Any) -> Fault:  # noqa: ANN401 - ruamel's tree, pydantic's record
    place = _in_file(tree, tuple(found["loc"]))
    key = str(place[-1]) if place else "-"
    inside = _models_at(model, tuple(found["loc"])[:-1])
    if found["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        unknown = unknown_name(key, {name for one in inside for name in _fields(one)})
        message = Text(it=f"la chiave {unknown.it}", en=f"key {unknown.en}")
    elif found["type"] == "missing":
        shown = f"{key}: {_example(inside, key)}"
        message = Text(it=f"manca «{key}»: aggiungi  {shown}", en=f"'{key}' is missing: add  {shown}")
    elif found["type"] == "union_tag_not_found":
        names = ", ".join(dict.fromkeys(name for one in _tags(model) for name in one))
        message = Text(
            it=f"qui non c'è una regola: una regola ha una di queste chiavi: {names}",
            en=f"this is no rule: a rule has one of these keys: {names}",
        )
    else:
        message = _EXPECTED.get(found["type"], _EXPECTED["other"]).format(
            value=found["input"], expected=found.get("ctx", {}).get("expected", "").replace(" or ", ", ")
        )
    return Fault(_line(tree, place), _name(place), message)


_EXPECTED = {
    "literal_error": Text(
        it="«{value}» non è ammesso; ammessi: {expected}", en="'{value}' is not allowed; allowed: {expected}"
    ),
    "decimal_parsing": Text(
        it="«{value}» non è un numero: scrivilo come 0.20", en="'{value}' is no number: write it as 0.20"
    ),
    "int_parsing": Text(it="«{value}» non è un numero intero", en="'{value}' is no whole number"),
    "string_type": Text(
        it="«{value}» non è un testo: mettilo tra virgolette", en="'{value}' is no text: put it in quotes"
    ),
    "other": Text(
        it="«{value}» non è del tipo atteso qui: confronta con gli esempi in data/",
        en="'{value}' is not of the kind expected here: compare the examples in data/",
    ),
}


def _fields(model: type[Any]) -> dict[str, Any]:
    """The keys of a model, or of a text, as files write them, each with its type."""
    if is_dataclass(model):
        return {field.name: field.type for field in fields(model)}
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models_at(model: type[BaseModel], place: Place) -> list[type[Any]]:
    """The models that what stands at a place may be, walked through fields, lists, mappings and unions."""
    here: list[type[Any]] = [model]
    for part in place:
        named = [one for one in here if part in _fields(one)]
        inner = [found for one in named for found in _models_in(_fields(one)[str(part)])]
        here = inner or named or here
    return here


def _models_in(annotation: Any) -> Iterator[type[Any]]:  # noqa: ANN401 - a typing construct
    if isinstance(annotation, type) and issubclass(annotation, BaseModel | Text):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


def _tags(model: type[Any], seen: set[type[Any]] | None = None) -> Iterator[list[str]]:
    """The names of the members of each tagged union anywhere inside a model."""
    seen = set() if seen is None else seen
    seen.add(model)
    for annotation in _fields(model).values():
        named = [tag for part in _walk(annotation) if (tag := _tag(part)) is not None]
        if named:
            yield named
        for inner in _models_in(annotation):
            if inner not in seen:
                yield from _tags(inner, seen)


def _walk(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - a typing construct
    yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _walk(part)


def _tag(annotation: Any) -> str | None:  # noqa: ANN401 - a typing construct
    found = (getattr(one, "tag", None) for one in getattr(annotation, "__metadata__", ()))
    return next((str(tag) for tag in found if tag is not None), None)


def _example(models: Iterable[type[Any]], key: str) -> str:
    annotation = next((_fields(one)[key] for one in models if key in _fields(one)), str)
    if annotation is Text:
        return '{it: "...", en: "..."}'
    return "..."
