"""Amounts and exact rates are computed in the core only: the screen formats them.

The syntax tree is read. A name (of a field, a property or a function) is exact where the core annotates it as Decimal
or Fraction and nowhere as a plain number; a file of the screen that annotates it itself is believed for its own lines.
No operator, `sum`, `accumulate`, `prod` or mean of the screen may stand on something exact, and no Fraction be made of
two numbers. What was turned into a float is a length or a place inside a picture and not looked at.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import Paths

_EXACT = {"Decimal", "Fraction", "Exact", "Number"}
_PLAIN = {"int", "float", "Floats"}
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_FOLDING = {"sum", "accumulate", "prod", "fsum", "mean", "fmean"}
_KEEPING = {"abs", "min", "max", "sorted", "list", "tuple", "round"}
"""Functions whose result is as exact as what they are given."""


def _units(annotation: ast.expr | None) -> set[str]:
    """The types that an annotation allows, without those inside a list or a mapping."""
    match annotation:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return {name}
        case ast.Constant(value=None):
            return {"None"}
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _units(left) | _units(right)
    return {"other"}


def _is_exactly(annotation: ast.expr | None) -> bool:
    return bool(_units(annotation) & _EXACT)


def _is_plainly(annotation: ast.expr | None) -> bool:
    units = _units(annotation) - {"None"}
    return bool(units) and units <= _PLAIN


def _annotated(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names of fields, properties and functions with their annotations; no arguments and no private functions."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind):
                yield name, kind
            case ast.FunctionDef(name=name, returns=ast.expr() as kind) if not name.startswith("_"):
                yield name, kind


def exact_names(sources: Iterable[str]) -> set[str]:
    """Names that some source annotates as exact and none as a plain number."""
    annotated = [one for source in sources for one in _annotated(ast.parse(source))]
    return {name for name, kind in annotated if _is_exactly(kind)} - {
        name for name, kind in annotated if _is_plainly(kind)
    }


class _Reader:
    """Reads one file: which of its expressions are exact, given the core's names and its own."""

    def __init__(self, source: str, core: set[str]) -> None:
        self.tree = ast.parse(source)
        own = list(_annotated(self.tree))
        exact, plain = ({name for name, kind in own if said(kind)} for said in (_is_exactly, _is_plainly))
        self.names = (core - plain) | exact

    def computed(self) -> Iterator[int]:
        """The lines that compute with something exact."""
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        for scope in [self.tree, *functions]:
            local = self._local(scope)
            for node in ast.walk(scope):
                if any(self.exact(one, local) for one in _operands(node)) or _is_quotient(node):
                    yield node.lineno

    def _local(self, scope: ast.AST) -> set[str]:
        """Arguments and variables of a scope that are exact: by annotation, or by what they are set to."""
        found: set[str] = set()
        if scope is self.tree:
            return found
        for node in ast.walk(scope):
            match node:
                case ast.arg(arg=name, annotation=kind) if _is_exactly(kind):
                    found.add(name)
        while True:  # a variable may be set to one that is only found later
            before = len(found)
            for node in ast.walk(scope):
                match node:
                    case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
                        found |= self._bound(target, value, found)
                    case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                        found |= self._unpacked(target, value, found)
            if len(found) == before:
                return found

    def _bound(self, target: ast.expr, value: ast.expr, local: set[str]) -> set[str]:
        match target, value:
            case ast.Name(id=name), _ if self.exact(value, local):
                return {name}
            case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values):
                return {name for one, its in zip(names, values, strict=True) for name in self._bound(one, its, local)}
            case ast.Tuple(elts=names), ast.GeneratorExp(elt=one) | ast.ListComp(elt=one) if self.exact(one, local):
                return {name.id for name in names if isinstance(name, ast.Name)}
        return set()

    def _unpacked(self, target: ast.expr, over: ast.expr, local: set[str]) -> set[str]:
        """The variable of a loop over exact numbers."""
        return {target.id} if isinstance(target, ast.Name) and self.exact(over, local) else set()

    def exact(self, node: ast.expr, local: set[str]) -> bool:
        """Whether an expression is an exact number, or a list of them."""
        match node:
            case ast.Name(id=name):
                return name in local
            case ast.Attribute(attr=name) | ast.Call(func=ast.Attribute(attr=name)) if name in self.names:
                return True
            case ast.Call(func=ast.Name(id=name)) if name in self.names | {"Decimal", "Fraction"}:
                return True
        return any(self.exact(part, local) for part in _passing_on(node))


