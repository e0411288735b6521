"""Processes that are started, started again, and stopped."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from streams.ops import processes
from streams.ops.errors import OperationFailed
from streams.ops.processes import Worker, Workers, environment_of

if TYPE_CHECKING:
    import subprocess

SAYS = "import os, sys, signal, time; print('up', os.environ['NAME'], flush=True); "
STAYS = SAYS + "open(os.environ['PIPE'], 'w').close(); time.sleep(60)"
STUBBORN = SAYS + "signal.signal(signal.SIGTERM, signal.SIG_IGN); open(os.environ['PIPE'], 'w').close(); time.sleep(60)"


def worker(folder: Path, name: str, code: str) -> Worker:
    """Return a process that is no real worker but ends and stays like one."""
    pipe = folder / f"{name}.pipe"
    os.mkfifo(pipe)
    return Worker(name, [sys.executable, "-c", code], {"NAME": name, "PIPE": str(pipe)}, folder / f"{name}.log")


def running(each: Worker) -> subprocess.Popen[bytes]:
    """Return its process once it has said that it is up."""
    Path(each.environment["PIPE"]).read_bytes()
    assert each.process is not None
    return each.process


def test_all_are_stopped_whatever_happens(tmp_path: Path) -> None:
    """When the context ends, by an error too, no process is left, each had its environment, and a log."""
    workers = [worker(tmp_path, "one", STAYS), worker(tmp_path, "two", STAYS)]
    started = Workers(workers)
    with started:
        running_ones = [running(each) for each in workers]
        assert [process.poll() for process in running_ones] == [None, None]
        started.__exit__(RuntimeError, RuntimeError(), None)
    assert [process.returncode for process in running_ones] == [-signal.SIGTERM, -signal.SIGTERM]
    assert [each.log_tail() for each in workers] == ["up one", "up two"]


def test_one_that_does_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An orderly stop has its time; after it the process is killed."""
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    stubborn = worker(tmp_path, "stubborn", STUBBORN)
    with Workers([stubborn]):
        process = running(stubborn)
    assert process.returncode == -signal.SIGKILL


def test_one_that_ends_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new process takes its place; the others are left alone."""
    monkeypatch.setattr(processes, "RESTART_PAUSE", 0.0)
    stays, ends = worker(tmp_path, "stays", STAYS), worker(tmp_path, "ends", STAYS)
    with Workers([stays, ends]) as workers:
        before, process = running(stays), running(ends)
        assert workers.restart_ended() == []
        process.kill()
        process.wait()
        assert workers.ended() is ends
        assert workers.restart_ended() == [ends]
        assert workers.ended() is None
        assert running(ends).poll() is None
        assert stays.process is before


def tend_until_given_up(workers: Workers, each: Worker) -> None:
    """Start a process again as often as it ends."""
    while each.process is not None:
        each.process.wait()
        workers.restart_ended()


def test_one_that_can_not_run_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some attempts the command fails, with the exit code and the last words of the process."""
    monkeypatch.setattr(processes, "RESTART_PAUSE", 0.0)
    broken = worker(tmp_path, "broken", SAYS + "sys.exit(7)")
    with Workers([broken]) as workers, pytest.raises(OperationFailed, match=r"(?s)ended 6 times.*code 7: up"):
        tend_until_given_up(workers, broken)


def test_settings_travel_by_the_environment() -> None:
    """Names become variables, values their text."""
    assert environment_of({"web_port": 0, "brokers": "a:1"}) == {"WIREFEED_WEB_PORT": "0", "WIREFEED_BROKERS": "a:1"}
