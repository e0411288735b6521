"""Runs tests against a mutant in a forked process: the source tree stays as it is, and libraries are imported once.

A change inside a function is put into the running function of a process that has collected the tests, which saves the
imports, and so is that of a constant that is read by functions alone. Any other change (a default, a decorator) has
effects while a module is loaded, so its process imports the project again.
"""

from __future__ import annotations

import enum
import functools
import gc
import importlib
import importlib.util
import os
import pickle
import resource
import signal
import sys
import time
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import pytest

from tools.mutation.coverage import CallRecorder, Calls, clear_caches, counted, function_at
from tools.mutation.swapping import OURS, can_swap, swaps_of

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


Result = tuple[int, Outcome, int]  # the place of the mutant, what became of it, how many tests could have noticed


@dataclass(frozen=True, slots=True)
class Job:
    """A mutant at its place in the list, with the tests that could notice it and the time that they may take."""

    place: int
    mutant: Mutant
    tests: list[str]
    seconds: float


def run_mutants(
    root: Path, mutants: Sequence[Mutant], calls: Calls, processes: int
) -> Iterator[tuple[Mutant, Outcome, int]]:
    """Run the mutants: what became of each, and how many tests could have noticed. Those that are quick come first."""
    jobs = [_job(place, mutant, calls) for place, mutant in enumerate(mutants)]
    for job in (job for job in jobs if not job.tests):
        yield job.mutant, Outcome.SURVIVED, 0
    swapped = [job for job in jobs if job.tests and can_swap(job.mutant, calls.at_import)]
    done = set()
    for place, outcome, tests in _in_one_session(swapped, processes):
        done.add(place)
        yield mutants[place], outcome, tests
    rest = [job for job in jobs if job.tests and job.place not in done]
    for place, outcome, tests in _run(rest, processes, functools.partial(_start, root)):
        yield mutants[place], outcome, tests


def _job(place: int, mutant: Mutant, calls: Calls) -> Job:
    tests = calls.tests_of(function_at(Path(mutant.path), mutant.line))
    return Job(place, mutant, tests, GRACE + SLOWER * sum(calls.seconds.get(test, 0) for test in tests))


def _run(jobs: Sequence[Job], processes: int, start: Callable[[Job], int]) -> Iterator[Result]:
    running: dict[int, tuple[Job, float]] = {}
    waiting = list(reversed(jobs))
    while waiting or running:
        while waiting and len(running) < processes:
            job = waiting.pop()
            running[start(job)] = (job, time.monotonic() + job.seconds)
        for child, outcome in list(_finished(running)):
            job, _ = running.pop(child)
            yield job.place, outcome, len(job.tests)


def _finished(running: dict[int, tuple[Job, float]]) -> Iterator[tuple[int, Outcome]]:
    time.sleep(0.02)
    for child, (_, deadline) in running.items():
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            yield child, Outcome.SURVIVED if os.waitstatus_to_exitcode(status) == 0 else Outcome.KILLED
        elif time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            yield child, Outcome.TIMEOUT


def _start(root: Path, job: Job) -> int:
    """Fork a process that loads the mutant in place of its file, and runs the tests."""

    def run() -> int:
        sys.meta_path.insert(0, _Finder(root, {job.mutant.path: job.mutant.code}))  # type: ignore[arg-type]
        files = sorted({test.split("::")[0] for test in job.tests})
        return int(pytest.main([*PYTEST, *files], plugins=[_Selection(job.tests)]))

    return _fork_for_tests(run)


def _fork_for_tests(run: Callable[[], int]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    os.setsid()
    _be_quiet()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        status = run()
    except BaseException:  # noqa: BLE001 - a mutant may raise anything anywhere, and that is a kill
        status = 1
    os._exit(status)


def _be_quiet() -> None:
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)


def _in_one_session(jobs: Sequence[Job], processes: int) -> Iterator[Result]:
    """Collect the tests once, and fork for each mutant from there. Leaves out what has no function to change."""
    if not jobs:
        return
    files = sorted({test.split("::")[0] for job in jobs for test in job.tests})
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _be_quiet()
        with os.fdopen(writer, "wb") as pipe:
            pytest.main([*PYTEST, *files], plugins=[_SessionOfMutants(jobs, processes, pipe)])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        while True:
            try:
                yield pickle.load(pipe)  # noqa: S301 - our own child wrote it
            except EOFError:
                break
    os.waitpid(child, 0)


class _SessionOfMutants:
    """Pytest plugin: instead of the tests, runs the mutants, each in a fork, and writes what became of them."""

    def __init__(self, jobs: Sequence[Job], processes: int, pipe: BinaryIO) -> None:
        self._jobs = jobs
        self._processes = processes
        self._pipe = pipe

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of pytest's own loop."""
        clear_caches()
        items = {item.nodeid: item for item in session.items}
        found = zip(self._jobs, swaps_of(job.mutant for job in self._jobs), strict=True)
        swaps = {job.place: swap for job, swap in found if swap is not None}
        gc.freeze()  # the forked processes then share more of the memory

        def start(job: Job) -> int:
            def run() -> int:
                swaps[job.place].apply()
                return _run_tests(session, [items[test] for test in job.tests])

            return _fork_for_tests(run)

        jobs = [job for job in self._jobs if job.place in swaps]
        for result in _run(jobs, self._processes, start):
            pickle.dump(result, self._pipe)
            self._pipe.flush()
        return True


def _run_tests(session: pytest.Session, items: Sequence[pytest.Item]) -> int:
    """Run tests until one fails: 0 when none does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0
