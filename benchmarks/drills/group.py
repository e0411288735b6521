"""The workers of a run: started, disturbed, started again when they end by themselves, with all exit codes kept."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.ops.processes import Worker, worker_command

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LOOK_SECONDS: Final = 0.5
RESTART_SECONDS: Final = 1.0
MOST_RESTARTS: Final = 30
"""Restarts in one run after which no more are made: the run then doesn't settle, which is reported."""
STOP_SECONDS: Final = 40.0
"""Longer than a worker takes at most, 25 s: one that does not stop by then is a finding."""


@dataclass(frozen=True, slots=True)
class Exit:
    """How a worker ended: `asked` by a signal to stop, or by itself."""

    worker: str
    code: int
    asked: bool


class Group:
    """The workers of one consumer group."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self.workers: list[Worker] = []
        self.exits: list[Exit] = []
        self._made = 0
        self._restarts = 0
        self._watch: asyncio.Task[None] | None = None

    def start(self, count: int = 1) -> list[Worker]:
        """Start so many more workers, each with a state folder of its own."""
        names = [f"worker-{self._made + number}" for number in range(count)]
        self._made += count
        return self.start_as(names)

    def start_as(self, names: Iterable[str]) -> list[Worker]:
        """Start workers by name, in the state folders of earlier workers of these names."""
        started = [self._new_worker(name) for name in names]
        for worker in started:
            worker.start()
            self.workers.append(worker)
        if self._watch is None:
            self._watch = asyncio.create_task(self._restart_ended())
        return started

    def kill(self, worker: Worker) -> None:
        """End a worker without warning, and start it again in the same state folder."""
        _process(worker).kill()
        _process(worker).wait()
        worker.start()

    def pause(self, worker: Worker) -> None:
        """Suspend a worker with SIGSTOP; its connections stay open."""
        os.kill(_process(worker).pid, signal.SIGSTOP)

    def resume(self, worker: Worker) -> None:
        """Let a suspended worker continue."""
        os.kill(_process(worker).pid, signal.SIGCONT)

    async def stop(self, workers: Iterable[Worker]) -> None:
        """End workers in an orderly way and keep their exit codes."""
        stopping = list(workers)
        self.workers = [worker for worker in self.workers if worker not in stopping]
        for worker in stopping:
            _process(worker).terminate()
        for worker in stopping:
            code = await asyncio.to_thread(_code_within, _process(worker), STOP_SECONDS)
            self.exits.append(Exit(worker.name, code, asked=True))

    async def close(self) -> None:
        """End all workers, whatever state they are in."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        for worker in self.workers:
            if _process(worker).poll() is None:
                self.resume(worker)
                _process(worker).kill()
                _process(worker).wait()
        self.workers = []

    def _new_worker(self, name: str) -> Worker:
        # Port 0 is a free one at each start: a port chosen here could be taken by the time of a restart.
        own = {"WIREFEED_WEB_PORT": "0", "WIREFEED_STATE_DIR": str(self.state_folder(name))}
        return Worker(name, worker_command(), {**self._environment, **own}, self._folder / f"{name}.log")

    def state_folder(self, name: str) -> Path:
        """Return where a worker keeps its state."""
        return self._folder / f"state-{name}"

    async def _restart_ended(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for worker in list(self.workers):
                code = _process(worker).poll()
                if code is None or self._restarts >= MOST_RESTARTS:
                    continue
                self.exits.append(Exit(worker.name, code, asked=False))
                self._restarts += 1
                await asyncio.sleep(RESTART_SECONDS)
                if worker in self.workers and _process(worker).poll() is not None:  # a drill may have started it
                    worker.start()


def _process(worker: Worker) -> subprocess.Popen[bytes]:
    if worker.process is None:
        raise ValueError(f"{worker.name} was not started")
    return worker.process


def _code_within(process: subprocess.Popen[bytes], seconds: float) -> int:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    if process.poll() is None:
        process.kill()
    return process.wait()
