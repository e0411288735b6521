"""The changed versions of a file, from the operators of cosmic-ray."""

from __future__ import annotations

import ast
import difflib
import functools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

SEED: Final = 20260309  # a sample is the same each time, so that two runs can be compared

# One replacement for each operator: cosmic-ray has eleven for a plus alone, and a test that notices one notices nearly
# all. Comparisons get their neighbour (the boundary) and their opposite.
OPERATORS = (
    *(
        f"core/ReplaceBinaryOperator_{pair}"
        for pair in (
            "Add_Sub",
            "Sub_Add",
            "Mul_Div",
            "Div_Mul",
            "FloorDiv_Mul",
            "Mod_FloorDiv",
            "Pow_Mul",
            "BitOr_BitAnd",
            "BitAnd_BitOr",
            "BitXor_BitAnd",
            "LShift_RShift",
            "RShift_LShift",
        )
    ),
    *(
        f"core/ReplaceComparisonOperator_{pair}"
        for pair in (
            "Eq_NotEq",
            "NotEq_Eq",
            "Lt_LtE",
            "Lt_GtE",
            "LtE_Lt",
            "LtE_Gt",
            "Gt_GtE",
            "Gt_LtE",
            "GtE_Gt",
            "GtE_Lt",
            "Is_IsNot",
            "IsNot_Is",
        )
    ),
    "core/ReplaceUnaryOperator_Delete_USub",
    "core/ReplaceUnaryOperator_Delete_Not",
    "core/AddNot",
    "core/ReplaceTrueWithFalse",
    "core/ReplaceFalseWithTrue",
    "core/ReplaceAndWithOr",
    "core/ReplaceOrWithAnd",
    "core/ReplaceBreakWithContinue",
    "core/ReplaceContinueWithBreak",
    "core/NumberReplacer",
    "core/ExceptionReplacer",
    "core/ZeroIterationForLoop",
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change."""

    path: str
    line: int
    code: str
    diff: str


class _Unannotated(ast.NodeTransformer):
    """Takes away what no test could notice: annotations, and flags of data classes that the type checker knows."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Take away `frozen` and `slots`: nothing assigns to a data class, so that only the type checker notices."""
        for call in (each for each in node.decorator_list if isinstance(each, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "dataclass":
                call.keywords = [keyword for keyword in call.keywords if keyword.arg not in {"frozen", "slots"}]
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        names = {each.id for each in ast.walk(node.test) if isinstance(each, ast.Name)}
        return None if names == {"TYPE_CHECKING"} else self.generic_visit(node)

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """Take the marks `*` and `/` of a signature away: to the tester they look like operators."""
        plain = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.posonlyargs, node.args, node.kwonlyargs = [], plain, []
        node.defaults += [default for default in node.kw_defaults if default is not None]
        node.kw_defaults = []
        return self.generic_visit(node)


def behaviour(source: str) -> str:
    """Dump what a source does, without its annotations: where two are equal, nothing has changed."""
    return ast.dump(_Unannotated().visit(ast.parse(source)))


def changed_line(before: str, after: str) -> int:
    """Find the number of the first line, from 1, that differs."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((number for number, (one, other) in enumerate(pairs, start=1) if one != other), 1)


def short_diff(before: str, after: str) -> str:
    """Show the changed lines alone."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def mutants_of(path: Path, most: int = 0) -> list[Mutant]:
    """List the mutants of a file that parse and may behave otherwise, in the order of the operators.

    `most` asks for a part, the same each time; no more than that part is made, since making one takes a while.
    """
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415 - only a mutation run has it installed

    source = path.read_text()
    original = behaviour(source)
    places = [(name, occurrence) for name in OPERATORS for occurrence in range(_occurrences(source, name))]
    order = list(range(len(places)))
    if most:
        random.Random(SEED).shuffle(order)
    found: dict[int, Mutant] = {}
    for place in order:
        if most and len(found) == most:
            break
        name, occurrence = places[place]
        code = mutate_code(source, _operator(name), occurrence)
        if code is not None and _differs(code, original):
            found[place] = Mutant(str(path), changed_line(source, code), code, short_diff(source, code))
    return [found[place] for place in sorted(found)]


def _operator(name: str) -> Any:
    from cosmic_ray.plugins import get_operator  # noqa: PLC0415 - only a mutation run has it installed

    return get_operator(name)()


def _occurrences(source: str, name: str) -> int:
    """Count the places where an operator applies."""
    operator = _operator(name)
    return sum(len(list(operator.mutation_positions(node))) for node in _nodes(source))


@functools.cache
def _nodes(source: str) -> list[Any]:
    """List the nodes of the tree that operators see."""
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415 - only a mutation run has it installed

    return list(ast_nodes(get_ast(source)))


def _differs(code: str, original: str) -> bool:
    try:
        return behaviour(code) != original
    except (SyntaxError, ValueError):
        return False
