"""Worker processes of this machine: started, started again when they end, stopped in time."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import IO

STOP_SECONDS: Final = 15.0
"""Seconds for an orderly stop. A worker that takes longer is killed, and its uncommitted work is repeated."""
RESTARTS: Final = 5
"""After so many restarts within `RESTART_WINDOW` the worker counts as unable to run."""
RESTART_WINDOW: Final = 120.0
RESTART_PAUSE: Final = 1.0


def stop_processes(processes: Sequence[subprocess.Popen[bytes]], seconds: float) -> None:
    """Ask processes to end, and kill those that have not ended so many seconds later."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(slots=True)
class Worker:
    """A worker process and what it takes to start it again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None
    """File for its output; the output of this process where none is given."""
    process: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process. It has a session of its own, so that Ctrl-C reaches us alone."""
        with contextlib.ExitStack() as stack:
            output: IO[bytes] | None = stack.enter_context(self.log.open("ab")) if self.log is not None else None
            self.process = subprocess.Popen(  # noqa: S603 - ourselves, no shell
                list(self.command),
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output is not None else None,
                start_new_session=True,
            )

    def log_tail(self, size: int = 2_000) -> str:
        """Return the end of its log."""
        if self.log is None or not self.log.exists():
            return "its output is above"
        return self.log.read_bytes()[-size:].decode(errors="replace").strip() or "it wrote nothing"


def worker_command(arguments: Sequence[str] = ()) -> list[str]:
    """Return the command of a worker, by the interpreter that runs now."""
    return [sys.executable, "-m", "streams.ops.cli", "worker", *arguments]


def desk_command() -> list[str]:
    """Return the command of the desk, by the interpreter that runs now."""
    return [sys.executable, "-m", "streams.ops.cli", "desk", "--quiet"]


def environment_of(overrides: Mapping[str, object]) -> dict[str, str]:
    """Return the variables by which a process has the same settings, given by name."""
    return {f"WIREFEED_{name.upper()}": str(value) for name, value in overrides.items()}


class Workers:
    """Worker processes for as long as the context lasts."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self.workers = list(workers)

    def __enter__(self) -> Self:
        try:
            for worker in self.workers:
                worker.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def restart_ended(self) -> list[Worker]:
        """Restart workers that have ended, and return them. Raises `OperationFailed` for one that ends repeatedly."""
        started = []
        for worker in self.workers:
            code = worker.process.poll() if worker.process is not None else None
            if code is None:
                continue
            now = time.monotonic()
            worker.restarts = [at for at in worker.restarts if now - at < RESTART_WINDOW]
            if len(worker.restarts) >= RESTARTS:
                raise OperationFailed(
                    f"{worker.name} has ended {RESTARTS + 1} times within {RESTART_WINDOW:.0f} s, now with code "
                    f"{code}: {worker.log_tail()}"
                )
            worker.restarts.append(now)
            time.sleep(RESTART_PAUSE)
            worker.start()
            started.append(worker)
        return started

    def ended(self) -> Worker | None:
        """Return a worker that has ended, if any has."""
        return next(
            (each for each in self.workers if each.process is not None and each.process.poll() is not None), None
        )

    def stop(self) -> None:
        """Stop all workers in an orderly way, and kill those that do not stop in time."""
        stop_processes([worker.process for worker in self.workers if worker.process is not None], STOP_SECONDS)
