"""Puts the changed code of a function in place of the code that runs, without loading its module again."""

from __future__ import annotations

import ast
import functools
import gc
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

from tools.mutation.coverage import first_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from tools.mutation.coverage import Function
    from tools.mutation.mutants import Mutant

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Swap:
    """The functions of this process that a mutant changes, and their new code."""

    functions: list[FunctionType]
    code: CodeType

    @classmethod
    def of(cls, mutant: Mutant) -> Swap | None:
        """Find what a mutant changes here; None when its function is not loaded."""
        node = _outermost(mutant)
        if node is None:
            return None
        first = first_line(node)
        changed = compile(mutant.code, mutant.path, "exec", dont_inherit=True)
        code = next(
            (code for code in _codes(changed) if (code.co_name, code.co_firstlineno) == (node.name, first)), None
        )
        functions = [
            function
            for function in gc.get_objects()
            if type(function) is FunctionType and _place(function.__code__) == (mutant.path, node.name, first)
        ]
        if code is None or not functions or any(f.__code__.co_freevars != code.co_freevars for f in functions):
            return None
        return cls(functions, code)

    def apply(self) -> None:
        """Change the functions."""
        for function in self.functions:
            function.__code__ = self.code


def can_swap(mutant: Mutant, at_import: AbstractSet[Function]) -> bool:
    """Tell whether a change stands in the body of a function that nothing calls while modules are loaded."""
    node = _outermost(mutant)
    return (
        node is not None
        and not any(
            path == mutant.path and node.lineno <= line <= (node.end_lineno or node.lineno) for path, line in at_import
        )
        and (mutant.path, first_line(node)) not in at_import
    )


def _outermost(mutant: Mutant) -> FunctionNode | None:
    """Find the function, itself in no other function, whose body holds the changed line."""
    for node in _outermost_functions(mutant.path):
        if node.body[0].lineno <= mutant.line <= (node.end_lineno or node.lineno):
            return node
    return None


@functools.cache
def _outermost_functions(path: str) -> list[FunctionNode]:
    return list(_functions_in(ast.parse(Path(path).read_text())))


def _functions_in(node: ast.AST) -> Iterator[FunctionNode]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FunctionNode):
            yield child
        else:
            yield from _functions_in(child)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_name, code.co_firstlineno
