"""Reading YAML files that people write: exact decimals, every fault with its line, what is allowed and the remedy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, Node, ScalarNode
from ruamel.yaml.reader import ReaderError

from h4a_core.text import Text
from h4a_core.yaml_faults import (
    Fault,
    FileRefusedError,
    Place,
    fault_at,
    faults_of,
    refusal,
    required_keys,
    shortened,
    unknown_name,
)

__all__ = [
    "Fault",
    "FileRefusedError",
    "Place",
    "Read",
    "load_model",
    "read_model",
    "refusal",
    "shortened",
    "unknown_name",
]

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 1_000_000
"""Bytes of one file."""
MAX_VALUES = 100_000
"""Keys and values of one file, each counted as often as aliases repeat it."""
MAX_DEPTH = 40
"""How deep lists and mappings may stand inside one another."""
MAX_DIGITS = 30
"""Digits of a number before the point, and behind it: beyond it was not written by people, and is not built."""

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
_NO_NUMBER = Text(
    it="«{value}» ha troppe cifre per essere una misura (al massimo {limit}): scrivila per intero, come 1000",
    en="'{value}' has too many digits to be a measure (at most {limit}): write it in full, as 1000",
)
_NOT_ITS_KIND = Text(
    it="«{value}» non è ciò che il segno !! davanti promette: togli il segno",
    en="'{value}' is not what the mark !! before it promises: remove the mark",
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
        number = Decimal(str(node.value).replace("_", ""))
    except InvalidOperation:
        return str(node.value)
    exponent = int(number.as_tuple().exponent)
    if number.adjusted() >= MAX_DIGITS or -exponent > MAX_DIGITS:
        raise _beyond(node, _NO_NUMBER)
    return number


def _whole(_: RoundTripConstructor, node: ScalarNode) -> int:
    """A whole number, also with `_` between its digits, or with 0x, 0o, 0b before them."""
    written = str(node.value).replace("_", "").lower()
    if len(written) > MAX_DIGITS:
        raise _beyond(node, _NO_NUMBER)
    base = {"0x": 16, "0o": 8, "0b": 2}.get(written.lstrip("+-")[:2], 10)
    try:
        return int(written, base)
    except ValueError as found:
        raise _beyond(node, _NOT_ITS_KIND) from found


def _truth(_: RoundTripConstructor, node: ScalarNode) -> bool:
    try:
        return {"true": True, "false": False}[str(node.value).lower()]
    except KeyError as found:
        raise _beyond(node, _NOT_ITS_KIND) from found


def _day(constructor: RoundTripConstructor, node: ScalarNode) -> Any:  # noqa: ANN401 - a day, a moment, or words
    """A day; 2023-02-31, which is none, stays words and is refused as such where a day is wanted."""
    try:
        return constructor.construct_yaml_timestamp(node)
    except (ValueError, TypeError):
        return str(node.value)


def _beyond(node: ScalarNode, message: Text) -> _BeyondLimitError:
    return _BeyondLimitError(
        message.format(value=shortened(node.value), limit=MAX_DIGITS), int(node.start_mark.line) + 1
    )


for _kind, _make in (("float", _decimal), ("int", _whole), ("bool", _truth), ("timestamp", _day)):
    _ExactConstructor.add_constructor(f"tag:yaml.org,2002:{_kind}", _make)


@dataclass(frozen=True, slots=True)
class Read(Generic[Model]):
    """A file as its model, which still knows on which line each part of it stands."""

    model: Model
    tree: Any

    def fault(self, place: Place, message: Text) -> Fault:
        """What is wrong at a place, or to be looked at there, with its line."""
        return fault_at(self.tree, place, message)

    def line(self, place: Place) -> int:
        """The line, from 1, on which a place stands."""
        return self.fault(place, Text("", "")).line

    def in_brackets(self, place: Place) -> bool:
        """Whether a list or mapping is written in brackets, as in JSON, and not line by line."""
        node = self.tree
        for part in place:
            node = node[part]
        return isinstance(node, CommentedSeq | CommentedMap) and bool(node.fa.flow_style())


def load_model(
    path: Path,
    model: type[Model],
    contradictions: Callable[[Model], Iterable[tuple[Place, Text]]],
    error: type[FileRefusedError],
) -> Model:
    """Read a file into a model; `contradictions` gives what the model alone cannot see, each with its place.

    Raises `error` with all faults together, or OSError when the file cannot be read.
    """
    read = read_model(path, model, error)
    faults = [read.fault(place, message) for place, message in contradictions(read.model)]
    if faults:
        raise error(path, faults)
    return read.model


def read_model(
    path: Path, model: type[Model], error: type[FileRefusedError], examples: Mapping[str, str] | None = None
) -> Read[Model]:
    """Read a file into a model, with its lines; `examples` gives what may stand under a key that is missing.

    Raises `error` with all faults of form together, or OSError when the file cannot be read.
    """
    tree = _tree(path, model, error, examples or {})
    try:
        return Read(model.model_validate(tree), tree)
    except ValidationError as found:
        raise error(path, faults_of(tree, model, found.errors(), examples or {})) from found


def _tree(path: Path, model: type[BaseModel], error: type[FileRefusedError], examples: Mapping[str, str]) -> Any:  # noqa: ANN401 - ruamel's own tree
    yaml = YAML(typ="rt")
    yaml.Constructor = _ExactConstructor
    yaml.max_depth = MAX_DEPTH
    written = _text(path, error)
    try:
        tree = yaml.load(written)
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
    except YAMLError as found:
        raise error(path, [_wrongly_written(found, written)]) from found
    if not isinstance(tree, Mapping):
        keys = "".join(f"\n{key}: {examples.get(key, '...')}" for key in required_keys(model))
        raise error(path, [Fault(1, "-", (_EMPTY if tree is None else _NO_KEYS).format(keys=keys))])
    return tree


_EMPTY = Text(it="il file è vuoto: servono le chiavi{keys}", en="the file is empty: it needs the keys{keys}")
_NO_KEYS = Text(
    it="il file è un elenco o un testo: comincia con chiave: valore, e servono{keys}",
    en="the file is a list or a text: it starts with key: value, and needs{keys}",
)
_UTF_16 = Text(
    it="il file è in UTF-16 («Unicode» per il Blocco note): salvalo di nuovo come UTF-8",
    en="the file is UTF-16 ('Unicode' for Notepad): save it again as UTF-8",
)
_NO_UTF_8 = Text(
    it="un carattere non è UTF-8 (il file è forse in Latin-1 o Windows-1252): salvalo di nuovo come UTF-8",
    en="a character is not UTF-8 (the file may be Latin-1 or Windows-1252): save it again as UTF-8",
)
_OLD_RULES = Text(
    it="con una riga che comincia con % i numeri si leggerebbero in altro modo (010 come 8): togli la riga",
    en="with a line that begins with % numbers would be read in another way (010 as 8): remove the line",
)


def _text(path: Path, error: type[FileRefusedError]) -> str:
    """The file as text; what is not UTF-8 is told by its line and a way out."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise error(path, [Fault(1, "-", _TOO_LARGE.format(limit=MAX_BYTES // 1_000_000))])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise error(path, [Fault(1, "-", _UTF_16)])
    try:
        written = data.decode("utf-8-sig")
    except UnicodeDecodeError as found:
        raise error(path, [Fault(data.count(b"\n", 0, found.start) + 1, "-", _NO_UTF_8)]) from found
    if written.startswith("%"):
        raise error(path, [Fault(1, "-", _OLD_RULES)])
    return written


