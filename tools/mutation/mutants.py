"""The changed versions of a file, from the operators of cosmic-ray."""

from __future__ import annotations

import ast
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    """Takes annotations and docstrings away: they are not run, and a change of them is not a change of behaviour."""

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


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file that parses and may behave otherwise, in the order of the operators."""
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415 - only a mutation run has it installed
    from cosmic_ray.plugins import get_operator  # noqa: PLC0415 - same

    source = path.read_text()
    original = behaviour(source)
    for name in OPERATORS:
        operator = get_operator(name)()
        occurrence = 0
        while (code := mutate_code(source, operator, occurrence)) is not None:
            occurrence += 1
            if _differs(code, original):
                yield Mutant(str(path), changed_line(source, code), code, short_diff(source, code))


def _differs(code: str, original: str) -> bool:
    try:
        return behaviour(code) != original
    except (SyntaxError, ValueError):
        return False
