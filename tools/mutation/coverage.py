"""Which tests call which function: counted calls, a pytest plugin, and the choice of tests for a changed line."""

from __future__ import annotations

import ast
import builtins
import functools
import gc
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Function = tuple[str, int]  # the file, and the first line of the function or of its decorators
HOOK = "__wirefeed_called__"


@dataclass
class Calls:
    """What a run without changes showed of each test."""

    seconds: dict[str, float] = field(default_factory=dict)
    functions: dict[str, set[Function]] = field(default_factory=dict)
    work: dict[str, float] = field(default_factory=dict)  # seconds of the processor, the same on a busy machine
    at_import: set[Function] = field(default_factory=set)  # called while modules are loaded, before any test

    def tests_of(self, function: Function | None) -> list[str]:
        """List the tests that call a function, the fastest first; all of them for code outside of functions."""
        tests = [test for test, called in self.functions.items() if function is None or function in called]
        return sorted(tests, key=lambda test: self.seconds.get(test, 0))

    def quicker_than(self, seconds: float) -> Calls:
        """Keep the tests that take no longer."""
        kept = {test: called for test, called in self.functions.items() if self.work.get(test, 0) <= seconds}
        return replace(self, functions=kept)


class CallRecorder:
    """Pytest plugin: records the functions that each test and its fixtures call, of modules loaded as `counted`."""

    def __init__(self) -> None:
        self.calls = Calls()
        self._called: set[Function] = set()
        self._by_fixture: dict[str, set[Function]] = defaultdict(set)
        setattr(builtins, HOOK, lambda path, line: self._called.add((path, line)))

    def pytest_collection_finish(self) -> None:
        """Keep what the loading of modules has called."""
        self.calls.at_import |= self._called

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Keep what a fixture calls: tests that share it are set up once, and it counts for all of them."""
        outside, self._called = self._called, set()
        yield
        self._by_fixture[fixturedef.argname] |= self._called
        self._called |= outside

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        """Record one test, with the setting up of its fixtures."""
        clear_caches()
        self._called = set()
        started, worked = time.perf_counter(), time.process_time()
        yield
        self.calls.seconds[item.nodeid] = time.perf_counter() - started
        self.calls.work[item.nodeid] = time.process_time() - worked
        shared = (self._by_fixture[name] for name in getattr(item, "fixturenames", ()))
        self.calls.functions[item.nodeid] = self._called.union(*shared)


def clear_caches() -> None:
    """Forget cached answers: they hide a call from all tests but the first."""
    for cached in _caches(len(sys.modules)):
        cached.cache_clear()


@functools.lru_cache(maxsize=1)
def _caches(modules: int) -> list[Any]:
    """List the cached functions of the project; again where modules were loaded, since a search takes a while."""
    del modules
    wrappers = (thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper))  # noqa: SLF001 - it has no public name
    return [each for each in wrappers if (each.__module__ or "").startswith("streams")]


class _Counted(ast.NodeTransformer):
    """Puts a call of the hook at the beginning of every function."""

    def __init__(self, path: str) -> None:
        self._path = path

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.body.insert(0, ast.parse(f"{HOOK}({self._path!r}, {first_line(node)})").body[0])
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.body.insert(0, ast.parse(f"{HOOK}({self._path!r}, {first_line(node)})").body[0])
        return node


def counted(path: Path) -> str:
    """Return the code of a file in which each function reports that it is called."""
    return ast.unparse(ast.fix_missing_locations(_Counted(str(path)).visit(ast.parse(path.read_text()))))


def first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Give the line of a function, or of its first decorator."""
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


@functools.cache
def function_at(path: Path, line: int) -> Function | None:
    """Find the innermost function that holds a line; None outside of functions."""
    found: Function | None = None
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = first_line(node)
            inside = first <= line <= (node.end_lineno or node.lineno)
            if inside and (found is None or first > found[1]):
                found = (str(path), first)
    return found