_TAB = Text(
    it="c'è una tabulazione dove servono spazi: sostituiscila con spazi",
    en="there is a tab where spaces are needed: put spaces in its place",
)
_WRITTEN_WRONGLY = {
    "mapping values are not allowed": Text(
        it="un «:» qui non si capisce: allinea la riga con quelle sopra, o metti il testo tra virgolette",
        en="a ':' cannot be understood here: align the line with those above, or put the text in quotes",
    ),
    "could not find expected ':'": Text(
        it="manca «:» dopo la chiave: scrivi  chiave: valore", en="':' is missing after the key: write  key: value"
    ),
    "unexpected end of stream": Text(
        it="virgolette aperte qui sopra e mai chiuse: chiudile",
        en="quotes are opened above and never closed: close them",
    ),
    "expected ',' or": Text(
        it="una parentesi aperta qui sopra non si chiude, o manca una virgola: chiudila o aggiungi «,»",
        en="a bracket opened above is not closed, or a comma is missing: close it or add ','",
    ),
    "another document": Text(
        it="una riga «---» comincia un secondo file nel file: toglila, con ciò che segue",
        en="a line '---' begins a second file in the file: remove it, with what follows",
    ),
    "special characters are not allowed": Text(
        it="c'è un carattere che non si vede e non è ammesso: cancella e riscrivi la riga",
        en="there is a character that is not seen and not allowed: delete the line and write it again",
    ),
}
_OTHERWISE_WRONG = Text(it="non è YAML corretto ({problem})", en="this is not correct YAML ({problem})")


def _wrongly_written(found: YAMLError, written: str) -> Fault:
    """What the reader of YAML says, in words for those who know no YAML."""
    problem = getattr(found, "problem", None) or str(found)
    if isinstance(found, ReaderError):
        line = written.count("\n", 0, found.position) + 1
    else:
        line = getattr(getattr(found, "problem_mark", None), "line", 0) + 1
    lines = written.splitlines()
    if "\\t" in problem or (line <= len(lines) and "\t" in lines[line - 1]):
        return Fault(line, "-", _TAB)
    words = next((said for part, said in _WRITTEN_WRONGLY.items() if part in problem), _OTHERWISE_WRONG)
    return Fault(line, "-", words.format(problem=problem))