def _passing_on(node: ast.expr) -> Sequence[ast.expr]:
    """The parts of an expression that make it exact when they are."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=args) if name in _KEEPING:
            return args
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            return one, other
        case ast.Call(func=ast.Attribute(value=one, attr="quantize" | "normalize" | "scaleb")):
            return (one,)
        case (
            ast.Subscript(value=ast.Name() as one)
            | ast.UnaryOp(operand=one)
            | ast.Starred(value=one)
            | ast.GeneratorExp(elt=one)
            | ast.ListComp(elt=one)
        ):
            return (one,)
        case ast.List(elts=elements):
            return elements
    return ()


def _operands(node: ast.AST) -> tuple[ast.expr, ...]:
    """What a node computes with; nothing where it does not compute."""
    match node:
        case ast.BinOp(op=op, left=left, right=right) if isinstance(op, _OPERATORS):
            return left, right
        case ast.AugAssign(op=op, target=left, value=right) if isinstance(op, _OPERATORS):
            return left, right
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return (operand,)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in _FOLDING:
            return tuple(args)
    return ()


def _is_quotient(node: ast.AST) -> bool:
    """Whether a Fraction is made of two numbers, which divides them."""
    match node:
        case ast.Call(func=ast.Name(id="Fraction"), args=[_, _]):
            return True
    return False


def computed_on_screen(source: str, core: set[str]) -> set[int]:
    """The lines of a file of the screen that compute with exact numbers, given the core's exact names."""
    return set(_Reader(source, core).computed())


def _sources(*folders: Path) -> dict[Path, str]:
    return {file: file.read_text("utf-8") for folder in folders for file in sorted(folder.rglob("*.py"))}


def test_the_screen_computes_no_amount(paths: Paths) -> None:
    core = exact_names(_sources(paths.root / "h4a_core").values())
    assert {"earned", "net_saving", "balance", "cents", "score"} <= core
    assert not {"families", "achieved", "pending", "of"} & core
    screen = _sources(paths.root / "h4a_ui", paths.root / "pages")
    found = [
        f"{file.relative_to(paths.root)}:{line}"
        for file, source in screen.items()
        for line in sorted(computed_on_screen(source, core))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "return made.earned - made.paid",
        "return share * 100",
        "return -made.earned",
        "return sum(one.earned for one in lines)",
        "return list(accumulate([one.earned for one in lines]))",
        "return Fraction(returned, due)",
        "return sum((one.amount() for one in lines), Decimal(0))",
        "mine = made.earned; return mine / 2",
        "low, high = (one.earned for one in lines); return high - low",
        "amounts = [one.earned for one in lines]; return [2 * amount for amount in amounts]",
        "share += 1",
        "return abs(made.earned) % 10",
    ],
)
def test_an_amount_computed_on_the_screen_is_noticed(line: str) -> None:
    body = "".join(f"    {part.strip()}\n" for part in line.split(";"))
    function = f"def show(made: Statement, share: Decimal, lines: Lines):\n{body}"
    assert len(computed_on_screen(function, {"earned", "amount"})) == 1


@pytest.mark.parametrize(
    "line",
    [
        "return left + 2 * pitch",
        "return float(made.earned) / 2",
        "return sum(one.families for one in lines)",
        "return made.earned > 0",
        "return say.euro(abs(made.earned))",
        "return 'EUR ' + say.euro(made.earned)",
    ],
)
def test_lengths_counts_and_words_are_no_amounts(line: str) -> None:
    assert computed_on_screen(f"def show(made, lines, left):\n    {line}\n", {"earned"}) == set()


def test_a_name_is_exact_only_where_nothing_calls_it_a_plain_number() -> None:
    core = ["class A:\n    high: Decimal\n    rate: Fraction | None\n", "class B:\n    high: float\n    rate: Rule\n"]
    assert exact_names(core) == {"rate"}


def test_a_file_of_the_screen_is_believed_for_its_own_rows() -> None:
    row = "class Row:\n    premium: float\n\n\ndef low(row):\n    return -row.premium\n"
    assert computed_on_screen(row, {"premium"}) == set()
    assert computed_on_screen(row.replace("float", "Decimal"), set()) == {6}
