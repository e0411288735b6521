"""Puts a changed function or constant in place of the one that runs, without loading its module again."""

from __future__ import annotations

import ast
import functools
import gc
import sys
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from tools.mutation.coverage import first_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from tools.mutation.coverage import Function
    from tools.mutation.mutants import Mutant

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
OURS = frozenset({"streams", "schemas", "tests", "tools"})


class Swap(Protocol):
    """A change that can be made to a process that runs."""

    def apply(self) -> None:
        """Make the change."""


@dataclass(frozen=True, slots=True)
class FunctionSwap:
    """Functions of this process, and their new code."""

    functions: list[FunctionType]
    code: CodeType

    def apply(self) -> None:
        """Change the functions."""
        for function in self.functions:
            function.__code__ = self.code


@dataclass(frozen=True, slots=True)
class ConstantSwap:
    """Modules that have a constant, and its new value."""

    modules: list[ModuleType]
    name: str
    value: Any

    def apply(self) -> None:
        """Change the constant wherever its name stands."""
        for module in self.modules:
            setattr(module, self.name, self.value)


def swaps_of(mutants: Iterable[Mutant]) -> list[Swap | None]:
    """Find what each mutant changes in this process; None where its function is not loaded."""
    functions: dict[tuple[str, str, int], list[FunctionType]] = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType:
            functions.setdefault(_place(thing.__code__), []).append(thing)
    return [_function_swap(mutant, functions) or _constant_swap(mutant) for mutant in mutants]


def can_swap(mutant: Mutant, at_import: AbstractSet[Function]) -> bool:
    """Tell whether a change takes effect in a process that has loaded all modules.

    So does one of the body of a function that nothing calls while modules are loaded, and one of a constant that only
    such functions read.
    """
    called = {line for path, line in at_import if path == mutant.path}
    node = _outermost(mutant)
    if node is not None:
        return not any(first_line(node) <= line <= (node.end_lineno or node.lineno) for line in called)
    return _constant_at(mutant) is not None


def _function_swap(mutant: Mutant, functions: Mapping[tuple[str, str, int], list[FunctionType]]) -> FunctionSwap | None:
    node = _outermost(mutant)
    if node is None:
        return None
    place = (mutant.path, node.name, first_line(node))
    changed = compile(mutant.code, mutant.path, "exec", dont_inherit=True)
    code = next((code for code in _codes(changed) if _place(code) == place), None)
    loaded = functions.get(place, [])
    if code is None or not loaded or any(each.__code__.co_freevars != code.co_freevars for each in loaded):
        return None
    return FunctionSwap(loaded, code)


def _constant_swap(mutant: Mutant) -> ConstantSwap | None:
    """Find the modules that have a constant: its own, and those that import its name. None where another has it."""
    name = _constant_at(mutant)
    own = next((each for each in list(sys.modules.values()) if getattr(each, "__file__", None) == mutant.path), None)
    if name is None or own is None:
        return None
    ours = [each for each in list(sys.modules.values()) if each.__name__.split(".")[0] in OURS and each is not own]
    importing = [each for each in ours if getattr(each, name, None) is getattr(own, name)]
    if any(name in _read_while_loading(str(each.__file__)) for each in importing):
        return None
    statement = next(each for each in ast.parse(mutant.code).body if _name_of(each) == name)
    names = dict(vars(own))
    try:
        exec(compile(ast.Module([statement], []), mutant.path, "exec", dont_inherit=True), names)  # noqa: S102 - a mutant
    except Exception:  # noqa: BLE001 - it fails while its module is loaded, too
        return None
    return ConstantSwap([own, *importing], name, names[name])


def _constant_at(mutant: Mutant) -> str | None:
    """Return the name of the constant that stands at the changed line, where no code reads it while it is loaded."""
    for node in ast.parse(Path(mutant.path).read_text()).body:
        name = _name_of(node)
        if name is not None and node.lineno <= mutant.line <= (node.end_lineno or node.lineno):
            return None if name in _read_while_loading(mutant.path) else name
    return None


def _name_of(node: ast.stmt) -> str | None:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None


@functools.cache
def _read_while_loading(path: str) -> set[str]:
    """List the names that a module reads outside of the bodies of functions."""
    waiting: list[ast.AST] = [ast.parse(Path(path).read_text())]
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        inside = {id(each) for each in node.body} if isinstance(node, FunctionNode) else set()
        waiting.extend(child for child in ast.iter_child_nodes(node) if id(child) not in inside)
    return found


@functools.cache
def _outermost_functions(path: str) -> list[FunctionNode]:
    return list(_functions_in(ast.parse(Path(path).read_text())))


def _outermost(mutant: Mutant) -> FunctionNode | None:
    """Find the function, itself in no other function, whose body holds the changed line."""
    for node in _outermost_functions(mutant.path):
        if node.body[0].lineno <= mutant.line <= (node.end_lineno or node.lineno):
            return node
    return None


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
