"""A figure is read by its name, never by its place in a list; and nothing is decided by a word of the screen.

The syntax tree is read. Words change with the language, and places with the next figure that is added.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Paths

_MAY_UNPACK = Path("h4a_core/engine/explaining.py")
"""Where workings are built from the parts of a rule, in the order of the rule."""
_CHOICES = {"segmented_control", "pills", "selectbox", "radio", "multiselect", "select_slider"}
_WORDS = {"say", "plural", "text"}
"""What gives back words of the screen: `say(...)`, `say.plural(...)`, `say.text(...)`."""


def _is_inputs(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "inputs"


def _over_inputs(node: ast.AST) -> bool:
    """The inputs of a working, or an iterator over them."""
    match node:
        case ast.Call(func=ast.Name(id="iter" | "list" | "tuple" | "reversed"), args=[inner, *_]):
            return _over_inputs(inner)
        case ast.GeneratorExp(generators=[first, *_]):
            return _over_inputs(first.iter)
    return _is_inputs(node)


def read_by_place(source: str) -> Iterator[int]:
    """The lines that take one of a working's inputs by its place, or the first that fits."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Subscript(value=value) if _over_inputs(value):
                yield node.lineno
            case ast.Call(func=ast.Name(id="next"), args=[over, *_]) if _over_inputs(over):
                yield node.lineno
            case ast.Assign(targets=[ast.Tuple() | ast.List()], value=value) if _over_inputs(value):
                yield node.lineno


def _is_said(node: ast.AST) -> bool:
    """Whether an expression is made of words of the screen, or of one language of a text."""
    match node:
        case ast.Call(func=ast.Name(id="say")) | ast.Attribute(attr="it" | "en"):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="say"), attr=name)) if name in _WORDS:
            return True
    return any(_is_said(part) for part in _wordy_parts(node))


def _wordy_parts(node: ast.AST) -> list[ast.expr]:
    """The parts of an expression that make it words when they are."""
    match node:
        case ast.Set(elts=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.Call(func=ast.Attribute(value=value, attr="lower" | "upper" | "strip" | "capitalize")):
            return [value]
        case ast.Dict(keys=keys):
            return [key for key in keys if key is not None]
        case ast.JoinedStr(values=parts):
            return [part.value for part in parts if isinstance(part, ast.FormattedValue)]
    return []


def decided_by_a_word(source: str) -> Iterator[int]:
    """The lines that compare with words of the screen, look up by them, or offer options without a key.

    The options of a control are keys: `format_func` gives their words.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=left, comparators=others) if any(map(_is_said, (left, *others))):
                yield node.lineno
            case ast.Subscript(value=ast.Dict() as looked_up) if _is_said(looked_up):
                yield node.lineno
            case ast.Subscript(slice=key, ctx=ast.Load()) if _is_said(key):
                yield node.lineno
            case ast.Match(cases=cases) if any(_is_word(case.pattern) for case in cases):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr=name), args=args, keywords=keywords) if name in _CHOICES:
                options = [*args[1:2], *(one.value for one in keywords if one.arg == "options")]
                keyed = any(one.arg == "format_func" for one in keywords)
                if not keyed or any(map(_is_said, options)):
                    yield node.lineno


def _is_word(pattern: ast.pattern) -> bool:
    """Whether a pattern is a text that only a reader writes: with a capital or a space in it."""
    match pattern:
        case ast.MatchValue(value=ast.Constant(value=str() as text)):
            return " " in text or text[:1].isupper()
    return False


def _found(paths: Paths, folders: tuple[str, ...], look: object) -> list[str]:
    assert callable(look)
    return [
        f"{file.relative_to(paths.root)}:{line}"
        for folder in folders
        for file in sorted((paths.root / folder).rglob("*.py"))
        if file.relative_to(paths.root) != _MAY_UNPACK
        for line in look(file.read_text("utf-8"))
    ]


def test_no_figure_is_read_by_its_place(paths: Paths) -> None:
    assert _found(paths, ("h4a_core", "h4a_ui", "pages"), read_by_place) == []


def test_nothing_is_decided_by_a_word_of_the_screen(paths: Paths) -> None:
    assert _found(paths, ("h4a_ui", "pages"), decided_by_a_word) == []


@pytest.mark.parametrize(
    "line",
    [
        "cost = made.net.inputs[0]",
        "gross, _, others = made.net.inputs",
        "cost = next(iter(made.net.inputs))",
        "cost = next(one for one in made.net.inputs if one.unit == 'EUR')",
        "costs = list(made.net.inputs)[1:]",
    ],
)
def test_an_input_taken_by_its_place_is_noticed(line: str) -> None:
    assert list(read_by_place(line)) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "if chosen == say('Rendiconto'): pass",
        "if chosen in {say('Rendiconto'), say('Pagamenti')}: pass",
        "if worth.label.it != 'Valore sociale': pass",
        "looks[say('Rendiconto')]()",
        "{say('Rendiconto'): show}[chosen]()",
        "st.radio(say('Sguardo'), list(looks))",
        "st.pills(say('Sguardo'), [say('uno'), say('due')], format_func=str)",
        "match chosen:\n    case 'Rendiconto': pass",
    ],
)
def test_a_decision_by_a_word_is_noticed(line: str) -> None:
    assert list(decided_by_a_word(line)) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "words = {'left': say('a sinistra')}[side]",
        "st.radio(say('Sguardo'), list(looks), format_func=words.get)",
        "for one in made.net.inputs: show(one)",
        "frame = pd.DataFrame({say('Codice'): codes})",
        "if unit == 'EUR': pass",
    ],
)
def test_words_that_are_only_shown_are_left_alone(line: str) -> None:
    assert [*read_by_place(line), *decided_by_a_word(line)] == []
