"""Amounts and exact rates are computed in the core only: the screen formats them.

The syntax tree is read: which attributes and functions of the core are annotated as Decimal or Fraction, and whether
the screen puts an operator, `sum` or `accumulate` on one of them, on a name annotated so, or on a new Decimal. Lengths
and places inside a picture are floats and not looked at.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import Paths

_EXACT = {"Decimal", "Fraction", "Exact", "Number", "Amount"}
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_FOLDING = {"sum", "accumulate", "prod"}


def _says_exact(annotation: ast.expr | None) -> bool:
    """Whether an annotation is Decimal or Fraction, alone or beside None or int: no list or mapping of them."""
    match annotation:
        case ast.Name(id=name):
            return name in _EXACT
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _says_exact(left) or _says_exact(right)
    return False


def _exact_attributes(root: Path) -> set[str]:
    """Names of fields, properties and functions of the core that hold or give an exact number."""
    found: set[str] = set()
    for file in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=kind) if _says_exact(kind):
                    found.add(name)
                case ast.FunctionDef(name=name, returns=kind) if _says_exact(kind) and not name.startswith("_"):
                    found.add(name)
    return found


def _exact_names(function: ast.AST) -> set[str]:
    """Arguments and variables of a function that are exact by their annotation."""
    found = set()
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name, annotation=kind) if _says_exact(kind):
                found.add(name)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind) if _says_exact(kind):
                found.add(name)
    return found


def computed_on_screen(source: str, attributes: set[str]) -> Iterator[int]:
    """The lines of a piece of code that compute with exact numbers."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in [tree, *functions]:
        names = _exact_names(function) if function is not tree else set()
        for node in ast.walk(function):
            match node:
                case ast.BinOp(op=op, left=left, right=right) if isinstance(op, _OPERATORS):
                    operands = (left, right)
                case ast.AugAssign(op=op, target=left, value=right) if isinstance(op, _OPERATORS):
                    operands = (left, right)
                case ast.UnaryOp(op=ast.USub(), operand=operand):
                    operands = (operand,)
                case ast.Call(func=ast.Name(id=name), args=[over, *_]) if name in _FOLDING:
                    operands = (over.elt,) if isinstance(over, ast.GeneratorExp | ast.ListComp) else (over,)
                case _:
                    continue
            if any(_is_exact(one, attributes, names) for one in operands):
                yield node.lineno


def _is_exact(node: ast.expr, attributes: set[str], names: set[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in names
        case ast.Attribute(attr=name):
            return name in attributes
        case ast.Call(func=ast.Name(id=name)):
            return name in {"Decimal", "Fraction"} or name in attributes
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in attributes
        case ast.BinOp(left=left, right=right):
            return _is_exact(left, attributes, names) or _is_exact(right, attributes, names)
        case ast.UnaryOp(operand=operand):
            return _is_exact(operand, attributes, names)
    return False


def test_the_screen_computes_no_amount(paths: Paths) -> None:
    attributes = _exact_attributes(paths.root / "h4a_core")
    screen = [*sorted((paths.root / "h4a_ui").rglob("*.py")), *sorted((paths.root / "pages").glob("*.py"))]
    found = {
        f"{file.relative_to(paths.root)}:{line}"
        for file in screen
        for line in computed_on_screen(file.read_text("utf-8"), attributes)
    }
    assert found == set()


def test_an_amount_computed_on_the_screen_is_noticed() -> None:
    planted = (
        "def show(made: Statement, share: Decimal) -> None:\n    say(made.earned - made.paid)\n    say(share * 100)\n"
    )
    assert sorted(set(computed_on_screen(planted, {"earned"}))) == [2, 3]
    assert list(computed_on_screen("total = sum(one.earned for one in lines)\n", {"earned"})) == [1]
    assert list(computed_on_screen("width = left + 2 * pitch\n", {"earned"})) == []
