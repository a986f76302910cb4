"""What is wrong in a file that people write: its line, its place, and words that say the remedy."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic_core import PydanticCustomError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from h4a_core.text import Lang, Text

Place: TypeAlias = tuple[str | int, ...]
"""Where something stands in a file: keys and positions from the top down."""
_LONGEST_QUOTED = 60
"""Characters of a value that a message repeats."""


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


_SAID = "said"
"""The type of a fault that brings its own words."""


def refusal(message: Text) -> PydanticCustomError:
    """What a validator raises to refuse a value in words of its own, in both languages."""
    return PydanticCustomError(_SAID, "{en}", {"it": message.it, "en": message.en})


def fault_at(tree: Any, place: Place, message: Text) -> Fault:  # noqa: ANN401 - ruamel's own tree
    """A fault with the line on which its place stands in the file."""
    return Fault(_line(tree, place), _name(place), message)


def faults_of(
    tree: Any,  # noqa: ANN401 - ruamel's own tree
    model: type[BaseModel],
    errors: Iterable[Any],
    examples: Mapping[str, str],
) -> list[Fault]:
    """What pydantic found, in words; `examples` gives for a key that is missing what may stand there."""
    return [_fault(tree, model, one, examples) for one in _telling(errors)]


def required_keys(model: type[BaseModel]) -> list[str]:
    """The keys without which a file of this model says nothing, in their order."""
    return [field.alias or name for name, field in model.model_fields.items() if field.is_required()]


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


def _fault(
    tree: Any,  # noqa: ANN401 - ruamel's own tree
    model: type[BaseModel],
    found: Any,  # noqa: ANN401 - pydantic's record
    examples: Mapping[str, str],
) -> Fault:
    place = _in_file(tree, tuple(found["loc"]))
    key = str(place[-1]) if place else "-"
    inside = _models_at(model, tuple(found["loc"])[:-1])
    if found["type"] == _SAID:
        message = Text(it=found["ctx"]["it"], en=found["ctx"]["en"])
    elif found["type"] in {"extra_forbidden", "unexpected_keyword_argument", "invalid_key"}:
        unknown = unknown_name(key, {name for one in inside for name in _fields(one)})
        message = Text(it=f"la chiave {unknown.it}", en=f"key {unknown.en}")
    elif found["type"] == "missing":
        shown = f"{key}: {examples.get(key) or _example(inside, key)}"
        message = Text(it=f"manca «{key}»: aggiungi  {shown}", en=f"'{key}' is missing: add  {shown}")
    elif found["type"] == "union_tag_not_found":
        names = ", ".join(dict.fromkeys(name for one in _tags(model) for name in one))
        message = Text(
            it=f"qui non c'è una regola: una regola ha una di queste chiavi: {names}",
            en=f"this is no rule: a rule has one of these keys: {names}",
        )
    elif found["type"] in _SHAPES and (row := _shown(place, examples)):
        message = _SHAPES[found["type"]].format(value=shortened(found["input"]), shown=row)
    else:
        message = _EXPECTED.get(found["type"], _EXPECTED["other"]).format(
            value=shortened(found["input"]), expected=found.get("ctx", {}).get("expected", "").replace(" or ", ", ")
        )
    return fault_at(tree, place, message)


def shortened(value: object) -> str:
    """A value as a message repeats it: not longer than a reader needs to find it."""
    words = str(value)
    return words if len(words) <= _LONGEST_QUOTED else f"{words[:_LONGEST_QUOTED]}…"


def _shown(place: Place, examples: Mapping[str, str]) -> str | None:
    """What may stand at a place: under a key, or as one row (`key[]`) of a list."""
    if isinstance(place[-1], int):
        return examples.get(f"{place[-2]}[]")
    return f"{place[-1]}: {examples[place[-1]]}" if place[-1] in examples else None


_SHAPES = {
    "tuple_type": Text(
        it="qui serve un elenco, non «{value}»: scrivi  {shown}",
        en="a list is needed here, not '{value}': write  {shown}",
    ),
    "model_type": Text(
        it="qui servono chiavi, non «{value}»: scrivi  {shown}",
        en="keys are needed here, not '{value}': write  {shown}",
    ),
}
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
