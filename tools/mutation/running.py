"""Runs tests against a mutant in a forked process: the source tree stays as it is, and libraries are imported once."""

from __future__ import annotations

import enum
import importlib
import importlib.util
import os
import pickle
import resource
import signal
import sys
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest

from tools.mutation.coverage import CallRecorder, Calls, counted, function_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import CodeType, ModuleType

    from tools.mutation.mutants import Mutant

T = TypeVar("T")

MEMORY = 6 * 2**30  # a mutant may build a list without end
SLOWER = 5  # how many times longer than without the change a test may take, before the mutant counts as a hang
GRACE = 15.0  # seconds on top: imports and collection on a busy machine
PYTEST = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "--hypothesis-profile=mutation",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",  # libraries are imported before pytest starts in the child
)
OURS = frozenset({"streams", "schemas", "tests", "tools"})


class Outcome(enum.StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"


class _Selection:
    """Pytest plugin: keeps the chosen tests, in the order given."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._rank = {test: rank for rank, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Drop the other tests, and run the fastest first."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self._rank), key=lambda item: self._rank[item.nodeid]
        )


class _MutantLoader(SourceFileLoader):
    """Loads the changed code in place of the file's."""

    def __init__(self, name: str, path: str, code: str) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._code, self.get_filename(fullname), "exec", dont_inherit=True)


class _Finder:
    """Finds the modules whose code is given, in place of what stands in their files."""

    def __init__(self, root: Path, codes: dict[str, str]) -> None:
        self._codes = {_module_name(Path(path).relative_to(root)): (path, code) for path, code in codes.items()}

    def find_spec(self, name: str, _path: object = None, _target: ModuleType | None = None) -> Any:
        """Give the module as the import system asks for it."""
        if name not in self._codes:
            return None
        path, code = self._codes[name]
        folder = [str(Path(path).parent)] if Path(path).stem == "__init__" else None
        loader = _MutantLoader(name, path, code)
        return importlib.util.spec_from_file_location(name, path, loader=loader, submodule_search_locations=folder)


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def libraries(tests: Sequence[str]) -> list[str]:
    """List the modules of others that the tests import, by collecting them in a process of their own."""

    def collect() -> list[str]:
        pytest.main([*PYTEST, "--collect-only", "-qq", *tests])
        return [name for name in sys.modules if name.split(".")[0] not in OURS]

    return _in_a_fork(collect)


def run_unchanged(root: Path, files: Sequence[Path], tests: Sequence[str]) -> Calls:
    """Run the tests without a change, in the way of a mutant, and record the calls. Ends the run when one fails."""

    def run() -> tuple[int, Calls]:
        sys.meta_path.insert(0, _Finder(root, {str(path): counted(path) for path in files}))  # type: ignore[arg-type]
        recorder = CallRecorder()
        return int(pytest.main([*PYTEST, *tests], plugins=[recorder])), recorder.calls

    status, calls = _in_a_fork(run)
    if status:
        message = f"the tests fail without any change (pytest ends with {status})"
        raise SystemExit(message)
    return calls


def _in_a_fork(work: Callable[[], T]) -> T:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        answer = work()
        with os.fdopen(writer, "wb") as pipe:
            pickle.dump(answer, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pickle.load(pipe)  # noqa: S301 - our own child wrote it
    os.waitpid(child, 0)
    return cast("T", answer)


def import_ahead(modules: Iterable[str]) -> None:
    """Import the libraries that the tests need, so that each forked process has them."""
    for name in (name for name in modules if "pytest" not in name):  # plugins are pytest's to import
        try:
            importlib.import_module(name)
        except BaseException:  # noqa: BLE001, S112 - a plain speed-up: the child imports what is missing
            continue


def run_mutants(
    root: Path, mutants: Sequence[Mutant], calls: Calls, processes: int
) -> Iterator[tuple[Mutant, Outcome, int]]:
    """Run the mutants: what became of each, and how many tests could have noticed."""
    running: dict[int, tuple[Mutant, float, int]] = {}
    waiting = list(reversed(mutants))
    while waiting or running:
        while waiting and len(running) < processes:
            mutant = waiting.pop()
            tests = calls.tests_of(function_at(Path(mutant.path), mutant.line))
            if not tests:
                yield mutant, Outcome.SURVIVED, 0
                continue
            allowed = GRACE + SLOWER * sum(calls.seconds.get(test, 0) for test in tests)
            running[_start(root, mutant, tests)] = (mutant, time.monotonic() + allowed, len(tests))
        for child, outcome in list(_finished(running)):
            mutant, _, tests_run = running.pop(child)
            yield mutant, outcome, tests_run


def _start(root: Path, mutant: Mutant, tests: Sequence[str]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    os.setsid()
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.meta_path.insert(0, _Finder(root, {mutant.path: mutant.code}))  # type: ignore[arg-type]
    files = sorted({test.split("::")[0] for test in tests})
    try:
        status = int(pytest.main([*PYTEST, *files], plugins=[_Selection(tests)]))
    except BaseException:  # noqa: BLE001 - a mutant may raise anything anywhere, and that is a kill
        status = 1
    os._exit(status)


def _finished(running: dict[int, tuple[Mutant, float, int]]) -> Iterator[tuple[int, Outcome]]:
    time.sleep(0.02)
    for child, (_, deadline, _) in running.items():
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            yield child, Outcome.SURVIVED if os.waitstatus_to_exitcode(status) == 0 else Outcome.KILLED
        elif time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            yield child, Outcome.TIMEOUT
