"""Reading YAML files that people write: exact decimals, every fault with its line, what is allowed and the remedy."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

from h4a_core.text import Text

Place: TypeAlias = tuple[str | int, ...]
"""Where something stands in a file: keys and positions from the top down."""


class _ExactConstructor(RoundTripConstructor):
    """Decimals stay exact: 0.20 is a fifth, not a binary float."""


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
        word = "line" if lang == "en" else "riga"
        return f"{word} {self.line}, {self.place}: {self.message.en if lang == 'en' else self.message.it}"


class YamlFileError(ValueError):
    """A file is refused; `faults` holds every reason, `said(lang)` the whole message."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(self.said("en"))

    def said(self, lang: str) -> str:
        """Put all faults in words, one a line, after the file's name."""
        head = f"{self.path.name}: " + ("cannot be used" if lang == "en" else "non si può usare")
        return "\n  ".join([head, *(fault.said(lang) for fault in self.faults)])


def read_tree(path: Path, source: str, error: type[YamlFileError], nothing: Text) -> Mapping[str, Any]:
    """Parse the text of a file whose top is a mapping, keeping the lines of its parts.

    Raises `error`, with the file's name, for what is no YAML, for a key that stands twice, and with the words of
    `nothing` when there is no mapping.
    """
    yaml = YAML(typ="rt")
    yaml.Constructor = _ExactConstructor
    try:
        tree = yaml.load(source)
    except DuplicateKeyError as found:
        key = str(found.problem).split('"')[1]
        line = found.problem_mark.line + 1
        message = Text(
            it=f"la chiave «{key}» c'è due volte: togli una delle due",
            en=f"the key '{key}' stands twice: remove one of them",
        )
        raise error(path, [Fault(line, key, message)]) from found
    except YAMLError as found:
        line = getattr(getattr(found, "problem_mark", None), "line", 0) + 1
        problem = getattr(found, "problem", None) or str(found)
        message = Text(it=f"non è YAML corretto ({problem})", en=f"this is not correct YAML ({problem})")
        raise error(path, [Fault(line, "-", message)]) from found
    if not isinstance(tree, Mapping):
        raise error(path, [Fault(1, "-", nothing)])
    return tree


def name_of(place: Place) -> str:
    """The place in words: its parts with points between."""
    return ".".join(str(part) for part in place) or "-"


def line_of(tree: Any, place: Place) -> int:  # noqa: ANN401 - ruamel's own tree
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


def fault_of(
    tree: Any,  # noqa: ANN401 - ruamel's own tree
    found: Any,  # noqa: ANN401 - pydantic's own error record
    allowed: Callable[[Place], Iterable[str]],
    expected: Mapping[str, Text],
) -> Fault:
    """One error of pydantic as a fault: unknown and missing keys in words of this module, the rest by its type.

    `allowed` gives the keys a place may have, `expected` the words for each type of error and for "other".
    """
    place: Place = tuple(found["loc"])
    key = str(place[-1]) if place else "-"
    if found["type"] == "extra_forbidden":
        message = unknown_name(key, sorted(set(allowed(place[:-1]))))
    elif found["type"] == "missing":
        message = Text(it=f"manca «{key}»: aggiungila", en=f"'{key}' is missing: add it")
    else:
        message = expected.get(found["type"], expected["other"]).format(
            value=found["input"], expected=found.get("ctx", {}).get("expected", "").replace(" or ", ", ")
        )
    return Fault(line_of(tree, place), name_of(place), message)


def unknown_name(key: str, allowed: list[str]) -> Text:
    """The words for a key that is none of those allowed, with the nearest of them."""
    near = difflib.get_close_matches(key, allowed, 1)
    hint_it = f" Forse «{near[0]}»?" if near else ""
    hint_en = f" Did you mean '{near[0]}'?" if near else ""
    return Text(
        it=f"chiave sconosciuta «{key}».{hint_it} Qui sono ammesse: {', '.join(allowed)}",
        en=f"unknown key '{key}'.{hint_en} Allowed here: {', '.join(allowed)}",
    )
